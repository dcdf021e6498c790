//! Emergency access, the broken glass: nobody who holds a step's role is there, and an officer takes it on themselves for
//! half an hour. Its terms stand here and in no form, are written once and never changed; everything that was done under
//! it is looked into by somebody else who oversees.

use super::log::{By, Change};
use super::users::UserError;
use super::{ADMINISTRATOR, Accounts, Assignment, Officer};
use crate::cases::timers;
use crate::db::{DbError, Row, Statement, Write};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::{Procedure, RoleId, UserId};

/// So long it lasts; nothing makes it longer.
pub const LASTS: SignedDuration = SignedDuration::from_mins(30);
/// Within this somebody is to have looked into it; afterwards it is late.
pub const REVIEWED_WITHIN: SignedDuration = SignedDuration::from_hours(24);
/// Letters of a reason.
pub const SHORTEST_REASON: usize = 20;
pub const LONGEST_REASON: usize = 500;
/// Of what came of a review.
pub const LONGEST_NOTE: usize = 1_000;

/// A role that somebody holds by emergency access at this instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InEmergency {
    pub role: RoleId,
    pub ends_at: Timestamp,
}

/// What came of looking into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmergencyVerdict {
    Justified,
    NotJustified,
}

impl EmergencyVerdict {
    pub const ALL: [Self; 2] = [Self::Justified, Self::NotJustified];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Justified => "justified",
            Self::NotJustified => "not_justified",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.as_str() == text)
    }
}

/// Who has looked into it, when, and what they found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyReview {
    pub name: String,
    pub at: Timestamp,
    pub verdict: EmergencyVerdict,
    pub note: String,
}

/// One emergency access, of whatever day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emergency {
    pub id: String,
    pub user: UserId,
    /// The person's name as it is today.
    pub name: String,
    pub role: RoleId,
    pub reason: String,
    pub begun_at: Timestamp,
    /// When it ends by itself.
    pub ends_at: Timestamp,
    /// When the person ended it, or it was written down that it is over.
    pub ended_at: Option<Timestamp>,
    pub review: Option<EmergencyReview>,
}

impl Emergency {
    /// The instant from which on the role is theirs no more.
    pub fn until(&self) -> Timestamp {
        self.ended_at.map_or(self.ends_at, |ended| ended.min(self.ends_at))
    }

    /// Whether the role was theirs at this instant.
    pub fn covers(&self, at: Timestamp) -> bool {
        self.begun_at <= at && at < self.until()
    }

    /// Nobody has looked into it in time.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.review.is_none() && self.begun_at.duration_until(now) > REVIEWED_WITHIN
    }
}

/// The roles that may be taken so: those that work at a step and oversee nothing, less what is theirs already.
pub fn may_be_taken(p: &Procedure, held: &[RoleId]) -> Vec<RoleId> {
    let works = |role: &RoleId| p.steps.iter().any(|s| s.role == *role);
    let plain = p.roles.iter().filter(|r| !r.oversees && r.id != *ADMINISTRATOR && works(&r.id));
    plain.filter(|r| !held.contains(&r.id)).map(|r| r.id.clone()).collect()
}

/// What is wrong with a wish to take a role: a text's key.
pub fn fault(p: &Procedure, officer: &Officer, (role, reason): (&str, &str)) -> Option<&'static str> {
    let long_enough = SHORTEST_REASON..=LONGEST_REASON;
    if !may_be_taken(p, &officer.roles).contains(&role.into()) {
        Some("emergency-which-role")
    } else if !long_enough.contains(&reason.trim().chars().count()) {
        Some("emergency-no-reason")
    } else {
        None
    }
}

/// The columns that [`read`] reads, and the condition's beginning.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, e.user_id, u.name, e.role, e.reason, e.begun_at, e.ends_at, e.ended_at, e.reviewed_name,
                e.reviewed_at, e.verdict, e.note FROM emergencies e
                JOIN users u ON u.office = e.office AND u.id = e.user_id WHERE e.office = ?1 ",
            $rest
        )
    };
}

