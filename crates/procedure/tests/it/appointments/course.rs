//! The course of an appointment: booked, moved, reminded of, kept or missed, and the safe in the end.

use super::{book, booked, cautious, free, slot, tuesday};
use crate::support::people::*;
use crate::support::stages::*;
use crate::support::{Given, minute};
use jiff::SignedDuration;
use procedure::{Actor, Cause, Command, Diary, Effect, EventBody, Level, Refusal, Slot, TimerKind};

const DAY: i64 = 24 * 60;

fn moved(slot: Slot, cause: Cause) -> EventBody {
    EventBody::AppointmentMoved { slot, cause }
}
fn arrive(checks: &[&str]) -> Command {
    Command::Arrive { checks: checks.iter().map(|c| (*c).into()).collect() }
}
fn miss(slot: Slot) -> Command {
    Command::MissAppointment { slot }
}
/// Tuesday at nine, with the clock there.
fn at_the_door() -> Given {
    booked().later(25 * 60).diary(cautious())
}
fn over() -> Given {
    booked().later(26 * 60)
}

#[test]
fn the_applicant_or_the_register_officer_books_a_card_that_is_ready_and_nobody_else() {
    let made = EventBody::AppointmentMade { slot: tuesday() };
    notified().diary(free()).when(sinta(), book(tuesday())).then_events([made.clone()]);
    notified().diary(free()).when(mira(), book(tuesday())).then_events([made]);
    notified().diary(free()).when(stranger(), book(tuesday())).then_refused(Refusal::NotYourCase);
    assert!(matches!(
        notified().diary(free()).when(yusuf(), book(tuesday())).refusal(),
        Refusal::NotYourPower { .. }
    ));
    at_handover().diary(free()).when(sinta(), book(tuesday())).then_refused(Refusal::NotReady);
    handed_over().diary(free()).when(sinta(), book(tuesday())).refusal();
}

#[test]
fn a_slot_without_a_place_or_that_is_not_offered_is_refused() {
    let full = Diary { free: false, ..free() };
    notified().diary(full.clone()).when(sinta(), book(tuesday())).then_refused(Refusal::SlotTaken);
    let gone = Diary { offered: false, ..free() };
    notified().diary(gone).when(sinta(), book(tuesday())).then_refused(Refusal::SlotNotOffered);
    notified().when(sinta(), book(tuesday())).then_refused(Refusal::SlotNotOffered);
    // Whoever has the last place has it.
    booked().diary(full).when(sinta(), book(tuesday())).then_nothing();
}

#[test]
fn another_slot_moves_the_appointment_and_a_word_calls_it_off() {
    let later = slot(26 * 60);
    booked().when(sinta(), book(later)).then_events([moved(later, Cause::Asked)]);
    let off = booked().done(sinta(), Command::CancelAppointment);
    assert_eq!(off.now().expected(), None);
    off.when(sinta(), Command::CancelAppointment).then_refused(Refusal::NoAppointment);
}

#[test]
fn an_appointment_sets_its_reminder_and_the_look_at_who_came() {
    let effects = notified().diary(free()).when(sinta(), book(tuesday())).effects();
    let timer = |at, kind| Effect::Timer { at, kind };
    let remind = tuesday().from - SignedDuration::from_hours(20);
    let look = tuesday().until + SignedDuration::from_mins(30);
    assert_eq!(
        effects[1..],
        [
            timer(remind, TimerKind::Reminder { slot: tuesday() }),
            timer(look, TimerKind::NoShow { slot: tuesday() })
        ]
    );
    assert!(matches!(&effects[0], Effect::Tell { text: "notice-appointment", args, .. }
        if args == &[("slot", "2026-11-24T02:00:00Z".to_owned())]));
}

#[test]
fn the_reminder_is_said_once_and_asks_what_the_level_asks() {
    let remind = || Command::RemindAppointment { slot: tuesday() };
    let told = booked().later(6 * 60).when(Actor::System, remind());
    let told = told.then_events([EventBody::AppointmentReminded { level: Level::Off }]);
    told.when(Actor::System, remind()).then_nothing();
    let asked = booked().diary(cautious()).when(Actor::System, remind()).effects();
    assert!(matches!(asked[0], Effect::Tell { text: "notice-reminder-screening", .. }));
    let other = Command::RemindAppointment { slot: slot(26 * 60) };
    booked().when(Actor::System, other).then_nothing();
    booked().later(26 * 60).when(Actor::System, remind()).then_nothing();
}

#[test]
fn what_was_booked_for_the_same_day_is_reminded_of_only_where_there_is_something_to_ask() {
    let soon = slot(120);
    let today = notified().diary(free()).done(sinta(), book(soon));
    today.clone().when(Actor::System, Command::RemindAppointment { slot: soon }).then_nothing();
    let asked = today.diary(cautious()).when(Actor::System, Command::RemindAppointment { slot: soon });
    asked.then_events([EventBody::AppointmentReminded { level: Level::Cautious }]);
}

