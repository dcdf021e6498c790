//! When somebody must be woken: one row per subject and kind. The table, not memory, remembers, so a
//! restart loses nothing; what fires goes through [`Cases::dispatch`] like everything else.

use super::{CaseError, Cases, Order};
use crate::db::{Row, Statement, Write};
use crate::params;
use jiff::Timestamp;
use procedure::{Actor, ClockKind, Command, Refusal, Slot, Ticket, TimerKind};

const STEP_CLOCK: &str = "step_clock";
const CASE_CLOCK: &str = "case_clock";
const DRAFT: &str = "draft";
const REMINDER: &str = "reminder";
const NO_SHOW: &str = "no_show";
const SAFE: &str = "safe";
/// A case's files are still to be destroyed, with its key: the body holds their ids, separated by commas.
pub const FILES: &str = "files";
/// The nightly look at what has been kept long enough.
pub const RETENTION: &str = "retention";
/// The night's reports are still to be made.
pub const REPORTS: &str = "reports";
/// The record is to be signed.
pub const CHECKPOINT: &str = "checkpoint";
/// A copy of the office is to be made.
pub const BACKUP: &str = "backup";
/// A one-time link comes to its end: the body names it.
pub const LINK: &str = "link";
/// The rules for visitors have changed: whoever must move is still to be moved.
pub const VISITS: &str = "visits";
/// A version of the procedure comes into force.
pub const ADOPTION: &str = "adoption";
/// An emergency access has come to its end: the subject names it.
pub const EMERGENCY: &str = "emergency";
/// Whom a breach of personal data concerns is to be found out.
pub const INCIDENT: &str = "incident";

/// A timer that has fallen due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub subject: String,
    pub kind: String,
    pub due_at: Timestamp,
    pub body: String,
}

/// Sets a timer; an earlier one of its kind on the same subject is replaced.
pub fn set(office: &str, subject: &str, kind: &str, due: Timestamp, body: &str) -> Statement {
    let sql = "INSERT INTO timers (office, subject, kind, due_at, body) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (office, subject, kind) DO UPDATE SET due_at = excluded.due_at, body = excluded.body";
    Statement::new(sql, params![office, subject, kind, due, body])
}

/// Sets a timer where none of its kind stands on the subject.
pub fn set_once(office: &str, subject: &str, kind: &str, due: Timestamp) -> Statement {
    let sql = "INSERT INTO timers (office, subject, kind, due_at, body) VALUES (?1, ?2, ?3, ?4, '')
        ON CONFLICT DO NOTHING";
    Statement::new(sql, params![office, subject, kind, due])
}

/// Puts a timer off, unless another process has done so: then no row comes back.
pub fn take(office: &str, timer: &Due, until: Timestamp) -> Statement {
    let sql = "UPDATE timers SET due_at = ?5 WHERE office = ?1 AND subject = ?2 AND kind = ?3 AND due_at = ?4
        RETURNING subject";
    Statement::new(sql, params![office, &timer.subject, &timer.kind, timer.due_at, until])
}

/// Removes a timer, whenever it was due.
pub fn unset(office: &str, subject: &str, kind: &str) -> Statement {
    let sql = "DELETE FROM timers WHERE office = ?1 AND subject = ?2 AND kind = ?3";
    Statement::new(sql, params![office, subject, kind])
}

/// Removes a timer that fired, unless it was set anew meanwhile.
pub fn done(office: &str, timer: &Due) -> Statement {
    let sql = "DELETE FROM timers WHERE office = ?1 AND subject = ?2 AND kind = ?3 AND due_at = ?4";
    Statement::new(sql, params![office, &timer.subject, &timer.kind, timer.due_at])
}

pub(super) fn set_case(office: &str, ticket: &Ticket, at: Timestamp, kind: &TimerKind) -> Statement {
    match kind {
        TimerKind::Clock { clock, due } => {
            let kind = match clock {
                ClockKind::Step => STEP_CLOCK,
                ClockKind::Case => CASE_CLOCK,
            };
            // The deadline itself: the timer calls before and after it, too, and may be put off.
            set(office, ticket.as_str(), kind, at, &due.as_millisecond().to_string())
        }
        TimerKind::Draft => set(office, ticket.as_str(), DRAFT, at, ""),
        TimerKind::Reminder { slot } => set(office, ticket.as_str(), REMINDER, at, &written(*slot)),
        TimerKind::NoShow { slot } => set(office, ticket.as_str(), NO_SHOW, at, &written(*slot)),
        TimerKind::Safe => set(office, ticket.as_str(), SAFE, at, ""),
    }
}

