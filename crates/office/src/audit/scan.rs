//! The events of an office in the order of the record, a page at a time.

use super::AuditError;
use crate::db::{Db, DbError, Row};
use crate::params;
use seal::record::{Hashed, Name, digest};
use tokio::task::JoinHandle;

/// Events read at once.
const PAGE: usize = 5_000;

/// Hands over every event up to a position, in order.
pub async fn scan(db: &Db, office: &str, until: i64, mut each: impl FnMut(Hashed)) -> Result<(), AuditError> {
    let mut next = Some(page(db, office, i64::MIN, until));
    while let Some(coming) = next {
        let rows = coming.await.map_err(|e| AuditError::Broken(e.to_string()))??;
        // One page is read while the one before it is looked at.
        let last = rows.last().filter(|_| rows.len() == PAGE).map(|row| row.int(0)).transpose()?;
        next = last.and_then(|last| last.checked_add(1)).map(|from| page(db, office, from, until));
        rows.iter().map(scanned).for_each(&mut each);
    }
    Ok(())
}

/// The events from one position on.
fn page(db: &Db, office: &str, from: i64, until: i64) -> JoinHandle<Result<Vec<Row>, DbError>> {
    let sql = "SELECT position, log, stream, seq, at, kind, body, hash FROM events
        WHERE office = ?1 AND position >= ?2 AND position <= ?3 ORDER BY position LIMIT ?4";
    let (db, values) = (db.clone(), params![office, from, until, PAGE]);
    tokio::spawn(async move { db.query(sql, values).await })
}

/// The event of a row. Whoever writes into the table by hand may leave a cell of another kind than ours: then it
/// matches nothing that was signed, and is named like any other.
fn scanned(row: &Row) -> Hashed {
    let wrong = |column: usize| format!("{:?}", row.cells().get(column));
    let text = |column: usize| row.text(column).unwrap_or_else(|_| wrong(column));
    let digested = |column: usize| digest(format!("no bytes: {}", wrong(column)).as_bytes());
    Hashed {
        name: Name {
            log: text(1),
            stream: text(2),
            seq: row.int(3).ok().and_then(|seq| u64::try_from(seq).ok()).unwrap_or_default(),
        },
        at: row.int(4).unwrap_or(i64::MIN),
        kind: text(5),
        body: row.bytes(6).map_or_else(|_| digested(6), digest),
        hash: row.bytes(7).ok().and_then(|hash| hash.try_into().ok()).unwrap_or_else(|| digested(7)),
    }
}
