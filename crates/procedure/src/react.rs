//! What the world should do about an event: tell the applicant something, wake up later. Wants only;
//! the shell carries them out.

pub(crate) mod appointment;
mod gate;

use crate::appointment::Slot;
use crate::case::{Case, Status};
use crate::clock::{Call, ClockKind, untold};
use crate::command::Actor;
use crate::definition::Procedure;
use crate::event::{Event, EventBody, NoticeWay, Waiting};
use crate::ids::{NoticeId, PrinterId, RoleId};
use jiff::{SignedDuration, Timestamp};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A message to the applicant. `text` is a key of the message files, `args` its placeholders.
    Tell {
        notice: NoticeId,
        text: &'static str,
        args: Vec<(&'static str, String)>,
    },
    /// Free text from staff.
    Say {
        notice: NoticeId,
        text: String,
        by: String,
    },
    /// A card to be printed; the job's number is that of the event that ordered it.
    Print {
        job: u64,
        printer: PrinterId,
    },
    CancelPrint {
        job: u64,
    },
    /// A word to those who hold these roles.
    Alert {
        to: Vec<RoleId>,
        clock: ClockKind,
        when: Call,
        due: Timestamp,
    },
    Timer {
        at: Timestamp,
        kind: TimerKind,
    },
}

/// What a timer asks the case when it falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimerKind {
    /// There is something to tell of the time until this deadline, or after it.
    Clock {
        clock: ClockKind,
        due: Timestamp,
    },
    Draft,
    /// The visit comes near.
    Reminder {
        slot: Slot,
    },
    /// The slot is over, and somebody came or did not.
    NoShow {
        slot: Slot,
    },
    /// The product has waited long enough without an appointment.
    Safe,
}

/// `case` is the case after the event. A timer replaces the earlier one of its kind on the same case.
pub fn react(p: &Procedure, case: &Case, event: &Event) -> Vec<Effect> {
    use EventBody as E;
    let tell = |text, args| tell(case, text, args);
    match &event.body {
        E::Submitted => tell("notice-submitted", vec![]),
        E::Resubmitted => tell("notice-resubmitted", vec![]),
        E::Returned { why, .. } => tell("notice-returned", vec![("why", why.clone())]),
        E::Rejected { why, .. } => tell("notice-rejected", vec![("why", why.clone())]),
        E::Notified { way, .. } => {
            let mut effects = match way {
                NoticeWay::Whatsapp => tell("notice-ready", vec![]),
                NoticeWay::InPerson => Vec::new(),
            };
            effects.extend(appointment::safe_timer(p, case));
            effects
        }
        E::HandedOver { .. } | E::Dispatched { .. } | E::DispatchReturned { .. } => {
            gate::react(p, case, event)
        }
        E::NotCollected { .. } => tell("notice-not-collected", vec![]),
        E::Paused { waiting: Waiting::Stock, .. } => tell("notice-queued", vec![]),
        E::ApplicantCorrected { .. } => tell("notice-corrected", vec![]),
        E::Withdrawn { .. } if case.submitted_at.is_some() => tell("notice-withdrawn", vec![]),
        E::Reopened { why } => tell("notice-reopened", vec![("why", why.clone())]),
        E::PrintOrdered { printer: Some(printer), .. } => {
            vec![Effect::Print { job: case.seq, printer: printer.clone() }]
        }
        E::PrintCancelAsked { job } => vec![Effect::CancelPrint { job: *job }],
        E::Written { text } => say(case, event, text),
        E::AppointmentMade { .. }
        | E::AppointmentMoved { .. }
        | E::AppointmentCancelled { .. }
        | E::AppointmentReminded { .. }
        | E::Missed { .. }
        | E::StoredInSafe => appointment::react(p, case, event),
        E::StepStarted { .. }
        | E::Resumed { .. }
        | E::DueMoved { .. }
        | E::AtRisk { .. }
        | E::DeadlinePassed { .. } => clock_timers(p, case),
        E::Escalated { clock, when, due, to, .. } => {
            let alert = Effect::Alert { to: to.clone(), clock: *clock, when: *when, due: *due };
            std::iter::once(alert).chain(clock_timers(p, case)).collect()
        }
        E::Reminded => {
            let mut effects = tell("notice-draft-reminder", vec![]);
            effects.extend(draft_timer(p, case));
            effects
        }
        _ if case.status == Status::Draft => draft_timer(p, case),
        _ => Vec::new(),
    }
}

/// Every text a case may send, for the test that each stands in the message files.
pub const NOTICES: &[&str] = &[
    "notice-submitted",
    "notice-resubmitted",
    "notice-returned",
    "notice-rejected",
    "notice-ready",
    "notice-queued",
    "notice-handed-over",
    "notice-dispatched",
    "notice-dispatch-returned",
    "notice-not-collected",
    "notice-withdrawn",
    "notice-corrected",
    "notice-reopened",
    "notice-draft-reminder",
    "notice-appointment",
    "notice-appointment-moved",
    "notice-moved-protocol",
    "notice-moved-closed",
    "notice-moved-symptoms",
    "notice-rebooked",
    "notice-appointment-cancelled",
    "notice-unplaced",
    "notice-symptoms",
    "notice-reminder",
    "notice-reminder-screening",
    "notice-missed",
    "notice-in-safe",
];

fn tell(case: &Case, text: &'static str, args: Vec<(&'static str, String)>) -> Vec<Effect> {
    match case.applicant.contact {
        Some(_) => vec![Effect::Tell { notice: notice(case), text, args }],
        None => Vec::new(),
    }
}

fn say(case: &Case, event: &Event, text: &str) -> Vec<Effect> {
    let by = match &event.actor {
        Actor::Officer { name, .. } => name.clone(),
        _ => String::new(),
    };
    vec![Effect::Say { notice: notice(case), text: text.to_owned(), by }]
}

/// A notice is named by the number of the event that caused it, so that replay names it alike.
fn notice(case: &Case) -> NoticeId {
    NoticeId::new(case.seq.to_string())
}

/// The next thing to tell of each clock.
fn clock_timers(p: &Procedure, case: &Case) -> Vec<Effect> {
    let next = |kind| {
        let (clock, _) = case.clock(p, kind)?;
        let at = untold(p, case, kind).first()?.at;
        Some(Effect::Timer { at, kind: TimerKind::Clock { clock: kind, due: clock.due } })
    };
    ClockKind::ALL.into_iter().filter_map(next).collect()
}

fn draft_timer(p: &Procedure, case: &Case) -> Vec<Effect> {
    let hours = if case.reminded { p.draft_hours } else { p.draft_reminder_hours };
    let at = case.touched_at.saturating_add(SignedDuration::from_hours(i64::from(hours)));
    at.map(|at| vec![Effect::Timer { at, kind: TimerKind::Draft }]).unwrap_or_default()
}
