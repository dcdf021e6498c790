//! Finds out whom a breach concerns, since when, and which classes of data: a page after another of what the scope names,
//! and of nothing else. May be begun again anywhere: what was found before is found again. The list then stands.

use super::{Classes, DataClass, Happened, Incident, Incidents, Scope, subject};
use crate::app::App;
use crate::cases::timers::{self, Due};
use crate::db::{DbError, Row, Statement, Write};
use crate::error::Error;
use crate::params;
use crate::whatsapp;
use jiff::{SignedDuration, Timestamp};
use procedure::ContactId;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Rows read and written at once.
const PAGE: usize = 500;
/// Work that was begun is left to whoever begins it again.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// A look that goes on is written once an hour, at its beginning: one from before the period may reach into it.
const ONE_LOOK: SignedDuration = SignedDuration::from_hours(1);
const CONVERSATION: &str = "kontak ";

/// Whom it concerns is to be found out: by one process, and by the next where that one dies.
pub async fn fall_due(app: &App, timer: &Due) -> Result<(), Error> {
    let now = app.clock.now();
    let until = now.saturating_add(LEASE).unwrap_or(timer.due_at);
    if app.db.claim(timers::take(app.office(), timer, until)).await?.is_empty() {
        return Ok(());
    }
    let mine = Due { due_at: until, ..timer.clone() };
    let no = timer.subject.rsplit(' ').next().and_then(|no| no.parse().ok()).unwrap_or_default();
    let found = app.incidents.one(no).await?;
    if let Some(incident) = found.filter(|i| i.counted.is_none()) {
        let all = app.incidents.find(&incident).await?;
        tracing::info!(incident = no, "it was found out whom a breach concerns: {all}");
        app.incidents.freeze(&incident, now).await?;
    }
    Ok(app.db.write(Write::one(timers::done(app.office(), &mine))).await?)
}

/// One person's data, or what was seen of them by one look.
struct Found {
    subject: String,
    since: Timestamp,
    classes: Classes,
}

impl Incidents {
    /// Writes down everybody there is; how many rows told of them.
    async fn find(&self, incident: &Incident) -> Result<usize, Error> {
        let report = &incident.report;
        match report.scope {
            Scope::Officer | Scope::Looks => self.looks(incident).await,
            Scope::Cases => self.touched(incident).await,
            Scope::Documents => {
                let files = self.cases(incident, FILES, documents()).await?;
                Ok(files + self.gone(incident, documents()).await?)
            }
            Scope::Everything => {
                let all = self.cases(incident, CASES, report.classes).await?;
                Ok(all + self.gone(incident, report.classes).await?)
            }
            Scope::Tickets => {
                let mut found = Vec::new();
                for ticket in report.of.split(',') {
                    let rows = self.db.query(ONE, params![&self.office, ticket]).await?;
                    let opened = rows.first().map(|row| row.instant(0)).transpose()?;
                    let since = opened.unwrap_or(report.exposed.0).max(report.exposed.0);
                    found.push(Found { subject: ticket.to_owned(), since, classes: report.classes });
                }
                let count = found.len();
                self.put(incident, found).await?;
                Ok(count)
            }
        }
    }

    async fn looks(&self, incident: &Incident) -> Result<usize, Error> {
        let (from, until) = incident.report.exposed;
        let mut after = (from.saturating_sub(ONE_LOOK).unwrap_or(from), String::new(), String::new());
        let (mut count, mut talks) = (0, BTreeMap::new());
        loop {
            let mut values = params![&self.office, after.0, until, &after.1, &after.2, PAGE];
            let sql = if incident.report.scope == Scope::Officer {
                values.push(incident.report.of.as_str().into());
                LOOKS_OF
            } else {
                LOOKS
            };
            let rows = self.db.query(sql, values).await?;
            let Some(last) = rows.last() else { break };
            after = (last.instant(1)?, last.text(0)?, last.text(3)?);
            count += rows.len();
            let mut found = Vec::with_capacity(rows.len());
            for row in &rows {
                let classes = Classes::shown_for(&row.text(2)?);
                let one = Found { subject: row.text(0)?, since: row.instant(1)?.max(from), classes };
                match one.subject.strip_prefix(CONVERSATION) {
                    Some(code) => {
                        talks.entry(code.to_owned()).or_insert(one);
                    }
                    None => found.push(one),
                }
            }
            self.put(incident, found).await?;
        }
        self.talks(incident, talks).await?;
        Ok(count)
    }

