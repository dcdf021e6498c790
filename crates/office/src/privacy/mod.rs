//! What people ask about their own data (UU 27/2022, articles 5 to 13): to see it, to mend it, to have it erased. Each
//! request is a stream of the record and has a day by which it must be answered; an erasure takes two people and leaves
//! minutes. What is in a copy stands in [`copy`]; what an erasure deletes is `cases`' to know.

pub mod copy;
mod correction;
mod pictures;

pub use correction::Corrected;

use crate::accounts::Officer;
use crate::cases::erasure::{Erasing, Why};
use crate::cases::{CaseError, Cases};
use crate::db::{Db, DbError, Row, Statement, Write};
use crate::error::Error;
use crate::events::{self, Log, Stream};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::{ApplicantField, Status, Ticket};
use seal::record::Head;
use serde::{Deserialize, Serialize};

/// Three times twenty-four hours (UU 27/2022, articles 31 and 32).
pub const ANSWERED_WITHIN: SignedDuration = SignedDuration::from_hours(72);
/// Of what was written in a form.
pub const LONGEST: usize = 1_000;
const TRIES: usize = 20;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A copy of the data, and who has looked at them.
    Access,
    /// Something that is not right.
    Correction,
    /// The data destroyed.
    Erasure,
}

/// What happened to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "privacy", rename_all = "snake_case")]
enum Told<'a> {
    Received {
        ticket: &'a str,
        kind: Kind,
        note: &'a str,
        by: &'a str,
        name: &'a str,
    },
    /// An officer mended these fields of the case; what stands in them now is in the case.
    Corrected {
        ticket: &'a str,
        fields: &'a [ApplicantField],
        by: &'a str,
        name: &'a str,
    },
    Answered {
        answer: &'a str,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        corrected: &'a [ApplicantField],
        by: &'a str,
        name: &'a str,
    },
    Declined {
        answer: &'a str,
        by: &'a str,
        name: &'a str,
    },
    /// The minutes of an erasure: who asked for it and who approved it, with the log's number and hash behind them.
    Erased {
        ticket: &'a str,
        minutes: &'a str,
        by: &'a str,
        name: &'a str,
    },
}

/// A request as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivacyRequest {
    pub no: i64,
    pub ticket: Ticket,
    pub kind: Kind,
    pub received_at: Timestamp,
    /// The officer's id.
    pub received_by: String,
    pub received_name: String,
    /// Who asked, and how that was made sure of.
    pub note: String,
    pub due_at: Timestamp,
    /// `open`, `answered`, `declined` or `erased`.
    pub standing: String,
    pub answered: Option<(Timestamp, String, String)>,
    /// What of the case was mended, where that was asked.
    pub corrected: Option<Corrected>,
}

/// A handle; clones share it.
#[derive(Clone)]
pub struct Privacy {
    db: Db,
    office: String,
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT no, ticket, kind, received_at, received_by, received_name, note, due_at, standing, answered_at,
             answered_name, answer, corrected_at, corrected_name, corrected FROM privacy_requests WHERE office = ?1 ",
            $which
        )
    };
}
use select;

impl Privacy {
    pub fn new(db: &Db, office: &str) -> Self {
        Self { db: db.clone(), office: office.to_owned() }
    }

    /// Those that wait, the most urgent first, and then those that were answered last.
    pub async fn list(&self, most: usize) -> Result<Vec<PrivacyRequest>, Error> {
        let open = select!("AND standing = 'open' ORDER BY due_at LIMIT ?2");
        let done = select!("AND standing <> 'open' ORDER BY no DESC LIMIT ?2");
        let mut all = self.db.query(open, params![&self.office, most]).await?;
        all.extend(self.db.query(done, params![&self.office, most]).await?);
        all.iter().map(read).collect()
    }

    pub async fn one(&self, no: i64) -> Result<Option<PrivacyRequest>, Error> {
        let rows = self.db.query(select!("AND no = ?2"), params![&self.office, no]).await?;
        rows.first().map(read).transpose()
    }

