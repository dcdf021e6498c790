//! Why a file is not kept, each with the words that say what to send instead.

use super::VaultError;
use super::sandbox::SandboxError;
use reader::{Fault, Foreign, MOST_PAGES};

#[derive(Debug, thiserror::Error)]
pub enum DocumentFault {
    #[error("empty")]
    Empty,
    #[error("larger than {max} bytes")]
    TooLarge { max: u64 },
    /// Looked at, and not taken.
    #[error(transparent)]
    Refused(Fault),
    /// Ours, not the sender's.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl DocumentFault {
    /// The key of the text that says what to send instead.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty | Self::Refused(Fault::Empty) => "document-empty",
            Self::TooLarge { .. } | Self::Refused(Fault::TooManyPixels) => "document-too-large",
            Self::Refused(Fault::Foreign { kind: Foreign::Heic }) => "document-heic",
            Self::Refused(Fault::Foreign { kind: Foreign::Office }) => "document-office",
            Self::Refused(Fault::Foreign { .. }) => "document-not-a-document",
            Self::Refused(Fault::TooManyPages { .. }) => "document-too-many-pages",
            Self::Refused(Fault::Broken { .. }) => "document-broken",
            Self::Refused(Fault::Locked) => "document-locked",
            Self::Refused(Fault::Active { .. }) => "document-active",
            Self::Io(_) => "failure-unavailable-text",
        }
    }

    /// The placeholders of those texts.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        vec![("pages", MOST_PAGES.to_string())]
    }
}

impl From<SandboxError> for DocumentFault {
    fn from(error: SandboxError) -> Self {
        match error {
            SandboxError::Refused(fault) => Self::Refused(fault),
            broken @ SandboxError::Broken(_) => Self::Io(std::io::Error::other(broken)),
        }
    }
}

impl From<VaultError> for DocumentFault {
    fn from(error: VaultError) -> Self {
        Self::Io(std::io::Error::other(error))
    }
}
