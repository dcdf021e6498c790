//! The counter's drafts that nobody has finished yet. Reads the view only.

use crate::app::App;
use crate::error::Error;
use crate::params;
use jiff::{SignedDuration, Timestamp};

/// Lines shown at the most.
const MOST: usize = 50;

pub struct Draft {
    pub ticket: String,
    pub name: String,
    pub updated_at: Timestamp,
}

/// Newest first. A draft untouched for longer than drafts are kept is gone, so the range is bounded.
pub async fn open(app: &App) -> Result<Vec<Draft>, Error> {
    let kept = SignedDuration::from_hours(i64::from(app.cases.procedures().active().draft_hours) + 24);
    let since = app.clock.now().saturating_sub(kept).unwrap_or(Timestamp::UNIX_EPOCH);
    let sql = "SELECT ticket, name, updated_at FROM cases
        WHERE office = ?1 AND updated_at >= ?2 AND status = 'draft' AND channel = 'counter'
        ORDER BY updated_at DESC LIMIT ?3";
    let rows = app.db.query(sql, params![app.office(), since, MOST]).await?;
    let read = |row: &crate::db::Row| {
        Ok(Draft { ticket: row.text(0)?, name: row.text(1)?, updated_at: row.instant(2)? })
    };
    rows.iter().map(read).collect()
}
