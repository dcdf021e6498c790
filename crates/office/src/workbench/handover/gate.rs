//! The gate's page: who stands there, what is given back, the finger, the card in hand; and the other ways out.

use super::form::{self, Act, represents};
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::cases::{CaseError, Done, Loaded, Order, word};
use crate::documents::Size;
use crate::error::Error;
use crate::web::Page;
use crate::web::page::page_with;
use crate::workbench::case::{Fact, File, beside, files, status};
use crate::workbench::documents::as_picture;
use crate::workbench::fields::Fields;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::handover::PersonCheck;
use procedure::{
    Case, Command, Finger, FingerResult, Handover, Procedure, Refusal, Request, Status, Ticket, Way, decide,
};

#[derive(Template)]
#[template(path = "desk/gate.html")]
struct GatePage {
    page: Page,
    ticket: String,
    name: String,
    trouble: Option<String>,
    done: Option<String>,
    /// Why nothing can be done here, in words.
    shut: Option<String>,
    facts: Vec<Fact>,
    files: Vec<File>,
    /// Where the photo lies that is on the card.
    photo: bool,
    /// The pass was shown to this officer.
    shown: bool,
    holder: Vec<(String, String)>,
    representative: Vec<(String, String)>,
    /// What is taken back, and what original is seen.
    surrendered: Option<String>,
    original: Option<String>,
    verdict: Option<Verdict>,
    results: Vec<(String, String)>,
    fingers: Vec<(String, String)>,
    /// Whether the card's serial is asked for.
    card: bool,
    /// The ways out beside the counter.
    ways: Vec<(String, String)>,
    /// The health protocol would rather deliver.
    deliver: bool,
    districts: Vec<&'static str>,
    /// Other cards of the household that this pass serves.
    household: Vec<Relative>,
    /// Where it is, where it is under way.
    under_way: Option<String>,
    typed: Fields,
}

struct Verdict {
    words: String,
    class: &'static str,
}

impl GatePage {
    fn ticked(&self, name: &str, value: &str) -> bool {
        self.typed.all(name).any(|v| v == value)
    }

    fn represented(&self) -> bool {
        represents(&self.typed)
    }
}

pub async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
) -> Result<Response, Error> {
    let (ticket, loaded) = found(&app, &ticket).await?;
    if matches!(loaded.case.status, Status::Closed(procedure::Closing::HandedOver)) {
        return Ok(Redirect::to(&format!("/meja/penyerahan/{ticket}/tanda-terima")).into_response());
    }
    page_with(StatusCode::OK, &build(&app, page, &officer, &ticket, &loaded, Fields::default()).await?)
}

/// The photo that is on the card.
pub async fn photo(State(app): State<Shared>, Path(ticket): Path<String>) -> Result<Response, Error> {
    let (ticket, loaded) = found(&app, &ticket).await?;
    let layer = loaded.case.layer.as_ref().ok_or(Error::NotFound)?;
    let picture = app.documents.page(&layer.photo.file, 1, Size::Whole).await?.ok_or(Error::NotFound)?;
    Ok(as_picture(&format!("{ticket}-foto"), picture))
}

