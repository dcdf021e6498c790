//! Breaches of personal data, step by step: one is opened, it is found out whom it concerns, they and the agency are told,
//! and another officer closes it. Only shows and asks; the rules are `crate::incidents`'s.

mod form;
mod one;
mod papers;

use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::incidents::Incident;
use crate::permissions::{Doors, Right, Route, holds};
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::fields::{Faults, Fields};
use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use form::{Choice, Typed};
use jiff::SignedDuration;

/// Incidents that are shown.
const MOST: usize = 100;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Incidents, list)
        .at(Route::OpenIncident, open)
        .at(Route::Incident, one::show)
        .at(Route::IncidentAct, one::act)
        .at(Route::IncidentLetter, papers::letter)
        .at(Route::IncidentLetters, papers::letters)
        .at(Route::IncidentAgency, papers::agency)
        .at(Route::IncidentCsv, papers::csv)
}

#[derive(Template)]
#[template(path = "incidents.html")]
struct List {
    page: Page,
    lines: Vec<Line>,
    typed: Typed,
    scopes: Vec<Choice>,
    officers: Vec<Choice>,
    classes: Vec<Choice>,
    faults: Faults,
}

/// An incident in a list, and at the head of its page.
pub struct Line {
    pub no: i64,
    pub what: String,
    pub known: String,
    pub scope: String,
    /// Hours that are left, while it goes on.
    pub left: Option<i64>,
    pub late: bool,
}

fn line(app: &App, page: &Page, incident: &Incident) -> Line {
    let left = incident.left(app.clock.now());
    let scope = crate::cases::word(&incident.report.scope);
    Line {
        no: incident.no,
        what: incident.report.what.clone(),
        known: page.moment(incident.report.known_at),
        scope: page.t(&format!("incident-scope-{scope}")),
        left: incident.closed.is_none().then(|| hours(left)),
        late: incident.closed.is_none() && left < SignedDuration::ZERO,
    }
}

/// An hour that has begun is still an hour.
fn hours(left: SignedDuration) -> i64 {
    (left.as_secs() + 3_599) / 3_600
}

/// What the desk says of the incident that is most urgent; nothing to whoever does not oversee.
pub async fn raised(app: &App, page: &Page, officer: &Officer) -> Result<Option<(i64, String)>, Error> {
    if !holds(app, officer, Right::Oversees) {
        return Ok(None);
    }
    let open = app.incidents.open_ones(1).await?;
    Ok(open.first().map(|incident| {
        let left = incident.left(app.clock.now());
        let words = match left < SignedDuration::ZERO {
            true => page.t1("incident-raised-late", "no", incident.no),
            false => page.with(
                "incident-raised",
                &[("no", incident.no.to_string()), ("hours", hours(left).to_string())],
            ),
        };
        (incident.no, words)
    }))
}

async fn list(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let typed = Typed::at(&app);
    html(&listed(&app, page, typed, Faults::default()).await?)
}

async fn listed(app: &App, page: Page, typed: Typed, faults: Faults) -> Result<List, Error> {
    let lines = app.incidents.list(MOST).await?.iter().map(|i| line(app, &page, i)).collect();
    Ok(List {
        lines,
        scopes: typed.scopes(&page),
        officers: typed.officers(app).await?,
        classes: typed.classes(&page),
        typed,
        faults,
        page,
    })
}

async fn open(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let typed = Typed::read(&fields);
    let faults = match typed.parse(&app, &page).await? {
        Ok(report) => match app.incidents.open(&report, &officer, app.clock.now()).await {
            Ok(no) => {
                app.cases.timers_set().notify_one();
                return Ok(Redirect::to(&format!("/meja/insiden/{no}")).into_response());
            }
            Err(Error::Input(key)) => Faults::one("sejak", page.t(key)),
            Err(other) => return Err(other),
        },
        Err(faults) => faults,
    };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &listed(&app, page, typed, faults).await?)
}
