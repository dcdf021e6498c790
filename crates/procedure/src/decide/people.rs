//! Who works on the step: claim, release, reassign, and separation of duties.

use super::{Decision, Desk, MAX_NOTE, holds_one, text};
use crate::definition::Step;
use crate::event::EventBody;
use crate::ids::{RoleId, StepId, UserId};
use crate::refusal::Refusal;

pub(super) fn claim(desk: &Desk<'_>) -> Decision {
    let officer = desk.officer()?;
    let step = at_work(desk)?;
    may_perform(desk, step, officer.user, officer.roles)?;
    let mine = desk.case.step.as_ref().is_some_and(|s| s.claim.is_some());
    // Claimed by another is refused above, so a claim that stands is the officer's own.
    Ok(if mine { Vec::new() } else { vec![EventBody::Claimed { step: step.id.clone() }] })
}

pub(super) fn release(desk: &Desk<'_>) -> Decision {
    let officer = desk.officer()?;
    let step = at_work(desk)?;
    let Some(claim) = desk.case.step.as_ref().and_then(|s| s.claim.as_ref()) else {
        return Err(Refusal::NotClaimed);
    };
    if claim.user != *officer.user {
        return Err(Refusal::ClaimedByOther { name: claim.name.clone(), since: claim.since });
    }
    Ok(vec![EventBody::Released { step: step.id.clone() }])
}

pub(super) fn reassign(
    desk: &Desk<'_>,
    to: &UserId,
    to_name: &str,
    to_roles: &[RoleId],
    why: &str,
) -> Decision {
    holds_one(desk.officer()?.roles, &desk.p.powers.reassign)?;
    let step = at_work(desk)?;
    if !to_roles.contains(&step.role) {
        return Err(Refusal::NotYourRole { needed: step.role.clone() });
    }
    separate(desk, step, to)?;
    Ok(vec![EventBody::Reassigned {
        step: step.id.clone(),
        to: to.clone(),
        to_name: text(to_name, super::MAX_NAME)?,
        why: text(why, MAX_NOTE)?,
    }])
}

/// The step the case stands at, where it is not the applicant's turn.
pub(super) fn at_work<'a>(desk: &Desk<'a>) -> Result<&'a Step, Refusal> {
    desk.open()?;
    if desk.case.correction.is_some() {
        return Err(Refusal::WaitingForApplicant);
    }
    desk.step()
}

/// Whether this officer may perform this step of this case now.
pub(super) fn may_perform(
    desk: &Desk<'_>,
    step: &Step,
    user: &UserId,
    roles: &[RoleId],
) -> Result<(), Refusal> {
    if !roles.contains(&step.role) {
        return Err(Refusal::NotYourRole { needed: step.role.clone() });
    }
    if let Some(claim) = desk.case.step.as_ref().and_then(|s| s.claim.as_ref())
        && claim.user != *user
    {
        return Err(Refusal::ClaimedByOther { name: claim.name.clone(), since: claim.since });
    }
    separate(desk, step, user)
}

/// Separation of duties, as the procedure's file names it. It holds both ways, since a case may come back
/// to an earlier step.
fn separate(desk: &Desk<'_>, step: &Step, user: &UserId) -> Result<(), Refusal> {
    let apart = |other: &StepId| {
        let named_there = desk.p.step(other).is_some_and(|o| o.different_from.contains(&step.id));
        step.different_from.contains(other) || named_there
    };
    let performed = desk.case.performed.iter().map(|p| (&p.step, &p.user));
    let bound = desk.case.chips_by.iter().map(|(step, user)| (step, user));
    let clash = performed.chain(bound).find(|(step, by)| *by == user && apart(step));
    clash.map_or(Ok(()), |(step, _)| Err(Refusal::SameOfficer { step: step.clone() }))
}
