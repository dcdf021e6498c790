//! What is signed: how many events there are and the root of their tree. Written as a checkpoint of transparency logs
//! (C2SP tlog-checkpoint) in a signed note (C2SP signed-note, Ed25519), so that other people's tools read it. Pure.

use super::Hash;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The byte that says Ed25519, in names of keys and before public keys.
const ED25519_KEY: u8 = 1;

/// Why something is no checkpoint of this office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// No public key as [`Verifier::key`] writes it, or no bits that make a key.
    #[error("not a key of checkpoints")]
    Key,
    #[error("not a checkpoint")]
    Note,
    #[error("not signed by this office's key")]
    Signature,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose events: `rancak/` and the office's id.
    pub origin: String,
    pub size: u64,
    pub root: Hash,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// Whoever holds it signs.
#[derive(Clone)]
pub struct Signer {
    key: Arc<Ed25519KeyPair>,
    pub verifier: Verifier,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({})", self.verifier.key())
    }
}

/// Whoever holds it sees whether something was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    public: Vec<u8>,
}

/// Whose events these are, and the name of the key that signs for them.
pub fn origin(office: &str) -> String {
    format!("rancak/{office}")
}

impl Signer {
    /// From 32 random bytes.
    pub fn new(office: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let key = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| NoteError::Key)?;
        let verifier = Verifier { name: origin(office), public: key.public_key().as_ref().to_vec() };
        Ok(Self { key: Arc::new(key), verifier })
    }

    /// The signed note.
    pub fn sign(&self, checkpoint: &Checkpoint) -> String {
        let text = checkpoint.text();
        let signature = self.key.sign(text.as_bytes());
        let named = [self.verifier.id().as_slice(), signature.as_ref()].concat();
        format!("{text}\n\u{2014} {} {}\n", self.verifier.name, BASE64_STANDARD.encode(named))
    }
}

impl Verifier {
    /// From `NAME+HASH+KEY`, as [`Verifier::key`] writes it.
    pub fn parse(key: &str) -> Result<Self, NoteError> {
        let bad = || NoteError::Key;
        // The key itself may hold a plus, so the first two are what parts it.
        let mut parts = key.trim().splitn(3, '+');
        let (name, hash, public) = (parts.next(), parts.next(), parts.next());
        let public = BASE64_STANDARD.decode(public.ok_or_else(bad)?).map_err(|_| bad())?;
        let [ED25519_KEY, public @ ..] = public.as_slice() else { return Err(bad()) };
        let verifier = Self { name: name.ok_or_else(bad)?.to_owned(), public: public.to_vec() };
        let same = hash == Some(hex::encode(verifier.id()).as_str());
        if same && verifier.public.len() == 32 { Ok(verifier) } else { Err(bad()) }
    }

    /// The public key as text, for whoever is to check: `NAME+HASH+KEY`.
    pub fn key(&self) -> String {
        let public = [&[ED25519_KEY], self.public.as_slice()].concat();
        format!("{}+{}+{}", self.name, hex::encode(self.id()), BASE64_STANDARD.encode(public))
    }

    fn id(&self) -> [u8; 4] {
        let digest = Sha256::new_with_prefix(&self.name);
        let hash: Hash = digest
            .chain_update(b"\n")
            .chain_update([ED25519_KEY])
            .chain_update(&self.public)
            .finalize()
            .into();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// The checkpoint in a note that this key has signed.
    pub fn read(&self, note: &str) -> Result<Checkpoint, NoteError> {
        let (text, signatures) = note.rsplit_once("\n\n").ok_or(NoteError::Note)?;
        let text = format!("{text}\n");
        let signed = signatures.lines().any(|line| {
            let signature = line.strip_prefix("\u{2014} ").and_then(|l| l.strip_prefix(self.name.as_str()));
            let signature = signature.and_then(|s| BASE64_STANDARD.decode(s.strip_prefix(' ')?).ok());
            let signature = signature.and_then(|s| s.strip_prefix(self.id().as_slice()).map(<[u8]>::to_vec));
            let key = UnparsedPublicKey::new(&ED25519, &self.public);
            signature.is_some_and(|s| key.verify(text.as_bytes(), &s).is_ok())
        });
        if !signed {
            return Err(NoteError::Signature);
        }
        let checkpoint = Checkpoint::parse(&text)?;
        // A key signs for its own office alone.
        if checkpoint.origin == self.name { Ok(checkpoint) } else { Err(NoteError::Signature) }
    }
}

impl Checkpoint {
    /// What is signed: origin, size and root, and when, a line each.
    fn text(&self) -> String {
        let at = Timestamp::from_millisecond(self.at).unwrap_or(Timestamp::UNIX_EPOCH);
        format!("{}\n{}\n{}\ntime {at}\n", self.origin, self.size, BASE64_STANDARD.encode(self.root))
    }

    fn parse(text: &str) -> Result<Self, NoteError> {
        let mut lines = text.lines();
        let mut line = || lines.next().ok_or(NoteError::Note);
        let origin = line()?.to_owned();
        let size = line()?.parse().map_err(|_| NoteError::Note)?;
        let root = BASE64_STANDARD.decode(line()?).ok().and_then(|r| r.try_into().ok());
        let at = line()?.strip_prefix("time ").and_then(|at| at.parse::<Timestamp>().ok());
        let at = at.ok_or(NoteError::Note)?.as_millisecond();
        Ok(Self { origin, size, root: root.ok_or(NoteError::Note)?, at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(office: &str, seed: u8) -> Signer {
        Signer::new(office, &[seed; 32]).expect("a key")
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint { origin: origin("13.01"), size: 42, root: [7; 32], at: 1_764_000_000_123 }
    }

    #[test]
    fn what_was_signed_is_read_by_whoever_holds_the_public_key() {
        let signer = signer("13.01", 1);
        let verifier = Verifier::parse(&signer.verifier.key()).expect("a key");
        assert_eq!(verifier.read(&signer.sign(&checkpoint())).ok(), Some(checkpoint()));
    }

    #[test]
    fn whoever_prints_a_signer_sees_its_public_half_alone() {
        let signer = signer("13.01", 1);
        assert_eq!(format!("{signer:?}"), format!("Signer({})", signer.verifier.key()));
    }

    #[test]
    fn a_note_with_any_byte_changed_or_cut_off_is_not_read() {
        let signer = signer("13.01", 1);
        let note = signer.sign(&checkpoint());
        for at in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).ok();
            assert!(changed.is_none_or(|n| signer.verifier.read(&n).is_err()), "byte {at}");
            let cut = note.get(..at).unwrap_or_default();
            // Without its last line feed it still says the same.
            assert!(at + 1 == note.len() || signer.verifier.read(cut).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn another_key_and_another_offices_key_are_refused() {
        let note = signer("13.01", 1).sign(&checkpoint());
        assert!(matches!(signer("13.01", 2).verifier.read(&note), Err(NoteError::Signature)));
        assert!(matches!(signer("13.71", 1).verifier.read(&note), Err(NoteError::Signature)));
        let foreign = signer("13.71", 1).sign(&checkpoint());
        assert!(matches!(signer("13.71", 1).verifier.read(&foreign), Err(NoteError::Signature)));
    }

    #[test]
    fn a_key_that_was_mistyped_is_refused() {
        let key = signer("13.01", 1).verifier.key();
        assert!(Verifier::parse(&key).is_ok());
        for at in 0..key.len() {
            let mut bytes = key.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let wrong = String::from_utf8(bytes).expect("text");
            assert!(Verifier::parse(&wrong).is_err(), "{at}: {wrong}");
        }
    }
}
