//! Which slots a day has, which of them may be chosen, and who moves where.

use super::{agenda, at, slot};
use crate::support::{ktp, minute};
use procedure::appointment::{Seat, Taken, VisitRules, free_place, moves};
use procedure::calendar::Holiday;
use procedure::{Cause, Level, Slot, Ticket};
use std::collections::BTreeSet;

fn level(level: Level) -> VisitRules {
    VisitRules { level, ..VisitRules::default() }
}

fn seats(n: u64, of: impl Fn(u64) -> (Slot, u32)) -> Vec<Seat> {
    let seat = |i| {
        let (slot, place) = of(i);
        Seat { ticket: Ticket::from_random(i), slot, place, came: false }
    };
    (0..n).map(seat).collect()
}

#[test]
fn a_day_s_slots_fill_its_opening_hours_and_leave_the_break_out() {
    let rules = VisitRules::default();
    let monday = agenda(ktp(), &rules).slots("2026-11-23".parse().expect("a day"));
    assert_eq!(monday.len(), 18 + 12);
    assert_eq!(monday.first().map(|s| s.from), Some(at("2026-11-23T07:30:00+07:00")));
    assert!(monday.iter().any(|s| s.until == at("2026-11-23T12:00:00+07:00")));
    assert!(monday.iter().all(|s| s.from != at("2026-11-23T12:00:00+07:00")));
    assert_eq!(monday.last().map(|s| s.until), Some(at("2026-11-23T16:00:00+07:00")));
}

#[test]
fn holidays_weekends_and_days_the_office_closes_have_no_slots() {
    let closed =
        VisitRules { closed: ["2026-11-24".parse().expect("a day")].into(), ..VisitRules::default() };
    for day in ["2026-11-22", "2026-11-24", "2026-12-25"] {
        assert_eq!(agenda(ktp(), &closed).slots(day.parse().expect("a day")), [], "{day}");
    }
}

#[test]
fn the_level_of_the_protocol_says_how_many_places_a_slot_has() {
    let places = Level::ALL.map(|l| agenda(ktp(), &level(l)).capacity());
    assert_eq!(places, [3, 2, 1]);
}

#[test]
fn a_resident_chooses_after_the_notice_and_not_too_far_ahead_and_an_officer_also_the_slot_that_runs() {
    let rules = VisitRules::default();
    let agenda = agenda(ktp(), &rules);
    let now = minute(5);
    assert!(!agenda.offers(slot(45), now, false) && agenda.offers(slot(75), now, false));
    assert!(agenda.offers(slot(0), now, true) && !agenda.offers(slot(-15), now, true));
    let last = agenda.offered(now).last().expect("slots");
    assert_eq!(agenda.day_of(last.from), "2026-12-07".parse().expect("a day"));
    let crooked = Slot { from: slot(75).from, until: slot(90).until };
    assert!(!agenda.offers(crooked, now, false), "no slot of the office is so long");
}

#[test]
fn a_place_is_free_only_while_fewer_are_given_out_than_the_level_leaves() {
    let given = |places: &[u32]| -> BTreeSet<u32> { places.iter().copied().collect() };
    assert_eq!(free_place(&given(&[]), 3, 4), Some(1));
    assert_eq!(free_place(&given(&[1]), 3, 4), Some(2));
    assert_eq!(free_place(&given(&[0, 1, 2]), 3, 0), None);
    // A place of a level that is no more is a person all the same.
    assert_eq!(free_place(&given(&[2]), 1, 0), None);
    assert_eq!(free_place(&given(&[]), 0, 0), None);
}

