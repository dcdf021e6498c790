//! What the world still has to be told: rows written with the events that caused them, taken by
//! lease, removed once the channel has them. At least once towards the world.

use super::{CaseError, Cases};
use crate::db::{Covered, Row, Statement, Write};
use crate::params;
use crate::telemetry::trace;
use jiff::{SignedDuration, Timestamp};
use procedure::{ContactId, Mark, NoticeId, Ticket};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Rows one claim takes; claims of one cost ten times as much.
pub const CLAIM: usize = 20;
const PUT_OFF: SignedDuration = SignedDuration::from_hours(1);

/// No earlier letter to the same person waits, except one that cannot be read: those count a thousand
/// attempts.
macro_rules! first_to_them {
    () => {
        " AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.office = o.office AND e.contact = o.contact
            AND e.id < o.id AND e.attempts < 1000)"
    };
}

/// What is to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outgoing {
    /// A text of the message files, about the case the letter names.
    Notice { text: String, args: BTreeMap<String, String> },
    /// Free text from staff.
    Say { text: String, by: String },
    /// An answer of the conversation, in the channel's own form.
    Turn { turn: serde_json::Value },
    /// A page of the case with the place that an officer marked on it.
    Picture { mark: Mark },
    /// Words that the channel took and then could not deliver, once more.
    Repeat { text: String, tries: i64 },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub contact: ContactId,
    pub ticket: Option<Ticket>,
    /// Which notice of the case it is, so that its delivery can be told to the case.
    pub notice: Option<NoticeId>,
    pub body: Outgoing,
}

/// A letter taken from the outbox; it is the taker's until the lease runs out.
#[derive(Debug, Clone)]
pub struct Taken {
    pub id: String,
    pub attempts: i64,
    pub created_at: Timestamp,
    pub letter: Letter,
    /// Where in which trace it was put.
    pub trace: Option<String>,
}

/// The row for one letter. Ids are in time order, so that letters to one person keep theirs.
pub fn put(office: &str, letter: &Letter, at: Timestamp) -> Result<Statement, CaseError> {
    insert(office, uuid::Uuid::now_v7().to_string(), letter, at)
}

/// The row for the `nth` letter that goes with another: after it, and before any that was put later. Put once
/// more, it stays one.
pub fn put_along(
    office: &str,
    first: &str,
    nth: usize,
    letter: &Letter,
    at: Timestamp,
) -> Result<Statement, CaseError> {
    insert(office, format!("{first}.{nth:02}"), letter, at)
}

fn insert(office: &str, id: String, letter: &Letter, at: Timestamp) -> Result<Statement, CaseError> {
    let body = serde_json::to_string(&letter.body).map_err(|e| CaseError::Broken(e.to_string()))?;
    let sql =
        "INSERT INTO outbox (office, id, due_at, attempts, contact, ticket, notice, body, created_at, trace)
        VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?3, ?8) ON CONFLICT DO NOTHING";
    Ok(Statement::new(
        sql,
        params![
            office,
            id,
            at,
            letter.contact.as_str(),
            letter.ticket.as_ref().map(Ticket::as_str),
            letter.notice.as_ref().map(NoticeId::as_str),
            Covered(&body),
            trace::here()
        ],
    ))
}

/// Removes a letter that the channel has taken, or that can never be sent.
pub fn remove(office: &str, id: &str) -> Statement {
    Statement::new("DELETE FROM outbox WHERE office = ?1 AND id = ?2", params![office, id])
}

/// Fails where the letter is there no longer, and keeps it there until what is written with this stands.
pub fn still_there(office: &str, id: &str) -> Statement {
    let sql = "UPDATE outbox SET due_at = due_at WHERE office = ?1 AND id = ?2";
    Statement::new(sql, params![office, id]).must_change()
}

/// Removes a letter that will not arrive, and what was to go with it.
pub fn remove_all(office: &str, id: &str) -> Statement {
    let sql = "DELETE FROM outbox WHERE office = ?1 AND id >= ?2 AND id < ?3";
    Statement::new(sql, params![office, id, format!("{id}/")])
}

