//! Which of the provider's people is which of ours. A person says so themselves, signed in and with their password; nobody
//! is told apart by a name or an address that a provider gives.

use super::super::log::{By, Change};
use super::super::{Accounts, User};
use crate::db::{DbError, Statement, Write};
use crate::params;
use jiff::Timestamp;
use procedure::UserId;

/// That somebody may sign in by the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub linked_at: Timestamp,
}

impl Accounts {
    /// Lets a person in by this identity from now on, instead of any other of the same provider. False where it is
    /// somebody else's.
    pub async fn link_identity(
        &self,
        user: &User,
        (issuer, subject): (&str, &str),
        at: Timestamp,
    ) -> Result<bool, DbError> {
        let forget = "DELETE FROM identities WHERE office = ?1 AND user_id = ?2 AND issuer = ?3";
        let sql = "INSERT INTO identities (office, issuer, subject, user_id, linked_at) VALUES (?1, ?3, ?4, ?2, ?5)";
        let id = user.id.as_str();
        let statements = vec![
            Statement::new(forget, params![&self.office, id, issuer]),
            Statement::new(sql, params![&self.office, id, issuer, subject, at]),
            self.note(&user.id, &By::own(user), Change::IdentityLinked, at)?,
        ];
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Ok(false),
            other => other.map(|()| true),
        }
    }

    /// Whose identity it is.
    pub async fn by_identity(
        &self,
        (issuer, subject): (&str, &str),
        at: Timestamp,
    ) -> Result<Option<User>, DbError> {
        let sql = "SELECT user_id FROM identities WHERE office = ?1 AND issuer = ?2 AND subject = ?3";
        let rows = self.db.query(sql, params![&self.office, issuer, subject]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let user = self.user(&UserId::new(row.text(0)?), at).await?;
        Ok(user.filter(|u| !u.disabled && u.ready))
    }

    /// Since when a person may sign in by this provider.
    pub async fn identity(&self, user: &UserId, issuer: &str) -> Result<Option<Identity>, DbError> {
        let sql = "SELECT linked_at FROM identities WHERE office = ?1 AND user_id = ?2 AND issuer = ?3";
        let rows = self.db.query(sql, params![&self.office, user.as_str(), issuer]).await?;
        rows.first().map(|row| Ok(Identity { linked_at: row.instant(0)? })).transpose()
    }

    /// Ends it, and every session of the person: whoever came in by it is out. False where there is none.
    pub async fn end_identity(
        &self,
        user: &UserId,
        issuer: &str,
        by: &By,
        at: Timestamp,
    ) -> Result<bool, DbError> {
        let sql = "DELETE FROM identities WHERE office = ?1 AND user_id = ?2 AND issuer = ?3";
        let statements = vec![
            Statement::new(sql, params![&self.office, user.as_str(), issuer]).must_change(),
            self.end_sessions(user),
            self.note(user, by, Change::IdentityEnded, at)?,
        ];
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Ok(false),
            other => other.map(|()| true),
        }
    }
}
