//! Which cases are to be told of anew: marked in the transaction that changed them, taken by lease, done with in the
//! transaction that added them up.

use super::Figures;
use crate::db::{DbError, Statement, Write};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::{Case, Ticket};

/// Longer than adding up one taking takes.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
const CLAIM: usize = 100;

/// The case has changed; a draft tells nothing yet. Whoever is telling of it gives up.
pub fn mark(office: &str, ticket: &Ticket, case: &Case, at: Timestamp) -> Option<Statement> {
    case.submitted_at?;
    let sql = "INSERT INTO figures_due (office, ticket, due_at, mark) VALUES (?1, ?2, ?3, 0)
        ON CONFLICT (office, ticket) DO UPDATE SET due_at = excluded.due_at, mark = 0";
    Some(Statement::new(sql, params![office, ticket.as_str(), at]))
}

/// Tickets taken under one mark.
pub(super) struct Taken {
    pub(super) tickets: Vec<String>,
    mark: i64,
}

impl Taken {
    /// What was taken is told of, unless it changed meanwhile or somebody else took it: then the write fails whole.
    pub(super) fn done(&self, office: &str, ticket: &str) -> Statement {
        let sql = "DELETE FROM figures_due WHERE office = ?1 AND ticket = ?2 AND mark = ?3";
        Statement::new(sql, params![office, ticket, self.mark]).must_change()
    }

    /// What cannot be told of is looked at again later.
    pub(super) fn put_off(&self, office: &str, ticket: &str, until: Timestamp) -> Statement {
        let sql = "UPDATE figures_due SET due_at = ?4 WHERE office = ?1 AND ticket = ?2 AND mark = ?3";
        Statement::new(sql, params![office, ticket, self.mark, until])
    }
}

impl Figures {
    /// Takes cases that are due, longest first.
    pub(super) async fn take(&self, at: Timestamp) -> Result<Taken, DbError> {
        let sql = "WITH due AS MATERIALIZED (SELECT ticket FROM figures_due
                WHERE office = ?1 AND due_at <= ?2 ORDER BY due_at LIMIT ?5 {skip_locked})
            UPDATE figures_due SET due_at = ?3, mark = ?4 WHERE office = ?1 AND ticket IN (SELECT ticket FROM due)
            RETURNING ticket";
        let (until, mark) = (at.saturating_add(LEASE).unwrap_or(at), rand::random_range(1..i64::MAX));
        let asked = params![&*self.office, at, until, mark, CLAIM];
        let rows = self.db.claim(Statement::new(sql, asked)).await?;
        let tickets = rows.iter().map(|r| r.text(0)).collect::<Result<_, _>>()?;
        Ok(Taken { tickets, mark })
    }

    /// Drops every figure, and marks every case that ever told one.
    pub(super) async fn forget(&self) -> Result<(), DbError> {
        let of_office = |sql| Statement::new(sql, params![&*self.office]);
        let statements = vec![
            of_office("DELETE FROM facts WHERE office = ?1"),
            of_office("DELETE FROM figures WHERE office = ?1"),
            of_office(
                "INSERT INTO figures_due (office, ticket, due_at, mark)
                SELECT office, ticket, 0, 0 FROM cases WHERE office = ?1 AND submitted_at IS NOT NULL
                ON CONFLICT (office, ticket) DO UPDATE SET due_at = 0, mark = 0",
            ),
        ];
        self.db.write(Write { statements, touches: vec![self.turn()] }).await
    }

    /// Of this office's sums one write at a time.
    pub(super) fn turn(&self) -> String {
        format!("figures:{}", self.office)
    }
}
