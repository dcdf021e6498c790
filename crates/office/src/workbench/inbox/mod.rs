//! The inbox: the cases of the officer's steps, their own first, then the oldest deadline first. It only
//! shows and leads on; taking a case is an act of the case page.

mod lanes;
mod next;
pub mod time;

pub use lanes::Lanes;
pub use next::after;

use super::printing::panel::label;
use super::words;
use crate::accounts::Officer;
use crate::app::Shared;
use crate::cases::Summary;
use crate::cases::inbox::{COUNTED, PAGE};
use crate::error::Error;
use crate::permissions::{Doors, Right, Route, holds, may};
use crate::production::seen;
use crate::web::{Page, form_token, html};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use procedure::{Field, Procedure, Step, StepId};
use serde::Deserialize;
use time::Chip;

pub fn doors() -> Doors {
    Doors::new().at(Route::Desk, show).at(Route::Next, next)
}

/// What a case may wait for beside staff, in the order shown.
const WAITING: [&str; 3] = ["applicant", "stock", "equipment"];

#[derive(Template)]
#[template(path = "desk/inbox.html")]
struct Inbox {
    page: Page,
    /// None for an officer who serves no step.
    open: Option<Open>,
    tabs: Vec<Tab>,
    /// Cases on which a known chip was to be bound: ticket, and the words. Only for those who look into it.
    alarms: Vec<(String, String)>,
    /// That clocks have called, which this officer has not seen yet.
    called: Option<String>,
    /// A version of the procedure that waits for this officer's word.
    proposed: Option<String>,
    /// Roles that somebody took by emergency access and nobody has looked into: where it leads, and the words.
    emergencies: Vec<(String, String)>,
    /// The most urgent breach of personal data: its number, and the words. Only for those who oversee.
    incident: Option<(i64, String)>,
}

struct Tab {
    step: StepId,
    title: String,
    count: String,
    current: bool,
}

/// The step whose cases are shown.
struct Open {
    step: StepId,
    /// Whether this officer's role is the step's: others only look.
    works: bool,
    /// Whether something can be recorded of many of them at once.
    batches: bool,
    mine: Vec<Line>,
    work: Vec<Line>,
    /// Set where more wait than are shown.
    shown_of: Option<String>,
    waiting: Vec<Section>,
    /// Printers of the step that need a hand, in words.
    printers: Vec<String>,
}

struct Section {
    title: String,
    lines: Vec<Line>,
}

struct Line {
    ticket: String,
    name: String,
    reasons: String,
    chip: Chip,
    whole: Option<String>,
    /// Who works on it and is not the reader.
    claimed_by: Option<String>,
    /// A token for the claim button, where there is one.
    claim: Option<String>,
}

#[derive(Deserialize)]
struct Which {
    #[serde(default)]
    langkah: String,
}

async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Query(which): Query<Which>,
) -> Result<Response, Error> {
    let p = &*app.cases.procedures().active();
    if !Right::SeesCases.held_by(p, &officer.roles) {
        // Whoever is away has nothing to act on, and sees who acts.
        let elsewhere = [Route::Users, Route::Nation].into_iter().find(|route| may(&app, &officer, *route));
        let elsewhere = elsewhere.unwrap_or(Route::Officials);
        return Ok(Redirect::to(elsewhere.row().path).into_response());
    }
    let lanes = Lanes::of(p, &officer);
    let current = lanes.choose(&which.langkah);
    let mut tabs = Vec::new();
    for step in lanes.steps() {
        tabs.push(Tab {
            step: step.id.clone(),
            title: page.of(&step.title).to_owned(),
            count: counted(app.cases.waiting(app.office(), &step.id, "work").await?),
            current: current.is_some_and(|c| c.id == step.id),
        });
    }
    let all = tabs.iter().find(|t| t.current).map(|t| t.count.clone());
    let open = match current {
        Some(step) => Some(open(&app, &page, &officer, step, all.unwrap_or_default()).await?),
        None => None,
    };
    let alarms = alarms(&app, &page, &officer).await?;
    let unseen = super::alerts::unseen(&app, &officer).await?;
    let called = (unseen > 0).then(|| page.t1("alerts-unseen", "n", unseen));
    let proposed = super::sop::proposal::waits_for(&app, &officer).await?;
    let emergencies = super::emergency::raised(&app, &page, &officer).await?;
    let incident = super::incidents::raised(&app, &page, &officer).await?;
    html(&Inbox { page, open, tabs, alarms, called, proposed, emergencies, incident })
}

