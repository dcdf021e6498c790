//! Who holds which role: from one day to another, on whose decree, and in whose place. What is in force on a day is a
//! person's right of that day, so that a right ends with its period and nobody has to do anything.

use super::log::{By, Change};
use super::users::{UserError, holds_for_good};
use super::{ADMINISTRATOR, Accounts};
use crate::db::{DbError, Row, Statement, Write};
use crate::params;
use jiff::Timestamp;
use jiff::civil::Date;
use procedure::{RoleId, UserId};

/// How somebody holds a role: by right, or in the place of one who is away (plh) or whose post is vacant (plt).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignmentKind {
    Definitive,
    Plh,
    Plt,
}

impl AssignmentKind {
    pub const ALL: [Self; 3] = [Self::Definitive, Self::Plh, Self::Plt];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Definitive => "definitive",
            Self::Plh => "plh",
            Self::Plt => "plt",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }

    /// In another's place.
    pub fn acts(self) -> bool {
        self != Self::Definitive
    }
}

/// A role that somebody was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    pub id: String,
    pub user: UserId,
    pub role: RoleId,
    pub kind: AssignmentKind,
    pub decree: String,
    pub decree_day: Option<Date>,
    pub first_day: Date,
    pub last_day: Option<Date>,
    pub acts_for: Option<UserId>,
    pub recorded_by: String,
    pub recorded_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub ended_by: Option<String>,
}

impl Assignment {
    /// Whether it is in force on this day, as far as is known now.
    pub fn in_force(&self, day: Date) -> bool {
        self.ended_at.is_none() && self.covers(day)
    }

    fn covers(&self, day: Date) -> bool {
        self.first_day <= day && self.last_day.is_none_or(|last| last >= day)
    }

    /// Whether it was in force at this instant of this day.
    pub fn was_in_force(&self, at: Timestamp, day: Date) -> bool {
        self.covers(day) && self.ended_at.is_none_or(|ended| ended > at)
    }
}

/// A role that somebody is to be given.
#[derive(Debug, Clone)]
pub struct NewAssignment {
    pub role: RoleId,
    pub kind: AssignmentKind,
    pub decree: String,
    pub decree_day: Option<Date>,
    pub first_day: Date,
    pub last_day: Option<Date>,
    pub acts_for: Option<UserId>,
    pub absence: Option<String>,
}

impl NewAssignment {
    /// By right, from this day on, without an end.
    pub fn definitive(role: RoleId, first_day: Date) -> Self {
        Self {
            role,
            kind: AssignmentKind::Definitive,
            decree: String::new(),
            decree_day: None,
            first_day,
            last_day: None,
            acts_for: None,
            absence: None,
        }
    }

    fn fault(&self) -> Option<&'static str> {
        if self.last_day.is_some_and(|last| last < self.first_day) {
            Some("assignment-ends-before")
        } else if self.decree.chars().count() > 120 {
            Some("assignment-decree-long")
        } else if self.kind.acts() && (self.decree.is_empty() || self.decree_day.is_none()) {
            Some("assignment-no-decree")
        } else if self.kind.acts() && self.role == *ADMINISTRATOR {
            Some("assignment-administrator-acts")
        } else {
            None
        }
    }
}

/// The columns that [`read`] reads, and the condition's beginning.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, user_id, role, kind, decree, decree_day, first_day, last_day, acts_for, recorded_by,
                recorded_at, ended_at, ended_by FROM assignments WHERE office = ?1 ",
            $rest
        )
    };
}

impl Accounts {
    /// Gives a person a role. Nobody gives themselves one; their sessions end, since their rights change.
    pub async fn assign(
        &self,
        user: &UserId,
        new: &NewAssignment,
        by: &By,
        at: Timestamp,
    ) -> Result<(), UserError> {
        if by.is(user) {
            return Err(UserError::Input("assignment-not-yourself"));
        }
        let mut statements = self.assigning(user, new, by, at)?;
        statements.push(self.end_sessions(user));
        Ok(self.db.write(Write { statements, touches: Vec::new() }).await?)
    }

