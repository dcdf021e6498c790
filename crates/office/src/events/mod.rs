//! What happened, in one table that is only ever added to. Each log has streams (a case, a blank card), and each
//! stream is a chain: an event's hash covers the event and the hash before it. The same hash is the event's leaf in
//! the tree over everything (`audit`). Bodies are bytes here: what they say, and who may read it, is their log's to
//! know. Nothing here changes or removes a row, and no other module writes the table.

use crate::db::{Db, DbError, Row, Statement};
use crate::params;
use jiff::Timestamp;
use seal::record::{Hash, Head, Leaf, digest};

/// What a stream is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Log {
    /// A case; the stream is its ticket. Bodies are sealed with the case's key.
    Case,
    /// A blank card; the stream is its serial.
    Blank,
    /// The closing of a period of the stock; the stream is its number.
    Closing,
    /// Minutes of destruction; one stream.
    Minutes,
    /// The rules for visitors; one stream.
    Visits,
    /// Versions of the procedure: proposed, approved, in force; one stream.
    Procedure,
    /// Accounts and what people may do; a stream each line.
    Account,
    /// Sign-ins that went right, apart from what was changed of accounts; a stream each line.
    SignIn,
    /// Who looked at whose data; a stream for each process.
    Read,
    /// What people asked about their own data; the stream is the request's number.
    Privacy,
    /// Breaches of personal data: what was found, and who was told; the stream is the incident's number.
    Incident,
    /// What was destroyed because its period was over; one stream.
    Retention,
    /// The record itself: what of it was lost; one stream.
    Record,
}

impl Log {
    pub fn word(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Blank => "blank",
            Self::Closing => "closing",
            Self::Minutes => "minutes",
            Self::Visits => "visits",
            Self::Procedure => "procedure",
            Self::Account => "account",
            Self::SignIn => "sign_in",
            Self::Read => "read",
            Self::Privacy => "privacy",
            Self::Incident => "incident",
            Self::Retention => "retention",
            Self::Record => "record",
        }
    }
}

/// One chain of one office.
#[derive(Debug, Clone, Copy)]
pub struct Stream<'a> {
    pub office: &'a str,
    pub log: Log,
    /// Empty where the log has one stream only.
    pub name: &'a str,
}

/// What is added to a chain.
#[derive(Debug, Clone)]
pub struct New<'a> {
    pub at: Timestamp,
    pub kind: &'a str,
    pub body: Vec<u8>,
}

/// The row of a new event, and the chain's end after it. Where somebody else was quicker the write is a conflict.
pub fn append(stream: Stream<'_>, head: Head, new: New<'_>) -> (Statement, Head) {
    let Stream { office, log, name } = stream;
    let seq = head.seq + 1;
    let leaf = Leaf {
        office,
        log: log.word(),
        stream: name,
        seq,
        at: new.at.as_millisecond(),
        kind: new.kind,
        before: &head.hash,
        body: &digest(&new.body),
    };
    let hash = leaf.hash();
    let sql = "INSERT INTO events (office, log, stream, seq, at, kind, body, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let values = params![office, log.word(), name, seq, new.at, new.kind, new.body, hash.to_vec()];
    (Statement::new(sql, values), Head { seq, hash })
}

/// As [`append`], with the body as JSON; its kind is named beside it.
pub fn append_json(
    stream: Stream<'_>,
    head: Head,
    (at, kind): (Timestamp, &str),
    body: &impl serde::Serialize,
) -> Result<(Statement, Head), DbError> {
    let body = serde_json::to_vec(body).map_err(|e| DbError::Broken(e.to_string()))?;
    Ok(append(stream, head, New { at, kind, body }))
}

/// Where a chain ends now.
pub async fn head(db: &Db, stream: Stream<'_>) -> Result<Head, DbError> {
    let sql = "SELECT seq, hash FROM events WHERE office = ?1 AND log = ?2 AND stream = ?3
        ORDER BY seq DESC LIMIT 1";
    let rows = db.query(sql, params![stream.office, stream.log.word(), stream.name]).await?;
    rows.first().map(|row| head_in(row, 0)).transpose().map(Option::unwrap_or_default)
}

/// The end of a chain, from its number in column `first` and its hash in the next.
pub fn head_in(row: &Row, first: usize) -> Result<Head, DbError> {
    let seq = u64::try_from(row.int(first)?).unwrap_or_default();
    Ok(Head { seq, hash: hash_in(row, first + 1)? })
}

pub fn hash_in(row: &Row, column: usize) -> Result<Hash, DbError> {
    let bytes = row.bytes(column)?;
    bytes.try_into().map_err(|_| DbError::Broken(format!("a hash of {} bytes", bytes.len())))
}

/// A body that is plain JSON, in this column.
pub fn json_in<T: serde::de::DeserializeOwned>(row: &Row, column: usize) -> Result<T, DbError> {
    serde_json::from_slice(row.bytes(column)?).map_err(|e| DbError::Broken(format!("an event: {e}")))
}

/// An event of a log that is plain JSON, as it stands in the table.
#[derive(Debug, Clone)]
pub struct Told {
    pub log: String,
    pub stream: String,
    pub at: Timestamp,
    pub kind: String,
    pub body: Vec<u8>,
}

/// What happened beside cases, accounts and looks, from one instant until before another, in order.
pub async fn told_between(
    db: &Db,
    office: &str,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Told>, DbError> {
    let sql = "SELECT log, stream, at, kind, body FROM events WHERE office = ?1
        AND log IN ('blank', 'closing', 'minutes', 'visits', 'procedure', 'privacy') AND at >= ?2 AND at < ?3
        ORDER BY position";
    let each = |row: &Row| {
        let body = row.bytes(4)?.to_vec();
        Ok(Told { log: row.text(0)?, stream: row.text(1)?, at: row.instant(2)?, kind: row.text(3)?, body })
    };
    db.query(sql, params![office, from, until]).await?.iter().map(each).collect()
}

/// The position of the last event; whatever is written later has a higher one. 0 where there is none.
pub async fn watermark(db: &Db, office: &str) -> Result<i64, DbError> {
    let sql = "SELECT position FROM events WHERE office = ?1 ORDER BY position DESC LIMIT 1";
    let rows = db.query_settled("events", sql, params![office]).await?;
    Ok(rows.first().map(|row| row.int(0)).transpose()?.unwrap_or_default())
}
