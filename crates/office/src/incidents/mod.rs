//! Breaches of personal data (UU 27/2022, article 46): within three times twenty-four hours from when one is known, each
//! person it concerns and the agency are told in writing what of theirs was seen, when and how, and what is done about it.
//! Whom it concerns is found out once and then stands; the list holds no personal data. Every step is an event of the
//! record. Never closed by whoever opened it, nor while somebody was neither told nor excused for a reason.

mod affected;
mod find;
pub mod letters;
mod scope;
mod telling;

pub use affected::{Affected, Tally, Told};
pub use find::fall_due;
pub use scope::{Classes, DataClass, Scope};
pub use telling::NOTICE;

use crate::accounts::Officer;
use crate::cases::{timers, word};
use crate::db::{Db, DbError, Row, Statement, Write};
use crate::error::Error;
use crate::events::{self, Log, Stream};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use seal::record::Head;
use serde::Serialize;

/// Three times twenty-four hours (UU 27/2022, article 46).
pub const TOLD_WITHIN: SignedDuration = SignedDuration::from_hours(72);
/// Of what happened and of what is done about it, so that a message by template holds both.
pub const LONGEST: usize = 220;
/// Of every other word about it.
const WORDS: usize = 350;
const TRIES: usize = 20;

/// What somebody says of a breach when it is opened.
#[derive(Debug, Clone)]
pub struct Report {
    pub known_at: Timestamp,
    /// Since when and until when data could be seen; the end is not part of it.
    pub exposed: (Timestamp, Timestamp),
    pub what: String,
    pub measures: String,
    pub scope: Scope,
    /// An officer's id, or tickets separated by commas; else empty.
    pub of: String,
    pub classes: Classes,
}

/// A breach as it stands.
#[derive(Debug, Clone)]
pub struct Incident {
    pub no: i64,
    pub report: Report,
    pub due_at: Timestamp,
    pub opened_at: Timestamp,
    pub opened_by: String,
    pub opened_name: String,
    /// Whom it concerns, in number, when that was found out, and the SHA-256 of the list.
    pub counted: Option<(i64, Timestamp, String)>,
    pub agency: Option<(Timestamp, String)>,
    pub public: Option<(Timestamp, String)>,
    pub closed: Option<(Timestamp, String, String)>,
}

/// What happened to it, as the record keeps it.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "incident", rename_all = "snake_case")]
enum Happened<'a> {
    Opened {
        known_at: Timestamp,
        from: Timestamp,
        until: Timestamp,
        what: &'a str,
        measures: &'a str,
        scope: Scope,
        of: &'a str,
        classes: Vec<DataClass>,
        by: &'a str,
        name: &'a str,
    },
    /// The list stands: how many, and the SHA-256 of its lines, so that nobody changes it unseen.
    Counted {
        counted: i64,
        sha256: &'a str,
    },
    /// These were told, or are being told, in this way.
    Notified {
        way: &'a str,
        subjects: &'a [String],
        by: &'a str,
        name: &'a str,
    },
    /// These are not told, for a reason.
    Excused {
        subjects: &'a [String],
        why: &'a str,
        by: &'a str,
        name: &'a str,
    },
    AgencyNotified {
        how: &'a str,
        by: &'a str,
        name: &'a str,
    },
    PublicNotified {
        how: &'a str,
        by: &'a str,
        name: &'a str,
    },
    Closed {
        words: &'a str,
        by: &'a str,
        name: &'a str,
    },
}

impl Incident {
    /// The name of the notice that a case's applicant is sent of it.
    pub fn notice(&self) -> String {
        format!("insiden-{}", self.no)
    }

    /// What is left of the three days; less than nothing where they are over.
    pub fn left(&self, now: Timestamp) -> SignedDuration {
        now.duration_until(self.due_at)
    }
}

/// A handle; clones share it.
#[derive(Clone)]
pub struct Incidents {
    db: Db,
    office: String,
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT no, known_at, due_at, what, measures, scope, scope_of, classes, exposed_from, exposed_until,
             opened_at, opened_by, opened_name, counted, counted_at, list_hash, agency_at, agency_name, public_at,
             public_name, closed_at, closed_name, closing FROM incidents WHERE office = ?1 ",
            $which
        )
    };
}

impl Incidents {
    pub fn new(db: &Db, office: &str) -> Self {
        Self { db: db.clone(), office: office.to_owned() }
    }

    /// Those that go on, the most urgent first, and then those that were closed last.
    pub async fn list(&self, most: usize) -> Result<Vec<Incident>, Error> {
        let mut all = self.open_ones(most).await?;
        let done = select!("AND standing = 'closed' ORDER BY no DESC LIMIT ?2");
        let done = self.db.query(done, params![&self.office, most]).await?;
        all.extend(done.iter().map(read).collect::<Result<Vec<_>, _>>()?);
        Ok(all)
    }

