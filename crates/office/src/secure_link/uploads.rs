//! The rows of files on their way by a link, and of their parts. A repeated part replaces itself; parts may
//! come in any order, to any process, before and after a restart.

use super::seal::Seal;
use crate::app::App;
use crate::db::{DbError, Row, Statement, Write};
use crate::documents::Incoming;
use crate::error::Error;
use crate::params;
use procedure::{DocumentId, FileFacts, FileId};
use serde::{Deserialize, Serialize};

/// Bytes of one part: on the poorest line still only seconds are lost with it.
pub const PART: usize = 131_072;
/// Files begun by one link.
pub const MOST_FILES: usize = 60;
/// Bytes that may wait unfinished by one link.
pub const MOST_WAITING: u64 = 60_000_000;

/// How far a file has come. The words stand in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Receiving,
    /// Looked at; a fault was found, and the resident may send a better one.
    Held,
    /// Not kept.
    Refused,
    Attached,
    /// Another took its place.
    Replaced,
}

/// Why a file was not kept: a text's key, and its placeholders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub key: String,
    pub args: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
pub struct Upload {
    /// Also the file's own id.
    pub id: String,
    pub document: DocumentId,
    pub size: u64,
    pub fingerprint: String,
    pub state: State,
    pub facts: Option<FileFacts>,
    pub problem: Option<Problem>,
}

impl Upload {
    pub fn file(&self) -> FileId {
        FileId::new(&*self.id)
    }

    /// The number of its parts.
    pub fn parts(&self) -> usize {
        usize::try_from(self.size).unwrap_or(usize::MAX).div_ceil(PART)
    }

    /// The bytes that its part of this number must have; none where it has no such part.
    pub fn length_of(&self, number: usize) -> Option<usize> {
        let left = usize::try_from(self.size).ok()?.checked_sub(number.checked_mul(PART)?)?;
        Some(left.min(PART)).filter(|length| *length > 0)
    }
}

/// Every file of a link, the last one last.
pub async fn of_link(app: &App, link: &str) -> Result<Vec<Upload>, Error> {
    let sql = "SELECT id, document, size, fingerprint, state, facts, problem FROM uploads
        WHERE office = ?1 AND link = ?2 ORDER BY created_at, id";
    let rows = app.db.query(sql, params![app.office(), link]).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

pub async fn one(app: &App, link: &str, id: &str) -> Result<Option<Upload>, Error> {
    let sql = "SELECT id, document, size, fingerprint, state, facts, problem FROM uploads
        WHERE office = ?1 AND link = ?2 AND id = ?3";
    let rows = app.db.query(sql, params![app.office(), link, id]).await?;
    Ok(rows.first().map(read).transpose()?)
}

/// Begins a file; what was begun of the same document is forgotten. False: the link has had enough.
pub async fn begin(app: &App, link: &str, new: &Upload) -> Result<bool, Error> {
    let document = new.document.as_str();
    let parts = "DELETE FROM upload_parts WHERE office = ?1 AND upload IN (SELECT id FROM uploads
        WHERE office = ?1 AND link = ?2 AND document = ?3 AND state = 'receiving')";
    let rows =
        "DELETE FROM uploads WHERE office = ?1 AND link = ?2 AND document = ?3 AND state = 'receiving'";
    let insert = "INSERT INTO uploads (office, link, id, document, size, fingerprint, state, facts, problem, created_at)
        SELECT ?1, ?2, ?3, ?4, CAST(?5 AS BIGINT), ?6, 'receiving', NULL, NULL, CAST(?7 AS BIGINT)
        WHERE (SELECT count(*) FROM uploads WHERE office = ?1 AND link = ?2) < CAST(?8 AS BIGINT)
        AND (SELECT coalesce(sum(size), 0) FROM uploads WHERE office = ?1 AND link = ?2
            AND state = 'receiving') + CAST(?5 AS BIGINT) <= CAST(?9 AS BIGINT)";
    let (id, size, print, now) = (&new.id, new.size, &new.fingerprint, app.clock.now());
    let values = params![app.office(), link, id, document, size, print, now, MOST_FILES, MOST_WAITING];
    let statements = vec![
        Statement::new(parts, params![app.office(), link, document]),
        Statement::new(rows, params![app.office(), link, document]),
        Statement::new(insert, values).must_change(),
    ];
    match app.db.write(Write { statements, touches: vec![format!("link:{link}")] }).await {
        Ok(()) => Ok(true),
        Err(DbError::Conflict(_)) => Ok(false),
        Err(e) => Err(e.into()),
    }
}

