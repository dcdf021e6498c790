//! Many cards to one nagari's office at once: each leaves by itself, with its own serial and its own record, and whatever
//! is refused says so on its own line.

use super::form::{districts, through};
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::web::page::page_with;
use crate::web::{Page, form_token, html};
use crate::workbench::batch::{MOST, Refused, each, tell};
use crate::workbench::fields::Fields;
use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::{Command, Procedure, Step, Ticket, Way};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "desk/sending.html")]
struct SendingPage {
    page: Page,
    lines: Vec<Line>,
    districts: Vec<&'static str>,
    form: String,
    /// How many were just sent.
    done: Option<String>,
    refused: Vec<Refused>,
    typed: Fields,
}

struct Line {
    ticket: Ticket,
    name: String,
    /// The holder's village and district.
    place: String,
}

#[derive(Deserialize)]
pub struct Asked {
    /// How many were just sent.
    terkirim: Option<usize>,
}

/// The step, where the office hands over at nagari offices.
pub fn offered(p: &Procedure) -> Result<&Step, Error> {
    let nagari = p.handover.as_ref().is_some_and(|rules| rules.ways.contains(&Way::Nagari));
    p.handing_over().filter(|_| nagari).ok_or(Error::NotFound)
}

pub async fn show(
    State(app): State<Shared>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let done = asked.terkirim.map(|n| page.t1("batch-done", "n", n));
    html(&SendingPage { done, ..build(&app, page).await? })
}

pub async fn send(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    offered(&app.cases.procedures().active())?;
    let tickets = fields.all("case").filter_map(|typed| Ticket::parse(typed).ok()).take(MOST);
    let wanted = tickets.filter_map(|ticket| {
        let card = fields.one(&format!("serial.{ticket}")).to_owned();
        let (way, reference) = (Way::Nagari, fields.one("nomor").to_owned());
        let command = Command::Dispatch { way, through: through(&fields), reference, card: card.clone() };
        (!card.is_empty()).then_some((command, ticket))
    });
    let (done, refused) = each(&app, &officer, &fields, wanted).await?;
    if refused.is_empty() {
        return Ok(Redirect::to(&format!("/meja/penyerahan/kirim-bersama?terkirim={done}")).into_response());
    }
    let refused = tell(&app, &page, refused).await?;
    let told = (done > 0).then(|| page.t1("batch-done", "n", done));
    let shown = SendingPage { done: told, refused, typed: fields, ..build(&app, page).await? };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// Cards that wait for their holders here, those of one place together.
async fn build(app: &App, page: Page) -> Result<SendingPage, Error> {
    let p = app.cases.procedures().active();
    let step = offered(&p)?;
    let mut lines = Vec::new();
    for summary in app.cases.inbox(app.office(), &step.id, "applicant").await? {
        let Some(loaded) = app.cases.load(app.office(), &summary.ticket).await? else { continue };
        if loaded.case.notified && loaded.case.gate.under_way.is_none() && lines.len() < MOST {
            let applicant = &loaded.case.applicant;
            let place = [&applicant.district, &applicant.village].into_iter().flatten();
            let place = place.map(String::as_str).collect::<Vec<_>>().join(", ");
            lines.push(Line { ticket: summary.ticket, name: applicant.name.clone(), place });
        }
    }
    lines.sort_by(|a, b| (&a.place, &a.name).cmp(&(&b.place, &b.name)));
    Ok(SendingPage {
        lines,
        districts: districts(app),
        form: form_token(),
        done: None,
        refused: Vec::new(),
        typed: Fields::default(),
        page,
    })
}
