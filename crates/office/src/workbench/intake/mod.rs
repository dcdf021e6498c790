//! The counter: a walk-in's request is typed in, its documents attached, then sent. A draft that was
//! interrupted goes on where it stopped. For officers with the power of intake; to others nothing is here.

mod correction;
mod dossier;
mod drafts;
mod form;
mod upload;

use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::cases::{CaseError, Loaded, Order};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::page::page_with;
use crate::web::{Page, form_token, html};
use crate::workbench::fields::{Faults, Fields};
use askama::Template;
use axum::extract::{DefaultBodyLimit, Form, Multipart, Path, State};
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
pub use dossier::takes_documents;
use dossier::{Dossier, Receipt};
use form::{Choice, Typed};
use procedure::{Channel, Command, Consent, FileId, Ticket};

/// Which wording of `intake-consent` the applicant agreed to; a new wording is a new number.
const CONSENT_TEXT: &str = "loket-1";

pub fn doors() -> Doors {
    let files = DefaultBodyLimit::max(upload::MOST_AT_ONCE);
    Doors::new()
        .at(Route::Counter, start)
        .at(Route::OpenAtCounter, open)
        .at(Route::CounterCase, show)
        .at(Route::CounterEdit, edit)
        .at(Route::CounterAmend, amend)
        .at(Route::CounterAttach, attach.layer(files))
        .at(Route::CounterSetAside, set_aside)
        .at(Route::CounterSubmit, submit)
        .at(Route::CounterCorrection, correction::show)
        .at(Route::CounterCorrect, correction::correct)
}

#[derive(Template)]
#[template(path = "intake.html")]
struct Start {
    page: Page,
    drafts: Vec<drafts::Draft>,
    /// Tickets of cases whose applicants asked that their data be mended.
    corrections: Vec<String>,
    form: String,
    typed: Typed,
    reasons: Vec<Choice>,
    elements: Vec<Choice>,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "intake_amend.html")]
struct Amend {
    page: Page,
    ticket: String,
    form: String,
    typed: Typed,
    reasons: Vec<Choice>,
    elements: Vec<Choice>,
    faults: Faults,
}

async fn start(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&start_page(&app, page, Typed::default(), Faults::default()).await?)
}

