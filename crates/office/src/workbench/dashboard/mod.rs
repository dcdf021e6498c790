//! Dashboards for those who verify and those who oversee: figures over a period beside the period before, each with the
//! list of cases behind it. Shows what is added up elsewhere; counts nothing itself.

mod asked;
mod causes;
mod chart;
mod course;
mod filters;
mod flow;
mod flow_picture;
mod listed;
mod means;
mod open;
mod parts;
mod what_if;

use super::fields::Faults;
use crate::accounts::Officer;
use crate::app::Shared;
use crate::error::Error;
use crate::figures::By;
use crate::handover::satisfaction;
use crate::permissions::{Doors, Right, Route};
use crate::web::page::page_with;
use crate::web::{Page, html};
use askama::Template;
use asked::{Asked, Query};
use axum::extract::{Query as Asks, State};
use axum::http::StatusCode;
use axum::response::Response;
use filters::Filters;
use futures::future::try_join_all;
use parts::{Ground, Section, Tile};

/// Beyond so many days the line over time has months.
const DAILY: u32 = 62;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Dashboard, show)
        .at(Route::FigureCases, listed::show)
        .at(Route::OpenCases, open::show)
        .at(Route::Flow, flow::show)
        .at(Route::WhatIf, what_if::show)
}

#[derive(Template)]
#[template(path = "dashboard/dashboard.html")]
struct Dashboard {
    page: Page,
    /// The address of this very page, for asking again.
    this: String,
    days: String,
    before: String,
    filters: Filters,
    tiles: Vec<Tile>,
    sections: Vec<Section>,
    faults: Faults,
}

async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Asks(query): Asks<Query>,
) -> Result<Response, Error> {
    let p = &*app.cases.procedures().active();
    // Whoever verifies looks at the day's work first, the others at the month.
    let usual = if Right::Verifies.held_by(p, &officer.roles) { "hari" } else { "bulan" };
    let asked = Asked::read(&app, &page, &query, usual);
    let sections = sections(&app, &page, &asked, Right::Oversees.held_by(p, &officer.roles)).await?;
    let board = Dashboard {
        this: asked.link("/meja/dasbor", &[]),
        days: listed::days_in_words(&page, &asked.period),
        before: listed::days_in_words(&page, &asked.period.before()),
        filters: Filters::of(&app, &page, &asked, "/meja/dasbor"),
        tiles: sections.0,
        sections: sections.1.into_iter().filter(|s| !s.is_empty()).collect(),
        faults: asked.faults,
        page,
    };
    if board.faults.is_empty() { html(&board) } else { page_with(StatusCode::UNPROCESSABLE_ENTITY, &board) }
}

async fn sections(
    app: &Shared,
    page: &Page,
    asked: &Asked,
    by_person: bool,
) -> Result<(Vec<Tile>, Vec<Section>), Error> {
    let p = &*app.cases.procedures().active();
    let (figures, at) = (&app.figures, app.clock.now());
    let before = asked.period.before();
    let monthly = asked.period.days() > DAILY;
    let (now, earlier, points, backlog) = tokio::try_join!(
        figures.answer(&asked.which, &asked.period),
        figures.answer(&asked.which, &before),
        figures.trend(&asked.which, &asked.period, monthly),
        figures.backlog(at),
    )?;
    let overdue = try_join_all(p.steps.iter().map(|step| figures.overdue(&step.id, at))).await?;
    let owed_calls = figures.owed_calls().await?;
    let outlook = app.stock.outlook(figures, at).await?;
    let g = Ground { page, p, asked, now: &now, before: &earlier, backlog: &backlog };
    let mut all = vec![
        course::open(&g, &overdue),
        course::trend(&g, &points, monthly),
        course::steps(&g),
        course::where_time_goes(&g),
        causes::returns_by_reason(&g),
        causes::returns_by_document(&g),
        causes::photos(&g),
        causes::visits(&g, owed_calls),
        means::blanks(&g, &outlook),
    ];
    if !p.survey.is_empty() {
        let found = satisfaction(app, &asked.period).await?;
        let found_before = satisfaction(app, &before).await?;
        all.push(means::satisfaction(&g, &found, &found_before));
    }
    all.push(causes::apart(&g, By::District));
    all.push(causes::apart(&g, By::Reasons));
    if by_person {
        let (users, claimed) = (app.accounts.users(app.clock.now()).await?, figures.claimed().await?);
        all.push(means::load(&g, &users, &claimed));
    }
    Ok((course::tiles(&g), all))
}
