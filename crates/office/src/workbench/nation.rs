//! A ministry's page: every office beside the others, in numbers. No case, nobody's name, nothing that could be followed to
//! either; and only where the installation says that this is the ministry's own address.

use super::csv::csv;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::figures::nation::{OfOffice, nation};
use crate::permissions::{Doors, Route};
use crate::web::numbers::{duration_or_none, number, percent};
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::ToSpan;
use procedure::measure::Month;
use serde::Deserialize;

pub fn doors() -> Doors {
    Doors::new().at(Route::Nation, show).at(Route::NationCsv, as_csv)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    rentang: String,
}

/// The periods on offer, the usual one first.
const PERIODS: [&str; 4] = ["bulan", "bulan_lalu", "tahun", "tahun_lalu"];

#[derive(Template)]
#[template(path = "nation.html")]
struct Nation {
    page: Page,
    /// Each with its words, and whether it is shown.
    periods: Vec<(&'static str, String, bool)>,
    /// `2026-01` to `2026-11`.
    months: String,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
    together: Vec<String>,
}

async fn show(State(app): State<Shared>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let (chosen, months) = period(&app, &asked.rentang);
    let offices = offices(&app, months).await?;
    let periods = PERIODS.map(|p| (p, page.t(&format!("nation-{p}")), p == chosen));
    html(&Nation {
        periods: periods.into(),
        months: format!("{} – {}", months.0, months.1),
        headings: headings(&page),
        rows: offices.iter().map(|of| cells(&page, of)).collect(),
        together: cells(&page, &together(&page, &offices)),
        page,
    })
}

async fn as_csv(
    State(app): State<Shared>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let offices = offices(&app, period(&app, &asked.rentang).1).await?;
    let plain = |of: &OfOffice| {
        let figures = [of.submitted, of.closed, of.late, of.worked, of.open, of.overdue, of.in_stock];
        let named = [of.office.clone(), of.name.clone()].into_iter();
        named.chain(figures.map(|figure| figure.to_string())).collect::<Vec<_>>()
    };
    let words = ["submitted", "closed", "late", "worked-seconds", "open", "overdue", "stock"];
    let mut first = vec![page.t("nation-id"), page.t("nation-office")];
    first.extend(words.map(|word| page.t(&format!("nation-{word}"))));
    let kind = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"nasional.csv\""),
    ];
    let rows: Vec<Vec<String>> = offices.iter().map(plain).collect();
    Ok((kind, csv(&first, &rows).into_bytes()).into_response())
}

/// At any other address there is no such page.
async fn offices(app: &App, months: (Month, Month)) -> Result<Vec<OfOffice>, Error> {
    if !app.config.office.nation {
        return Err(Error::NotFound);
    }
    Ok(nation(&app.db, months, app.clock.now()).await?)
}

/// The period that was asked for, or the usual one; its months.
fn period(app: &App, asked: &str) -> (&'static str, (Month, Month)) {
    let calendar = &app.cases.procedures().active().calendar;
    let today = calendar.day_of(app.clock.now());
    let chosen = PERIODS.into_iter().find(|p| *p == asked).unwrap_or(PERIODS[0]);
    let of_year = |year| (Month { year, month: 1 }, Month { year, month: 12 });
    let months = match chosen {
        "bulan_lalu" => [Month::of(today.saturating_sub(1.months())); 2].into(),
        "tahun" => of_year(today.year()),
        "tahun_lalu" => of_year(today.year().saturating_sub(1)),
        _ => [Month::of(today); 2].into(),
    };
    (chosen, months)
}

fn headings(page: &Page) -> Vec<String> {
    let words = ["office", "submitted", "closed", "in-time", "worked", "open", "overdue", "stock"];
    words.map(|word| page.t(&format!("nation-{word}"))).into()
}

fn cells(page: &Page, of: &OfOffice) -> Vec<String> {
    vec![
        of.name.clone(),
        number(page, of.submitted),
        number(page, of.closed),
        percent(page, of.closed.saturating_sub(of.late), of.closed),
        duration_or_none(page, of.worked.checked_div(of.closed)),
        number(page, of.open),
        number(page, of.overdue),
        number(page, of.in_stock),
    ]
}

fn together(page: &Page, offices: &[OfOffice]) -> OfOffice {
    let sum = |of: fn(&OfOffice) -> u64| offices.iter().map(of).sum();
    OfOffice {
        office: String::new(),
        name: page.t1("nation-together", "count", offices.len()),
        submitted: sum(|o| o.submitted),
        closed: sum(|o| o.closed),
        late: sum(|o| o.late),
        worked: sum(|o| o.worked),
        open: sum(|o| o.open),
        overdue: sum(|o| o.overdue),
        in_stock: sum(|o| o.in_stock),
    }
}
