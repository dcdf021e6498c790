//! The list of people: added, given roles, disabled; each chooses their own password by a one-time link.

use super::{ADMINISTRATOR, Accounts, fresh_token, kept, password};
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
    pub roles: Vec<RoleId>,
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

/// Whether the row of this name is somebody who can look after the accounts: holds `role` and may sign in.
macro_rules! holds {
    ($row:literal, $role:literal) => {
        concat!(
            "(",
            $row,
            ".disabled = 0 AND (',' || ",
            $row,
            ".roles || ',') LIKE '%,' || ",
            $role,
            " || ',%')"
        )
    };
}

impl Accounts {
    /// Adds a person; they can sign in once they have followed an invitation.
    pub async fn add(&self, new: &NewUser<'_>, at: Timestamp) -> Result<UserId, UserError> {
        let login = new.login.trim().to_lowercase();
        let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if !(3..=40).contains(&login.len()) || !login.chars().all(letters) {
            return Err(UserError::Input("user-bad-login"));
        }
        let name = valid_name(new.name)?;
        if new.roles.is_empty() {
            return Err(UserError::Input("user-no-role"));
        }
        let id = uuid::Uuid::now_v7().to_string();
        let sql = "INSERT INTO users (office, id, login, name, roles, password, disabled, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, '', 0, ?6)";
        let insert = Statement::new(sql, params![&self.office, &id, login, name, joined(new.roles), at]);
        match self.db.write(Write::one(insert)).await {
            Err(DbError::Conflict(_)) => Err(UserError::Input("user-login-taken")),
            other => Ok(other.map(|()| UserId::new(id))?),
        }
    }

    /// The secret part of a link by which this person chooses a password; earlier links die.
    pub async fn invite(&self, user: &UserId, at: Timestamp) -> Result<String, DbError> {
        let (token, kept) = fresh_token();
        let until = at.saturating_add(INVITED).unwrap_or(at);
        let forget = "DELETE FROM invitations WHERE office = ?1 AND user_id = ?2";
        let sql = "INSERT INTO invitations (office, token, user_id, expires_at) VALUES (?1, ?2, ?3, ?4)";
        let statements = vec![
            Statement::new(forget, params![&self.office, user.as_str()]),
            Statement::new(sql, params![&self.office, kept, user.as_str(), until]),
        ];
        self.db.write(Write { statements, touches: Vec::new() }).await?;
        Ok(token)
    }

    /// Whose invitation this is, while it is good.
    pub async fn invited(&self, token: &str, at: Timestamp) -> Result<Option<User>, DbError> {
        let sql = "SELECT user_id FROM invitations WHERE office = ?1 AND token = ?2 AND expires_at > ?3";
        let rows = self.db.query(sql, params![&self.office, kept(token), at]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let user = self.user(&UserId::new(row.text(0)?)).await?;
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
        let used = "DELETE FROM invitations WHERE office = ?1 AND token = ?2";
        let set = "UPDATE users SET password = ?3 WHERE office = ?1 AND id = ?2";
        let statements = vec![
            Statement::new(used, params![&self.office, kept(token)]).must_change(),
            Statement::new(set, params![&self.office, user.id.as_str(), hash]),
            self.end_sessions(&user.id),
        ];
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Err(UserError::Input("invitation-gone")),
            other => Ok(other.map(|()| user)?),
        }
    }

    /// Changes name, roles and whether they may sign in, unless nobody would be left to look after the
    /// accounts. Sessions end, so that no right outlives this.
    pub async fn change(
        &self,
        id: &UserId,
        name: &str,
        roles: &[RoleId],
        off: bool,
    ) -> Result<(), UserError> {
        let name = valid_name(name)?;
        if roles.is_empty() {
            return Err(UserError::Input("user-no-role"));
        }
        let stays = !off && roles.iter().any(|r| *r == ADMINISTRATOR);
        // Whoever changes an administrator waits here for whoever else does, in any process.
        let alone =
            concat!("UPDATE users SET disabled = disabled WHERE office = ?1 AND ", holds!("users", "?2"));
        let sql = concat!(
            "UPDATE users SET name = ?3, roles = ?4, disabled = ?5 WHERE office = ?1 AND id = ?2
                AND (?6 = 1 OR NOT (",
            holds!("users", "?7"),
            ") OR EXISTS (SELECT 1 FROM users AS other WHERE other.office = ?1 AND other.id <> ?2 AND ",
            holds!("other", "?7"),
            "))"
        );
        let values = params![&self.office, id.as_str(), name, joined(roles), off, stays, ADMINISTRATOR];
        let statements = vec![
            Statement::new(alone, params![&self.office, ADMINISTRATOR]),
            Statement::new(sql, values).must_change(),
            self.end_sessions(id),
        ];
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Err(UserError::Input("users-last-administrator")),
            other => Ok(other?),
        }
    }

    fn end_sessions(&self, user: &UserId) -> Statement {
        let sql = "DELETE FROM sessions WHERE office = ?1 AND user_id = ?2";
        Statement::new(sql, params![&self.office, user.as_str()])
    }

    pub async fn user(&self, id: &UserId) -> Result<Option<User>, DbError> {
        let sql =
            "SELECT id, login, name, roles, disabled, password FROM users WHERE office = ?1 AND id = ?2";
        let rows = self.db.query(sql, params![&self.office, id.as_str()]).await?;
        rows.first().map(read).transpose()
    }

    pub async fn users(&self) -> Result<Vec<User>, DbError> {
        let sql = "SELECT id, login, name, roles, disabled, password FROM users WHERE office = ?1
            ORDER BY name, login";
        self.db.query(sql, params![&self.office]).await?.iter().map(read).collect()
    }

    /// The person and their hash, by login.
    pub(super) async fn by_login(&self, login: &str) -> Result<Option<(User, String)>, DbError> {
        let sql =
            "SELECT id, login, name, roles, disabled, password FROM users WHERE office = ?1 AND login = ?2";
        let rows = self.db.query(sql, params![&self.office, login.trim().to_lowercase()]).await?;
        rows.first().map(|r| Ok((read(r)?, r.text(5)?))).transpose()
    }
}

fn valid_name(name: &str) -> Result<String, UserError> {
    let name = name.trim();
    match name.chars().count() {
        1..=120 => Ok(name.to_owned()),
        _ => Err(UserError::Input("user-no-name")),
    }
}

fn joined(roles: &[RoleId]) -> String {
    roles.iter().map(RoleId::as_str).collect::<Vec<_>>().join(",")
}

pub(super) fn split(roles: &str) -> Vec<RoleId> {
    roles.split(',').filter(|r| !r.is_empty()).map(RoleId::new).collect()
}

fn read(row: &Row) -> Result<User, DbError> {
    Ok(User {
        id: UserId::new(row.text(0)?),
        login: row.text(1)?,
        name: row.text(2)?,
        roles: split(&row.text(3)?),
        disabled: row.bool(4)?,
        ready: !row.text(5)?.is_empty(),
    })
}
