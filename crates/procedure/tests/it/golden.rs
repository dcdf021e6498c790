//! What was once written stays readable, and is written the same way. Lines are only ever added to
//! `golden/*.json`; a line that no longer fits means that stored cases no longer do.

use crate::support::{ALL_EVENTS, all_events};
use procedure::{Event, EventBody, Language};

/// Fields that were added later have a default: these lines lack them.
const WITHOUT_DEFAULTS: &str = include_str!("golden/without-defaults.json");

macro_rules! bodies {
    ($($body:ident),+ $(,)?) => {
        const BODIES: &[&str] = &[$(stringify!($body)),+];
        /// Fails to compile when a variant is added: name it below and give it a line.
        fn name(body: &EventBody) -> &'static str {
            match body { $(EventBody::$body { .. } => stringify!($body),)+ }
        }
    };
}
bodies!(
    Opened,
    Amended,
    ApplicantCorrected,
    DocumentAttached,
    DocumentFiled,
    DocumentSetAside,
    Submitted,
    Resubmitted,
    Reminded,
    StepStarted,
    Claimed,
    Released,
    Reassigned,
    Accepted,
    Verified,
    Returned,
    Rejected,
    PrintOrdered,
    LayerPrepared,
    PrintCancelAsked,
    PrintEnded,
    PrintVoided,
    Printed,
    Spoiled,
    ChipBound,
    ChipRefused,
    ChipReviewed,
    Activated,
    Notified,
    NoticeConfirmed,
    NoticeFailed,
    Called,
    PassShown,
    HolderFingerChecked,
    Dispatched,
    DispatchReturned,
    HandedOver,
    SurveyAnswered,
    NotCollected,
    Paused,
    Resumed,
    JumpAsked,
    JumpGranted,
    JumpDeclined,
    AppointmentMade,
    AppointmentMoved,
    AppointmentCancelled,
    AppointmentReminded,
    Screened,
    Arrived,
    Missed,
    StoredInSafe,
    DueMoved,
    AtRisk,
    DeadlinePassed,
    Escalated,
    Withdrawn,
    Reopened,
    Closed,
    DocumentsDestroyed,
    Noted,
    Written,
);

#[test]
fn every_line_is_read_and_written_again_byte_for_byte() {
    for line in ALL_EVENTS.lines() {
        let event: Event = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert_eq!(serde_json::to_string(&event).ok().as_deref(), Some(line));
    }
}

#[test]
fn every_event_has_a_line() {
    let lines = all_events();
    for body in BODIES {
        assert!(lines.iter().any(|e| name(&e.body) == *body), "no line for {body}");
    }
}

#[test]
fn lines_from_before_a_field_was_added_are_read_with_its_default() {
    let events: Vec<Event> = WITHOUT_DEFAULTS
        .lines()
        .map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}")))
        .collect();
    let [
        EventBody::Opened { applicant, grounds, .. },
        EventBody::DocumentAttached { facts, .. },
        EventBody::Returned { faults, .. },
    ] = [&events[0].body, &events[1].body, &events[2].body]
    else {
        panic!("three lines of the first shape")
    };
    assert_eq!((applicant.language, &applicant.village), (Language::Id, &None));
    assert!(grounds.elements.is_empty());
    assert!(faults.iter().all(|f| f.mark.is_none()));
    assert_eq!((facts.pages, &facts.findings, &facts.likeness), (1, &vec![], &vec![]));
}

#[test]
fn an_event_whose_numbers_do_not_hold_is_not_read() {
    let line = ALL_EVENTS.lines().next().expect("a line");
    let broken = line.replace("1301014507900001", "1301014507900000");
    assert_ne!(line, broken);
    assert!(serde_json::from_str::<Event>(&broken).is_err());
}
