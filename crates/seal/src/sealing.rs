//! Seals: AES-256-GCM under a head that says which form it is, and data keys that lie wrapped by a master key. Whose
//! something is, and where it lies, is bound to its seal: nothing opens in another's place, and where a seal does not
//! hold there is never a plain byte. Knows no store and no table.

use crate::mac;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use rand::TryRngCore;
use rand::rngs::OsRng;
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
pub fn derived(key: &Key, purpose: &str) -> Key {
    Zeroizing::new(mac::of(&**key, format!("rancak: {purpose}").as_bytes()))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(byte: u8) -> Key {
        Key::new([byte; 32])
    }

    #[test]
    fn what_was_sealed_opens_with_its_key_in_its_place_and_whole() {
        let sealed = seal(&of(1), b"13.01/A", b"a card", b"HEAD".to_vec()).expect("sealed");
        assert!(sealed.starts_with(b"HEAD") && !sealed.windows(6).any(|w| w == b"a card"));
        let body = &sealed[4..];
        assert_eq!(open(&of(1), b"13.01/A", body).expect("open"), b"a card");
        assert!(open(&of(2), b"13.01/A", body).is_err(), "another key");
        assert!(open(&of(1), b"13.01/B", body).is_err(), "another place");
        for at in 0..body.len() {
            let mut changed = body.to_vec();
            changed[at] ^= 1;
            assert!(open(&of(1), b"13.01/A", &changed).is_err(), "byte {at}");
            assert!(open(&of(1), b"13.01/A", &body[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn nothing_is_sealed_the_same_way_twice_and_no_two_keys_are_the_same() {
        let once = || seal(&of(1), b"", b"a card", Vec::new()).expect("sealed");
        assert_ne!(once(), once());
        let fresh = || fresh_key().expect("a key");
        assert!(*fresh() != *fresh() && *fresh() != [0; 32]);
    }

    /// The answer that Python's `hmac` and `hashlib` give.
    #[test]
    fn a_key_for_one_purpose_is_the_tag_of_its_name() {
        let known = "e96b2dab764dd7bff6ba91035198f36e1eedc29a38e5c42e4158c0d23dbe1397";
        assert_eq!(hex::encode(*derived(&of(7), "cells")), known);
        assert_ne!(*derived(&of(7), "cells"), *derived(&of(7), "marks"));
    }

    #[test]
    fn no_two_lists_of_parts_are_the_same_bytes() {
        assert_eq!(bound(&[b"ab"]), [0, 0, 0, 0, 0, 0, 0, 2, b'a', b'b']);
        assert_ne!(bound(&[b"a", b"b"]), bound(&[b"ab"]));
        assert_ne!(bound(&[b"", b"ab"]), bound(&[b"ab", b""]));
        assert_eq!(bound(&[]), b"");
    }

    #[test]
    fn a_wrapped_key_opens_for_its_office_under_its_name_and_says_under_which_master_it_lies() {
        let wrapped = key(&of(1), [9; 8], "13.01", "case/A", &of(5)).expect("wrapped");
        assert_eq!(fingerprint_of(&wrapped).expect("a fingerprint"), [9; 8]);
        assert_eq!(*open_key(&of(1), "13.01", "case/A", &wrapped).expect("open"), [5; 32]);
        assert!(open_key(&of(2), "13.01", "case/A", &wrapped).is_err(), "another master");
        assert!(open_key(&of(1), "13.71", "case/A", &wrapped).is_err(), "another office");
        assert!(open_key(&of(1), "13.01", "case/B", &wrapped).is_err(), "another name");
        for at in 0..wrapped.len() {
            let mut changed = wrapped.clone();
            changed[at] ^= 1;
            assert!(open_key(&of(1), "13.01", "case/A", &changed).is_err(), "byte {at}");
            assert!(open_key(&of(1), "13.01", "case/A", &wrapped[..at]).is_err(), "cut at {at}");
        }
        assert!(fingerprint_of(b"RCK1short").is_err() && fingerprint_of(b"").is_err());
        let long = key(&of(1), [9; 8], "13.01", "case/A", &of(5)).map(|w| w.len());
        assert_eq!(long.expect("wrapped"), 4 + 8 + 12 + 32 + 16);
    }

    #[test]
    fn only_bytes_of_a_keys_length_are_a_key() {
        let bound = bound(&[KEY, b"13.01", b"case/A", &[9; 8]]);
        let head = [KEY.as_slice(), &[9; 8]].concat();
        let short = seal(&of(1), &bound, &[5; 31], head).expect("sealed");
        assert!(open_key(&of(1), "13.01", "case/A", &short).is_err());
    }

    #[test]
    fn what_came_of_two_rotations_adds_up() {
        let one = Rotated { rewrapped: 1, already: 2, unknown: 3 };
        let two = Rotated { rewrapped: 10, already: 20, unknown: 30 };
        assert_eq!(one.and(two), Rotated { rewrapped: 11, already: 22, unknown: 33 });
    }

    #[test]
    fn what_is_none_of_ours_is_said() {
        assert_eq!(not_ours("key").to_string(), "not a key of ours");
    }
}
