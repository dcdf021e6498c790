//! Working time: known days by hand, and any calendar against a walk that counts minute by minute.

use crate::support::{ktp, minute, monday_at_eight};
use jiff::civil::{Date, Time, date};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use procedure::Calendar;
use procedure::calendar::Interval;
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}
/// `minutes` after `from`, in the calendar of the shipped procedure.
fn due(from: &str, minutes: u32) -> Timestamp {
    ktp().calendar.add(at(from), minutes)
}
fn time(minute_of_day: i8, hour: i8) -> Time {
    Time::constant(hour, minute_of_day, 0, 0)
}

#[test]
fn ten_minutes_in_the_middle_of_the_morning_are_ten_minutes() {
    assert_eq!(due("2026-11-23T08:00:00+07:00", 10), minute(10));
}

#[test]
fn the_break_and_the_night_do_not_count() {
    assert_eq!(due("2026-11-23T11:55:00+07:00", 10), at("2026-11-23T13:05:00+07:00"));
    assert_eq!(due("2026-11-23T15:55:00+07:00", 10), at("2026-11-24T07:35:00+07:00"));
    assert_eq!(due("2026-11-23T03:00:00+07:00", 10), at("2026-11-23T07:40:00+07:00"));
    assert_eq!(due("2026-11-23T12:30:00+07:00", 10), at("2026-11-23T13:10:00+07:00"));
}

#[test]
fn time_used_up_at_closing_is_due_at_closing() {
    assert_eq!(due("2026-11-23T15:50:00+07:00", 10), at("2026-11-23T16:00:00+07:00"));
    assert_eq!(due("2026-11-23T16:00:00+07:00", 10), at("2026-11-24T07:40:00+07:00"));
}

#[test]
fn friday_has_the_longer_break_and_the_weekend_does_not_count() {
    assert_eq!(due("2026-11-27T11:40:00+07:00", 15), at("2026-11-27T13:25:00+07:00"));
    assert_eq!(due("2026-11-27T16:25:00+07:00", 10), at("2026-11-30T07:35:00+07:00"));
    assert_eq!(due("2026-11-28T09:00:00+07:00", 10), at("2026-11-30T07:40:00+07:00"));
}

#[test]
fn closed_days_do_not_count() {
    assert_eq!(due("2026-12-23T15:55:00+07:00", 10), at("2026-12-28T07:35:00+07:00"));
}

#[test]
fn a_week_has_the_thirty_seven_and_a_half_hours_of_the_decree() {
    let week = ktp().calendar.between(monday_at_eight(), at("2026-11-30T08:00:00+07:00"));
    assert_eq!(week, SignedDuration::from_mins(37 * 60 + 30));
}

#[test]
fn no_working_time_lies_before_its_beginning() {
    let calendar = &ktp().calendar;
    assert_eq!(calendar.between(minute(10), minute(0)), SignedDuration::ZERO);
    assert_eq!(calendar.between(minute(10), minute(10)), SignedDuration::ZERO);
}

#[test]
fn the_ends_of_time_are_no_reason_to_panic() {
    let calendar = &ktp().calendar;
    for from in [Timestamp::MIN, Timestamp::MAX] {
        assert!(calendar.add(from, u32::MAX) >= from);
        assert!(calendar.between(from, Timestamp::MAX) >= SignedDuration::ZERO);
    }
}

#[test]
fn a_calendar_that_never_opens_counts_every_minute() {
    let never = Calendar { offset: Offset::UTC, week: Default::default(), closed: Default::default() };
    assert_eq!(never.add(monday_at_eight(), 10), minute(10));
}

const DAY: i64 = 24 * 60;

