//! What is written down of a document: sealed under a head that names its key. Whose it is, and under which name it
//! lies, is bound to the seal.

use super::VaultError;
use ::seal::{Key, bound, not_ours, open, seal};

/// The first form of a document. A later form begins with another word.
const DOCUMENT: &[u8; 4] = b"RCD1";

/// A document as it is stored: the head names the key that seals it, so that whoever reads it can find that.
pub(super) fn document(
    key: &Key,
    key_name: &str,
    office: &str,
    object: &str,
    plain: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let length = u8::try_from(key_name.len()).map_err(|_| VaultError::BadName)?;
    let mut stored = Vec::with_capacity(plain.len() + key_name.len() + 40);
    stored.extend_from_slice(DOCUMENT);
    stored.push(length);
    stored.extend_from_slice(key_name.as_bytes());
    let bound = bound(&[DOCUMENT, office.as_bytes(), object.as_bytes(), key_name.as_bytes()]);
    Ok(seal(key, &bound, plain, stored)?)
}

/// The name of the key that a stored document is sealed with.
pub(super) fn key_of(stored: &[u8]) -> Result<&str, VaultError> {
    head(stored).map(|(name, _)| name)
}

pub(super) fn open_document(
    key: &Key,
    office: &str,
    object: &str,
    stored: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let (name, sealed) = head(stored)?;
    let bound = bound(&[DOCUMENT, office.as_bytes(), object.as_bytes(), name.as_bytes()]);
    Ok(open(key, &bound, sealed)?)
}

/// The key's name and what follows it.
fn head(stored: &[u8]) -> Result<(&str, &[u8]), VaultError> {
    let rest = stored.strip_prefix(DOCUMENT.as_slice()).ok_or_else(|| not_ours("document"))?;
    let (length, rest) = rest.split_first().ok_or_else(|| not_ours("document"))?;
    let (name, sealed) = rest.split_at_checked((*length).into()).ok_or_else(|| not_ours("document"))?;
    Ok((std::str::from_utf8(name).map_err(|_| not_ours("document"))?, sealed))
}
