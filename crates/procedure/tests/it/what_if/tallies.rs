//! What a month tells of itself and of its replays, set side by side.

use super::months::{Plan, Stay, chance, courses, month, narrow, plans, set, settings, with_people};
use crate::measure::{course, history};
use crate::support::ktp;
use procedure::event::Closing;
use procedure::measure::{Account, End};
use procedure::what_if::{
    Course, Draws, MonthOfCases, RoleTally, Setting, Spread, StepTally, Tally, measured, replay, summary,
};
use proptest::prelude::*;

fn told(month: &MonthOfCases, setting: &Setting) -> Tally {
    replay(month, setting, &super::months::draws(month, 1)).expect("a setting without fault")
}

/// Sent at twenty past nine on Friday; forty minutes, of which an officer had it for the last half.
fn half_claimed(n: usize) -> Vec<Plan> {
    let pieces = vec![(Account::Work, 2_400, Some((0, 50)))];
    let stays = vec![Stay { step: 0, end: End::Done, pieces }];
    vec![Plan { sent: 1_200, stays, closing: Some(Closing::HandedOver) }; n]
}

#[test]
fn a_measured_month_tells_work_queue_shares_and_how_busy_people_were() {
    let p = narrow();
    let month = month(&p, courses(&p, &half_claimed(1)));
    let tally = measured(&month, &Setting::as_it_was(&month));
    let first = StepTally {
        step: p.steps[0].id.clone(),
        visits: Some(1),
        median: Some(2_400),
        ninetieth: Some(2_400),
        within: Some(0),
        queue: Some(1_200),
    };
    assert_eq!(tally.steps[0], first);
    let cases = &tally.cases;
    assert_eq!((cases.sent, cases.ended, cases.median, cases.open), (Some(1), Some(1), Some(2_400), Some(0)));
    assert_eq!(cases.within, Some(1_000));
    // Twenty minutes of the 21 working days of November with 110 minutes each.
    let role = p.steps[0].role.clone();
    assert_eq!(tally.roles[0], RoleTally { role, people: Some(1), busy: Some(9) });
    // Nobody ended a visit there, so nobody is known to have been there.
    assert_eq!((tally.roles[1].people, tally.roles[1].busy), (Some(0), None));
}

#[test]
fn two_cases_for_one_person_are_done_one_after_the_other_and_for_two_at_once() {
    let p = narrow();
    let month = month(&p, courses(&p, &half_claimed(2)));
    // Held together for twenty minutes: ten minutes each.
    let one = told(&month, &with_people(&month, 1));
    assert_eq!(
        (one.steps[0].median, one.steps[0].ninetieth, one.steps[0].queue),
        (Some(600), Some(1_200), Some(0))
    );
    assert_eq!(one.steps[0].within, Some(500));
    let two = told(&month, &with_people(&month, 2));
    assert_eq!(
        (two.steps[0].median, two.steps[0].ninetieth, two.steps[0].within),
        (Some(600), Some(600), Some(1_000))
    );
    let was = measured(&month, &with_people(&month, 1));
    assert_eq!((was.steps[0].median, was.steps[0].queue), (Some(2_400), Some(1_800)));
}

#[test]
fn a_standard_of_more_minutes_changes_the_share_within_it_and_no_time() {
    let p = narrow();
    let month = month(&p, courses(&p, &half_claimed(1)));
    let mut setting = with_people(&month, 1);
    let before = measured(&month, &setting);
    setting.minutes.values_mut().for_each(|minutes| *minutes = 40);
    let after = measured(&month, &setting);
    assert_eq!((before.steps[0].within, after.steps[0].within), (Some(0), Some(1_000)));
    assert_eq!(before.steps[0].median, after.steps[0].median);
}

#[test]
fn what_the_applicant_ended_is_not_the_office_s_and_what_goes_on_is_open() {
    let p = narrow();
    let mut plans = half_claimed(3);
    (plans[0].closing, plans[0].stays[0].end) = (Some(Closing::Withdrawn), End::GivenUp);
    plans[1].closing = None;
    let month = month(&p, courses(&p, &plans));
    for tally in [measured(&month, &with_people(&month, 1)), told(&month, &with_people(&month, 1))] {
        let cases = tally.cases;
        assert_eq!((cases.sent, cases.ended, cases.open), (Some(3), Some(1), Some(1)));
        assert_eq!(tally.steps[0].visits, Some(1));
    }
}

