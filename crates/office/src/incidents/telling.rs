//! Telling them: by the office's own messages, by letters that somebody handed over or posted, the agency and where the
//! law asks for it the public; and the end, by another than who opened it. Each step is written once, with its event.

use super::{Affected, Happened, Incident, Incidents};
use crate::accounts::Officer;
use crate::cases::outbox::{self, Letter};
use crate::cases::{CaseError, Outgoing};
use crate::db::{DbError, Statement, Write};
use crate::error::Error;
use crate::params;
use jiff::Timestamp;
use procedure::{ContactId, NoticeId, Ticket};
use std::collections::BTreeMap;

/// The text of the message to a person.
pub const NOTICE: &str = "notice-breach";
/// People told at once.
const AT_ONCE: usize = 200;

impl Incidents {
    /// Sends everybody a message who can be sent one and was not yet; how many.
    pub async fn send(&self, incident: &Incident, by: &Officer, at: Timestamp) -> Result<usize, Error> {
        counted(incident)?;
        let mut sent = 0;
        loop {
            let sql = "SELECT s.subject, c.contact FROM incident_subjects AS s
                JOIN cases AS c ON c.office = s.office AND c.ticket = s.subject
                WHERE s.office = ?1 AND s.no = ?2 AND s.standing = 'owed' AND c.contact <> ''
                ORDER BY s.subject LIMIT ?3";
            let rows = self.db.query(sql, params![&self.office, incident.no, AT_ONCE]).await?;
            if rows.is_empty() {
                return Ok(sent);
            }
            let (mut statements, mut subjects) = (Vec::new(), Vec::new());
            for row in &rows {
                let (subject, contact) = (row.text(0)?, row.text(1)?);
                let ticket = Ticket::parse(&subject).map_err(|e| Error::Broken(e.to_string()))?;
                let letter = Letter {
                    contact: ContactId::new(contact),
                    ticket: Some(ticket),
                    notice: Some(NoticeId::new(incident.notice())),
                    body: Outgoing::Notice {
                        text: NOTICE.to_owned(),
                        args: BTreeMap::from([("incident".to_owned(), incident.no.to_string())]),
                    },
                };
                statements.push(self.mark(incident, &subject, ("sent", None), by, at));
                statements.push(outbox::put(&self.office, &letter, at).map_err(broken)?);
                subjects.push(subject);
            }
            sent += subjects.len();
            let (user, name) = (by.user.as_str(), by.name.as_str());
            let happened = Happened::Notified { way: "whatsapp", subjects: &subjects, by: user, name };
            self.write(incident, statements, (at, "notified"), &happened).await?;
        }
    }

    /// These were given a letter.
    pub async fn handed(
        &self,
        incident: &Incident,
        people: &[Affected],
        by: &Officer,
        at: Timestamp,
    ) -> Result<(), Error> {
        counted(incident)?;
        let subjects: Vec<String> = people.iter().map(|p| p.subject.clone()).collect();
        let statements = subjects.iter().map(|s| self.mark(incident, s, ("told", None), by, at)).collect();
        let (user, name) = (by.user.as_str(), by.name.as_str());
        let happened = Happened::Notified { way: "letter", subjects: &subjects, by: user, name };
        self.write(incident, statements, (at, "notified"), &happened).await
    }

    /// These are not told, for a reason: such as that nothing is known of them any more.
    pub async fn excuse(
        &self,
        incident: &Incident,
        people: &[Affected],
        why: &str,
        by: &Officer,
        at: Timestamp,
    ) -> Result<(), Error> {
        counted(incident)?;
        let why = super::said(why)?;
        let subjects: Vec<String> = people.iter().map(|p| p.subject.clone()).collect();
        let mark = |s: &String| self.mark(incident, s, ("excused", Some(why)), by, at);
        let statements = subjects.iter().map(mark).collect();
        let (user, name) = (by.user.as_str(), by.name.as_str());
        let happened = Happened::Excused { subjects: &subjects, why, by: user, name };
        self.write(incident, statements, (at, "excused"), &happened).await
    }