/// The case needs none of its timers any more; that its files must go stays to be done.
pub(super) fn clear(office: &str, ticket: &Ticket) -> Statement {
    let sql = "DELETE FROM timers WHERE office = ?1 AND subject = ?2 AND kind <> ?3";
    Statement::new(sql, params![office, ticket.as_str(), FILES])
}

/// The draft has become a case.
pub(super) fn clear_draft(office: &str, ticket: &Ticket) -> Statement {
    let sql = "DELETE FROM timers WHERE office = ?1 AND subject = ?2 AND kind = ?3";
    Statement::new(sql, params![office, ticket.as_str(), DRAFT])
}

fn pass_time(timer: &Due, clock: ClockKind) -> Result<Command, CaseError> {
    let broken = |_| CaseError::Broken(format!("the deadline of {}: {}", timer.subject, timer.body));
    let due = timer.body.parse().map_err(broken)?;
    Ok(Command::PassTime { clock, due: crate::clock::instant(due) })
}

fn written(slot: Slot) -> String {
    format!("{} {}", slot.from.as_millisecond(), slot.until.as_millisecond())
}

fn slot(timer: &Due) -> Result<Slot, CaseError> {
    let instant = |ms: &str| ms.parse().ok().map(crate::clock::instant);
    let read = timer.body.split_once(' ').and_then(|(from, until)| Some((instant(from)?, instant(until)?)));
    let (from, until) = read
        .ok_or_else(|| CaseError::Broken(format!("the appointment of {}: {}", timer.subject, timer.body)))?;
    Ok(Slot { from, until })
}

impl Cases {
    /// Timers that have fallen due, oldest first.
    pub async fn due_timers(&self, office: &str, at: Timestamp) -> Result<Vec<Due>, CaseError> {
        let sql = "SELECT subject, kind, due_at, body FROM timers
            WHERE office = ?1 AND due_at <= ?2 ORDER BY due_at LIMIT 100";
        let rows = self.db.query(sql, params![office, at]).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    pub async fn next_timer(&self, office: &str) -> Result<Option<Timestamp>, CaseError> {
        let sql = "SELECT due_at FROM timers WHERE office = ?1 ORDER BY due_at LIMIT 1";
        let rows = self.db.query(sql, params![office]).await?;
        Ok(rows.first().map(|r| r.instant(0)).transpose()?)
    }

    /// Puts a due timer of a case to the case. False where the timer is not a case's. `at` is not before it fell due:
    /// should the machine's clock have been set back meanwhile, nothing is asked too early and then never again.
    pub async fn fire(&self, office: &str, timer: &Due, at: Timestamp) -> Result<bool, CaseError> {
        let at = at.max(timer.due_at);
        let command = match timer.kind.as_str() {
            STEP_CLOCK => pass_time(timer, ClockKind::Step)?,
            CASE_CLOCK => pass_time(timer, ClockKind::Case)?,
            DRAFT => Command::TendDraft,
            REMINDER => Command::RemindAppointment { slot: slot(timer)? },
            NO_SHOW => Command::MissAppointment { slot: slot(timer)? },
            SAFE => Command::StoreInSafe,
            _ => return Ok(false),
        };
        let ticket = super::log::ticket(&timer.subject)?;
        let order = Order::new(Some(ticket), Actor::System, at, command).also(vec![done(office, timer)]);
        match self.dispatch(office, order).await {
            // Purged meanwhile: there is nobody left to wake.
            Err(CaseError::Refused(Refusal::NoSuchCase)) => {
                self.db.write(Write::one(done(office, timer))).await?;
                Ok(true)
            }
            other => other.map(|_| true),
        }
    }
}

fn read(row: &Row) -> Result<Due, crate::db::DbError> {
    Ok(Due { subject: row.text(0)?, kind: row.text(1)?, due_at: row.instant(2)?, body: row.text(3)? })
}
