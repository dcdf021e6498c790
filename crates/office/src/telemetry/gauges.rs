//! Numbers that come from the database: looked at by one worker, now and then, and never while somebody asks for them.
//! Each question is one range of one index with an end, whatever is in the tables.

use super::numbers::{ALL, Numbers, count, seconds};
use super::process;
use crate::app::{App, Shared};
use crate::backup::schedule;
use crate::db::DbError;
use crate::error::Error;
use crate::params;
use crate::stock;
use jiff::{SignedDuration, Timestamp};
use prometheus::{GaugeVec, IntGaugeVec};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// Phases of a job at a printer; one that nothing is in is told as none.
const PHASES: [&str; 4] = ["ordered", "created", "sent", "abandoned"];
/// How often the store of checkpoints is asked, which may be a bucket.
const STORE: Duration = Duration::from_secs(600);
/// For all questions about one office.
const PATIENCE: Duration = Duration::from_secs(10);

/// Longer than a letter is ever put back.
const PUT_BACK: SignedDuration = SignedDuration::from_hours(24);

/// Of rows that wait: how many, since when the first, and how many of them are in trouble.
const OUTBOX: &str = "SELECT count(*), min(created_at), count(CASE WHEN attempts > 0 THEN 1 END)
    FROM (SELECT created_at, attempts FROM outbox WHERE office = ?1 AND due_at <= ?2
    ORDER BY id LIMIT 10000) AS waiting";
const TIMERS: &str = "SELECT count(*), min(due_at), CAST(0 AS BIGINT) FROM (SELECT due_at FROM timers
    WHERE office = ?1 AND due_at <= ?2 ORDER BY due_at LIMIT 10000) AS waiting";
const INBOUND: &str =
    "SELECT count(*), min(received_at), CAST(0 AS BIGINT) FROM (SELECT received_at FROM inbound
    WHERE office = ?1 AND done = 0 AND due_at <= ?2 ORDER BY due_at LIMIT 10000) AS waiting";
const UNREAD: &str = "SELECT count(*), min(due_at), CAST(0 AS BIGINT) FROM (SELECT due_at FROM readings
    WHERE office = ?1 AND due_at <= ?2 ORDER BY due_at LIMIT 10000) AS waiting";
const CASES: &str = "SELECT count(*), min(due_at), count(CASE WHEN turn = 'work' AND due_at < ?2 THEN 1 END)
    FROM (SELECT turn, due_at FROM cases WHERE office = ?1 AND lane > '' LIMIT 50000) AS standing";

const LAST: &str =
    "SELECT received_at FROM inbound WHERE office = ?1 AND done = ?2 ORDER BY due_at DESC LIMIT 1";
/// Few: a job's row goes with its end, and printers are counted on the fingers.
const JOBS: &str = "SELECT phase, count(*) FROM print_jobs WHERE office = ?1 GROUP BY phase";
const TROUBLE: &str = "SELECT '', count(*) FROM printers WHERE office = ?1 AND trouble <> ''";

/// Everything that is asked: of an office (`?1`) and an instant or a mark (`?2`).
pub const QUESTIONS: [&str; 8] = [OUTBOX, TIMERS, INBOUND, UNREAD, CASES, LAST, JOBS, TROUBLE];

/// When what was last looked at.
#[derive(Default)]
pub(super) struct Look {
    store: Option<Instant>,
}

impl Look {
    pub(super) async fn at(&mut self, offices: &[Shared]) {
        let Some(first) = offices.first() else { return };
        process::begun(&first.clock);
        let begun = Instant::now();
        let up = matches!(timeout(PATIENCE, first.db.is_current()).await, Ok(Ok(())));
        count(|n| {
            let ready = up && !first.leaving.load(Ordering::Relaxed);
            n.ready.with_label_values(ALL).set(i64::from(ready));
            n.database_up.with_label_values(ALL).set(i64::from(up));
            n.database_seconds.with_label_values(ALL).set(begun.elapsed().as_secs_f64());
        });
        let store = self.store.is_none_or(|at| at.elapsed() >= STORE);
        let mut all_seen = up;
        for app in offices.iter().filter(|_| up) {
            let seen = async {
                office(app).await?;
                if store { record(app).await } else { Ok(()) }
            };
            let seen = timeout(PATIENCE, seen).await;
            if let Err(e) = seen.unwrap_or_else(|_| Err(Error::Unavailable("no answer in time".to_owned()))) {
                tracing::warn!(office = app.office(), "numbers are not up to date: {e}");
                all_seen = false;
            }
        }
        if store && all_seen {
            self.store = Some(Instant::now());
        }
        if all_seen {
            count(|n| n.measured.with_label_values(ALL).set(seconds(first.clock.now())));
        }
    }
}

