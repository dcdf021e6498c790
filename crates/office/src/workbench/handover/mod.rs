//! The counter at which products are handed over: a pass is scanned or typed, the person compared with the file, the
//! finger held against the card. One way to hand over; what may be is for the rules to say.

mod arrival;
mod form;
mod gate;
mod receipt;
mod sending;

pub use form::districts;

use super::fields::Fields;
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::cases::{CaseError, Order};
use crate::error::Error;
use crate::permissions::{Doors, Route, serves};
use crate::web::page::page_with;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::{Command, GateRefusal, Refusal, Ticket};

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Gates, show)
        .at(Route::ShowPass, enter)
        .at(Route::Sending, sending::show)
        .at(Route::SendTogether, sending::send)
        .at(Route::Gate, gate::show)
        .at(Route::GatePhoto, gate::photo)
        .at(Route::Receipt, receipt::show)
        .at(Route::GateArrival, arrival::record)
        .at(Route::GateAct, gate::act)
}

#[derive(Template)]
#[template(path = "desk/counter.html")]
struct Counter {
    page: Page,
    trouble: Option<String>,
    /// Where somebody without a good pass is served, and where the case is.
    without_pass: Option<String>,
    case: Option<String>,
    typed: String,
}

impl Counter {
    /// Whether cards go to nagari offices.
    fn sends(&self) -> bool {
        sending::offered(&self.page.app().cases.procedures().active()).is_ok()
    }
}

/// Whatever was scanned comes back, a page full of it does not.
const KEPT: usize = 120;

async fn show(page: Page) -> Result<Response, Error> {
    html(&Counter { page, trouble: None, without_pass: None, case: None, typed: String::new() })
}

/// A pass takes the step for whoever scanned it; a ticket leads to the gate without a pass.
async fn enter(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let typed: String = fields.one("kartu").chars().take(KEPT).collect();
    let Some(found) = app.cases.passes().read(&app.db, app.office(), &typed).await? else {
        return unknown(&app, page, &officer, typed).await;
    };
    let command = Command::ShowPass { pass: found.no };
    let order = Order::new(Some(found.ticket.clone()), officer.actor(), app.clock.now(), command);
    let refusal = match app.cases.dispatch(app.office(), order).await {
        Ok(_) => return Ok(Redirect::to(&format!("/meja/penyerahan/{}", found.ticket)).into_response()),
        Err(CaseError::Refused(refusal)) => refusal,
        Err(other) => return Err(other.into()),
    };
    let ticket = found.ticket;
    let old = matches!(refusal, Refusal::Gate(GateRefusal::PassExpired { .. } | GateRefusal::PassReplaced));
    let under_way = matches!(refusal, Refusal::Gate(GateRefusal::UnderWay { .. }));
    let case = app.cases.summary(app.office(), &ticket).await?;
    let at_gate = case.is_some_and(|case| serves(&app, Route::Gate, &case));
    let counter = Counter {
        trouble: Some(page.refusal(&app.cases.procedures().active(), &refusal)),
        without_pass: (at_gate && (old || under_way)).then(|| format!("/meja/penyerahan/{ticket}")),
        case: Some(format!("/meja/perkara/{ticket}")),
        typed,
        page,
    };
    page_with(StatusCode::CONFLICT, &counter)
}

/// No pass of ours: a ticket that there is leads to the gate, or to its case where the gate does not serve it; all else
/// is a guess, and guessing is slowed.
async fn unknown(app: &App, page: Page, officer: &Officer, typed: String) -> Result<Response, Error> {
    if let Ok(ticket) = Ticket::parse(&typed)
        && let Some(case) = app.cases.summary(app.office(), &ticket).await?
    {
        let place = if serves(app, Route::Gate, &case) { "penyerahan" } else { "perkara" };
        return Ok(Redirect::to(&format!("/meja/{place}/{ticket}")).into_response());
    }
    let (status, key) = match app.pass_slowing.allows(&officer.user.to_string()) {
        true => (StatusCode::UNPROCESSABLE_ENTITY, "counter-no-pass"),
        false => (StatusCode::TOO_MANY_REQUESTS, "tracking-too-often"),
    };
    let trouble = Some(page.t(key));
    page_with(status, &Counter { page, trouble, without_pass: None, case: None, typed })
}
