//! The list of people: added, given roles, disabled; each chooses their own password by a one-time link.

use super::assignments::{AssignmentKind, NewAssignment};
use super::log::{By, Change};
use super::{Accounts, InEmergency, fresh_token, kept, password};
use crate::db::{DbError, Row, Statement, Write};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::{RoleId, UserId};

/// How long a link to choose a password is good for.
pub const INVITED: SignedDuration = SignedDuration::from_hours(72);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: UserId,
    pub login: String,
    pub name: String,
    /// What they hold on the day that was asked for.
    pub roles: Vec<RoleId>,
    /// Which of those in another's place.
    pub acting: Vec<(RoleId, AssignmentKind)>,
    /// Which of those by emergency access, and until when.
    pub emergency: Option<InEmergency>,
    pub disabled: bool,
    /// They have chosen a password.
    pub ready: bool,
}

pub struct NewUser<'a> {
    pub login: &'a str,
    pub name: &'a str,
    pub roles: &'a [RoleId],
}

#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// The key of the text that says what is wrong.
    #[error("{0}")]
    Input(&'static str),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Whether the row of this name is somebody who can look after the accounts on a day, and will go on to. Whoever has not
/// followed their invitation cannot, unless nobody has, as in a demonstration.
macro_rules! holds_for_good {
    ($row:literal, $day:literal) => {
        concat!(
            "(",
            $row,
            ".disabled = 0 AND (",
            $row,
            ".password <> '' OR NOT EXISTS (SELECT 1 FROM users AS chose WHERE chose.office = ",
            $row,
            ".office AND chose.password <> '')) AND EXISTS (SELECT 1 FROM assignments AS held WHERE held.office = ",
            $row,
            ".office AND held.user_id = ",
            $row,
            ".id AND held.role = 'administrator' AND held.ended_at IS NULL AND held.last_day IS NULL
                AND held.first_day <= ",
            $day,
            "))"
        )
    };
}
pub(super) use holds_for_good;

/// That the row `u` of users is not away on a day.
macro_rules! is_here {
    ($day:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM absences b WHERE b.office = u.office AND b.user_id = u.id
                AND b.ended_at IS NULL AND b.first_day <= ",
            $day,
            " AND (b.last_day IS NULL OR b.last_day >= ",
            $day,
            "))"
        )
    };
}
pub(super) use is_here;

/// The roles that the row `u` of users holds on a day and at an instant of it, each as KIND:ROLE; what rests on that day is
/// not among them. One by emergency access stands last, as emergency:ROLE:INSTANT with the instant at which it ends.
macro_rules! roles_on {
    ($day:literal, $at:literal) => {
        concat!(
            "(coalesce((SELECT string_agg(a.kind || ':' || a.role, ',' ORDER BY a.first_day, a.id)
                FROM assignments a WHERE a.office = u.office AND a.user_id = u.id AND a.ended_at IS NULL
                AND a.first_day <= ",
            $day,
            " AND (a.last_day IS NULL OR a.last_day >= ",
            $day,
            ") AND (a.role = 'administrator' OR ",
            super::users::is_here!($day),
            ")), '') || coalesce((SELECT ',emergency:' || e.role || ':' || e.ends_at FROM emergencies e
                WHERE e.office = u.office AND e.user_id = u.id AND e.ended_at IS NULL AND e.begun_at <= ",
            $at,
            " AND e.ends_at > ",
            $at,
            " AND ",
            super::users::is_here!($day),
            " ORDER BY e.begun_at LIMIT 1), ''))"
        )
    };
}
pub(super) use roles_on;

/// The columns that [`read`] reads, and the condition's beginning.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT u.id, u.login, u.name, ",
            roles_on!("?2", "?3"),
            ", u.disabled, u.password FROM users u WHERE u.office = ?1 AND ",
            $rest
        )
    };
}

