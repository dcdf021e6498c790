//! Photos and PDFs in the vault. What a file is, its own bytes say; its name is ours. Who may see a file is
//! not decided here: only a case hands one out.

mod kind;
pub mod retention;
mod vault;

pub use kind::Kind;
pub use vault::{Rotated, VaultError};

use crate::config::Config;
use procedure::{FileFacts, FileId, Ticket};
use vault::{KeyName, Vault};

#[derive(Debug, Clone)]
pub struct Documents {
    vault: Vault,
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
    Vault(#[from] VaultError),
}

impl DocumentFault {
    /// The key of the text that says what to send instead.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "document-empty",
            Self::TooLarge { .. } => "document-too-large",
            Self::NotADocument => "document-not-a-document",
            Self::Vault(_) => "failure-unavailable-text",
        }
    }
}

impl Documents {
    pub async fn open(config: &Config) -> Result<Self, VaultError> {
        Ok(Self { vault: Vault::open(config).await?, max_bytes: config.documents.max_bytes })
    }

    /// Puts every key of the office under its present master key; says how many.
    pub async fn rotate(config: &Config) -> Result<Rotated, VaultError> {
        Vault::to_rotate(config)?.rotate().await
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
        self.vault.put(&KeyName::file(&facts.file), &object(&facts.file), bytes).await?;
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

    /// None where no such file is.
    pub async fn read(&self, file: &FileId) -> Result<Option<Vec<u8>>, VaultError> {
        self.vault.get(&object(file)).await
    }

    /// Seals a file that had a key of its own with its case's.
    pub async fn adopt(&self, file: &FileId, ticket: &Ticket) -> Result<(), VaultError> {
        self.vault.rekey(file.as_str(), &KeyName::case(ticket)).await
    }

    /// Deletes what is there of these files.
    pub async fn delete(&self, files: &[FileId]) -> Result<(), VaultError> {
        for file in files {
            self.vault.delete(file.as_str()).await?;
        }
        Ok(())
    }

    /// Destroys the case's key: nothing that it seals can be read by anybody afterwards, in no copy either.
    pub async fn shred(&self, ticket: &Ticket) -> Result<(), VaultError> {
        self.vault.destroy(&KeyName::case(ticket)).await
    }
}

/// Where the whole of a file lies.
fn object(file: &FileId) -> String {
    format!("{file}/1")
}

#[cfg(test)]
mod tests;
