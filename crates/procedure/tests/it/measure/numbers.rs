//! Numbers made of many facts, against the same numbers made of every single value.

use procedure::measure::{Figure, Histogram, bounds, bucket, days_left, is_too_few_to_publish, share};
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn every_figure_has_a_word_of_its_own_and_is_known_by_it() {
    let words: BTreeSet<&str> = Figure::ALL.iter().map(|f| f.word()).collect();
    assert_eq!(words.len(), Figure::ALL.len());
    assert!(Figure::ALL.iter().all(|f| Figure::parse(f.word()) == Some(*f)));
    assert_eq!(Figure::parse("speed"), None);
}

#[test]
fn a_share_of_nothing_is_no_share() {
    assert_eq!(share(0, 0), None);
    assert_eq!(share(1, 4), Some(0.25));
    assert_eq!(share(9, 4), Some(1.0));
}

#[test]
fn a_stock_lasts_as_long_as_the_pace_of_late_lets_it() {
    assert_eq!(days_left(100, 50, 10), Some(20));
    assert_eq!(days_left(0, 50, 10), Some(0));
    assert_eq!(days_left(100, 0, 10), None);
    assert_eq!(days_left(100, 50, 0), None);
    assert_eq!(days_left(u64::MAX, 1, u64::MAX), Some(u64::MAX));
}

#[test]
fn fewer_than_five_cases_are_not_published() {
    assert!(is_too_few_to_publish(4) && !is_too_few_to_publish(5));
}

#[test]
fn nothing_has_no_median() {
    assert_eq!(Histogram::default().median(), None);
}

proptest! {
    #[test]
    fn every_value_lies_in_its_bucket_and_a_bucket_is_an_eighth_wide_at_most(value in any::<u64>(), small in 0u64..5_000) {
        for value in [value, small] {
            let (least, greatest) = bounds(bucket(value));
            prop_assert!(least <= value && value <= greatest);
            prop_assert!(greatest - least <= least / 8);
        }
    }

    #[test]
    fn a_percentile_of_buckets_is_that_of_the_values_to_a_sixteenth(
        mut values in prop::collection::vec(0u64..200_000, 1..300), percent in 1u32..=100,
    ) {
        let mut histogram = Histogram::default();
        values.iter().for_each(|v| histogram.add(bucket(*v), 1));
        values.sort_unstable();
        let rank = (values.len() * percent as usize).div_ceil(100);
        let exact = values[rank - 1];
        let found = histogram.percentile(percent).expect("a value");
        prop_assert_eq!(histogram.count(), values.len() as u64);
        prop_assert!(found.abs_diff(exact) <= exact / 16 + 1, "{} for {}", found, exact);
    }
}
