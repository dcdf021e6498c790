//! Why the ledger of blanks says no. What a person reads stands in the message files, as for every refusal.

use super::Arg;
use crate::ledger::StandingKind;

/// Why the ledger does not move a blank, or a period is not closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerRefusal {
    /// No delivery brought it.
    UnknownSerial,
    /// A delivery brought it already.
    KnownSerial,
    /// Not handed out yet, to nobody.
    InStore,
    HeldBy {
        name: String,
    },
    /// Blank no more, or not here.
    Gone {
        standing: StandingKind,
    },
    NotLost,
    /// Only what was spoiled is destroyed.
    NotSpoiled,
    /// Old cards are destroyed once.
    CardGone,
    NothingToDestroy,
    /// Minutes have a number, a place and a way.
    MinutesIncomplete,
    /// Two people witness it beside whoever draws the minutes up.
    TooFewWitnesses,
    /// Nobody hands blanks to themselves.
    OwnHands,
    /// Whoever is to get them does not print.
    NoHolder,
    /// The last serial does not follow the first.
    BadRange,
    RangeTooLong {
        max: usize,
    },
    /// The count differs from the ledger, and nothing says why.
    Unexplained {
        booked: i64,
        counted: i64,
    },
    NotCounted,
    /// Blanks have moved since the count.
    MovedSinceCount,
    /// The second signature is another person's.
    CountedByYou,
    /// Another person closed it meanwhile.
    PeriodClosed,
}

impl LedgerRefusal {
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::UnknownSerial => "refusal-blank-unknown",
            Self::KnownSerial => "refusal-blank-known",
            Self::InStore => "refusal-blank-in-store",
            Self::HeldBy { .. } => "refusal-blank-held",
            Self::Gone { .. } => "refusal-blank-gone",
            Self::NotLost => "refusal-blank-not-lost",
            Self::NotSpoiled => "refusal-blank-not-spoiled",
            Self::CardGone => "refusal-card-gone",
            Self::NothingToDestroy => "refusal-nothing-to-destroy",
            Self::MinutesIncomplete => "refusal-minutes-incomplete",
            Self::TooFewWitnesses => "refusal-too-few-witnesses",
            Self::OwnHands => "refusal-blank-own-hands",
            Self::NoHolder => "refusal-blank-no-holder",
            Self::BadRange => "refusal-blank-range",
            Self::RangeTooLong { .. } => "refusal-blank-range-long",
            Self::Unexplained { .. } => "refusal-stock-unexplained",
            Self::NotCounted => "refusal-stock-not-counted",
            Self::MovedSinceCount => "refusal-stock-moved",
            Self::CountedByYou => "refusal-stock-counted-by-you",
            Self::PeriodClosed => "refusal-stock-period-closed",
        }
    }

    pub(super) fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::HeldBy { name } => vec![("name", Arg::Text(name.clone()))],
            Self::Gone { standing } => vec![("standing", Arg::Standing(*standing))],
            Self::RangeTooLong { max } => vec![("max", Arg::Text(max.to_string()))],
            Self::Unexplained { booked, counted } => {
                vec![("booked", Arg::Text(booked.to_string())), ("counted", Arg::Text(counted.to_string()))]
            }
            _ => Vec::new(),
        }
    }
}
