//! Emergency access: an officer takes a role on themselves and ends it, those who oversee see it at once and look into
//! it. Nothing of its terms comes from a form but the role and the reason; they are `accounts::emergencies`'s.

mod done;

use super::fields::{Faults, Fields};
use super::words;
use crate::accounts::emergencies::{
    LASTS, LONGEST_NOTE, LONGEST_REASON, REVIEWED_WITHIN, SHORTEST_REASON, fault, may_be_taken,
};
use crate::accounts::{Emergency, EmergencyVerdict, InEmergency, Officer, UserError};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Right, Route, holds};
use crate::web::page::page_with;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use done::Done;

/// Of those that are over and done with, so many are listed.
const LISTED: usize = 100;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Emergencies, list)
        .at(Route::BeginEmergency, begin)
        .at(Route::EndEmergency, end)
        .at(Route::Emergency, show)
        .at(Route::ReviewEmergency, review)
}

#[derive(Template)]
#[template(path = "emergency.html")]
struct List {
    page: Page,
    own: Own,
    /// The role and the reason as they were typed.
    typed: (String, String),
    faults: Faults,
    /// The terms, in words.
    terms: String,
    reason_at_least: usize,
    reason_at_most: usize,
    /// Everybody's for who oversees, and their own for everybody else.
    lines: Vec<Line>,
}

/// How it stands with the reader.
enum Own {
    /// May take one of these roles: id and name.
    May(Vec<(String, String)>),
    /// Holds every role that there is to take.
    NoRole,
    /// Holds one now.
    Runs(String),
    /// Somebody else has still to look into the last.
    Waits(String),
}

