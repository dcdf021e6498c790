//! What events do to a case's two clocks. They stop and go with the case; when they are due is said by events.

use super::Case;
use crate::clock::{Clock, ClockKind};
use crate::event::{Event, EventBody};
use jiff::Timestamp;

/// After the event has made the case what it is; `ran` is whether it ran before.
pub(super) fn apply(case: &mut Case, event: &Event, ran: bool) {
    use EventBody as E;
    match &event.body {
        E::StepStarted { case_due: Some(due), .. } => {
            case.clock.get_or_insert_with(|| Clock::new(event.at, *due)).due = *due;
        }
        E::Resumed { due, case_due } => {
            set(case, ClockKind::Step, |c| c.due = *due);
            set_due(case, *case_due, |c, due| c.due = due);
        }
        E::DueMoved { due, case_due } => {
            set(case, ClockKind::Step, |c| c.move_due(*due, event.at));
            set_due(case, *case_due, |c, due| c.move_due(due, event.at));
        }
        E::AtRisk { clock, .. } => set(case, *clock, |c| c.at_risk = true),
        E::DeadlinePassed { clock, .. } => set(case, *clock, |c| c.over = true),
        E::Escalated { clock, escalation, .. } => set(case, *clock, |c| c.escalated.push(escalation.clone())),
        _ => {}
    }
    let runs = case.runs();
    let both = case.step.as_mut().map(|s| &mut s.clock).into_iter().chain(&mut case.clock);
    match (ran, runs) {
        (true, false) => both.for_each(|c| c.stop(event.at)),
        (false, true) => both.for_each(|c| c.go(event.at)),
        _ => {}
    }
}

fn set(case: &mut Case, kind: ClockKind, change: impl FnOnce(&mut Clock)) {
    let clock = match kind {
        ClockKind::Step => case.step.as_mut().map(|s| &mut s.clock),
        ClockKind::Case => case.clock.as_mut(),
    };
    if let Some(clock) = clock {
        change(clock);
    }
}

fn set_due(case: &mut Case, due: Option<Timestamp>, change: impl FnOnce(&mut Clock, Timestamp)) {
    if let Some(due) = due {
        set(case, ClockKind::Case, |c| change(c, due));
    }
}
