//! What happened in a span of time, case by case and up to a position of the log, so that it can be counted again
//! later and come to the same.

use super::{CaseError, Cases};
use crate::params;
use jiff::Timestamp;
use procedure::{Event, Ticket};

impl Cases {
    /// The position of the last event there is; 0 where there is none.
    pub async fn watermark(&self, office: &str) -> Result<i64, CaseError> {
        let sql = "SELECT position FROM events WHERE office = ?1 ORDER BY position DESC LIMIT 1";
        let rows = self.db.query(sql, params![office]).await?;
        Ok(rows.first().map(|r| r.int(0)).transpose()?.unwrap_or_default())
    }

    /// The instant of the first event; none where nothing has happened yet.
    pub async fn first_event(&self, office: &str) -> Result<Option<Timestamp>, CaseError> {
        let sql = "SELECT at FROM events WHERE office = ?1 ORDER BY at LIMIT 1";
        let rows = self.db.query(sql, params![office]).await?;
        Ok(rows.first().map(|r| r.instant(0)).transpose()?)
    }

    /// The cases to which something happened in `from..to`, in the order of their names.
    pub async fn touched(
        &self,
        office: &str,
        (from, to): (Timestamp, Timestamp),
        watermark: i64,
    ) -> Result<Vec<Ticket>, CaseError> {
        let sql = "SELECT DISTINCT ticket FROM events
            WHERE office = ?1 AND at >= ?2 AND at < ?3 AND position <= ?4 ORDER BY ticket";
        let rows = self.db.query(sql, params![office, from, to, watermark]).await?;
        rows.iter().map(|r| super::log::ticket(&r.text(0)?)).collect()
    }

    /// A case's events up to that position.
    pub async fn events_until(
        &self,
        office: &str,
        ticket: &Ticket,
        watermark: i64,
    ) -> Result<Vec<Event>, CaseError> {
        let sql = "SELECT body FROM events WHERE office = ?1 AND ticket = ?2 AND position <= ?3 ORDER BY seq";
        let rows = self.db.query(sql, params![office, ticket.as_str(), watermark]).await?;
        let broken = |e| CaseError::Broken(format!("an event of {ticket}: {e}"));
        rows.iter().map(|r| serde_json::from_str(&r.text(0)?).map_err(broken)).collect()
    }
}
