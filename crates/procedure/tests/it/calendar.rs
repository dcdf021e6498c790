//! Working time: known days by hand, and any calendar against a walk that counts minute by minute.

use crate::support::{ktp, minute, monday_at_eight};
use jiff::civil::{Date, Time, date};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use procedure::calendar::{Holiday, Interval, Season};
use procedure::{Calendar, Clock, Text};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

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

/// An office that never opens.
fn shut(offset: Offset) -> Calendar {
    let (seasons, holidays) = (Vec::new(), Default::default());
    Calendar { offset, week: Default::default(), seasons, holidays, closures: Default::default() }
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
fn in_ramadan_a_week_has_the_thirty_two_and_a_half_hours_of_the_decree() {
    let week = ktp().calendar.between(at("2026-02-23T00:00:00+07:00"), at("2026-03-02T00:00:00+07:00"));
    assert_eq!(week, SignedDuration::from_mins(32 * 60 + 30));
    assert_eq!(due("2026-02-23T07:00:00+07:00", 10), at("2026-02-23T08:10:00+07:00"));
    // The day before it begins the office opens at half past seven.
    assert_eq!(due("2026-02-18T07:00:00+07:00", 10), at("2026-02-18T07:40:00+07:00"));
}

#[test]
fn a_leap_day_is_a_day_like_any_other() {
    // 28 and 29 February 2028 are a Monday and a Tuesday.
    assert_eq!(due("2028-02-28T15:55:00+07:00", 10), at("2028-02-29T07:35:00+07:00"));
    assert_eq!(due("2028-02-29T15:55:00+07:00", 10), at("2028-03-01T07:35:00+07:00"));
}

#[test]
fn a_day_on_which_this_office_alone_is_closed_does_not_count() {
    let mut calendar = ktp().calendar.clone();
    calendar.closures.insert(date(2026, 11, 24));
    assert_eq!(calendar.add(at("2026-11-23T15:55:00+07:00"), 10), at("2026-11-25T07:35:00+07:00"));
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
    let never = shut(Offset::UTC);
    assert_eq!(never.add(monday_at_eight(), 10), minute(10));
}

const DAY: i64 = 24 * 60;

/// Whether the office is open in the minute that begins here.
fn is_open(calendar: &Calendar, from: Timestamp) -> bool {
    let local = calendar.offset.to_datetime(from);
    let day = usize::try_from(local.weekday().to_monday_zero_offset()).expect("a weekday");
    let open = |i: &Interval| i.from <= local.time() && local.time() < i.to;
    let season = calendar.seasons.iter().find(|s| (s.from..=s.to).contains(&local.date()));
    let closed = calendar.holidays.contains_key(&local.date()) || calendar.closures.contains(&local.date());
    !closed && season.map_or(&calendar.week, |s| &s.week)[day].iter().any(open)
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
fn nth_day(n: i64) -> Date {
    date(2026, 11, 23).checked_add(SignedDuration::from_hours(24 * n)).expect("a date")
}
fn closed_day() -> impl Strategy<Value = Date> {
    (0i64..21).prop_map(nth_day)
}
/// Any week that opens at all on Tuesdays, in any of Indonesia's three offsets, with other hours in a season, holidays
/// and closed days.
fn calendar() -> impl Strategy<Value = Calendar> {
    let week = || prop::array::uniform7(day());
    let days = || prop::collection::btree_set(closed_day(), 0..6);
    (week(), week(), (0i64..21, 0i64..21), days(), days(), 7i8..=9).prop_map(
        |(mut week, other, (begins, lasts), holidays, closures, hours)| {
            week[1] = vec![Interval { from: time(0, 9), to: time(30, 10) }];
            let from = nth_day(begins);
            let name = Text { id: "Ramadan".to_owned(), en: "Ramadan".to_owned() };
            let season = Season { name, from, to: nth_day(begins + lasts), week: other };
            let holiday = |day| (day, Holiday { name: "Libur".to_owned(), collective_leave: false });
            let holidays = holidays.into_iter().map(holiday).collect();
            Calendar { offset: Offset::constant(hours), week, seasons: vec![season], holidays, closures }
        },
    )
}

/// Some thirty calendars, each with its minutes counted one by one: 100,000 spans between any two of them.
#[test]
fn a_hundred_thousand_spans_are_what_a_walk_minute_by_minute_counts() {
    const DAYS: usize = 40;
    const SPANS: usize = 4_000;
    let mut runner = TestRunner::deterministic();
    for _ in 0..25 {
        let calendar = calendar().new_tree(&mut runner).expect("a calendar").current();
        let open: Vec<bool> =
            minutes_from(minute(0)).take(DAYS * 24 * 60).map(|m| is_open(&calendar, m)).collect();
        let ends = (0..open.len(), 0..7_000usize);
        for _ in 0..SPANS {
            let (from, length) = ends.new_tree(&mut runner).expect("a span").current();
            let to = (from + length).min(open.len());
            let walked = open[from..to].iter().filter(|o| **o).count();
            let (from, to) = [from, to].map(|n| minute(i64::try_from(n).expect("a minute"))).into();
            let counted = calendar.between(from, to);
            assert_eq!(counted, SignedDuration::from_mins(i64::try_from(walked).expect("a number")));
        }
    }
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

    /// Stopped and set going as often as you like, a clock gives every minute of its standard, and not one more.
    #[test]
    fn pausing_never_loses_a_minute(
        c in calendar(), start in 0..7 * DAY, minutes in 1u32..2_000,
        pauses in prop::collection::vec((0..2 * DAY, 0..2 * DAY), 0..6),
    ) {
        let (mut now, mut stood) = (start, Vec::new());
        for (work, wait) in pauses {
            stood.push((minute(now + work), minute(now + work + wait)));
            now += work + wait;
        }
        let (started, end) = (minute(start), minute(now));
        let clock = Clock {
            started, due: end, stood, stopped: None, at_risk: false, over: false, escalated: vec![],
        };
        let due = clock.due_after(&c, minutes, end);
        let worked = c.between(started, due) - clock.stood_still(&c, end);
        // Where its time was used up before the last pause, the deadline lies in that pause or before it.
        prop_assert_eq!(worked, SignedDuration::from_mins(i64::from(minutes)));
    }
}