#[test]
fn with_80_appointments_and_the_level_raised_those_over_the_number_move_in_their_order_and_nobody_earlier() {
    let rules = level(Level::Strict);
    let agenda = agenda(ktp(), &rules);
    let all: Vec<Slot> = agenda.offered(minute(0)).collect();
    let seats = seats(80, |i| {
        (all[usize::try_from(i / 3).expect("a number")], u32::try_from(i % 3).expect("a number"))
    });
    let plan = moves(agenda, &seats, minute(0));
    assert_eq!((plan.moved.len(), plan.unplaced(), plan.reseated.len()), (53, 0, 0));
    assert!(plan.moved.iter().all(|m| m.cause == Cause::Protocol && m.to.is_some_and(|to| to > m.from)));
    assert!(plan.moved.is_sorted_by_key(|m| m.from) && plan.moved.is_sorted_by_key(|m| m.to));
    let new: BTreeSet<_> = plan.moved.iter().map(|m| m.to).collect();
    assert_eq!(new.len(), 53, "a slot each");
}

#[test]
fn whoever_keeps_their_time_under_a_number_that_is_no_more_is_seated_anew_and_not_moved() {
    let rules = level(Level::Strict);
    let plan = moves(agenda(ktp(), &rules), &seats(1, |_| (slot(75), 2)), minute(0));
    assert!(plan.moved.is_empty());
    assert_eq!(plan.reseated.iter().map(|(_, place)| *place).collect::<Vec<_>>(), [0]);
}

#[test]
fn a_closed_day_moves_everybody_of_it_to_the_next() {
    let tuesday: jiff::civil::Date = "2026-11-24".parse().expect("a day");
    let rules = VisitRules { closed: [tuesday].into(), ..VisitRules::default() };
    let agenda = agenda(ktp(), &rules);
    let plan = moves(agenda, &seats(3, |i| (slot(25 * 60), u32::try_from(i).expect("a number"))), minute(0));
    let wednesday = at("2026-11-25T07:30:00+07:00");
    assert!(
        plan.moved.iter().all(|m| m.cause == Cause::DayClosed && m.to.is_some_and(|s| s.from == wednesday))
    );
    assert_eq!(plan.moved.len(), 3);
}

#[test]
fn who_came_before_their_time_stays_and_takes_the_place_of_who_is_still_on_the_way() {
    let rules = level(Level::Strict);
    let mut two = seats(2, |i| (slot(75), u32::try_from(i).expect("a number")));
    two[1].came = true;
    let plan = moves(agenda(ktp(), &rules), &two, minute(70));
    assert_eq!(plan.moved.iter().map(|m| &m.ticket).collect::<Vec<_>>(), [&two[0].ticket]);
    assert!(plan.reseated.is_empty());
}

#[test]
fn a_day_that_became_a_holiday_in_the_file_is_a_closed_day_to_who_must_move() {
    let mut p = ktp().clone();
    let holiday = Holiday { name: "Libur".to_owned(), collective_leave: false };
    p.calendar.holidays.insert("2026-11-24".parse().expect("a day"), holiday);
    let rules = VisitRules::default();
    let plan = moves(agenda(&p, &rules), &seats(1, |_| (slot(25 * 60), 0)), minute(0));
    assert_eq!(plan.moved.iter().map(|m| m.cause).collect::<Vec<_>>(), [Cause::DayClosed]);
}

#[test]
fn who_finds_no_place_is_named_and_not_forgotten() {
    let rules = level(Level::Strict);
    let agenda = agenda(ktp(), &rules);
    let all: Vec<Slot> = agenda.offered(minute(0)).collect();
    let three_each = seats(3 * all.len() as u64, |i| {
        (all[usize::try_from(i / 3).expect("a number")], u32::try_from(i % 3).expect("a number"))
    });
    let plan = moves(agenda, &three_each, minute(0));
    assert_eq!(plan.moved.len(), 2 * all.len());
    assert!(plan.unplaced() > 0 && plan.unplaced() < plan.moved.len());
}

#[test]
fn what_is_over_stays_as_it_was_and_the_next_free_slot_is_the_first_with_a_place() {
    let rules = level(Level::Strict);
    let agenda = agenda(ktp(), &rules);
    let past = seats(3, |i| (slot(0), u32::try_from(i).expect("a number")));
    assert!(moves(agenda, &past, minute(20)).is_empty());
    let taken: Taken = [(slot(60).from, [0].into())].into();
    assert_eq!(agenda.next_free(slot(60).from, &taken), Some(slot(75)));
}
