//! What holds of every replay, whatever the month and the setting.

use super::months::{
    Plan, Stay, at, chance, courses, draws, month, narrow, november, plain_plans, plans, played, set,
    settings, with_people,
};
use crate::invariants::{Life, both, live};
use crate::support::wish::wishes;
use jiff::SignedDuration;
use procedure::Procedure;
use procedure::event::Closing;
use procedure::measure::{Account, End, track};
use procedure::what_if::{Course, Draws, LegKind, MonthOfCases, Played, Replay, Setting, replay};
use proptest::prelude::*;

/// Every leg begins where the one before ended, and its parts are all its working time.
fn nothing_is_lost(month: &MonthOfCases, setting: &Setting, draws: &Draws, played: &Played) {
    let replay = Replay::new(month, setting).expect("a setting without fault");
    let calendar = &setting.calendar;
    assert_eq!(played.0.len(), month.scripts().len());
    for (case, (script, passed)) in month.scripts().iter().zip(&played.0).enumerate() {
        assert_eq!(passed.len(), script.legs.len());
        let (mut now, mut sum) = (script.sent, SignedDuration::ZERO);
        for (i, (leg, passed)) in script.legs.iter().zip(passed).enumerate() {
            assert!(passed.reached == now && passed.reached <= passed.taken && passed.taken <= passed.over);
            let queue = calendar.between(at(passed.reached), at(passed.taken));
            let rest = calendar.between(at(passed.taken), at(passed.over));
            match leg.kind {
                LegKind::Work { .. } => assert_eq!(rest.as_secs(), replay.hands_on(draws, case, i)),
                LegKind::Rest { seconds } => assert_eq!(passed.over - passed.reached, seconds),
                LegKind::Until { at } => assert_eq!(passed.over, at.max(passed.reached)),
            }
            sum += queue + rest;
            now = passed.over;
        }
        assert_eq!(sum, calendar.between(at(script.sent), at(now)));
    }
}

fn overs(played: &Played) -> Vec<i64> {
    played.0.iter().filter_map(|legs| legs.last()).map(|p| p.over).collect()
}