    /// A conversation's person is whoever's case it belongs to; of one without a case its own name is all there is.
    async fn talks(&self, incident: &Incident, mut talks: BTreeMap<String, Found>) -> Result<(), Error> {
        let mut after = String::new();
        let mut found = Vec::new();
        while !talks.is_empty() {
            let sql =
                "SELECT contact FROM threads WHERE office = ?1 AND contact > ?2 ORDER BY contact LIMIT ?3";
            let rows = self.db.query(sql, params![&self.office, &after, PAGE]).await?;
            let Some(last) = rows.last() else { break };
            after = last.text(0)?;
            for row in &rows {
                let contact = row.text(0)?;
                let Some(one) = talks.remove(&whatsapp::code(&ContactId::new(contact.clone()))) else {
                    continue;
                };
                let sql = "SELECT ticket FROM cases WHERE office = ?1 AND contact = ?2 AND opened_at < ?3";
                let values = params![&self.office, contact, incident.report.exposed.1];
                let cases = self.db.query(sql, values).await?;
                for case in &cases {
                    let (since, classes) = (one.since, one.classes);
                    found.push(Found { subject: case.text(0)?, since, classes });
                }
                if cases.is_empty() {
                    found.push(one);
                }
            }
        }
        found.extend(talks.into_values());
        self.put(incident, found).await
    }

    async fn touched(&self, incident: &Incident) -> Result<usize, Error> {
        let (from, until) = incident.report.exposed;
        let (mut after, mut count) = ((from, String::new(), -1), 0);
        loop {
            let values = params![&self.office, after.0, until, &after.1, after.2, PAGE];
            let rows = self.db.query(TOUCHED, values).await?;
            let Some(last) = rows.last() else { return Ok(count) };
            after = (last.instant(1)?, last.text(0)?, last.int(2)?);
            count += rows.len();
            let each = |row: &Row| {
                let classes = incident.report.classes;
                Ok(Found { subject: row.text(0)?, since: row.instant(1)?, classes })
            };
            self.put(incident, rows.iter().map(each).collect::<Result<_, DbError>>()?).await?;
        }
    }

    /// Cases in the order of their tickets, each with since when it has what the breach is about.
    async fn cases(&self, incident: &Incident, sql: &'static str, classes: Classes) -> Result<usize, Error> {
        let (from, until) = incident.report.exposed;
        let (mut after, mut count) = (String::new(), 0);
        loop {
            let rows = self.db.query(sql, params![&self.office, until, &after, PAGE]).await?;
            let Some(last) = rows.last() else { return Ok(count) };
            after = last.text(0)?;
            let mut found = Vec::with_capacity(rows.len());
            for row in &rows {
                let since = row.opt_instant(1)?.unwrap_or(from);
                if since < until {
                    found.push(Found { subject: row.text(0)?, since: since.max(from), classes });
                }
            }
            count += found.len();
            self.put(incident, found).await?;
        }
    }

    /// What was destroyed since the period began was there when it began.
    async fn gone(&self, incident: &Incident, classes: Classes) -> Result<usize, Error> {
        let (from, until) = incident.report.exposed;
        let (mut after, mut count) = ((from, String::new()), 0);
        loop {
            let rows = self.db.query(GONE, params![&self.office, after.0, &after.1, PAGE]).await?;
            let Some(last) = rows.last() else { return Ok(count) };
            after = (last.instant(0)?, last.text(1)?);
            let mut found = Vec::new();
            for row in &rows {
                let class = row.text(2)?;
                let counts = match incident.report.scope {
                    Scope::Documents => row.int(3)? > 0,
                    _ => matches!(class.as_str(), "erased" | "case"),
                };
                let since = row.opt_instant(4)?.unwrap_or(from);
                if counts && since < until {
                    found.push(Found { subject: row.text(1)?, since: since.max(from), classes });
                }
            }
            count += found.len();
            self.put(incident, found).await?;
        }
    }

    /// The earliest instant counts, and every class. Nothing is added to a list that stands.
    async fn put(&self, incident: &Incident, found: Vec<Found>) -> Result<(), Error> {
        if found.is_empty() {
            return Ok(());
        }
        let row = |one: Found| {
            let values = params![&self.office, incident.no, one.subject, one.since, one.classes.0];
            Statement::new(PUT, values)
        };
        let statements = found.into_iter().map(row).collect();
        Ok(self.db.write(Write { statements, touches: Vec::new() }).await?)
    }

