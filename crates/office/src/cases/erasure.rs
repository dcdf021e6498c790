//! A case that is over is erased, because its applicant asked for it or its period is over: its key is destroyed, and what the database says of the person is emptied or deleted in
//! the same transaction; its files and their key go by the timer that destroys files. What stays says nothing of a
//! person, but for the register's line, which the office must be able to show.

use super::log::destroy_key;
use super::{CaseError, Cases, timers};
use crate::db::{Row, Statement, Write};
use crate::params;
use jiff::Timestamp;
use procedure::{Case, Refusal, Status, Ticket};

/// Who erases a case, when and why.
#[derive(Debug, Clone, Copy)]
pub struct Erasing<'a> {
    pub at: Timestamp,
    pub by: &'a str,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Its applicant asked for it.
    Asked,
    /// The period for which it is kept is over, and nothing holds it.
    Period,
}

/// Closed cases that still say whose they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub ticket: Ticket,
    pub closed_at: Timestamp,
}

impl Cases {
    /// Closed cases whose period is over and that nothing holds, after `after`, oldest first: neither does somebody wait for
    /// an answer about their data in it, nor is it among those that a breach concerns and that goes on.
    pub async fn outdated(
        &self,
        office: &str,
        closed_before: Timestamp,
        after: Option<&Kept>,
        most: usize,
    ) -> Result<Vec<Kept>, CaseError> {
        let (since, last) = after.map_or((Timestamp::MIN, ""), |k| (k.closed_at, k.ticket.as_str()));
        let rows = self.db.query(OUTDATED, params![office, closed_before, since, last, most]).await?;
        let each =
            |row: &Row| Ok(Kept { ticket: super::log::ticket(&row.text(0)?)?, closed_at: row.instant(1)? });
        rows.iter().map(each).collect()
    }

    /// Erases it, together with what the caller writes along. A conflict where the case goes on, or must be kept.
    pub async fn erase(
        &self,
        office: &str,
        ticket: &Ticket,
        Erasing { at, by, why }: Erasing<'_>,
        also: Vec<Statement>,
    ) -> Result<(), CaseError> {
        let loaded = self.load(office, ticket).await?.ok_or(CaseError::Refused(Refusal::NoSuchCase))?;
        let case = &loaded.case;
        if !matches!(case.status, Status::Closed(_)) {
            return Err(CaseError::Conflict);
        }
        let files = case.documents.iter().map(|d| &d.facts).chain(&case.photos);
        let files = files.map(|f| f.file.as_str()).collect::<Vec<_>>().join(",");
        let row = |sql| Statement::new(sql, params![office, ticket.as_str()]);
        // Of the case as it was looked at: should it be reopened meanwhile, nothing is erased.
        let seen = params![office, ticket.as_str(), case.seq];
        let (class, empty) = match why {
            Why::Asked => ("erased", Statement::new(EMPTY, seen)),
            Why::Period => ("case", Statement::new(EMPTY_UNLESS_HELD, seen)),
        };
        let mut statements = vec![
            empty.must_change(),
            destroy_key(office, ticket),
            row("DELETE FROM case_terms WHERE office = ?1 AND ticket = ?2"),
            // That they were told of a breach is kept without the message.
            row(TOLD_OF_BREACHES),
            // Letters before messages: one that is under way is on record by now, or never will be.
            row("DELETE FROM outbox WHERE office = ?1 AND ticket = ?2"),
            row("DELETE FROM messages WHERE office = ?1 AND ticket = ?2"),
            row("DELETE FROM links WHERE office = ?1 AND ticket = ?2"),
            super::twins::forget(office, ticket),
            super::readings::forget(office, ticket),
            timers::clear(office, ticket),
            timers::set(office, ticket.as_str(), timers::FILES, at, &files),
            minutes(office, ticket, case, (at, class, by)),
        ];
        if let Some(contact) = case.applicant.contact.as_ref() {
            statements.extend(
                OF_CONTACT
                    .iter()
                    .map(|sql| Statement::new(sql, params![office, ticket.as_str(), contact.as_str()])),
            );
        }
        statements.extend(also);
        let touches = vec![format!("case:{office}:{ticket}")];
        self.db.write(Write { statements, touches }).await?;
        self.timers_set().notify_one();
        self.hint(office, ticket.clone());
        Ok(())
    }
}

/// The line in the record of destructions.
fn minutes(
    office: &str,
    ticket: &Ticket,
    case: &Case,
    (at, class, by): (Timestamp, &'static str, &str),
) -> Statement {
    let bytes: u64 = case.kept().map(|d| d.facts.bytes).sum();
    let sql = "INSERT INTO destructions (office, at, ticket, class, files, bytes, destroyed_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    Statement::new(sql, params![office, at, ticket.as_str(), class, case.kept().count(), bytes, by])
}

macro_rules! empty {
    () => {
        "UPDATE cases SET name = '', nik = '', phone = '', contact = '', claimed_by = NULL,
            claimed_name = NULL, kept = 0, call_at = 0
         WHERE office = ?1 AND ticket = ?2 AND seq = ?3"
    };
}

/// Nobody waits for an answer about it, and no breach that goes on concerns it.
macro_rules! free {
    () => {
        " AND NOT EXISTS (SELECT 1 FROM privacy_requests AS r
            WHERE r.office = cases.office AND r.ticket = cases.ticket AND r.standing = 'open')
          AND NOT EXISTS (SELECT 1 FROM incident_subjects AS s
            JOIN incidents AS i ON i.office = s.office AND i.no = s.no AND i.standing = 'open'
            WHERE s.office = cases.office AND s.subject = cases.ticket)"
    };
}

const EMPTY: &str = empty!();
const EMPTY_UNLESS_HELD: &str = concat!(empty!(), free!());

/// A range of the index `cases_named`.
pub const OUTDATED: &str = concat!(
    "SELECT ticket, closed_at FROM cases WHERE office = ?1 AND nik <> '' AND closed_at < ?2
     AND closed_at >= ?3 AND (closed_at > ?3 OR ticket > ?4)",
    free!(),
    " ORDER BY closed_at, ticket LIMIT ?5"
);

const TOLD_OF_BREACHES: &str = "UPDATE incident_subjects SET standing = 'delivered'
    WHERE office = ?1 AND subject = ?2 AND standing = 'sent' AND EXISTS (SELECT 1 FROM messages AS m
        WHERE m.office = ?1 AND m.ticket = ?2 AND m.rank IN (2, 3)
        AND m.notice = 'insiden-' || CAST(incident_subjects.no AS TEXT))";

/// What was said with them, where they have no other case.
const OF_CONTACT: [&str; 3] = [
    "DELETE FROM messages WHERE office = ?1 AND contact = ?3
        AND NOT EXISTS (SELECT 1 FROM cases WHERE office = ?1 AND contact = ?3 AND ticket <> ?2)",
    // Their ids stay, for duplicates that come late.
    "UPDATE inbound SET contact = '' WHERE office = ?1 AND contact = ?3 AND done = 1
        AND NOT EXISTS (SELECT 1 FROM cases WHERE office = ?1 AND contact = ?3 AND ticket <> ?2)",
    "DELETE FROM threads WHERE office = ?1 AND contact = ?3
        AND NOT EXISTS (SELECT 1 FROM cases WHERE office = ?1 AND contact = ?3 AND ticket <> ?2)",
];