impl Accounts {
    /// Adds a person with roles by right; they can sign in once they have followed an invitation.
    pub async fn add(&self, new: &NewUser<'_>, by: &By, at: Timestamp) -> Result<UserId, UserError> {
        let login = new.login.trim().to_lowercase();
        let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if !(3..=40).contains(&login.len()) || !login.chars().all(letters) {
            return Err(UserError::Input("user-bad-login"));
        }
        let name = valid_name(new.name)?;
        if new.roles.is_empty() {
            return Err(UserError::Input("user-no-role"));
        }
        let id = UserId::new(uuid::Uuid::now_v7().to_string());
        let sql = "INSERT INTO users (office, id, login, name, password, disabled, created_at)
            VALUES (?1, ?2, ?3, ?4, '', 0, ?5)";
        let added = Change::Added { login: login.clone(), name: name.clone() };
        let mut statements = vec![
            Statement::new(sql, params![&self.office, id.as_str(), login, name, at]),
            self.note(&id, by, added, at)?,
        ];
        for role in new.roles {
            let role = NewAssignment::definitive(role.clone(), self.day(at));
            statements.extend(self.assigning(&id, &role, by, at)?);
        }
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Err(UserError::Input("user-login-taken")),
            other => Ok(other.map(|()| id)?),
        }
    }

    /// The secret part of a link by which somebody who never chose a password does; earlier links die. Whoever has chosen
    /// one comes back by a recovery, which takes two.
    pub async fn invite(&self, user: &UserId, by: &By, at: Timestamp) -> Result<String, UserError> {
        let never = "UPDATE users SET disabled = disabled WHERE office = ?1 AND id = ?2 AND password = ''";
        let (token, mut statements) = fresh_link(&self.office, user, INVITED, false, at);
        statements.insert(0, Statement::new(never, params![&self.office, user.as_str()]).must_change());
        statements.push(self.note(user, by, Change::Invited, at)?);
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Err(UserError::Input("users-needs-recovery")),
            other => Ok(other.map(|()| token)?),
        }
    }

    /// Whose invitation this is, while it is good.
    pub async fn invited(&self, token: &str, at: Timestamp) -> Result<Option<User>, DbError> {
        let sql = "SELECT user_id FROM invitations WHERE office = ?1 AND token = ?2 AND expires_at > ?3";
        let rows = self.db.query(sql, params![&self.office, kept(token), at]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let user = self.user(&UserId::new(row.text(0)?), at).await?;
        Ok(user.filter(|u| !u.disabled))
    }

    /// Uses an invitation up. Other sessions of the person end.
    pub async fn choose_password(&self, token: &str, chosen: &str, at: Timestamp) -> Result<User, UserError> {
        let Some(user) = self.invited(token, at).await? else {
            return Err(UserError::Input("invitation-gone"));
        };
        if let Some(fault) = password::fault(chosen, &user.login) {
            return Err(UserError::Input(fault));
        }
        let hash = password::hash(chosen.to_owned()).await.ok_or(UserError::Input("failure-broken"))?;
        let sql = "SELECT recovers FROM invitations WHERE office = ?1 AND token = ?2";
        let rows = self.db.query(sql, params![&self.office, kept(token)]).await?;
        let recovers = rows.first().map(|row| row.bool(0)).transpose()?.unwrap_or(false);
        let used = "DELETE FROM invitations WHERE office = ?1 AND token = ?2";
        let set = "UPDATE users SET password = ?3 WHERE office = ?1 AND id = ?2";
        let mut statements = vec![
            Statement::new(used, params![&self.office, kept(token)]).must_change(),
            Statement::new(set, params![&self.office, user.id.as_str(), hash]),
            self.end_sessions(&user.id),
            self.note(&user.id, &By::own(&user), Change::PasswordChosen, at)?,
        ];
        if recovers {
            statements.extend(self.reset_factors(&user, at)?);
        }
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Err(UserError::Input("invitation-gone")),
            other => Ok(other.map(|()| user)?),
        }
    }

    /// Chooses another password for oneself; everywhere but in this session one is signed out.
    pub async fn change_password(
        &self,
        user: &User,
        chosen: &str,
        session: &str,
        at: Timestamp,
    ) -> Result<(), UserError> {
        if let Some(fault) = password::fault(chosen, &user.login) {
            return Err(UserError::Input(fault));
        }
        let hash = password::hash(chosen.to_owned()).await.ok_or(UserError::Input("failure-broken"))?;
        let set = "UPDATE users SET password = ?3 WHERE office = ?1 AND id = ?2";
        let out = "DELETE FROM sessions WHERE office = ?1 AND user_id = ?2 AND token <> ?3";
        let id = user.id.as_str();
        let statements = vec![
            Statement::new(set, params![&self.office, id, hash]).must_change(),
            Statement::new(out, params![&self.office, id, kept(session)]),
            self.no_invitation(&user.id),
            self.note(&user.id, &By::own(user), Change::PasswordChosen, at)?,
        ];
        Ok(self.db.write(Write { statements, touches: Vec::new() }).await?)
    }

    /// Changes the name and whether they may sign in, unless nobody would be left to look after the accounts. Sessions
    /// of whoever may not any more end.
    pub async fn change(
        &self,
        user: &User,
        name: &str,
        off: bool,
        by: &By,
        at: Timestamp,
    ) -> Result<(), UserError> {
        let name = valid_name(name)?;
        let sql = concat!(
            "UPDATE users SET name = ?3, disabled = ?4 WHERE office = ?1 AND id = ?2 AND (?4 = 0 OR NOT (",
            holds_for_good!("users", "?5"),
            ") OR EXISTS (SELECT 1 FROM users AS other WHERE other.office = ?1 AND other.id <> ?2 AND ",
            holds_for_good!("other", "?5"),
            "))"
        );
        let today = self.day(at).to_string();
        let values = params![&self.office, user.id.as_str(), &name, off, &today];
        let mut statements =
            vec![self.one_administrator_after_another(&today), Statement::new(sql, values).must_change()];
        if name != user.name {
            statements.push(self.note(&user.id, by, Change::Renamed { name }, at)?);
        }
        if off != user.disabled {
            let change = if off { Change::Disabled } else { Change::Enabled };
            statements.extend([self.end_sessions(&user.id), self.no_invitation(&user.id)]);
            statements.push(self.note(&user.id, by, change, at)?);
        }
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Err(UserError::Input("users-last-administrator")),
            other => Ok(other?),
        }
    }

    /// Whoever changes an administrator waits here for whoever else does, in any process.
    pub(super) fn one_administrator_after_another(&self, today: &str) -> Statement {
        let sql = concat!(
            "UPDATE users SET disabled = disabled WHERE office = ?1 AND ",
            holds_for_good!("users", "?2")
        );
        Statement::new(sql, params![&self.office, today])
    }

    /// A link that is still about opens nothing any more.
    fn no_invitation(&self, user: &UserId) -> Statement {
        let sql = "DELETE FROM invitations WHERE office = ?1 AND user_id = ?2";
        Statement::new(sql, params![&self.office, user.as_str()])
    }

    pub(super) fn end_sessions(&self, user: &UserId) -> Statement {
        let sql = "DELETE FROM sessions WHERE office = ?1 AND user_id = ?2";
        Statement::new(sql, params![&self.office, user.as_str()])
    }

    /// A person, with what they hold at this instant.
    pub async fn user(&self, id: &UserId, at: Timestamp) -> Result<Option<User>, DbError> {
        let sql = select!("u.id = ?4");
        let values = params![&self.office, self.day(at).to_string(), at, id.as_str()];
        self.db.query(sql, values).await?.first().map(read).transpose()
    }

    /// Everybody, with what they hold at this instant.
    pub async fn users(&self, at: Timestamp) -> Result<Vec<User>, DbError> {
        let sql = select!("1 = 1 ORDER BY u.name, u.login");
        let values = params![&self.office, self.day(at).to_string(), at];
        self.db.query(sql, values).await?.iter().map(read).collect()
    }

    /// The person and their hash, by login.
    pub(super) async fn by_login(
        &self,
        login: &str,
        at: Timestamp,
    ) -> Result<Option<(User, String)>, DbError> {
        let sql = select!("u.login = ?4");
        let values = params![&self.office, self.day(at).to_string(), at, login.trim().to_lowercase()];
        let rows = self.db.query(sql, values).await?;
        rows.first().map(|r| Ok((read(r)?, r.text(5)?))).transpose()
    }
}

