//! A case's visits to its steps, and where their time went. Judged by the deadlines that stand in the events; nothing
//! is counted here.

use super::path::{Path, PathKind};
use crate::Calendar;
use crate::case::{Case, CurrentStep, Status, evolve};
use crate::command::Actor;
use crate::event::{Closing, Event, EventBody, Waiting};
use crate::ids::{StepId, UserId};
use jiff::{SignedDuration, Timestamp};

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// An officer's outcome took the case on, back to its applicant, or to its end.
    Done,
    /// The applicant sent again what was returned to them.
    Corrected,
    /// It was called off or put an end to otherwise.
    GivenUp,
}

/// One stay of a case at a step, or with its applicant after a return from there. All times are working time, and
/// together they are all the working time from beginning to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub step: StepId,
    pub started: Timestamp,
    pub ended: Timestamp,
    pub end: End,
    pub work: SignedDuration,
    pub applicant: SignedDuration,
    pub stock: SignedDuration,
    pub equipment: SignedDuration,
    /// How long after its deadline the work ended; none within it, and where nobody judges.
    pub late: Option<SignedDuration>,
    /// Who recorded the outcome that ended it.
    pub officer: Option<UserId>,
    /// The number of the event that ended it.
    pub seq: u64,
}

impl Visit {
    pub fn whole(&self) -> SignedDuration {
        [self.work, self.applicant, self.stock, self.equipment]
            .into_iter()
            .fold(SignedDuration::ZERO, SignedDuration::saturating_add)
    }
}

/// Where a case has been: its visits that have ended, and every way that it took.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Track {
    pub visits: Vec<Visit>,
    pub paths: Vec<Path>,
}

/// The visits of a case that have ended, and its ways, both in order.
pub fn track(events: &[Event], calendar: &Calendar) -> Track {
    let mut walk = Walk { calendar, here: None, track: Track::default() };
    let mut case: Option<Case> = None;
    let mut last: Option<Timestamp> = None;
    for event in events {
        if let (Some(before), Some(since)) = (&case, last) {
            walk.pass(before, since, event.at);
        }
        let before = case.take();
        case = evolve(before.clone(), event);
        walk.meet(before.as_ref(), event, case.as_ref().map_or(0, |c| c.seq));
        last = Some(last.map_or(event.at, |l| l.max(event.at)));
    }
    walk.track
}

struct Walk<'a> {
    calendar: &'a Calendar,
    here: Option<Here>,
    track: Track,
}

/// The visit that goes on.
struct Here {
    visit: Visit,
    /// Until when somebody was at work on it.
    worked_until: Timestamp,
    /// With its applicant after a return: no work of the office's.
    corrected: bool,
    /// How much of its work belongs to outcomes that were recorded.
    told: SignedDuration,
}

impl Here {
    fn new(step: &StepId, at: Timestamp, corrected: bool) -> Self {
        let zero = SignedDuration::ZERO;
        let visit = Visit {
            step: step.clone(),
            started: at,
            ended: at,
            end: End::GivenUp,
            work: zero,
            applicant: zero,
            stock: zero,
            equipment: zero,
            late: None,
            officer: None,
            seq: 0,
        };
        Self { visit, worked_until: at, corrected, told: zero }
    }
}

impl Walk<'_> {
    /// Time goes by, to the account of whatever the case waits for.
    fn pass(&mut self, case: &Case, since: Timestamp, until: Timestamp) {
        let Some(here) = &mut self.here else { return };
        if until <= since || case.status != Status::Open {
            return;
        }
        let visit = &mut here.visit;
        let account = match case.waiting.as_ref().map(|w| w.waiting) {
            _ if here.corrected => &mut visit.applicant,
            Some(Waiting::Applicant) => &mut visit.applicant,
            Some(Waiting::Stock) => &mut visit.stock,
            Some(Waiting::Equipment) => &mut visit.equipment,
            None => {
                here.worked_until = until;
                &mut visit.work
            }
        };
        *account = account.saturating_add(self.calendar.between(since, until));
    }

    fn meet(&mut self, before: Option<&Case>, event: &Event, seq: u64) {
        if let (Some((step, outcome)), Some(here)) = (event.body.outcome(), &mut self.here)
            && *step == here.visit.step
        {
            if let Actor::Officer { user, .. } = &event.actor {
                here.visit.officer = Some(user.clone());
            }
            let time = here.visit.work.saturating_sub(here.told);
            here.told = here.visit.work;
            self.went(step.clone(), PathKind::Outcome(outcome.clone()), time, seq);
        }
        let stood = before.and_then(|c| c.step.as_ref());
        match &event.body {
            EventBody::StepStarted { step, .. } => {
                self.leave(stood, event.at, seq, End::Done);
                self.here = Some(Here::new(step, event.at, false));
            }
            EventBody::Returned { step, .. } => {
                self.leave(stood, event.at, seq, End::Done);
                self.here = Some(Here::new(step, event.at, true));
            }
            EventBody::Reopened { .. } => {
                let step = stood.map(|s| s.id.clone());
                step.into_iter()
                    .for_each(|step| self.went(step, PathKind::Reopened, SignedDuration::ZERO, seq));
            }
            EventBody::Closed { closing } => {
                if *closing == Closing::Withdrawn {
                    self.withdrawn(seq);
                }
                let end = if is_done(*closing) { End::Done } else { End::GivenUp };
                self.leave(stood, event.at, seq, end);
            }
            _ => {}
        }
    }

    fn went(&mut self, step: StepId, kind: PathKind, time: SignedDuration, seq: u64) {
        self.track.paths.push(Path { step, kind, time, seq });
    }

    fn withdrawn(&mut self, seq: u64) {
        let Some(here) = &self.here else { return };
        let (step, time) = (here.visit.step.clone(), here.visit.work.saturating_sub(here.told));
        self.went(step, PathKind::Withdrawn, time, seq);
    }

    fn leave(&mut self, stood: Option<&CurrentStep>, at: Timestamp, seq: u64, end: End) {
        let Some(Here { mut visit, worked_until, corrected, .. }) = self.here.take() else { return };
        visit.end = if corrected && end == End::Done { End::Corrected } else { end };
        if visit.end == End::Corrected {
            self.went(visit.step.clone(), PathKind::Corrected, visit.applicant, seq);
        }
        visit.ended = at;
        visit.seq = seq;
        visit.late = stood
            .filter(|s| visit.end == End::Done && (s.clock.over || worked_until > s.clock.due))
            .map(|s| self.calendar.between(s.clock.due, worked_until));
        self.track.visits.push(visit);
    }
}

/// Whether it was the office that brought the case to such an end.
pub(super) fn is_done(closing: Closing) -> bool {
    match closing {
        Closing::HandedOver | Closing::Rejected | Closing::NotCollected => true,
        Closing::Withdrawn | Closing::Expired => false,
    }
}
