//! Recording an outcome of a step: the right officer, the named guards, the form, and where it leads.

use super::faults::faults;
use super::people::may_perform;
use super::proof::proved;
use super::{Decision, Desk, MAX_NAME, MAX_NOTE, optional, text};
use crate::Blangko;
use crate::case::{Production, Status};
use crate::command::Form;
use crate::definition::{Act, Field, Guard, Leads, Outcome, Step};
use crate::event::{EventBody, NoticeWay, Waiting};
use crate::ids::{OutcomeId, StepId};
use crate::refusal::Refusal;

pub(super) fn record(desk: &Desk<'_>, step: &StepId, outcome: &OutcomeId, form: &Form) -> Decision {
    let officer = desk.officer()?;
    let Some(step) = desk.p.step(step) else {
        return Err(Refusal::ElsewhereNow { step: desk.step()?.id.clone() });
    };
    let outcome =
        step.outcome(outcome).ok_or_else(|| Refusal::UnknownOutcome { outcome: outcome.clone() })?;
    if !officer.roles.contains(&step.role) {
        return Err(Refusal::NotYourRole { needed: step.role.clone() });
    }
    stands_here(desk, step)?;
    may_perform(desk, step, officer.user, officer.roles)?;
    for guard in &outcome.guards {
        holds(desk, *guard).map_err(|refusal| quicker(desk, step, outcome).unwrap_or(refusal))?;
    }
    if outcome.act != Act::HandOver {
        super::gate::not_under_way(desk)?;
    }
    let attached = super::gate::photo(desk, form).filter(|_| outcome.act == Act::HandOver);
    let mut events: Vec<_> = attached
        .map(|facts| EventBody::DocumentAttached { facts: facts.clone(), document: None })
        .into_iter()
        .collect();
    events.push(event(desk, step, outcome, form)?);
    events.extend(lead(desk, &outcome.leads)?);
    if outcome.guards.contains(&Guard::OperatorProved) {
        proved(desk.p, &desk.request.actor, desk.at())?;
    }
    Ok(events)
}

/// The case is at this step and at work; else who was quicker, or where the case is.
pub(super) fn stands_here(desk: &Desk<'_>, step: &Step) -> Result<(), Refusal> {
    if desk.case.status == Status::Draft {
        return Err(Refusal::StillDraft);
    }
    let here = desk.case.step.as_ref().is_some_and(|s| s.id == step.id);
    let left = desk.case.status != Status::Open || desk.case.correction.is_some() || !here;
    if left && let Some(p) = desk.case.last_performed(&step.id) {
        return Err(Refusal::AlreadyDone {
            step: p.step.clone(),
            outcome: p.outcome.clone(),
            by: p.name.clone(),
            at: p.at,
        });
    }
    desk.open()?;
    if desk.case.correction.is_some() {
        return Err(Refusal::WaitingForApplicant);
    }
    if !here {
        return Err(Refusal::ElsewhereNow { step: desk.step()?.id.clone() });
    }
    match &desk.case.waiting {
        Some(p) if p.waiting != Waiting::Applicant => Err(Refusal::AlreadyPaused { waiting: p.waiting }),
        _ => Ok(()),
    }
}

/// Where a guard fails because the very same outcome was just recorded: who did it, and when.
fn quicker(desk: &Desk<'_>, step: &Step, outcome: &Outcome) -> Option<Refusal> {
    let started = desk.case.step.as_ref()?.clock.started;
    let last = desk.case.last_performed(&step.id)?;
    (last.outcome == outcome.id && last.at >= started).then(|| Refusal::AlreadyDone {
        step: step.id.clone(),
        outcome: outcome.id.clone(),
        by: last.name.clone(),
        at: last.at,
    })
}

fn holds(desk: &Desk<'_>, guard: Guard) -> Result<(), Refusal> {
    let production = &desk.case.production;
    let ok = match guard {
        Guard::DocumentsComplete => return super::draft::complete(desk),
        Guard::PrintOrdered | Guard::InProduction if *production == Production::Ordered => {
            return super::printing::not_under_way(desk);
        }
        Guard::PrintOrdered => false,
        Guard::NothingPrinted => *production == Production::None,
        Guard::Printed => matches!(production, Production::Printed(_)),
        Guard::ChipBound => desk.case.chip.is_some(),
        Guard::InProduction => matches!(production, Production::Printed(_)),
        Guard::Notified => desk.case.notified,
        // Asked last, when nothing else is in the way.
        Guard::OperatorProved => true,
        Guard::HolderVerified => return super::gate::verified(desk),
    };
    if ok { Ok(()) } else { Err(Refusal::GuardNotMet { guard }) }
}