struct Line {
    /// Its page, where the reader may look into it.
    href: Option<String>,
    name: String,
    role: String,
    /// From when to when.
    times: String,
    reason: String,
    chip: (&'static str, String),
    reviewed: Option<String>,
}

#[derive(Template)]
#[template(path = "emergency_one.html")]
struct One {
    page: Page,
    id: String,
    line: Line,
    done: Done,
    /// Whether the reader may say what they found.
    reviews: bool,
    why_not: Option<String>,
    verdicts: Vec<(&'static str, String)>,
    typed: (String, String),
    note_at_most: usize,
    faults: Faults,
}

/// What stands on every page of somebody who holds a role so.
pub fn band(page: &Page, held: &InEmergency) -> String {
    let left = page.app().clock.now().duration_until(held.ends_at);
    // A minute that has begun is still a minute.
    let minutes = (left.as_secs() + 59) / 60;
    let args = [
        ("role", words::role(page, &held.role)),
        ("until", page.time(held.ends_at)),
        ("minutes", minutes.to_string()),
    ];
    page.with("emergency-band", &args)
}

/// What whoever oversees is to see on their desk: where it leads, and the words.
pub async fn raised(app: &App, page: &Page, officer: &Officer) -> Result<Vec<(String, String)>, Error> {
    if !holds(app, officer, Right::Oversees) {
        return Ok(Vec::new());
    }
    let now = app.clock.now();
    let open = app.accounts.open_emergencies().await?;
    let words = |e: &Emergency| {
        let key = match e {
            e if e.covers(now) => "emergency-raised-runs",
            e if e.is_late(now) => "emergency-raised-late",
            _ => "emergency-raised-over",
        };
        let role = words::role(page, &e.role);
        page.with(key, &[("name", e.name.clone()), ("role", role), ("at", page.moment(e.begun_at))])
    };
    Ok(open.iter().map(|e| (address(e), words(e))).collect())
}

fn address(e: &Emergency) -> String {
    format!("/meja/darurat/{}", e.id)
}

fn times(page: &Page, e: &Emergency) -> String {
    let until = page.time(e.until());
    page.with("emergency-times", &[("from", page.moment(e.begun_at)), ("until", until)])
}

fn line(page: &Page, officer: &Officer, e: &Emergency) -> Line {
    let (app, now) = (page.app(), page.app().clock.now());
    let chip = match &e.review {
        Some(review) => {
            let class = if review.verdict == EmergencyVerdict::Justified { "good" } else { "bad" };
            (class, verdict(page, review.verdict))
        }
        None if e.covers(now) => ("warn", page.t("emergency-runs")),
        None if e.is_late(now) => ("bad", page.t("emergency-late")),
        None => ("warn", page.t("emergency-open")),
    };
    let reviewed = e.review.as_ref().map(|r| {
        let args = [("name", r.name.clone()), ("at", page.moment(r.at)), ("note", r.note.clone())];
        page.with("emergency-reviewed", &args)
    });
    Line {
        href: holds(app, officer, Right::Oversees).then(|| address(e)),
        name: e.name.clone(),
        role: words::role(page, &e.role),
        times: times(page, e),
        reason: e.reason.clone(),
        chip,
        reviewed,
    }
}

fn verdict(page: &Page, verdict: EmergencyVerdict) -> String {
    page.t(&format!("emergency-verdict-{}", verdict.as_str()))
}

async fn list_page(
    app: &App,
    page: Page,
    officer: &Officer,
    (typed, faults): ((String, String), Faults),
) -> Result<List, Error> {
    let mut all = app.accounts.open_emergencies().await?;
    all.extend(app.accounts.reviewed_emergencies(LISTED).await?);
    let sees_all = holds(app, officer, Right::Oversees);
    let seen = all.iter().filter(|e| sees_all || e.user == officer.user);
    let lines = seen.map(|e| line(&page, officer, e)).collect();
    let (reason_at_least, reason_at_most) = (SHORTEST_REASON, LONGEST_REASON);
    let own = own(app, &page, officer).await?;
    let terms = [("minutes", LASTS.as_mins().to_string()), ("hours", REVIEWED_WITHIN.as_hours().to_string())];
    let terms = page.with("emergency-terms", &terms);
    Ok(List { own, typed, faults, terms, reason_at_least, reason_at_most, lines, page })
}

async fn own(app: &App, page: &Page, officer: &Officer) -> Result<Own, Error> {
    if let Some(held) = &officer.emergency {
        return Ok(Own::Runs(band(page, held)));
    }
    if let Some(last) = app.accounts.open_emergency(&officer.user).await? {
        return Ok(Own::Waits(times(page, &last)));
    }
    let p = app.cases.procedures().active();
    let roles = may_be_taken(&p, &officer.roles);
    let named = roles.iter().map(|r| (r.to_string(), words::role(page, r))).collect::<Vec<_>>();
    Ok(if named.is_empty() { Own::NoRole } else { Own::May(named) })
}

async fn list(officer: Officer, State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&list_page(&app, page, &officer, Default::default()).await?)
}

/// Of the form only the role and the reason are read.
async fn begin(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let typed = (fields.one("peran").to_owned(), fields.one("alasan").to_owned());
    let (p, wish) = (app.cases.procedures().active(), (typed.0.as_str(), typed.1.as_str()));
    let faults = match (fault(&p, &officer, wish), app.proof_missing(&officer)) {
        (None, Some(missing)) => Faults::one("alasan", page.refusal(&p, &missing)),
        _ => match app.accounts.begin_emergency(&officer, &p, wish, app.clock.now()).await {
            Ok(()) => {
                tell(&app);
                return Ok(Redirect::to("/meja/darurat").into_response());
            }
            Err(UserError::Input(key)) => Faults::one(field_of(key), words_of(&page, key)),
            Err(UserError::Db(e)) => return Err(e.into()),
        },
    };
    let shown = list_page(&app, page, &officer, (typed, faults)).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// At which field of a form something is wrong.
fn field_of(key: &str) -> &'static str {
    match key {
        "emergency-no-reason" => "alasan",
        "emergency-no-note" => "catatan",
        "emergency-no-verdict" | "emergency-not-own" | "emergency-not-now" => "putusan",
        _ => "peran",
    }
}

fn words_of(page: &Page, key: &str) -> String {
    match key {
        "emergency-no-reason" => {
            let (least, most) = (SHORTEST_REASON.to_string(), LONGEST_REASON.to_string());
            page.with(key, &[("least", least), ("most", most)])
        }
        "emergency-no-note" => page.t1(key, "most", LONGEST_NOTE),
        _ => page.t(key),
    }
}

/// Desks that are open show it at once.
fn tell(app: &App) {
    let p = app.cases.procedures().active();
    app.cases.hint_inboxes(app.office(), p.steps.iter().map(|s| s.id.clone()).collect());
}

/// The reader's own; there is no way to another's.
async fn end(officer: Officer, State(app): State<Shared>) -> Result<Redirect, Error> {
    if app.accounts.end_emergency(&officer, app.clock.now()).await? {
        tell(&app);
    }
    Ok(Redirect::to("/meja/darurat"))
}

async fn one_page(
    app: &App,
    page: Page,
    (officer, e): (&Officer, &Emergency),
    (typed, faults): ((String, String), Faults),
) -> Result<One, Error> {
    let now = app.clock.now();
    let why_not = match e {
        e if e.review.is_some() => None,
        e if e.user == officer.user => Some(page.t("emergency-not-own")),
        e if e.covers(now) => Some(page.t("emergency-not-now")),
        _ => None,
    };
    Ok(One {
        id: e.id.clone(),
        line: line(&page, officer, e),
        done: done::of(app, &page, e).await?,
        reviews: e.review.is_none() && why_not.is_none(),
        why_not,
        verdicts: EmergencyVerdict::ALL.map(|v| (v.as_str(), verdict(&page, v))).to_vec(),
        typed,
        note_at_most: LONGEST_NOTE,
        faults,
        page,
    })
}

async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let e = app.accounts.emergency(&id).await?.ok_or(Error::NotFound)?;
    html(&one_page(&app, page, (&officer, &e), Default::default()).await?)
}

async fn review(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let e = app.accounts.emergency(&id).await?.ok_or(Error::NotFound)?;
    let typed = (fields.one("putusan").to_owned(), fields.one("catatan").to_owned());
    let said = match EmergencyVerdict::parse(&typed.0) {
        Some(v) => app.accounts.review_emergency(&e, (v, &typed.1), &officer, app.clock.now()).await,
        None => Err(UserError::Input("emergency-no-verdict")),
    };
    match said {
        Ok(()) => {
            tell(&app);
            Ok(Redirect::to("/meja/darurat").into_response())
        }
        Err(UserError::Input(key)) => {
            let faults = Faults::one(field_of(key), words_of(&page, key));
            let shown = one_page(&app, page, (&officer, &e), (typed, faults)).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(UserError::Db(e)) => Err(e.into()),
    }
}
