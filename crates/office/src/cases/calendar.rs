//! After the office's calendar has changed, by a closed day or by another file: every open deadline is counted anew, each
//! by an event of its own case. May be broken off and begun again anywhere, and by several processes at once.

use super::{CaseError, Cases, Order, log};
use crate::db::Statement;
use crate::params;
use jiff::Timestamp;
use procedure::{Actor, Command};

impl Cases {
    /// How many deadlines were moved.
    pub async fn recount(&self, office: &str, at: Timestamp) -> Result<usize, CaseError> {
        let sql = "SELECT ticket FROM cases WHERE office = ?1 AND lane <> '' AND calendar < ?2
            UNION ALL SELECT ticket FROM cases WHERE office = ?1 AND lane <> '' AND calendar > ?2 LIMIT 100";
        let named = "UPDATE cases SET calendar = ?3 WHERE office = ?1 AND ticket = ?2";
        let mut moved = 0;
        loop {
            let standing = self.procedures.look(&self.db, office).await?;
            let rows = self.db.query(sql, params![office, standing.calendar()]).await?;
            if rows.is_empty() {
                return Ok(moved);
            }
            for row in rows {
                let ticket = log::ticket(&row.text(0)?)?;
                let name = Statement::new(named, params![office, ticket.as_str(), standing.calendar()]);
                let order = Order::new(Some(ticket), Actor::System, at, Command::ApplyCalendar);
                let done = self.dispatch(office, order.also(vec![name])).await?;
                moved += done.events.len();
            }
        }
    }
}
