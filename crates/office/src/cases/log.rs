//! The case log itself: events in, events out. Private to `cases`: nobody else appends.

use super::CaseError;
use crate::db::{Db, Statement};
use crate::params;
use procedure::{Event, Ticket};

pub(super) async fn read(db: &Db, office: &str, ticket: &Ticket) -> Result<Vec<Event>, CaseError> {
    let sql = "SELECT body FROM events WHERE office = ?1 AND ticket = ?2 ORDER BY seq";
    let rows = db.query(sql, params![office, ticket.as_str()]).await?;
    rows.iter()
        .map(|r| {
            let body = r.text(0)?;
            serde_json::from_str(&body).map_err(|e| CaseError::Broken(format!("an event of {ticket}: {e}")))
        })
        .collect()
}

/// The unique key (office, ticket, seq) is the optimistic lock.
pub(super) fn append(office: &str, ticket: &Ticket, seq: u64, event: &Event) -> Result<Statement, CaseError> {
    let body = serde_json::to_value(event).map_err(|e| CaseError::Broken(e.to_string()))?;
    let kind = body.get("event").and_then(|k| k.as_str()).unwrap_or_default().to_owned();
    let sql = "INSERT INTO events (office, ticket, seq, at, kind, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    Ok(Statement::new(sql, params![office, ticket.as_str(), seq, event.at, kind, body.to_string()]))
}

pub(super) fn ticket(text: &str) -> Result<Ticket, CaseError> {
    Ticket::parse(text).map_err(|e| CaseError::Broken(format!("ticket: {e}")))
}
