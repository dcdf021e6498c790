//! Many cases at once, at a step where cards are made or their owners told: what is recorded is recorded of each case by
//! itself, one command a case, and whatever is refused says so on its own line. Nothing is judged here: what an
//! officer has to look at is on the case's own page.

use super::fields::Fields;
use super::printing::panel::label;
use super::words;
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::cases::{CaseError, Loaded, Order, Summary};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::production::seen;
use crate::web::page::page_with;
use crate::web::{Page, form_token, html};
use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::definition::Outcome;
use procedure::{
    Act, Command, Field, Form as Filled, Guard, OutcomeId, PrinterId, Procedure, Refusal, Request, Step,
    StepId, Ticket,
};
use serde::Deserialize;

pub fn doors() -> Doors {
    Doors::new().at(Route::Batch, show).at(Route::RecordBatch, record)
}

/// Cases of one page.
pub const MOST: usize = 40;
/// What is done to a card, or said of it, and not decided about somebody.
const ACTS: [Act; 4] = [Act::OrderPrint, Act::Print, Act::Activate, Act::Notify];

/// Whether anything of this step can be recorded of many cases at once.
pub fn batches(step: &Step) -> bool {
    step.outcomes.iter().any(batched)
}

fn batched(outcome: &Outcome) -> bool {
    ACTS.contains(&outcome.act)
        && outcome.asks.iter().all(|f| [Field::Printer, Field::Blangko, Field::Note].contains(f))
}

#[derive(Template)]
#[template(path = "desk/batch.html")]
struct BatchPage {
    page: Page,
    step: StepId,
    title: String,
    groups: Vec<Group>,
    form: String,
    /// How many were just recorded.
    done: Option<String>,
    refused: Vec<Refused>,
    typed: Fields,
}

/// The cases of which the same outcome comes next.
struct Group {
    outcome: OutcomeId,
    label: String,
    serials: bool,
    proved: bool,
    printers: Vec<(String, String)>,
    lines: Vec<Line>,
}

struct Line {
    ticket: Ticket,
    name: String,
    reasons: String,
}

/// A case of which nothing could be recorded, and why.
pub struct Refused {
    pub ticket: Ticket,
    pub name: String,
    pub words: String,
}

#[derive(Deserialize)]
struct Asked {
    /// How many were just recorded.
    tercatat: Option<usize>,
}

fn step_of<'a>(p: &'a Procedure, id: &str) -> Result<&'a Step, Error> {
    p.step(&StepId::new(id)).filter(|s| batches(s)).ok_or(Error::NotFound)
}

async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(step): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let p = &*app.cases.procedures().active();
    let done = asked.tercatat.map(|n| page.t1("batch-done", "n", n));
    let built = build(&app, page, &officer, step_of(p, &step)?).await?;
    html(&BatchPage { done, ..built })
}

