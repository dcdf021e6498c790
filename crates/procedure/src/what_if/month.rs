//! A month of cases as it was: what each of them had to go through, how long it was worked on, and by how many. Nothing
//! is replayed here, and no officer is named by what stands here.

use super::axis::Axis;
use super::course::Course;
use super::hands::{HandsOn, Stretch, shared};
use crate::ids::{RoleId, StepId, UserId};
use crate::measure::{Account, End, Part, Period, Visit, is_done};
use crate::{Calendar, Procedure};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// A case's way through the office. All instants and lengths are whole seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    pub sent: i64,
    pub legs: Vec<Leg>,
    /// When it ended, and whether it was the office that ended it.
    pub ended: Option<(i64, bool)>,
}

/// One part of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// Its place among the month's steps.
    pub step: usize,
    pub kind: LegKind,
    /// The number of its visit among the case's.
    pub visit: usize,
    /// It is the last of a visit after which the office had done with the step.
    pub ends_visit: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegKind {
    /// Something for the office to do: the working time it took, and for how long somebody had their hands on it.
    Work { working: i64, hands_on: Option<SignedDuration> },
    /// As long as it was, by any clock.
    Rest { seconds: i64 },
    /// Until the same instant as it was.
    Until { at: i64 },
}

/// A step as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepThen {
    pub id: StepId,
    /// Its place among the month's roles.
    pub role: usize,
    pub minutes: u32,
    /// Every measured hands-on time of finished work, in seconds.
    pub measured: Vec<i64>,
}

/// The month's cases, and the office in which they happened.
#[derive(Debug, Clone)]
pub struct MonthOfCases {
    pub(super) calendar: Calendar,
    pub(super) minutes: u32,
    /// From its first instant to the one after its last.
    pub(super) span: (i64, i64),
    /// How far time is counted beforehand.
    pub(super) horizon: i64,
    /// Those with a step, in the order of their first, and how many people ended a visit there.
    pub(super) roles: Vec<(RoleId, u32)>,
    /// Hands-on time within the month, by role; none where nobody claimed anything.
    pub(super) worked: Vec<Option<SignedDuration>>,
    steps: Vec<StepThen>,
    scripts: Vec<Script>,
    left_out: usize,
}

impl MonthOfCases {
    /// Of all courses those that were sent in the period, in the order in which they were sent, and at the same instant
    /// in the order given. `p` is the procedure as it was then.
    pub fn of(p: &Procedure, period: Period, courses: impl IntoIterator<Item = Course>) -> Self {
        let calendar = p.calendar.clone();
        let begin = calendar.begin_of(period.from()).as_second();
        let end = period.to().tomorrow().map_or(begin, |day| calendar.begin_of(day).as_second());
        let (roles, steps) = steps(p);
        let known = |step: &StepId| steps.iter().any(|s| s.id == *step);
        let in_month = |c: &Course| (begin..end).contains(&c.sent.as_second());
        let (mut courses, strange): (Vec<_>, Vec<_>) = courses.into_iter().filter(in_month).partition(|c| {
            c.visits.iter().all(|v| known(&v.step)) && c.going.as_ref().is_none_or(|g| known(&g.step))
        });
        courses.sort_by_key(|c| c.sent);
        let horizon = horizon(&courses, (begin, end));
        let mut month = Self {
            minutes: p.clocks.minutes,
            span: (begin, end),
            horizon,
            worked: vec![None; roles.len()],
            roles,
            steps,
            scripts: Vec::new(),
            left_out: strange.len(),
            calendar,
        };
        month.count_people(&courses);
        month.write(&courses);
        month
    }

    /// One a case, in the order in which they were sent.
    pub fn scripts(&self) -> &[Script] {
        &self.scripts
    }

    pub fn steps(&self) -> &[StepThen] {
        &self.steps
    }

    /// The roles that have a step.
    pub fn roles(&self) -> impl Iterator<Item = &RoleId> {
        self.roles.iter().map(|(role, _)| role)
    }

    /// The cases of the month that cannot be replayed, since they stood at a step that the procedure does not have.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    fn place(&self, step: &StepId) -> usize {
        self.steps.iter().position(|s| s.id == *step).unwrap_or(0)
    }

    fn count_people(&mut self, courses: &[Course]) {
        let mut people: BTreeMap<usize, BTreeSet<&UserId>> = BTreeMap::new();
        let in_month = |v: &&Visit| (self.span.0..self.span.1).contains(&v.ended.as_second());
        for visit in courses.iter().flat_map(|c| &c.visits).filter(in_month) {
            let role = self.steps.get(self.place(&visit.step)).map(|s| s.role);
            if let (Some(role), Some(officer)) = (role, &visit.officer) {
                people.entry(role).or_default().insert(officer);
            }
        }
        let counted = people.into_iter().map(|(role, who)| (role, who.len())).collect::<Vec<_>>();
        for (role, count) in counted {
            if let Some((_, people)) = self.roles.get_mut(role) {
                *people = u32::try_from(count).unwrap_or(u32::MAX);
            }
        }
    }

    fn write(&mut self, courses: &[Course]) {
        let axis = Axis::new(&self.calendar, self.span.0, self.horizon);
        let mut writing = Writing::default();
        for course in courses {
            let script = writing.script(course, |step| self.place(step));
            self.scripts.push(script);
        }
        let shares = shared(&writing.held, &axis, self.span);
        let legs = self.scripts.iter_mut().flat_map(|s| &mut s.legs);
        let works = legs.filter(|leg| matches!(leg.kind, LegKind::Work { .. }));
        for (part, leg) in works.enumerate() {
            let (Some(share), Some(step)) = (shares.get(&part), self.steps.get_mut(leg.step)) else {
                continue;
            };
            measure(leg, step, share, writing.unfinished.contains(&part));
            if let Some(worked) = self.worked.get_mut(step.role) {
                *worked = Some(worked.unwrap_or_default() + share.within);
            }
        }
    }
}