async fn office(app: &App) -> Result<(), Error> {
    let (office, now) = (app.office(), app.clock.now());
    let waiting = async |sql| Waiting::of(app, sql, (now, now)).await;
    // Those too that are under way, or were put back for a while.
    let outbox = Waiting::of(app, OUTBOX, (now, now.saturating_add(PUT_BACK).unwrap_or(now))).await?;
    outbox.tell(office, |n| (&n.outbox_waiting, Some(&n.outbox_oldest), Some(&n.outbox_failing)));
    let timers = waiting(TIMERS).await?;
    timers.tell(office, |n| (&n.timers_overdue, Some(&n.timers_late), None));
    let inbound = waiting(INBOUND).await?;
    inbound.tell(office, |n| (&n.inbound_waiting, Some(&n.inbound_oldest), None));
    let unread = waiting(UNREAD).await?;
    unread.tell(office, |n| (&n.unread, Some(&n.unread_late), None));
    waiting(CASES).await?.tell(office, |n| (&n.cases_open, None, Some(&n.cases_overdue)));
    if app.config.backup.is_set() {
        let taken = schedule::account(&app.db, office).await?.map(|account| account.taken_at);
        count(|n| {
            let taken = taken.unwrap_or(Timestamp::UNIX_EPOCH);
            n.backup_taken.with_label_values(&[office]).set(seconds(taken));
        });
    }
    let blanks = i64::try_from(stock::in_stock(&app.db, office).await?).unwrap_or(i64::MAX);
    let last = last_webhook(app).await?.min(now);
    let jobs = numbers(app, JOBS).await?;
    let trouble = numbers(app, TROUBLE).await?;
    count(|n| {
        n.blanks.with_label_values(&[office]).set(blanks);
        n.webhook_last.with_label_values(&[office]).set(seconds(last));
        for phase in PHASES {
            let there = jobs.iter().find(|(word, _)| word == phase).map_or(0, |(_, count)| *count);
            n.print_jobs.with_label_values(&[office, phase]).set(there);
        }
        let trouble = trouble.iter().map(|(_, count)| count).sum();
        n.printers_in_trouble.with_label_values(&[office]).set(trouble);
    });
    Ok(())
}

/// When the last checkpoint was signed, as its note says.
async fn record(app: &App) -> Result<(), Error> {
    let note = app.audit.last_note().await?;
    let signed = match app.audit.signer.verifier.read(&note) {
        Ok(checkpoint) => crate::clock::instant(checkpoint.at),
        Err(_) if note.is_empty() => Timestamp::UNIX_EPOCH,
        Err(e) => return Err(Error::Broken(e.to_string())),
    };
    count(|n| n.record_signed.with_label_values(&[app.office()]).set(seconds(signed)));
    Ok(())
}

/// The later of the last that was worked off and the last that waits.
async fn last_webhook(app: &App) -> Result<Timestamp, DbError> {
    let mut last = Timestamp::UNIX_EPOCH;
    for done in [0, 1] {
        let rows = app.db.query(LAST, params![app.office(), done]).await?;
        last = last.max(rows.first().map(|r| r.instant(0)).transpose()?.unwrap_or_default());
    }
    Ok(last)
}

async fn numbers(app: &App, sql: &'static str) -> Result<Vec<(String, i64)>, DbError> {
    let rows = app.db.query(sql, params![app.office()]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect()
}

/// Rows that wait for something.
struct Waiting {
    rows: i64,
    /// For how long the first.
    seconds: f64,
    troubled: i64,
}

/// How many wait, how long, and how many are in trouble.
type Told<'a> = (&'a IntGaugeVec, Option<&'a GaugeVec>, Option<&'a IntGaugeVec>);

impl Waiting {
    /// Of what is due by then.
    async fn of(app: &App, sql: &'static str, (now, then): (Timestamp, Timestamp)) -> Result<Self, DbError> {
        let rows = app.db.query(sql, params![app.office(), then]).await?;
        let row = rows.first().ok_or_else(|| DbError::Broken("a count without a row".to_owned()))?;
        let since = row.opt_instant(1)?.map_or(0.0, |at| at.duration_until(now).as_secs_f64().max(0.0));
        Ok(Self { rows: row.int(0)?, seconds: since, troubled: row.int(2)? })
    }

    fn tell(&self, office: &str, of: impl FnOnce(&Numbers) -> Told<'_>) {
        count(|n| {
            let (rows, seconds, troubled) = of(n);
            rows.with_label_values(&[office]).set(self.rows);
            if let Some(seconds) = seconds {
                seconds.with_label_values(&[office]).set(self.seconds);
            }
            if let Some(troubled) = troubled {
                troubled.with_label_values(&[office]).set(self.troubled);
            }
        });
    }
}
