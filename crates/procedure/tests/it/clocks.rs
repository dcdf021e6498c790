//! Time standards: what is told of them, to whom, each once; and what a changed calendar makes of a deadline.

use crate::support::people::*;
use crate::support::stages::*;
use crate::support::{Given, ktp, minute};
use jiff::Timestamp;
use procedure::event::Waiting;
use procedure::{Actor, Call, ClockKind, Command, Effect, EventBody, Procedure, Refusal, TimerKind};
use std::sync::LazyLock;

fn passes(clock: ClockKind, due: i64) -> Command {
    Command::PassTime { clock, due: minute(due) }
}
fn step(due: i64) -> Command {
    passes(ClockKind::Step, due)
}
fn pause() -> Command {
    Command::Pause { waiting: Waiting::Equipment, why: "Pita habis".to_owned() }
}
fn at_risk(clock: ClockKind, due: i64) -> EventBody {
    EventBody::AtRisk { clock, step: "penerimaan".into(), due: minute(due) }
}
fn over(clock: ClockKind, due: i64) -> EventBody {
    EventBody::DeadlinePassed { step: "penerimaan".into(), due: minute(due), clock }
}
fn escalated(rule: &str, clock: ClockKind, when: Call, due: i64, to: &str) -> EventBody {
    EventBody::Escalated {
        escalation: rule.into(),
        clock,
        when,
        step: "penerimaan".into(),
        due: minute(due),
        to: vec![to.into()],
    }
}
fn dues(case: &Given) -> (Option<Timestamp>, Option<Timestamp>) {
    let case = case.now();
    (case.step.as_ref().map(|s| s.clock.due), case.clock.as_ref().map(|c| c.due))
}
fn both(step: i64, case: i64) -> (Option<Timestamp>, Option<Timestamp>) {
    (Some(minute(step)), Some(minute(case)))
}

/// The shipped procedure on a Monday that the office has closed after all.
static CLOSED: LazyLock<Procedure> = LazyLock::new(|| {
    let mut p = ktp().clone();
    p.calendar.closures.insert("2026-11-23".parse().expect("a day"));
    p
});

#[test]
fn a_step_is_at_risk_when_four_fifths_of_its_time_are_used_up_and_its_people_are_told() {
    let told = [
        at_risk(ClockKind::Step, 10),
        escalated("langkah_terancam", ClockKind::Step, Call::AtRisk, 10, "operator_pelayanan"),
    ];
    submitted().later(7).when(Actor::System, step(10)).then_nothing();
    let case = submitted().later(8).when(Actor::System, step(10)).then_events(told);
    case.clone().when(Actor::System, step(10)).then_nothing();
    case.later(1).when(Actor::System, step(10)).then_nothing();
}

#[test]
fn a_deadline_passes_once_and_only_the_one_that_stands() {
    let told =
        [over(ClockKind::Step, 10), escalated("langkah_lewat", ClockKind::Step, Call::Over, 10, "kasi")];
    let late = submitted().later(10).when(Actor::System, step(10)).then_events(told);
    assert_eq!(late.now().step.as_ref().map(|s| s.clock.over), Some(true));
    late.later(59).when(Actor::System, step(10)).then_nothing();
    submitted().later(60).when(Actor::System, step(9)).then_nothing();
    at_verification().later(60).when(Actor::System, step(10)).then_nothing();
    let nobody = Refusal::NotYourPower { needed: vec![] };
    submitted().later(60).when(rani(), step(10)).then_refused(nobody);
}

#[test]
fn what_is_over_by_more_goes_to_the_superior_above() {
    let late = submitted().later(10).done(Actor::System, step(10));
    let hour = [escalated("langkah_lewat_sejam", ClockKind::Step, Call::Over, 10, "kabid")];
    late.later(60).when(Actor::System, step(10)).then_events(hour);
}

#[test]
fn after_a_long_silence_everything_that_is_over_is_told_at_once_and_nothing_of_a_risk_that_is_past() {
    let told = [
        over(ClockKind::Step, 10),
        escalated("langkah_lewat", ClockKind::Step, Call::Over, 10, "kasi"),
        escalated("langkah_lewat_sejam", ClockKind::Step, Call::Over, 10, "kabid"),
    ];
    let case = submitted().later(24 * 60).when(Actor::System, step(10)).then_events(told);
    case.later(24 * 60).when(Actor::System, step(10)).then_nothing();
}

