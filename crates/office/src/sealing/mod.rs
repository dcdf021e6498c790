//! Seals: AES-256-GCM under a head that says which form it is, and data keys that lie wrapped by a master key. Whose
//! something is, and where it lies, is bound to its seal: nothing opens in another's place, and where a seal does not
//! hold there is never a plain byte. Knows no store and no table.

mod masters;

pub use masters::Masters;

use crate::error::Error;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use hmac::{Hmac, Mac};
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::Sha256;
use zeroize::Zeroizing;

/// 256 bits, wiped from memory when they are let go of.
pub type Key = Zeroizing<[u8; 32]>;

/// A short name for a master key that tells nothing about it.
pub type Fingerprint = [u8; 8];

const NONCE: usize = 12;
/// The first form of a wrapped key. A later form begins with another word.
const KEY: &[u8; 4] = b"RCK1";

#[derive(Debug, Clone, thiserror::Error)]
pub enum SealError {
    /// Altered, cut off, or put in another's place.
    #[error("{0}")]
    Broken(String),
    #[error("no master key was given")]
    NoMaster,
    /// The data keys lie under a master key that is not among those given.
    #[error("the keys lie under master key {wanted}, and the one given is {given}")]
    UnknownMaster { wanted: String, given: String },
}

impl From<SealError> for Error {
    fn from(e: SealError) -> Self {
        match e {
            SealError::UnknownMaster { wanted, given } => Self::WrongMasterKey { wanted, given },
            other => Self::Broken(other.to_string()),
        }
    }
}

/// What came of putting all keys under the present master key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rotated {
    pub rewrapped: usize,
    /// They lay under it before.
    pub already: usize,
    /// None of the master keys given opens them.
    pub unknown: usize,
}

impl Rotated {
    pub fn and(self, other: Self) -> Self {
        Self {
            rewrapped: self.rewrapped + other.rewrapped,
            already: self.already + other.already,
            unknown: self.unknown + other.unknown,
        }
    }
}

pub fn fresh_key() -> Result<Key, SealError> {
    let mut key = Key::default();
    OsRng.try_fill_bytes(&mut *key).map_err(|e| SealError::Broken(format!("no random bits: {e}")))?;
    Ok(key)
}

/// A data key as it is stored, under the master key of this fingerprint.
pub fn key(
    master: &Key,
    fingerprint: Fingerprint,
    office: &str,
    name: &str,
    data_key: &Key,
) -> Result<Vec<u8>, SealError> {
    let mut stored = KEY.to_vec();
    stored.extend_from_slice(&fingerprint);
    let bound = bound(&[KEY, office.as_bytes(), name.as_bytes(), &fingerprint]);
    seal(master, &bound, &**data_key, stored)
}

/// Under which master key a stored data key lies.
pub fn fingerprint_of(stored: &[u8]) -> Result<Fingerprint, SealError> {
    let rest = stored.strip_prefix(KEY.as_slice()).ok_or_else(|| not_ours("key"))?;
    rest.first_chunk().copied().ok_or_else(|| not_ours("key"))
}

pub fn open_key(master: &Key, office: &str, name: &str, stored: &[u8]) -> Result<Key, SealError> {
    let fingerprint = fingerprint_of(stored)?;
    let sealed = stored.get(KEY.len() + fingerprint.len()..).unwrap_or_default();
    let bound = bound(&[KEY, office.as_bytes(), name.as_bytes(), &fingerprint]);
    let plain = Zeroizing::new(open(master, &bound, sealed)?);
    let bytes: &[u8; 32] = plain.as_slice().try_into().map_err(|_| not_ours("key"))?;
    Ok(Zeroizing::new(*bytes))
}

/// A key for one purpose, made of another.
pub fn derived(key: &Key, purpose: &str) -> Result<Key, SealError> {
    let mac = Hmac::<Sha256>::new_from_slice(&**key).map_err(|e| SealError::Broken(e.to_string()))?;
    let tag = mac.chain_update(b"rancak: ").chain_update(purpose.as_bytes()).finalize().into_bytes();
    let key = tag.first_chunk().ok_or_else(|| SealError::Broken("a short tag".to_owned()))?;
    Ok(Zeroizing::new(*key))
}

/// Each part with its length before it, so that no two lists of parts are the same bytes.
pub fn bound(parts: &[&[u8]]) -> Vec<u8> {
    let with_length = |part: &&[u8]| [&(part.len() as u64).to_be_bytes(), *part].concat();
    parts.iter().flat_map(with_length).collect()
}

/// Appends a nonce of its own and the sealed bytes to `head`.
pub fn seal(key: &Key, bound: &[u8], plain: &[u8], mut head: Vec<u8>) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0; NONCE];
    OsRng.try_fill_bytes(&mut nonce).map_err(|e| SealError::Broken(format!("no random bits: {e}")))?;
    let payload = Payload { msg: plain, aad: bound };
    let sealed = Aes256Gcm::new((&**key).into()).encrypt(&Nonce::from(nonce), payload);
    head.extend_from_slice(&nonce);
    head.extend_from_slice(&sealed.map_err(|_| SealError::Broken("too large to be sealed".to_owned()))?);
    Ok(head)
}

/// What was sealed, without the head before it.
pub fn open(key: &Key, bound: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(|| not_ours("seal"))?;
    let payload = Payload { msg: sealed, aad: bound };
    let opened = Aes256Gcm::new((&**key).into()).decrypt(&Nonce::from(*nonce), payload);
    opened.map_err(|_| SealError::Broken("a seal does not hold".to_owned()))
}

pub fn not_ours(what: &str) -> SealError {
    SealError::Broken(format!("not a {what} of ours"))
}
