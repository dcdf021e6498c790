//! The ledger of blank cards: what has become of every blank from its delivery on, and what must be left. Same
//! shape as a case: [`decide()`] turns a request into movements or a refusal, [`evolve`] folds the movements of
//! one serial, and a [`Balance`] folds those of all. A case's own events move blanks through [`moved_by`].

mod balance;
mod closing;
mod decide;
mod minutes;
mod movement;

pub use balance::Balance;
pub use closing::{Close, CloseBody, CloseCommand, Count, Period, close, evolve_period};
pub use decide::{Order, StockCommand, decide};
pub use minutes::{Minutes, MinutesDraft, draw};
pub use movement::{Movement, MovementBody};

use crate::Ticket;
use crate::event::EventBody;
use crate::ids::RoleId;
use crate::ids::UserId;
use crate::{Blangko, Procedure, Step};
use jiff::Timestamp;

/// One blank card as its movements have made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    pub standing: Standing,
    pub since: Timestamp,
    /// The number of movements so far.
    pub seq: u64,
}

/// Where a blank is. Each has one standing at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    InStore,
    /// Handed out to an operator who answers for it.
    Held {
        by: UserId,
        name: String,
    },
    /// Printed for this case.
    Used {
        ticket: Ticket,
    },
    Spoiled {
        ticket: Option<Ticket>,
    },
    /// Sent back to whom it came from.
    Returned,
    Lost,
    /// Was spoiled, and burnt with these minutes.
    Destroyed {
        minutes: i64,
    },
}

/// The name of a standing, as it is stored and as texts are named after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StandingKind {
    InStore,
    Held,
    Used,
    Spoiled,
    Returned,
    Lost,
    Destroyed,
}

impl Standing {
    pub fn kind(&self) -> StandingKind {
        match self {
            Self::InStore => StandingKind::InStore,
            Self::Held { .. } => StandingKind::Held,
            Self::Used { .. } => StandingKind::Used,
            Self::Spoiled { .. } => StandingKind::Spoiled,
            Self::Returned => StandingKind::Returned,
            Self::Lost => StandingKind::Lost,
            Self::Destroyed { .. } => StandingKind::Destroyed,
        }
    }

    /// Blank and here: what a count of the stock must find.
    pub fn in_stock(&self) -> bool {
        matches!(self, Self::InStore | Self::Held { .. })
    }
}

impl StandingKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::InStore => "in_store",
            Self::Held => "held",
            Self::Used => "used",
            Self::Spoiled => "spoiled",
            Self::Returned => "returned",
            Self::Lost => "lost",
            Self::Destroyed => "destroyed",
        }
    }
}

/// Folds one movement into the blank. One that does not fit (none does that `decide` made) changes nothing but
/// the count.
pub fn evolve(blank: Option<Blank>, movement: &Movement) -> Option<Blank> {
    use MovementBody as M;
    let Some(blank) = blank else {
        let received = matches!(movement.body, M::Received { .. });
        return received.then_some(Blank { standing: Standing::InStore, since: movement.at, seq: 1 });
    };
    let standing = match &movement.body {
        M::Received { .. } => blank.standing,
        // It stands where it stood, since when it stood there.
        M::Photographed { .. } => return Some(Blank { seq: blank.seq + 1, ..blank }),
        M::HandedOut { to, to_name } => Standing::Held { by: to.clone(), name: to_name.clone() },
        M::HandedIn | M::Found { .. } => Standing::InStore,
        M::Used { ticket } => Standing::Used { ticket: ticket.clone() },
        M::Spoiled { ticket, .. } => Standing::Spoiled { ticket: ticket.clone() },
        M::Failed { ticket, .. } => Standing::Spoiled { ticket: Some(ticket.clone()) },
        M::Returned { .. } => Standing::Returned,
        M::Lost { .. } => Standing::Lost,
        M::Destroyed { minutes } => Standing::Destroyed { minutes: *minutes },
    };
    Some(Blank { standing, since: movement.at, seq: blank.seq + 1 })
}

/// What a case's event does to a blank. Not an effect: the ledger may refuse, and then nothing has happened.
pub fn moved_by(ticket: &Ticket, event: &EventBody) -> Option<(Blangko, StockCommand)> {
    match event {
        EventBody::Printed { blangko: Some(blangko), .. } => {
            Some((blangko.clone(), StockCommand::Use { ticket: ticket.clone() }))
        }
        EventBody::Spoiled { blangko: Some(blangko), why, .. } => {
            let spoil = StockCommand::Spoil { ticket: Some(ticket.clone()), why: why.clone() };
            Some((blangko.clone(), spoil))
        }
        _ => None,
    }
}

/// The steps that record a blank.
pub fn recording(p: &Procedure) -> impl Iterator<Item = &Step> {
    p.steps.iter().filter(|step| step.records_blank())
}

/// Who may be handed blanks: the roles of those steps.
pub fn holders(p: &Procedure) -> Vec<RoleId> {
    recording(p).map(|s| s.role.clone()).collect()
}
