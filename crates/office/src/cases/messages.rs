//! What was written with residents, when its period is over: of people who have no case that goes on and about whom nobody
//! waits for anything. With somebody's last message goes what the office knows of their telephone, where they have no case.

use super::{CaseError, Cases};
use crate::db::Statement;
use crate::params;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What is to be forgotten, and the statements that do it.
pub struct Forgotten {
    pub count: usize,
    pub bytes: u64,
    pub statements: Vec<Statement>,
}

impl Cases {
    /// Messages from before then that nothing holds, oldest first, at most `most`.
    pub async fn old_messages(
        &self,
        office: &str,
        before: Timestamp,
        most: usize,
    ) -> Result<Forgotten, CaseError> {
        let rows = self.db.query(OLD, params![office, before, most]).await?;
        let (mut bytes, mut statements, mut people) = (0, Vec::new(), BTreeSet::new());
        for row in &rows {
            let contact = row.text(0)?;
            bytes += u64::try_from(row.int(2)?).unwrap_or_default();
            let gone = "DELETE FROM messages WHERE office = ?1 AND id = ?2";
            statements.push(Statement::new(gone, params![office, row.text(1)?]));
            people.insert(contact);
        }
        for contact in &people {
            let of = |sql| Statement::new(sql, params![office, contact, before]);
            statements.extend([INBOUND, THREAD].map(of));
        }
        // What nothing could be made of was written by somebody too.
        let strange = self.db.query(STRANGE, params![office, before, most - rows.len()]).await?;
        for row in &strange {
            bytes += u64::try_from(row.int(1)?).unwrap_or_default();
            let gone = "DELETE FROM strange_inbound WHERE office = ?1 AND id = ?2";
            statements.push(Statement::new(gone, params![office, row.text(0)?]));
        }
        let count = rows.len() + strange.len();
        Ok(Forgotten { count, bytes, statements })
    }
}

/// A range of the index `messages_by_time`.
pub const OLD: &str = "SELECT m.contact, m.id, CAST(length(m.text) AS BIGINT) FROM messages AS m
    WHERE m.office = ?1 AND m.at < ?2
    AND NOT EXISTS (SELECT 1 FROM cases AS c WHERE c.office = m.office AND c.contact = m.contact
        AND (c.status IN ('draft', 'open')
            OR EXISTS (SELECT 1 FROM privacy_requests AS r
                WHERE r.office = c.office AND r.ticket = c.ticket AND r.standing = 'open')
            OR EXISTS (SELECT 1 FROM incident_subjects AS s
                JOIN incidents AS i ON i.office = s.office AND i.no = s.no AND i.standing = 'open'
                WHERE s.office = c.office AND s.subject = c.ticket)))
    ORDER BY m.at, m.id LIMIT ?3";

const STRANGE: &str = "SELECT id, CAST(length(body) AS BIGINT) FROM strange_inbound
    WHERE office = ?1 AND at < ?2 ORDER BY at, id LIMIT ?3";

/// Their ids stay, for duplicates that come late.
const INBOUND: &str = "UPDATE inbound SET contact = ''
    WHERE office = ?1 AND contact = ?2 AND done = 1 AND received_at < ?3";

const THREAD: &str = "DELETE FROM threads WHERE office = ?1 AND contact = ?2 AND last_inbound_at < ?3
    AND with_staff = 0
    AND NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.office = ?1 AND m.contact = ?2)
    AND NOT EXISTS (SELECT 1 FROM cases AS c WHERE c.office = ?1 AND c.contact = ?2)";