    /// Takes a request in; its number.
    pub async fn receive(
        &self,
        (ticket, kind, note): (&Ticket, Kind, &str),
        by: &Officer,
        at: Timestamp,
    ) -> Result<i64, Error> {
        let note = said(note)?;
        for _ in 0..TRIES {
            let sql = "SELECT no FROM privacy_requests WHERE office = ?1 ORDER BY no DESC LIMIT 1";
            let last = self.db.query(sql, params![&self.office]).await?;
            let no = last.first().map_or(Ok(0), |row| row.int(0))? + 1;
            let (user, name) = (by.user.as_str(), by.name.as_str());
            let told = Told::Received { ticket: ticket.as_str(), kind, note, by: user, name };
            let log = self.log(no, Head::default(), at, "received", &told)?;
            let sql = "INSERT INTO privacy_requests (office, no, ticket, kind, received_at, received_by,
                    received_name, note, due_at, standing)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'open')";
            let due = at.saturating_add(ANSWERED_WITHIN).unwrap_or(at);
            let values = params![
                &self.office,
                no,
                ticket.as_str(),
                crate::cases::word(&kind),
                at,
                user,
                name,
                note,
                due
            ];
            let write = Write { statements: vec![Statement::new(sql, values), log], touches: Vec::new() };
            match self.db.write(write).await {
                Err(DbError::Conflict(_)) => {}
                other => return other.map(|()| no).map_err(Error::from),
            }
        }
        Err(Error::Unavailable("somebody else takes requests in".to_owned()))
    }

    /// Says what came of it: it was done, or why not.
    pub async fn answer(
        &self,
        request: &PrivacyRequest,
        (done, answer): (bool, &str),
        by: &Officer,
        at: Timestamp,
    ) -> Result<(), Error> {
        let answer = said(answer)?;
        let (user, name) = (by.user.as_str(), by.name.as_str());
        let (standing, told) = match (done, request.kind) {
            // An erasure is answered by carrying it out.
            (true, Kind::Erasure) => return Err(Error::Input("privacy-erase-first")),
            (true, _) => {
                let corrected = request.corrected.as_ref().map_or(&[][..], |c| &c.fields);
                ("answered", Told::Answered { answer, corrected, by: user, name })
            }
            (false, _) => ("declined", Told::Declined { answer, by: user, name }),
        };
        let statements = self.closing(request, standing, (answer, name, at), &told).await?;
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Err(Error::Input("privacy-answered-already")),
            other => Ok(other?),
        }
    }

    /// Carries an erasure out: by another than who took the request in, of a case that is over. With it go the minutes.
    pub async fn erase(
        &self,
        cases: &Cases,
        request: &PrivacyRequest,
        minutes: &str,
        by: &Officer,
        at: Timestamp,
    ) -> Result<(), Error> {
        let minutes = said(minutes)?;
        if request.kind != Kind::Erasure || request.standing != "open" {
            return Err(Error::Input("privacy-answered-already"));
        }
        if request.received_by == by.user.as_str() {
            return Err(Error::Input("privacy-not-alone"));
        }
        let loaded = cases.load(&self.office, &request.ticket).await?;
        if !loaded.is_some_and(|l| matches!(l.case.status, Status::Closed(_))) {
            return Err(Error::Input("privacy-not-over"));
        }
        let (user, name) = (by.user.as_str(), by.name.as_str());
        let told = Told::Erased { ticket: request.ticket.as_str(), minutes, by: user, name };
        let also = self.closing(request, "erased", (minutes, name, at), &told).await?;
        let erasing = Erasing { at, by: name, why: Why::Asked };
        match cases.erase(&self.office, &request.ticket, erasing, also).await {
            Err(CaseError::Conflict) => Err(Error::Input("privacy-not-over")),
            other => Ok(other?),
        }
    }

    async fn closing(
        &self,
        request: &PrivacyRequest,
        standing: &'static str,
        (answer, name, at): (&str, &str, Timestamp),
        told: &Told<'_>,
    ) -> Result<Vec<Statement>, Error> {
        let no = request.no.to_string();
        let head = events::head(&self.db, self.stream(&no)).await?;
        let log = self.log(request.no, head, at, standing, told)?;
        let sql =
            "UPDATE privacy_requests SET standing = ?3, answered_at = ?4, answered_name = ?5, answer = ?6
            WHERE office = ?1 AND no = ?2 AND standing = 'open'";
        let values = params![&self.office, request.no, standing, at, name, answer];
        Ok(vec![Statement::new(sql, values).must_change(), log])
    }

    fn stream<'a>(&'a self, no: &'a str) -> Stream<'a> {
        Stream { office: &self.office, log: Log::Privacy, name: no }
    }

    fn log(
        &self,
        no: i64,
        head: Head,
        at: Timestamp,
        kind: &str,
        told: &Told<'_>,
    ) -> Result<Statement, DbError> {
        Ok(events::append_json(self.stream(&no.to_string()), head, (at, kind), told)?.0)
    }
}

/// What was written in a form; something must have been.
fn said(text: &str) -> Result<&str, Error> {
    let text = text.trim();
    let fits = (1..=LONGEST).contains(&text.chars().count());
    if fits { Ok(text) } else { Err(Error::Input("privacy-say-what")) }
}

fn read(row: &Row) -> Result<PrivacyRequest, Error> {
    let broken = |what: &str| Error::Broken(format!("a request about data: {what}"));
    let kind = serde_json::from_value(row.text(2)?.into()).map_err(|_| broken("its kind"))?;
    let answered = match (row.opt_instant(9)?, row.opt_text(10)?, row.opt_text(11)?) {
        (Some(at), Some(name), Some(answer)) => Some((at, name, answer)),
        _ => None,
    };
    let corrected = match (row.opt_instant(12)?, row.opt_text(13)?, row.opt_text(14)?) {
        (Some(at), Some(name), Some(fields)) => Some(correction::read(at, name, &fields)),
        _ => None,
    };
    Ok(PrivacyRequest {
        no: row.int(0)?,
        ticket: Ticket::parse(&row.text(1)?).map_err(|_| broken("its ticket"))?,
        kind,
        received_at: row.instant(3)?,
        received_by: row.text(4)?,
        received_name: row.text(5)?,
        note: row.text(6)?,
        due_at: row.instant(7)?,
        standing: row.text(8)?,
        answered,
        corrected,
    })
}
