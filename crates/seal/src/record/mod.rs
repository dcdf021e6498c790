//! What makes a record verifiable: each event's hash covers the event and the hash before it in its stream, the same
//! hash is the event's leaf in one tree over everything, and a signed checkpoint says how large the tree was and what
//! its root. Whoever holds the events against the checkpoints sees what was changed, removed, put in or put elsewhere.
//! What an event says is of no interest here.

mod chain;
mod checkpoint;
mod held;
mod name;
mod streams;
mod tree;

pub use checkpoint::{Checkpoint, NoteError, Signer, Verifier, origin};
pub use held::{Evidence, Finding, Naming, Reading, Verified};
pub use name::Name;
pub use streams::{StreamName, Streams};
pub use tree::{Levels, Tree};

use sha2::{Digest, Sha256};
use std::fmt;

/// SHA-256.
pub type Hash = [u8; 32];

pub fn digest(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// The end of a chain: where the next event is put. A chain without events ends at 0 with zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    pub seq: u64,
    pub hash: Hash,
}

/// What the hash of an event covers. It is text, a line each, so that anybody can write it down again:
/// `rancak event 1`, office, log, stream, number in the stream, milliseconds since 1970, kind, the hash before it and
/// the SHA-256 of the body, both hexadecimal. The last line ends without a line feed.
pub struct Leaf<'a> {
    pub office: &'a str,
    pub log: &'a str,
    pub stream: &'a str,
    pub seq: u64,
    pub at: i64,
    pub kind: &'a str,
    pub before: &'a Hash,
    pub body: &'a Hash,
}

impl Leaf<'_> {
    /// The hash of a leaf of RFC 6962, section 2.1: SHA-256 of a zero byte and the text.
    pub fn hash(&self) -> Hash {
        let mut digest = Sha256::new_with_prefix([0]);
        digest.update(b"rancak event 1\n");
        for field in [self.office, self.log, self.stream] {
            digest.update(field);
            digest.update(b"\n");
        }
        digest.update(self.seq.to_string());
        digest.update(b"\n");
        digest.update(self.at.to_string());
        digest.update(b"\n");
        digest.update(self.kind);
        digest.update(b"\n");
        let mut hex = [0; 64];
        for (hash, end) in [(self.before, "\n"), (self.body, "")] {
            // Never fails: 32 bytes are 64 digits.
            let _ = hex::encode_to_slice(hash, &mut hex);
            digest.update(hex);
            digest.update(end);
        }
        digest.finalize().into()
    }
}

/// One event, as far as it is hashed.
#[derive(Debug, Clone)]
pub struct Hashed {
    pub name: Name,
    pub at: i64,
    pub kind: String,
    /// The SHA-256 of its body.
    pub body: Hash,
    /// As it is stored.
    pub hash: Hash,
}

impl Hashed {
    /// What its hash must be after the event before it.
    pub fn recomputed(&self, office: &str, before: &Hash) -> Hash {
        let Name { log, stream, seq } = &self.name;
        let (seq, at, kind, body) = (*seq, self.at, self.kind.as_str(), &self.body);
        Leaf { office, log, stream, seq, at, kind, before, body }.hash()
    }
}

/// One event as it was when it was signed: `case/K7M2-9QXF/3 HASH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLeaf {
    pub name: Name,
    pub hash: Hash,
}

impl fmt::Display for KeptLeaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, hex::encode(self.hash))
    }
}

impl KeptLeaf {
    pub fn parse(line: &str) -> Option<Self> {
        let (name, hash) = line.rsplit_once(' ')?;
        let mut bytes = Hash::default();
        hex::decode_to_slice(hash, &mut bytes).ok()?;
        Some(Self { name: Name::parse(name)?, hash: bytes })
    }
}