    /// The agency was told, and how.
    pub async fn tell_agency(
        &self,
        of: &Incident,
        how: &str,
        by: &Officer,
        at: Timestamp,
    ) -> Result<(), Error> {
        counted(of)?;
        let how = super::said(how)?;
        let sql = "UPDATE incidents SET agency_at = ?3, agency_name = ?4
            WHERE office = ?1 AND no = ?2 AND agency_at IS NULL AND standing = 'open'";
        let row = Statement::new(sql, params![&self.office, of.no, at, &by.name]).must_change();
        let (user, name) = (by.user.as_str(), by.name.as_str());
        let happened = Happened::AgencyNotified { how, by: user, name };
        self.write(of, vec![row], (at, "agency_notified"), &happened).await
    }

    /// The public was told, where the breach disturbs public services or harms many (article 46, paragraph 3).
    pub async fn tell_public(
        &self,
        of: &Incident,
        how: &str,
        by: &Officer,
        at: Timestamp,
    ) -> Result<(), Error> {
        let how = super::said(how)?;
        let sql = "UPDATE incidents SET public_at = ?3, public_name = ?4
            WHERE office = ?1 AND no = ?2 AND public_at IS NULL AND standing = 'open'";
        let row = Statement::new(sql, params![&self.office, of.no, at, &by.name]).must_change();
        let (user, name) = (by.user.as_str(), by.name.as_str());
        let happened = Happened::PublicNotified { how, by: user, name };
        self.write(of, vec![row], (at, "public_notified"), &happened).await
    }

    /// Ends it: by another than who opened it, and once nobody is left to be told.
    pub async fn close(&self, of: &Incident, words: &str, by: &Officer, at: Timestamp) -> Result<(), Error> {
        counted(of)?;
        let words = super::said(words)?;
        if of.opened_by == by.user.as_str() {
            return Err(Error::Input("incident-not-alone"));
        }
        if of.agency.is_none() {
            return Err(Error::Input("incident-agency-first"));
        }
        if self.tally(of).await?.left() > 0 {
            return Err(Error::Input("incident-somebody-left"));
        }
        let sql = "UPDATE incidents SET standing = 'closed', closed_at = ?3, closed_name = ?4, closing = ?5
            WHERE office = ?1 AND no = ?2 AND standing = 'open'";
        let row = Statement::new(sql, params![&self.office, of.no, at, &by.name, words]).must_change();
        let happened = Happened::Closed { words, by: by.user.as_str(), name: &by.name };
        // That they were told outlasts the messages by which they were.
        let values = params![&self.office, of.no, of.notice()];
        let arrived = Statement::new(super::affected::ARRIVED, values);
        self.write(of, vec![arrived, row], (at, "closed"), &happened).await
    }

    /// Nobody is marked twice; a message that did not arrive may be followed by a letter.
    fn mark(
        &self,
        incident: &Incident,
        subject: &str,
        (standing, why): (&'static str, Option<&str>),
        by: &Officer,
        at: Timestamp,
    ) -> Statement {
        let sql = "UPDATE incident_subjects SET standing = ?4, told_at = ?5, told_name = ?6, why = ?7
            WHERE office = ?1 AND no = ?2 AND subject = ?3 AND standing IN ('owed', 'sent')
            AND EXISTS (SELECT 1 FROM incidents AS i WHERE i.office = ?1 AND i.no = ?2 AND i.standing = 'open')";
        let why = why.map(str::to_owned);
        let values = params![&self.office, incident.no, subject, standing, at, &by.name, why];
        Statement::new(sql, values).must_change()
    }

    async fn write(
        &self,
        incident: &Incident,
        mut statements: Vec<Statement>,
        when: (Timestamp, &str),
        happened: &Happened<'_>,
    ) -> Result<(), Error> {
        let head = self.head(incident.no).await?;
        statements.push(self.event(incident.no, head, when, happened)?.0);
        match self.db.write(Write { statements, touches: vec![super::subject(incident.no)] }).await {
            Err(DbError::Conflict(_)) => Err(Error::Input("incident-changed")),
            other => Ok(other?),
        }
    }
}

/// Nobody is told before it is known who.
fn counted(incident: &Incident) -> Result<(), Error> {
    match (&incident.counted, &incident.closed) {
        (Some(_), None) => Ok(()),
        (None, _) => Err(Error::Input("incident-not-counted")),
        (_, Some(_)) => Err(Error::Input("incident-changed")),
    }
}

fn broken(e: CaseError) -> Error {
    e.into()
}