/// A fresh link for this person, instead of any earlier one: its secret, and the statements that make it.
pub(super) fn fresh_link(
    office: &str,
    user: &UserId,
    good: SignedDuration,
    recovers: bool,
    at: Timestamp,
) -> (String, Vec<Statement>) {
    let (token, kept) = fresh_token();
    let until = at.saturating_add(good).unwrap_or(at);
    let forget = "DELETE FROM invitations WHERE office = ?1 AND user_id = ?2";
    let sql = "INSERT INTO invitations (office, token, user_id, expires_at, recovers)
        VALUES (?1, ?2, ?3, ?4, ?5)";
    let statements = vec![
        Statement::new(forget, params![office, user.as_str()]),
        Statement::new(sql, params![office, kept, user.as_str(), until, recovers]),
    ];
    (token, statements)
}

fn valid_name(name: &str) -> Result<String, UserError> {
    let name = name.trim();
    match name.chars().count() {
        1..=120 => Ok(name.to_owned()),
        _ => Err(UserError::Input("user-no-name")),
    }
}

/// What somebody holds at an instant.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// Each once.
    pub roles: Vec<RoleId>,
    /// Which of them in another's place. Whoever holds a role by right does not act in it.
    pub acting: Vec<(RoleId, AssignmentKind)>,
    pub emergency: Option<InEmergency>,
}

impl Held {
    /// From what [`roles_on`] tells.
    pub fn read(told: &str) -> Self {
        let mut held = Self::default();
        let pairs = told.split(',').filter_map(|pair| pair.split_once(':'));
        for (kind, role) in pairs.clone() {
            let (role, until) = match role.split_once(':') {
                Some((role, until)) => (RoleId::new(role), until.parse().ok().map(crate::clock::instant)),
                None => (RoleId::new(role), None),
            };
            let by_right = pairs.clone().any(|(k, r)| k == "definitive" && r == role.as_str());
            if let Some(kind) = AssignmentKind::parse(kind).filter(|k| k.acts() && !by_right)
                && !held.acting.iter().any(|(r, _)| *r == role)
            {
                held.acting.push((role.clone(), kind));
            }
            if let Some(ends_at) = until {
                held.emergency = Some(InEmergency { role: role.clone(), ends_at });
            }
            if !held.roles.contains(&role) {
                held.roles.push(role);
            }
        }
        held
    }
}

fn read(row: &Row) -> Result<User, DbError> {
    let held = Held::read(&row.text(3)?);
    Ok(User {
        id: UserId::new(row.text(0)?),
        login: row.text(1)?,
        name: row.text(2)?,
        roles: held.roles,
        acting: held.acting,
        emergency: held.emergency,
        disabled: row.bool(4)?,
        ready: !row.text(5)?.is_empty(),
    })
}
