//! The course of a case beside its steps: pauses, withdrawal, reopening, remarks, notices, deadlines, and
//! what becomes of its files in the end.

use super::people::at_work;
use super::{Decision, Desk, MAX_MESSAGE, MAX_NOTE, clocks, holds_one, optional, text};
use crate::case::{Flag, Production, Status};
use crate::command::Actor;
use crate::definition::{Field, Guard};
use crate::event::{Closing, EventBody, Waiting};
use crate::ids::NoticeId;
use crate::refusal::Refusal;
use jiff::Timestamp;

pub(super) fn pause(desk: &Desk<'_>, waiting: Waiting, why: &str) -> Decision {
    let officer = desk.officer()?;
    let step = at_work(desk)?;
    super::people::may_perform(desk, step, officer.user, officer.roles)?;
    if waiting == Waiting::Applicant {
        // Only an outcome of the step says so.
        return Err(Refusal::NotYourPower { needed: Vec::new() });
    }
    if let Some(paused) = &desk.case.waiting {
        return Err(Refusal::AlreadyPaused { waiting: paused.waiting });
    }
    super::printing::not_under_way(desk)?;
    if let (Waiting::Stock, Some(blanks @ 1..)) = (waiting, desk.request.stock) {
        return Err(Refusal::StockThere { blanks });
    }
    Ok(vec![EventBody::Paused { waiting, why: Some(text(why, MAX_NOTE)?), trouble: None }])
}

/// The deadline moves by the working time the pause took; what was late before stays late. The machine resumes
/// what waits for blanks, whose turn has come, and nothing else.
pub(super) fn resume(desk: &Desk<'_>) -> Decision {
    let step = at_work(desk)?;
    if desk.system().is_err() || !desk.case.waits_for_blanks() {
        let officer = desk.officer()?;
        super::people::may_perform(desk, step, officer.user, officer.roles)?;
    }
    let Some(paused) = &desk.case.waiting else { return Err(Refusal::NotPaused) };
    if paused.waiting == Waiting::Applicant {
        return Err(Refusal::NotPaused);
    }
    if desk.case.waits_for_blanks() {
        super::queue::in_turn(desk)?;
    }
    Ok(clocks::resumed(desk).into_iter().collect())
}

/// Possible until a product exists; staff say why.
pub(super) fn withdraw(desk: &Desk<'_>, why: Option<&str>) -> Decision {
    desk.applicant_or(&desk.p.powers.intake)?;
    if let Status::Closed(closing) = desk.case.status {
        return Err(desk.closed(closing));
    }
    if desk.case.production != Production::None {
        return Err(Refusal::GuardNotMet { guard: Guard::NothingPrinted });
    }
    let why = optional(why, MAX_NOTE)?;
    if matches!(desk.request.actor, Actor::Officer { .. }) && why.is_none() {
        return Err(Refusal::MissingField { field: Field::Why });
    }
    Ok(vec![EventBody::Withdrawn { why }, EventBody::Closed { closing: Closing::Withdrawn }])
}

/// A case that ended without its product goes on at the step where it ended.
pub(super) fn reopen(desk: &Desk<'_>, why: &str) -> Decision {
    holds_one(desk.officer()?.roles, &desk.p.powers.reopen)?;
    match desk.case.status {
        Status::Draft => Err(Refusal::StillDraft),
        Status::Open => Err(Refusal::AlreadyOpen),
        Status::Closed(closing @ (Closing::HandedOver | Closing::Expired)) => Err(desk.closed(closing)),
        Status::Closed(closing) => {
            // Withdrawn before it was submitted: there is no step to go on at.
            let step = desk.step().map_err(|_| desk.closed(closing))?;
            Ok(vec![EventBody::Reopened { why: text(why, MAX_NOTE)? }, desk.enter(step)])
        }
    }
}

/// An officer with any role of the procedure.
pub(super) fn serves(desk: &Desk<'_>) -> Result<(), Refusal> {
    let roles: Vec<_> = desk.p.roles.iter().map(|r| r.id.clone()).collect();
    holds_one(desk.officer()?.roles, &roles)
}

pub(super) fn note(desk: &Desk<'_>, remark: &str) -> Decision {
    serves(desk)?;
    Ok(vec![EventBody::Noted { text: text(remark, MAX_NOTE)? }])
}

pub(super) fn write(desk: &Desk<'_>, message: &str) -> Decision {
    serves(desk)?;
    if desk.case.applicant.contact.is_none() {
        return Err(Refusal::NoContact);
    }
    Ok(vec![EventBody::Written { text: text(message, MAX_MESSAGE)? }])
}

/// What was delivered stays delivered, whatever arrives late.
pub(super) fn confirm_notice(desk: &Desk<'_>, notice: &NoticeId) -> Decision {
    desk.system()?;
    Ok(match desk.case.notices.get(notice) {
        Some(Flag::Confirmed) => Vec::new(),
        _ => vec![EventBody::NoticeConfirmed { notice: notice.clone() }],
    })
}

pub(super) fn fail_notice(desk: &Desk<'_>, notice: &NoticeId, why: &str) -> Decision {
    desk.system()?;
    Ok(match desk.case.notices.get(notice) {
        Some(_) => Vec::new(),
        None => vec![EventBody::NoticeFailed { notice: notice.clone(), why: text(why, MAX_NOTE)? }],
    })
}

/// Said once; a case that was reopened meanwhile, or ended otherwise or later, keeps its files.
pub(super) fn destroy_documents(desk: &Desk<'_>, class: Closing, closed_before: Timestamp) -> Decision {
    desk.system()?;
    let ended_so = desk.case.status == Status::Closed(class);
    let long_ago = desk.case.closed_at.is_some_and(|at| at < closed_before);
    let kept = desk.case.kept().next().is_some();
    Ok(if ended_so && long_ago && kept { vec![EventBody::DocumentsDestroyed { class }] } else { Vec::new() })
}
