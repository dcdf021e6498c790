//! What was destroyed in a month because its time was over: on the screen, on paper and as a file. Only reads,
//! and holds nothing of the people it was about.

use super::csv::csv;
use crate::app::{App, Shared};
use crate::cases::destructions::Destruction;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::fields::Faults;
use crate::workbench::step_up::Proved;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

/// Lines of the screen and of a file; a large office destroys some ten thousand cases' files a month.
const ON_SCREEN: usize = 1_000;
const IN_FILE: usize = 200_000;

const COLUMNS: usize = 6;
const HEADINGS: [&str; COLUMNS] = [
    "destructions-at",
    "destructions-ticket",
    "destructions-class",
    "destructions-files",
    "destructions-bytes",
    "destructions-by",
];

pub fn doors() -> Doors {
    Doors::new().at(Route::Destructions, show).at(Route::DestructionsCsv, file)
}

#[derive(Deserialize, Default)]
struct Asked {
    /// `2026-11`; empty is the present month.
    #[serde(default)]
    bulan: String,
}

#[derive(Template)]
#[template(path = "destructions.html")]
struct Record {
    page: Page,
    month: String,
    /// The first and last day, as people write them.
    days: String,
    headings: Vec<String>,
    lines: Vec<[String; COLUMNS]>,
    /// More lines than are shown.
    more: bool,
    faults: Faults,
}

async fn show(State(app): State<Shared>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let (month, faults) = match month(&app, &asked) {
        Some(month) => (month, Faults::default()),
        None => (this_month(&app), Faults::one("bulan", page.t("destructions-bad-month"))),
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut lines = lines(&app, month, ON_SCREEN + 1).await?;
    let more = lines.len() > ON_SCREEN;
    lines.truncate(ON_SCREEN);
    let record = Record {
        month: month.strftime("%Y-%m").to_string(),
        days: format!("{} – {}", page.day(month), page.day(month.last_of_month())),
        headings: headings(&page),
        lines: lines.iter().map(|l| cells(&page, l)).collect(),
        more,
        faults,
        page,
    };
    if status == StatusCode::OK { html(&record) } else { page_with(status, &record) }
}

async fn file(
    _: Proved,
    State(app): State<Shared>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let month = month(&app, &asked).ok_or(Error::Input("destructions-bad-month"))?;
    let lines = lines(&app, month, IN_FILE).await?;
    let rows: Vec<_> = lines.iter().map(|l| cells(&page, l)).collect();
    let name = format!("attachment; filename=\"pemusnahan-{}.csv\"", month.strftime("%Y-%m"));
    let kind = "text/csv; charset=utf-8".to_owned();
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, csv(&headings(&page), &rows)).into_response())
}

async fn lines(app: &App, month: Date, most: usize) -> Result<Vec<Destruction>, Error> {
    let offset = app.cases.procedures().active().calendar.offset;
    let start = |day: Date| -> Result<Timestamp, Error> {
        offset.to_timestamp(day.at(0, 0, 0, 0)).map_err(|_| Error::Input("destructions-bad-month"))
    };
    let after = month.last_of_month().tomorrow().map_err(|_| Error::Input("destructions-bad-month"))?;
    Ok(app.cases.destructions(app.office(), start(month)?, start(after)?, most).await?)
}

fn headings(page: &Page) -> Vec<String> {
    HEADINGS.iter().map(|key| page.t(key)).collect()
}

/// One line as people read it, in the order of [`HEADINGS`].
fn cells(page: &Page, line: &Destruction) -> [String; COLUMNS] {
    // Many at once have no ticket.
    let many = matches!(line.class.as_str(), "messages" | "looks");
    let class = match line.class.as_str() {
        class @ ("erased" | "case" | "messages" | "looks") => page.t(&format!("destructions-of-{class}")),
        closing => page.t(&format!("closing-{closing}")),
    };
    [
        page.moment(line.at),
        if many { "–".to_owned() } else { line.ticket.clone() },
        class,
        line.files.to_string(),
        line.bytes.to_string(),
        if line.by == "system" { page.t("actor-system") } else { line.by.clone() },
    ]
}

/// The first day of the month asked for; none where what was typed is no month.
fn month(app: &App, asked: &Asked) -> Option<Date> {
    match asked.bulan.trim() {
        "" => Some(this_month(app)),
        typed => format!("{typed}-01").parse().ok(),
    }
}

fn this_month(app: &App) -> Date {
    let offset = app.cases.procedures().active().calendar.offset;
    offset.to_datetime(app.clock.now()).date().first_of_month()
}
