//! The stock of blank cards: what must be there, who holds it, what moved, and the closing of a period with its
//! two signatures. Shows and asks; the rules stand in `procedure::ledger`.

mod blank;
mod disposal;
mod form;
mod shown;

use super::fields::Fields;
use crate::accounts::Officer;
use crate::app::Shared;
use crate::cases::CaseError;
use crate::error::Error;
use crate::permissions::{Doors, Right, Route};
use crate::stock::Wish;
use crate::web::page::page_with;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::ledger::recording;
use procedure::{Blangko, Refusal};
use serde::Deserialize;
use shown::{Account, ClosedLine, Line, Rights, Waiting};

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Stock, show)
        .at(Route::MoveBlank, shift)
        .at(Route::CountBlanks, count)
        .at(Route::CountersignBlanks, countersign)
        .merge(disposal::doors())
        .merge(blank::doors())
}

/// Lines of the book, of the print queue and closed periods that are shown.
const LINES: usize = 100;
const QUEUE: usize = 50;
const CLOSED: usize = 31;

#[derive(Template)]
#[template(path = "stock.html")]
struct StockPage {
    page: Page,
    /// Whether the officer may see what was given back and spoiled.
    disposal: bool,
    rights: Rights,
    /// None until the first delivery.
    account: Option<Account>,
    holdings: Vec<(String, String, String)>,
    lines: Vec<Line>,
    closed: Vec<ClosedLine>,
    /// Who waits for blanks, in the order in which they are printed.
    queue: Vec<Waiting>,
    /// For whom somebody asks that they come first.
    jumps: Vec<Waiting>,
    /// Who may be handed blanks: id and name.
    operators: Vec<(String, String)>,
    form: String,
    done: bool,
    trouble: Option<String>,
    typed: Fields,
}

#[derive(Deserialize, Default)]
struct Asked {
    /// A serial to look up.
    #[serde(default)]
    seri: String,
    /// Something was just done.
    #[serde(default)]
    sudah: String,
}

async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    if asked.seri.trim().is_empty() {
        let done = !asked.sudah.is_empty();
        return html(&StockPage { done, ..build(&app, page, &officer).await? });
    }
    match Blangko::parse(&asked.seri) {
        Ok(serial) => Ok(Redirect::to(&format!("/meja/blangko/seri/{}", serial.as_str())).into_response()),
        Err(_) => {
            let trouble = Some(page.t("refusal-bad-blangko"));
            let shown = StockPage { trouble, ..build(&app, page, &officer).await? };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
    }
}

async fn shift(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let moved = match form::shift(&app, &fields).await {
        Ok((first, last, command)) => {
            let wish = wish(&app, &officer, &fields);
            match app.stock.shift(&wish, &first, &last, command).await {
                Ok(_) => app.cases.call_in_turn(app.office(), wish.at).await.map(|_| ()).map_err(Error::from),
                Err(e) => Err(e.into()),
            }
        }
        Err(e) => Err(e),
    };
    answer(&app, page, &officer, fields, moved).await
}

async fn count(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let done = match form::count(&fields) {
        Ok((period, command)) => {
            app.stock.close(&wish(&app, &officer, &fields), period, &command).await.map_err(Error::from)
        }
        Err(e) => Err(e),
    };
    answer(&app, page, &officer, fields, done).await
}

async fn countersign(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let period = form::period(&fields)?;
    let command = procedure::ledger::CloseCommand::Countersign;
    let done = app.stock.close(&wish(&app, &officer, &fields), period, &command).await;
    answer(&app, page, &officer, fields, done.map_err(Error::from)).await
}

fn wish(app: &Shared, officer: &Officer, fields: &Fields) -> Wish {
    Wish { actor: officer.actor(), at: app.clock.now(), once: fields.once() }
}

/// Back to the page, or the page with what went wrong and what was typed.
async fn answer(
    app: &Shared,
    page: Page,
    officer: &Officer,
    typed: Fields,
    done: Result<(), Error>,
) -> Result<Response, Error> {
    let (status, trouble) = match done {
        Ok(()) => return Ok(Redirect::to("/meja/blangko?sudah=1").into_response()),
        Err(Error::Refused(refusal)) => {
            (status(&refusal), page.refusal(&app.cases.procedures().active(), &refusal))
        }
        Err(Error::Input(key)) => (StatusCode::UNPROCESSABLE_ENTITY, page.t(key)),
        Err(other) => return Err(other),
    };
    let shown = StockPage { trouble: Some(trouble), typed, ..build(app, page, officer).await? };
    page_with(status, &shown)
}

fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotYourPower { .. } => StatusCode::FORBIDDEN,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

async fn build(app: &Shared, page: Page, officer: &Officer) -> Result<StockPage, CaseError> {
    let p = &*app.cases.procedures().active();
    let open = app.stock.open().await?;
    let lines = match &open {
        Some(open) => app.stock.book(open.no, LINES).await?,
        None => Vec::new(),
    };
    let closed = app.stock.closed(CLOSED).await?;
    let operators = app.accounts.users(app.clock.now()).await?.into_iter().filter(|u| !u.disabled);
    Ok(StockPage {
        queue: waiting(app, &page, Queue::Print).await?,
        jumps: waiting(app, &page, Queue::Jumps).await?,
        rights: Rights::of(p, officer),
        account: open.map(|o| Account::of(&page, officer, &o)),
        holdings: app.stock.holdings().await?.iter().map(|h| shown::holding(&page, h)).collect(),
        lines: lines.iter().map(|l| shown::booked(&page, l)).collect(),
        closed: closed.iter().map(|c| ClosedLine::of(&page, c)).collect(),
        operators: form::operators(p, operators),
        disposal: Right::ReadsDisposal.held_by(p, &officer.roles),
        form: crate::web::form_token(),
        done: false,
        trouble: None,
        typed: Fields::default(),
        page,
    })
}

#[derive(Clone, Copy)]
enum Queue {
    Print,
    Jumps,
}

/// The cases of a queue; of the print queue at every step that records a blank.
async fn waiting(app: &Shared, page: &Page, queue: Queue) -> Result<Vec<Waiting>, CaseError> {
    let found = match queue {
        Queue::Jumps => app.cases.jumps_asked(app.office(), QUEUE).await?,
        Queue::Print => {
            let mut all = Vec::new();
            for step in recording(&app.cases.procedures().active()) {
                all.extend(app.cases.queue(app.office(), &step.id, QUEUE).await?);
            }
            all
        }
    };
    Ok((1..).zip(&found).map(|(place, summary)| Waiting::of(page, place, summary)).collect())
}
