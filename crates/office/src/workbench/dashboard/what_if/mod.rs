//! What if: the same month of cases replayed with other people, hours, pace or standards, beside how it was. The question
//! stands in the address; the numbers are made elsewhere.

mod form;
mod told;

use super::asked::today;
use super::filters::{Choice, pages};
use super::parts::{Section, Tile};
use crate::app::Shared;
use crate::error::Error;
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::what_if::{REPLAYS, month, replays};
use crate::workbench::fields::{Faults, Fields};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use form::Group;
use procedure::what_if::Setting;

#[derive(Template)]
#[template(path = "dashboard/what_if.html")]
struct WhatIf {
    page: Page,
    pages: Vec<Choice>,
    /// `2026-10`, and in words.
    month: String,
    days: String,
    /// How many cases are replayed, and how many cannot be.
    cases: usize,
    left_out: usize,
    seed: u64,
    groups: Vec<Group>,
    faults: Faults,
    /// Nothing is otherwise.
    as_it_was: bool,
    /// The replay tells another median than was measured.
    strays: Option<String>,
    tiles: Vec<Tile>,
    sections: Vec<Section>,
}

pub(super) async fn show(
    State(app): State<Shared>,
    page: Page,
    Query(fields): Query<Fields>,
) -> Result<Response, Error> {
    let p = app.cases.procedures().active();
    let (period, mut faults) = form::period(&page, &fields, today(&app));
    let month = month(&app, period).await?;
    let seed = form::seed(&page, &fields, &mut faults);
    let was = Setting::as_it_was(&month);
    let wanted = form::setting(&page, &p, &month, &fields, &mut faults);
    let as_it_was = wanted == was;
    let mut shown = WhatIf {
        pages: pages(&page, "/meja/dasbor/andai", |to| to.to_owned()),
        month: period.from().strftime("%Y-%m").to_string(),
        days: super::listed::days_in_words(&page, &period),
        cases: month.scripts().len(),
        left_out: month.left_out(),
        seed,
        groups: form::groups(&page, &p, &month, &fields),
        as_it_was,
        strays: None,
        tiles: Vec::new(),
        sections: Vec::new(),
        faults,
        page: page.clone(),
    };
    if !shown.faults.is_empty() {
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    if shown.cases > 0 {
        let told = replays(month, vec![was, wanted], seed).await?;
        let telling = told::Telling { page: &page, p: &p, told: &told, as_it_was };
        shown.strays = telling.strays();
        shown.tiles = telling.tiles();
        shown.sections = telling.sections();
    }
    html(&shown)
}
