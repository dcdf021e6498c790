//! The events of an office in the order of the record, a page at a time.

use super::AuditError;
use crate::db::{Db, Row};
use crate::events::hash_in;
use crate::params;
use seal::record::{Hashed, Name, digest};

/// Events read at once.
const PAGE: usize = 5_000;

/// Hands over every event up to a position, in order.
pub async fn scan(db: &Db, office: &str, until: i64, mut each: impl FnMut(Hashed)) -> Result<(), AuditError> {
    let mut after = i64::MIN;
    loop {
        let sql = "SELECT position, log, stream, seq, at, kind, body, hash FROM events
            WHERE office = ?1 AND position > ?2 AND position <= ?3 ORDER BY position LIMIT ?4";
        let rows = db.query(sql, params![office, after, until, PAGE]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.int(0)?;
        for row in &rows {
            each(scanned(row)?);
        }
    }
}

fn scanned(row: &Row) -> Result<Hashed, AuditError> {
    let seq = u64::try_from(row.int(3)?).unwrap_or_default();
    Ok(Hashed {
        name: Name { log: row.text(1)?, stream: row.text(2)?, seq },
        at: row.int(4)?,
        kind: row.text(5)?,
        body: digest(row.bytes(6)?),
        hash: hash_in(row, 7)?,
    })
}
