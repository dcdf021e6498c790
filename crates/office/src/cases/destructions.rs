//! What was destroyed when its time was over: which cases are due, and the record of each. Knows no key and no
//! bytes: those are `documents`' to destroy, woken by the timer that is set with the record.

use super::{CaseError, Cases, Story, timers, word};
use crate::db::{DbError, Row, Statement};
use crate::params;
use jiff::Timestamp;
use procedure::event::Closing;
use procedure::{Actor, Case, Event, EventBody, Ticket};

/// One case whose files were destroyed. Nothing of the person it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destruction {
    pub at: Timestamp,
    pub ticket: String,
    /// How the case had ended, as the events write it.
    pub class: String,
    pub files: i64,
    pub bytes: i64,
    /// `system`, or an officer's name.
    pub by: String,
}

/// The record of a destruction and the timer by which it is carried out; nothing for any other event.
pub(super) fn of(story: &Story<'_>, case: &Case, event: &Event) -> Vec<Statement> {
    let EventBody::DocumentsDestroyed { class } = &event.body else { return Vec::new() };
    let gone: Vec<_> = case.documents.iter().filter(|d| d.destroyed == Some(event.at)).collect();
    let by = match &event.actor {
        Actor::Officer { name, .. } => name.clone(),
        _ => "system".to_owned(),
    };
    let bytes: u64 = gone.iter().map(|d| d.facts.bytes).sum();
    let sql = "INSERT INTO destructions (office, at, ticket, class, files, bytes, destroyed_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let values = params![story.office, event.at, story.ticket.as_str(), word(class), gone.len(), bytes, by];
    // Those of an earlier destruction too: its timer may still stand, and is replaced by this one.
    let files = case.documents.iter().filter(|d| d.destroyed.is_some()).map(|d| &d.facts);
    let files = files.chain(&case.photos).map(|f| f.file.as_str()).collect::<Vec<_>>().join(",");
    vec![
        Statement::new(sql, values),
        super::twins::forget(story.office, story.ticket),
        super::readings::forget(story.office, story.ticket),
        timers::set(story.office, story.ticket.as_str(), timers::FILES, event.at, &files),
    ]
}

impl Cases {
    /// Closed cases of a class that ended before `closed_before` and whose files are still there, oldest first.
    pub async fn expired(
        &self,
        office: &str,
        class: Closing,
        closed_before: Timestamp,
        most: usize,
    ) -> Result<Vec<Ticket>, CaseError> {
        let rows = self.db.query(EXPIRED, params![office, word(&class), closed_before, most]).await?;
        rows.iter().map(|row| super::log::ticket(&row.text(0)?)).collect()
    }

    /// Destructions in `from..to`, oldest first, at most `most`.
    pub async fn destructions(
        &self,
        office: &str,
        from: Timestamp,
        to: Timestamp,
        most: usize,
    ) -> Result<Vec<Destruction>, CaseError> {
        let sql = "SELECT at, ticket, class, files, bytes, destroyed_by FROM destructions
            WHERE office = ?1 AND at >= ?2 AND at < ?3 ORDER BY at, ticket LIMIT ?4";
        let rows = self.db.query(sql, params![office, from, to, most]).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

/// A range of the index `cases_kept`, however many cases there are.
pub const EXPIRED: &str = "SELECT ticket FROM cases
    WHERE office = ?1 AND status = ?2 AND kept > 0 AND closed_at < ?3 ORDER BY closed_at LIMIT ?4";

fn read(row: &Row) -> Result<Destruction, DbError> {
    Ok(Destruction {
        at: row.instant(0)?,
        ticket: row.text(1)?,
        class: row.text(2)?,
        files: row.int(3)?,
        bytes: row.int(4)?,
        by: row.text(5)?,
    })
}
