//! The rules of the ledger: who may move which blank where.

use super::{Blank, Movement, MovementBody, Standing, holders};
use crate::command::Actor;
use crate::decide::{MAX_NAME, MAX_NOTE, holds_one, officer, proved, text};
use crate::definition::{Field, Procedure};
use crate::event::FileFacts;
use crate::ids::{RoleId, UserId};
use crate::refusal::{LedgerRefusal, Refusal};
use crate::{Blangko, Ticket};
use jiff::Timestamp;

/// What somebody wants done with a blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StockCommand {
    Receive {
        note: String,
    },
    HandOut {
        to: UserId,
        to_name: String,
        to_roles: Vec<RoleId>,
    },
    /// An operator brings it back; whoever keeps the store says so.
    HandIn,
    Use {
        ticket: Ticket,
    },
    /// Without a ticket: not while printing for a case.
    Spoil {
        ticket: Option<Ticket>,
        why: String,
    },
    /// What a spoiled one looks like.
    Photograph {
        photo: FileFacts,
    },
    Return {
        note: String,
    },
    Lose {
        why: String,
    },
    Find {
        why: String,
    },
    /// What was spoiled, with the minutes of this number.
    Destroy {
        minutes: i64,
    },
}

impl StockCommand {
    /// What a case's event does; whether its officer proved who they are is for the case's procedure to ask.
    fn is_of_a_case(&self) -> bool {
        matches!(self, Self::Use { .. } | Self::Spoil { ticket: Some(_), .. })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub actor: Actor,
    pub at: Timestamp,
    pub command: StockCommand,
}

/// The movement, or why not. `blank` is what the ledger knows of the serial.
pub fn decide(
    p: &Procedure,
    serial: &Blangko,
    blank: Option<&Blank>,
    order: &Order,
) -> Result<Movement, Refusal> {
    let desk = Desk { p, serial, order };
    let body = match (&order.command, blank) {
        (StockCommand::Receive { note }, None) => desk.receive(note),
        (StockCommand::Receive { .. }, Some(_)) => Err(desk.no(LedgerRefusal::KnownSerial)),
        (_, None) => Err(desk.no(LedgerRefusal::UnknownSerial)),
        (command, Some(blank)) => desk.carry_out(command, &blank.standing),
    }?;
    if !order.command.is_of_a_case() {
        proved(p, &order.actor, order.at)?;
    }
    Ok(Movement { at: order.at, actor: order.actor.clone(), body })
}

struct Desk<'a> {
    p: &'a Procedure,
    serial: &'a Blangko,
    order: &'a Order,
}

