//! The course of one case, from its events: when it was sent, its visits part by part, and how it ended. What a replay
//! makes of it stands elsewhere.

use crate::Procedure;
use crate::case::Status;
use crate::event::{Closing, Event};
use crate::measure::{Going, Track, Visit, track};
use jiff::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub sent: Timestamp,
    /// Those that have ended, in order.
    pub visits: Vec<Visit>,
    /// The one that goes on, where the case has not ended.
    pub going: Option<Going>,
    pub closed: Option<(Timestamp, Closing)>,
}

impl Course {
    /// By the version of the procedure under which the case was opened; none of a draft.
    pub fn of(p: &Procedure, events: &[Event]) -> Option<Self> {
        let Track { visits, going, case, .. } = track(events, &p.calendar);
        let case = case?;
        let sent = case.submitted_at?;
        let closed = match case.status {
            Status::Closed(closing) => Some((case.closed_at?, closing)),
            Status::Draft | Status::Open => None,
        };
        let going = going.filter(|_| closed.is_none());
        Some(Self { sent, visits, going, closed })
    }
}
