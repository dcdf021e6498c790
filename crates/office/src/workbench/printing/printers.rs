//! The office's printers: how each is, and what it has to do. It only shows; a job is cancelled on its case's page.

use super::panel::label;
use crate::app::Shared;
use crate::cases::word;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::production::{jobs, seen};
use crate::web::{Page, html};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

/// Jobs shown at once.
const SHOWN: usize = 200;

pub fn doors() -> Doors {
    Doors::new().at(Route::Printers, show)
}

#[derive(Template)]
#[template(path = "printers.html")]
struct PrintersPage {
    page: Page,
    printers: Vec<Line>,
    simulator: bool,
}

struct Line {
    label: String,
    /// What to do about what stands in its way.
    advice: Option<String>,
    seen: String,
    /// Its own words.
    reasons: String,
    /// Tickets of the cases whose cards it has.
    jobs: Vec<String>,
}

async fn show(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let under_way = jobs::under_way(&app.db, app.office(), SHOWN).await?;
    let line = |s: seen::Seen| Line {
        label: label(&page, &s),
        advice: s.trouble.map(|t| page.t(&format!("trouble-do-{}", word(&t)))),
        seen: s.at.map(|at| page.moment(at)).unwrap_or_default(),
        reasons: s.reasons.join(", "),
        jobs: under_way.iter().filter(|j| j.printer == s.printer).map(|j| j.ticket.to_string()).collect(),
    };
    let printers = seen::all(&app).await?.into_iter().map(line).collect();
    html(&PrintersPage { printers, simulator: app.config.printing.simulator, page })
}
