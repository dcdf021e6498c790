//! Whom a breach concerns, page by page, with what the office still knows of them, and how far telling them has come. A
//! message counts once it was delivered; one that does not arrive is owed a letter.

use super::{Classes, Incident, Incidents};
use crate::db::{DbError, Row};
use crate::params;
use crate::reads;
use jiff::Timestamp;

/// How far telling one person has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// Nobody has told them.
    Owed,
    /// A message is on its way.
    Sent,
    /// The message did not arrive: a letter is needed.
    Failed,
    /// The message arrived.
    Delivered,
    /// A letter was handed over or posted.
    Told,
    /// They are not told, for a reason.
    Excused,
}

impl Told {
    pub const ALL: [Self; 6] =
        [Self::Owed, Self::Sent, Self::Failed, Self::Delivered, Self::Told, Self::Excused];

    /// In keys of texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Owed => "owed",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Delivered => "delivered",
            Self::Told => "told",
            Self::Excused => "excused",
        }
    }

    fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|t| t.word() == word).unwrap_or(Self::Owed)
    }

    /// Nothing is left to be done.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Delivered | Self::Told | Self::Excused)
    }

    /// Somebody must write to them.
    pub fn needs_letter(self) -> bool {
        matches!(self, Self::Owed | Self::Failed)
    }
}

/// One person a breach concerns. Name and numbers are empty where the case was erased, or where there is none.
#[derive(Debug, Clone)]
pub struct Affected {
    /// A ticket, or the name of a conversation.
    pub subject: String,
    pub since: Timestamp,
    pub classes: Classes,
    pub told: Told,
    pub told_at: Option<Timestamp>,
    pub told_name: Option<String>,
    pub why: Option<String>,
    pub name: String,
    pub nik: String,
    pub phone: String,
    pub contact: String,
}

/// How many stand how.
#[derive(Debug, Clone, Default)]
pub struct Tally(Vec<(Told, i64)>);

impl Tally {
    pub fn of(&self, told: Told) -> i64 {
        self.0.iter().filter(|(t, _)| *t == told).map(|(_, n)| n).sum()
    }

    /// Who was neither told nor excused.
    pub fn left(&self) -> i64 {
        self.0.iter().filter(|(t, _)| !t.is_done()).map(|(_, n)| n).sum()
    }
}

/// What became of the message, if one was sent: every repeat of it has the same name. `?3` is that name.
macro_rules! standing {
    () => {
        "CASE WHEN s.standing <> 'sent' THEN s.standing
            WHEN EXISTS (SELECT 1 FROM messages AS m WHERE m.office = s.office AND m.ticket = s.subject
                AND m.notice = ?3 AND m.rank IN (2, 3)) THEN 'delivered'
            WHEN EXISTS (SELECT 1 FROM outbox AS o WHERE o.office = s.office AND o.contact = c.contact
                AND o.ticket = s.subject AND o.notice = ?3) THEN 'sent'
            WHEN EXISTS (SELECT 1 FROM messages AS m WHERE m.office = s.office AND m.ticket = s.subject
                AND m.notice = ?3 AND m.rank < 2) THEN 'sent'
            ELSE 'failed' END"
    };
}

/// Whose message arrived, kept beside them.
pub(super) const ARRIVED: &str = "UPDATE incident_subjects SET standing = 'delivered'
    WHERE office = ?1 AND no = ?2 AND standing = 'sent' AND EXISTS (SELECT 1 FROM messages AS m
        WHERE m.office = ?1 AND m.ticket = incident_subjects.subject AND m.notice = ?3 AND m.rank IN (2, 3))";

macro_rules! joined {
    () => {
        " FROM incident_subjects AS s
          LEFT JOIN cases AS c ON c.office = s.office AND c.ticket = s.subject
          WHERE s.office = ?1 AND s.no = ?2 "
    };
}

macro_rules! people {
    () => {
        concat!(
            "SELECT s.subject, s.since, s.classes, ",
            standing!(),
            ", s.told_at, s.told_name, s.why, COALESCE(c.name, ''), COALESCE(c.nik, ''), COALESCE(c.phone, ''),
             COALESCE(c.contact, '')",
            joined!()
        )
    };
}