#[test]
fn no_symptom_is_noted_and_a_symptom_puts_the_visit_off_without_saying_which() {
    let clear = Command::Screen { clear: true };
    let noted = booked().diary(cautious()).done(sinta(), clear.clone());
    assert_eq!(noted.now().expected().and_then(|a| a.screened), Some(true));
    noted.when(sinta(), clear).then_nothing();
    let later = slot(12 * DAY);
    let put_off = booked().diary(Diary { next: Some(later), ..cautious() });
    put_off
        .when(sinta(), Command::Screen { clear: false })
        .then_events([EventBody::Screened { clear: false }, moved(later, Cause::Symptoms)]);
    booked().diary(cautious()).when(sinta(), Command::Screen { clear: false }).then_events([
        EventBody::Screened { clear: false },
        EventBody::AppointmentCancelled { cause: Cause::Symptoms },
    ]);
}

#[test]
fn a_visitor_is_let_in_on_the_day_with_every_check_passed_while_there_is_room() {
    let passed = EventBody::Arrived { level: Level::Cautious, checks: vec!["masker".into(), "suhu".into()] };
    let inside = at_the_door().when(mira(), arrive(&["suhu", "masker"])).then_events([passed]);
    inside.when(mira(), arrive(&["suhu", "masker"])).then_nothing();
    at_the_door().when(mira(), arrive(&["masker"])).then_refused(Refusal::DoorCheckMissing);
    let full = Diary { waiting: 20, ..cautious() };
    at_the_door()
        .diary(full)
        .when(mira(), arrive(&["suhu", "masker"]))
        .then_refused(Refusal::WaitingRoomFull { limit: 20 });
    booked().when(mira(), arrive(&[])).then_refused(Refusal::NotToday { at: tuesday().from });
    assert!(matches!(at_the_door().when(yusuf(), arrive(&[])).refusal(), Refusal::NotYourPower { .. }));
}

#[test]
fn who_does_not_come_is_given_another_slot_as_often_as_the_procedure_says() {
    let next = slot(49 * 60);
    let again = Diary { next: Some(next), ..free() };
    let rebooked = over()
        .diary(again.clone())
        .when(Actor::System, miss(tuesday()))
        .then_events([EventBody::Missed { slot: tuesday(), rebooked: true }, moved(next, Cause::Missed)]);
    let last = rebooked.later(DAY).when(Actor::System, miss(next));
    let last = last.then_events([EventBody::Missed { slot: next, rebooked: false }]);
    assert_eq!((last.now().missed, last.now().expected()), (2, None));
}

#[test]
fn nobody_is_missed_before_the_grace_is_over_or_after_they_came() {
    booked().later(25 * 60 + 20).when(Actor::System, miss(tuesday())).then_nothing();
    let came = at_the_door().done(mira(), arrive(&["masker", "suhu"]));
    came.later(120).when(Actor::System, miss(tuesday())).then_nothing();
    over().when(sinta(), miss(tuesday())).refusal();
}

#[test]
fn the_card_goes_to_the_safe_after_the_days_without_an_appointment_and_can_still_be_handed_over() {
    let safe = notified().later(14 * DAY).when(Actor::System, Command::StoreInSafe);
    let safe = safe.then_events([EventBody::StoredInSafe]);
    assert!(safe.now().in_safe.is_some());
    safe.clone().when(Actor::System, Command::StoreInSafe).then_nothing();
    let handed = waived(safe).done(mira(), fills_in("penyerahan", "serahkan", received()));
    assert_eq!(handed.now().in_safe, None);
    notified().later(13 * DAY).when(Actor::System, Command::StoreInSafe).then_nothing();
    booked().later(14 * DAY).when(Actor::System, Command::StoreInSafe).then_nothing();
    let missed = over().diary(free()).done(Actor::System, miss(tuesday()));
    missed.clone().later(13 * DAY).when(Actor::System, Command::StoreInSafe).then_nothing();
    missed.later(15 * DAY).when(Actor::System, Command::StoreInSafe).then_events([EventBody::StoredInSafe]);
}

#[test]
fn the_office_moves_what_still_stands_and_leaves_what_the_applicant_changed() {
    let to = slot(50 * 60);
    let put = |from, to| Command::MoveAppointment { from, to, cause: Cause::Protocol };
    booked().when(Actor::System, put(tuesday(), Some(to))).then_events([moved(to, Cause::Protocol)]);
    booked().when(Actor::System, put(slot(26 * 60), Some(to))).then_nothing();
    let off = EventBody::AppointmentCancelled { cause: Cause::Protocol };
    booked().when(Actor::System, put(tuesday(), None)).then_events([off]);
    let full = Diary { free: false, ..free() };
    booked().diary(full).when(Actor::System, put(tuesday(), Some(to))).then_refused(Refusal::SlotTaken);
    assert!(matches!(
        booked().when(mira(), put(tuesday(), Some(to))).refusal(),
        Refusal::NotYourPower { .. }
    ));
}

#[test]
fn a_card_is_handed_over_without_an_appointment_as_before() {
    at_gate().done(mira(), fills_in("penyerahan", "serahkan", received()));
    let early = waived(booked()).done(mira(), fills_in("penyerahan", "serahkan", received()));
    assert_eq!(early.now().appointment, None);
}

#[test]
fn that_the_card_is_ready_sets_the_day_it_goes_to_the_safe() {
    let effects = at_handover().later(1).when(mira(), decides("penyerahan", "beritahu")).effects();
    let timer = Effect::Timer { at: minute(6 + 14 * DAY), kind: TimerKind::Safe };
    assert!(effects.contains(&timer), "{effects:?}");
}
