//! How events make a case: one arm an event. Nothing is judged here; what may happen stands in `decide`.

use super::clocks;
use super::{
    Appointment, AtGate, Case, Claim, Correction, CurrentStep, Document, Ended, Flag, Jump, Owed, Paused,
    Performed, PrintJob, Production, Status, Verified,
};
use crate::appointment::Cause;
use crate::chip::{BoundChip, ChipAlarm};
use crate::clock::Clock;
use crate::command::Actor;
use crate::event::{CallResult, Event, EventBody};
use crate::ids::{FileId, NoticeId};
use std::collections::BTreeMap;

/// Folds one event into the case. An event that does not fit (none does that `decide` made) changes
/// nothing but the count.
pub fn evolve(case: Option<Case>, event: &Event) -> Option<Case> {
    let Some(mut case) = case else { return open(event) };
    case.seq += 1;
    let ran = case.runs();
    apply(&mut case, event);
    clocks::apply(&mut case, event, ran);
    Some(case)
}

fn open(event: &Event) -> Option<Case> {
    let EventBody::Opened { procedure, version, channel, applicant, grounds, consent } = &event.body else {
        return None;
    };
    Some(Case {
        procedure: procedure.clone(),
        version: version.clone(),
        channel: *channel,
        applicant: applicant.clone(),
        grounds: grounds.clone(),
        consent: consent.clone(),
        documents: Vec::new(),
        status: Status::Draft,
        step: None,
        clock: None,
        waiting: None,
        jump: None,
        turn_came: false,
        correction: None,
        performed: Vec::new(),
        verified: None,
        production: Production::None,
        layer: None,
        photos: Vec::new(),
        job: None,
        chip: None,
        chips_by: Vec::new(),
        chip_alarms: Vec::new(),
        spoiled: Vec::new(),
        notified: false,
        gate: AtGate::default(),
        appointment: None,
        missed: 0,
        kept_since: None,
        in_safe: None,
        notices: BTreeMap::new(),
        calls: Vec::new(),
        called_at: None,
        opened_at: event.at,
        submitted_at: None,
        closed_at: None,
        touched_at: event.at,
        reminded: false,
        seq: 1,
    })
}

