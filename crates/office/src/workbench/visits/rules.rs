//! The level of the health protocol and closed days: what they are, who changed them and why, and what a change would
//! do before it is done.

use super::status;
use crate::accounts::Officer;
use crate::app::Shared;
use crate::appointments::Change;
use crate::error::Error;
use crate::permissions::{Doors, Right, Route};
use crate::stock::Wish;
use crate::texts;
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::fields::Fields;
use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use procedure::appointment::{Moves, VisitCommand, VisitRuleBody};
use procedure::{Actor, Level};
use serde::Deserialize;

pub fn doors() -> Doors {
    Doors::new().at(Route::VisitRules, show).at(Route::ChangeVisitRules, change)
}

/// Changes that are listed.
const LISTED: usize = 50;

#[derive(Template)]
#[template(path = "visit_rules.html")]
struct RulesPage {
    page: Page,
    sets: bool,
    level: Level,
    level_name: String,
    capacity: String,
    /// Level and its name.
    levels: Vec<(Level, String)>,
    closed: Vec<(Date, String)>,
    history: Vec<(String, String, String, String)>,
    form: String,
    /// What the change that was looked at would do, in words.
    effect: Option<Vec<String>>,
    done: Option<String>,
    trouble: Option<String>,
    typed: Fields,
}

#[derive(Deserialize, Default)]
struct Asked {
    /// How many were moved, and how many found no place.
    pindah: Option<usize>,
    batal: Option<usize>,
}

async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let done = asked.pindah.zip(asked.batal).map(|(moved, unplaced)| {
        page.with("rules-done", &[("moved", moved.to_string()), ("unplaced", unplaced.to_string())])
    });
    html(&RulesPage { done, ..build(&app, page, &officer).await? })
}

async fn change(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let (status, shown) = match carry_out(&app, &officer, &fields).await {
        Ok(Done::Changed { moved, unplaced }) => {
            let back = format!("/meja/janji/protokol?pindah={moved}&batal={unplaced}");
            return Ok(Redirect::to(&back).into_response());
        }
        Ok(Done::Seen(moves)) => {
            let effect = Some(effect(&page, &moves));
            (StatusCode::OK, RulesPage { effect, ..build(&app, page, &officer).await? })
        }
        Err(Error::Refused(refusal)) => {
            let trouble = Some(page.refusal(&app.cases.procedures().active(), &refusal));
            (status(&refusal), RulesPage { trouble, ..build(&app, page, &officer).await? })
        }
        Err(Error::Input(key)) => {
            let trouble = Some(page.t(key));
            (StatusCode::UNPROCESSABLE_ENTITY, RulesPage { trouble, ..build(&app, page, &officer).await? })
        }
        Err(other) => return Err(other),
    };
    page_with(status, &RulesPage { typed: fields, ..shown })
}

enum Done {
    Seen(Moves),
    Changed { moved: usize, unplaced: usize },
}

/// Looks at what a change would do, unless the button says to do it.
async fn carry_out(app: &Shared, officer: &Officer, fields: &Fields) -> Result<Done, Error> {
    let (actor, at) = (officer.actor(), app.clock.now());
    let command = command(fields)?;
    if !fields.has("lakukan") {
        return Ok(Done::Seen(app.visits.preview(&actor, at, &command).await?));
    }
    let wish = Wish { actor, at, once: fields.once() };
    app.visits.change(&wish, &command).await?;
    let settled = app.visits.settle(&app.cases, at).await?;
    Ok(Done::Changed { moved: settled.moved, unplaced: settled.unplaced })
}

fn command(fields: &Fields) -> Result<VisitCommand, Error> {
    let why = fields.one("why").to_owned();
    let day = || fields.one("day").parse::<Date>().map_err(|_| Error::Input("rules-bad-day"));
    match fields.one("act") {
        "tingkat" => {
            let level = Level::parse(fields.one("level")).ok_or(Error::Input("rules-bad-level"))?;
            Ok(VisitCommand::SetLevel { level, why })
        }
        "tutup" => Ok(VisitCommand::CloseDay { day: day()?, why }),
        "buka" => Ok(VisitCommand::OpenDay { day: day()?, why }),
        _ => Err(Error::Input("form-broken")),
    }
}

fn effect(page: &Page, moves: &Moves) -> Vec<String> {
    let unplaced = moves.unplaced();
    let moved = moves.moved.len() - unplaced;
    if moves.moved.is_empty() {
        return vec![page.t("rules-effect-none")];
    }
    let none = (unplaced > 0).then(|| page.t1("rules-effect-unplaced", "unplaced", unplaced));
    [page.t1("rules-effect", "moved", moved)].into_iter().chain(none).collect()
}

async fn build(app: &Shared, page: Page, officer: &Officer) -> Result<RulesPage, Error> {
    let p = &*app.cases.procedures().active();
    let settings = p.appointments.as_ref().ok_or(Error::NotFound)?;
    let rules = app.visits.rules().await?;
    let name =
        |level: Level| settings.protocol(level).map_or_else(String::new, |l| page.of(&l.name).to_owned());
    let room = settings.protocol(rules.level).map_or(0, |l| l.waiting_room);
    let args = [
        ("places", settings.capacity(rules.level).to_string()),
        ("minutes", settings.slot_minutes.to_string()),
        ("room", room.to_string()),
    ];
    let history = app.visits.changes().await?.into_iter().take(LISTED);
    Ok(RulesPage {
        sets: Right::SetsProtocol.held_by(p, &officer.roles),
        level: rules.level,
        level_name: name(rules.level),
        capacity: page.with("rules-capacity", &args),
        levels: Level::ALL.map(|l| (l, name(l))).to_vec(),
        closed: rules.closed.iter().map(|d| (*d, texts::day(page.language, *d))).collect(),
        history: history.map(|change| told(&page, change, &name)).collect(),
        form: crate::web::form_token(),
        effect: None,
        done: None,
        trouble: None,
        typed: Fields::default(),
        page,
    })
}

/// When, who, what and why.
fn told(
    page: &Page,
    (_, change): Change,
    name: &impl Fn(Level) -> String,
) -> (String, String, String, String) {
    let who = match &change.actor {
        Actor::Officer { name, .. } => name.clone(),
        _ => page.t("actor-system"),
    };
    let (what, why) = match change.body {
        VisitRuleBody::LevelSet { level, why } => (page.t1("rules-level-set", "level", name(level)), why),
        VisitRuleBody::DayClosed { day, why } => (page.t1("rules-day-closed", "day", page.day(day)), why),
        VisitRuleBody::DayOpened { day, why } => (page.t1("rules-day-opened", "day", page.day(day)), why),
    };
    (page.moment(change.at), who, what, why)
}
