//! The page of one case: what it is about, its documents, what can be done next and what was done. Every
//! button posts a form, every form is one command; whether it may be is for the rules to say.

mod acts;
mod chip;
mod decision;
mod dossier;
mod facts;
pub mod history;
mod offers;
mod read;
mod steps;
mod visit;

use super::fields::Fields;
use super::inbox::after;
use super::inbox::time::Chip;
use super::intake::takes_documents;
use super::messages::panel::{Bubble, bubbles};
use super::printing::panel::{Panel, panel};
use crate::accounts::Officer;
use crate::app::Shared;
use crate::cases::{CaseError, Loaded, Order};
use crate::error::Error;
use crate::permissions::{Doors, Right, Route};
use crate::web::Page;
use crate::web::page::page_with;
use acts::Act;
use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use procedure::{Actor, Case, ChipRefusal, Field, Procedure, Refusal, Ticket};
use serde::Deserialize;

pub use dossier::{File, files};
pub use facts::{Fact, beside};
pub use history::owed;

pub fn doors() -> Doors {
    Doors::new().at(Route::Case, show).at(Route::CaseAct, act).merge(chip::doors())
}

/// Blanks in an officer's hands that are offered to choose from.
const HELD: usize = 20;

/// A case as it stands before one officer at one instant.
struct Standing<'a> {
    page: &'a Page,
    officer: &'a Officer,
    p: &'a Procedure,
    case: &'a Case,
    now: Timestamp,
}

#[derive(Template)]
#[template(path = "desk/case.html")]
struct CasePage {
    page: Page,
    ticket: String,
    name: String,
    chip: Chip,
    /// What is left of the whole case's time.
    whole: Option<String>,
    steps: Vec<steps::StepLine>,
    /// The number of events that the rest of the page was made from.
    seen: u64,
    /// Somebody did something since then.
    changed: bool,
    facts: Vec<facts::Fact>,
    /// What is compared with the pictures, and stands beside them.
    beside: Vec<facts::Fact>,
    reading: read::Reading,
    /// What the applicant was asked to mend.
    correction: Option<String>,
    /// The officer can go on with it at the counter.
    at_counter: bool,
    dossier: dossier::Dossier,
    decision: Option<decision::Decision>,
    /// Blanks in the officer's hands, where the form asks for one.
    held: Vec<String>,
    /// Its card's way through a printer of ours.
    panel: Panel,
    /// The chip of its card, where this officer may bind it.
    bind: Option<chip::ChipPanel>,
    raised: chip::Raised,
    /// Its place in the print queue and who asks that it come first, in words.
    queue: Vec<String>,
    /// The appointment, where the product can be collected.
    visit: Option<visit::VisitCard>,
    /// Why there is no form, in words.
    shut: Option<String>,
    offers: offers::Offers,
    /// What the applicant is still to be told by telephone.
    owed: Vec<String>,
    /// What was said with the applicant, oldest first.
    bubbles: Vec<Bubble>,
    history: Vec<history::Line>,
    /// What went wrong with the form that was just sent.
    trouble: Option<String>,
    /// That it went well.
    done: Option<String>,
    /// The act whose form it was, and what was typed into it.
    tried: String,
    typed: Fields,
}

impl CasePage {
    /// What was typed into a field of this act's form, if it was the one sent.
    fn kept(&self, act: &str, field: &str) -> &str {
        if self.tried == act { self.typed.one(field) } else { "" }
    }

    /// Whether the step's form asks what is wrong with documents, so that a place on them may be marked.
    fn marks(&self) -> bool {
        self.decision.as_ref().is_some_and(|d| d.outcomes.iter().any(|c| !c.documents.is_empty()))
    }
}

#[derive(Default, Deserialize)]
struct Asked {
    /// The file to show.
    #[serde(default)]
    berkas: String,
    /// Which page of it; the first where it is no number.
    #[serde(default)]
    halaman: String,
    /// The number of events that a page asking again was made from.
    dilihat: Option<u64>,
    /// What was just done.
    #[serde(default)]
    sudah: String,
}

impl Asked {
    fn wanted(&self) -> dossier::Wanted<'_> {
        dossier::Wanted { file: &self.berkas, page: self.halaman.parse().unwrap_or(1) }
    }
}

async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let (ticket, loaded) = found(&app, &ticket).await?;
    let shown = Shown { asked, ..Shown::default() };
    page_with(StatusCode::OK, &build(&app, page, &officer, &ticket, &loaded, shown).await?)
}

