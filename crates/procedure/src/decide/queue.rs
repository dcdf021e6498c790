//! The print queue: who waits for blanks is printed in the order in which requests were sent, and only a reason
//! with a second person's consent changes that order.

use super::people::{at_work, may_perform};
use super::proof::proved;
use super::{Decision, Desk, MAX_NOTE, holds_one, text};
use crate::event::EventBody;
use crate::ids::RoleId;
use crate::refusal::Refusal;

/// Its turn has come, or nobody waits longer.
pub(super) fn in_turn(desk: &Desk<'_>) -> Result<(), Refusal> {
    match desk.request.ahead {
        0 => Ok(()),
        _ if desk.case.turn_came => Ok(()),
        ahead => Err(Refusal::QueueAhead { ahead }),
    }
}

/// Whoever may perform the step, keeps the stock or may grant it: somebody else grants it.
pub(super) fn ask(desk: &Desk<'_>, why: &str) -> Decision {
    let officer = desk.officer()?;
    let step = at_work(desk)?;
    let powers = &desk.p.powers;
    let may: Vec<RoleId> = powers.stock.iter().chain(&powers.jump).cloned().collect();
    if holds_one(officer.roles, &may).is_err() {
        may_perform(desk, step, officer.user, officer.roles)?;
    }
    waits(desk)?;
    match &desk.case.jump {
        Some(jump) if jump.granted => Ok(Vec::new()),
        _ => Ok(vec![EventBody::JumpAsked { why: text(why, MAX_NOTE)? }]),
    }
}

pub(super) fn grant(desk: &Desk<'_>) -> Decision {
    let officer = desk.officer()?;
    holds_one(officer.roles, &desk.p.powers.jump)?;
    waits(desk)?;
    match &desk.case.jump {
        None => Err(Refusal::NoJumpAsked),
        Some(jump) if jump.granted => Ok(Vec::new()),
        Some(jump) if jump.by == *officer.user => Err(Refusal::OwnJump),
        Some(_) => {
            proved(desk.p, &desk.request.actor, desk.at())?;
            Ok(vec![EventBody::JumpGranted])
        }
    }
}

pub(super) fn decline(desk: &Desk<'_>, why: &str) -> Decision {
    holds_one(desk.officer()?.roles, &desk.p.powers.jump)?;
    waits(desk)?;
    match &desk.case.jump {
        None => Err(Refusal::NoJumpAsked),
        Some(_) => Ok(vec![EventBody::JumpDeclined { why: text(why, MAX_NOTE)? }]),
    }
}

fn waits(desk: &Desk<'_>) -> Result<(), Refusal> {
    if desk.case.waits_for_blanks() { Ok(()) } else { Err(Refusal::NotInQueue) }
}