fn event(desk: &Desk<'_>, at: &Step, of: &Outcome, form: &Form) -> Result<EventBody, Refusal> {
    let (step, outcome) = (at.id.clone(), of.id.clone());
    let note = || optional(form.note.as_deref(), MAX_NOTE);
    Ok(match of.act {
        Act::Accept => EventBody::Accepted { step, outcome, note: note()? },
        Act::Recommend => EventBody::Verified { step, outcome, note: note()? },
        Act::Return => EventBody::Returned {
            step,
            outcome,
            faults: faults(desk, form)?,
            why: why(form)?,
            resume: match &of.leads {
                Leads::Applicant { resume } => resume.clone(),
                _ => at.id.clone(),
            },
        },
        Act::Reject => EventBody::Rejected { step, outcome, why: why(form)? },
        Act::OrderPrint => {
            super::queue::in_turn(desk)?;
            let printer = form.printer.clone().filter(|_| of.asks.contains(&Field::Printer));
            if printer.is_some() && desk.case.layer.is_none() {
                return Err(Refusal::NoLayer);
            }
            EventBody::PrintOrdered { step, outcome, printer }
        }
        Act::Void => EventBody::PrintVoided { step, outcome, why: why(form)? },
        Act::Print => EventBody::Printed { step, outcome, blangko: fresh_blangko(desk, of, form)? },
        Act::Spoil => {
            EventBody::Spoiled { step, outcome, blangko: spoiled_blangko(desk, of, form)?, why: why(form)? }
        }
        Act::Activate => EventBody::Activated { step, outcome, note: note()? },
        Act::Notify => {
            let way = match desk.case.applicant.contact {
                Some(_) => NoticeWay::Whatsapp,
                None => NoticeWay::InPerson,
            };
            EventBody::Notified { step, outcome, way }
        }
        Act::HandOver => super::gate::handed_over(desk, at, of, form)?,
        Act::NotCollected => EventBody::NotCollected { step, outcome, note: note()? },
    })
}

fn lead(desk: &Desk<'_>, leads: &Leads) -> Decision {
    let wait = |waiting| EventBody::Paused { waiting, why: None, trouble: None };
    Ok(match leads {
        Leads::Stay => Vec::new(),
        Leads::Await if desk.case.waiting.is_some() => Vec::new(),
        Leads::Await | Leads::Applicant { .. } => vec![wait(Waiting::Applicant)],
        Leads::Step(next) => {
            let next = desk.p.step(next).ok_or_else(|| Refusal::ElsewhereNow { step: next.clone() })?;
            // Without a blank it joins the print queue at once, and its clock does not run.
            let queued = next.records_blank() && desk.request.stock == Some(0);
            std::iter::once(desk.enter(next)).chain(queued.then(|| wait(Waiting::Stock))).collect()
        }
        Leads::End(closing) => vec![EventBody::Closed { closing: *closing }],
    })
}

pub(crate) fn required(given: Option<&str>, field: Field, max: usize) -> Result<String, Refusal> {
    match text(given.unwrap_or_default(), max) {
        Err(Refusal::EmptyText) => Err(Refusal::MissingField { field }),
        other => other,
    }
}

fn why(form: &Form) -> Result<String, Refusal> {
    required(form.why.as_deref(), Field::Why, MAX_NOTE)
}

/// The serial typed, where the outcome asks for one.
fn blangko(of: &Outcome, form: &Form) -> Result<Option<Blangko>, Refusal> {
    if !of.asks.contains(&Field::Blangko) {
        return Ok(None);
    }
    let typed = required(form.blangko.as_deref(), Field::Blangko, MAX_NAME)?;
    Blangko::parse(&typed).map(Some).map_err(|_| Refusal::BadBlangko)
}

fn fresh_blangko(desk: &Desk<'_>, of: &Outcome, form: &Form) -> Result<Option<Blangko>, Refusal> {
    match blangko(of, form)? {
        Some(b) if desk.case.spoiled.contains(&b) => Err(Refusal::SpoiledBlangko),
        fresh => Ok(fresh),
    }
}

/// A card already printed can only be spoiled by its own serial.
fn spoiled_blangko(desk: &Desk<'_>, of: &Outcome, form: &Form) -> Result<Option<Blangko>, Refusal> {
    let typed = fresh_blangko(desk, of, form)?;
    match (desk.case.blangko(), &typed) {
        (Some(printed), Some(t)) if printed != t => {
            Err(Refusal::OtherBlangko { printed: printed.as_str().to_owned() })
        }
        _ => Ok(typed),
    }
}
