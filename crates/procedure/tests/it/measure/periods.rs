//! Periods: what is refused, what comes before, and the months and days that one is made of.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use procedure::measure::{Month, Period, PeriodError};
use proptest::prelude::*;
use std::collections::BTreeSet;

const TODAY: Date = Date::constant(2026, 11, 26);

#[test]
fn a_period_must_not_end_before_it_begins_nor_begin_tomorrow_nor_be_longer_than_ten_years() {
    let of = |from, to| Period::new(from, to, TODAY).map(|p| p.days());
    assert_eq!(of(date(2026, 11, 2), date(2026, 11, 1)), Err(PeriodError::Backwards));
    assert_eq!(of(date(2026, 11, 27), date(2026, 11, 28)), Err(PeriodError::Future));
    assert_eq!(of(date(2016, 11, 26), date(2026, 11, 26)), Err(PeriodError::TooLong));
    assert_eq!(of(date(2016, 11, 27), date(2026, 11, 26)), Ok(3_652));
    assert_eq!(of(TODAY, TODAY), Ok(1));
    assert_eq!(of(date(2026, 11, 1), date(2026, 11, 30)), Ok(30));
    assert_eq!(of(Date::MIN, Date::MIN), Ok(1));
}

#[test]
fn the_twenty_ninth_of_february_is_a_day_like_another() {
    let leap = date(2024, 2, 29);
    let month = Period::month_of(leap);
    assert_eq!((month.from(), month.to(), month.days()), (date(2024, 2, 1), leap, 29));
    assert_eq!(month.parts().months, Some((Month::of(leap), Month::of(leap))));
    let day = Period::day(date(2024, 3, 1)).before();
    assert_eq!((day.from(), day.to()), (leap, leap));
    assert!(Period::new(leap, date(2034, 2, 27), date(2040, 1, 1)).is_ok());
    assert_eq!(Period::new(leap, date(2034, 2, 28), date(2040, 1, 1)), Err(PeriodError::TooLong));
}

#[test]
fn weeks_begin_on_monday_and_months_and_years_are_those_of_the_calendar() {
    let ends = |p: Period| (p.from(), p.to());
    assert_eq!(ends(Period::week_of(TODAY)), (date(2026, 11, 23), date(2026, 11, 29)));
    assert_eq!(ends(Period::month_of(TODAY)), (date(2026, 11, 1), date(2026, 11, 30)));
    assert_eq!(ends(Period::year_of(TODAY)), (date(2026, 1, 1), date(2026, 12, 31)));
    assert_eq!(ends(Period::ending(TODAY, 3)), (date(2026, 11, 24), TODAY));
    assert_eq!(ends(Period::month_of(TODAY).so_far(TODAY)), (date(2026, 11, 1), TODAY));
}

#[test]
fn a_year_and_some_days_is_read_as_months_with_days_around_them() {
    let parts = Period::new(date(2025, 1, 30), date(2026, 2, 3), TODAY).expect("a period").parts();
    assert_eq!(parts.before, Some((date(2025, 1, 30), date(2025, 1, 31))));
    assert_eq!(
        parts.months.map(|(a, b)| (a.to_string(), b.to_string())),
        Some(("2025-02".into(), "2026-01".into()))
    );
    assert_eq!(parts.after, Some((date(2026, 2, 1), date(2026, 2, 3))));
}

/// The days of a part, from its first to its last.
fn each(from: Date, to: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |d| d.tomorrow().ok()).take_while(move |d| *d <= to)
}

proptest! {
    #[test]
    fn the_parts_of_a_period_are_its_days_each_once(start in 0i64..8_000, length in 0i64..1_200) {
        let from = date(2008, 1, 1) + start.days();
        let to = from + length.days();
        let period = Period::new(from, to, date(2040, 1, 1)).expect("a period");
        let parts = period.parts();
        let mut days: Vec<Date> = Vec::new();
        days.extend(parts.before.into_iter().flat_map(|(a, b)| each(a, b)));
        if let Some((first, last)) = parts.months {
            let first = date(first.year, first.month, 1);
            let last = date(last.year, last.month, 1).last_of_month();
            days.extend(each(first, last));
        }
        days.extend(parts.after.into_iter().flat_map(|(a, b)| each(a, b)));
        prop_assert_eq!(days.len(), days.iter().collect::<BTreeSet<_>>().len());
        prop_assert_eq!(days, each(from, to).collect::<Vec<_>>());
    }

    #[test]
    fn the_period_before_is_as_long_and_ends_the_day_before(start in 0i64..8_000, length in 0i64..1_200) {
        let from = date(2008, 1, 1) + start.days();
        let period = Period::new(from, from + length.days(), date(2040, 1, 1)).expect("a period");
        let before = period.before();
        prop_assert_eq!(before.days(), period.days());
        prop_assert_eq!(before.to() + 1.day(), period.from());
    }
}