    /// The list stands from now on, with the hash of its lines in the record.
    async fn freeze(&self, incident: &Incident, at: Timestamp) -> Result<(), Error> {
        let (mut after, mut counted, mut digest) = (String::new(), 0_i64, Sha256::new());
        loop {
            let sql = "SELECT subject, since, classes FROM incident_subjects
                WHERE office = ?1 AND no = ?2 AND subject > ?3 ORDER BY subject LIMIT ?4";
            let rows = self.db.query(sql, params![&self.office, incident.no, &after, PAGE]).await?;
            let Some(last) = rows.last() else { break };
            after = last.text(0)?;
            for row in &rows {
                digest.update(format!("{} {} {}\n", row.text(0)?, row.int(1)?, row.int(2)?));
                counted += 1;
            }
        }
        let sha256 = hex::encode(digest.finalize());
        let happened = Happened::Counted { counted, sha256: &sha256 };
        let head = self.head(incident.no).await?;
        let log = self.event(incident.no, head, (at, "counted"), &happened)?.0;
        let sql = "UPDATE incidents SET counted = ?3, counted_at = ?4, list_hash = ?5
            WHERE office = ?1 AND no = ?2 AND counted_at IS NULL";
        let stands = Statement::new(sql, params![&self.office, incident.no, counted, at, &sha256]);
        let statements = vec![stands.must_change(), log];
        match self.db.write(Write { statements, touches: vec![subject(incident.no)] }).await {
            // Somebody else was quicker, and found the same.
            Err(DbError::Conflict(_)) => Ok(()),
            other => Ok(other?),
        }
    }
}

/// What lies in the documents' store.
fn documents() -> Classes {
    Classes::of(&[DataClass::Identity, DataClass::Documents, DataClass::Photo])
}

const PUT: &str = "INSERT INTO incident_subjects (office, no, subject, since, classes, standing)
    SELECT office, no, CAST(?3 AS TEXT), CAST(?4 AS BIGINT), CAST(?5 AS BIGINT), 'owed' FROM incidents
    WHERE office = ?1 AND no = ?2 AND counted_at IS NULL
    ON CONFLICT (office, no, subject) DO UPDATE SET classes = incident_subjects.classes | excluded.classes,
        since = CASE WHEN excluded.since < incident_subjects.since THEN excluded.since
            ELSE incident_subjects.since END";

/// A range of the index `reads_of_user`.
pub const LOOKS_OF: &str = "SELECT subject, at, purpose, id FROM reads
    WHERE office = ?1 AND user_id = ?7 AND at >= ?2 AND at < ?3
    AND (at > ?2 OR subject > ?4 OR (subject = ?4 AND id > ?5)) ORDER BY at, subject, id LIMIT ?6";

const LOOKS: &str = "SELECT subject, at, purpose, id FROM reads WHERE office = ?1 AND at >= ?2 AND at < ?3
    AND (at > ?2 OR subject > ?4 OR (subject = ?4 AND id > ?5)) ORDER BY at, subject, id LIMIT ?6";

const TOUCHED: &str = "SELECT stream, at, seq FROM events
    WHERE office = ?1 AND log = 'case' AND at >= ?2 AND at < ?3
    AND (at > ?2 OR stream > ?4 OR (stream = ?4 AND seq > ?5)) ORDER BY at, stream, seq LIMIT ?6";

/// When a case's first file came: the kinds of its events are readable without its key.
macro_rules! first_file {
    ($ticket:literal) => {
        concat!(
            "(SELECT min(e.at) FROM events AS e WHERE e.office = ?1 AND e.log = 'case' AND e.stream = ",
            $ticket,
            " AND e.kind = 'document_attached')"
        )
    };
}

const FILES: &str = concat!(
    "SELECT c.ticket, ",
    first_file!("c.ticket"),
    " FROM cases AS c WHERE c.office = ?1 AND c.kept > 0 AND c.opened_at < ?2 AND c.ticket > ?3
      ORDER BY c.ticket LIMIT ?4"
);

const CASES: &str = "SELECT ticket, opened_at FROM cases
    WHERE office = ?1 AND nik <> '' AND opened_at < ?2 AND ticket > ?3 ORDER BY ticket LIMIT ?4";

const ONE: &str = "SELECT opened_at FROM cases WHERE office = ?1 AND ticket = ?2";

const GONE: &str = concat!(
    "SELECT d.at, d.ticket, d.class, d.files, ",
    first_file!("d.ticket"),
    " FROM destructions AS d WHERE d.office = ?1 AND d.at >= ?2 AND d.class NOT IN ('messages', 'looks')
      AND (d.at > ?2 OR d.ticket > ?3) ORDER BY d.at, d.ticket LIMIT ?4"
);
