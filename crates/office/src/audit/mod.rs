//! What makes the record verifiable: one tree over all events of the office, checkpoints of it that are signed and
//! kept apart from the database, and whoever checks: that nothing was changed, removed, put in or put elsewhere
//! since. The rules are `seal::record`'s; here is what reads and keeps. Reads events and never writes one.

mod kept;
mod prove;
mod scan;
mod sign;
mod verify;
mod words;

pub use kept::Kept;
pub use prove::prove;
pub use sign::{Audit, begin, hour};
pub use words::words;

use crate::db::DbError;
use crate::error::Error;
use seal::record::{Finding, NoteError};

#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The record is not what was signed: nothing is signed on top of that.
    #[error("the record differs from what was signed: {} findings", .0.len())]
    Differs(Vec<Finding>),
    /// Nothing was signed yet, or the case began after it was.
    #[error("no checkpoint covers it yet")]
    Uncovered,
    #[error("the store of checkpoints cannot be used at the moment: {0}")]
    Unavailable(String),
    #[error("{0}")]
    Broken(String),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<object_store::Error> for AuditError {
    fn from(e: object_store::Error) -> Self {
        Self::Unavailable(e.to_string())
    }
}

impl From<AuditError> for Error {
    fn from(e: AuditError) -> Self {
        match e {
            AuditError::Unavailable(why) => Self::Unavailable(why),
            AuditError::Db(e) => e.into(),
            AuditError::Uncovered => Self::NotFound,
            other => Self::Broken(other.to_string()),
        }
    }
}
