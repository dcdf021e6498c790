//! The chip of a card: the names by which a reader knows it, and what is known when one is to be bound to a card
//! and its case. Where chips are read, and which are bound, is for the shell to say.

use crate::ids::{StationId, StepId, UserId};
use crate::{Blangko, Ticket};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The unique number of a contactless chip (UID of ISO/IEC 14443-3): 4, 7 or 10 bytes, as upper-case hex.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChipUid(String);

/// What a card answers to reset (ATR of ISO/IEC 7816-3): 2 to 33 bytes, as upper-case hex.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Atr(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChipError {
    #[error("a chip's UID is 4, 7 or 10 bytes in hex")]
    Uid,
    #[error("an answer to reset is 2 to 33 bytes in hex")]
    Atr,
}

/// A chip that a reader has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    pub uid: ChipUid,
    pub atr: Atr,
}

/// What the shell knows where a chip is to be bound.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OnReader {
    /// The chip that lies on the station's reader now.
    pub chip: Option<Chip>,
    /// The case to which that chip was bound before.
    pub bound_to: Option<Ticket>,
    /// The case for which the blank of the serial typed was used.
    pub serial_of: Option<Ticket>,
}

/// The chip of a printed card, bound once and for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundChip {
    pub uid: ChipUid,
    pub blangko: Blangko,
    pub at: Timestamp,
}

/// Somebody tried to bind a chip that was bound before; it stands until a superior has looked into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChipAlarm {
    pub uid: ChipUid,
    pub bound_to: Ticket,
    pub step: StepId,
    pub station: StationId,
    /// Who tried.
    pub user: UserId,
    pub name: String,
    pub at: Timestamp,
}

impl ChipUid {
    pub fn parse(input: &str) -> Result<Self, ChipError> {
        hex(input).filter(|h| matches!(h.len(), 8 | 14 | 20)).map(Self).ok_or(ChipError::Uid)
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Atr {
    pub fn parse(input: &str) -> Result<Self, ChipError> {
        hex(input).filter(|h| (4..=66).contains(&h.len())).map(Self).ok_or(ChipError::Atr)
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whole bytes as upper-case hex; spaces and colons between them are dropped.
fn hex(input: &str) -> Option<String> {
    let digits: String =
        input.chars().filter(|c| !matches!(c, ' ' | ':')).map(|c| c.to_ascii_uppercase()).collect();
    let whole = digits.len().is_multiple_of(2) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    whole.then_some(digits)
}

macro_rules! text_type {
    ($($name:ident),+) => {$(
        impl TryFrom<String> for $name {
            type Error = ChipError;
            fn try_from(value: String) -> Result<Self, ChipError> {
                Self::parse(&value)
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    )+};
}
text_type!(ChipUid, Atr);
