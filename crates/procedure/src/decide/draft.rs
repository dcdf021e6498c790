//! From the first word to submission, and the mending of what was returned.

use super::{Decision, Desk, MAX_FILES, MAX_NAME, MAX_NOTE, optional, text};
use crate::case::Status;
use crate::command::{Actor, Command, Request};
use crate::definition::{OnTwin, Procedure};
use crate::event::{Applicant, Channel, Closing, EventBody, FileFacts, Grounds};
use crate::ids::{DocumentId, FileId, ReasonId};
use crate::refusal::Refusal;
use jiff::SignedDuration;

pub(super) fn open(p: &Procedure, request: &Request) -> Decision {
    let Command::Open { channel, applicant, grounds, consent } = &request.command else {
        return Err(Refusal::NoSuchCase);
    };
    match (&request.actor, channel) {
        (Actor::Applicant { contact }, Channel::Whatsapp) if applicant.contact.as_ref() == Some(contact) => {}
        (Actor::Officer { roles, .. }, Channel::Counter) => super::holds_one(roles, &p.powers.intake)?,
        (Actor::Applicant { .. }, _) => return Err(Refusal::NotYourCase),
        _ => return Err(Refusal::NotYourPower { needed: p.powers.intake.clone() }),
    }
    Ok(vec![EventBody::Opened {
        procedure: p.id.clone(),
        version: p.version.clone(),
        channel: *channel,
        applicant: valid_applicant(applicant)?,
        grounds: valid_grounds(p, grounds)?,
        consent: consent.clone(),
    }])
}

pub(super) fn amend(
    desk: &Desk<'_>,
    applicant: &Applicant,
    grounds: &Grounds,
    why: Option<&str>,
) -> Decision {
    match desk.case.status {
        Status::Draft => desk.applicant_or(&desk.p.powers.intake)?,
        Status::Open => {
            step_or_intake(desk)?;
            if let Some(v) = &desk.case.verified {
                return Err(Refusal::AlreadyVerified { by: v.name.clone(), at: v.at });
            }
            if why.is_none_or(|w| w.trim().is_empty()) {
                return Err(Refusal::MissingField { field: crate::definition::Field::Why });
            }
        }
        Status::Closed(closing) => return Err(desk.closed(closing)),
    }
    if matches!(&desk.request.actor, Actor::Applicant { contact } if applicant.contact.as_ref() != Some(contact))
    {
        return Err(Refusal::NotYourCase);
    }
    let applicant = valid_applicant(applicant)?;
    let grounds = valid_grounds(desk.p, grounds)?;
    if applicant == desk.case.applicant && grounds == desk.case.grounds {
        return Ok(Vec::new());
    }
    Ok(vec![EventBody::Amended { applicant, grounds, why: optional(why, MAX_NOTE)? }])
}

pub(super) fn attach(desk: &Desk<'_>, facts: &FileFacts, document: Option<&DocumentId>) -> Decision {
    may_attach(desk)?;
    if let Some(document) = document {
        known_document(desk.p, document)?;
    }
    if desk.case.file(&facts.file).is_some() {
        return Err(Refusal::FileAlreadyAttached);
    }
    if desk.case.kept().count() >= MAX_FILES {
        return Err(Refusal::TooManyFiles { max: MAX_FILES });
    }
    let mut events = document.map(|d| replaced(desk, d)).unwrap_or_default();
    events.push(EventBody::DocumentAttached { facts: facts.clone(), document: document.cloned() });
    Ok(events)
}

/// What the applicant sends anew takes the place of the page that was at fault.
fn replaced(desk: &Desk<'_>, document: &DocumentId) -> Vec<EventBody> {
    let Some(correction) = &desk.case.correction else { return Vec::new() };
    let at_fault = correction.faults.iter().any(|f| f.document == *document);
    desk.case
        .standing()
        .filter(|d| at_fault && d.document.as_ref() == Some(document) && d.attached_at < correction.since)
        .map(|d| EventBody::DocumentSetAside { file: d.facts.file.clone(), why: "replaced".to_owned() })
        .collect()
}

pub(super) fn file(desk: &Desk<'_>, file: &FileId, document: &DocumentId) -> Decision {
    may_sort(desk)?;
    known_document(desk.p, document)?;
    let found = desk.case.standing().find(|d| d.facts.file == *file).ok_or(Refusal::UnknownFile)?;
    if found.document.as_ref() == Some(document) {
        return Ok(Vec::new());
    }
    let mut events = replaced(desk, document);
    events.push(EventBody::DocumentFiled { file: file.clone(), document: document.clone() });
    Ok(events)
}

pub(super) fn set_aside(desk: &Desk<'_>, file: &FileId, why: &str) -> Decision {
    may_sort(desk)?;
    let found = desk.case.file(file).ok_or(Refusal::UnknownFile)?;
    if found.set_aside.is_some() {
        return Ok(Vec::new());
    }
    Ok(vec![EventBody::DocumentSetAside { file: file.clone(), why: text(why, MAX_NOTE)? }])
}

