//! An applicant asked that their data be mended: the counter mends them, as far as the rules allow. There is nothing here
//! of a case for which nobody asked.

use super::load;
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::cases::{CaseError, Loaded, Order};
use crate::error::Error;
use crate::privacy::PrivacyRequest;
use crate::web::page::page_with;
use crate::web::{Page, form_token, html};
use crate::workbench::fields::{Faults, Fields};
use crate::workbench::intake::form::Typed;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::{Applicant, Command, Nik, NomorKk, Phone, Ticket};

/// Requests that the counter is shown.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "intake_correction.html")]
struct Correction {
    page: Page,
    ticket: String,
    form: String,
    note: String,
    typed: Typed,
    /// What was mended before, in words.
    corrected: Option<String>,
    faults: Faults,
}

/// Tickets of the cases that wait to be mended.
pub(super) async fn asked(app: &App) -> Result<Vec<String>, Error> {
    Ok(app.privacy.corrections(MOST).await?.into_iter().map(|r| r.ticket.to_string()).collect())
}

async fn wanted(app: &App, ticket: &str) -> Result<(Ticket, Loaded, PrivacyRequest), Error> {
    let (ticket, loaded) = load(app, ticket).await?;
    let request = app.privacy.correction_of(&ticket).await?.ok_or(Error::NotFound)?;
    Ok((ticket, loaded, request))
}

fn shown(page: Page, ticket: &Ticket, request: &PrivacyRequest, typed: Typed, faults: Faults) -> Correction {
    let corrected = request.corrected.as_ref();
    Correction {
        ticket: ticket.to_string(),
        form: form_token(),
        note: request.note.clone(),
        corrected: corrected.map(|c| crate::workbench::privacy::fields(&page, &c.fields)),
        typed,
        faults,
        page,
    }
}

pub(super) async fn show(
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
) -> Result<Response, Error> {
    let (ticket, loaded, request) = wanted(&app, &ticket).await?;
    html(&shown(page, &ticket, &request, Typed::of(&loaded.case), Faults::default()))
}

pub(super) async fn correct(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let (ticket, loaded, request) = wanted(&app, &ticket).await?;
    let typed = Typed::read(&fields);
    let again =
        |status, faults| page_with(status, &shown(page.clone(), &ticket, &request, typed.clone(), faults));
    let before = &loaded.case.applicant;
    let applicant = match parse(&page, &typed, before) {
        Ok(applicant) => applicant,
        Err(faults) => return again(StatusCode::UNPROCESSABLE_ENTITY, faults),
    };
    let changed = before.changed(&applicant);
    if changed.is_empty() {
        let faults = Faults::one("name", page.t("privacy-correction-same"));
        return again(StatusCode::UNPROCESSABLE_ENTITY, faults);
    }
    let at = app.clock.now();
    let also = app.privacy.corrected(&request, &changed, &officer, at).await?;
    let why = page.t1("privacy-correction-text", "note", &request.note);
    let command = Command::CorrectApplicant { applicant, why };
    let mut order = Order::new(Some(ticket.clone()), officer.actor(), at, command).also(also);
    order.once = fields.once();
    match app.cases.dispatch(app.office(), order).await {
        Ok(_) => Ok(Redirect::to(&format!("/meja/loket/{ticket}/pembetulan")).into_response()),
        Err(CaseError::Refused(refusal)) => {
            let words = page.refusal(&loaded.procedure, &refusal);
            again(StatusCode::CONFLICT, Faults::one("name", words))
        }
        Err(e) => Err(e.into()),
    }
}

/// The applicant's data as they are to be. A family card's number that was never told may stay untold.
fn parse(page: &Page, typed: &Typed, before: &Applicant) -> Result<Applicant, Faults> {
    let mut faults = Faults::default();
    let nik = Nik::parse(&typed.nik).map_err(|e| faults.add("nik", page.with(e.key(), &e.args())));
    let nomor_kk = match typed.nomor_kk.as_str() {
        "" if before.nomor_kk.is_none() => Ok(None),
        given => NomorKk::parse(given).map(Some),
    };
    let nomor_kk = nomor_kk.map_err(|e| faults.add("nomor_kk", page.with(e.key(), &e.args())));
    let phone = match typed.phone.as_str() {
        "" => Ok(None),
        given => Phone::parse(given).map(Some),
    };
    let phone = phone.map_err(|_| faults.add("phone", page.t("intake-bad-phone")));
    typed.lengths(page, &mut faults);
    let optional = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    match (nik, nomor_kk, phone) {
        (Ok(nik), Ok(nomor_kk), Ok(phone)) if faults.is_empty() => Ok(Applicant {
            name: typed.name.clone(),
            nik,
            nomor_kk,
            phone,
            village: optional(&typed.village),
            district: optional(&typed.district),
            ..before.clone()
        }),
        _ => Err(faults),
    }
}