async fn record(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path((step, outcome)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let p = &*app.cases.procedures().active();
    let step = step_of(p, &step)?;
    let outcome = step.outcome(&OutcomeId::new(outcome)).filter(|o| batched(o)).ok_or(Error::NotFound)?;
    let printer = printer(&app, outcome, &fields)?;
    let command = |ticket: &Ticket| {
        let serial = fields.one(&format!("serial.{ticket}"));
        let form = Filled {
            blangko: Some(serial.to_owned()).filter(|s| !s.is_empty()),
            printer: printer.clone(),
            ..Filled::default()
        };
        Command::Decide { step: step.id.clone(), outcome: outcome.id.clone(), form }
    };
    let wanted = chosen(outcome, &fields).into_iter().map(|ticket| (command(&ticket), ticket));
    let (done, refused) = each(&app, &officer, &fields, wanted).await?;
    if refused.is_empty() {
        return Ok(Redirect::to(&format!("/meja/borongan/{}?tercatat={done}", step.id)).into_response());
    }
    let refused = tell(&app, &page, refused).await?;
    let told = (done > 0).then(|| page.t1("batch-done", "n", done));
    let shown = BatchPage { done: told, refused, typed: fields, ..build(&app, page, &officer, step).await? };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// Carries out one command a case; how many went well, and of which cases the rules said no.
pub async fn each(
    app: &App,
    officer: &Officer,
    fields: &Fields,
    wanted: impl Iterator<Item = (Command, Ticket)>,
) -> Result<(usize, Vec<(Ticket, Refusal)>), Error> {
    let (mut done, mut refused) = (0, Vec::new());
    for (command, ticket) in wanted {
        let mut order = Order::new(Some(ticket.clone()), officer.actor(), app.clock.now(), command);
        order.once = fields.once().map(|key| format!("{key}:{ticket}"));
        match app.cases.dispatch(app.office(), order).await {
            Ok(_) => done += 1,
            Err(CaseError::Refused(refusal)) => refused.push((ticket, refusal)),
            Err(other) => return Err(other.into()),
        }
    }
    Ok((done, refused))
}

/// The cases ticked; where serials are asked for, those that have one.
fn chosen(outcome: &Outcome, fields: &Fields) -> Vec<Ticket> {
    let known = fields.all("case").filter_map(|typed| Ticket::parse(typed).ok());
    let filled = |ticket: &Ticket| {
        !outcome.asks.contains(&Field::Blangko) || !fields.one(&format!("serial.{ticket}")).is_empty()
    };
    known.filter(filled).take(MOST).collect()
}

fn printer(app: &App, outcome: &Outcome, fields: &Fields) -> Result<Option<PrinterId>, Error> {
    let typed = fields.one("printer");
    if typed.is_empty() || !outcome.asks.contains(&Field::Printer) {
        return Ok(None);
    }
    let id = PrinterId::new(typed);
    let known = app.printers.get(&id).is_some();
    known.then_some(Some(id)).ok_or(Error::Input("form-which-printer"))
}

pub async fn tell(app: &App, page: &Page, refused: Vec<(Ticket, Refusal)>) -> Result<Vec<Refused>, Error> {
    let mut lines = Vec::new();
    for (ticket, refusal) in refused {
        let summary = app.cases.summary(app.office(), &ticket).await?;
        let name = summary.map(|s| s.name).unwrap_or_default();
        let words = page.refusal(&app.cases.procedures().active(), &refusal);
        lines.push(Refused { ticket, name, words });
    }
    Ok(lines)
}

async fn build(app: &Shared, page: Page, officer: &Officer, step: &Step) -> Result<BatchPage, Error> {
    let mut groups: Vec<Group> = Vec::new();
    for outcome in step.outcomes.iter().filter(|o| batched(o)) {
        groups.push(Group {
            outcome: outcome.id.clone(),
            label: page.of(&outcome.label).to_owned(),
            serials: outcome.asks.contains(&Field::Blangko),
            proved: outcome.guards.contains(&Guard::OperatorProved),
            printers: printers(app, &page, outcome).await?,
            lines: Vec::new(),
        });
    }
    let found = app.cases.inbox(app.office(), &step.id, "work").await?;
    for summary in found.iter().take(MOST) {
        let Some(loaded) = app.cases.load(app.office(), &summary.ticket).await? else { continue };
        let next = next(app, officer, step, &loaded);
        if let Some(group) = groups.iter_mut().find(|g| next == Some(&g.outcome)) {
            group.lines.push(line(&page, &loaded.procedure, summary));
        }
    }
    groups.retain(|g| !g.lines.is_empty());
    Ok(BatchPage {
        step: step.id.clone(),
        title: page.of(&step.title).to_owned(),
        groups,
        form: form_token(),
        done: None,
        refused: Vec::new(),
        typed: Fields::default(),
        page,
    })
}

fn line(page: &Page, p: &Procedure, summary: &Summary) -> Line {
    Line {
        ticket: summary.ticket.clone(),
        name: summary.name.clone(),
        reasons: words::reasons(page, p, &summary.reasons),
    }
}

async fn printers(app: &App, page: &Page, outcome: &Outcome) -> Result<Vec<(String, String)>, Error> {
    if app.printers.is_empty() || !outcome.asks.contains(&Field::Printer) {
        return Ok(Vec::new());
    }
    let seen = seen::all(app).await?;
    Ok(seen.iter().map(|s| (s.printer.to_string(), label(page, s))).collect())
}

/// The first of the step's outcomes that the rules would let this officer record now.
fn next<'a>(app: &App, officer: &Officer, step: &'a Step, loaded: &Loaded) -> Option<&'a OutcomeId> {
    let now = app.clock.now();
    let may = |outcome: &&Outcome| {
        let (step, outcome) = (step.id.clone(), outcome.id.clone());
        let command = Command::Decide { step, outcome, form: Filled::default() };
        let request = Request::new(officer.actor_once_proved(now), now, command);
        let decided = procedure::decide(&loaded.procedure, Some(&loaded.case), &request);
        matches!(decided, Ok(_) | Err(Refusal::MissingField { .. }))
    };
    step.outcomes.iter().filter(|o| batched(o)).find(may).map(|o| &o.id)
}