pub async fn act(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path((ticket, word)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let act = Act::parse(&word).ok_or(Error::NotFound)?;
    let (ticket, loaded) = found(&app, &ticket).await?;
    // A form has each of its buttons' effects once.
    let once = fields.once().map(|key| format!("{key}:{act:?}"));
    let command = form::command(&page, &loaded.procedure, &loaded.case, act, &fields);
    let done = match command {
        Ok(command) => carry_out(&app, &officer, &ticket, command, once).await,
        Err(unreadable) => Err(unreadable),
    };
    let (status, trouble) = match done {
        Ok(_) if act == Act::HandOver => {
            let receipt = format!("/meja/penyerahan/{ticket}/tanda-terima");
            return Ok(Redirect::to(&receipt).into_response());
        }
        Ok(_) if act != Act::Finger => {
            return Ok(Redirect::to(&format!("/meja/penyerahan/{ticket}")).into_response());
        }
        Ok(_) => {
            // What else was filled in stands there still.
            let (_, loaded) = found(&app, ticket.as_str()).await?;
            let done = Some(page.t("gate-finger-saved"));
            let built = build(&app, page, &officer, &ticket, &loaded, fields).await?;
            return page_with(StatusCode::OK, &GatePage { done, ..built });
        }
        Err(Error::Refused(refusal)) => (status(&refusal), page.refusal(&loaded.procedure, &refusal)),
        Err(Error::Input(key)) => (StatusCode::UNPROCESSABLE_ENTITY, page.t(key)),
        Err(other) => return Err(other),
    };
    shown(&app, page, &officer, &ticket, (status, trouble), fields).await
}

pub async fn carry_out(
    app: &App,
    officer: &Officer,
    ticket: &Ticket,
    command: Command,
    once: Option<String>,
) -> Result<Done, Error> {
    let mut order = Order::new(Some(ticket.clone()), officer.actor(), app.clock.now(), command);
    order.once = once;
    app.cases.dispatch(app.office(), order).await.map_err(|e| match e {
        CaseError::Refused(refusal) => Error::Refused(refusal),
        other => other.into(),
    })
}

/// The page once more, with what went wrong and what was typed.
pub async fn shown(
    app: &App,
    page: Page,
    officer: &Officer,
    ticket: &Ticket,
    (status, trouble): (StatusCode, String),
    typed: Fields,
) -> Result<Response, Error> {
    let (_, loaded) = found(app, ticket.as_str()).await?;
    let built = build(app, page, officer, ticket, &loaded, typed).await?;
    page_with(status, &GatePage { trouble: Some(trouble), ..built })
}

/// The case, where its procedure has a gate.
pub async fn found(app: &App, ticket: &str) -> Result<(Ticket, Loaded), Error> {
    let ticket = Ticket::parse(ticket).map_err(|_| Error::NotFound)?;
    let loaded = app.cases.load(app.office(), &ticket).await?.ok_or(Error::NotFound)?;
    let gate = loaded.procedure.handover.is_some() && loaded.case.status != Status::Draft;
    gate.then_some((ticket, loaded)).ok_or(Error::NotFound)
}

async fn build(
    app: &App,
    page: Page,
    officer: &Officer,
    ticket: &Ticket,
    loaded: &Loaded,
    typed: Fields,
) -> Result<GatePage, Error> {
    let (p, case) = (&*loaded.procedure, &loaded.case);
    let rules = p.handover.as_ref().ok_or(Error::NotFound)?;
    let names = |of: &dyn Fn(&procedure::definition::DocumentKind) -> bool| {
        let named = p.required(&case.grounds).into_iter().filter(|d| of(d)).map(|d| page.of(&d.name));
        Some(named.collect::<Vec<_>>().join(", ")).filter(|names| !names.is_empty())
    };
    let away = rules.ways.iter().filter(|w| !w.is_counter());
    Ok(GatePage {
        ticket: ticket.to_string(),
        name: case.applicant.name.clone(),
        trouble: None,
        done: None,
        shut: shut(app, &page, officer, p, case),
        facts: beside(&page, case),
        files: files(&page, p, ticket.as_str(), case),
        photo: case.layer.is_some(),
        shown: case.gate.pass.as_ref().is_some_and(|pass| pass.shown),
        holder: checks(&page, &rules.holder),
        representative: checks(&page, &rules.representative),
        surrendered: names(&|d| d.surrendered),
        original: names(&|d| d.original),
        verdict: verdict(&page, rules, case, app.clock.now()),
        results: FingerResult::ALL.map(|r| (word(&r), page.t(&format!("finger-result-{}", word(&r))))).into(),
        fingers: Finger::ALL.map(|f| (word(&f), page.t(&format!("finger-{}", word(&f))))).into(),
        card: case.blangko().is_some(),
        ways: away.map(|w| (word(w), page.t(&format!("way-{}", word(w))))).collect(),
        deliver: prefers_delivery(app).await?,
        districts: form::districts(app),
        household: household(app, ticket, case, officer).await?,
        under_way: case.gate.under_way.as_ref().map(|u| {
            let args = [
                ("way", page.t(&format!("way-{}", word(&u.way)))),
                ("through", u.through.clone()),
                ("reference", u.reference.clone()),
                ("at", page.moment(u.since)),
            ];
            page.with("gate-under-way", &args)
        }),
        typed,
        page,
    })
}

/// Another case of the household that the same pass serves.
pub struct Relative {
    pub ticket: String,
    pub name: String,
    /// Whether it is served by it already.
    pub shown: bool,
}

pub async fn household(
    app: &App,
    ticket: &Ticket,
    case: &Case,
    officer: &Officer,
) -> Result<Vec<Relative>, Error> {
    let served = app.cases.household(app.office(), ticket, case, &officer.user, app.clock.now()).await?;
    let relative = |(ticket, loaded): (Ticket, Loaded)| Relative {
        ticket: ticket.to_string(),
        name: loaded.case.applicant.name.clone(),
        shown: loaded.case.gate.pass.as_ref().is_some_and(|pass| pass.shown),
    };
    Ok(served.into_iter().map(relative).collect())
}

/// Asked of the rules: a verdict that is only not filled in yet shuts nobody out.
fn shut(app: &App, page: &Page, officer: &Officer, p: &Procedure, case: &Case) -> Option<String> {
    let (device, finger, why) = (String::new(), None, String::new());
    let command = Command::CheckFinger { device, finger, result: FingerResult::Waived, why };
    let request = Request::new(officer.actor_once_proved(app.clock.now()), app.clock.now(), command);
    match decide(p, Some(case), &request) {
        Ok(_) | Err(Refusal::MissingField { .. }) => None,
        Err(refusal) => Some(page.refusal(p, &refusal)),
    }
}

fn checks(page: &Page, all: &[PersonCheck]) -> Vec<(String, String)> {
    all.iter().map(|c| (c.id.to_string(), page.of(&c.text).to_owned())).collect()
}

fn verdict(page: &Page, rules: &Handover, case: &Case, now: jiff::Timestamp) -> Option<Verdict> {
    let last = case.gate.verdict.as_ref()?;
    let args = [
        ("result", page.t(&format!("finger-result-{}", word(&last.result)))),
        ("attempt", last.attempt.to_string()),
        ("at", page.moment(last.at)),
        ("name", last.by.clone()),
        ("minutes", rules.verdict_minutes.to_string()),
    ];
    let (key, class) = match last.result.lets_pass() {
        true if rules.is_stale(case, now) => ("gate-verdict-old", "warn"),
        true => ("gate-verdict-good", "good"),
        false => ("gate-verdict-bad", "warn"),
    };
    Some(Verdict { words: page.with(key, &args), class })
}

async fn prefers_delivery(app: &App) -> Result<bool, Error> {
    let p = &*app.cases.procedures().active();
    let away = p.handover.as_ref().is_some_and(|h| h.ways.iter().any(|w| *w != Way::Counter));
    let Some(settings) = p.appointments.as_ref().filter(|_| away) else { return Ok(false) };
    let level = app.visits.rules().await?.level;
    Ok(settings.protocol(level).is_some_and(|protocol| protocol.delivery_preferred))
}