#[test]
fn what_ends_after_the_month_was_open_when_the_month_was_over() {
    let p = narrow();
    let month = month(&p, courses(&p, &half_claimed(30)));
    let mut setting = with_people(&month, 1);
    let within = told(&month, &setting);
    assert_eq!((within.cases.open, within.cases.ended), (Some(0), Some(30)));
    // 30 cases of 40 seconds, ten times as slow as they were, in hours of a minute a day.
    setting.pace.values_mut().for_each(|pace| *pace = 1_000);
    for day in &mut setting.calendar.week {
        day.truncate(1);
        day.iter_mut().for_each(|i| i.to = i.from + jiff::SignedDuration::from_mins(1));
    }
    let beyond = told(&month, &setting);
    assert_eq!((beyond.cases.open, beyond.cases.ended), (Some(30), Some(30)));
    // From the Monday on: six minutes of the month's 21.
    assert_eq!(beyond.roles[0].busy, Some(286));
}

#[test]
fn an_empty_month_tells_of_nothing_and_divides_by_nothing() {
    let month = month(ktp(), Vec::new());
    let setting = Setting::as_it_was(&month);
    for tally in [measured(&month, &setting), told(&month, &setting)] {
        assert_eq!(tally.steps.len(), 4);
        for step in &tally.steps {
            assert_eq!(
                (step.visits, step.median, step.ninetieth, step.within, step.queue),
                (Some(0), None, None, None, None)
            );
        }
        let cases = &tally.cases;
        assert_eq!((cases.sent, cases.ended, cases.open), (Some(0), Some(0), Some(0)));
        assert_eq!((cases.median, cases.ninetieth, cases.within), (None, None, None));
        assert!(tally.roles.iter().all(|r| matches!(r.busy, None | Some(0))));
    }
    assert_eq!(summary(&[]), None);
}

#[test]
fn a_summary_tells_the_middle_and_how_far_it_went() {
    let month = month(ktp(), Course::of(ktp(), &history(&course())).into_iter().collect());
    let one = told(&month, &Setting::as_it_was(&month));
    let mut tallies = vec![one.clone(), one.clone(), one];
    for (tally, median) in tallies.iter_mut().zip([Some(700), None, Some(500)]) {
        tally.steps[0].median = median;
        tally.steps[1].median = None;
    }
    let summary = summary(&tallies).expect("there are replays");
    assert_eq!(summary.steps[0].median, Some(Spread { median: 500, lowest: 500, highest: 700 }));
    assert_eq!(summary.steps[1].median, None);
    assert_eq!(summary.cases.sent, Some(Spread { median: 1, lowest: 1, highest: 1 }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn measured_and_replayed_are_the_same_cases_and_visits_and_no_share_is_more_than_all(
        plans in plans(), others in settings(), seed in any::<u64>(),
    ) {
        let p = narrow();
        let month = month(&p, courses(&p, &plans));
        let setting = set(&month, &others);
        let mut draw = chance(seed);
        let replays: Vec<Tally> = (0..3)
            .map(|_| replay(&month, &setting, &Draws::of(&month, &mut draw)).expect("a setting without fault"))
            .collect();
        let was = measured(&month, &setting);
        for tally in &replays {
            prop_assert_eq!((tally.cases.sent, tally.cases.ended), (was.cases.sent, was.cases.ended));
            prop_assert!(tally.steps.iter().map(|s| s.visits).eq(was.steps.iter().map(|s| s.visits)));
        }
        for tally in replays.iter().chain([&was]) {
            let shares = tally.steps.iter().map(|s| s.within).chain(tally.roles.iter().map(|r| r.busy));
            prop_assert!(shares.chain([tally.cases.within]).flatten().all(|share| share <= 1_000));
        }
        let all = summary(&replays).expect("there are replays");
        for (spread, number) in all.steps.iter().zip(&replays[0].steps) {
            let (Some(spread), Some(number)) = (spread.median, number.median) else { continue };
            prop_assert!((spread.lowest..=spread.highest).contains(&number));
            prop_assert!((spread.lowest..=spread.highest).contains(&spread.median));
        }
    }
}
