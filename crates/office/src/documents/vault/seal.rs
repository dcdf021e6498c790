//! What is written down of a document and of a data key: sealed with AES-256-GCM under a head that says which
//! form it is. Whose it is, and under which name it lies, is bound to the seal: nothing opens in another's
//! place, and where the seal does not hold there is never a plain byte.

use super::VaultError;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use rand::TryRngCore;
use rand::rngs::OsRng;
use zeroize::Zeroizing;

/// 256 bits, wiped from memory when they are let go of.
pub(super) type Key = Zeroizing<[u8; 32]>;

/// A short name for a master key that tells nothing about it.
pub(super) type Fingerprint = [u8; 8];

const NONCE: usize = 12;
/// The first form of a document, and of a key. A later form begins with another word.
const DOCUMENT: &[u8; 4] = b"RCD1";
const KEY: &[u8; 4] = b"RCK1";

pub(super) fn fresh_key() -> Result<Key, VaultError> {
    let mut key = Key::default();
    OsRng.try_fill_bytes(&mut *key).map_err(|e| VaultError::Broken(format!("no random bits: {e}")))?;
    Ok(key)
}

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
    seal(key, &bound(&[DOCUMENT, office.as_bytes(), object.as_bytes(), key_name.as_bytes()]), plain, stored)
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
    open(key, &bound(&[DOCUMENT, office.as_bytes(), object.as_bytes(), name.as_bytes()]), sealed)
}

/// A data key as it is stored, under the master key of this fingerprint.
pub(super) fn key(
    master: &Key,
    fingerprint: Fingerprint,
    office: &str,
    name: &str,
    data_key: &Key,
) -> Result<Vec<u8>, VaultError> {
    let mut stored = KEY.to_vec();
    stored.extend_from_slice(&fingerprint);
    let bound = bound(&[KEY, office.as_bytes(), name.as_bytes(), &fingerprint]);
    seal(master, &bound, &**data_key, stored)
}

/// Under which master key a stored data key lies.
pub(super) fn fingerprint_of(stored: &[u8]) -> Result<Fingerprint, VaultError> {
    let rest = stored.strip_prefix(KEY.as_slice()).ok_or_else(|| not_ours("key"))?;
    rest.first_chunk().copied().ok_or_else(|| not_ours("key"))
}

pub(super) fn open_key(master: &Key, office: &str, name: &str, stored: &[u8]) -> Result<Key, VaultError> {
    let fingerprint = fingerprint_of(stored)?;
    let sealed = stored.get(KEY.len() + fingerprint.len()..).unwrap_or_default();
    let bound = bound(&[KEY, office.as_bytes(), name.as_bytes(), &fingerprint]);
    let plain = Zeroizing::new(open(master, &bound, sealed)?);
    let bytes: &[u8; 32] = plain.as_slice().try_into().map_err(|_| not_ours("key"))?;
    Ok(Zeroizing::new(*bytes))
}

/// The key's name and what follows it.
fn head(stored: &[u8]) -> Result<(&str, &[u8]), VaultError> {
    let rest = stored.strip_prefix(DOCUMENT.as_slice()).ok_or_else(|| not_ours("document"))?;
    let (length, rest) = rest.split_first().ok_or_else(|| not_ours("document"))?;
    let (name, sealed) = rest.split_at_checked((*length).into()).ok_or_else(|| not_ours("document"))?;
    Ok((std::str::from_utf8(name).map_err(|_| not_ours("document"))?, sealed))
}

/// Each part with its length before it, so that no two lists of parts are the same bytes.
fn bound(parts: &[&[u8]]) -> Vec<u8> {
    let with_length = |part: &&[u8]| [&(part.len() as u64).to_be_bytes(), *part].concat();
    parts.iter().flat_map(with_length).collect()
}

/// Appends a nonce of its own and the sealed bytes to `head`.
fn seal(key: &Key, bound: &[u8], plain: &[u8], mut head: Vec<u8>) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0; NONCE];
    OsRng.try_fill_bytes(&mut nonce).map_err(|e| VaultError::Broken(format!("no random bits: {e}")))?;
    let payload = Payload { msg: plain, aad: bound };
    let sealed = Aes256Gcm::new((&**key).into()).encrypt(&Nonce::from(nonce), payload);
    head.extend_from_slice(&nonce);
    head.extend_from_slice(&sealed.map_err(|_| VaultError::Broken("too large to be sealed".to_owned()))?);
    Ok(head)
}

fn open(key: &Key, bound: &[u8], sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(|| not_ours("seal"))?;
    let payload = Payload { msg: sealed, aad: bound };
    let opened = Aes256Gcm::new((&**key).into()).decrypt(&Nonce::from(*nonce), payload);
    opened.map_err(|_| VaultError::Broken("a seal does not hold".to_owned()))
}

fn not_ours(what: &str) -> VaultError {
    VaultError::Broken(format!("not a {what} of this vault"))
}
