//! How long data about people are kept: once a night, cases that ended long enough ago lose their key and all that says
//! whose they were, messages and looks go by their age. Each destruction has its line and its event. What somebody still
//! waits for, and whom a breach concerns, is held. Files have periods of their own, in `documents::retention`.

use crate::app::App;
use crate::cases::erasure::{Erasing, Kept, Why};
use crate::cases::timers::Due;
use crate::cases::{CaseError, Forgotten};
use crate::db::{DbError, Statement, Write};
use crate::documents::retention::take;
use crate::error::Error;
use crate::events::{self, Log, Stream};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// Cases, messages and looks taken at a time.
const BATCH: usize = 100;
/// By whom, in the record of destructions.
const BY: &str = "system";

/// What was destroyed, as the record keeps it. Nothing of the person it was about.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "destroyed", rename_all = "snake_case")]
enum Destroyed<'a> {
    Case { ticket: &'a str, closed_at: Timestamp, days: u32 },
    Messages { count: usize, before: Timestamp, days: u32 },
    Looks { count: usize, before: Timestamp, days: u32 },
}

/// What a night has destroyed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Night {
    pub cases: usize,
    pub messages: usize,
    pub looks: usize,
}

/// Destroys what is due. Between batches the night is taken anew, and left to whoever has it where it is not ours.
pub async fn night(app: &App, mine: &mut Due) -> Result<Night, Error> {
    let settings = &app.config.retention;
    let now = app.clock.now();
    let before = |days: u32| {
        let period = SignedDuration::from_hours(24 * i64::from(days));
        (days > 0).then(|| now.saturating_sub(period).ok()).flatten()
    };
    let mut night = Night::default();
    if let Some(before) = before(settings.case) {
        let mut last: Option<Kept> = None;
        loop {
            let due = app.cases.outdated(app.office(), before, last.as_ref(), BATCH).await?;
            for kept in &due {
                night.cases += usize::from(shred(app, kept, now).await?);
            }
            if due.len() < BATCH || !goes_on(app, mine).await? {
                break;
            }
            last = due.into_iter().next_back();
        }
    }
    if let Some(before) = before(settings.messages) {
        while let some @ 1.. = messages(app, before, now).await? {
            night.messages += some;
            if some < BATCH || !goes_on(app, mine).await? {
                break;
            }
        }
    }
    if let Some(before) = before(settings.looks) {
        while let some @ 1.. = looks(app, before, now).await? {
            night.looks += some;
            if some < BATCH || !goes_on(app, mine).await? {
                break;
            }
        }
    }
    Ok(night)
}

async fn goes_on(app: &App, mine: &mut Due) -> Result<bool, Error> {
    let Some(still) = take(app, mine).await? else { return Ok(false) };
    *mine = still;
    Ok(true)
}

/// Whether it was destroyed: one that was reopened, or is held since it was looked up, stays; so does one that nobody can
/// read, for somebody to look at.
async fn shred(app: &App, kept: &Kept, at: Timestamp) -> Result<bool, Error> {
    let told = Destroyed::Case {
        ticket: kept.ticket.as_str(),
        closed_at: kept.closed_at,
        days: app.config.retention.case,
    };
    let event = event(app, at, "case", &told).await?;
    let erasing = Erasing { at, by: BY, why: Why::Period };
    match app.cases.erase(app.office(), &kept.ticket, erasing, vec![event]).await {
        Ok(()) => Ok(true),
        Err(CaseError::Conflict) => Ok(false),
        Err(CaseError::Broken(why)) => {
            tracing::error!(ticket = %kept.ticket, "a case whose period is over is not destroyed: {why}");
            Ok(false)
        }
        Err(CaseError::Refused(why)) => {
            tracing::error!(ticket = %kept.ticket, "a case whose period is over is not destroyed: {why:?}");
            Ok(false)
        }
        Err(e) => Err(e.into()),
    }
}

async fn messages(app: &App, before: Timestamp, at: Timestamp) -> Result<usize, Error> {
    let Forgotten { count, bytes, mut statements } =
        app.cases.old_messages(app.office(), before, BATCH).await?;
    if count == 0 {
        return Ok(0);
    }
    let told = Destroyed::Messages { count, before, days: app.config.retention.messages };
    statements.push(event(app, at, "messages", &told).await?);
    statements.push(line(app, at, "messages", (count, bytes)));
    written(app, statements).await.map(|done| if done { count } else { 0 })
}

async fn looks(app: &App, before: Timestamp, at: Timestamp) -> Result<usize, Error> {
    let mut statements = app.reads.old(before, BATCH).await?;
    let count = statements.len();
    if count == 0 {
        return Ok(0);
    }
    let told = Destroyed::Looks { count, before, days: app.config.retention.looks };
    statements.push(event(app, at, "looks", &told).await?);
    statements.push(line(app, at, "looks", (count, 0)));
    written(app, statements).await.map(|done| if done { count } else { 0 })
}

/// False where somebody else was quicker.
async fn written(app: &App, statements: Vec<Statement>) -> Result<bool, Error> {
    match app.db.write(Write { statements, touches: vec!["retention".to_owned()] }).await {
        Err(DbError::Conflict(_)) => Ok(false),
        other => Ok(other.map(|()| true)?),
    }
}

async fn event(app: &App, at: Timestamp, kind: &str, told: &Destroyed<'_>) -> Result<Statement, DbError> {
    let stream = Stream { office: app.office(), log: Log::Retention, name: "" };
    let head = events::head(&app.db, stream).await?;
    Ok(events::append_json(stream, head, (at, kind), told)?.0)
}

/// A line of the minutes for many at once; a night's batches add up in one line.
fn line(app: &App, at: Timestamp, class: &'static str, (count, bytes): (usize, u64)) -> Statement {
    let sql = "INSERT INTO destructions (office, at, ticket, class, files, bytes, destroyed_by)
        VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6)
        ON CONFLICT (office, at, ticket) DO UPDATE SET files = destructions.files + excluded.files,
            bytes = destructions.bytes + excluded.bytes";
    Statement::new(sql, params![app.office(), at, class, count, bytes, BY])
}
