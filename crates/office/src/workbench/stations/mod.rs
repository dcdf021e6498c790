//! The stations of the office, for its administrator: paired by a code that is shown once, listed with their last
//! sign of life, and ended.

use crate::accounts::{Change, Officer, record};
use crate::app::{App, Shared};
use crate::db::Statement;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::stations::{CODE_MINUTES, Seen, Station};
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::fields::{Faults, Fields};
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};

/// The longest name of a station, in characters.
const MAX_NAME: usize = 60;

pub fn doors() -> Doors {
    Doors::new().at(Route::Stations, list).at(Route::AddStation, code).at(Route::EndStation, end)
}

#[derive(Template)]
#[template(path = "stations.html")]
struct List {
    page: Page,
    stations: Vec<Line>,
    /// The name that was typed.
    name: String,
    faults: Faults,
    required: bool,
}

struct Line {
    id: String,
    name: String,
    /// How it is, and the class of its chip.
    state: String,
    class: &'static str,
    heard: String,
    paired: String,
    reader: String,
}

#[derive(Template)]
#[template(path = "station_code.html")]
struct Code {
    page: Page,
    name: String,
    code: String,
    server: String,
    minutes: i64,
}

async fn list(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&list_page(&app, page, String::new(), Faults::default()).await?)
}

async fn list_page(app: &App, page: Page, name: String, faults: Faults) -> Result<List, Error> {
    let now = app.clock.now();
    let line = |s: Station| {
        let (state, class) = match (&s.seen, s.is_silent(now)) {
            (_, true) => (page.t("stations-silent"), "bad"),
            (Seen::Card { .. } | Seen::Empty, false) => (page.t("stations-well"), "good"),
            (seen, false) => (page.t1(&format!("station-seen-{}", seen.word()), "uid", ""), "warn"),
        };
        let args = [("name", s.paired_by), ("at", page.moment(s.paired_at))];
        Line {
            id: s.id.to_string(),
            name: s.name,
            state,
            class,
            heard: match s.heard_at {
                Some(at) => page.t1("stations-heard", "at", page.moment(at)),
                None => page.t("stations-never"),
            },
            paired: page.with("stations-paired", &args),
            reader: s.reader,
        }
    };
    let stations = app.stations.all().await?.into_iter().map(line).collect();
    Ok(List { stations, name, faults, required: app.config.stations.required, page })
}

/// The only time the code is shown.
async fn code(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let name = fields.one("name").to_owned();
    if name.is_empty() || name.chars().count() > MAX_NAME {
        let faults = Faults::one("name", page.t1("stations-name-fault", "max", MAX_NAME));
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &list_page(&app, page, name, faults).await?);
    }
    let now = app.clock.now();
    let told = told(&app, &officer, Change::StationAllowed { name: name.clone() })?;
    let code = app.stations.make_code(&name, &officer.name, now, Some(told)).await?;
    let server = app.config.server.public_url.trim_end_matches('/').to_owned();
    html(&Code { name, code, server, minutes: CODE_MINUTES, page })
}

/// What is believed of a card hangs on which stations are: whoever lets one in or ends it stands in the record.
fn told(app: &App, officer: &Officer, change: Change) -> Result<Statement, Error> {
    Ok(record(app.office(), &officer.user, &officer.by(), change, app.clock.now())?)
}

async fn end(officer: Officer, State(app): State<Shared>, Path(id): Path<String>) -> Result<Redirect, Error> {
    let station = app.stations.station(&id).await?.ok_or(Error::NotFound)?;
    let told = told(&app, &officer, Change::StationEnded { name: station.name })?;
    match app.stations.end(&id, app.clock.now(), Some(told)).await? {
        true => Ok(Redirect::to("/meja/stasiun")),
        false => Err(Error::NotFound),
    }
}
