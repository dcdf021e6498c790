//! What makes the record verifiable: one tree over all events of the office, checkpoints of it that are signed and
//! kept apart from the database, and whoever checks: that nothing was changed, removed, put in or put elsewhere
//! since. Reads events and never writes one. What an event says is of no interest here.

mod chain;
mod checkpoint;
mod kept;
mod name;
mod prove;
mod scan;
mod sign;
mod tree;
mod verify;
mod words;

pub use checkpoint::{Checkpoint, Signer, Verifier};
pub use kept::Kept;
pub use name::Name;
pub use prove::prove;
pub use sign::{Audit, begin, hour};
pub use tree::{Levels, Tree};
pub use verify::{Evidence, Finding, Verified, verify};
pub use words::words;

use crate::db::DbError;
use crate::error::Error;

#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// No public key as `rancak audit key` prints it.
    #[error("not a key of checkpoints")]
    Key,
    #[error("not a checkpoint")]
    Note,
    #[error("not signed by this office's key")]
    Signature,
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