async fn alarms(app: &Shared, page: &Page, officer: &Officer) -> Result<Vec<(String, String)>, Error> {
    if !holds(app, officer, Right::LooksIntoChips) {
        return Ok(Vec::new());
    }
    let alarms = app.stations.alarms(PAGE).await?.into_iter();
    let words = |name: String, at| page.with("desk-chip-alarm", &[("name", name), ("at", page.moment(at))]);
    Ok(alarms.map(|a| (a.ticket, words(a.name, a.at))).collect())
}

/// `all`: how many wait at the step.
async fn open(app: &Shared, page: &Page, officer: &Officer, step: &Step, all: String) -> Result<Open, Error> {
    let now = app.clock.now();
    let works = officer.holds(step.role.as_str());
    let reader = Reader { page, officer, works, now };
    let found = app.cases.inbox(app.office(), &step.id, "work").await?;
    let full = found.len() >= PAGE;
    let mine = app.cases.claimed(app.office(), &step.id, &officer.user).await?;
    let mine: Vec<_> = mine.into_iter().filter(|s| s.turn == "work").collect();
    let is_mine = |s: &Summary| s.claimed_by.as_deref() == Some(officer.user.as_str());
    let work: Vec<_> = found.into_iter().filter(|s| !is_mine(s)).collect();
    let mut waiting = Vec::new();
    for turn in WAITING {
        let found = match turn {
            "stock" => app.cases.queue(app.office(), &step.id, PAGE).await?,
            _ => app.cases.inbox(app.office(), &step.id, turn).await?,
        };
        if !found.is_empty() {
            let title = page.t(&format!("desk-waiting-{turn}"));
            waiting.push(Section { title, lines: reader.lines(&found) });
        }
    }
    Ok(Open {
        step: step.id.clone(),
        works,
        batches: works && super::batch::batches(step),
        mine: reader.lines(&mine),
        work: reader.lines(&work),
        shown_of: full.then(|| page.with("desk-shown-of", &[("shown", PAGE.to_string()), ("all", all)])),
        waiting,
        printers: printers(app, page, step).await?,
    })
}

async fn printers(app: &Shared, page: &Page, step: &Step) -> Result<Vec<String>, Error> {
    if !step.asks(Field::Printer) {
        return Ok(Vec::new());
    }
    let seen = seen::all(app).await?;
    let needy = seen.iter().filter(|s| s.trouble.is_some() || s.runs_low());
    Ok(needy.map(|s| label(page, s)).collect())
}

/// Counting stops somewhere: then it says "more than".
fn counted(count: i64) -> String {
    if count >= COUNTED { format!("{COUNTED}+") } else { count.to_string() }
}

/// Who reads the lines, and when.
struct Reader<'a> {
    page: &'a Page,
    officer: &'a Officer,
    works: bool,
    now: Timestamp,
}

impl Reader<'_> {
    fn lines(&self, found: &[Summary]) -> Vec<Line> {
        found.iter().map(|s| self.line(s)).collect()
    }

    fn line(&self, s: &Summary) -> Line {
        let procedures = self.page.app().cases.procedures();
        let p: &Procedure = &procedures.of(&s.procedure, &s.version);
        let mine = s.claimed_by.as_deref() == Some(self.officer.user.as_str());
        Line {
            ticket: s.ticket.to_string(),
            name: s.name.clone(),
            reasons: words::reasons(self.page, p, &s.reasons),
            chip: time::chip(self.page, p, s, self.now),
            whole: time::whole(self.page, p, s, self.now),
            claimed_by: s.claimed_name.clone().filter(|_| !mine),
            claim: (self.works && s.turn == "work" && s.claimed_by.is_none()).then(form_token),
        }
    }
}

#[derive(Deserialize)]
struct Left {
    #[serde(default)]
    setelah: String,
}

/// Leads to the case that is to be worked on next, or to the inbox where none waits.
async fn next(
    officer: Officer,
    State(app): State<Shared>,
    Query(left): Query<Left>,
) -> Result<Redirect, Error> {
    Ok(Redirect::to(&after(&app, &officer, &left.setelah).await?))
}
