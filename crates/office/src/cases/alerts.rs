//! Words to those who hold a role: a clock of a case has called. Written with the event that says so; who has seen them
//! is kept by person. They say nothing of whose case it is.

use super::{CaseError, Cases, word};
use crate::db::{Row, Statement, Write};
use crate::params;
use jiff::Timestamp;
use procedure::{Call, Case, ClockKind, RoleId, Ticket};

/// So many are shown, and counted.
pub const MOST: usize = 100;

/// A clock of a case has called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub ticket: Ticket,
    /// The number of the event that says so.
    pub seq: u64,
    pub at: Timestamp,
    /// `step` or `case`.
    pub clock: String,
    /// `at_risk` or `over`.
    pub call: String,
    pub step: String,
    pub due_at: Timestamp,
}

impl Alert {
    pub(super) fn of(
        ticket: &Ticket,
        case: &Case,
        (clock, call, due_at): (ClockKind, Call, Timestamp),
        at: Timestamp,
    ) -> Self {
        let step = case.step.as_ref().map_or_else(String::new, |s| s.id.to_string());
        Self {
            ticket: ticket.clone(),
            seq: case.seq,
            at,
            clock: word(&clock),
            call: word(&call),
            step,
            due_at,
        }
    }

    fn read(row: &Row) -> Result<Self, CaseError> {
        Ok(Self {
            ticket: super::log::ticket(&row.text(0)?)?,
            seq: u64::try_from(row.int(1)?).unwrap_or_default(),
            at: row.instant(2)?,
            clock: row.text(3)?,
            call: row.text(4)?,
            step: row.text(5)?,
            due_at: row.instant(6)?,
        })
    }
}

/// One row a role.
pub(super) fn rows(office: &str, to: &[RoleId], alert: &Alert) -> Vec<Statement> {
    let sql = "INSERT INTO alerts (office, role, at, ticket, seq, clock, call, step, due_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let Alert { ticket, seq, at, clock, call, step, due_at } = alert;
    let row = |role: &RoleId| {
        let values = params![office, role.as_str(), *at, ticket.as_str(), *seq, clock, call, step, *due_at];
        Statement::new(sql, values)
    };
    to.iter().map(row).collect()
}

impl Cases {
    /// What was told those who hold one of these roles, the newest first; each once, whoever else was told.
    pub async fn alerts(&self, office: &str, roles: &[RoleId]) -> Result<Vec<Alert>, CaseError> {
        let sql = "SELECT ticket, seq, at, clock, call, step, due_at FROM alerts
            WHERE office = ?1 AND role = ?2 ORDER BY at DESC, ticket, seq LIMIT 100";
        let mut found: Vec<Alert> = Vec::new();
        for role in roles {
            let rows = self.db.query(sql, params![office, role.as_str()]).await?;
            for alert in rows.iter().map(Alert::read) {
                found.push(alert?);
            }
        }
        found.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| (&a.ticket, a.seq).cmp(&(&b.ticket, b.seq))));
        found.dedup();
        found.truncate(MOST);
        Ok(found)
    }

    /// Until when this person has seen what was told them.
    pub async fn alerts_seen(&self, office: &str, user: &str) -> Result<Option<Timestamp>, CaseError> {
        let sql = "SELECT seen_at FROM alerts_seen WHERE office = ?1 AND user_id = ?2";
        let rows = self.db.query(sql, params![office, user]).await?;
        Ok(rows.first().map(|r| r.instant(0)).transpose()?)
    }

    /// How many alerts to these roles this person has not seen; counting stops at [`MOST`].
    pub async fn alerts_unseen(
        &self,
        office: &str,
        roles: &[RoleId],
        user: &str,
    ) -> Result<usize, CaseError> {
        let seen = self.alerts_seen(office, user).await?;
        let alerts = self.alerts(office, roles).await?;
        Ok(alerts.iter().filter(|a| seen.is_none_or(|seen| a.at > seen)).count())
    }

    /// This person has seen everything up to then.
    pub async fn see_alerts(&self, office: &str, user: &str, until: Timestamp) -> Result<(), CaseError> {
        let sql = "INSERT INTO alerts_seen (office, user_id, seen_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (office, user_id) DO UPDATE SET seen_at = excluded.seen_at
            WHERE alerts_seen.seen_at < excluded.seen_at";
        Ok(self.db.write(Write::one(Statement::new(sql, params![office, user, until]))).await?)
    }
}
