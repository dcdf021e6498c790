//! A case that is over is erased: its key is destroyed, and what the database says of the person is emptied or deleted in
//! the same transaction; its files and their key go by the timer that destroys files. What stays says nothing of a
//! person, but for the register's line, which the office must be able to show.

use super::log::destroy_key;
use super::{CaseError, Cases, timers};
use crate::db::{Statement, Write};
use crate::params;
use jiff::Timestamp;
use procedure::{Refusal, Status, Ticket};

impl Cases {
    /// Erases it, together with what the caller writes along. A conflict where the case goes on.
    pub async fn erase(
        &self,
        office: &str,
        ticket: &Ticket,
        (at, by): (Timestamp, &str),
        also: Vec<Statement>,
    ) -> Result<(), CaseError> {
        let loaded = self.load(office, ticket).await?.ok_or(CaseError::Refused(Refusal::NoSuchCase))?;
        let case = &loaded.case;
        if !matches!(case.status, Status::Closed(_)) {
            return Err(CaseError::Conflict);
        }
        let kept: u64 = case.kept().map(|d| d.facts.bytes).sum();
        let files = case.documents.iter().map(|d| &d.facts).chain(&case.photos);
        let files = files.map(|f| f.file.as_str()).collect::<Vec<_>>().join(",");
        let row = |sql| Statement::new(sql, params![office, ticket.as_str()]);
        let mut statements = vec![
            // Of the case as it was looked at: should it be reopened meanwhile, nothing is erased.
            Statement::new(EMPTY, params![office, ticket.as_str(), case.seq]).must_change(),
            destroy_key(office, ticket),
            row("DELETE FROM case_terms WHERE office = ?1 AND ticket = ?2"),
            row("DELETE FROM messages WHERE office = ?1 AND ticket = ?2"),
            row("DELETE FROM outbox WHERE office = ?1 AND ticket = ?2"),
            row("DELETE FROM links WHERE office = ?1 AND ticket = ?2"),
            super::twins::forget(office, ticket),
            super::readings::forget(office, ticket),
            timers::clear(office, ticket),
            timers::set(office, ticket.as_str(), timers::FILES, at, &files),
            Statement::new(
                "INSERT INTO destructions (office, at, ticket, class, files, bytes, destroyed_by)
                VALUES (?1, ?2, ?3, 'erased', ?4, ?5, ?6)",
                params![office, at, ticket.as_str(), case.kept().count(), kept, by],
            ),
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

const EMPTY: &str = "UPDATE cases SET name = '', nik = '', phone = '', contact = '', claimed_by = NULL,
        claimed_name = NULL, kept = 0, call_at = 0
    WHERE office = ?1 AND ticket = ?2 AND seq = ?3";

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