    /// The statements that give a person a role, where nothing is wrong with it.
    pub(super) fn assigning(
        &self,
        user: &UserId,
        new: &NewAssignment,
        by: &By,
        at: Timestamp,
    ) -> Result<Vec<Statement>, UserError> {
        if let Some(fault) = new.fault() {
            return Err(UserError::Input(fault));
        }
        let id = uuid::Uuid::now_v7().to_string();
        let sql = "INSERT INTO assignments (office, id, user_id, role, kind, decree, decree_day, first_day,
            last_day, acts_for, absence, recorded_by, recorded_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
        let day = |d: Option<Date>| d.map(|d| d.to_string());
        let values = params![
            &self.office,
            &id,
            user.as_str(),
            new.role.as_str(),
            new.kind.as_str(),
            &new.decree,
            day(new.decree_day),
            new.first_day.to_string(),
            day(new.last_day),
            new.acts_for.as_ref().map(|u| u.as_str().to_owned()),
            new.absence.clone(),
            &by.name,
            at
        ];
        let change = Change::Assigned {
            assignment: id,
            role: new.role.clone(),
            as_kind: new.kind.as_str().to_owned(),
            decree: new.decree.clone(),
            first_day: new.first_day.to_string(),
            last_day: day(new.last_day),
        };
        Ok(vec![Statement::new(sql, values), self.note(user, by, change, at)?])
    }

    /// Takes a role away from this instant on, unless nobody would be left to look after the accounts for good.
    pub async fn end_assignment(
        &self,
        user: &UserId,
        id: &str,
        by: &By,
        at: Timestamp,
    ) -> Result<(), UserError> {
        let held = self.assignments(user).await?.into_iter().find(|a| a.id == id && a.ended_at.is_none());
        let held = held.ok_or(UserError::Input("assignment-gone"))?;
        let sql = concat!(
            "UPDATE assignments SET ended_at = ?4, ended_by = ?5
                WHERE office = ?1 AND user_id = ?2 AND id = ?3 AND ended_at IS NULL
                AND (role <> 'administrator' OR last_day IS NOT NULL OR first_day > ?6 OR EXISTS (
                    SELECT 1 FROM assignments AS mine WHERE mine.office = ?1 AND mine.user_id = ?2
                        AND mine.id <> ?3 AND mine.role = 'administrator' AND mine.ended_at IS NULL
                        AND mine.last_day IS NULL AND mine.first_day <= ?6)
                OR EXISTS (SELECT 1 FROM users AS other WHERE other.office = ?1 AND other.id <> ?2 AND ",
            holds_for_good!("other", "?6"),
            "))"
        );
        let today = self.day(at).to_string();
        let values = params![&self.office, user.as_str(), id, at, &by.name, &today];
        let change = Change::AssignmentEnded { assignment: held.id, role: held.role };
        let statements = vec![
            self.one_administrator_after_another(&today),
            Statement::new(sql, values).must_change(),
            self.end_sessions(user),
            self.note(user, by, change, at)?,
        ];
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Err(UserError::Input("users-last-administrator")),
            other => Ok(other?),
        }
    }

    /// Every role that this person was ever given, the newest first.
    pub async fn assignments(&self, user: &UserId) -> Result<Vec<Assignment>, DbError> {
        let sql = select!("AND user_id = ?2 ORDER BY recorded_at DESC, id DESC");
        self.db.query(sql, params![&self.office, user.as_str()]).await?.iter().map(read).collect()
    }

    /// Every role that anybody was given and that was not taken away, in the order of their days.
    pub async fn all_assignments(&self) -> Result<Vec<Assignment>, DbError> {
        let sql = select!("AND ended_at IS NULL ORDER BY first_day, id");
        self.db.query(sql, params![&self.office]).await?.iter().map(read).collect()
    }

    /// Everything that was ever held in another's place, for the words beside a name.
    pub async fn substitutions(&self) -> Result<Vec<Assignment>, DbError> {
        let sql = select!("AND kind <> 'definitive' ORDER BY first_day, id");
        self.db.query(sql, params![&self.office]).await?.iter().map(read).collect()
    }
}

fn read(row: &Row) -> Result<Assignment, DbError> {
    Ok(Assignment {
        id: row.text(0)?,
        user: UserId::new(row.text(1)?),
        role: RoleId::new(row.text(2)?),
        kind: AssignmentKind::parse(&row.text(3)?).unwrap_or(AssignmentKind::Definitive),
        decree: row.text(4)?,
        decree_day: row.opt_text(5)?.as_deref().map(civil).transpose()?,
        first_day: civil(&row.text(6)?)?,
        last_day: row.opt_text(7)?.as_deref().map(civil).transpose()?,
        acts_for: row.opt_text(8)?.map(UserId::new),
        recorded_by: row.text(9)?,
        recorded_at: row.instant(10)?,
        ended_at: row.opt_instant(11)?,
        ended_by: row.opt_text(12)?,
    })
}

/// One of the office's days as a table keeps it.
pub(super) fn civil(text: &str) -> Result<Date, DbError> {
    text.parse().map_err(|e: jiff::Error| DbError::Broken(e.to_string()))
}
