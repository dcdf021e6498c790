//! The register book (buku register): every product handed over between two days, on the screen, on
//! paper and as a file. Only reads.

mod sheet;

use crate::app::{App, Shared};
use crate::cases::register::Line;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::csv::csv;
use crate::workbench::fields::Faults;
use crate::workbench::step_up::Proved;
use crate::workbench::words;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

/// Lines of the screen and of a file; a year of a large office has some fifty thousand.
const ON_SCREEN: usize = 500;
const IN_FILE: usize = 200_000;

pub fn doors() -> Doors {
    Doors::new().at(Route::Register, show).at(Route::RegisterCsv, as_csv).at(Route::RegisterXlsx, xlsx)
}

#[derive(Deserialize, Default)]
struct Days {
    #[serde(default)]
    dari: String,
    #[serde(default)]
    sampai: String,
}

/// Two days of the office's own time, both included.
#[derive(Clone, Copy)]
struct Span {
    from: Date,
    to: Date,
}

#[derive(Template)]
#[template(path = "register.html")]
struct Book {
    page: Page,
    from: String,
    to: String,
    /// The same two days as people write them.
    days: String,
    headings: Vec<String>,
    lines: Vec<[String; sheet::COLUMNS]>,
    /// More lines than are shown.
    more: bool,
    faults: Faults,
}

async fn show(State(app): State<Shared>, page: Page, Query(days): Query<Days>) -> Result<Response, Error> {
    let this_month = Span::this_month(&app);
    let (span, faults) = match Span::read(&days, this_month) {
        Some(span) => (span, Faults::default()),
        None => (this_month, Faults::one("dari", page.t("register-bad-days"))),
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut lines = lines(&app, span, ON_SCREEN + 1).await?;
    let more = lines.len() > ON_SCREEN;
    lines.truncate(ON_SCREEN);
    let book = Book {
        days: format!("{} – {}", page.day(span.from), page.day(span.to)),
        from: span.from.to_string(),
        to: span.to.to_string(),
        headings: sheet::headings(&page),
        lines: lines.iter().map(|l| cells(&page, l)).collect(),
        more,
        faults,
        page,
    };
    if status == StatusCode::OK { html(&book) } else { page_with(status, &book) }
}

async fn as_csv(
    _: Proved,
    State(app): State<Shared>,
    page: Page,
    Query(days): Query<Days>,
) -> Result<Response, Error> {
    let (span, rows) = rows(&app, &page, &days).await?;
    Ok(file(span, "csv", "text/csv; charset=utf-8", csv(&sheet::headings(&page), &rows).into_bytes()))
}

async fn xlsx(
    _: Proved,
    State(app): State<Shared>,
    page: Page,
    Query(days): Query<Days>,
) -> Result<Response, Error> {
    let (span, rows) = rows(&app, &page, &days).await?;
    let (title, headings) = (page.t("register"), sheet::headings(&page));
    let made = tokio::task::spawn_blocking(move || sheet::xlsx(&title, &headings, &rows)).await;
    let bytes = made
        .map_err(|e| Error::Broken(e.to_string()))?
        .map_err(|e| Error::Broken(format!("the sheet: {e}")))?;
    Ok(file(span, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}

async fn rows(app: &App, page: &Page, days: &Days) -> Result<(Span, Vec<[String; sheet::COLUMNS]>), Error> {
    let span = Span::read(days, Span::this_month(app)).ok_or(Error::Input("register-bad-days"))?;
    let lines = lines(app, span, IN_FILE).await?;
    Ok((span, lines.iter().map(|l| cells(page, l)).collect()))
}

async fn lines(app: &App, span: Span, most: usize) -> Result<Vec<Line>, Error> {
    let (from, to) = span.instants(app).ok_or(Error::Input("register-bad-days"))?;
    Ok(app.cases.register(app.office(), from, to, most).await?)
}

/// One line as people read it, in the order of [`sheet::headings`].
fn cells(page: &Page, line: &Line) -> [String; sheet::COLUMNS] {
    let p = &*page.app().cases.procedures().active();
    [
        line.number.to_string(),
        line.year.to_string(),
        page.moment(line.at),
        line.ticket.clone(),
        line.name.clone(),
        line.nik.clone(),
        words::reasons(page, p, &line.reasons),
        line.blangko.clone().unwrap_or_default(),
        line.received_by.clone(),
        line.relation.clone(),
        page.t(&format!("way-{}", line.way)),
        line.officer.clone(),
    ]
}

fn file(span: Span, ending: &str, kind: &str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"register-{}-{}.{ending}\"", span.from, span.to);
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response()
}

impl Span {
    fn this_month(app: &App) -> Self {
        let to = app.cases.procedures().active().calendar.offset.to_datetime(app.clock.now()).date();
        Self { from: to.first_of_month(), to }
    }

    /// The days asked for; a day left empty is `otherwise`'s. None where one is no day or the order is wrong.
    fn read(days: &Days, otherwise: Self) -> Option<Self> {
        let day = |typed: &str, otherwise: Date| match typed.trim() {
            "" => Some(otherwise),
            typed => typed.parse().ok(),
        };
        let span = Self { from: day(&days.dari, otherwise.from)?, to: day(&days.sampai, otherwise.to)? };
        (span.from <= span.to).then_some(span)
    }

    /// The first instant of the first day, and the first after the last.
    fn instants(self, app: &App) -> Option<(Timestamp, Timestamp)> {
        let offset = app.cases.procedures().active().calendar.offset;
        let start = |day: Date| offset.to_timestamp(day.at(0, 0, 0, 0)).ok();
        Some((start(self.from)?, start(self.to.tomorrow().ok()?)?))
    }
}
