//! The chip of a printed card on its case's page: what lies on the reader of the officer's station, live, and the
//! form that binds it; and what is raised of chips that were bound before.

use super::{Standing, found};
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::stations::{Seen, Station};
use crate::web::{Page, html};
use crate::workbench::fields::Fields;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::response::{Redirect, Response};
use procedure::{Case, Command, Guard, Procedure, Refusal, StationId};

pub fn doors() -> Doors {
    Doors::new().at(Route::CaseChip, show).at(Route::CaseStation, sit)
}

/// For whoever may bind the chip of this case's card now.
pub struct ChipPanel {
    /// The chip that is bound, in words.
    pub bound: Option<String>,
    /// Stations to sit at: id, name, whether it is chosen.
    pub stations: Vec<(String, String, bool)>,
    /// The officer's own, by name.
    pub station: Option<String>,
    pub lies: Lies,
}

/// What the officer's station tells now.
#[derive(Default)]
pub struct Lies {
    pub words: String,
    /// Something is to be done about it first.
    pub troubled: bool,
    /// The chip that can be bound.
    pub uid: Option<String>,
    pub simulator: bool,
}

/// What is raised of the case's chips.
#[derive(Default)]
pub struct Raised {
    /// Other case, and the words.
    pub alarms: Vec<(String, String)>,
    /// The officer may say what came of it.
    pub reviews: bool,
}

/// The part of the page that asks again.
#[derive(Template)]
#[template(path = "desk/chip_lies.html")]
struct Again {
    page: Page,
    ticket: String,
    bind: ChipPanel,
}

/// None where no chip is to be bound by this officer now, or the office has nothing to read one with.
pub async fn panel(app: &App, standing: &Standing<'_>) -> Result<Option<ChipPanel>, Error> {
    if !may_bind(standing) {
        return Ok(None);
    }
    let stations = app.stations.all().await?;
    if stations.is_empty() && !is_wanted(standing.p, standing.case) {
        return Ok(None);
    }
    let own = app.stations.of(&standing.officer.user).await?;
    let chosen = |s: &Station| own.as_ref().is_some_and(|o| o.id == s.id);
    let bound = standing.case.chip.as_ref();
    Ok(Some(ChipPanel {
        bound: bound.map(|b| {
            let args = [("uid", b.uid.as_str().to_owned()), ("serial", b.blangko.as_str().to_owned())];
            standing.page.with("chip-bound", &args)
        }),
        stations: stations.iter().map(|s| (s.id.to_string(), s.name.clone(), chosen(s))).collect(),
        lies: own.as_ref().filter(|_| bound.is_none()).map(|o| lies(standing, o)).unwrap_or_default(),
        station: own.map(|o| o.name),
    }))
}

/// The rules look at the officer and the card first, and for the serial second.
fn may_bind(standing: &Standing<'_>) -> bool {
    let nothing =
        Command::BindChip { station: StationId::new(""), serial: String::new(), seen: String::new() };
    matches!(standing.refusal(nothing), Some(Refusal::MissingField { .. }))
}

/// Whether the step goes on only with a chip bound.
fn is_wanted(p: &Procedure, case: &Case) -> bool {
    let step = case.step.as_ref().and_then(|s| p.step(&s.id));
    step.is_some_and(|s| s.outcomes.iter().any(|o| o.guards.contains(&Guard::ChipBound)))
}

fn lies(standing: &Standing<'_>, station: &Station) -> Lies {
    let page = standing.page;
    if station.is_silent(standing.now) {
        let words = match station.heard_at {
            Some(at) => page.t1("chip-station-silent", "at", page.moment(at)),
            None => page.t("chip-station-never"),
        };
        return Lies { words, troubled: true, uid: None, simulator: station.simulator };
    }
    let uid = match &station.seen {
        Seen::Card { uid, .. } => Some(uid.as_str().to_owned()),
        _ => None,
    };
    let seen =
        page.t1(&format!("station-seen-{}", station.seen.word()), "uid", uid.as_deref().unwrap_or_default());
    let since = station.since.map(|at| page.t1("chip-since", "at", page.moment(at)));
    Lies {
        words: [Some(seen), since].into_iter().flatten().collect::<Vec<_>>().join(" "),
        troubled: !matches!(station.seen, Seen::Card { .. } | Seen::Empty),
        uid,
        simulator: station.simulator,
    }
}

pub fn raised(standing: &Standing<'_>) -> Raised {
    let page = standing.page;
    let alarm = |a: &procedure::ChipAlarm| {
        let args = [("name", a.name.clone()), ("uid", a.uid.as_str().to_owned()), ("at", page.moment(a.at))];
        (a.bound_to.to_string(), page.with("chip-alarm", &args))
    };
    Raised {
        alarms: standing.case.chip_alarms.iter().map(alarm).collect(),
        reviews: standing.may(Command::ReviewChip { why: String::new() }),
    }
}

async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
) -> Result<Response, Error> {
    let (ticket, loaded) = found(&app, &ticket).await?;
    let (p, case) = (&*loaded.procedure, &loaded.case);
    let standing = Standing { page: &page, officer: &officer, p, case, now: app.clock.now() };
    let bind = panel(&app, &standing).await?.ok_or(Error::NotFound)?;
    html(&Again { ticket: ticket.to_string(), bind, page })
}

/// The officer says where they sit, once for all cases.
async fn sit(
    officer: Officer,
    State(app): State<Shared>,
    Path(ticket): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Redirect, Error> {
    let (ticket, _) = found(&app, &ticket).await?;
    let station = app.stations.station(fields.one("station")).await?;
    let station = station.ok_or(Error::Input("form-which-station"))?;
    app.stations.sit(&officer.user, &station.id).await?;
    Ok(Redirect::to(&format!("/meja/perkara/{ticket}#chip")))
}

/// The command of the form that binds: the station is the officer's own, and what lies there the station has told.
pub async fn bind(app: &App, officer: &crate::accounts::Officer, fields: &Fields) -> Result<Command, Error> {
    let station = app.stations.of(&officer.user).await?.ok_or(Error::Input("form-which-station"))?;
    let (serial, seen) = (fields.one("serial").to_owned(), fields.one("seen").to_owned());
    Ok(Command::BindChip { station: station.id, serial, seen })
}