impl Desk<'_> {
    fn carry_out(&self, command: &StockCommand, standing: &Standing) -> Result<MovementBody, Refusal> {
        match command {
            StockCommand::Receive { .. } => Err(self.no(LedgerRefusal::KnownSerial)),
            StockCommand::HandOut { to, to_name, to_roles } => self.hand_out(standing, to, to_name, to_roles),
            StockCommand::HandIn => self.hand_in(standing),
            StockCommand::Use { ticket } => {
                self.in_own_hands(standing)?;
                Ok(MovementBody::Used { ticket: ticket.clone() })
            }
            StockCommand::Spoil { ticket, why } => self.spoil(standing, ticket.as_ref(), why),
            StockCommand::Photograph { photo } => self.photograph(standing, photo),
            StockCommand::Return { note } => {
                self.keeper()?;
                self.in_store(standing)?;
                Ok(MovementBody::Returned { note: required(note, Field::Note)? })
            }
            StockCommand::Lose { why } => {
                self.missing(standing)?;
                Ok(MovementBody::Lost { why: required(why, Field::Why)? })
            }
            StockCommand::Destroy { minutes } => {
                self.keeper()?;
                match standing {
                    Standing::Spoiled { .. } => Ok(MovementBody::Destroyed { minutes: *minutes }),
                    _ => Err(self.no(LedgerRefusal::NotSpoiled)),
                }
            }
            StockCommand::Find { why } => {
                self.keeper()?;
                if *standing != Standing::Lost {
                    return Err(self.no(LedgerRefusal::NotLost));
                }
                Ok(MovementBody::Found { why: required(why, Field::Why)? })
            }
        }
    }

    fn receive(&self, note: &str) -> Result<MovementBody, Refusal> {
        self.keeper()?;
        Ok(MovementBody::Received { note: required(note, Field::Note)? })
    }

    fn hand_out(
        &self,
        standing: &Standing,
        to: &UserId,
        to_name: &str,
        to_roles: &[RoleId],
    ) -> Result<MovementBody, Refusal> {
        if self.keeper()? == to {
            return Err(self.no(LedgerRefusal::OwnHands));
        }
        self.in_store(standing)?;
        if !holders(self.p).iter().any(|r| to_roles.contains(r)) {
            return Err(self.no(LedgerRefusal::NoHolder));
        }
        Ok(MovementBody::HandedOut { to: to.clone(), to_name: text(to_name, MAX_NAME)? })
    }

    fn hand_in(&self, standing: &Standing) -> Result<MovementBody, Refusal> {
        let keeper = self.keeper()?;
        match standing {
            Standing::Held { by, .. } if by == keeper => Err(self.no(LedgerRefusal::OwnHands)),
            Standing::Held { .. } => Ok(MovementBody::HandedIn),
            Standing::InStore => Err(self.no(LedgerRefusal::InStore)),
            gone => Err(self.gone(gone)),
        }
    }

    /// While printing it is spoiled by whoever holds it. What was printed already can only fail for its own case.
    fn spoil(
        &self,
        standing: &Standing,
        ticket: Option<&Ticket>,
        why: &str,
    ) -> Result<MovementBody, Refusal> {
        let why = required(why, Field::Why)?;
        match (standing, ticket) {
            (Standing::Used { ticket: of }, Some(ticket)) if of == ticket => {
                Ok(MovementBody::Failed { ticket: ticket.clone(), why })
            }
            (standing, Some(ticket)) => {
                self.in_own_hands(standing)?;
                Ok(MovementBody::Spoiled { ticket: Some(ticket.clone()), why })
            }
            (standing, None) => {
                self.at_hand(standing)?;
                Ok(MovementBody::Spoiled { ticket: None, why })
            }
        }
    }

    /// By whoever may hold blanks or keeps the store: whose hands it went through last may be somebody else.
    fn photograph(&self, standing: &Standing, photo: &FileFacts) -> Result<MovementBody, Refusal> {
        let roles = officer(&self.order.actor).map(|o| o.roles).unwrap_or_default();
        let may: Vec<RoleId> = holders(self.p).into_iter().chain(self.p.powers.stock.clone()).collect();
        holds_one(roles, &may)?;
        match standing {
            Standing::Spoiled { .. } => Ok(MovementBody::Photographed { photo: photo.clone() }),
            _ => Err(self.no(LedgerRefusal::NotSpoiled)),
        }
    }

    fn user(&self) -> Result<&UserId, Refusal> {
        let user = officer(&self.order.actor).map(|o| o.user);
        user.ok_or(Refusal::NotYourPower { needed: self.p.powers.stock.clone() })
    }

    /// Whoever keeps the store.
    fn keeper(&self) -> Result<&UserId, Refusal> {
        let roles = officer(&self.order.actor).map(|o| o.roles).unwrap_or_default();
        holds_one(roles, &self.p.powers.stock)?;
        self.user()
    }

    fn in_store(&self, standing: &Standing) -> Result<(), Refusal> {
        match standing {
            Standing::InStore => Ok(()),
            Standing::Held { name, .. } => Err(self.no(LedgerRefusal::HeldBy { name: name.clone() })),
            gone => Err(self.gone(gone)),
        }
    }

    fn in_own_hands(&self, standing: &Standing) -> Result<(), Refusal> {
        match standing {
            Standing::Held { by, .. } if by == self.user()? => Ok(()),
            Standing::Held { name, .. } => Err(self.no(LedgerRefusal::HeldBy { name: name.clone() })),
            Standing::InStore => Err(self.no(LedgerRefusal::InStore)),
            gone => Err(self.gone(gone)),
        }
    }

    /// In one's own hands, or in the store that one keeps.
    fn at_hand(&self, standing: &Standing) -> Result<(), Refusal> {
        match standing {
            Standing::InStore => self.keeper().map(|_| ()),
            _ => self.in_own_hands(standing),
        }
    }

    /// At hand until now; whoever keeps the store also says it of what an operator was to answer for.
    fn missing(&self, standing: &Standing) -> Result<(), Refusal> {
        match standing {
            Standing::Held { .. } if self.keeper().is_ok() => Ok(()),
            _ => self.at_hand(standing),
        }
    }

    fn gone(&self, standing: &Standing) -> Refusal {
        self.no(LedgerRefusal::Gone { standing: standing.kind() })
    }

    fn no(&self, why: LedgerRefusal) -> Refusal {
        Refusal::Ledger { serial: Some(self.serial.clone()), why }
    }
}

fn required(given: &str, field: Field) -> Result<String, Refusal> {
    crate::decide::required(Some(given), field, MAX_NOTE)
}
