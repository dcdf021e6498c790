//! The list of open cases behind one number of the table of steps and ages.

use super::asked::today;
use crate::app::Shared;
use crate::error::Error;
use crate::figures::{AGES, PAGE};
use crate::web::{Page, html};
use crate::workbench::inbox::time::{Chip, deadline};
use crate::workbench::words;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use procedure::StepId;
use serde::Deserialize;

#[derive(Deserialize, Default)]
pub(super) struct Wanted {
    #[serde(default)]
    langkah: String,
    #[serde(default)]
    giliran: String,
    #[serde(default)]
    umur: usize,
    /// Where the page before ended: milliseconds and ticket.
    #[serde(default)]
    sesudah: String,
}

struct Line {
    ticket: String,
    submitted: String,
    due: String,
    /// What is left, while the step's time runs.
    time: Option<Chip>,
    reasons: String,
}

#[derive(Template)]
#[template(path = "dashboard/open.html")]
struct List {
    page: Page,
    title: String,
    today: String,
    lines: Vec<Line>,
    next: Option<String>,
}

pub(super) async fn show(
    State(app): State<Shared>,
    page: Page,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Error> {
    let p = &*app.cases.procedures().active();
    let step = p.step(&StepId::new(wanted.langkah.clone())).ok_or(Error::NotFound)?;
    let turn = super::course::TURNS.into_iter().find(|t| *t == wanted.giliran).ok_or(Error::NotFound)?;
    if wanted.umur > AGES.len() {
        return Err(Error::NotFound);
    }
    let (at, ticket) = wanted.sesudah.split_once('.').unwrap_or_default();
    let after = (at.parse().unwrap_or(i64::MIN), ticket);
    let mut found = app.figures.open_at(&step.id, turn, wanted.umur, app.clock.now(), after).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|last| {
        let at = format!("{}.{}", last.submitted_at.as_millisecond(), last.ticket);
        let umur = wanted.umur;
        format!("/meja/dasbor/terbuka?langkah={}&giliran={turn}&umur={umur}&sesudah={at}", step.id)
    });
    let words = match turn {
        "work" => page.of(&step.title).to_owned(),
        turn => format!("{}, {}", page.of(&step.title), page.t(&format!("waiting-{turn}"))),
    };
    let lines = found.iter().map(|open| Line {
        ticket: open.ticket.to_string(),
        submitted: page.moment(open.submitted_at),
        due: page.moment(open.due_at),
        time: (turn == "work").then(|| deadline(&page, p, open.due_at, step.minutes, app.clock.now())),
        reasons: words::reasons(&page, p, &open.reasons),
    });
    html(&List {
        title: format!("{words}: {}", age_in_words(&page, wanted.umur)),
        today: page.day(today(&app)),
        lines: lines.collect(),
        next,
        page,
    })
}

/// How long ago a case was sent.
pub(super) fn age_in_words(page: &Page, age: usize) -> String {
    match (age.checked_sub(1).and_then(|before| AGES.get(before)), AGES.get(age)) {
        (None, Some(most)) => page.t1("figures-age-first", "days", most),
        (Some(least), Some(most)) => {
            page.with("figures-age", &[("from", least.to_string()), ("to", most.to_string())])
        }
        (least, None) => page.t1("figures-age-last", "days", least.copied().unwrap_or(0)),
    }
}
