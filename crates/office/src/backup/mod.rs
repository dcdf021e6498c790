//! Copies of an office away from its machines, and the way back. A copy is a manifest and the parts that it names: rows of
//! every table, as they lie there, in parts that are sealed to somebody who is not here; what was in a copy before is not
//! sent again. Documents lie beside it as they are, sealed already; whatever opens them goes to another place. Knows no
//! table's meaning but which hold keys.

mod drill;
mod files;
mod manifest;
mod parts;
mod place;
mod restore;
pub mod schedule;
mod take;
mod thin;

pub use drill::{Drilled, drill};
pub use manifest::{Held, Manifest, Piece};
pub use parts::Opener;
pub use place::Place;
pub use restore::{Restored, Wanted, restore};
pub use take::{Taken, take};

use crate::audit::AuditError;
use crate::config::Config;
use crate::db::DbError;
use crate::documents::VaultError;
use seal::record::Finding;

/// What whoever is signed in holds: nobody stays signed in over a restoration.
const TRANSIENT: [&str; 2] = ["ceremonies", "sessions"];
/// What opens the rest; copied to the place of keys.
const OF_KEYS: [&str; 2] = ["case_keys", "office_keys"];
/// Only ever added to: what a copy has of its beginning is not read again.
const EVENTS: &str = "events";

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("no place for copies is set")]
    NoPlace,
    /// Full, not writable or out of reach.
    #[error("the place of the copies cannot be used at the moment: {0}")]
    Unavailable(String),
    #[error("there is no copy of this office")]
    NothingThere,
    /// Altered, cut off, or made under another master key.
    #[error("{0} is not what was copied")]
    NotOurs(String),
    #[error("none of the secret keys given opens it")]
    WrongIdentity,
    /// A newer program made it, or another one than the database is of.
    #[error("another program made it: {0}")]
    OtherProgram(String),
    /// More was signed than this copy holds.
    #[error("the copy holds {held} events, and {signed} were signed")]
    RolledBack { held: u64, signed: u64 },
    /// The record in the copy differs from what was signed.
    #[error("the record differs from what was signed: {} findings", .0.len())]
    Differs(Vec<Finding>),
    #[error("{0}")]
    Broken(String),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Audit(AuditError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<object_store::Error> for BackupError {
    fn from(e: object_store::Error) -> Self {
        Self::Unavailable(e.to_string())
    }
}

impl From<std::io::Error> for BackupError {
    fn from(e: std::io::Error) -> Self {
        Self::Unavailable(e.to_string())
    }
}

impl From<AuditError> for BackupError {
    fn from(e: AuditError) -> Self {
        match e {
            AuditError::Differs(findings) => Self::Differs(findings),
            other => Self::Audit(other),
        }
    }
}

/// Both places of an office's copies.
struct Places {
    store: Place,
    keys: Place,
}

impl Places {
    fn of(config: &Config) -> Result<Self, BackupError> {
        if !config.backup.is_set() {
            return Err(BackupError::NoPlace);
        }
        let names = parts::names(config)?;
        let open = |place: &str| Place::open(place, config, names.clone());
        Ok(Self { store: open(&config.backup.store)?, keys: open(&config.backup.keys)? })
    }
}

/// The manifests of an office's copies, the oldest first.
pub async fn manifests(config: &Config) -> Result<Vec<Manifest>, BackupError> {
    let places = Places::of(config)?;
    let mut all = Vec::new();
    for name in places.store.manifests().await? {
        all.push(places.store.manifest(&name).await?);
    }
    Ok(all)
}
