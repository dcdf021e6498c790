//! Files whose numbers and codes are still to be read: a row each, written with the event that attached the
//! file, taken by lease, removed once they are read. What was read is not kept here.

use super::{CaseError, Cases};
use crate::db::{Statement, Write};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::{FileFacts, FileId, Ticket};

/// Files that one process takes at a time.
const CLAIM: usize = 2;

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub file: FileId,
    pub ticket: Ticket,
    pub pages: u32,
}

pub(super) fn row(office: &str, ticket: &Ticket, facts: &FileFacts, at: Timestamp) -> Statement {
    let sql = "INSERT INTO readings (office, file, ticket, pages, due_at, attempts)
        VALUES (?1, ?2, ?3, ?4, ?5, 0) ON CONFLICT DO NOTHING";
    Statement::new(sql, params![office, facts.file.as_str(), ticket.as_str(), facts.pages, at])
}

/// The case's files need not be read any more.
pub(super) fn forget(office: &str, ticket: &Ticket) -> Statement {
    Statement::new("DELETE FROM readings WHERE office = ?1 AND ticket = ?2", params![office, ticket.as_str()])
}

impl Cases {
    /// Takes files that are due, oldest first; each is due again when `lease` is over, unless it was done by
    /// then.
    pub async fn take_unread(
        &self,
        office: &str,
        at: Timestamp,
        lease: SignedDuration,
    ) -> Result<Vec<Unread>, CaseError> {
        // Materialized, or PostgreSQL may look for due rows anew for each row it updates.
        let sql = "WITH due AS MATERIALIZED (SELECT file FROM readings WHERE office = ?1 AND due_at <= ?2
                ORDER BY due_at LIMIT ?4 {skip_locked})
            UPDATE readings SET due_at = ?3, attempts = attempts + 1
            WHERE office = ?1 AND file IN (SELECT file FROM due)
            RETURNING file, ticket, pages";
        let until = at.saturating_add(lease).unwrap_or(at);
        let rows = self.db.claim(Statement::new(sql, params![office, at, until, CLAIM])).await?;
        rows.iter()
            .map(|row| {
                Ok(Unread {
                    file: FileId::new(row.text(0)?),
                    ticket: super::log::ticket(&row.text(1)?)?,
                    pages: u32::try_from(row.int(2)?).unwrap_or(0),
                })
            })
            .collect()
    }

    /// The file was read, or will never be.
    pub async fn was_read(&self, office: &str, unread: &Unread) -> Result<(), CaseError> {
        let sql = "DELETE FROM readings WHERE office = ?1 AND file = ?2";
        let done = Statement::new(sql, params![office, unread.file.as_str()]);
        self.db.write(Write::one(done)).await?;
        self.hint(office, unread.ticket.clone());
        Ok(())
    }

    /// When the next file falls due, if any waits.
    pub async fn next_unread(&self, office: &str) -> Result<Option<Timestamp>, CaseError> {
        let sql = "SELECT due_at FROM readings WHERE office = ?1 ORDER BY due_at LIMIT 1";
        let rows = self.db.query(sql, params![office]).await?;
        Ok(rows.first().map(|r| r.instant(0)).transpose()?)
    }
}