impl Accounts {
    /// The officer takes a role on themselves from now on. A second one waits until somebody has looked into the first.
    pub async fn begin_emergency(
        &self,
        officer: &Officer,
        p: &Procedure,
        (role, reason): (&str, &str),
        at: Timestamp,
    ) -> Result<(), UserError> {
        if let Some(key) = fault(p, officer, (role, reason)) {
            return Err(UserError::Input(key));
        }
        let (reason, role) = (reason.trim(), RoleId::from(role));
        let id = uuid::Uuid::now_v7().to_string();
        let begun = crate::clock::instant(at.as_millisecond());
        let ends = begun.saturating_add(LASTS).unwrap_or(begun);
        let sql = "INSERT INTO emergencies (office, id, user_id, role, reason, begun_at, ends_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let values = params![&self.office, &id, officer.user.as_str(), role.as_str(), reason, begun, ends];
        let change = Change::EmergencyBegun {
            emergency: id.clone(),
            role,
            reason: reason.to_owned(),
            ends_at: ends,
            key: officer.operator_auth.as_ref().map(|auth| auth.key.clone()),
        };
        let statements = vec![
            Statement::new(sql, values),
            self.note(&officer.user, &officer.by(), change, begun)?,
            timers::set(&self.office, &id, timers::EMERGENCY, ends, ""),
        ];
        match self.db.write(Write { statements, touches: vec!["emergencies".to_owned()] }).await {
            Err(DbError::Conflict(_)) => Err(UserError::Input("emergency-unreviewed")),
            other => Ok(other?),
        }
    }

    /// The officer ends their own before its time. False where they have none.
    pub async fn end_emergency(&self, officer: &Officer, at: Timestamp) -> Result<bool, DbError> {
        let at = crate::clock::instant(at.as_millisecond());
        let sql = select!("AND e.user_id = ?2 AND e.ended_at IS NULL AND e.ends_at > ?3");
        let rows = self.db.query(sql, params![&self.office, officer.user.as_str(), at]).await?;
        let Some(own) = rows.first().map(read).transpose()? else { return Ok(false) };
        self.note_end(&own, at, &officer.by()).await
    }

    /// Writes down that one is over which ended by itself.
    pub async fn lapse_emergency(&self, id: &str, at: Timestamp) -> Result<(), DbError> {
        let own = self.emergency(id).await?.filter(|e| e.ended_at.is_none() && e.ends_at <= at);
        if let Some(own) = own {
            self.note_end(&own, own.ends_at, &By::system()).await?;
        }
        Ok(())
    }

    async fn note_end(&self, own: &Emergency, at: Timestamp, by: &By) -> Result<bool, DbError> {
        let sql = "UPDATE emergencies SET ended_at = ?3 WHERE office = ?1 AND id = ?2 AND ended_at IS NULL";
        let change = Change::EmergencyEnded { emergency: own.id.clone(), role: own.role.clone() };
        let statements = vec![
            Statement::new(sql, params![&self.office, &own.id, at]).must_change(),
            self.note(&own.user, by, change, at)?,
        ];
        match self.db.write(Write { statements, touches: vec!["emergencies".to_owned()] }).await {
            Err(DbError::Conflict(_)) => Ok(false),
            other => other.map(|()| true),
        }
    }

