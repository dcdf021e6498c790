//! What has happened to a blank card. Stored, like the events of a case: a variant or field once written stays
//! readable for ever (`tests/it/golden.rs`). Add fields with `#[serde(default)]` only.

use crate::Ticket;
use crate::command::Actor;
use crate::event::FileFacts;
use crate::ids::UserId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    pub at: Timestamp,
    pub actor: Actor,
    #[serde(flatten)]
    pub body: MovementBody,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "movement", rename_all = "snake_case")]
pub enum MovementBody {
    /// Came with a delivery; `note` names its delivery note.
    Received {
        note: String,
    },
    /// To an operator, who answers for it from now on.
    HandedOut {
        to: UserId,
        to_name: String,
    },
    /// By an operator, back into the store.
    HandedIn,
    /// Printed for this case.
    Used {
        ticket: Ticket,
    },
    /// Spoiled while it was blank: in the printer, or by itself.
    Spoiled {
        ticket: Option<Ticket>,
        why: String,
    },
    /// Printed and then no good: activation failed, or the print is bad.
    Failed {
        ticket: Ticket,
        why: String,
    },
    /// What a spoiled one looks like; its name, hash and size, and never the picture.
    Photographed {
        photo: FileFacts,
    },
    /// Sent back to whom it came from; `note` names the paper it went with.
    Returned {
        note: String,
    },
    Lost {
        why: String,
    },
    Found {
        why: String,
    },
    /// Burnt; the number of the official minutes in the ledger.
    Destroyed {
        minutes: i64,
    },
}
