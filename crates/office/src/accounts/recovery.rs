//! Bringing back somebody who cannot sign in any more, by two people: one asks, another confirms, and neither is the person.
//! Only then there is a link, and nobody but its holder chooses a password.

use super::log::{By, Change};
use super::users::{UserError, fresh_link};
use super::{Accounts, User};
use crate::db::{DbError, Row, Statement, Write};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::UserId;

/// How long the link of a recovery is good for.
pub const RECOVERED: SignedDuration = SignedDuration::from_hours(24);
/// How long the words of a reason may be.
const LONGEST: usize = 300;

/// A recovery that waits for its second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    pub user: UserId,
    pub why: String,
    pub asked_by: UserId,
    pub asked_name: String,
    pub asked_at: Timestamp,
}

impl Accounts {
    /// Asks for a recovery of somebody who once chose a password. One waits at a time.
    pub async fn ask_recovery(
        &self,
        user: &User,
        why: &str,
        by: &By,
        at: Timestamp,
    ) -> Result<(), UserError> {
        let why = why.trim();
        if !(1..=LONGEST).contains(&why.chars().count()) {
            return Err(UserError::Input("recovery-no-why"));
        }
        let Some(asker) = by.user.as_ref().filter(|asker| **asker != user.id) else {
            return Err(UserError::Input("recovery-not-yourself"));
        };
        if !user.ready || user.disabled {
            return Err(UserError::Input("recovery-never-ready"));
        }
        let sql = "INSERT INTO recoveries (office, user_id, why, asked_by, asked_name, asked_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let values = params![&self.office, user.id.as_str(), why, asker.as_str(), &by.name, at];
        let asked = Change::RecoveryAsked { why: why.to_owned() };
        let statements = vec![Statement::new(sql, values), self.note(&user.id, by, asked, at)?];
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Err(UserError::Input("recovery-waits")),
            other => Ok(other?),
        }
    }

    /// Confirms it as the second person: the secret part of the link, shown once. The person's sessions end.
    pub async fn confirm_recovery(&self, user: &UserId, by: &By, at: Timestamp) -> Result<String, UserError> {
        let Some(second) = by.user.as_ref().filter(|second| *second != user) else {
            return Err(UserError::Input("recovery-not-yourself"));
        };
        let sql = "DELETE FROM recoveries WHERE office = ?1 AND user_id = ?2 AND asked_by <> ?3";
        let used = params![&self.office, user.as_str(), second.as_str()];
        let (token, mut statements) = fresh_link(&self.office, user, RECOVERED, true, at);
        statements.insert(0, Statement::new(sql, used).must_change());
        statements.extend([self.end_sessions(user), self.note(user, by, Change::RecoveryConfirmed, at)?]);
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Err(UserError::Input("recovery-another")),
            other => Ok(other.map(|()| token)?),
        }
    }

    /// Calls it off, by whoever may ask or confirm. False where none waits.
    pub async fn decline_recovery(&self, user: &UserId, by: &By, at: Timestamp) -> Result<bool, DbError> {
        let sql = "DELETE FROM recoveries WHERE office = ?1 AND user_id = ?2";
        let statements = vec![
            Statement::new(sql, params![&self.office, user.as_str()]).must_change(),
            self.note(user, by, Change::RecoveryDeclined, at)?,
        ];
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Ok(false),
            other => other.map(|()| true),
        }
    }

    /// What waits for a second person, the oldest first.
    pub async fn recoveries(&self) -> Result<Vec<Recovery>, DbError> {
        let sql = "SELECT user_id, why, asked_by, asked_name, asked_at FROM recoveries WHERE office = ?1
            ORDER BY asked_at, user_id";
        let read = |row: &Row| {
            Ok(Recovery {
                user: UserId::new(row.text(0)?),
                why: row.text(1)?,
                asked_by: UserId::new(row.text(2)?),
                asked_name: row.text(3)?,
                asked_at: row.instant(4)?,
            })
        };
        self.db.query(sql, params![&self.office]).await?.iter().map(read).collect()
    }

    /// What goes with a password that was chosen by a recovery's link: every second factor, and a proof given with one.
    pub(super) fn reset_factors(&self, user: &User, at: Timestamp) -> Result<Vec<Statement>, DbError> {
        let app = "DELETE FROM totp_secrets WHERE office = ?1 AND user_id = ?2";
        let identities = "DELETE FROM identities WHERE office = ?1 AND user_id = ?2";
        let keys = "UPDATE security_keys SET ended_at = ?3, ended_by = ?4
            WHERE office = ?1 AND user_id = ?2 AND ended_at IS NULL";
        Ok(vec![
            Statement::new(app, params![&self.office, user.id.as_str()]),
            Statement::new(identities, params![&self.office, user.id.as_str()]),
            Statement::new(keys, params![&self.office, user.id.as_str(), at, &user.name]),
            self.note(&user.id, &By::own(user), Change::Recovered, at)?,
        ])
    }
}
