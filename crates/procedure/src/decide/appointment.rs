//! Appointments of a case whose product is ready: booked, moved, kept, missed. Which slots there are and whether one
//! is free stands in the request's diary; nobody needs an appointment to be handed the product.

use super::{Decision, Desk, holds_one};
use crate::appointment::{Appointments, Cause, Diary, Slot};
use crate::case::Appointment;
use crate::event::EventBody;
use crate::ids::CheckId;
use crate::react::appointment::{is_near, over, safe_at};
use crate::refusal::Refusal;

fn diary<'a>(desk: &Desk<'a>) -> Result<&'a Diary, Refusal> {
    desk.request.diary.as_ref().ok_or(Refusal::SlotNotOffered)
}

fn settings<'a>(desk: &Desk<'a>) -> Result<&'a Appointments, Refusal> {
    desk.p.appointments.as_ref().ok_or(Refusal::SlotNotOffered)
}

fn ready(desk: &Desk<'_>) -> Result<(), Refusal> {
    desk.open()?;
    if desk.case.is_ready() { Ok(()) } else { Err(Refusal::NotReady) }
}

/// The appointment that is to come.
fn expected<'a>(desk: &Desk<'a>) -> Result<&'a Appointment, Refusal> {
    ready(desk)?;
    desk.case.expected().ok_or(Refusal::NoAppointment)
}

/// The appointment at this slot, if it is still to come: what a timer asks of.
fn standing<'a>(desk: &Desk<'a>, slot: Slot) -> Option<&'a Appointment> {
    desk.case.expected().filter(|a| desk.case.is_ready() && a.slot == slot)
}

/// The applicant, or who makes appointments for them. A second wish for the same slot is fulfilled.
pub(super) fn book(desk: &Desk<'_>, slot: Slot) -> Decision {
    desk.applicant_or(&desk.p.powers.appointments)?;
    ready(desk)?;
    settings(desk)?;
    let present = desk.case.expected();
    if present.is_some_and(|a| a.slot == slot) {
        return Ok(Vec::new());
    }
    free(desk)?;
    Ok(match present {
        Some(_) => vec![EventBody::AppointmentMoved { slot, cause: Cause::Asked }],
        None => vec![EventBody::AppointmentMade { slot }],
    })
}

fn free(desk: &Desk<'_>) -> Result<(), Refusal> {
    match diary(desk)? {
        Diary { offered: false, .. } => Err(Refusal::SlotNotOffered),
        Diary { free: false, .. } => Err(Refusal::SlotTaken),
        _ => Ok(()),
    }
}

pub(super) fn cancel(desk: &Desk<'_>) -> Decision {
    desk.applicant_or(&desk.p.powers.appointments)?;
    expected(desk)?;
    Ok(vec![EventBody::AppointmentCancelled { cause: Cause::Asked }])
}

/// The machine, when the office has fewer places. What the applicant changed meanwhile stands.
pub(super) fn put(desk: &Desk<'_>, from: Slot, to: Option<Slot>, cause: Cause) -> Decision {
    desk.system()?;
    if standing(desk, from).is_none() {
        return Ok(Vec::new());
    }
    let Some(slot) = to else { return Ok(vec![EventBody::AppointmentCancelled { cause }]) };
    free(desk)?;
    Ok(vec![EventBody::AppointmentMoved { slot, cause }])
}

/// Once an appointment; not of one that was made just now, unless there is something to be asked.
pub(super) fn remind(desk: &Desk<'_>, slot: Slot) -> Decision {
    desk.system()?;
    let Some(appointment) = standing(desk, slot).filter(|a| !a.reminded) else { return Ok(Vec::new()) };
    let (Some(settings), Some(level)) = (&desk.p.appointments, desk.request.diary.as_ref().map(|d| d.level))
    else {
        return Ok(Vec::new());
    };
    let over = desk.at() >= slot.until;
    let pointless = is_near(settings, appointment) && !settings.asks(level);
    Ok(if over || pointless { Vec::new() } else { vec![EventBody::AppointmentReminded { level }] })
}

/// A symptom puts the visit off; where no slot is free so late, it is called off.
pub(super) fn screen(desk: &Desk<'_>, clear: bool) -> Decision {
    desk.applicant_or(&desk.p.powers.appointments)?;
    let appointment = expected(desk)?;
    let diary = diary(desk)?;
    if clear {
        let known = appointment.screened == Some(true);
        return Ok(if known { Vec::new() } else { vec![EventBody::Screened { clear }] });
    }
    let cause = Cause::Symptoms;
    let later = match diary.next {
        Some(slot) => EventBody::AppointmentMoved { slot, cause },
        None => EventBody::AppointmentCancelled { cause },
    };
    Ok(vec![EventBody::Screened { clear }, later])
}

/// On the day of the appointment, every check of the level passed, while the waiting room has room.
pub(super) fn arrive(desk: &Desk<'_>, checks: &[CheckId]) -> Decision {
    holds_one(desk.officer()?.roles, &desk.p.powers.appointments)?;
    ready(desk)?;
    if desk.case.appointment.as_ref().is_some_and(|a| a.arrived.is_some()) {
        return Ok(Vec::new());
    }
    let slot = expected(desk)?.slot;
    let diary = diary(desk)?;
    if desk.p.calendar.day_of(slot.from) != desk.p.calendar.day_of(desk.at()) {
        return Err(Refusal::NotToday { at: slot.from });
    }
    let protocol = settings(desk)?.protocol(diary.level).ok_or(Refusal::SlotNotOffered)?;
    if !protocol.door.iter().all(|c| checks.contains(&c.id)) {
        return Err(Refusal::DoorCheckMissing);
    }
    if diary.waiting >= u64::from(protocol.waiting_room) {
        return Err(Refusal::WaitingRoomFull { limit: protocol.waiting_room });
    }
    let passed = protocol.door.iter().map(|c| c.id.clone()).collect();
    Ok(vec![EventBody::Arrived { level: diary.level, checks: passed }])
}

/// Said once a slot; so often as the procedure says, another slot comes with it.
pub(super) fn miss(desk: &Desk<'_>, slot: Slot) -> Decision {
    desk.system()?;
    let (Some(settings), Some(diary)) = (&desk.p.appointments, &desk.request.diary) else {
        return Ok(Vec::new());
    };
    if standing(desk, slot).is_none() {
        return Ok(Vec::new());
    }
    if over(settings, slot).is_none_or(|end| desk.at() < end) {
        return Ok(Vec::new());
    }
    let next = diary.next.filter(|_| desk.case.missed < settings.rebookings);
    let missed = EventBody::Missed { slot, rebooked: next.is_some() };
    let again = next.map(|slot| EventBody::AppointmentMoved { slot, cause: Cause::Missed });
    Ok(std::iter::once(missed).chain(again).collect())
}

/// Once; whoever has an appointment finds the product at the counter.
pub(super) fn store(desk: &Desk<'_>) -> Decision {
    desk.system()?;
    let case = desk.case;
    let waits = case.is_ready() && case.expected().is_none() && case.in_safe.is_none();
    let due = desk.p.appointments.as_ref().and_then(|settings| safe_at(settings, case));
    let long = due.is_some_and(|at| desk.at() >= at);
    Ok(if waits && long { vec![EventBody::StoredInSafe] } else { Vec::new() })
}
