//! What an appointment's events ask of the world: the message, the reminder, the look at who came, the safe.

use super::{Effect, TimerKind, tell};
use crate::appointment::{Appointments, Cause, Slot};
use crate::case::{Appointment, Case};
use crate::definition::Procedure;
use crate::event::{Event, EventBody};
use jiff::{SignedDuration, Timestamp};

pub(super) fn react(p: &Procedure, case: &Case, event: &Event) -> Vec<Effect> {
    use EventBody as E;
    let asks = |level| p.appointments.as_ref().is_some_and(|a| a.asks(level));
    let (text, slot) = match &event.body {
        E::AppointmentMade { slot } => ("notice-appointment", Some(*slot)),
        E::AppointmentMoved { slot, cause } => (moved(*cause), Some(*slot)),
        // Nobody needs to come any more: that it is on its way was just told.
        E::AppointmentCancelled { .. } if case.gate.under_way.is_some() => return Vec::new(),
        E::AppointmentCancelled { cause: Cause::Asked } => ("notice-appointment-cancelled", None),
        E::AppointmentCancelled { cause: Cause::Symptoms } => ("notice-symptoms", None),
        E::AppointmentCancelled { .. } => ("notice-unplaced", None),
        E::AppointmentReminded { level } => {
            let text = if asks(*level) { "notice-reminder-screening" } else { "notice-reminder" };
            (text, None)
        }
        // The new slot is told of by its own event.
        E::Missed { rebooked: true, .. } => return Vec::new(),
        E::Missed { .. } => ("notice-missed", None),
        E::StoredInSafe => ("notice-in-safe", None),
        _ => return Vec::new(),
    };
    let told = case.appointment.as_ref().map(|a| a.slot);
    let args = told.map(|slot| vec![("slot", slot.from.to_string())]).unwrap_or_default();
    let mut effects = tell(case, text, args);
    match (&p.appointments, slot) {
        (Some(settings), Some(slot)) => effects.extend(timers(settings, slot)),
        (_, None) if case.appointment.is_none() && case.in_safe.is_none() => {
            effects.extend(safe_timer(p, case))
        }
        _ => {}
    }
    effects
}

fn moved(cause: Cause) -> &'static str {
    match cause {
        Cause::Asked => "notice-appointment-moved",
        Cause::Protocol => "notice-moved-protocol",
        Cause::DayClosed => "notice-moved-closed",
        Cause::Missed => "notice-rebooked",
        Cause::Symptoms => "notice-moved-symptoms",
    }
}

/// A reminder that would be too late fires at once, and the rules say whether there is anything left to ask.
fn timers(settings: &Appointments, slot: Slot) -> Vec<Effect> {
    let remind = slot.from.saturating_sub(SignedDuration::from_hours(i64::from(settings.reminder_hours)));
    let look = over(settings, slot);
    let reminder = remind.ok().map(|at| Effect::Timer { at, kind: TimerKind::Reminder { slot } });
    let no_show = look.map(|at| Effect::Timer { at, kind: TimerKind::NoShow { slot } });
    reminder.into_iter().chain(no_show).collect()
}

/// When nobody is waited for any more.
pub(crate) fn over(settings: &Appointments, slot: Slot) -> Option<Timestamp> {
    slot.until.checked_add(SignedDuration::from_mins(i64::from(settings.grace_minutes))).ok()
}

/// Whether it was made so late that a reminder would say nothing new.
pub(crate) fn is_near(settings: &Appointments, appointment: &Appointment) -> bool {
    let hours = SignedDuration::from_hours(i64::from(settings.reminder_hours));
    appointment.made_at.duration_until(appointment.slot.from) <= hours
}

/// When the product goes to the safe.
pub(crate) fn safe_at(settings: &Appointments, case: &Case) -> Option<Timestamp> {
    let days = SignedDuration::from_hours(24 * i64::from(settings.safe_days));
    case.kept_since.and_then(|since| since.checked_add(days).ok())
}

pub(super) fn safe_timer(p: &Procedure, case: &Case) -> Option<Effect> {
    let at = safe_at(p.appointments.as_ref()?, case)?;
    Some(Effect::Timer { at, kind: TimerKind::Safe })
}