/// What is known of a part of work; work in closed hours alone tells nothing of how long it takes.
fn measure(leg: &mut Leg, step: &mut StepThen, share: &HandsOn, unfinished: bool) {
    let LegKind::Work { hands_on, .. } = &mut leg.kind else { return };
    if share.all <= SignedDuration::ZERO {
        return;
    }
    *hands_on = Some(share.all);
    if !unfinished {
        let rounded = share.all.saturating_add(SignedDuration::from_millis(500)).as_secs();
        step.measured.push(rounded.max(1));
    }
}

/// The roles that have a step, and the steps.
fn steps(p: &Procedure) -> (Vec<(RoleId, u32)>, Vec<StepThen>) {
    let (mut roles, mut steps): (Vec<(RoleId, u32)>, Vec<_>) = (Vec::new(), Vec::new());
    for step in &p.steps {
        let role = roles.iter().position(|(role, _)| *role == step.role).unwrap_or_else(|| {
            roles.push((step.role.clone(), 0));
            roles.len() - 1
        });
        steps.push(StepThen { id: step.id.clone(), role, minutes: step.minutes, measured: Vec::new() });
    }
    (roles, steps)
}

/// A year after the last that is known, and not more than three after the beginning.
fn horizon(courses: &[Course], (begin, end): (i64, i64)) -> i64 {
    const DAY: i64 = 86_400;
    let going = courses.iter().filter_map(|c| c.going.as_ref()).flat_map(|g| &g.parts).map(|p| p.until);
    let ended = courses.iter().flat_map(|c| &c.visits).map(|v| v.ended);
    let last = going.chain(ended).max().map_or(end, Timestamp::as_second);
    last.max(end).saturating_add(366 * DAY).min(begin.saturating_add(1_096 * DAY))
}

/// Scripts as they are written, one after another.
#[derive(Default)]
struct Writing {
    /// The parts of work so far.
    works: usize,
    held: BTreeMap<UserId, Vec<Stretch>>,
    /// Parts of work that nobody brought to an end.
    unfinished: BTreeSet<usize>,
}

impl Writing {
    fn script(&mut self, course: &Course, place: impl Fn(&StepId) -> usize) -> Script {
        let ended = course.visits.iter().map(|v| (&v.step, v.started, &v.parts, Some((v.end, v.ended))));
        let going = course.going.iter().map(|g| (&g.step, g.started, &g.parts, None));
        let (mut legs, mut left) = (Vec::new(), None);
        for (visit, (step, started, parts, end)) in ended.chain(going).enumerate() {
            let begun = legs.len();
            let leg = |kind| Leg { step: place(step), kind, visit, ends_visit: false };
            legs.extend(apart(left, started).map(leg));
            legs.extend(self.visit(parts, end.map(|(end, _)| end)).into_iter().map(leg));
            if let (Some((End::Done, _)), Some(last)) = (end, legs.get_mut(begun..).and_then(<[_]>::last_mut))
            {
                last.ends_visit = true;
            }
            left = end.map(|(_, ended)| ended);
        }
        let ended = course.closed.map(|(at, closing)| (at.as_second(), is_done(closing)));
        Script { sent: course.sent.as_second(), legs, ended }
    }

    fn visit(&mut self, parts: &[Part], end: Option<End>) -> Vec<LegKind> {
        if parts.is_empty() {
            // It was left in the very instant in which it was reached.
            return vec![LegKind::Rest { seconds: 0 }];
        }
        let legs = parts.iter().enumerate().map(|(i, part)| {
            let finished = i + 1 < parts.len() || matches!(end, Some(End::Done | End::Corrected));
            self.leg(part, finished, end)
        });
        legs.collect()
    }

    fn leg(&mut self, part: &Part, finished: bool, end: Option<End>) -> LegKind {
        let (from, until) = (part.from.as_second(), part.until.as_second());
        match part.account {
            Account::Applicant => LegKind::Rest { seconds: until - from },
            Account::Stock | Account::Equipment => LegKind::Until { at: until },
            // Given up before anybody had begun with it: it took nobody any time.
            Account::Work if !finished && end.is_some() && part.held.is_empty() => {
                LegKind::Rest { seconds: until - from }
            }
            Account::Work => {
                self.work(part, finished);
                LegKind::Work { working: part.working.as_secs(), hands_on: None }
            }
        }
    }

    fn work(&mut self, part: &Part, finished: bool) {
        for held in &part.held {
            let (from, until) = (held.from.as_second(), held.until.as_second());
            let stretch = Stretch { part: self.works, from, until };
            self.held.entry(held.officer.clone()).or_default().push(stretch);
        }
        if !finished {
            self.unfinished.insert(self.works);
        }
        self.works += 1;
    }
}

/// A case that was taken up again after its end is taken up after as long as it was.
fn apart(left: Option<Timestamp>, started: Timestamp) -> Option<LegKind> {
    let seconds = started.as_second() - left?.as_second();
    (seconds > 0).then_some(LegKind::Rest { seconds })
}
