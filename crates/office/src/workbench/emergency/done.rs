//! Everything that was done under an emergency access, for whoever looks into it: events of cases, looks at people's data,
//! and what else stands in the record by the same person while it lasted. Only reads.

use crate::accounts::{Assignment, Emergency};
use crate::app::App;
use crate::cases::Placed;
use crate::error::Error;
use crate::events::{Told, told_between};
use crate::reads::Filter;
use crate::stock::booked_as;
use crate::web::Page;
use crate::workbench::case::history;
use procedure::ledger::Movement;
use procedure::{Actor, Event, Procedure, Ticket};
use std::collections::BTreeMap;

/// Looks of half an hour that are shown.
const LOOKS: usize = 500;

pub struct Done {
    pub cases: Vec<Act>,
    pub looks: Vec<Look>,
    pub others: Vec<Other>,
}

/// One event of a case.
pub struct Act {
    pub at: String,
    pub ticket: String,
    pub what: String,
    pub quote: Option<String>,
    /// It was for the role alone that they could do it.
    pub by_role: bool,
}

/// One look at somebody's data.
pub struct Look {
    pub at: String,
    pub subject: String,
    pub purpose: String,
    pub why: Vec<String>,
}

/// Something beside cases.
pub struct Other {
    pub at: String,
    pub what: String,
    pub which: String,
}

pub async fn of(app: &App, page: &Page, e: &Emergency) -> Result<Done, Error> {
    Ok(Done {
        cases: cases(app, page, e).await?,
        looks: looks(app, page, e).await?,
        others: others(app, page, e).await?,
    })
}

fn is_by(event: &Event, e: &Emergency) -> bool {
    matches!(&event.actor, Actor::Officer { user, .. } if *user == e.user)
}

async fn cases(app: &App, page: &Page, e: &Emergency) -> Result<Vec<Act>, Error> {
    let all = app.cases.log().between(app.office(), (e.begun_at, e.until())).await?;
    let mut by_case: BTreeMap<Ticket, Vec<Placed>> = BTreeMap::new();
    for placed in all.into_iter().filter(|placed| is_by(&placed.event, e)) {
        by_case.entry(placed.ticket.clone()).or_default().push(placed);
    }
    let acted_as = app.accounts.acted_as().await?;
    let otherwise = app.accounts.assignments(&e.user).await?;
    let mut acts = Vec::new();
    for (ticket, placed) in by_case {
        let Some(loaded) = app.cases.load(app.office(), &ticket).await? else { continue };
        for Placed { position, event, .. } in placed {
            let line = history::line(page, &loaded, &acted_as, &event);
            let by_role = takes_role(&loaded.procedure, &event, e) && !held(app, &otherwise, &event, e);
            let (at, what, quote) = (line.at, line.what, line.quote);
            acts.push((position, Act { at, ticket: ticket.to_string(), what, quote, by_role }));
        }
    }
    acts.sort_by_key(|(position, _)| *position);
    Ok(acts.into_iter().map(|(_, act)| act).collect())
}

/// Whether the event is an outcome of a step of the role that was taken.
fn takes_role(p: &Procedure, event: &Event, e: &Emergency) -> bool {
    let step = event.body.outcome().and_then(|(step, _)| p.step(step));
    step.is_some_and(|s| s.role == e.role)
}

/// Whether the role was theirs by then in another way, too.
fn held(app: &App, assignments: &[Assignment], event: &Event, e: &Emergency) -> bool {
    let day = app.accounts.day(event.at);
    let theirs =
        |a: &Assignment| a.role == e.role && a.recorded_at <= event.at && a.was_in_force(event.at, day);
    assignments.iter().any(theirs)
}

async fn looks(app: &App, page: &Page, e: &Emergency) -> Result<Vec<Look>, Error> {
    let by = Filter::By(e.user.as_str(), e.begun_at, e.until());
    let mut found = app.reads.list(by, LOOKS).await?;
    found.reverse();
    let look = |read: crate::reads::Read| Look {
        at: page.moment(read.at),
        purpose: page.t(&format!("permit-purpose-{}", read.purpose)),
        why: read.unusual.iter().map(|u| page.t(&format!("looks-why-{}", u.word()))).collect(),
        subject: read.subject,
    };
    Ok(found.into_iter().map(look).collect())
}

/// Blanks that were moved together are one line.
async fn others(app: &App, page: &Page, e: &Emergency) -> Result<Vec<Other>, Error> {
    let all = told_between(&app.db, app.office(), (e.begun_at, e.until())).await?;
    let mut found: Vec<(Told, usize)> = Vec::new();
    for told in all.into_iter().filter(|told| names(told, e)) {
        match found.last_mut() {
            Some((first, times)) if first.log == "blank" && same(first, &told) => *times += 1,
            _ => found.push((told, 1)),
        }
    }
    Ok(found.into_iter().map(|(told, times)| other(page, &told, times)).collect())
}

fn same(one: &Told, other: &Told) -> bool {
    (&one.log, &one.kind, one.at) == (&other.log, &other.kind, other.at)
}

/// Ids of people are random and stand in nobody's words.
fn names(told: &Told, e: &Emergency) -> bool {
    String::from_utf8_lossy(&told.body).contains(e.user.as_str())
}

fn other(page: &Page, told: &Told, times: usize) -> Other {
    let what = page.t(&format!("emergency-log-{}", told.log));
    let (what, which) = match serde_json::from_slice::<Movement>(&told.body) {
        Ok(movement) if told.log == "blank" => {
            let moved = page.t(&format!("stock-moved-{}", booked_as(&told.stream, &movement).kind));
            let count = page.t1("emergency-blanks", "count", times);
            (format!("{what}: {moved}"), format!("{} ({count})", told.stream))
        }
        _ => (what, told.stream.clone()),
    };
    Other { at: page.moment(told.at), what, which }
}
