//! How long somebody had their hands on a case: an officer's time is shared among all that they hold.

use super::months::{Plan, Stay, courses, month, narrow, plain_plans};
use jiff::SignedDuration;
use procedure::event::Closing;
use procedure::measure::{Account, End};
use procedure::what_if::{Course, LegKind, MonthOfCases};
use procedure::{Procedure, UserId};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn measured(month: &MonthOfCases) -> Vec<Option<SignedDuration>> {
    let legs = month.scripts().iter().flat_map(|s| &s.legs);
    let works = legs.filter_map(|leg| match leg.kind {
        LegKind::Work { hands_on, .. } => Some(hands_on),
        LegKind::Rest { .. } | LegKind::Until { .. } => None,
    });
    works.collect()
}

/// The working time in which an officer held anything, second by second.
fn held_anything(p: &Procedure, courses: &[Course]) -> SignedDuration {
    let mut held: BTreeMap<&UserId, Vec<(i64, i64)>> = BTreeMap::new();
    for held_here in courses.iter().flat_map(|c| &c.visits).flat_map(|v| &v.parts).flat_map(|p| &p.held) {
        let span = (held_here.from.as_second(), held_here.until.as_second());
        held.entry(&held_here.officer).or_default().push(span);
    }
    let mut sum = SignedDuration::ZERO;
    for spans in held.values_mut() {
        spans.sort_unstable();
        let mut reached = i64::MIN;
        for (from, until) in spans {
            let from = (*from).max(reached);
            if from < *until {
                sum += p.calendar.between(super::months::at(from), super::months::at(*until));
                reached = *until;
            }
        }
    }
    sum
}

fn at_work(sent: i64, seconds: i64, claimed: Option<(u8, u8)>) -> Plan {
    let pieces = vec![(Account::Work, seconds, claimed)];
    Plan { sent, stays: vec![Stay { step: 0, end: End::Done, pieces }], closing: Some(Closing::HandedOver) }
}

#[test]
fn whoever_takes_forty_cases_in_the_morning_works_on_each_for_a_fortieth_of_it() {
    let p = narrow();
    let plans: Vec<Plan> = (0..40).map(|_| at_work(0, 2_400, Some((0, 100)))).collect();
    let month = month(&p, courses(&p, &plans));
    // From nine until twenty to ten on Friday, and closed until twenty past.
    let whole = p
        .calendar
        .between(super::months::friday(), super::months::friday() + SignedDuration::from_secs(2_400));
    assert_eq!(whole, SignedDuration::from_mins(20));
    let each = Some(SignedDuration::from_secs(30));
    assert_eq!(measured(&month), vec![each; 40]);
    assert_eq!(month.steps()[0].measured, vec![30; 40]);
}

#[test]
fn who_holds_two_cases_for_a_while_works_half_as_fast_for_that_while() {
    let p = narrow();
    // From twenty past nine until ten: the second one joins for the last twenty minutes.
    let plans = [at_work(1_200, 2_400, Some((0, 100))), at_work(1_200, 2_400, Some((0, 50)))];
    let month = month(&p, courses(&p, &plans));
    let minutes = |m| Some(SignedDuration::from_mins(m));
    assert_eq!(measured(&month), [minutes(30), minutes(10)]);
}

#[test]
fn work_that_nobody_claimed_has_no_hands_on_time_and_neither_has_work_in_closed_hours() {
    let p = narrow();
    let plans =
        [at_work(1_200, 600, None), at_work(0, 600, Some((0, 100))), at_work(1_200, 600, Some((1, 100)))];
    let month = month(&p, courses(&p, &plans));
    assert_eq!(measured(&month), [None, None, Some(SignedDuration::from_mins(10))]);
    assert_eq!(month.steps()[0].measured, [600]);
}

#[test]
fn work_that_was_not_brought_to_an_end_is_no_measure_of_how_long_it_takes() {
    let p = narrow();
    let mut going = at_work(1_200, 600, Some((0, 100)));
    going.closing = None;
    let mut given_up = at_work(1_800, 600, Some((0, 100)));
    (given_up.stays[0].end, given_up.closing) = (End::GivenUp, Some(Closing::Withdrawn));
    let month = month(&p, courses(&p, &[going, given_up]));
    assert_eq!(measured(&month), [Some(SignedDuration::from_mins(10)); 2]);
    assert!(month.steps()[0].measured.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_officer_has_more_hands_on_time_than_they_held_anything(plans in plain_plans()) {
        let p = narrow();
        let courses = courses(&p, &plans);
        let whole = held_anything(&p, &courses);
        let sum = measured(&month(&p, courses)).into_iter().flatten().fold(SignedDuration::ZERO, |sum, h| sum + h);
        prop_assert!(sum <= whole, "{sum:?} of {whole:?}");
        // Each moment is shared to the nanosecond.
        prop_assert!(whole - sum < SignedDuration::from_millis(1), "{sum:?} of {whole:?}");
    }
}
