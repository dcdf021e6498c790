//! Time standards: when a step and the whole case are due, what is said when their time runs out, and what a changed
//! calendar makes of them.

use super::{Decision, Desk};
use crate::case::CurrentStep;
use crate::clock::{Call, ClockKind, Escalation, untold};
use crate::event::EventBody;
use crate::ids::RoleId;
use jiff::Timestamp;

/// When the whole case is due if its clock goes on now.
pub(super) fn case_due(desk: &Desk<'_>) -> Timestamp {
    let (calendar, minutes) = (&desk.p.calendar, desk.p.clocks.minutes);
    let going = desk.case.clock.as_ref().map(|c| c.due_after(calendar, minutes, desk.at()));
    going.unwrap_or_else(|| calendar.add(desk.at(), minutes))
}

fn step_due(desk: &Desk<'_>, current: &CurrentStep) -> Timestamp {
    current.clock.due_after(&desk.p.calendar, current.minutes, desk.at())
}

/// The deadlines move by the working time that the clocks stood still.
pub(super) fn resumed(desk: &Desk<'_>) -> Option<EventBody> {
    let due = step_due(desk, desk.case.step.as_ref()?);
    let case_due = desk.case.clock.as_ref().map(|_| case_due(desk));
    Some(EventBody::Resumed { due, case_due })
}

/// The calendar has changed: deadlines are counted anew. A clock that stands still is, when it goes on.
pub(super) fn apply_calendar(desk: &Desk<'_>) -> Decision {
    desk.system()?;
    let Some(current) = desk.case.step.as_ref().filter(|_| desk.case.runs()) else { return Ok(Vec::new()) };
    let was = (current.clock.due, desk.case.clock.as_ref().map(|c| c.due));
    let is = (step_due(desk, current), desk.case.clock.as_ref().map(|_| case_due(desk)));
    Ok(if was == is { Vec::new() } else { vec![EventBody::DueMoved { due: is.0, case_due: is.1 }] })
}

/// Whatever is due to be told of this deadline, each once. A deadline that has moved, or a clock that stands still, says
/// nothing; of time that is over, its having been at risk is not told any more.
pub(super) fn pass_time(desk: &Desk<'_>, kind: ClockKind, due: Timestamp) -> Decision {
    desk.system()?;
    let Some((clock, _)) = desk.case.clock(desk.p, kind).filter(|(c, _)| c.due == due) else {
        return Ok(Vec::new());
    };
    let Some(step) = &desk.case.step else { return Ok(Vec::new()) };
    let come: Vec<_> = untold(desk.p, desk.case, kind).into_iter().filter(|m| m.at <= desk.at()).collect();
    let over = clock.over || come.iter().any(|m| m.call == Call::Over);
    let told = come.into_iter().filter(|m| m.call == Call::Over || !over);
    let event = |moment: crate::clock::Moment<'_>| match (moment.escalation, moment.call) {
        (Some(rule), when) => EventBody::Escalated {
            escalation: rule.id.clone(),
            clock: kind,
            when,
            step: step.id.clone(),
            due,
            to: told_to(rule, &step.role),
        },
        (None, Call::AtRisk) => EventBody::AtRisk { clock: kind, step: step.id.clone(), due },
        (None, Call::Over) => EventBody::DeadlinePassed { step: step.id.clone(), due, clock: kind },
    };
    Ok(told.map(event).collect())
}

fn told_to(rule: &Escalation, role: &RoleId) -> Vec<RoleId> {
    let step = rule.step_people.then(|| role.clone()).filter(|r| !rule.roles.contains(r));
    step.into_iter().chain(rule.roles.iter().cloned()).collect()
}
