//! Where somebody is signed in, and ending that: by the person, or by the administrator.

use super::log::{By, Change};
use super::{Accounts, kept};
use crate::db::{DbError, Statement, Write};
use crate::params;
use jiff::Timestamp;
use procedure::UserId;

/// One place where somebody is signed in. Its name opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    pub id: String,
    pub started_at: Timestamp,
    pub seen_at: Timestamp,
    /// Such as "Firefox, Windows".
    pub agent: String,
}

impl SignedIn {
    /// Whether it is the session of this cookie.
    pub fn is(&self, token: &str) -> bool {
        kept(token).starts_with(&self.id)
    }
}

impl Accounts {
    /// Where this person is signed in, the last sign of life first.
    pub async fn sessions(&self, user: &UserId) -> Result<Vec<SignedIn>, DbError> {
        let sql = "SELECT substr(token, 1, 16), started_at, seen_at, agent FROM sessions
            WHERE office = ?1 AND user_id = ?2 ORDER BY seen_at DESC, token";
        let rows = self.db.query(sql, params![&self.office, user.as_str()]).await?;
        let line = |row: &crate::db::Row| {
            let (started_at, seen_at) = (row.instant(1)?, row.instant(2)?);
            Ok(SignedIn { id: row.text(0)?, started_at, seen_at, agent: row.text(3)? })
        };
        rows.iter().map(line).collect()
    }

    /// Ends one session of this person. False where there is none.
    pub async fn end_session(
        &self,
        user: &UserId,
        id: &str,
        by: &By,
        at: Timestamp,
    ) -> Result<bool, DbError> {
        let sql = "DELETE FROM sessions WHERE office = ?1 AND user_id = ?2 AND substr(token, 1, 16) = ?3";
        let end = Statement::new(sql, params![&self.office, user.as_str(), id]).must_change();
        self.ended(user, end, by, at).await
    }

    /// Ends every session of this person but that of this cookie. False where there is no other.
    pub async fn end_others(
        &self,
        user: &UserId,
        token: &str,
        by: &By,
        at: Timestamp,
    ) -> Result<bool, DbError> {
        let sql = "DELETE FROM sessions WHERE office = ?1 AND user_id = ?2 AND token <> ?3";
        let end = Statement::new(sql, params![&self.office, user.as_str(), kept(token)]).must_change();
        self.ended(user, end, by, at).await
    }

    async fn ended(&self, user: &UserId, end: Statement, by: &By, at: Timestamp) -> Result<bool, DbError> {
        let statements = vec![end, self.note(user, by, Change::SessionsEnded, at)?];
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Ok(false),
            other => other.map(|()| true),
        }
    }
}
