//! What a station tells the office, and how it is signed: both sides of the channel read this file, and nothing else
//! of one another.
//!
//! Reports are signed with a key pair made at the station (Ed25519). A shared secret would have to be kept by the
//! office too, and who copied its database could speak for every station.

use procedure::{Atr, ChipError, ChipUid};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

/// Headers of a report.
pub const STATION: &str = "x-rancak-station";
pub const STAMP: &str = "x-rancak-stamp";
pub const SIGNATURE: &str = "x-rancak-signature";

/// Where a station is paired, and where it reports.
pub const PAIR: &str = "/stasiun/pasangkan";
pub const REPORT: &str = "/stasiun/laporan";

/// What lies on the reader, or what is in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Seen {
    /// PC/SC's service does not answer.
    NoService,
    /// No reader is plugged in.
    NoReader,
    Empty,
    /// A card lies there and does not answer, or was taken away while it was read.
    Mute,
    Card {
        uid: ChipUid,
        atr: Atr,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    #[serde(flatten)]
    pub seen: Seen,
    pub reader: String,
    pub simulator: bool,
}

/// What is asked with a pairing code.
#[derive(Serialize, Deserialize)]
pub struct Pairing {
    pub code: String,
    /// Hex.
    pub public_key: String,
}

#[derive(Serialize, Deserialize)]
pub struct Paired {
    pub station: String,
    pub name: String,
    pub office: String,
    pub now: i64,
}

/// The office's time, told to a station whose own is wrong.
#[derive(Serialize, Deserialize)]
pub struct Late {
    pub now: i64,
}

impl Seen {
    /// As the database keeps it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NoService => "no_service",
            Self::NoReader => "no_reader",
            Self::Empty => "empty",
            Self::Mute => "mute",
            Self::Card { .. } => "card",
        }
    }

    pub(super) fn of(word: &str, card: (Result<ChipUid, ChipError>, Result<Atr, ChipError>)) -> Self {
        match (word, card) {
            ("card", (Ok(uid), Ok(atr))) => Self::Card { uid, atr },
            ("no_service", _) => Self::NoService,
            ("empty", _) => Self::Empty,
            ("mute", _) => Self::Mute,
            _ => Self::NoReader,
        }
    }
}

/// What is signed: the station, the instant in milliseconds, and the body's bytes as they are sent.
pub fn signed(station: &str, stamp: i64, body: &[u8]) -> Vec<u8> {
    let mut message = format!("rancak station report\n{station}\n{stamp}\n").into_bytes();
    message.extend_from_slice(body);
    message
}

/// Whether the holder of this key signed these bytes. Everything compared is public.
pub fn is_signed(public_key: &str, message: &[u8], signature: &str) -> bool {
    let (Ok(key), Ok(signature)) = (hex::decode(public_key), hex::decode(signature)) else { return false };
    UnparsedPublicKey::new(&ED25519, key).verify(message, &signature).is_ok()
}

/// A key that a signature can be checked with: 32 bytes in hex.
pub fn is_key(public_key: &str) -> bool {
    hex::decode(public_key).is_ok_and(|key| key.len() == 32)
}