const PAGE: &str = concat!(people!(), "AND s.subject > ?4 ORDER BY s.subject LIMIT ?5");
const OWED: &str =
    concat!(people!(), "AND s.standing IN ('owed', 'sent') AND s.subject > ?4 ORDER BY s.subject LIMIT ?5");
const NAMELESS: &str = concat!(
    people!(),
    "AND s.standing IN ('owed', 'sent') AND COALESCE(c.nik, '') = '' ORDER BY s.subject LIMIT ?4"
);
const ONE: &str = concat!(people!(), "AND s.subject = ?4");
const TALLY: &str = concat!(
    "SELECT told, count(*) FROM (SELECT ",
    standing!(),
    " AS told",
    joined!(),
    ") AS t
    GROUP BY told"
);
const CLASSES: &str = "SELECT classes, count(*) FROM incident_subjects WHERE office = ?1 AND no = ?2
    GROUP BY classes";

impl Incidents {
    /// Those after `after` in the order of their names, at most `most`. Their data are in hand now.
    pub async fn affected(
        &self,
        incident: &Incident,
        after: &str,
        most: usize,
    ) -> Result<Vec<Affected>, DbError> {
        let values = params![&self.office, incident.no, incident.notice(), after, most];
        self.db.query(PAGE, values).await?.iter().map(read).collect()
    }

    pub async fn one_affected(
        &self,
        incident: &Incident,
        subject: &str,
    ) -> Result<Option<Affected>, DbError> {
        let values = params![&self.office, incident.no, incident.notice(), subject];
        self.db.query(ONE, values).await?.first().map(read).transpose()
    }

    /// As [`Incidents::affected`], without those who were told or excused by somebody.
    pub async fn owed(
        &self,
        incident: &Incident,
        after: &str,
        most: usize,
    ) -> Result<Vec<Affected>, DbError> {
        let values = params![&self.office, incident.no, incident.notice(), after, most];
        self.db.query(OWED, values).await?.iter().map(read).collect()
    }

    /// Those of whom nothing is known any more and whom nobody can tell, at most `most`.
    pub async fn nameless(&self, incident: &Incident, most: usize) -> Result<Vec<Affected>, DbError> {
        let values = params![&self.office, incident.no, incident.notice(), most];
        self.db.query(NAMELESS, values).await?.iter().map(read).collect()
    }

    pub async fn tally(&self, incident: &Incident) -> Result<Tally, DbError> {
        let rows = self.db.query(TALLY, params![&self.office, incident.no, incident.notice()]).await?;
        let each = |row: &Row| Ok((Told::parse(&row.text(0)?), row.int(1)?));
        Ok(Tally(rows.iter().map(each).collect::<Result<_, DbError>>()?))
    }

    /// How many people each class of data was seen of.
    pub async fn by_class(&self, incident: &Incident) -> Result<Vec<(super::DataClass, i64)>, DbError> {
        let rows = self.db.query(CLASSES, params![&self.office, incident.no]).await?;
        let mut found: Vec<_> = super::DataClass::ALL.into_iter().map(|class| (class, 0)).collect();
        for row in &rows {
            let (classes, count) = (Classes(row.int(0)?), row.int(1)?);
            for (_, sum) in found.iter_mut().filter(|(class, _)| classes.has(*class)) {
                *sum += count;
            }
        }
        Ok(found)
    }
}

fn read(row: &Row) -> Result<Affected, DbError> {
    let found = Affected {
        subject: row.text(0)?,
        since: row.instant(1)?,
        classes: Classes(row.int(2)?),
        told: Told::parse(&row.text(3)?),
        told_at: row.opt_instant(4)?,
        told_name: row.opt_text(5)?,
        why: row.opt_text(6)?,
        name: row.text(7)?,
        nik: row.text(8)?,
        phone: row.text(9)?,
        contact: row.text(10)?,
    };
    if !found.name.is_empty() {
        reads::seen(&found.subject);
    }
    Ok(found)
}
