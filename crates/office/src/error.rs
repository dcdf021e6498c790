//! The shell's one error. Refusals are said in words; everything else is logged and told without detail.

use crate::cases::CaseError;
use crate::db::DbError;
use procedure::Refusal;
use seal::SealError;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing there for this person: also the answer where something is there but not for them.
    #[error("not found")]
    NotFound,
    /// The form cannot be read; the text's key says why.
    #[error("bad input: {0}")]
    Input(&'static str),
    #[error("refused: {0:?}")]
    Refused(Refusal),
    #[error("the database cannot be used at the moment: {0}")]
    Unavailable(String),
    #[error("{0}")]
    Broken(String),
    /// A newer program took away what this one uses.
    #[error("a newer program has changed this database ({0}), and this one is too old to work on it")]
    Newer(String),
    /// The database is older than the last checkpoint of its record.
    #[error("the database is older than the last checkpoint of its record")]
    RolledBack,
    /// The documents' keys lie under a master key that was not given.
    #[error("the documents' keys lie under master key {wanted}, and the one given is {given}")]
    WrongMasterKey { wanted: String, given: String },
}

impl From<SealError> for Error {
    fn from(e: SealError) -> Self {
        match e {
            SealError::UnknownMaster { wanted, given } => Self::WrongMasterKey { wanted, given },
            other => Self::Broken(other.to_string()),
        }
    }
}

impl From<DbError> for Error {
    fn from(e: DbError) -> Self {
        match e {
            DbError::Unavailable(why) => Self::Unavailable(why),
            DbError::Conflict(why) => Self::Unavailable(why),
            DbError::Newer(migration) => Self::Newer(migration),
            DbError::Broken(why) => Self::Broken(why),
        }
    }
}

impl From<CaseError> for Error {
    fn from(e: CaseError) -> Self {
        match e {
            CaseError::Refused(refusal) => Self::Refused(refusal),
            CaseError::Conflict => Self::Unavailable("somebody else was quicker".to_owned()),
            CaseError::Db(e) => e.into(),
            CaseError::Broken(why) => Self::Broken(why),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(e: std::io::Error) -> Self {
        Self::Unavailable(e.to_string())
    }
}