fn apply(case: &mut Case, event: &Event) {
    use EventBody as E;
    if event.actor != Actor::System {
        case.touched_at = event.at;
        case.reminded = false;
    }
    record(case, event);
    case.gate.apply(event, case.seq);
    match &event.body {
        E::Opened { .. } | E::Noted { .. } | E::Written { .. } => {}
        // Of the gate alone.
        E::PassShown { .. } | E::HolderFingerChecked { .. } | E::SurveyAnswered => {}
        E::Dispatched { .. } => {
            (case.kept_since, case.in_safe) = (None, None);
            owe_without_channel(case, event);
        }
        E::DispatchReturned { .. } => {
            case.kept_since = Some(event.at);
            owe_without_channel(case, event);
        }
        E::Amended { applicant, grounds, .. } => {
            case.applicant = applicant.clone();
            case.grounds = grounds.clone();
        }
        E::ApplicantCorrected { applicant, .. } => case.applicant = applicant.clone(),
        E::DocumentAttached { facts, document } => case.documents.push(Document {
            facts: facts.clone(),
            document: document.clone(),
            attached_at: event.at,
            set_aside: None,
            destroyed: None,
        }),
        E::DocumentFiled { file, document } => {
            with_file(case, file, |d| d.document = Some(document.clone()));
        }
        E::DocumentSetAside { file, why } => with_file(case, file, |d| d.set_aside = Some(why.clone())),
        E::Submitted => {
            case.status = Status::Open;
            case.submitted_at = Some(event.at);
        }
        E::Resubmitted => {
            case.correction = None;
            case.calls.clear();
        }
        E::Reminded => case.reminded = true,
        E::StepStarted { step, no, role, minutes, due, .. } => {
            case.waiting = None;
            case.appointment = None;
            (case.jump, case.turn_came) = (None, false);
            case.step = Some(CurrentStep {
                id: step.clone(),
                no: *no,
                role: role.clone(),
                minutes: *minutes,
                clock: Clock::new(event.at, *due),
                claim: None,
            });
        }
        E::Claimed { .. } => claim_by_actor(case, event),
        E::Released { .. } => with_step(case, |s| s.claim = None),
        E::Reassigned { to, to_name, .. } => {
            let claim = Claim { user: to.clone(), name: to_name.clone(), since: event.at };
            with_step(case, |s| s.claim = Some(claim));
        }
        E::Accepted { .. } => {}
        E::Rejected { .. } | E::NotCollected { .. } => owe_without_channel(case, event),
        E::Verified { .. } => case.verified = verified(event),
        E::Returned { faults, why, resume, .. } => {
            case.verified = None;
            case.appointment = None;
            case.correction = Some(Correction {
                faults: faults.clone(),
                why: why.clone(),
                resume: resume.clone(),
                since: event.at,
            });
            with_step(case, |s| s.claim = None);
            owe_without_channel(case, event);
        }
        E::PrintOrdered { printer, .. } => {
            case.production = Production::Ordered;
            case.turn_came = true;
            let (no, since) = (case.seq, event.at);
            case.job = printer.clone().map(|printer| PrintJob {
                no,
                printer,
                since,
                cancel_asked: false,
                ended: None,
            });
        }
        E::LayerPrepared { layer } => {
            if case.photos.last() != Some(&layer.photo) {
                case.photos.push(layer.photo.clone());
            }
            case.layer = Some(layer.clone());
        }
        E::PrintCancelAsked { job } => with_job(case, *job, |j| j.cancel_asked = true),
        E::PrintEnded { job, end, impressions, .. } => {
            let ended = Ended { end: *end, impressions: *impressions };
            with_job(case, *job, |j| j.ended = Some(ended));
        }
        E::PrintVoided { .. } => (case.production, case.job) = (Production::None, None),
        E::Printed { blangko, .. } => {
            (case.production, case.job) = (Production::Printed(blangko.clone()), None);
        }
        E::Spoiled { blangko, .. } => {
            (case.production, case.job, case.chip) = (Production::None, None, None);
            // What was told to be ready is not ready any more.
            case.notified = false;
            (case.appointment, case.kept_since) = (None, None);
            case.spoiled.extend(blangko.clone());
        }
        E::ChipBound { step, uid, blangko, .. } => {
            if let Actor::Officer { user, .. } = &event.actor {
                case.chips_by.push((step.clone(), user.clone()));
            }
            case.chip = Some(BoundChip { uid: uid.clone(), blangko: blangko.clone(), at: event.at });
        }
        E::ChipRefused { .. } => case.chip_alarms.extend(chip_alarm(event)),
        E::ChipReviewed { .. } => case.chip_alarms.clear(),
        E::Activated { .. } => {
            case.production = Production::Activated(case.blangko().cloned());
        }
        E::Notified { .. } => {
            case.notified = true;
            owe_without_channel(case, event);
            case.kept_since.get_or_insert(event.at);
        }
        E::AppointmentMade { slot } | E::AppointmentMoved { slot, .. } => {
            if matches!(event.body, E::AppointmentMoved { .. }) {
                owe_without_channel(case, event);
            }
            let (slot, made_at) = (*slot, event.at);
            let made = Appointment { slot, made_at, reminded: false, screened: None, arrived: None };
            case.appointment = Some(made);
        }
        E::AppointmentCancelled { cause } => {
            without_appointment(case, event);
            if *cause != Cause::Asked {
                owe_without_channel(case, event);
            }
        }
        E::Missed { .. } => {
            case.missed += 1;
            without_appointment(case, event);
            owe_without_channel(case, event);
        }
        E::AppointmentReminded { .. } => with_appointment(case, |a| a.reminded = true),
        E::Screened { clear } => with_appointment(case, |a| a.screened = Some(*clear)),
        E::Arrived { .. } => with_appointment(case, |a| a.arrived = Some(event.at)),
        E::StoredInSafe => {
            case.in_safe = Some(event.at);
            owe_without_channel(case, event);
        }
        E::NoticeConfirmed { notice } => {
            case.calls.retain(|owed| owed.notice != *notice);
            case.notices.insert(notice.clone(), Flag::Confirmed);
        }
        E::NoticeFailed { notice, why } => {
            case.calls.push(Owed { notice: notice.clone(), since: event.at });
            case.notices.insert(notice.clone(), Flag::Failed(why.clone()));
        }
        E::Called { result: CallResult::Reached | CallResult::ToldOtherwise, .. } => {
            case.calls.clear();
            case.called_at = None;
        }
        E::Called { .. } => case.called_at = Some(event.at),
        E::HandedOver { .. } => {
            (case.waiting, case.in_safe) = (None, None);
            case.calls.clear();
        }
        E::Paused { waiting, trouble, .. } => {
            case.waiting = Some(Paused { waiting: *waiting, since: event.at, trouble: *trouble });
        }
        E::Resumed { .. } => {
            let stood_for_blanks = case.waits_for_blanks();
            case.turn_came |= stood_for_blanks;
            (case.waiting, case.jump) = (None, None);
        }
        E::JumpAsked { why } => case.jump = asked_jump(event, why),
        E::JumpGranted => {
            if let Some(jump) = &mut case.jump {
                jump.granted = true;
            }
        }
        E::JumpDeclined { .. } => case.jump = None,
        // Of the clocks alone.
        E::DueMoved { .. } | E::AtRisk { .. } | E::DeadlinePassed { .. } | E::Escalated { .. } => {}
        E::Withdrawn { .. } => case.calls.clear(),
        E::Reopened { .. } => {
            case.status = Status::Open;
            (case.closed_at, case.kept_since) = (None, None);
            case.correction = None;
        }
        E::Closed { closing } => {
            case.status = Status::Closed(*closing);
            case.closed_at = Some(event.at);
            (case.waiting, case.jump) = (None, None);
            case.appointment = None;
            case.correction = None;
            with_step(case, |s| s.claim = None);
        }
        E::DocumentsDestroyed { .. } => {
            for document in &mut case.documents {
                document.destroyed.get_or_insert(event.at);
            }
            case.layer = None;
        }
    }
}