pub(super) fn submit(desk: &Desk<'_>) -> Decision {
    desk.applicant_or(&desk.p.powers.intake)?;
    match (desk.case.status, &desk.case.correction) {
        (Status::Closed(closing), _) => Err(desk.closed(closing)),
        (Status::Draft, _) => {
            complete(desk)?;
            if let Some(twin) =
                desk.request.twins.iter().find(|t| desk.p.duplicates.on(**t) == OnTwin::Refuse)
            {
                return Err(Refusal::Duplicate { twin: *twin });
            }
            let start = desk.p.step(&desk.p.start).ok_or(Refusal::NoSuchCase)?;
            Ok(vec![EventBody::Submitted, desk.enter(start)])
        }
        (Status::Open, Some(correction)) => {
            let faulty: Vec<_> = desk.case.open_faults().iter().map(|f| f.document.clone()).collect();
            if !faulty.is_empty() {
                return Err(Refusal::StillFaulty { documents: faulty });
            }
            complete(desk)?;
            let resume = desk.p.step(&correction.resume).ok_or(Refusal::NoSuchCase)?;
            Ok(vec![EventBody::Resubmitted, desk.enter(resume)])
        }
        (Status::Open, None) => Err(Refusal::AlreadySubmitted),
    }
}

/// Every document that the grounds require is attached.
pub(super) fn complete(desk: &Desk<'_>) -> Result<(), Refusal> {
    let required = desk.p.required(&desk.case.grounds);
    let missing: Vec<_> = required.iter().filter(|d| !desk.case.has(&d.id)).map(|d| d.id.clone()).collect();
    if missing.is_empty() { Ok(()) } else { Err(Refusal::MissingDocuments { documents: missing }) }
}

pub(super) fn tend(desk: &Desk<'_>) -> Decision {
    desk.system()?;
    if desk.case.status != Status::Draft {
        return Ok(Vec::new());
    }
    let idle = desk.case.touched_at.duration_until(desk.at());
    let reached = |hours: u32| idle >= SignedDuration::from_hours(i64::from(hours));
    Ok(if reached(desk.p.draft_hours) {
        vec![EventBody::Closed { closing: Closing::Expired }]
    } else if reached(desk.p.draft_reminder_hours) && !desk.case.reminded {
        vec![EventBody::Reminded]
    } else {
        Vec::new()
    })
}

fn may_attach(desk: &Desk<'_>) -> Result<(), Refusal> {
    match desk.case.status {
        Status::Draft => desk.applicant_or(&desk.p.powers.intake),
        Status::Open if desk.case.correction.is_some() => desk.applicant_or(&desk.p.powers.intake),
        Status::Open => match &desk.request.actor {
            Actor::Officer { .. } => step_or_intake(desk),
            _ => {
                desk.applicant_or(&[])?;
                Err(Refusal::AlreadySubmitted)
            }
        },
        Status::Closed(closing) => Err(desk.closed(closing)),
    }
}

/// Naming a page or putting it aside: who may attach, and whoever works on the step.
fn may_sort(desk: &Desk<'_>) -> Result<(), Refusal> {
    match (&desk.request.actor, desk.case.status) {
        (Actor::Officer { .. }, Status::Open) => step_or_intake(desk),
        _ => may_attach(desk),
    }
}

fn step_or_intake(desk: &Desk<'_>) -> Result<(), Refusal> {
    let officer = desk.officer()?;
    let mut needed = desk.p.powers.intake.clone();
    let role = &desk.step()?.role;
    if !needed.contains(role) {
        needed.push(role.clone());
    }
    super::holds_one(officer.roles, &needed)
}

fn known_document(p: &Procedure, document: &DocumentId) -> Result<(), Refusal> {
    match p.document(document) {
        Some(_) => Ok(()),
        None => Err(Refusal::UnknownDocument { document: document.clone() }),
    }
}

pub(super) fn valid_applicant(applicant: &Applicant) -> Result<Applicant, Refusal> {
    Ok(Applicant {
        name: text(&applicant.name, MAX_NAME)?,
        village: optional(applicant.village.as_deref(), MAX_NAME)?,
        district: optional(applicant.district.as_deref(), MAX_NAME)?,
        ..applicant.clone()
    })
}

fn valid_grounds(p: &Procedure, grounds: &Grounds) -> Result<Grounds, Refusal> {
    let mut reasons: Vec<ReasonId> = Vec::new();
    for reason in &grounds.reasons {
        if !reasons.contains(reason) {
            reasons.push(reason.clone());
        }
    }
    if !p.allows(&reasons) || grounds.elements.iter().any(|e| p.element(e).is_none()) {
        return Err(Refusal::BadReasons { reasons });
    }
    let asks = reasons.iter().filter_map(|r| p.reason(r)).any(|r| r.asks_elements);
    if asks && grounds.elements.is_empty() {
        return Err(Refusal::MissingElements);
    }
    let mut elements = if asks { grounds.elements.clone() } else { Vec::new() };
    elements.sort();
    elements.dedup();
    Ok(Grounds { reasons, elements })
}