async fn act(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path((ticket, word)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let act = Act::parse(&word).ok_or(Error::NotFound)?;
    let (ticket, loaded) = found(&app, &ticket).await?;
    let (status, trouble) = match carry_out(&app, &officer, &ticket, &loaded, act, &fields).await {
        Ok(()) if fields.has("lanjut") => {
            let next = after(&app, &officer, ticket.as_str()).await?;
            return Ok(Redirect::to(&next).into_response());
        }
        Ok(()) => {
            let back = format!("/meja/perkara/{ticket}?sudah={word}");
            return Ok(Redirect::to(&back).into_response());
        }
        Err(Error::Refused(Refusal::NoSuchCase)) => return Err(Error::NotFound),
        Err(Error::Refused(refusal)) => (status(&refusal), page.refusal(&loaded.procedure, &refusal)),
        Err(Error::Input(key)) => (StatusCode::UNPROCESSABLE_ENTITY, page.t(key)),
        Err(other) => return Err(other),
    };
    // Somebody else may have been quicker: the page shows the case as it is by now.
    let (_, loaded) = found(&app, ticket.as_str()).await?;
    let asked = Asked { berkas: fields.one("file").to_owned(), ..Asked::default() };
    let shown = Shown { asked, trouble: Some(trouble), tried: word, typed: fields };
    page_with(status, &build(&app, page, &officer, &ticket, &loaded, shown).await?)
}

async fn carry_out(
    app: &Shared,
    officer: &Officer,
    ticket: &Ticket,
    loaded: &Loaded,
    act: Act,
    fields: &Fields,
) -> Result<(), Error> {
    let command = acts::command(app, officer, &loaded.procedure, &loaded.case, act, fields).await?;
    let mut order = Order::new(Some(ticket.clone()), officer.actor(), app.clock.now(), command);
    // A chip is bound once in any case, and whoever sends it twice is to hear twice that it was refused.
    order.once = fields.once().filter(|_| act != Act::BindChip);
    match app.cases.dispatch(app.office(), order).await {
        // What happened may be that it was refused.
        Ok(done) => match done.events.iter().find_map(|e| e.body.refusal()) {
            Some(refusal) => Err(Error::Refused(refusal)),
            None => Ok(()),
        },
        Err(CaseError::Refused(refusal)) => Err(Error::Refused(refusal)),
        Err(other) => Err(other.into()),
    }
}

/// What the officer can mend in the form is bad input; all else is a conflict with the case as it stands.
pub fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Gate(why) if why.is_of_the_form() => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::MissingField { .. }
        | Refusal::BadBlangko
        | Refusal::OtherBlangko { .. }
        | Refusal::SpoiledBlangko
        | Refusal::Ledger { .. }
        | Refusal::Chip {
            why:
                ChipRefusal::NoneOnReader
                | ChipRefusal::Changed
                | ChipRefusal::OtherCard { .. }
                | ChipRefusal::CardOf { .. },
        }
        | Refusal::EmptyText
        | Refusal::TextTooLong { .. }
        | Refusal::UnknownDocument { .. }
        | Refusal::BadMark { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::CONFLICT,
    }
}

async fn found(app: &Shared, ticket: &str) -> Result<(Ticket, Loaded), Error> {
    let ticket = Ticket::parse(ticket).map_err(|_| Error::NotFound)?;
    let loaded = app.cases.load(app.office(), &ticket).await?.ok_or(Error::NotFound)?;
    Ok((ticket, loaded))
}

/// Whether a person did something after so many events; timers and delivery statuses disturb nobody.
fn touched_since(loaded: &Loaded, seen: u64) -> bool {
    let seen = usize::try_from(seen).unwrap_or(usize::MAX);
    loaded.events.iter().skip(seen).any(|e| e.actor != Actor::System)
}

/// How the page is to be shown beside the case itself.
#[derive(Default)]
struct Shown {
    asked: Asked,
    trouble: Option<String>,
    tried: String,
    typed: Fields,
}

async fn build(
    app: &Shared,
    page: Page,
    officer: &Officer,
    ticket: &Ticket,
    loaded: &Loaded,
    shown: Shown,
) -> Result<CasePage, Error> {
    let (p, case) = (&*loaded.procedure, &loaded.case);
    let users = app.accounts.users(app.clock.now()).await?;
    let bubbles = match &case.applicant.contact {
        Some(contact) => bubbles(app, &page, contact).await?,
        None => Vec::new(),
    };
    let standing = Standing { page: &page, officer, p, case, now: app.clock.now() };
    let reading = read::reading(app, &standing, ticket).await?;
    let (decision, shut) = match decision::decision(&standing) {
        Ok(decision) => (decision, None),
        Err(why) => (None, Some(why)),
    };
    let asks = |d: &decision::Decision| d.outcomes.iter().any(|c| c.asks(Field::Blangko));
    let held = match &decision {
        Some(d) if asks(d) => app.stock.held_by(&officer.user, HELD).await?,
        _ => Vec::new(),
    };
    let seen = shown.asked.dilihat.unwrap_or(case.seq);
    let done = Act::parse(&shown.asked.sudah).map(|_| page.t("case-saved"));
    Ok(CasePage {
        ticket: ticket.to_string(),
        name: case.applicant.name.clone(),
        chip: steps::chip(&page, p, case, standing.now),
        whole: steps::whole(&page, p, case, standing.now),
        steps: steps::lines(&page, p, case),
        seen,
        changed: touched_since(loaded, seen),
        facts: facts::facts(&page, p, case),
        beside: facts::beside(&page, case),
        reading,
        at_counter: takes_documents(case) && Right::TakesIn.held_by(p, &officer.roles),
        correction: case.correction.as_ref().map(|c| c.why.clone()),
        dossier: dossier::dossier(&page, p, ticket.as_str(), case, shown.asked.wanted()),
        decision,
        held,
        panel: panel(app, &page, &officer.actor(), p, case).await?,
        bind: chip::panel(app, &standing).await?,
        raised: chip::raised(&standing),
        queue: queue(app, &page, ticket, case).await?,
        visit: visit::card(app, &standing).await?,
        shut,
        offers: offers::offers(&standing, &users),
        owed: owed(&page, loaded),
        bubbles,
        history: history::lines(&page, loaded, &app.accounts.acted_as().await?),
        trouble: shown.trouble,
        done,
        tried: shown.tried,
        typed: shown.typed,
        page,
    })
}

/// What the print queue says of the case; nothing where it does not wait for blanks.
async fn queue(app: &Shared, page: &Page, ticket: &Ticket, case: &Case) -> Result<Vec<String>, Error> {
    let Some(place) = app.cases.place(app.office(), ticket, case).await? else { return Ok(Vec::new()) };
    let jump = case.jump.as_ref().map(|jump| {
        let key = if jump.granted { "queue-jump-granted" } else { "queue-jump" };
        page.with(key, &[("name", jump.name.clone()), ("why", jump.why.clone())])
    });
    Ok([page.t1("queue-place", "place", place)].into_iter().chain(jump).collect())
}