/// Whoever has no channel is told by telephone what others are told by a message.
fn owe_without_channel(case: &mut Case, event: &Event) {
    if case.applicant.contact.is_none() {
        let notice = NoticeId::new(case.seq.to_string());
        case.calls.push(Owed { notice, since: event.at });
    }
}

/// Keeps who recorded which outcome of which step, for separation of duties.
fn record(case: &mut Case, event: &Event) {
    if let (Some((step, outcome)), Actor::Officer { user, name, .. }) = (event.body.outcome(), &event.actor) {
        case.performed.push(Performed {
            step: step.clone(),
            outcome: outcome.clone(),
            user: user.clone(),
            name: name.clone(),
            at: event.at,
        });
    }
}

fn verified(event: &Event) -> Option<Verified> {
    match &event.actor {
        Actor::Officer { name, .. } => Some(Verified { name: name.clone(), at: event.at }),
        _ => None,
    }
}

fn asked_jump(event: &Event, why: &str) -> Option<Jump> {
    match &event.actor {
        Actor::Officer { user, name, .. } => {
            Some(Jump { by: user.clone(), name: name.clone(), why: why.to_owned(), granted: false })
        }
        _ => None,
    }
}

fn chip_alarm(event: &Event) -> Option<ChipAlarm> {
    match (&event.actor, &event.body) {
        (Actor::Officer { user, name, .. }, EventBody::ChipRefused { step, station, uid, bound_to, .. }) => {
            Some(ChipAlarm {
                uid: uid.clone(),
                bound_to: bound_to.clone(),
                step: step.clone(),
                station: station.clone(),
                user: user.clone(),
                name: name.clone(),
                at: event.at,
            })
        }
        _ => None,
    }
}

fn claim_by_actor(case: &mut Case, event: &Event) {
    if let Actor::Officer { user, name, .. } = &event.actor {
        let claim = Claim { user: user.clone(), name: name.clone(), since: event.at };
        with_step(case, |s| s.claim = Some(claim));
    }
}

fn with_appointment(case: &mut Case, change: impl FnOnce(&mut Appointment)) {
    if let Some(appointment) = &mut case.appointment {
        change(appointment);
    }
}

fn without_appointment(case: &mut Case, event: &Event) {
    case.appointment = None;
    case.kept_since = Some(event.at);
}

fn with_step(case: &mut Case, change: impl FnOnce(&mut CurrentStep)) {
    if let Some(step) = &mut case.step {
        change(step);
    }
}

fn with_job(case: &mut Case, no: u64, change: impl FnOnce(&mut PrintJob)) {
    if let Some(job) = case.job.as_mut().filter(|j| j.no == no) {
        change(job);
    }
}

fn with_file(case: &mut Case, file: &FileId, change: impl FnOnce(&mut Document)) {
    if let Some(document) = case.documents.iter_mut().find(|d| d.facts.file == *file) {
        change(document);
    }
}