/// In one replay, how long the office took for each visit that it ended: in all, and hands on.
fn visits_of(p: &Procedure, month: &MonthOfCases, played: &Played) -> Vec<(SignedDuration, SignedDuration)> {
    let (mut all, mut open) = (Vec::new(), (SignedDuration::ZERO, SignedDuration::ZERO));
    for (script, passed) in month.scripts().iter().zip(&played.0) {
        let mut number = usize::MAX;
        for (leg, passed) in script.legs.iter().zip(passed) {
            if leg.visit != number {
                (number, open) = (leg.visit, (SignedDuration::ZERO, SignedDuration::ZERO));
            }
            if matches!(leg.kind, LegKind::Work { .. }) {
                open.0 += p.calendar.between(at(passed.reached), at(passed.over));
                open.1 += p.calendar.between(at(passed.taken), at(passed.over));
            }
            if leg.ends_visit {
                all.push(open);
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn queue_hands_on_time_and_waits_are_together_all_the_working_time(
        plans in plans(), others in settings(), seed in any::<u64>(),
    ) {
        let p = narrow();
        let month = month(&p, courses(&p, &plans));
        let setting = set(&month, &others);
        nothing_is_lost(&month, &setting, &draws(&month, seed), &played(&month, &setting, seed));
    }

    #[test]
    fn with_more_people_than_cases_every_visit_takes_its_hands_on_time_and_no_more(
        plans in plans(), seed in any::<u64>(),
    ) {
        let p = narrow();
        let month = month(&p, courses(&p, &plans));
        let setting = with_people(&month, u32::try_from(plans.len()).expect("few") + 1);
        let played = played(&month, &setting, seed);
        let visits = visits_of(&p, &month, &played);
        prop_assert!(visits.iter().all(|(work, hands_on)| work == hands_on));
        let tally = Replay::new(&month, &setting).expect("no fault").tally(&played);
        let told: u64 = tally.steps.iter().filter_map(|s| s.visits).sum();
        prop_assert_eq!(told, visits.len() as u64);
        prop_assert!(tally.steps.iter().all(|s| s.queue == (s.visits != Some(0)).then_some(0)));
    }

    #[test]
    fn in_one_step_without_waits_another_person_makes_nobody_later(
        plans in plain_plans(), people in 1u32..5, seed in any::<u64>(),
    ) {
        let p = narrow();
        let month = month(&p, courses(&p, &plans));
        let fewer = overs(&played(&month, &with_people(&month, people), seed));
        let more = overs(&played(&month, &with_people(&month, people + 1), seed));
        prop_assert_eq!(fewer.len(), plans.len());
        prop_assert!(fewer.iter().zip(&more).all(|(fewer, more)| more <= fewer));
    }

    #[test]
    fn the_same_seed_tells_the_same_to_the_last_number(
        plans in plans(), others in settings(), seed in any::<u64>(),
    ) {
        let p = narrow();
        let month = month(&p, courses(&p, &plans));
        let setting = set(&month, &others);
        let tell = || {
            let mut draw = chance(seed);
            replay(&month, &setting, &Draws::of(&month, &mut draw)).expect("a setting without fault")
        };
        prop_assert_eq!(tell(), tell());
    }

    #[test]
    fn the_order_in_which_courses_are_given_tells_nothing_but_who_is_first_at_the_same_instant(
        mut plans in plans(), seed in any::<u64>(),
    ) {
        let p = narrow();
        plans.sort_by_key(|plan| plan.sent);
        plans.dedup_by_key(|plan| plan.sent);
        let forwards = month(&p, courses(&p, &plans));
        plans.reverse();
        let backwards = month(&p, courses(&p, &plans));
        prop_assert_eq!(forwards.scripts(), backwards.scripts());
        let setting = with_people(&forwards, 1);
        prop_assert_eq!(played(&forwards, &setting, seed), played(&backwards, &setting, seed));
    }

    #[test]
    fn whatever_people_wish_its_course_is_replayed_to_its_end(
        p in both(), first in wishes(120), second in wishes(120), seed in any::<u64>(),
    ) {
        let lives = [live(p, &first, |_, _| {}), live(p, &second, |_, _| {})];
        let courses: Vec<Course> = lives.iter().filter_map(|l| Course::of(p, &l.history)).collect();
        for (life, course) in lives.iter().filter(|l| is_sent(l)).zip(&courses) {
            prop_assert_eq!(&track(&life.history, &p.calendar).visits, &course.visits);
            let parts = course.visits.iter().map(|v| (v.started, v.ended, &v.parts));
            for (started, ended, parts) in parts {
                prop_assert!(parts.first().is_none_or(|part| part.from == started));
                prop_assert!(parts.last().is_none_or(|part| part.until == ended));
                prop_assert!(parts.windows(2).all(|two| two[0].until == two[1].from && two[0].account != two[1].account));
                let held = parts.iter().flat_map(|part| part.held.iter().map(move |h| (part, h)));
                prop_assert!(held.into_iter().all(|(part, h)| part.from <= h.from && h.until <= part.until));
            }
        }
        let sent = courses.len();
        let month = MonthOfCases::of(p, november(), courses);
        prop_assert!(month.left_out() == 0 && month.scripts().len() <= sent);
        let setting = Setting::as_it_was(&month);
        nothing_is_lost(&month, &setting, &draws(&month, seed), &played(&month, &setting, seed));
    }
}

fn is_sent(life: &Life) -> bool {
    life.case.as_ref().is_some_and(|c| c.submitted_at.is_some())
}

#[test]
fn another_seed_may_tell_otherwise() {
    let p = narrow();
    let plan = |n: i64| Plan {
        sent: n * 600,
        closing: Some(Closing::HandedOver),
        stays: vec![Stay {
            step: 0,
            end: End::Done,
            pieces: vec![(Account::Work, 300 + 60 * n, Some((0, 100)))],
        }],
    };
    let plans: Vec<_> = (0..6).map(plan).collect();
    let month = month(&p, courses(&p, &plans));
    let setting = with_people(&month, 1);
    let first = played(&month, &setting, 0);
    assert!((1..20).any(|seed| played(&month, &setting, seed) != first));
}
