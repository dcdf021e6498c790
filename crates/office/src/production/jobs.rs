//! The table of cards on their way through a printer: made with the event that ordered them, taken by lease, removed
//! with the event that they have ended.

use crate::db::{Db, DbError, Row, Statement};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::{PrinterId, Ticket};

/// Longer than all requests of one look may take.
const LEASE: SignedDuration = SignedDuration::from_secs(45);
const CLAIM: usize = 8;

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The printer knows nothing of it.
    Ordered,
    /// The printer has given it a number, and may have what is to be printed.
    Created,
    Sent,
    /// The case has given it up; the printer is still to be told.
    Abandoned,
}

impl Phase {
    const ALL: [Self; 4] = [Self::Ordered, Self::Created, Self::Sent, Self::Abandoned];

    fn word(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::Created => "created",
            Self::Sent => "sent",
            Self::Abandoned => "abandoned",
        }
    }
}

/// A job that its taker looks at until the lease runs out.
#[derive(Debug, Clone)]
pub struct Job {
    pub ticket: Ticket,
    pub no: u64,
    pub printer: PrinterId,
    pub phase: Phase,
    /// Its number at the printer; 0 before it has one.
    pub remote: i32,
    pub cancel: bool,
    /// What was last said to stand in its way; empty where nothing does.
    pub trouble: String,
    /// Looks in a row that told nothing certain.
    pub rounds: i64,
}

impl Job {
    /// What the printer calls it: of this office's cases only this one has that name.
    pub fn name(&self) -> String {
        format!("{}-{}", self.ticket, self.no)
    }

    /// Keeps how far it is, and when it is looked at again.
    pub fn keep(&self, office: &str, due: Timestamp) -> Statement {
        let sql = "UPDATE print_jobs SET phase = ?4, remote = ?5, trouble = ?6, rounds = ?7, due_at = ?8
            WHERE office = ?1 AND ticket = ?2 AND job = ?3";
        let (phase, remote) = (self.phase.word(), i64::from(self.remote));
        Statement::new(
            sql,
            params![
                office,
                self.ticket.as_str(),
                number(self.no),
                phase,
                remote,
                &self.trouble,
                self.rounds,
                due
            ],
        )
    }

    pub fn remove(&self, office: &str) -> Statement {
        let sql = "DELETE FROM print_jobs WHERE office = ?1 AND ticket = ?2 AND job = ?3";
        Statement::new(sql, params![office, self.ticket.as_str(), number(self.no)])
    }
}

fn number(job: u64) -> i64 {
    i64::try_from(job).unwrap_or(i64::MAX)
}

pub fn order(office: &str, ticket: &Ticket, job: u64, printer: &PrinterId, at: Timestamp) -> Statement {
    let sql = "INSERT INTO print_jobs (office, ticket, job, printer, phase, remote, cancel, trouble, rounds, due_at)
        VALUES (?1, ?2, ?3, ?4, 'ordered', 0, 0, '', 0, ?5)";
    Statement::new(sql, params![office, ticket.as_str(), number(job), printer.as_str(), at])
}

/// Without touching its lease: whoever looks at it next sees it.
pub fn cancel(office: &str, ticket: &Ticket, job: u64) -> Statement {
    let sql = "UPDATE print_jobs SET cancel = 1 WHERE office = ?1 AND ticket = ?2 AND job = ?3";
    Statement::new(sql, params![office, ticket.as_str(), number(job)])
}

/// Takes jobs that are due, oldest first.
pub async fn take(db: &Db, office: &str, at: Timestamp) -> Result<Vec<Job>, DbError> {
    let sql = "WITH due AS MATERIALIZED (SELECT ticket, job FROM print_jobs
            WHERE office = ?1 AND due_at <= ?2 ORDER BY due_at LIMIT ?4 {skip_locked})
        UPDATE print_jobs SET due_at = ?3 WHERE office = ?1 AND (ticket, job) IN (SELECT ticket, job FROM due)
        RETURNING ticket, job, printer, phase, remote, cancel, trouble, rounds";
    let until = at.saturating_add(LEASE).unwrap_or(at);
    let rows = db.claim(Statement::new(sql, params![office, at, until, CLAIM])).await?;
    rows.iter().map(read).collect()
}

pub async fn next(db: &Db, office: &str) -> Result<Option<Timestamp>, DbError> {
    let sql = "SELECT due_at FROM print_jobs WHERE office = ?1 ORDER BY due_at LIMIT 1";
    let rows = db.query(sql, params![office]).await?;
    rows.first().map(|r| r.instant(0)).transpose()
}

/// Jobs that some printer has not done with, oldest first.
pub async fn under_way(db: &Db, office: &str, most: usize) -> Result<Vec<Job>, DbError> {
    let sql = "SELECT ticket, job, printer, phase, remote, cancel, trouble, rounds FROM print_jobs
        WHERE office = ?1 ORDER BY ticket, job LIMIT ?2";
    let rows = db.query(sql, params![office, most]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Job, DbError> {
    let word = row.text(3)?;
    let broken = || DbError::Broken(format!("print job: {word}"));
    Ok(Job {
        ticket: Ticket::parse(&row.text(0)?).map_err(|e| DbError::Broken(e.to_string()))?,
        no: u64::try_from(row.int(1)?).unwrap_or(0),
        printer: PrinterId::new(row.text(2)?),
        phase: Phase::ALL.into_iter().find(|p| p.word() == word).ok_or_else(broken)?,
        remote: i32::try_from(row.int(4)?).unwrap_or(0),
        cancel: row.bool(5)?,
        trouble: row.text(6)?,
        rounds: row.int(7)?,
    })
}
