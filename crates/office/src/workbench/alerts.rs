//! What an officer was told of clocks that called: which promise is in danger, and how it stands now. Telling is an event
//! of the case; this page only shows it, and keeps until when its reader has seen it.

use super::inbox::time::{Chip, deadline};
use super::words;
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::cases::alerts::{Alert, MOST};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use procedure::StepId;
use serde::Deserialize;

pub fn doors() -> Doors {
    Doors::new().at(Route::Alerts, show).at(Route::SeeAlerts, see)
}

#[derive(Template)]
#[template(path = "alerts.html")]
struct Alerts {
    page: Page,
    lines: Vec<Line>,
    /// The instant of the newest, in milliseconds, where some are not seen yet.
    unseen: Option<i64>,
    most: usize,
}

struct Line {
    ticket: String,
    at: String,
    what: String,
    /// How the case stands now.
    standing: String,
    /// The time left or over, while this deadline still stands.
    chip: Option<Chip>,
    fresh: bool,
}

/// How many this officer has not seen.
pub async fn unseen(app: &App, officer: &Officer) -> Result<usize, Error> {
    let found = app.cases.alerts_unseen(app.office(), &officer.roles, officer.user.as_str()).await?;
    Ok(found)
}

async fn show(officer: Officer, State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let found = app.cases.alerts(app.office(), &officer.roles).await?;
    let seen = app.cases.alerts_seen(app.office(), officer.user.as_str()).await?;
    let is_fresh = |at: Timestamp| seen.is_none_or(|seen| at > seen);
    let unseen = found.first().filter(|a| is_fresh(a.at)).map(|a| a.at.as_millisecond());
    let mut lines = Vec::new();
    for alert in &found {
        lines.extend(line(&app, &page, alert, is_fresh(alert.at)).await?);
    }
    html(&Alerts { page, lines, unseen, most: MOST })
}

async fn line(app: &App, page: &Page, alert: &Alert, fresh: bool) -> Result<Option<Line>, Error> {
    let Some(summary) = app.cases.summary(app.office(), &alert.ticket).await? else { return Ok(None) };
    let p = app.cases.procedures().of(&summary.procedure, &summary.version);
    let of_case = alert.clock == "case";
    let (due, minutes) = if of_case {
        (summary.case_due_at, p.clocks.minutes)
    } else {
        (Some(summary.due_at).filter(|_| summary.lane == alert.step), summary.minutes)
    };
    let stands = summary.turn == "work" && due == Some(alert.due_at);
    let chip = stands.then(|| deadline(page, &p, alert.due_at, minutes, app.clock.now()));
    let title = p.step(&StepId::from(alert.step.as_str())).map_or("", |s| page.of(&s.title));
    let key = match (of_case, alert.call.as_str()) {
        (true, "over") => "alerts-case-over",
        (true, _) => "alerts-case-at-risk",
        (false, "over") => "alerts-step-over",
        (false, _) => "alerts-step-at-risk",
    };
    let what = if of_case { page.t(key) } else { page.t1(key, "step", title) };
    let standing = words::standing(page, &p, &summary);
    let (ticket, at) = (alert.ticket.to_string(), page.moment(alert.at));
    Ok(Some(Line { ticket, at, what, standing, chip, fresh }))
}

#[derive(Deserialize)]
struct Seen {
    /// In milliseconds: what came after the page was made stays unseen.
    sampai: i64,
}

async fn see(officer: Officer, State(app): State<Shared>, Form(seen): Form<Seen>) -> Result<Response, Error> {
    let until = crate::clock::instant(seen.sampai).min(app.clock.now());
    app.cases.see_alerts(app.office(), officer.user.as_str(), until).await?;
    Ok(Redirect::to("/meja/peringatan").into_response())
}
