//! What is still to be given before a session is somebody's: nothing, a second factor, or that one is set up. Whoever has
//! not given it is nobody yet on every page but those that ask for it.

use super::{Accounts, User, kept};
use crate::db::{DbError, Statement, Write};
use crate::params;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Redirect;
use jiff::{SignedDuration, Timestamp};
use procedure::UserId;

/// How long somebody may take between their password and their second factor.
pub(super) const PATIENCE: SignedDuration = SignedDuration::from_mins(15);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Full,
    /// A second factor is asked for.
    Factor,
    /// One must be set up.
    Enrol,
}

impl Stage {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Factor => "factor",
            Self::Enrol => "enrol",
        }
    }

    pub(super) fn parse(text: &str) -> Self {
        match text {
            "full" => Self::Full,
            "enrol" => Self::Enrol,
            _ => Self::Factor,
        }
    }
}

/// Somebody who has given their password and nothing else yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub user: UserId,
    pub stage: Stage,
}

impl<S: Send + Sync> FromRequestParts<S> for Pending {
    type Rejection = Redirect;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Redirect> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Redirect::to("/masuk"))
    }
}

/// What the office asks of whoever signs in.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// A second factor of everybody.
    pub factor: bool,
    /// Security keys are one.
    pub keys: bool,
}

/// A session that begins.
pub(super) struct NewSession<'a> {
    pub user: &'a UserId,
    pub stage: Stage,
    pub agent: &'a str,
    /// One that ends with it, so that nothing given before is worth more now.
    pub old: Option<&'a str>,
}

impl Accounts {
    /// What this person has still to give after their password.
    pub async fn stage_of(&self, user: &UserId, asked: Asked) -> Result<Stage, DbError> {
        let has_key = asked.keys && !self.passkeys(user).await?.is_empty();
        Ok(match has_key || self.has_totp(user).await? {
            true => Stage::Factor,
            false if asked.factor => Stage::Enrol,
            false => Stage::Full,
        })
    }

    /// Begins a session, together with what is written along; the cookie's value.
    pub(super) async fn begin_session(
        &self,
        NewSession { user, stage, agent, old }: NewSession<'_>,
        also: Option<Statement>,
        at: Timestamp,
    ) -> Result<String, DbError> {
        let (token, hash) = super::fresh_token();
        let sql = "INSERT INTO sessions (office, token, user_id, started_at, seen_at, stage, agent)
            VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)";
        let values = params![&self.office, hash, user.as_str(), at, stage.as_str(), agent];
        let mut statements = vec![Statement::new(sql, values)];
        statements.extend(also);
        if let Some(old) = old {
            let sql = "DELETE FROM sessions WHERE office = ?1 AND token = ?2";
            statements.push(Statement::new(sql, params![&self.office, kept(old)]));
        }
        self.db.write(Write { statements, touches: Vec::new() }).await?;
        Ok(token)
    }

    /// A session without a password: for the demonstration's role switch, and for tests.
    pub async fn start_session(&self, user: &UserId, at: Timestamp) -> Result<String, DbError> {
        let new = NewSession { user, stage: Stage::Full, agent: "", old: None };
        self.begin_session(new, None, at).await
    }

    /// The person who is about to sign in.
    pub async fn pending(&self, pending: &Pending, at: Timestamp) -> Result<Option<User>, DbError> {
        Ok(self.user(&pending.user, at).await?.filter(|u| !u.disabled))
    }
}
