//! A field of a form that may hold a file, read without trusting how much is coming.

use crate::documents::Incoming;
use crate::error::Error;
use axum::extract::multipart::{Field, MultipartError};

/// Bytes of a field that somebody types into; what comes after them is not taken.
const TYPED: usize = 64 * 1024;

/// Why a file did not come in.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The form broke off, or is none.
    #[error(transparent)]
    Form(#[from] MultipartError),
    /// It cannot be put anywhere at the moment.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl From<FileError> for Error {
    fn from(e: FileError) -> Self {
        match e {
            FileError::Form(_) => Self::Input("form-broken"),
            FileError::Io(e) => e.into(),
        }
    }
}

/// What somebody typed.
pub async fn typed(mut field: Field<'_>) -> Result<String, MultipartError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await? {
        let taken = chunk.len().min(TYPED - bytes.len());
        bytes.extend_from_slice(chunk.get(..taken).unwrap_or_default());
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A file. Of one that is too large the rest is passed over, so that whoever sends it hears why.
pub async fn file(mut field: Field<'_>, mut incoming: Incoming) -> Result<Incoming, FileError> {
    while let Some(chunk) = field.chunk().await? {
        incoming.add(&chunk).await?;
    }
    Ok(incoming)
}
