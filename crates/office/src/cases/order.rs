//! What somebody wants of a case, what came of it, and why nothing did.

use super::log::Pen;
use crate::db::{DbError, Statement};
use jiff::Timestamp;
use procedure::{Actor, Case, Command, Event, Procedure, Refusal, Ticket};
use std::sync::Arc;

/// What somebody wants of a case.
#[derive(Debug, Clone)]
pub struct Order {
    /// None opens a new case.
    pub ticket: Option<Ticket>,
    pub actor: Actor,
    pub at: Timestamp,
    pub command: Command,
    /// A message id or a form's token: the same key has its effect once.
    pub once: Option<String>,
    /// Written in the same transaction, before what the events cause.
    pub also: Vec<Statement>,
}

impl Order {
    /// `at` is cut to whole milliseconds, as the database keeps instants.
    pub fn new(ticket: Option<Ticket>, actor: Actor, at: Timestamp, command: Command) -> Self {
        let at = crate::clock::instant(at.as_millisecond());
        Self { ticket, actor, at, command, once: None, also: Vec::new() }
    }

    pub fn once(mut self, key: impl Into<String>) -> Self {
        self.once = Some(key.into());
        self
    }

    pub fn also(mut self, statements: Vec<Statement>) -> Self {
        self.also.extend(statements);
        self
    }
}

/// What came of an order.
#[derive(Debug, Clone)]
pub struct Done {
    pub ticket: Ticket,
    pub events: Vec<Event>,
    /// None once a draft was purged.
    pub case: Option<Case>,
    /// The key was seen before: nothing happened this time.
    pub repeated: bool,
}

/// A case with its history and the version of the procedure it runs under.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub case: Case,
    pub events: Vec<Event>,
    pub procedure: Arc<Procedure>,
    pub(super) pen: Pen,
}

#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// What the caller wrote along was not as expected any more.
    #[error("somebody else was quicker")]
    Conflict,
    #[error(transparent)]
    Db(DbError),
    /// The history cannot be read, or its procedure is not on the shelf.
    #[error("{0}")]
    Broken(String),
}

impl From<DbError> for CaseError {
    fn from(e: DbError) -> Self {
        match e {
            DbError::Conflict(_) => Self::Conflict,
            other => Self::Db(other),
        }
    }
}

/// What came of an order, in one word.
pub(super) fn outcome(done: &Result<Done, CaseError>) -> &'static str {
    match done {
        Ok(done) if done.repeated => "repeated",
        Ok(_) => "done",
        Err(CaseError::Refused(_)) => "refused",
        Err(CaseError::Conflict) => "conflict",
        Err(CaseError::Db(DbError::Unavailable(_))) => "unavailable",
        Err(_) => "broken",
    }
}