/// Puts a letter back, to be tried again at `due`.
pub fn put_back(office: &str, id: &str, due: Timestamp) -> Statement {
    let sql = "UPDATE outbox SET due_at = ?3, attempts = attempts + 1 WHERE office = ?1 AND id = ?2";
    Statement::new(sql, params![office, id, due])
}

impl Cases {
    /// Takes letters that are due, oldest first and one a person: what follows goes out when the one before
    /// has. Each is due again when `lease` is over, unless it was
    /// removed or put back by then.
    pub async fn take_letters(
        &self,
        office: &str,
        at: Timestamp,
        lease: SignedDuration,
    ) -> Result<Vec<Taken>, CaseError> {
        // Materialized, or PostgreSQL may look for due letters anew for each row it updates.
        let sql = concat!(
            "WITH due AS MATERIALIZED (SELECT o.id FROM outbox AS o WHERE o.office = ?1 AND o.due_at <= ?2",
            first_to_them!(),
            " ORDER BY o.due_at, o.id LIMIT ?4 {skip_locked})
            UPDATE outbox SET due_at = ?3 WHERE office = ?1 AND id IN (SELECT id FROM due)
            RETURNING id, attempts, created_at, contact, ticket, notice, body, trace"
        );
        let until = at.saturating_add(lease).unwrap_or(at);
        let rows = self.db.claim(Statement::new(sql, params![office, at, until, CLAIM])).await?;
        let mut letters = Vec::with_capacity(rows.len());
        for row in &rows {
            match taken(row) {
                Ok(letter) => letters.push(letter),
                Err(_) => self.put_off(office, &row.text(0)?, at).await?,
            }
        }
        letters.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(letters)
    }

    /// A letter that cannot be read (a newer version of ours wrote it, say) must not hold up the others.
    async fn put_off(&self, office: &str, id: &str, at: Timestamp) -> Result<(), CaseError> {
        tracing::error!(id, "a letter that cannot be read is put off for an hour");
        let later = at.saturating_add(PUT_OFF).unwrap_or(at);
        let sql = "UPDATE outbox SET due_at = ?3, attempts = 1000 WHERE office = ?1 AND id = ?2";
        Ok(self.db.write(Write::one(Statement::new(sql, params![office, id, later]))).await?)
    }

    /// Ends every lease and every pause: nobody else can be sending, and whoever was has died.
    pub async fn free_letters(&self, office: &str, at: Timestamp) -> Result<(), CaseError> {
        let sql = "UPDATE outbox SET due_at = ?2 WHERE office = ?1 AND due_at > ?2";
        Ok(self.db.write(Write::one(Statement::new(sql, params![office, at]))).await?)
    }

    /// When the next letter falls due, or a lease ends, if any waits.
    pub async fn next_letter(&self, office: &str) -> Result<Option<Timestamp>, CaseError> {
        let sql = concat!(
            "SELECT o.due_at FROM outbox AS o WHERE o.office = ?1",
            first_to_them!(),
            " ORDER BY o.due_at LIMIT 1"
        );
        let rows = self.db.query(sql, params![office]).await?;
        Ok(rows.first().map(|r| r.instant(0)).transpose()?)
    }
}

fn taken(row: &Row) -> Result<Taken, CaseError> {
    let body = row.text(6)?;
    Ok(Taken {
        id: row.text(0)?,
        attempts: row.int(1)?,
        created_at: row.instant(2)?,
        trace: row.opt_text(7)?,
        letter: Letter {
            contact: ContactId::new(row.text(3)?),
            ticket: row.opt_text(4)?.map(|t| super::log::ticket(&t)).transpose()?,
            notice: row.opt_text(5)?.map(NoticeId::new),
            body: serde_json::from_str(&body).map_err(|e| CaseError::Broken(format!("outbox: {e}")))?,
        },
    })
}
