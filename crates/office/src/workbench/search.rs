//! Finding a case by ticket, NIK, No KK, phone or name. What is looked for travels in the body of the
//! form: no personal data stands in an address.

use super::fields::Fields;
use super::inbox::time::{Chip, chip};
use super::words;
use crate::accounts::Officer;
use crate::app::Shared;
use crate::cases::Summary;
use crate::cases::search::MOST;
use crate::error::Error;
use crate::permissions::{Doors, Right, Route, holds};
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Form, State};
use axum::response::Response;
use jiff::Timestamp;
use procedure::Nik;

/// Longer queries find nothing more.
const LONGEST: usize = 120;

pub fn doors() -> Doors {
    Doors::new().at(Route::Search, ask).at(Route::Find, find)
}

#[derive(Template)]
#[template(path = "search.html")]
struct Search {
    page: Page,
    query: String,
    /// None before anything was looked for.
    found: Option<Vec<Line>>,
    most: usize,
}

struct Line {
    ticket: String,
    name: String,
    nik: String,
    reasons: String,
    standing: String,
    /// What is left of its step's time, while it runs.
    time: Option<Chip>,
    updated: String,
    /// The counter can go on with it.
    at_counter: bool,
}

async fn ask(page: Page) -> Result<Response, Error> {
    html(&Search { page, query: String::new(), found: None, most: MOST })
}

async fn find(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let query: String = fields.one("q").chars().take(LONGEST).collect();
    let counter = holds(&app, &officer, Right::TakesIn);
    let found = app.cases.search(app.office(), &query).await?;
    let now = app.clock.now();
    let found = found.iter().map(|s| line(&page, s, counter, now)).collect();
    html(&Search { page, query, found: Some(found), most: MOST })
}

fn line(page: &Page, summary: &Summary, counter: bool, now: Timestamp) -> Line {
    let procedures = page.app().cases.procedures();
    let p = &*procedures.of(&summary.procedure, &summary.version);
    let to_mend = summary.status == "open" && summary.turn == "applicant";
    Line {
        ticket: summary.ticket.to_string(),
        name: summary.name.clone(),
        nik: Nik::parse(&summary.nik).map(|n| n.masked()).unwrap_or_default(),
        reasons: words::reasons(page, p, &summary.reasons),
        standing: words::standing(page, p, summary),
        time: (summary.status == "open" && summary.turn == "work").then(|| chip(page, p, summary, now)),
        updated: page.moment(summary.updated_at),
        at_counter: counter && (summary.status == "draft" || to_mend),
    }
}