/// Keeps a part, durably. False: the file does not wait for parts any more.
pub async fn put(app: &App, link: &str, id: &str, number: usize, closed: Vec<u8>) -> Result<bool, Error> {
    let waits = "UPDATE uploads SET state = 'receiving'
        WHERE office = ?1 AND link = ?2 AND id = ?3 AND state = 'receiving'";
    let insert = "INSERT INTO upload_parts (office, upload, number, bytes) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (office, upload, number) DO UPDATE SET bytes = excluded.bytes";
    let statements = vec![
        Statement::new(waits, params![app.office(), link, id]).must_change(),
        Statement::new(insert, params![app.office(), id, number, closed]),
    ];
    match app.db.write(Write { statements, touches: vec![format!("upload:{id}")] }).await {
        Ok(()) => Ok(true),
        Err(DbError::Conflict(_)) => Ok(false),
        Err(e) => Err(e.into()),
    }
}

/// The numbers of the parts that are there.
pub async fn had(app: &App, id: &str) -> Result<Vec<i64>, Error> {
    let sql = "SELECT number FROM upload_parts WHERE office = ?1 AND upload = ?2 ORDER BY number";
    let rows = app.db.query(sql, params![app.office(), id]).await?;
    Ok(rows.iter().map(|r| r.int(0)).collect::<Result<_, _>>()?)
}

/// The whole file; none while parts are missing.
pub async fn whole(app: &App, seal: &Seal, upload: &Upload) -> Result<Option<Incoming>, Error> {
    let there = had(app, &upload.id).await?;
    if there.len() < upload.parts() {
        return Ok(None);
    }
    let mut incoming = app.documents.incoming()?;
    for number in there {
        let sql = "SELECT bytes FROM upload_parts WHERE office = ?1 AND upload = ?2 AND number = ?3";
        let rows = app.db.query(sql, params![app.office(), &upload.id, number]).await?;
        // Taken meanwhile by whoever completed it first.
        let Some(row) = rows.first() else { return Ok(None) };
        let part = seal.open(&place(&upload.id, number), row.bytes(0)?)?;
        incoming.add(&part).await.map_err(|e| Error::Unavailable(e.to_string()))?;
    }
    Ok(Some(incoming))
}

/// Which part of which file.
pub fn place(id: &str, number: i64) -> String {
    format!("{id}/{number}")
}

/// What became of a file that was in `from`; its parts go, and a file of the same document that was held.
pub fn became(
    office: &str,
    link: &str,
    upload: &Upload,
    (from, to): (State, State),
    facts: Option<&FileFacts>,
    problem: Option<&Problem>,
) -> Result<Vec<Statement>, Error> {
    let json = |e: serde_json::Error| Error::Broken(e.to_string());
    let facts = facts.map(serde_json::to_string).transpose().map_err(json)?;
    let problem = problem.map(serde_json::to_string).transpose().map_err(json)?;
    let (from, to) = (crate::cases::word(&from), crate::cases::word(&to));
    let held = "UPDATE uploads SET state = 'replaced'
        WHERE office = ?1 AND link = ?2 AND document = ?3 AND state = 'held' AND id <> ?4";
    let state = "UPDATE uploads SET state = ?4, facts = ?5, problem = ?6
        WHERE office = ?1 AND link = ?2 AND id = ?3 AND state = ?7";
    let parts = "DELETE FROM upload_parts WHERE office = ?1 AND upload = ?2";
    Ok(vec![
        Statement::new(held, params![office, link, upload.document.as_str(), &upload.id]),
        Statement::new(state, params![office, link, &upload.id, to, facts, problem, from]).must_change(),
        Statement::new(parts, params![office, &upload.id]),
    ])
}

/// Files that may lie there without belonging to a case.
pub async fn loose(app: &App, link: &str) -> Result<Vec<FileId>, Error> {
    let all = of_link(app, link).await?;
    Ok(all.iter().filter(|u| u.state != State::Attached).map(Upload::file).collect())
}

/// Forgets every file of a link.
pub fn clear(office: &str, link: &str) -> Vec<Statement> {
    let parts = "DELETE FROM upload_parts WHERE office = ?1 AND upload IN (SELECT id FROM uploads
        WHERE office = ?1 AND link = ?2)";
    let rows = "DELETE FROM uploads WHERE office = ?1 AND link = ?2";
    [parts, rows].map(|sql| Statement::new(sql, params![office, link])).to_vec()
}

fn read(row: &Row) -> Result<Upload, DbError> {
    let json = |e: serde_json::Error| DbError::Broken(format!("upload: {e}"));
    let parsed = |text: Option<String>| text.as_deref().map(serde_json::from_str).transpose();
    let state = serde_json::Value::String(row.text(4)?);
    Ok(Upload {
        id: row.text(0)?,
        document: DocumentId::new(row.text(1)?),
        size: u64::try_from(row.int(2)?).unwrap_or(0),
        fingerprint: row.text(3)?,
        state: serde_json::from_value(state).map_err(json)?,
        facts: parsed(row.opt_text(5)?).map_err(json)?,
        problem: row.opt_text(6)?.map(|t| serde_json::from_str(&t)).transpose().map_err(json)?,
    })
}
