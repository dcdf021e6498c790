//! What a month tells, told the same way of what was measured and of a replay, so that they can be set side by side.
//! Whatever cannot be known is none, and never a zero.

use super::axis::Axis;
use super::month::{LegKind, MonthOfCases, Script};
use super::play::{Passed, Played};
use super::replay::Replay;
use super::setting::Setting;
use crate::ids::{RoleId, StepId};
use jiff::SignedDuration;

/// The numbers of the month's cases, however long they took. Times are seconds of working time, shares are parts of a
/// thousand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally<N = Option<u64>> {
    pub steps: Vec<StepTally<N>>,
    pub cases: CaseTally<N>,
    pub roles: Vec<RoleTally<N>>,
}

/// Visits after which the office had done with the step. Waits for the applicant, blanks and equipment are in none of
/// its times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTally<N = Option<u64>> {
    pub step: StepId,
    pub visits: N,
    /// In the queue and hands on, of half the visits and of nine in ten.
    pub median: N,
    pub ninetieth: N,
    /// The share within the step's standard.
    pub within: N,
    /// In the queue alone, of half the visits; measured only where all its work was claimed.
    pub queue: N,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseTally<N = Option<u64>> {
    pub sent: N,
    /// By the office, and not by the applicant.
    pub ended: N,
    /// The office's work on those, in all their visits.
    pub median: N,
    pub ninetieth: N,
    /// The share within the whole case's standard.
    pub within: N,
    /// Not ended in any way when the month was over.
    pub open: N,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleTally<N = Option<u64>> {
    pub role: RoleId,
    pub people: N,
    /// The share of their open hours of the month in which they had their hands on these cases. Measured: as far as they
    /// claimed them.
    pub busy: N,
}

/// The office's seconds on a leg or a visit.
#[derive(Debug, Clone, Copy)]
struct Spent {
    queue: Option<i64>,
    work: i64,
}

/// What is collected before it is told.
struct Collected {
    steps: Vec<Vec<Spent>>,
    cases: Vec<i64>,
    open: usize,
    /// Seconds of hands-on time in the month.
    busy: Vec<Option<i64>>,
}

/// What was measured in the month, judged by the standards of a setting.
pub fn measured(month: &MonthOfCases, setting: &Setting) -> Tally {
    let axis = Axis::new(&month.calendar, month.span.0, month.horizon);
    let mut collected = Collected::new(month);
    for script in month.scripts() {
        let legs = script.legs.iter().map(|leg| match leg.kind {
            LegKind::Work { working, hands_on } => {
                let queue = |h: SignedDuration| working.saturating_sub(h.as_secs()).max(0);
                Spent { queue: hands_on.map(queue), work: working }
            }
            LegKind::Rest { .. } | LegKind::Until { .. } => Spent { queue: Some(0), work: 0 },
        });
        let ended_at = script.ended.map(|(at, _)| at);
        collected.case(month, script, legs, ended_at);
    }
    collected.busy = month.worked.iter().map(|w| w.map(|w| w.as_secs())).collect();
    let people: Vec<u32> = month.roles.iter().map(|(_, people)| *people).collect();
    collected.tell(month, setting, &people, axis.between(month.span.0, month.span.1))
}

pub(super) fn tally(replay: &Replay<'_>, played: &Played) -> Tally {
    let (month, axis) = (replay.month, &replay.axis);
    let mut collected = Collected::new(month);
    collected.busy = vec![Some(0); replay.people.len()];
    for (script, passed) in month.scripts().iter().zip(&played.0) {
        for (leg, passed) in script.legs.iter().zip(passed) {
            let role = month.steps().get(leg.step).map(|s| s.role);
            if let (LegKind::Work { .. }, Some(role)) = (leg.kind, role) {
                collected.work(role, in_month(axis, month, passed));
            }
        }
        let legs = script.legs.iter().zip(passed).map(|(leg, passed)| match leg.kind {
            LegKind::Work { .. } => {
                let queue = axis.between(passed.reached, passed.taken);
                Spent { queue: Some(queue), work: queue + axis.between(passed.taken, passed.over) }
            }
            LegKind::Rest { .. } | LegKind::Until { .. } => Spent { queue: Some(0), work: 0 },
        });
        let last = passed.last().map_or(script.sent, |p| p.over);
        collected.case(month, script, legs, script.ended.map(|_| last));
    }
    collected.tell(month, replay.setting, &replay.people, axis.between(month.span.0, month.span.1))
}

fn in_month(axis: &Axis, month: &MonthOfCases, passed: &Passed) -> i64 {
    axis.between(passed.taken.max(month.span.0), passed.over.min(month.span.1))
}

impl Collected {
    fn new(month: &MonthOfCases) -> Self {
        Self { steps: vec![Vec::new(); month.steps().len()], cases: Vec::new(), open: 0, busy: Vec::new() }
    }

    fn work(&mut self, role: usize, seconds: i64) {
        if let Some(Some(busy)) = self.busy.get_mut(role) {
            *busy += seconds;
        }
    }

    fn case(
        &mut self,
        month: &MonthOfCases,
        script: &Script,
        legs: impl Iterator<Item = Spent>,
        ended_at: Option<i64>,
    ) {
        let nothing = Spent { queue: Some(0), work: 0 };
        let (mut number, mut visit, mut all) = (0, nothing, 0);
        for (leg, spent) in script.legs.iter().zip(legs) {
            if leg.visit != number {
                (number, visit) = (leg.visit, nothing);
            }
            visit.queue = visit.queue.zip(spent.queue).map(|(a, b)| a + b);
            visit.work += spent.work;
            all += spent.work;
            if let (true, Some(step)) = (leg.ends_visit, self.steps.get_mut(leg.step)) {
                step.push(visit);
            }
        }
        self.open += usize::from(ended_at.is_none_or(|at| at >= month.span.1));
        self.cases.extend(script.ended.filter(|(_, by_office)| *by_office).map(|_| all));
    }

    fn tell(self, month: &MonthOfCases, setting: &Setting, people: &[u32], hours: i64) -> Tally {
        let steps = month.steps().iter().zip(&self.steps);
        let steps = steps.map(|(step, visits)| {
            let work = sorted(visits.iter().map(|v| v.work));
            let queue = sorted(visits.iter().filter_map(|v| v.queue));
            StepTally {
                step: step.id.clone(),
                visits: Some(count(work.len())),
                median: percentile(&work, 50),
                ninetieth: percentile(&work, 90),
                within: within(&work, setting.minutes_at(&step.id)),
                queue: percentile(&queue, 50),
            }
        });
        let steps = steps.collect();
        let roles = month.roles().zip(people).zip(&self.busy).map(|((role, people), busy)| RoleTally {
            role: role.clone(),
            people: Some(u64::from(*people)),
            busy: busy.and_then(|busy| share(busy, hours.saturating_mul(i64::from(*people)))),
        });
        let roles = roles.collect();
        let work = sorted(self.cases.iter().copied());
        let cases = CaseTally {
            sent: Some(count(month.scripts().len())),
            ended: Some(count(work.len())),
            median: percentile(&work, 50),
            ninetieth: percentile(&work, 90),
            within: within(&work, setting.case_minutes),
            open: Some(count(self.open)),
        };
        Tally { steps, cases, roles }
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn sorted(seconds: impl Iterator<Item = i64>) -> Vec<u64> {
    let mut all: Vec<u64> = seconds.map(|s| u64::try_from(s).unwrap_or(0)).collect();
    all.sort_unstable();
    all
}

/// The value that `percent` of a hundred do not exceed (nearest rank), exactly; none of nothing.
pub(super) fn percentile(sorted: &[u64], percent: usize) -> Option<u64> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

fn within(sorted: &[u64], minutes: u32) -> Option<u64> {
    let good = sorted.partition_point(|s| *s <= u64::from(minutes) * 60);
    share(i64::try_from(good).ok()?, i64::try_from(sorted.len()).ok()?)
}

/// In parts of a thousand, to the nearest; none where there is no whole.
fn share(part: i64, whole: i64) -> Option<u64> {
    let (part, whole) = (i128::from(part.max(0)), i128::from(whole));
    (whole > 0).then(|| u64::try_from((part * 2_000 + whole) / (2 * whole)).unwrap_or(1_000))
}
