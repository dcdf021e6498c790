//! A case's visits to its steps, part by part, and where their time went. Judged by the deadlines that stand in the
//! events; nothing is counted here.

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

/// To whose account time goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// The office could work on it.
    Work,
    /// It waited for its applicant, for blank cards, for equipment.
    Applicant,
    Stock,
    Equipment,
}

/// A stretch in which an officer had claimed what there was to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub officer: UserId,
    pub from: Timestamp,
    pub until: Timestamp,
}

/// A stretch of a visit that goes to one account, as long as it goes there without a break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub account: Account,
    pub from: Timestamp,
    pub until: Timestamp,
    /// The working time in it.
    pub working: SignedDuration,
    /// Who had claimed it while it was work, in order and without overlap.
    pub held: Vec<Held>,
}

/// One stay of a case at a step, or with its applicant after a return from there. The working time of its parts is
/// together all the working time from beginning to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub step: StepId,
    pub started: Timestamp,
    pub ended: Timestamp,
    pub end: End,
    /// In the order in which they happened.
    pub parts: Vec<Part>,
    /// How long after its deadline the work ended; none within it, and where nobody judges.
    pub late: Option<SignedDuration>,
    /// Who recorded the outcome that ended it.
    pub officer: Option<UserId>,
    /// The number of the event that ended it.
    pub seq: u64,
}

/// A visit that goes on, as far as it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Going {
    pub step: StepId,
    pub started: Timestamp,
    pub parts: Vec<Part>,
}

impl Visit {
    pub fn whole(&self) -> SignedDuration {
        sum(self.parts.iter())
    }

    /// The working time that went to one account.
    pub fn time(&self, account: Account) -> SignedDuration {
        time(&self.parts, account)
    }
}

fn time(parts: &[Part], account: Account) -> SignedDuration {
    sum(parts.iter().filter(|p| p.account == account))
}

fn sum<'a>(parts: impl Iterator<Item = &'a Part>) -> SignedDuration {
    parts.map(|p| p.working).fold(SignedDuration::ZERO, SignedDuration::saturating_add)
}

/// Where a case has been: its visits that have ended, the one that goes on, every path that it took, and the case that
/// all this makes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Track {
    pub visits: Vec<Visit>,
    pub going: Option<Going>,
    pub paths: Vec<Path>,
    pub case: Option<Case>,
}

/// What a case's events tell of its visits and its paths, both in order.
pub fn track(events: &[Event], calendar: &Calendar) -> Track {
    let mut walk = Walk { calendar, here: None, visits: Vec::new(), paths: Vec::new() };
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
    let Walk { here, visits, paths, .. } = walk;
    Track { visits, going: here.map(|h| h.going), paths, case }
}

struct Walk<'a> {
    calendar: &'a Calendar,
    here: Option<Here>,
    visits: Vec<Visit>,
    paths: Vec<Path>,
}

/// Where the case stands.
struct Here {
    going: Going,
    officer: Option<UserId>,
    /// Until when somebody was at work on it.
    worked_until: Timestamp,
    /// With its applicant after a return: no work of the office's.
    corrected: bool,
    /// How much of its work belongs to outcomes that were recorded.
    told: SignedDuration,
}

impl Here {
    fn new(step: &StepId, at: Timestamp, corrected: bool) -> Self {
        let going = Going { step: step.clone(), started: at, parts: Vec::new() };
        Self { going, officer: None, worked_until: at, corrected, told: SignedDuration::ZERO }
    }

    /// The work since an outcome was recorded.
    fn untold(&self) -> SignedDuration {
        time(&self.going.parts, Account::Work).saturating_sub(self.told)
    }

    /// The part goes on, or another begins.
    fn add(&mut self, part: Part) {
        let last = self.going.parts.last_mut();
        let Some(last) = last.filter(|l| l.account == part.account && l.until == part.from) else {
            self.going.parts.push(part);
            return;
        };
        last.until = part.until;
        last.working = last.working.saturating_add(part.working);
        for held in part.held {
            match last.held.last_mut() {
                Some(before) if before.officer == held.officer && before.until == held.from => {
                    before.until = held.until;
                }
                _ => last.held.push(held),
            }
        }
    }
}

impl Walk<'_> {
    /// Time goes by, to the account of whatever the case waits for.
    fn pass(&mut self, case: &Case, since: Timestamp, until: Timestamp) {
        let Some(here) = &mut self.here else { return };
        if until <= since || case.status != Status::Open {
            return;
        }
        let account = match case.waiting.as_ref().map(|w| w.waiting) {
            _ if here.corrected => Account::Applicant,
            Some(Waiting::Applicant) => Account::Applicant,
            Some(Waiting::Stock) => Account::Stock,
            Some(Waiting::Equipment) => Account::Equipment,
            None => Account::Work,
        };
        let mut held = Vec::new();
        if account == Account::Work {
            here.worked_until = until;
            let claim = case.step.as_ref().and_then(|s| s.claim.as_ref());
            held.extend(claim.map(|c| Held { officer: c.user.clone(), from: since, until }));
        }
        let working = self.calendar.between(since, until);
        here.add(Part { account, from: since, until, working, held });
    }

    fn meet(&mut self, before: Option<&Case>, event: &Event, seq: u64) {
        if let (Some((step, outcome)), Some(here)) = (event.body.outcome(), &mut self.here)
            && *step == here.going.step
        {
            if let Actor::Officer { user, .. } = &event.actor {
                here.officer = Some(user.clone());
            }
            let time = here.untold();
            here.told = here.told.saturating_add(time);
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
        self.paths.push(Path { step, kind, time, seq });
    }

    fn withdrawn(&mut self, seq: u64) {
        let Some(here) = &self.here else { return };
        let (step, time) = (here.going.step.clone(), here.untold());
        self.went(step, PathKind::Withdrawn, time, seq);
    }

    fn leave(&mut self, stood: Option<&CurrentStep>, at: Timestamp, seq: u64, end: End) {
        let Some(Here { going, officer, worked_until, corrected, .. }) = self.here.take() else { return };
        let Going { step, started, parts } = going;
        let end = if corrected && end == End::Done { End::Corrected } else { end };
        if end == End::Corrected {
            self.went(step.clone(), PathKind::Corrected, time(&parts, Account::Applicant), seq);
        }
        let late = stood
            .filter(|s| end == End::Done && (s.clock.over || worked_until > s.clock.due))
            .map(|s| self.calendar.between(s.clock.due, worked_until));
        self.visits.push(Visit { step, started, ended: at, end, parts, late, officer, seq });
    }
}

/// Whether it was the office that brought the case to such an end.
pub(crate) fn is_done(closing: Closing) -> bool {
    match closing {
        Closing::HandedOver | Closing::Rejected | Closing::NotCollected => true,
        Closing::Withdrawn | Closing::Expired => false,
    }
}
