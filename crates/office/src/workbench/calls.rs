//! The call list: applicants whom a message did not reach, or who have no channel for one, and what they are still
//! to be told. What came of a call is recorded by a form of the case page.

use super::case::owed;
use crate::app::Shared;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::{Page, html};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

pub fn doors() -> Doors {
    Doors::new().at(Route::Calls, show)
}

#[derive(Template)]
#[template(path = "calls.html")]
struct Calls {
    page: Page,
    people: Vec<Line>,
}

struct Line {
    ticket: String,
    name: String,
    /// In international form with a plus; empty where the applicant gave none.
    phone: String,
    /// What they are still to be told, each with the instant.
    owed: Vec<String>,
    /// When somebody last tried in vain.
    tried: Option<String>,
}

async fn show(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let mut people = Vec::new();
    for summary in app.cases.calls(app.office()).await? {
        let Some(loaded) = app.cases.load(app.office(), &summary.ticket).await? else { continue };
        let phone = loaded.case.applicant.phone.as_ref();
        people.push(Line {
            ticket: summary.ticket.to_string(),
            name: summary.name,
            phone: phone.map(|p| format!("+{}", p.as_str())).unwrap_or_default(),
            owed: owed(&page, &loaded),
            tried: loaded.case.called_at.map(|at| page.moment(at)),
        });
    }
    html(&Calls { page, people })
}
