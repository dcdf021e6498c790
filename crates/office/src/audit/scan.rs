//! The events of an office, a page at a time: in the order of the record, or stream by stream.

use super::AuditError;
use crate::db::{Db, DbError, Row, Value};
use crate::params;
use seal::record::{Hash, Hashed, KeptLeaf, Name, StreamName, digest};
use tokio::task::JoinHandle;

/// Events read at once.
const PAGE: usize = 5_000;

/// Hands over the name and the hash of every event up to a position, in the order of the record.
pub async fn leaves(
    db: &Db,
    office: &str,
    until: i64,
    mut each: impl FnMut(KeptLeaf),
) -> Result<(), AuditError> {
    let page = |from: Option<i64>| {
        let sql = "SELECT position, log, stream, seq, hash FROM events
            WHERE office = ?1 AND position >= ?2 AND position <= ?3 ORDER BY position LIMIT ?4";
        asked(db, sql, params![office, from.unwrap_or(i64::MIN), until, PAGE])
    };
    let mut next = Some(page(None));
    while let Some(coming) = next {
        let rows = coming.await.map_err(|e| AuditError::Broken(e.to_string()))??;
        // One page is read while the one before it is looked at.
        let last = rows.last().filter(|_| rows.len() == PAGE).map(|row| row.int(0)).transpose()?;
        next = last.and_then(|last| last.checked_add(1)).map(|from| page(Some(from)));
        rows.iter().map(|row| KeptLeaf { name: name(row, 1), hash: hash(row, 4) }).for_each(&mut each);
    }
    Ok(())
}

const EVENT: &str = "SELECT position, log, stream, seq, at, kind, body, hash FROM events
    WHERE office = ?1 AND position <= ?2 ORDER BY log, stream, seq LIMIT ?3";
const NEXT_EVENT: &str = "SELECT position, log, stream, seq, at, kind, body, hash FROM events
    WHERE office = ?1 AND position <= ?2 AND (log, stream, seq) > (?4, ?5, ?6) ORDER BY log, stream, seq LIMIT ?3";

/// Hands over every event up to a position with where it stands, by stream and number.
pub async fn streams(
    db: &Db,
    office: &str,
    until: i64,
    mut each: impl FnMut(i64, Hashed),
) -> Result<(), AuditError> {
    let mut next = Some(asked(db, EVENT, params![office, until, PAGE]));
    while let Some(coming) = next {
        let rows = coming.await.map_err(|e| AuditError::Broken(e.to_string()))??;
        let last = rows.last().filter(|_| rows.len() == PAGE).map(|row| row.cells().get(1..4));
        next = last.flatten().map(|after| {
            let mut values = params![office, until, PAGE];
            values.extend_from_slice(after);
            asked(db, NEXT_EVENT, values)
        });
        for row in &rows {
            each(row.int(0)?, scanned(row));
        }
    }
    Ok(())
}

/// One stream in the order of the record.
pub async fn stream(
    db: &Db,
    office: &str,
    (log, name): &StreamName,
    until: i64,
) -> Result<Vec<Hashed>, AuditError> {
    let sql = "SELECT position, log, stream, seq, at, kind, body, hash FROM events
        WHERE office = ?1 AND log = ?2 AND stream = ?3 AND position <= ?4 ORDER BY position";
    let rows = db.query(sql, params![office, log, name, until]).await?;
    Ok(rows.iter().map(scanned).collect())
}

fn asked(db: &Db, sql: &'static str, values: Vec<Value>) -> JoinHandle<Result<Vec<Row>, DbError>> {
    let db = db.clone();
    tokio::spawn(async move { db.query(sql, values).await })
}

/// The event of a row. Whoever writes into the table by hand may leave a cell of another kind than ours: then it
/// matches nothing that was signed, and is named like any other.
fn scanned(row: &Row) -> Hashed {
    Hashed {
        name: name(row, 1),
        at: row.int(4).unwrap_or(i64::MIN),
        kind: text(row, 5),
        body: row.bytes(6).map_or_else(|_| wrong_bytes(row, 6), digest),
        hash: hash(row, 7),
    }
}

fn name(row: &Row, from: usize) -> Name {
    Name {
        log: text(row, from),
        stream: text(row, from + 1),
        seq: row.int(from + 2).ok().and_then(|seq| u64::try_from(seq).ok()).unwrap_or_default(),
    }
}

fn text(row: &Row, column: usize) -> String {
    row.text(column).unwrap_or_else(|_| wrong(row, column))
}

fn hash(row: &Row, column: usize) -> Hash {
    let whole = row.bytes(column).ok().and_then(|hash| hash.try_into().ok());
    whole.unwrap_or_else(|| wrong_bytes(row, column))
}

fn wrong_bytes(row: &Row, column: usize) -> Hash {
    digest(format!("no bytes: {}", wrong(row, column)).as_bytes())
}

fn wrong(row: &Row, column: usize) -> String {
    format!("{:?}", row.cells().get(column))
}
