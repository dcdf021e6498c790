//! The replay told a second time, second by second and without a queue of events, as somebody would play it with
//! counters on a table. Both must tell the same.

use super::months::{at, chance, courses, draws, month, narrow, plans, set, settings};
use crate::support::ktp;
use jiff::civil::Time;
use procedure::Calendar;
use procedure::what_if::{LegKind, MonthOfCases, Passed, Replay, Setting};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Whether a calendar is open in each second of three weeks.
struct Hours {
    begin: i64,
    open: Vec<bool>,
}

static WIDE: LazyLock<Hours> = LazyLock::new(|| Hours::of(&ktp().calendar));
static NARROW: LazyLock<Hours> = LazyLock::new(|| Hours::of(&narrow().calendar));

impl Hours {
    fn of(calendar: &Calendar) -> Self {
        let first = super::months::friday();
        let begin = calendar.begin_of(calendar.day_of(first)).as_second();
        let mut open = Vec::new();
        for day in 0..60 {
            let midnight = begin + day * 86_400;
            let hours = calendar.hours(calendar.day_of(at(midnight)));
            for second in 0..86_400 {
                let (hour, rest) = (second / 3_600, second % 3_600);
                let time = Time::constant(hour as i8, (rest / 60) as i8, (rest % 60) as i8, 0);
                open.push(hours.iter().any(|i| i.from <= time && time < i.to));
            }
        }
        Self { begin, open }
    }

    fn is_open(&self, second: i64) -> bool {
        let place = usize::try_from(second - self.begin).expect("not before the beginning");
        *self.open.get(place).expect("two months are enough")
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Counter {
    ToCome,
    Rests { until: i64 },
    Queues { since: i64 },
    Worked { left: i64 },
    Through,
}

struct Table<'a> {
    month: &'a MonthOfCases,
    setting: &'a Setting,
    hands_on: Vec<Vec<i64>>,
    counters: Vec<Counter>,
    passed: Vec<Vec<Passed>>,
}

impl Table<'_> {
    fn role(&self, case: usize) -> usize {
        let leg = self.month.scripts()[case].legs[self.passed[case].len() - 1];
        self.month.steps()[leg.step].role
    }

    /// Brings on the first case for which something is over now.
    fn brings_on(&mut self, now: i64) -> bool {
        let over = |(case, counter): (usize, &Counter)| match counter {
            Counter::ToCome => self.month.scripts()[case].sent == now,
            Counter::Rests { until } => *until <= now,
            Counter::Worked { left } => *left == 0,
            Counter::Queues { .. } | Counter::Through => false,
        };
        let Some(case) = self.counters.iter().enumerate().position(over) else { return false };
        if let Some(last) = self.passed[case].last_mut() {
            last.over = now;
        }
        let legs = &self.month.scripts()[case].legs;
        self.counters[case] = match legs.get(self.passed[case].len()).map(|l| l.kind) {
            None => Counter::Through,
            Some(LegKind::Rest { seconds }) => Counter::Rests { until: now + seconds },
            Some(LegKind::Until { at }) => Counter::Rests { until: at },
            Some(LegKind::Work { .. }) => Counter::Queues { since: now },
        };
        if self.counters[case] != Counter::Through {
            self.passed[case].push(Passed { reached: now, taken: now, over: now });
        }
        true
    }

    /// Whoever has waited longest among those for whom there is somebody.
    fn takes_up(&mut self, now: i64) -> bool {
        if !self.counters.iter().any(|c| matches!(c, Counter::Queues { .. })) {
            return false;
        }
        let people: Vec<u32> = self.month.roles().map(|role| self.setting.people[role]).collect();
        let busy = |role| {
            let worked = |(case, c): &(usize, &Counter)| {
                matches!(c, Counter::Worked { .. }) && self.role(*case) == role
            };
            self.counters.iter().enumerate().filter(worked).count()
        };
        let queued = self.counters.iter().enumerate().filter_map(|(case, counter)| match counter {
            Counter::Queues { since } => Some((*since, case)),
            _ => None,
        });
        let next =
            queued.filter(|(_, case)| busy(self.role(*case)) < people[self.role(*case)] as usize).min();
        let Some((_, case)) = next else { return false };
        let leg = self.passed[case].len() - 1;
        self.passed[case][leg].taken = now;
        self.counters[case] = Counter::Worked { left: self.hands_on[case][leg] };
        true
    }

    fn play(&mut self, hours: &Hours) {
        let mut now = self.month.scripts().iter().map(|s| s.sent).min().unwrap_or(0);
        while self.counters.iter().any(|c| *c != Counter::Through) {
            while self.brings_on(now) || self.takes_up(now) {}
            if hours.is_open(now) {
                for counter in &mut self.counters {
                    if let Counter::Worked { left } = counter {
                        *left -= 1;
                    }
                }
            }
            now += 1;
        }
    }
}

fn second_by_second(month: &MonthOfCases, setting: &Setting, hours: &Hours, seed: u64) -> Vec<Vec<Passed>> {
    let (drawn, mut again) = (draws(month, seed), chance(seed));
    let hands_on = month.scripts().iter().enumerate().map(|(case, script)| {
        let leg = |(i, leg): (usize, &procedure::what_if::Leg)| {
            let step = &month.steps()[leg.step];
            let LegKind::Work { .. } = leg.kind else { return 0 };
            let seconds = match step.measured.len() {
                0 => i64::from(step.minutes) * 60,
                n => step.measured[again(n as u64) as usize],
            };
            assert_eq!(drawn.seconds(case, i), seconds);
            (seconds * i64::from(setting.pace[&step.id]) + 50) / 100
        };
        script.legs.iter().enumerate().map(leg).collect()
    });
    let hands_on = hands_on.collect();
    let cases = month.scripts().len();
    let (counters, passed) = (vec![Counter::ToCome; cases], vec![Vec::new(); cases]);
    let mut table = Table { month, setting, hands_on, counters, passed };
    table.play(hours);
    table.passed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn second_by_second_every_part_is_over_at_the_same_instant(
        plans in plans(), others in settings(), wide in any::<bool>(), seed in any::<u64>(),
    ) {
        let p = narrow();
        let month = month(&p, courses(&p, &plans));
        let mut setting = set(&month, &others);
        let hours = if wide { &WIDE } else { &NARROW };
        if wide {
            setting.calendar = ktp().calendar.clone();
        }
        let replay = Replay::new(&month, &setting).expect("a setting without fault");
        let quick = replay.play(&draws(&month, seed));
        prop_assert_eq!(quick.0, second_by_second(&month, &setting, hours, seed));
    }
}
