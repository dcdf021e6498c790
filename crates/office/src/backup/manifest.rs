//! What a copy consists of: every table with the names of its parts. Says how much there is and nothing of what it says;
//! the line before it is a tag that only the office's master key makes.

use super::BackupError;
use super::parts::Names;
use crate::db::tables::Table;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The first form. A later form has another number.
pub(super) const FORM: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub form: u32,
    pub office: String,
    /// The instant that the database is seen at.
    pub at: Timestamp,
    /// Which program made it.
    pub program: String,
    /// What the tables have been through.
    pub migrations: Vec<String>,
    pub tables: Vec<Held>,
    /// The last signed note of the record; empty where there was none.
    pub checkpoint: String,
}

/// A table in a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub table: Table,
    pub rows: u64,
    pub parts: Vec<Piece>,
}

/// A part, in the order of the table's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub name: String,
    pub rows: u64,
    /// The number of its last row where the table is only ever added to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
}

impl Manifest {
    /// By which it is found: the instant, so that names are in order.
    pub fn name(&self) -> String {
        self.at.strftime("%Y%m%dT%H%M%S%3fZ").to_string()
    }

    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|held| held.rows).sum()
    }

    pub(super) fn of(&self, table: &str) -> Option<&Held> {
        self.tables.iter().find(|held| held.table.name == table)
    }

    pub(super) fn write(&self, names: &Names) -> Result<Vec<u8>, BackupError> {
        let json = serde_json::to_vec(self).map_err(|e| BackupError::Broken(e.to_string()))?;
        let mut written = names.of(&json).into_bytes();
        written.push(b'\n');
        written.extend_from_slice(&json);
        Ok(written)
    }

    pub(super) fn read(written: &[u8], names: &Names, office: &str) -> Result<Self, BackupError> {
        let not_ours = || BackupError::NotOurs("the manifest".to_owned());
        let at = written.iter().position(|b| *b == b'\n').ok_or_else(not_ours)?;
        let (tag, json) = (written.get(..at).unwrap_or_default(), written.get(at + 1..).unwrap_or_default());
        if !names.is(&String::from_utf8_lossy(tag), json) {
            return Err(not_ours());
        }
        let manifest: Self = serde_json::from_slice(json).map_err(|e| BackupError::Broken(e.to_string()))?;
        if manifest.form != FORM {
            return Err(BackupError::OtherProgram(manifest.program));
        }
        if manifest.office == office { Ok(manifest) } else { Err(not_ours()) }
    }
}
