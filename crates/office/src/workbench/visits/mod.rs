//! Who comes on a day, and who is in the waiting room; the level of the health protocol and closed days. Shows and
//! asks; the rules stand in `procedure::appointment`.

mod rules;

use super::fields::Fields;
use crate::accounts::Officer;
use crate::app::Shared;
use crate::appointments::Visit;
use crate::cases::{CaseError, Order};
use crate::error::Error;
use crate::permissions::{Doors, Right, Route};
use crate::texts;
use crate::web::page::page_with;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use procedure::appointment::DoorCheck;
use procedure::{CheckId, Command, Refusal, Slot, Ticket};
use serde::Deserialize;

pub fn doors() -> Doors {
    Doors::new().at(Route::Visits, show).at(Route::Arrival, arrive).merge(rules::doors())
}

#[derive(Template)]
#[template(path = "visits.html")]
struct DayPage {
    page: Page,
    day: String,
    previous: Option<Date>,
    next: Option<Date>,
    is_today: bool,
    level: String,
    waiting: u64,
    limit: u32,
    /// Whether the officer sets level and closed days.
    sets: bool,
    slots: Vec<Line>,
    /// What is checked at the door at this level: id and words.
    door: Vec<(String, String)>,
    done: bool,
    trouble: Option<String>,
    /// Whose arrival was to be recorded.
    tried: String,
    typed: Fields,
}

impl DayPage {
    fn is_full(&self) -> bool {
        self.waiting >= u64::from(self.limit)
    }

    /// As the form was sent.
    fn ticked(&self, ticket: &str, check: &str) -> bool {
        self.tried == ticket && self.typed.all("check").any(|c| c == check)
    }
}

struct Line {
    time: String,
    /// Places taken, of how many; none where these slots are empty.
    taken: Option<(usize, u32)>,
    visitors: Vec<Visitor>,
}

struct Visitor {
    ticket: String,
    name: String,
    words: String,
    class: &'static str,
    /// The token of the form that records their arrival, where it may be recorded now.
    arrival: Option<String>,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    hari: String,
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
    let shown = DayPage {
        done: !asked.sudah.is_empty(),
        ..build(&app, page, &officer, asked.hari.parse().ok()).await?
    };
    html(&shown)
}

async fn arrive(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let ticket = Ticket::parse(&ticket).map_err(|_| Error::NotFound)?;
    let checks = fields.all("check").map(CheckId::from).collect();
    let mut order =
        Order::new(Some(ticket.clone()), officer.actor(), app.clock.now(), Command::Arrive { checks });
    order.once = fields.once();
    let refusal = match app.cases.dispatch(app.office(), order).await {
        Ok(_) => return Ok(Redirect::to("/meja/janji?sudah=1").into_response()),
        Err(CaseError::Refused(Refusal::NoSuchCase)) => return Err(Error::NotFound),
        Err(CaseError::Refused(refusal)) => refusal,
        Err(other) => return Err(other.into()),
    };
    let trouble = Some(page.refusal(&app.cases.procedures().active(), &refusal));
    let tried = ticket.to_string();
    let shown = DayPage { trouble, tried, typed: fields, ..build(&app, page, &officer, None).await? };
    page_with(status(&refusal), &shown)
}

fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotYourPower { .. } => StatusCode::FORBIDDEN,
        Refusal::WaitingRoomFull { .. } => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The day asked for, or today.
async fn build(app: &Shared, page: Page, officer: &Officer, day: Option<Date>) -> Result<DayPage, Error> {
    let p = &*app.cases.procedures().active();
    let settings = p.appointments.as_ref().ok_or(Error::NotFound)?;
    let now = app.clock.now();
    let today = p.calendar.offset.to_datetime(now).date();
    let day = day.unwrap_or(today);
    let level = app.visits.rules().await?.level;
    let protocol = settings.protocol(level).ok_or(Error::NotFound)?;
    let (slots, visits) = app.visits.day(day).await?;
    let arrival = day == today && Right::Receives.held_by(p, &officer.roles);
    let door = |c: &DoorCheck| (c.id.to_string(), page.of(&c.text).to_owned());
    Ok(DayPage {
        slots: lines(&page, settings.capacity(level), &slots, &visits, arrival),
        previous: day.yesterday().ok(),
        next: day.tomorrow().ok(),
        day: texts::visit_day(page.language, day),
        is_today: day == today,
        level: page.of(&protocol.name).to_owned(),
        waiting: app.visits.waiting(now).await?,
        limit: protocol.waiting_room,
        sets: Right::SetsProtocol.held_by(p, &officer.roles),
        door: protocol.door.iter().map(door).collect(),
        done: false,
        trouble: None,
        tried: String::new(),
        typed: Fields::default(),
        page,
    })
}

/// The slots that there are, and those that are no more while somebody still stands in them.
fn lines(page: &Page, places: u32, slots: &[Slot], visits: &[Visit], arrival: bool) -> Vec<Line> {
    let mut all: Vec<Slot> = slots.iter().copied().chain(visits.iter().map(|v| v.slot)).collect();
    all.sort();
    all.dedup();
    let is_empty = |slot: &Slot| !visits.iter().any(|v| v.slot == *slot);
    let line = |run: &[Slot]| {
        let (first, last) = (run.first()?, run.last()?);
        let of_slot = || visits.iter().filter(|v| v.slot == *first);
        let held = of_slot().filter(|v| v.standing != "missed").count();
        Some(Line {
            time: span(page, Slot { from: first.from, until: last.until }),
            taken: (!is_empty(first)).then_some((held, places)),
            visitors: of_slot().map(|v| visitor(page, v, arrival)).collect(),
        })
    };
    // Empty slots that follow one another are one line.
    all.chunk_by(|a, b| is_empty(a) && is_empty(b) && a.until == b.from).filter_map(line).collect()
}

fn visitor(page: &Page, visit: &Visit, arrival: bool) -> Visitor {
    let at = visit.arrived_at.map(|at| clock(page, at)).unwrap_or_default();
    let class = match visit.standing.as_str() {
        "arrived" => "info",
        "served" => "good",
        "missed" => "bad",
        _ => "",
    };
    Visitor {
        ticket: visit.ticket.to_string(),
        name: visit.name.clone(),
        words: page.t1(&format!("visits-standing-{}", visit.standing), "at", at),
        class,
        arrival: (arrival && visit.standing == "booked").then(crate::web::form_token),
    }
}

fn span(page: &Page, slot: Slot) -> String {
    format!("{}–{}", clock(page, slot.from), clock(page, slot.until))
}

fn clock(page: &Page, at: jiff::Timestamp) -> String {
    let local = page.app().cases.procedures().active().calendar.offset.to_datetime(at);
    format!("{:02}.{:02}", local.hour(), local.minute())
}
