//! The list of cases behind a figure: as many lines as the figure says, a page at a time.

use super::asked::{Asked, Query};
use crate::accounts::Officer;
use crate::app::Shared;
use crate::error::Error;
use crate::figures::{Cursor, Listed, PAGE, Point};
use crate::permissions::Right;
use crate::web::numbers::duration;
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::fields::Faults;
use crate::workbench::words;
use askama::Template;
use axum::extract::{Query as Asks, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use procedure::measure::{Figure, Month, Period};
use procedure::{DocumentId, Procedure, StepId};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize, Default)]
pub(super) struct Wanted {
    #[serde(default)]
    angka: String,
    subjek: Option<String>,
    /// Where the page before ended: `2026-11-26.TICKET.3`.
    #[serde(default)]
    sesudah: String,
}

struct Line {
    ticket: String,
    day: String,
    standing: String,
    subject: String,
    value: String,
    reasons: String,
    district: String,
}

#[derive(Template)]
#[template(path = "dashboard/cases.html")]
struct List {
    page: Page,
    title: String,
    days: String,
    back: String,
    lines: Vec<Line>,
    next: Option<String>,
    faults: Faults,
}

pub(super) async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Asks(query): Asks<Query>,
    Asks(wanted): Asks<Wanted>,
) -> Result<Response, Error> {
    let p = &*app.cases.procedures().active();
    let figure = Figure::parse(&wanted.angka).ok_or(Error::NotFound)?;
    // Who did how much is for those who oversee.
    if figure == Figure::Handled && !Right::Oversees.held_by(p, &officer.roles) {
        return Err(Error::NotFound);
    }
    let asked = Asked::read(&app, &page, &query, "bulan");
    let subject = wanted.subjek.as_deref();
    let after = cursor(&wanted.sesudah);
    let mut found = app.figures.list(&asked.which, &asked.period, figure, subject, &after).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let users = app.accounts.users(app.clock.now()).await?;
    let names: BTreeMap<String, String> = users.into_iter().map(|u| (u.id.to_string(), u.name)).collect();
    let next = found.last().filter(|_| more).map(|last| {
        let at = format!("{}.{}.{}", last.at.day, last.at.ticket, last.at.no);
        let mut with = vec![("angka", figure.word()), ("sesudah", at.as_str())];
        with.extend(subject.map(|s| ("subjek", s)));
        asked.link("/meja/dasbor/perkara", &with)
    });
    let list = List {
        title: title(&page, p, figure, subject, &names),
        days: days_in_words(&page, &asked.period),
        back: asked.link("/meja/dasbor", &[]),
        lines: found.iter().map(|l| line(&page, p, figure, l, &names)).collect(),
        next,
        faults: asked.faults,
        page,
    };
    if list.faults.is_empty() { html(&list) } else { page_with(StatusCode::UNPROCESSABLE_ENTITY, &list) }
}

fn cursor(text: &str) -> Cursor {
    let mut parts = text.splitn(3, '.');
    let mut next = || parts.next().unwrap_or_default().to_owned();
    let (day, ticket, no) = (next(), next(), next());
    no.parse().map_or_else(|_| Cursor::default(), |no| Cursor { day, ticket, no })
}

fn title(
    page: &Page,
    p: &Procedure,
    figure: Figure,
    subject: Option<&str>,
    names: &BTreeMap<String, String>,
) -> String {
    let words = page.t(&format!("figure-{}", figure.word()));
    match subject.map(|s| subject_in_words(page, p, figure, s, names)) {
        Some(subject) if !subject.is_empty() => format!("{words}: {subject}"),
        _ => words,
    }
}

fn line(
    page: &Page,
    p: &Procedure,
    figure: Figure,
    listed: &Listed,
    names: &BTreeMap<String, String>,
) -> Line {
    let day = listed.at.day.parse::<Date>();
    Line {
        ticket: listed.at.ticket.clone(),
        day: day.map_or_else(|_| listed.at.day.clone(), |d| page.day(d)),
        standing: standing(page, p, listed),
        subject: subject_in_words(page, p, figure, &listed.subject, names),
        value: if listed.value > 0 { duration(page, listed.value) } else { String::new() },
        reasons: words::reasons(page, p, &listed.reasons),
        district: listed.district.clone(),
    }
}

fn standing(page: &Page, p: &Procedure, listed: &Listed) -> String {
    match listed.status.as_str() {
        "" => String::new(),
        "open" => step_in_words(page, p, &listed.lane),
        "draft" => page.t("search-draft"),
        closing => page.t(&format!("closing-{closing}")),
    }
}

fn step_in_words(page: &Page, p: &Procedure, id: &str) -> String {
    p.step(&StepId::new(id)).map_or_else(|| id.to_owned(), |step| page.of(&step.title).to_owned())
}

/// What one fact is about.
fn subject_in_words(
    page: &Page,
    p: &Procedure,
    figure: Figure,
    subject: &str,
    names: &BTreeMap<String, String>,
) -> String {
    if subject.is_empty() {
        return String::new();
    }
    match figure {
        Figure::Submitted => match subject {
            "female" => page.t("figures-female"),
            _ => page.t("figures-male"),
        },
        Figure::Closed if is_closing(subject) => page.t(&format!("closing-{subject}")),
        Figure::Fault => {
            let document = p.document(&DocumentId::new(subject));
            document.map_or_else(|| subject.to_owned(), |d| page.of(&d.name).to_owned())
        }
        Figure::Unreadable if is_finding(subject) => page.t(&format!("finding-{subject}")),
        Figure::Path => super::flow::path_in_words(page, p, subject),
        Figure::Handled => names.get(subject).cloned().unwrap_or_else(|| subject.to_owned()),
        Figure::Closed | Figure::Unreadable => subject.to_owned(),
        _ => step_in_words(page, p, subject),
    }
}

/// What stands in an address may be any word.
fn is_closing(word: &str) -> bool {
    ["handed_over", "rejected", "withdrawn", "not_collected", "expired"].contains(&word)
}

fn is_finding(word: &str) -> bool {
    reader::Finding::ALL.iter().any(|f| f.as_str() == word)
}

pub(super) fn days_in_words(page: &Page, period: &Period) -> String {
    if period.from() == period.to() {
        return page.day(period.from());
    }
    format!("{} – {}", page.day(period.from()), page.day(period.to()))
}

/// Every day or month of a period, in order, those without anything too.
pub(super) fn filled(points: &[Point], period: &Period, monthly: bool) -> Vec<Point> {
    let mut names = Vec::new();
    let mut day = period.from();
    while day <= period.to() {
        names.push(if monthly { Month::of(day).to_string() } else { day.to_string() });
        let next = if monthly { day.last_of_month().tomorrow() } else { day.tomorrow() };
        let Ok(next) = next else { break };
        day = next;
    }
    let found: BTreeMap<&str, &Point> = points.iter().map(|p| (p.period.as_str(), p)).collect();
    let point = |name: String| match found.get(name.as_str()) {
        Some(point) => (*point).clone(),
        None => Point { period: name, submitted: 0, closed: 0 },
    };
    names.into_iter().map(point).collect()
}

/// A day, or a month with its year.
pub(super) fn point_in_words(page: &Page, period: &str) -> String {
    if let Ok(day) = period.parse::<Date>() {
        return page.day(day);
    }
    let month = format!("{period}-01").parse::<Date>();
    month.map_or_else(
        |_| period.to_owned(),
        |first| page.day(first).split_once(' ').map_or_else(String::new, |(_, rest)| rest.to_owned()),
    )
}