/// Whether the office is open in the minute that begins here.
fn is_open(calendar: &Calendar, from: Timestamp) -> bool {
    let local = calendar.offset.to_datetime(from);
    let day = usize::try_from(local.weekday().to_monday_zero_offset()).expect("a weekday");
    let open = |i: &Interval| i.from <= local.time() && local.time() < i.to;
    !calendar.closed.contains(&local.date()) && calendar.week[day].iter().any(open)
}
fn minutes_from(start: Timestamp) -> impl Iterator<Item = Timestamp> {
    (0..).map(move |n| start + SignedDuration::from_mins(n))
}
fn walk(calendar: &Calendar, from: Timestamp, minutes: usize) -> Timestamp {
    let last = minutes_from(from).filter(|m| is_open(calendar, *m)).nth(minutes - 1);
    last.expect("an endless walk") + SignedDuration::from_mins(1)
}
fn count(calendar: &Calendar, from: Timestamp, to: Timestamp) -> usize {
    minutes_from(from).take_while(|m| *m < to).filter(|m| is_open(calendar, *m)).count()
}

fn day() -> impl Strategy<Value = Vec<Interval>> {
    let ends = prop::collection::btree_set((0i8..60, 0i8..24).prop_map(|(m, h)| time(m, h)), 0..=4);
    ends.prop_map(|ends| {
        let ends: Vec<Time> = ends.into_iter().collect();
        ends.chunks_exact(2).map(|c| Interval { from: c[0], to: c[1] }).collect()
    })
}
fn closed_day() -> impl Strategy<Value = Date> {
    (0i64..21)
        .prop_map(|n| date(2026, 11, 23).checked_add(SignedDuration::from_hours(24 * n)).expect("a date"))
}
/// Any week that opens at all on Tuesdays, in any of Indonesia's three offsets.
fn calendar() -> impl Strategy<Value = Calendar> {
    let week = prop::array::uniform7(day());
    let closed = prop::collection::btree_set(closed_day(), 0..6);
    (week, closed, 7i8..=9).prop_map(|(mut week, closed, hours)| {
        week[1] = vec![Interval { from: time(0, 9), to: time(30, 10) }];
        Calendar { offset: Offset::constant(hours), week, closed }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_deadline_is_where_a_walk_minute_by_minute_ends(c in calendar(), start in 0..7 * DAY, minutes in 1u32..400) {
        let from = minute(start);
        prop_assert_eq!(c.add(from, minutes), walk(&c, from, minutes as usize));
    }

    #[test]
    fn working_time_is_what_a_walk_counts(c in calendar(), start in 0..7 * DAY, length in 0..10 * DAY) {
        let (from, to) = (minute(start), minute(start + length));
        let counted = i64::try_from(count(&c, from, to)).expect("a number");
        prop_assert_eq!(c.between(from, to), SignedDuration::from_mins(counted));
    }

    #[test]
    fn a_later_start_or_a_longer_time_is_never_due_earlier(
        c in calendar(), start in 0..7 * DAY, wait in 0..3 * DAY, minutes in 0u32..3_000, more in 0u32..500,
    ) {
        let due = c.add(minute(start), minutes);
        prop_assert!(c.add(minute(start + wait), minutes) >= due);
        prop_assert!(c.add(minute(start), minutes + more) >= due);
    }

    #[test]
    fn time_added_in_two_parts_is_time_added_at_once(
        c in calendar(), start in 0..7 * DAY, one in 0u32..2_000, other in 0u32..2_000,
    ) {
        let from = minute(start);
        prop_assert_eq!(c.add(c.add(from, one), other), c.add(from, one + other));
        let used = SignedDuration::from_mins(i64::from(one));
        prop_assert_eq!(c.between(from, c.add(from, one)), used);
    }

    #[test]
    fn working_time_of_two_parts_is_the_working_time_of_the_whole(
        c in calendar(), start in 0..7 * DAY, one in 0..7 * DAY, other in 0..7 * DAY,
    ) {
        let (a, b, d) = (minute(start), minute(start + one), minute(start + one + other));
        prop_assert_eq!(c.between(a, b) + c.between(b, d), c.between(a, d));
    }
}
