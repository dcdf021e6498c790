//! Has a copy made every few minutes while the office is served, by one process at a time, and remembers what became of it.

use super::{BackupError, Taken, take};
use crate::app::Shared;
use crate::cases::timers::{self, BACKUP, Due};
use crate::db::{Db, DbError, Statement, Write};
use crate::error::Error;
use crate::params;
use jiff::{SignedDuration, Timestamp};
use std::time::{Duration, Instant};

/// Left to whoever begins it again, unless it is said meanwhile that it goes on.
const LEASE: SignedDuration = SignedDuration::from_mins(3);
const STILL: Duration = Duration::from_secs(60);

/// What became of an office's copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The last whole one; empty where there is none.
    pub name: String,
    pub taken_at: Timestamp,
    /// Since when none succeeds, and why.
    pub failing: Option<(Timestamp, String)>,
}

/// None before the first.
pub async fn account(db: &Db, office: &str) -> Result<Option<Account>, DbError> {
    let sql = "SELECT name, taken_at, failing_since, trouble FROM backups WHERE office = ?1";
    let rows = db.query(sql, params![office]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let since = row.int(2)?;
    let failing = if since > 0 { Some((crate::clock::instant(since), row.text(3)?)) } else { None };
    Ok(Some(Account { name: row.text(0)?, taken_at: crate::clock::instant(row.int(1)?), failing }))
}

/// Remembers a copy that is whole.
pub async fn succeeded(
    db: &Db,
    office: &str,
    (at, took): (Timestamp, Duration),
    taken: &Taken,
) -> Result<(), DbError> {
    let sql = "INSERT INTO backups (office, name, taken_at, millis, rows, bytes, failing_since, trouble)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, '')
        ON CONFLICT (office) DO UPDATE SET name = excluded.name, taken_at = excluded.taken_at,
            millis = excluded.millis, rows = excluded.rows, bytes = excluded.bytes, failing_since = 0, trouble = ''";
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let values = params![office, &taken.name, at, millis, taken.rows, taken.bytes];
    db.write(Write::one(Statement::new(sql, values))).await
}

/// Remembers that there is none, and since when.
pub async fn failed(db: &Db, office: &str, at: Timestamp, why: &str) -> Result<(), DbError> {
    let sql = "INSERT INTO backups (office, name, taken_at, millis, rows, bytes, failing_since, trouble)
        VALUES (?1, '', 0, 0, 0, 0, ?2, ?3)
        ON CONFLICT (office) DO UPDATE SET trouble = excluded.trouble,
            failing_since = CASE WHEN backups.failing_since = 0 THEN excluded.failing_since ELSE backups.failing_since END";
    db.write(Write::one(Statement::new(sql, params![office, at, why]))).await
}

/// Has the first copy remembered, where copies are made and none is due yet.
pub async fn begin(app: &Shared) -> Result<(), Error> {
    let settings = &app.config.backup;
    let write = if settings.is_set() && settings.every_minutes > 0 {
        timers::set_once(app.office(), "", BACKUP, app.clock.now())
    } else {
        timers::unset(app.office(), "", BACKUP)
    };
    Ok(app.db.write(Write::one(write)).await?)
}

/// Makes a copy beside whatever else falls due.
pub async fn due(app: &Shared, timer: &Due) -> Result<(), Error> {
    let Some(mine) = hold(app, timer).await? else { return Ok(()) };
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(e) = make(&app, mine).await {
            tracing::error!("what became of a copy could not be remembered: {e}");
        }
    });
    Ok(())
}

/// The timer put off while we are at it; none where another process has it.
async fn hold(app: &Shared, timer: &Due) -> Result<Option<Due>, Error> {
    let until = app.clock.now().saturating_add(LEASE).unwrap_or(timer.due_at);
    let taken = app.db.claim(timers::take(app.office(), timer, until)).await?;
    Ok((!taken.is_empty()).then(|| Due { due_at: until, ..timer.clone() }))
}

async fn make(app: &Shared, mut mine: Due) -> Result<(), Error> {
    let (at, begun) = (app.clock.now(), Instant::now());
    let (config, runtime) = (app.config.clone(), tokio::runtime::Handle::current());
    // Much of it is reckoning: none of the threads that answer people.
    let mut work = tokio::task::spawn_blocking(move || runtime.block_on(take(&config, at)));
    let made = loop {
        tokio::select! {
            made = &mut work => break made,
            () = tokio::time::sleep(STILL) => match hold(app, &mine).await? {
                Some(still) => mine = still,
                // Taken for dead: whoever has it now makes one, and ours does no harm.
                None => return Ok(()),
            },
        }
    };
    let made = made.unwrap_or_else(|e| Err(BackupError::Broken(e.to_string())));
    match &made {
        Ok(taken) => {
            succeeded(&app.db, app.office(), (at, begun.elapsed()), taken).await?;
            let Taken { name, rows, fresh, bytes, .. } = taken;
            tracing::info!(name, rows, fresh, bytes, "a copy was made");
        }
        Err(e) => {
            failed(&app.db, app.office(), at, &e.to_string()).await?;
            tracing::error!("no copy was made: {e}");
        }
    }
    let every = SignedDuration::from_mins(app.config.backup.every_minutes.into());
    let next = at.saturating_add(every).unwrap_or(at).max(app.clock.now());
    let again = timers::set(app.office(), "", BACKUP, next, "");
    Ok(app.db.write(Write::one(again)).await?)
}
