//! Why a chip is not bound. What a person reads stands in the message files, as for every refusal.

use super::Arg;
use crate::{ChipUid, Ticket};

/// Why a chip is not bound to a card, or what was raised of one is not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChipRefusal {
    /// No chip lies on the reader of the officer's station.
    NoneOnReader,
    /// Another chip lies there than the page showed.
    Changed,
    /// The card in hand is another than the one printed for this case.
    OtherCard { printed: String },
    /// The card in hand was printed for another case.
    CardOf { printed: String, ticket: Ticket },
    /// The chip was bound before, to this card or another; a superior is told.
    Known { uid: ChipUid, ticket: Ticket },
    /// The printed card has its chip.
    AlreadyBound { uid: ChipUid },
    /// Nothing is raised of this case's chips.
    NothingRaised,
}

impl ChipRefusal {
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::NoneOnReader => "refusal-chip-none",
            Self::Changed => "refusal-chip-changed",
            Self::OtherCard { .. } => "refusal-chip-other-card",
            Self::CardOf { .. } => "refusal-chip-card-of",
            Self::Known { .. } => "refusal-chip-known",
            Self::AlreadyBound { .. } => "refusal-chip-already-bound",
            Self::NothingRaised => "refusal-chip-nothing-raised",
        }
    }

    pub(super) fn args(&self) -> Vec<(&'static str, Arg)> {
        let text = |text: &str| Arg::Text(text.to_owned());
        match self {
            Self::OtherCard { printed } => vec![("printed", text(printed))],
            Self::CardOf { printed, ticket } => {
                vec![("printed", text(printed)), ("ticket", text(ticket.as_str()))]
            }
            Self::Known { uid, ticket } => {
                vec![("uid", text(uid.as_str())), ("ticket", text(ticket.as_str()))]
            }
            Self::AlreadyBound { uid } => vec![("uid", text(uid.as_str()))],
            Self::NoneOnReader | Self::Changed | Self::NothingRaised => Vec::new(),
        }
    }
}
