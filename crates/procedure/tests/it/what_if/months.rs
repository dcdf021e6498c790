//! Small invented months, and what the tests ask of a replay. No assertion about a rule stands here.

use crate::support::{ktp, monday_at_eight};
use jiff::civil::{Time, date, time};
use jiff::{SignedDuration, Timestamp};
use procedure::calendar::Interval;
use procedure::event::Closing;
use procedure::measure::{Account, End, Going, Held, Part, Period, Visit};
use procedure::what_if::{Course, Draws, MonthOfCases, Played, Replay, Setting};
use procedure::{Procedure, StepId};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A number below another, always the same for the same seed.
pub fn chance(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below.max(1)
    }
}

pub fn draws(month: &MonthOfCases, seed: u64) -> Draws {
    Draws::of(month, &mut chance(seed))
}

pub fn november() -> Period {
    Period::month_of(date(2026, 11, 23))
}

pub fn month(p: &Procedure, courses: Vec<Course>) -> MonthOfCases {
    MonthOfCases::of(p, november(), courses)
}

/// The setting as it was, with so many people in every role.
pub fn with_people(month: &MonthOfCases, people: u32) -> Setting {
    let mut setting = Setting::as_it_was(month);
    setting.people.values_mut().for_each(|n| *n = people);
    setting
}

pub fn played(month: &MonthOfCases, setting: &Setting, seed: u64) -> Played {
    let replay = Replay::new(month, setting).expect("a setting without fault");
    replay.play(&draws(month, seed))
}

pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("an instant")
}

/// The first two steps are one role's, and the office opens for a few stretches of every working day.
pub fn narrow() -> Procedure {
    let mut p = ktp().clone();
    let role = p.steps[0].role.clone();
    p.steps[1].role = role;
    let opens = |from: Time, to: Time| Interval { from, to };
    let day = vec![opens(time(8, 0, 0, 0), time(9, 0, 0, 0)), opens(time(9, 20, 0, 0), time(10, 10, 0, 0))];
    for (i, hours) in p.calendar.week.iter_mut().enumerate() {
        *hours = if i < 5 { day.clone() } else { Vec::new() };
    }
    p
}

/// A part of a visit to come: to whose account, for how many seconds, and who of three claims how much of it at its end.
pub type Piece = (Account, i64, Option<(u8, u8)>);

/// A visit to come: which step, and how it ends.
#[derive(Debug, Clone)]
pub struct Stay {
    pub step: usize,
    pub end: End,
    pub pieces: Vec<Piece>,
}

/// A case to come: how many seconds after [`friday`] it is sent, and how it ends where it does.
#[derive(Debug, Clone)]
pub struct Plan {
    pub sent: i64,
    pub stays: Vec<Stay>,
    pub closing: Option<Closing>,
}

/// Friday, 20 November 2026, at nine in the office.
pub fn friday() -> Timestamp {
    monday_at_eight() - SignedDuration::from_hours(3 * 24 - 1)
}

pub fn course(p: &Procedure, plan: &Plan) -> Course {
    let sent = friday() + SignedDuration::from_secs(plan.sent);
    let (mut visits, mut now) = (Vec::new(), sent);
    for (i, stay) in plan.stays.iter().enumerate() {
        let started = now;
        let parts: Vec<Part> = stay.pieces.iter().map(|piece| part(p, piece, &mut now)).collect();
        let officer = Some(format!("petugas{}", i % 2).as_str().into());
        let (step, end) = (p.steps[stay.step].id.clone(), stay.end);
        visits.push(Visit { step, started, ended: now, end, parts, late: None, officer, seq: 0 });
    }
    let going = match plan.closing {
        Some(_) => None,
        None => visits.pop().map(|Visit { step, started, parts, .. }| Going { step, started, parts }),
    };
    Course { sent, visits, going, closed: plan.closing.map(|closing| (now, closing)) }
}

fn part(p: &Procedure, (account, seconds, claimed): &Piece, now: &mut Timestamp) -> Part {
    let (from, until) = (*now, *now + SignedDuration::from_secs(*seconds));
    let held = claimed.filter(|_| *account == Account::Work).map(|(who, percent)| {
        let held = SignedDuration::from_secs(seconds * i64::from(percent) / 100);
        Held { officer: format!("petugas{who}").as_str().into(), from: until - held, until }
    });
    *now = until;
    let working = p.calendar.between(from, until);
    Part { account: *account, from, until, working, held: held.into_iter().collect() }
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let account = prop_oneof![
        4 => Just(Account::Work), 1 => Just(Account::Applicant),
        1 => Just(Account::Stock), 1 => Just(Account::Equipment),
    ];
    let claimed = prop::option::weighted(0.7, (0u8..3, 0u8..=100));
    prop::collection::vec((account, 1i64..2_000, claimed), 0..4)
}

fn stays(steps: usize) -> impl Strategy<Value = Vec<Stay>> {
    let end = prop_oneof![5 => Just(End::Done), 1 => Just(End::Corrected), 1 => Just(End::GivenUp)];
    let stay = (0..steps, end, pieces()).prop_map(|(step, end, pieces)| Stay { step, end, pieces });
    prop::collection::vec(stay, 0..4)
}

/// Few cases within one morning, at any of four steps, with waits of all kinds, some of them still open.
pub fn plans() -> impl Strategy<Value = Vec<Plan>> {
    let closing =
        prop::option::weighted(0.8, prop_oneof![Just(Closing::HandedOver), Just(Closing::Withdrawn)]);
    // Few instants, so that some are sent at the same one.
    let sent = (0i64..30).prop_map(|n| n * 200);
    let plan = (sent, stays(4), closing).prop_map(|(sent, stays, closing)| Plan { sent, stays, closing });
    prop::collection::vec(plan, 0..7)
}

/// Cases that want one thing of one step, each claimed to its end.
pub fn plain_plans() -> impl Strategy<Value = Vec<Plan>> {
    let plan = (0i64..20_000, 1i64..4_000, 0u8..3, 1u8..=100).prop_map(|(sent, seconds, who, percent)| {
        let pieces = vec![(Account::Work, seconds, Some((who, percent)))];
        let stays = vec![Stay { step: 0, end: End::Done, pieces }];
        Plan { sent, stays, closing: Some(Closing::HandedOver) }
    });
    prop::collection::vec(plan, 1..14)
}

pub fn courses(p: &Procedure, plans: &[Plan]) -> Vec<Course> {
    plans.iter().map(|plan| course(p, plan)).collect()
}

/// How fast each step goes, and how many people each role has.
pub fn settings() -> impl Strategy<Value = (Vec<u32>, Vec<u32>)> {
    (prop::collection::vec(1u32..4, 4), prop::collection::vec(10u32..300, 4))
}

pub fn set(month: &MonthOfCases, (people, pace): &(Vec<u32>, Vec<u32>)) -> Setting {
    let mut setting = Setting::as_it_was(month);
    setting.people.values_mut().zip(people).for_each(|(n, people)| *n = *people);
    let steps = month.steps().iter().map(|s| s.id.clone());
    setting.pace = steps.zip(pace.iter().copied()).collect::<BTreeMap<StepId, u32>>();
    setting
}
