//! Who is away from their post, why, and who acts for them meanwhile. What an absent person holds in the procedure rests;
//! they may sign in, and an administrator goes on being one.

use super::assignments::{AssignmentKind, NewAssignment, civil};
use super::log::{By, Change};
use super::users::UserError;
use super::{ADMINISTRATOR, Accounts, User};
use crate::db::{DbError, Row, Statement, Write};
use crate::params;
use jiff::Timestamp;
use jiff::civil::Date;
use procedure::UserId;

/// Why somebody is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AbsenceReason {
    Leave,
    OfficialTravel,
    Training,
    Sick,
    Vacant,
}

impl AbsenceReason {
    pub const ALL: [Self; 5] = [Self::Leave, Self::OfficialTravel, Self::Training, Self::Sick, Self::Vacant];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Leave => "leave",
            Self::OfficialTravel => "official_travel",
            Self::Training => "training",
            Self::Sick => "sick",
            Self::Vacant => "vacant",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }

    /// A vacant post has a plt, every other a plh.
    pub fn substitute(self) -> AssignmentKind {
        if self == Self::Vacant { AssignmentKind::Plt } else { AssignmentKind::Plh }
    }
}

/// Days on which somebody is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    pub id: String,
    pub user: UserId,
    pub reason: AbsenceReason,
    pub first_day: Date,
    pub last_day: Option<Date>,
    pub recorded_by: String,
    pub ended_at: Option<Timestamp>,
}

impl Absence {
    pub fn in_force(&self, day: Date) -> bool {
        self.ended_at.is_none() && self.first_day <= day && self.last_day.is_none_or(|last| last >= day)
    }
}

/// An absence to record, and who acts meanwhile on which order.
#[derive(Debug, Clone)]
pub struct NewAbsence {
    pub reason: AbsenceReason,
    pub first_day: Date,
    pub last_day: Option<Date>,
    pub substitute: Option<UserId>,
    pub decree: String,
    pub decree_day: Option<Date>,
}

/// The columns that [`read`] reads, and the condition's beginning.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, user_id, reason, first_day, last_day, recorded_by, ended_at FROM absences WHERE office = ?1 ",
            $rest
        )
    };
}

impl Accounts {
    /// Records that a person is away. A substitute gets, for these days, each role that the person holds in the
    /// procedure; nobody makes themselves a substitute.
    pub async fn absent(
        &self,
        user: &User,
        new: &NewAbsence,
        by: &By,
        at: Timestamp,
    ) -> Result<(), UserError> {
        if new.last_day.is_some_and(|last| last < new.first_day) {
            return Err(UserError::Input("assignment-ends-before"));
        }
        if new.last_day.is_none() && new.reason != AbsenceReason::Vacant {
            return Err(UserError::Input("absence-no-end"));
        }
        let id = uuid::Uuid::now_v7().to_string();
        let last_day = new.last_day.map(|d| d.to_string());
        let sql = "INSERT INTO absences (office, id, user_id, reason, first_day, last_day, recorded_by, recorded_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let values = params![
            &self.office,
            &id,
            user.id.as_str(),
            new.reason.as_str(),
            new.first_day.to_string(),
            last_day.clone(),
            &by.name,
            at
        ];
        let change = Change::Absent {
            absence: id.clone(),
            reason: new.reason.as_str().to_owned(),
            first_day: new.first_day.to_string(),
            last_day,
        };
        let mut statements = vec![Statement::new(sql, values), self.note(&user.id, by, change, at)?];
        if let Some(substitute) = &new.substitute {
            statements.extend(self.substituting(user, substitute, (&id, new), by, at).await?);
        }
        Ok(self.db.write(Write { statements, touches: Vec::new() }).await?)
    }

    async fn substituting(
        &self,
        user: &User,
        substitute: &UserId,
        (absence, new): (&str, &NewAbsence),
        by: &By,
        at: Timestamp,
    ) -> Result<Vec<Statement>, UserError> {
        if by.is(substitute) {
            return Err(UserError::Input("assignment-not-yourself"));
        }
        let known = self.user(substitute, at).await?.filter(|u| !u.disabled && u.id != user.id);
        let known = known.ok_or(UserError::Input("absence-whom"))?;
        let held = self.assignments(&user.id).await?.into_iter();
        // What they will hold by right on the first of these days; it rests only then.
        let held = held.filter(|a| !a.kind.acts() && a.in_force(new.first_day) && a.role != *ADMINISTRATOR);
        let mut roles = Vec::new();
        for assignment in held {
            if !roles.contains(&assignment.role) {
                roles.push(assignment.role);
            }
        }
        if roles.is_empty() {
            return Err(UserError::Input("absence-no-role"));
        }
        let mut statements = Vec::new();
        for role in roles {
            let acting = NewAssignment {
                role,
                kind: new.reason.substitute(),
                decree: new.decree.clone(),
                decree_day: new.decree_day,
                first_day: new.first_day,
                last_day: new.last_day,
                acts_for: Some(user.id.clone()),
                absence: Some(absence.to_owned()),
            };
            statements.extend(self.assigning(&known.id, &acting, by, at)?);
        }
        Ok(statements)
    }

    /// Ends an absence and what was held in its place, such as when somebody comes back early. False where there is none.
    pub async fn end_absence(
        &self,
        user: &UserId,
        id: &str,
        by: &By,
        at: Timestamp,
    ) -> Result<bool, DbError> {
        let end = "UPDATE absences SET ended_at = ?4, ended_by = ?5
            WHERE office = ?1 AND user_id = ?2 AND id = ?3 AND ended_at IS NULL";
        let acting = "UPDATE assignments SET ended_at = ?3, ended_by = ?4
            WHERE office = ?1 AND absence = ?2 AND ended_at IS NULL";
        let statements = vec![
            Statement::new(end, params![&self.office, user.as_str(), id, at, &by.name]).must_change(),
            Statement::new(acting, params![&self.office, id, at, &by.name]),
            self.note(user, by, Change::AbsenceEnded { absence: id.to_owned() }, at)?,
        ];
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Ok(false),
            other => other.map(|()| true),
        }
    }

    /// Every absence of a person, the newest first.
    pub async fn absences(&self, user: &UserId) -> Result<Vec<Absence>, DbError> {
        let sql = select!("AND user_id = ?2 ORDER BY recorded_at DESC, id DESC");
        self.db.query(sql, params![&self.office, user.as_str()]).await?.iter().map(read).collect()
    }

    /// Who is away on this day.
    pub async fn away(&self, day: Date) -> Result<Vec<Absence>, DbError> {
        let sql = select!(
            "AND ended_at IS NULL AND first_day <= ?2 AND (last_day IS NULL OR last_day >= ?2) ORDER BY first_day, id"
        );
        self.db.query(sql, params![&self.office, day.to_string()]).await?.iter().map(read).collect()
    }
}

fn read(row: &Row) -> Result<Absence, DbError> {
    Ok(Absence {
        id: row.text(0)?,
        user: UserId::new(row.text(1)?),
        reason: AbsenceReason::parse(&row.text(2)?).unwrap_or(AbsenceReason::Leave),
        first_day: civil(&row.text(3)?)?,
        last_day: row.opt_text(4)?.as_deref().map(civil).transpose()?,
        recorded_by: row.text(5)?,
        ended_at: row.opt_instant(6)?,
    })
}
