//! A clock of working time, of a step or of the whole case: when it began, when it stood still, when its time is used up,
//! and what was told of that. It is set by events and read with a calendar; it decides nothing.

use crate::calendar::Calendar;
use crate::case::Case;
use crate::definition::Procedure;
use crate::ids::{EscalationId, RoleId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Which of a case's two clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The step's time standard.
    #[default]
    Step,
    /// That of the whole case, from the day it was sent.
    Case,
}

/// When a clock calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// Most of the time is used up.
    AtRisk,
    /// All of it is.
    Over,
}

/// The time standards beside those of the steps, and who is told when one is in danger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clocks {
    /// The standard of the whole case, in working minutes: by default the sum of its steps'.
    pub minutes: u32,
    /// The share of a standard, in percent, after which it is at risk.
    pub at_risk_percent: u32,
    pub escalations: Vec<Escalation>,
}

/// Who is told of a clock that calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    pub id: EscalationId,
    pub clock: ClockKind,
    pub when: Call,
    /// So many working minutes after the call.
    pub by_minutes: u32,
    /// Also those whose role the step is.
    pub step_people: bool,
    pub roles: Vec<RoleId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub started: Timestamp,
    pub due: Timestamp,
    /// From when until when it stood still, oldest first.
    pub stood: Vec<(Timestamp, Timestamp)>,
    /// Since when it stands still.
    pub stopped: Option<Timestamp>,
    /// What was told of it so far.
    pub at_risk: bool,
    pub over: bool,
    pub escalated: Vec<EscalationId>,
}

/// An instant at which there is something to tell of a clock that goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment<'a> {
    pub(crate) at: Timestamp,
    pub(crate) call: Call,
    /// None where it is the call itself.
    pub(crate) escalation: Option<&'a Escalation>,
}

impl ClockKind {
    pub const ALL: [Self; 2] = [Self::Step, Self::Case];

    pub(crate) fn is_step(&self) -> bool {
        *self == Self::Step
    }
}

impl Clock {
    pub(crate) fn new(started: Timestamp, due: Timestamp) -> Self {
        let (stood, escalated) = (Vec::new(), Vec::new());
        Self { started, due, stood, stopped: None, at_risk: false, over: false, escalated }
    }

    pub(crate) fn stop(&mut self, at: Timestamp) {
        self.stopped.get_or_insert(at);
    }

    pub(crate) fn go(&mut self, at: Timestamp) {
        if let Some(since) = self.stopped.take() {
            self.stood.push((since, at));
        }
    }

    /// A deadline that lies ahead again is told of anew; one that is past stays told.
    pub(crate) fn move_due(&mut self, due: Timestamp, at: Timestamp) {
        self.due = due;
        if due > at {
            (self.at_risk, self.over) = (false, false);
            self.escalated.clear();
        }
    }

    /// The working time it stood still, until `now` where it still does.
    pub fn stood_still(&self, calendar: &Calendar, now: Timestamp) -> SignedDuration {
        let open = self.stopped.map(|since| (since, now));
        self.stood.iter().copied().chain(open).map(|(from, to)| calendar.between(from, to)).sum()
    }

    /// When `minutes` of working time are used up if it goes on from `now`: counted anew from its beginning, so that
    /// a calendar that has changed counts everywhere.
    pub fn due_after(&self, calendar: &Calendar, minutes: u32, now: Timestamp) -> Timestamp {
        let whole = SignedDuration::from_mins(i64::from(minutes));
        calendar.add_duration(self.started, whole.saturating_add(self.stood_still(calendar, now)))
    }
}

/// What is still to be told of a clock that goes on, in order. Once the time is over, nothing more is told of its having
/// been at risk.
pub(crate) fn untold<'a>(p: &'a Procedure, case: &Case, kind: ClockKind) -> Vec<Moment<'a>> {
    let Some((clock, minutes)) = case.clock(p, kind) else { return Vec::new() };
    if !case.runs() {
        return Vec::new();
    }
    let calendar = &p.calendar;
    let at_risk = || {
        // Counted from the end, so that the pauses need no counting here.
        let used = u64::from(minutes) * u64::from(p.clocks.at_risk_percent) * 60 / 100;
        let used = SignedDuration::from_secs(i64::try_from(used).unwrap_or(i64::MAX));
        let stood: SignedDuration = clock.stood.iter().map(|(from, to)| calendar.between(*from, *to)).sum();
        calendar.add_duration(clock.started, used.saturating_add(stood))
    };
    let mut moments = Vec::new();
    for call in [Call::AtRisk, Call::Over] {
        let told = match call {
            Call::AtRisk if clock.over => continue,
            Call::AtRisk => clock.at_risk,
            Call::Over => clock.over,
        };
        let at = if call == Call::AtRisk { at_risk() } else { clock.due };
        moments.extend((!told).then_some(Moment { at, call, escalation: None }));
        let rules = p.clocks.escalations.iter().filter(|e| e.clock == kind && e.when == call);
        let untold = rules.filter(|e| !clock.escalated.contains(&e.id));
        moments.extend(untold.map(|e| Moment {
            at: calendar.add(at, e.by_minutes),
            call,
            escalation: Some(e),
        }));
    }
    // Stable: a call comes before the escalations it causes at the same instant.
    moments.sort_by_key(|m| m.at);
    moments
}