async fn start_page(app: &App, page: Page, typed: Typed, faults: Faults) -> Result<Start, Error> {
    let p = &*app.cases.procedures().active();
    Ok(Start {
        drafts: drafts::open(app).await?,
        corrections: correction::asked(app).await?,
        form: form_token(),
        reasons: typed.reason_choices(&page, p),
        elements: typed.element_choices(&page, p),
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
    let p = &*app.cases.procedures().active();
    let mut parsed = typed.parse(&page, p, None);
    if !typed.consent {
        let mut faults = parsed.err().unwrap_or_default();
        faults.add("consent", page.t("intake-no-consent"));
        parsed = Err(faults);
    }
    let (applicant, grounds) = match parsed {
        Ok(right) => right,
        Err(faults) => {
            let again = start_page(&app, page, typed, faults).await?;
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };
    let at = app.clock.now();
    let consent = Some(Consent { at, text_version: CONSENT_TEXT.to_owned() });
    let command = Command::Open { channel: Channel::Counter, applicant, grounds, consent };
    let mut order = Order::new(None, officer.actor(), at, command);
    order.once = fields.once();
    match app.cases.dispatch(app.office(), order).await {
        Ok(done) => Ok(to_dossier(&done.ticket)),
        Err(CaseError::Refused(refusal)) => {
            let faults = Faults::one("reasons", page.refusal(p, &refusal));
            page_with(StatusCode::CONFLICT, &start_page(&app, page, typed, faults).await?)
        }
        Err(e) => Err(e.into()),
    }
}

fn to_dossier(ticket: &Ticket) -> Response {
    Redirect::to(&format!("/meja/loket/{ticket}")).into_response()
}

async fn load(app: &App, ticket: &str) -> Result<(Ticket, Loaded), Error> {
    let ticket = Ticket::parse(ticket).map_err(|_| Error::NotFound)?;
    let loaded = app.cases.load(app.office(), &ticket).await?.ok_or(Error::NotFound)?;
    Ok((ticket, loaded))
}

async fn show(State(app): State<Shared>, page: Page, Path(ticket): Path<String>) -> Result<Response, Error> {
    let (ticket, loaded) = load(&app, &ticket).await?;
    if takes_documents(&loaded.case) {
        html(&Dossier::of(page, &ticket, &loaded, Faults::default()))
    } else {
        html(&Receipt::of(page, &ticket, &loaded))
    }
}

async fn edit(State(app): State<Shared>, page: Page, Path(ticket): Path<String>) -> Result<Response, Error> {
    let (ticket, loaded) = load(&app, &ticket).await?;
    let typed = Typed::of(&loaded.case);
    html(&amend_page(page, &ticket, &loaded, typed, Faults::default()))
}

fn amend_page(page: Page, ticket: &Ticket, loaded: &Loaded, typed: Typed, faults: Faults) -> Amend {
    Amend {
        ticket: ticket.to_string(),
        form: form_token(),
        reasons: typed.reason_choices(&page, &loaded.procedure),
        elements: typed.element_choices(&page, &loaded.procedure),
        typed,
        faults,
        page,
    }
}

async fn amend(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let (ticket, loaded) = load(&app, &ticket).await?;
    let typed = Typed::read(&fields);
    let parsed = typed.parse(&page, &loaded.procedure, Some(&loaded.case.applicant));
    let (applicant, grounds) = match parsed {
        Ok(right) => right,
        Err(faults) => {
            let again = amend_page(page, &ticket, &loaded, typed, faults);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };
    let why = Some(page.t("intake-amended-why"));
    let mut order = Order::new(
        Some(ticket.clone()),
        officer.actor(),
        app.clock.now(),
        Command::Amend { applicant, grounds, why },
    );
    order.once = fields.once();
    match app.cases.dispatch(app.office(), order).await {
        Ok(_) => Ok(to_dossier(&ticket)),
        Err(CaseError::Refused(refusal)) => {
            let faults = Faults::one("reasons", page.refusal(&loaded.procedure, &refusal));
            page_with(StatusCode::CONFLICT, &amend_page(page, &ticket, &loaded, typed, faults))
        }
        Err(e) => Err(e.into()),
    }
}

async fn attach(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
    files: Multipart,
) -> Result<Response, Error> {
    let (ticket, loaded) = load(&app, &ticket).await?;
    let faults = upload::take(&app, &page, &officer.actor(), (&ticket, &loaded), files).await?;
    if faults.is_empty() {
        return Ok(to_dossier(&ticket));
    }
    let (ticket, loaded) = load(&app, ticket.as_str()).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &Dossier::of(page, &ticket, &loaded, faults))
}

async fn set_aside(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let why = page.t("intake-set-aside-why");
    let command = Command::SetAside { file: FileId::new(fields.one("file")), why };
    carry_out(officer, &app, page, &ticket, command, &fields).await
}

async fn submit(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    carry_out(officer, &app, page, &ticket, Command::Submit, &fields).await
}

/// Carries the command out, and shows the request again; a refusal stands at its top.
async fn carry_out(
    officer: Officer,
    app: &App,
    page: Page,
    ticket: &str,
    command: Command,
    fields: &Fields,
) -> Result<Response, Error> {
    let (ticket, loaded) = load(app, ticket).await?;
    let mut order = Order::new(Some(ticket.clone()), officer.actor(), app.clock.now(), command);
    order.once = fields.once();
    match app.cases.dispatch(app.office(), order).await {
        Ok(_) => Ok(to_dossier(&ticket)),
        Err(CaseError::Refused(refusal)) if takes_documents(&loaded.case) => {
            let faults = Faults::one("documents", page.refusal(&loaded.procedure, &refusal));
            page_with(StatusCode::CONFLICT, &Dossier::of(page, &ticket, &loaded, faults))
        }
        Err(e) => Err(e.into()),
    }
}
