//! A file within a form, read without trusting how much is coming.

use axum::extract::multipart::{Field, MultipartError};

/// The field's bytes, as far as a document may be long, and whether that is all of it.
pub async fn bounded(mut field: Field<'_>, most: u64) -> Result<(Vec<u8>, bool), MultipartError> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let (mut bytes, mut whole) = (Vec::new(), true);
    while let Some(chunk) = field.chunk().await? {
        whole = whole && bytes.len() + chunk.len() <= most;
        if whole {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((bytes, whole))
}
