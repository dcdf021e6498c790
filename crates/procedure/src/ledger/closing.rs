//! The closing of a stock period, usually a day: somebody counts, explains a difference and signs, somebody
//! else countersigns, and the next period opens with what the ledger says must be there.

use super::Balance;
use crate::Procedure;
use crate::command::Actor;
use crate::decide::{MAX_NOTE, holds_one, officer, optional, proved};
use crate::ids::UserId;
use crate::refusal::{LedgerRefusal, Refusal};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One event of a closing. Stored: readable for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Close {
    pub at: Timestamp,
    pub actor: Actor,
    #[serde(flatten)]
    pub body: CloseBody,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "closing", rename_all = "snake_case")]
pub enum CloseBody {
    /// The first signature. `booked` is what the ledger said at that moment.
    Counted { counted: i64, booked: i64, why: Option<String> },
    /// The second signature: the period is closed.
    Countersigned,
}

/// What somebody wants of a closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CloseCommand {
    Count { counted: i64, why: Option<String> },
    Countersign,
}

/// A stock period: its account, and how far its closing is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Period {
    pub balance: Balance,
    /// The last count.
    pub count: Option<Count>,
    pub closed: bool,
    pub seq: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub by: UserId,
    pub name: String,
    pub at: Timestamp,
    pub counted: i64,
    pub booked: i64,
    pub why: Option<String>,
}

/// Decides what is wanted of the closing of an open period.
pub fn close(
    p: &Procedure,
    period: &Period,
    actor: &Actor,
    at: Timestamp,
    command: &CloseCommand,
) -> Result<Close, Refusal> {
    let no = |why| Err(Refusal::Ledger { serial: None, why });
    let roles = officer(actor).map(|o| o.roles).unwrap_or_default();
    let booked = period.balance.closing();
    let body = match command {
        CloseCommand::Count { counted, why } => {
            holds_one(roles, &p.powers.stock)?;
            let why = optional(why.as_deref(), MAX_NOTE)?;
            if *counted != booked && why.is_none() {
                return no(LedgerRefusal::Unexplained { booked, counted: *counted });
            }
            CloseBody::Counted { counted: *counted, booked, why }
        }
        CloseCommand::Countersign => {
            holds_one(roles, &p.powers.countersign)?;
            match &period.count {
                None => return no(LedgerRefusal::NotCounted),
                Some(count) if officer(actor).is_some_and(|o| *o.user == count.by) => {
                    return no(LedgerRefusal::CountedByYou);
                }
                Some(count) if count.booked != booked => return no(LedgerRefusal::MovedSinceCount),
                Some(_) => CloseBody::Countersigned,
            }
        }
    };
    proved(p, actor, at)?;
    Ok(Close { at, actor: actor.clone(), body })
}

/// Folds one event into the closing. The account is folded from movements, beside it.
pub fn evolve_period(mut period: Period, event: &Close) -> Period {
    period.seq += 1;
    match (&event.body, &event.actor) {
        (CloseBody::Counted { counted, booked, why }, Actor::Officer { user, name, .. }) => {
            period.count = Some(Count {
                by: user.clone(),
                name: name.clone(),
                at: event.at,
                counted: *counted,
                booked: *booked,
                why: why.clone(),
            });
        }
        (CloseBody::Counted { .. }, _) => {}
        (CloseBody::Countersigned, _) => period.closed = true,
    }
    period
}
