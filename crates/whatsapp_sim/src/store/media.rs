//! Rows of media: the bytes, and since when they have been kept.
use rusqlite::{OptionalExtension, params};

use super::Store;
use crate::clock::Millis;

/// Who sent the bytes in: their lives differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Business,
    Resident,
}

#[derive(Debug, Clone)]
pub(crate) struct Media {
    pub(crate) id: String,
    pub(crate) owner: Owner,
    pub(crate) mime_type: String,
    pub(crate) sha256: Vec<u8>,
    pub(crate) file_name: Option<String>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) at: Millis,
}

impl Media {
    /// `Content-Disposition` of a download, whatever the file was called.
    pub(crate) fn disposition(&self) -> String {
        let name = self.file_name.as_deref().unwrap_or("media");
        let name = name.replace(|c: char| !c.is_ascii_graphic() || c == '"', "_");
        format!("attachment; filename=\"{name}\"")
    }
}

impl Store {
    pub(crate) fn insert_media(&self, media: &Media) -> rusqlite::Result<()> {
        let owner = if media.owner == Owner::Business { "business" } else { "resident" };
        self.db()
            .prepare_cached(
                "insert into media (id, owner, mime_type, sha256, file_name, bytes, at)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                media.id,
                owner,
                media.mime_type,
                media.sha256,
                media.file_name,
                media.bytes,
                media.at
            ])
            .map(drop)
    }

    pub(crate) fn media(&self, id: &str) -> rusqlite::Result<Option<Media>> {
        self.db()
            .prepare_cached(
                "select id, owner, mime_type, sha256, file_name, bytes, at from media where id = ?1",
            )?
            .query_row([id], |row| {
                let owner: String = row.get(1)?;
                Ok(Media {
                    id: row.get(0)?,
                    owner: if owner == "business" { Owner::Business } else { Owner::Resident },
                    mime_type: row.get(2)?,
                    sha256: row.get(3)?,
                    file_name: row.get(4)?,
                    bytes: row.get(5)?,
                    at: row.get(6)?,
                })
            })
            .optional()
    }

    pub(crate) fn delete_media(&self, id: &str) -> rusqlite::Result<bool> {
        Ok(self.db().execute("delete from media where id = ?1", [id])? > 0)
    }
}