#[test]
fn the_whole_case_has_a_clock_of_its_own_that_no_new_step_sets_back() {
    assert_eq!(dues(&submitted()), both(10, 45));
    // At verification since minute 1, at printing since minute 2.
    assert_eq!(dues(&at_printing()).1, Some(minute(45)));
    let told = |case: Given| case.when(Actor::System, passes(ClockKind::Case, 45));
    let late = told(submitted().later(36)).then_events([at_risk(ClockKind::Case, 45)]);
    let late = told(late.later(9)).then_events([
        over(ClockKind::Case, 45),
        escalated("permohonan_lewat", ClockKind::Case, Call::Over, 45, "kabid"),
    ]);
    // A working day of 450 minutes later, on Tuesday at the same time.
    let last = [escalated("permohonan_lewat_sehari", ClockKind::Case, Call::Over, 45, "kadis")];
    told(late.later(24 * 60)).then_events(last);
}

#[test]
fn nothing_is_told_while_the_clock_stands_still_or_the_case_is_closed() {
    let stopped = submitted().done(rani(), pause());
    stopped.later(60).when(Actor::System, step(10)).then_nothing();
    returned().later(60).when(Actor::System, step(10)).then_nothing();
    returned().later(60).when(Actor::System, passes(ClockKind::Case, 45)).then_nothing();
    rejected().later(60).when(Actor::System, step(10)).then_nothing();
}

#[test]
fn both_deadlines_move_by_what_was_waited_for() {
    let resumed = EventBody::Resumed { due: minute(10 + 30), case_due: Some(minute(45 + 30)) };
    let case = submitted().later(2).done(rani(), pause()).later(30);
    case.when(rani(), Command::Resume).then_events([resumed]);
}

#[test]
fn while_the_applicant_mends_the_whole_case_s_clock_stands_still() {
    let back = returned().later(120).done(sinta(), attach("f3", "kk")).done(sinta(), Command::Submit);
    assert_eq!(back.now().clock.as_ref().map(|c| c.due), Some(minute(45 + 120)));
}

#[test]
fn what_was_late_before_a_pause_stays_late_and_is_told_no_second_time() {
    let late = submitted().later(12).done(Actor::System, step(10));
    let resumed = late.done(rani(), pause()).later(30).done(rani(), Command::Resume);
    assert_eq!(dues(&resumed), both(40, 75));
    assert!(resumed.now().step.as_ref().is_some_and(|s| s.clock.over));
    resumed.when(Actor::System, step(40)).then_nothing();
}

#[test]
fn a_day_that_the_office_closes_moves_every_open_deadline_and_the_case_says_so() {
    // On Tuesday the office opens at 07:30.
    let tuesday = |minutes: i64| minute(24 * 60 - 30 + minutes);
    let moved = EventBody::DueMoved { due: tuesday(10), case_due: Some(tuesday(45)) };
    let under = |case: Given| case.under(&CLOSED);
    let case = under(submitted()).when(Actor::System, Command::ApplyCalendar).then_events([moved]);
    case.when(Actor::System, Command::ApplyCalendar).then_nothing();
    submitted().when(Actor::System, Command::ApplyCalendar).then_nothing();
    under(rejected()).when(Actor::System, Command::ApplyCalendar).then_nothing();
    let nobody = Refusal::NotYourPower { needed: vec![] };
    under(submitted()).when(hendra(), Command::ApplyCalendar).then_refused(nobody);
}

#[test]
fn a_deadline_that_had_passed_and_lies_ahead_again_is_told_of_anew() {
    let late = submitted().later(12).done(Actor::System, step(10));
    let moved = late.under(&CLOSED).done(Actor::System, Command::ApplyCalendar);
    assert!(moved.now().step.as_ref().is_some_and(|s| !s.clock.over && s.clock.escalated.is_empty()));
    let due = 24 * 60 - 30 + 10;
    let again = moved.later(24 * 60).done(Actor::System, step(due));
    assert!(again.now().step.as_ref().is_some_and(|s| s.clock.over));
}

#[test]
fn a_clock_that_stands_still_counts_by_the_new_calendar_when_it_goes_on() {
    let case = submitted().later(2).done(rani(), pause()).under(&CLOSED);
    case.clone().when(Actor::System, Command::ApplyCalendar).then_nothing();
    // The whole Monday counts no more, be it worked or waited.
    let resumed = case.later(24 * 60).done(rani(), Command::Resume);
    let waited = 30 + 2;
    assert_eq!(dues(&resumed), both(24 * 60 - 30 + 10 + waited, 24 * 60 - 30 + 45 + waited));
}

#[test]
fn an_escalation_reaches_those_it_names_and_the_next_thing_to_tell_is_kept_in_mind() {
    let effects = submitted().later(10).when(Actor::System, step(10)).effects();
    let alert =
        Effect::Alert { to: vec!["kasi".into()], clock: ClockKind::Step, when: Call::Over, due: minute(10) };
    assert!(effects.contains(&alert));
    let hour = TimerKind::Clock { clock: ClockKind::Step, due: minute(10) };
    let mut timers = effects.iter().filter_map(|e| match e {
        Effect::Timer { at, kind } if *kind == hour => Some(*at),
        _ => None,
    });
    assert_eq!(timers.next_back(), Some(minute(70)));
}
