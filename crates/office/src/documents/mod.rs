//! Photos and PDFs on disk. What a file is, its own bytes say; its name is ours. Who may see a file is
//! not decided here: only a case hands one out.

mod kind;
pub mod models;

pub use kind::Kind;

use crate::config;
use procedure::{FileFacts, FileId};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone)]
pub struct Documents {
    folder: PathBuf,
    max_bytes: u64,
}

/// Why a file is not kept.
#[derive(Debug, thiserror::Error)]
pub enum DocumentFault {
    #[error("empty")]
    Empty,
    #[error("larger than {max} bytes")]
    TooLarge { max: u64 },
    /// Neither JPEG nor PNG nor PDF, whatever it is called.
    #[error("not a photo or a PDF")]
    NotADocument,
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl DocumentFault {
    /// The key of the text that says what to send instead.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "document-empty",
            Self::TooLarge { .. } => "document-too-large",
            Self::NotADocument => "document-not-a-document",
            Self::Io(_) => "failure-unavailable-text",
        }
    }
}

impl Documents {
    pub fn open(settings: &config::Documents) -> std::io::Result<Self> {
        std::fs::create_dir_all(&settings.folder)?;
        Ok(Self { folder: settings.folder.clone(), max_bytes: settings.max_bytes })
    }

    pub fn max_bytes(&self) -> u64 {
        self.max_bytes
    }

    /// Keeps a file for good: on disk before this returns. The same id again replaces it.
    pub async fn keep(&self, file: FileId, bytes: Vec<u8>) -> Result<FileFacts, DocumentFault> {
        let kind = self.examine(&bytes)?;
        let facts = FileFacts {
            media_type: kind.media_type().to_owned(),
            sha256: hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&bytes)),
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            flagged: None,
            file,
        };
        let path = self.path(&facts.file)?;
        let written = tokio::task::spawn_blocking(move || write_durably(&path, &bytes));
        written.await.map_err(std::io::Error::other)??;
        Ok(facts)
    }

    /// Whether these bytes would be kept.
    pub fn examine(&self, bytes: &[u8]) -> Result<Kind, DocumentFault> {
        if bytes.is_empty() {
            return Err(DocumentFault::Empty);
        }
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > self.max_bytes {
            return Err(DocumentFault::TooLarge { max: self.max_bytes });
        }
        Kind::of(bytes).ok_or(DocumentFault::NotADocument)
    }

    pub async fn read(&self, file: &FileId) -> std::io::Result<Vec<u8>> {
        tokio::fs::read(self.path(file)?).await
    }

    /// Deletes what is there of these files.
    pub async fn delete(&self, files: &[FileId]) -> std::io::Result<()> {
        for file in files {
            match tokio::fs::remove_file(self.path(file)?).await {
                Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
                _ => {}
            }
        }
        Ok(())
    }

    /// Two levels, so that no folder grows without bound. Ids are letters and digits only.
    fn path(&self, file: &FileId) -> std::io::Result<PathBuf> {
        let id = file.as_str();
        let own = id.len() >= 8 && id.bytes().all(|b| b.is_ascii_alphanumeric());
        match id.get(..2).filter(|_| own) {
            Some(level) => Ok(self.folder.join(level).join(id)),
            None => Err(std::io::Error::new(ErrorKind::NotFound, "not one of our file names")),
        }
    }
}

/// Written beside, synced, then given its name, and the folder synced too: never half a file.
fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let part = path.with_extension(format!("part{:x}", rand::random::<u64>()));
    let result = (|| {
        let mut file = std::fs::File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)?;
        std::fs::File::open(folder)?.sync_all()
    })();
    if result.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    result
}

#[cfg(test)]
mod tests;
