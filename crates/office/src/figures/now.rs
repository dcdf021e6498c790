//! How many cases stand where at this instant, and for how long: from the view of open cases, by its indexes.

use super::Figures;
use super::listed::PAGE;
use crate::db::{DbError, Row};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::{StepId, Ticket};
use std::collections::BTreeMap;

/// Upper ends of the ages that are told apart, in days since it was sent; what is older comes after the last.
pub const AGES: [i64; 4] = [1, 3, 7, 30];

/// The open cases of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    pub step: String,
    /// `work`, `applicant`, `stock` or `equipment`.
    pub turn: String,
    /// By age, the youngest first.
    pub ages: [u64; AGES.len() + 1],
}

/// An open case as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    pub ticket: Ticket,
    pub turn: String,
    pub submitted_at: Timestamp,
    pub due_at: Timestamp,
    pub reasons: String,
}

impl Figures {
    /// Open cases by step, by what they wait for, and by age.
    pub async fn backlog(&self, now: Timestamp) -> Result<Vec<Backlog>, DbError> {
        let sql = "SELECT lane, turn, count(*),
                count(CASE WHEN submitted_at > ?2 THEN 1 END), count(CASE WHEN submitted_at > ?3 THEN 1 END),
                count(CASE WHEN submitted_at > ?4 THEN 1 END), count(CASE WHEN submitted_at > ?5 THEN 1 END)
            FROM cases WHERE office = ?1 AND lane <> '' GROUP BY lane, turn ORDER BY lane, turn";
        let [a, b, c, d] = AGES.map(|days| before(now, days));
        let rows = self.db.query(sql, params![&*self.office, a, b, c, d]).await?;
        rows.iter().map(backlog).collect()
    }

    /// How many at each step are past their deadline while somebody should be at work on them.
    pub async fn overdue(&self, step: &StepId, now: Timestamp) -> Result<u64, DbError> {
        let sql =
            "SELECT count(*) FROM cases WHERE office = ?1 AND lane = ?2 AND turn = 'work' AND due_at < ?3";
        let rows = self.db.query(sql, params![&*self.office, step.as_str(), now]).await?;
        Ok(rows.first().map(|r| r.int(0)).transpose()?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }

    /// Open cases at a step that are so old: the age is one of those that [`Figures::backlog`] tells apart. Those sent
    /// first come first, after `after`.
    pub async fn open_at(
        &self,
        step: &StepId,
        turn: &str,
        age: usize,
        now: Timestamp,
        after: (i64, &str),
    ) -> Result<Vec<Open>, DbError> {
        let sql = "SELECT ticket, turn, submitted_at, due_at, reasons FROM cases
            WHERE office = ?1 AND lane = ?2 AND turn = ?3 AND lane <> '' AND submitted_at <= ?4
            AND (submitted_at, ticket) > (?5, ?6) ORDER BY submitted_at, ticket LIMIT ?7";
        let youngest = if age == 0 { now } else { AGES.get(age - 1).map_or(now, |days| before(now, *days)) };
        let oldest = AGES.get(age).map_or(i64::MIN, |days| before(now, *days).as_millisecond());
        let after = after.max((oldest, MAX_TICKET));
        let asked = params![&*self.office, step.as_str(), turn, youngest, after.0, after.1, PAGE + 1];
        self.db.query(sql, asked).await?.iter().map(open).collect()
    }

    /// How many cases each officer has before them.
    pub async fn claimed(&self) -> Result<BTreeMap<String, u64>, DbError> {
        let sql = "SELECT claimed_by, count(*) FROM cases
            WHERE office = ?1 AND claimed_by > '' GROUP BY claimed_by";
        let rows = self.db.query(sql, params![&*self.office]).await?;
        rows.iter().map(|r| Ok((r.text(0)?, u64::try_from(r.int(1)?).unwrap_or(0)))).collect()
    }

    /// How many applicants somebody is to telephone, since a message did not reach them.
    pub async fn owed_calls(&self) -> Result<u64, DbError> {
        let sql = "SELECT count(*) FROM cases WHERE office = ?1 AND call_at > 0";
        let rows = self.db.query(sql, params![&*self.office]).await?;
        Ok(rows.first().map(|r| r.int(0)).transpose()?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }
}

/// After every ticket.
const MAX_TICKET: &str = "~";

fn before(now: Timestamp, days: i64) -> Timestamp {
    now.saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn backlog(row: &Row) -> Result<Backlog, DbError> {
    let count = |column| Ok::<_, DbError>(u64::try_from(row.int(column)?).unwrap_or(0));
    // Each count holds those before it.
    let within = [count(3)?, count(4)?, count(5)?, count(6)?, count(2)?];
    let mut ages = within;
    for (age, counted) in ages.iter_mut().enumerate().skip(1) {
        *counted = counted.saturating_sub(within[age - 1]);
    }
    Ok(Backlog { step: row.text(0)?, turn: row.text(1)?, ages })
}

fn open(row: &Row) -> Result<Open, DbError> {
    Ok(Open {
        ticket: Ticket::parse(&row.text(0)?).map_err(|e| DbError::Broken(e.to_string()))?,
        turn: row.text(1)?,
        submitted_at: row.instant(2)?,
        due_at: row.instant(3)?,
        reasons: row.text(4)?,
    })
}