    /// Those that go on, the most urgent first.
    pub async fn open_ones(&self, most: usize) -> Result<Vec<Incident>, Error> {
        let open = select!("AND standing = 'open' ORDER BY due_at LIMIT ?2");
        self.db.query(open, params![&self.office, most]).await?.iter().map(read).collect()
    }

    pub async fn one(&self, no: i64) -> Result<Option<Incident>, Error> {
        let rows = self.db.query(select!("AND no = ?2"), params![&self.office, no]).await?;
        rows.first().map(read).transpose()
    }

    /// Opens one; its number. Whom it concerns is found out by a timer, so that a crash leaves nothing half done.
    pub async fn open(&self, report: &Report, by: &Officer, at: Timestamp) -> Result<i64, Error> {
        let (from, until) = report.exposed;
        if from >= until || until > at || report.known_at > at {
            return Err(Error::Input("incident-bad-times"));
        }
        let (what, measures) = (said(&report.what)?, said(&report.measures)?);
        for _ in 0..TRIES {
            let sql = "SELECT no FROM incidents WHERE office = ?1 ORDER BY no DESC LIMIT 1";
            let last = self.db.query(sql, params![&self.office]).await?;
            let no = last.first().map_or(Ok(0), |row| row.int(0))? + 1;
            let happened = Happened::Opened {
                known_at: report.known_at,
                from,
                until,
                what,
                measures,
                scope: report.scope,
                of: &report.of,
                classes: report.classes.each().collect(),
                by: by.user.as_str(),
                name: &by.name,
            };
            let log = self.event(no, Head::default(), (at, "opened"), &happened)?.0;
            let find = timers::set(&self.office, &subject(no), timers::INCIDENT, at, "");
            let statements = vec![self.row(no, report, by, at), log, find];
            match self.db.write(Write { statements, touches: Vec::new() }).await {
                Err(DbError::Conflict(_)) => {}
                other => return other.map(|()| no).map_err(Error::from),
            }
        }
        Err(Error::Unavailable("somebody else opens incidents".to_owned()))
    }

    fn row(&self, no: i64, report: &Report, by: &Officer, at: Timestamp) -> Statement {
        let sql =
            "INSERT INTO incidents (office, no, known_at, due_at, what, measures, scope, scope_of, classes,
                exposed_from, exposed_until, opened_at, opened_by, opened_name, standing, counted, list_hash)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 'open', -1, '')";
        let due = report.known_at.saturating_add(TOLD_WITHIN).unwrap_or(report.known_at);
        let values = params![
            &self.office,
            no,
            report.known_at,
            due,
            report.what.trim(),
            report.measures.trim(),
            word(&report.scope),
            &report.of,
            report.classes.0,
            report.exposed.0,
            report.exposed.1,
            at,
            by.user.as_str(),
            &by.name
        ];
        Statement::new(sql, values)
    }

    async fn head(&self, no: i64) -> Result<Head, DbError> {
        let name = no.to_string();
        events::head(&self.db, Stream { office: &self.office, log: Log::Incident, name: &name }).await
    }

    fn event(
        &self,
        no: i64,
        head: Head,
        when: (Timestamp, &str),
        happened: &Happened<'_>,
    ) -> Result<(Statement, Head), DbError> {
        let name = no.to_string();
        events::append_json(
            Stream { office: &self.office, log: Log::Incident, name: &name },
            head,
            when,
            happened,
        )
    }
}

/// What its timer is set on: no ticket looks like that.
fn subject(no: i64) -> String {
    format!("insiden {no}")
}

/// What was written in a form; something must have been.
fn said(text: &str) -> Result<&str, Error> {
    let text = text.trim();
    let fits = (1..=WORDS).contains(&text.chars().count());
    if fits { Ok(text) } else { Err(Error::Input("incident-say-what")) }
}

fn read(row: &Row) -> Result<Incident, Error> {
    let scope = Scope::parse(&row.text(5)?);
    let scope = scope.ok_or_else(|| Error::Broken("an incident: its scope".to_owned()))?;
    let signed = |at: usize| -> Result<Option<(Timestamp, String)>, DbError> {
        Ok(row.opt_instant(at)?.zip(row.opt_text(at + 1)?))
    };
    let closed = match (signed(20)?, row.opt_text(22)?) {
        (Some((at, name)), Some(words)) => Some((at, name, words)),
        _ => None,
    };
    let counted = match row.opt_instant(14)? {
        Some(at) => Some((row.int(13)?, at, row.text(15)?)),
        None => None,
    };
    Ok(Incident {
        no: row.int(0)?,
        report: Report {
            known_at: row.instant(1)?,
            exposed: (row.instant(8)?, row.instant(9)?),
            what: row.text(3)?,
            measures: row.text(4)?,
            scope,
            of: row.text(6)?,
            classes: Classes(row.int(7)?),
        },
        due_at: row.instant(2)?,
        opened_at: row.instant(10)?,
        opened_by: row.text(11)?,
        opened_name: row.text(12)?,
        counted,
        agency: signed(16)?,
        public: signed(18)?,
        closed,
    })
}