    /// Somebody else says what they found, once, of one that is over.
    pub async fn review_emergency(
        &self,
        own: &Emergency,
        (verdict, note): (EmergencyVerdict, &str),
        by: &Officer,
        at: Timestamp,
    ) -> Result<(), UserError> {
        let note = note.trim();
        if by.user == own.user {
            return Err(UserError::Input("emergency-not-own"));
        }
        if !(1..=LONGEST_NOTE).contains(&note.chars().count()) {
            return Err(UserError::Input("emergency-no-note"));
        }
        let sql = "UPDATE emergencies SET reviewed_by = ?3, reviewed_name = ?4, reviewed_at = ?5, verdict = ?6, note = ?7
            WHERE office = ?1 AND id = ?2 AND reviewed_at IS NULL AND user_id <> ?3
            AND (ended_at IS NOT NULL OR ends_at <= ?5)";
        let (user, verdict) = (by.user.as_str(), verdict.as_str());
        let change = Change::EmergencyReviewed {
            emergency: own.id.clone(),
            role: own.role.clone(),
            verdict: verdict.to_owned(),
            note: note.to_owned(),
        };
        let statements = vec![
            Statement::new(sql, params![&self.office, &own.id, user, &by.name, at, verdict, note])
                .must_change(),
            self.note(&own.user, &by.by(), change, at)?,
        ];
        match self.db.write(Write { statements, touches: vec!["emergencies".to_owned()] }).await {
            Err(DbError::Conflict(_)) => Err(UserError::Input("emergency-not-now")),
            other => Ok(other?),
        }
    }

    pub async fn emergency(&self, id: &str) -> Result<Option<Emergency>, DbError> {
        let rows = self.db.query(select!("AND e.id = ?2"), params![&self.office, id]).await?;
        rows.first().map(read).transpose()
    }

    /// The one of this person that nobody has looked into yet.
    pub async fn open_emergency(&self, user: &UserId) -> Result<Option<Emergency>, DbError> {
        let sql = select!("AND e.user_id = ?2 AND e.reviewed_at IS NULL");
        self.db.query(sql, params![&self.office, user.as_str()]).await?.first().map(read).transpose()
    }

    /// Those that nobody has looked into yet, whether they go on or are over; the oldest first.
    pub async fn open_emergencies(&self) -> Result<Vec<Emergency>, DbError> {
        let sql = select!("AND e.reviewed_at IS NULL ORDER BY e.begun_at, e.id");
        self.db.query(sql, params![&self.office]).await?.iter().map(read).collect()
    }

    /// Those that somebody has looked into, the newest first.
    pub async fn reviewed_emergencies(&self, most: usize) -> Result<Vec<Emergency>, DbError> {
        let sql = select!("AND e.reviewed_at IS NOT NULL ORDER BY e.begun_at DESC, e.id DESC LIMIT ?2");
        self.db.query(sql, params![&self.office, most]).await?.iter().map(read).collect()
    }

    /// In which ways anybody ever acted otherwise than by right, for the words beside a name.
    pub async fn acted_as(&self) -> Result<ActedAs, DbError> {
        let rows = self.db.query(select!("ORDER BY e.begun_at, e.id"), params![&self.office]).await?;
        let emergencies = rows.iter().map(read).collect::<Result<_, _>>()?;
        Ok(ActedAs { substitutions: self.substitutions().await?, emergencies })
    }
}

/// Everything that was ever held otherwise than by right.
#[derive(Debug, Clone, Default)]
pub struct ActedAs {
    /// In another's place.
    pub substitutions: Vec<Assignment>,
    pub emergencies: Vec<Emergency>,
}

fn read(row: &Row) -> Result<Emergency, DbError> {
    let review = match (row.opt_text(8)?, row.opt_instant(9)?) {
        (Some(name), Some(at)) => Some(EmergencyReview {
            name,
            at,
            verdict: row
                .opt_text(10)?
                .as_deref()
                .and_then(EmergencyVerdict::parse)
                .ok_or_else(|| DbError::Broken("the verdict of an emergency access".to_owned()))?,
            note: row.opt_text(11)?.unwrap_or_default(),
        }),
        _ => None,
    };
    Ok(Emergency {
        id: row.text(0)?,
        user: UserId::new(row.text(1)?),
        name: row.text(2)?,
        role: RoleId::new(row.text(3)?),
        reason: row.text(4)?,
        begun_at: row.instant(5)?,
        ends_at: row.instant(6)?,
        ended_at: row.opt_instant(7)?,
        review,
    })
}
