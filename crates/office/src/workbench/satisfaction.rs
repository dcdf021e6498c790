//! What residents think of the service (IKM): forms, means and the index, month by month. Only reads.

use super::csv::csv;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::handover::{Month, months};
use crate::permissions::{Doors, Route};
use crate::web::numbers::decimals;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A year of months, the present one included.
const SHOWN: usize = 12;

pub fn doors() -> Doors {
    Doors::new().at(Route::Satisfaction, show).at(Route::SatisfactionCsv, as_csv)
}

#[derive(Template)]
#[template(path = "satisfaction.html")]
struct Satisfaction {
    page: Page,
    /// Index and letter; none while nobody has answered.
    value: Option<(String, &'static str)>,
    /// How many answered, of how many that would be enough.
    forms: String,
    /// Each element in words with its mean.
    elements: Vec<(String, String, String)>,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

async fn show(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let (together, all) = months(&app, SHOWN).await?;
    let questions = &app.cases.procedures().active().survey;
    let mean = |n: usize| together.index.map(|i| decimals(&page, i.means[n])).unwrap_or_default();
    let element = |(n, q): (usize, &procedure::handover::Question)| {
        (q.id.clone(), page.of(&q.text).to_owned(), mean(n))
    };
    let counts = [
        ("forms", together.forms.to_string()),
        ("wanted", together.wanted.to_string()),
        ("population", together.population.to_string()),
    ];
    html(&Satisfaction {
        value: together.index.map(|i| (decimals(&page, i.value), i.grade.letter())),
        forms: page.with("ikm-forms", &counts),
        elements: questions.iter().enumerate().map(element).collect(),
        headings: headings(&app, &page),
        rows: all.iter().filter(|m| had_any(m)).map(|m| cells(&page, m)).collect(),
        page,
    })
}

async fn as_csv(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let (_, all) = months(&app, SHOWN).await?;
    let rows: Vec<Vec<String>> = all.iter().filter(|m| had_any(m)).map(|m| cells(&page, m)).collect();
    let kind = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"ikm.csv\""),
    ];
    Ok((kind, csv(&headings(&app, &page), &rows).into_bytes()).into_response())
}

/// Whether anything happened in it.
fn had_any(month: &Month) -> bool {
    month.forms > 0 || month.population > 0
}

fn headings(app: &App, page: &Page) -> Vec<String> {
    let before = ["ikm-month", "ikm-answered", "ikm-wanted", "ikm-population"].map(|key| page.t(key));
    let p = app.cases.procedures().active();
    let elements = p.survey.iter().map(|q| q.id.clone());
    before.into_iter().chain(elements).chain([page.t("ikm-index"), page.t("ikm-grade")]).collect()
}

fn cells(page: &Page, month: &Month) -> Vec<String> {
    let counts = [month.forms, month.wanted, month.population].map(|n| n.to_string());
    let elements = match month.index {
        Some(index) => index.means.map(|m| decimals(page, m)).to_vec(),
        None => vec![String::new(); procedure::survey::ELEMENTS],
    };
    let value = month.index.map(|i| decimals(page, i.value)).unwrap_or_default();
    let letter = month.index.map_or("", |i| i.grade.letter()).to_owned();
    std::iter::once(month.name.clone()).chain(counts).chain(elements).chain([value, letter]).collect()
}
