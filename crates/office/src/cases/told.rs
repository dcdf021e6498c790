//! What happened in a span of time, case by case and up to a position of the log, so that it can be counted again
//! later and come to the same.

use super::{CaseError, Cases};
use crate::params;
use jiff::Timestamp;
use procedure::{Event, Ticket};

impl Cases {
    /// The position of the last event there is, whatever its log; 0 where there is none.
    pub async fn watermark(&self, office: &str) -> Result<i64, CaseError> {
        Ok(crate::events::watermark(&self.db, office).await?)
    }

    /// The instant of the first event; none where nothing has happened yet.
    pub async fn first_event(&self, office: &str) -> Result<Option<Timestamp>, CaseError> {
        let sql = "SELECT at FROM events WHERE office = ?1 AND log = 'case' ORDER BY at LIMIT 1";
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
        let sql = "SELECT DISTINCT stream FROM events
            WHERE office = ?1 AND log = 'case' AND at >= ?2 AND at < ?3 AND position <= ?4 ORDER BY stream";
        let rows = self.db.query(sql, params![office, from, to, watermark]).await?;
        rows.iter().map(|r| super::log::ticket(&r.text(0)?)).collect()
    }

    /// A case's events up to that position; none of a draft that was purged.
    pub async fn events_until(
        &self,
        office: &str,
        ticket: &Ticket,
        watermark: i64,
    ) -> Result<Vec<Event>, CaseError> {
        let told = self.log.read(office, ticket, watermark).await?;
        Ok(told.map(|(events, _)| events).unwrap_or_default())
    }
}
