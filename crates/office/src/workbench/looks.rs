//! Who looked at whose data: what was raised, and everything there is about one case. Overseers look into what was
//! raised and say what came of it; nobody says so of their own looks.

use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::reads::{Filter, Read};
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use procedure::Ticket;
use serde::Deserialize;

/// Looks that are shown.
const MOST: usize = 200;
/// Of what came of a review.
const LONGEST: usize = 500;

pub fn doors() -> Doors {
    Doors::new().at(Route::Looks, show).at(Route::ReviewLook, review)
}

#[derive(Deserialize, Default)]
struct Asked {
    /// `semua` shows what nobody raised, too.
    #[serde(default)]
    tampil: String,
    /// The ticket of one case.
    #[serde(default)]
    nomor: String,
}

#[derive(Template)]
#[template(path = "looks.html")]
struct Looks {
    page: Page,
    all: bool,
    wanted: String,
    lines: Vec<Line>,
    most: usize,
}

struct Line {
    at: String,
    who: String,
    subject: String,
    purpose: String,
    why: Vec<String>,
    /// The key of its review, where this officer may say what came of it.
    open: Option<String>,
    reviewed: Option<String>,
}

async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let wanted = match asked.nomor.trim() {
        "" => None,
        given => Some(Ticket::parse(given).map_err(|_| Error::Input("looks-bad-ticket"))?),
    };
    let all = asked.tampil == "semua";
    let filter = match &wanted {
        Some(ticket) => Filter::Of(ticket.as_str()),
        None if all => Filter::All,
        None => Filter::Raised,
    };
    let found = app.reads.list(filter, MOST).await?;
    let lines = found.into_iter().map(|read| line(&app, &page, &officer, read)).collect();
    let wanted = wanted.map(|t| t.to_string()).unwrap_or_default();
    html(&Looks { lines, all, wanted, most: MOST, page })
}

fn line(app: &App, page: &Page, officer: &Officer, read: Read) -> Line {
    let p = app.cases.procedures().active();
    let roles = read.roles.iter().map(|r| match p.role(&r.as_str().into()) {
        Some(role) => page.of(&role.name).to_owned(),
        None => r.clone(),
    });
    let roles = roles.collect::<Vec<_>>().join(", ");
    let open = !read.unusual.is_empty() && read.reviewed.is_none() && read.user != officer.user.as_str();
    let reviewed = read.reviewed.map(|(by, at, words)| {
        page.with("looks-reviewed", &[("by", by), ("at", page.moment(at)), ("words", words)])
    });
    Line {
        at: page.moment(read.at),
        who: format!("{} ({roles})", read.name),
        purpose: page.t(&format!("permit-purpose-{}", read.purpose)),
        why: read.unusual.iter().map(|u| page.t(&format!("looks-why-{}", u.word()))).collect(),
        open: open.then_some(read.id),
        reviewed,
        subject: read.subject,
    }
}

#[derive(Deserialize)]
struct Reviewed {
    #[serde(default)]
    subject: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    words: String,
}

async fn review(
    officer: Officer,
    State(app): State<Shared>,
    Form(given): Form<Reviewed>,
) -> Result<Response, Error> {
    let words = given.words.trim();
    if words.is_empty() || words.chars().count() > LONGEST {
        return Err(Error::Input("looks-say-what"));
    }
    let look = (given.subject.as_str(), given.id.as_str());
    match app.reads.review(look, &officer, words, app.clock.now()).await? {
        true => Ok(Redirect::to("/meja/akses").into_response()),
        false => Err(Error::NotFound),
    }
}
