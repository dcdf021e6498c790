//! Given what happened, when somebody wants something, then these events or this refusal.

use super::people::proved;
use jiff::{SignedDuration, Timestamp};
use procedure::{
    Actor, Case, Command, Diary, Effect, Event, EventBody, OnReader, Procedure, Refusal, Request, Twin,
};
use procedure::{decide, evolve, react};

/// Monday, 23 November 2026, 08:00 in the office: half an hour after it opened.
pub fn monday_at_eight() -> Timestamp {
    "2026-11-23T08:00:00+07:00".parse().expect("an instant")
}

/// That Monday, so many minutes after eight.
pub fn minute(minutes: i64) -> Timestamp {
    monday_at_eight() + SignedDuration::from_mins(minutes)
}

#[derive(Clone)]
pub struct Given {
    p: &'static Procedure,
    pub case: Option<Case>,
    at: Timestamp,
    twins: Vec<Twin>,
    stock: Option<u64>,
    ahead: u64,
    diary: Option<Diary>,
    on_reader: Option<OnReader>,
    household: bool,
}

impl Given {
    /// No case yet, under this procedure.
    pub fn new(p: &'static Procedure) -> Self {
        let (twins, at) = (Vec::new(), monday_at_eight());
        Self {
            p,
            case: None,
            at,
            twins,
            stock: None,
            ahead: 0,
            diary: None,
            on_reader: None,
            household: false,
        }
    }

    /// These events have happened, whoever decided them.
    pub fn events(mut self, events: impl IntoIterator<Item = Event>) -> Self {
        self.case = events.into_iter().fold(self.case, |case, e| evolve(case, &e));
        self
    }

    /// Somebody has done this: the rules said yes to it.
    #[track_caller]
    pub fn done(self, actor: Actor, command: Command) -> Self {
        self.when(actor, command).then_accepted()
    }

    /// The office's calendar, or its procedure, is another one from now on.
    pub fn under(mut self, p: &'static Procedure) -> Self {
        self.p = p;
        self
    }

    /// The shell knows of other cases like this one.
    pub fn resembling(mut self, twins: &[Twin]) -> Self {
        self.twins = twins.to_vec();
        self
    }

    /// The ledger has so many blanks.
    pub fn with_stock(mut self, blanks: u64) -> Self {
        self.stock = Some(blanks);
        self
    }

    /// So many wait for blanks longer.
    pub fn behind(mut self, ahead: u64) -> Self {
        self.ahead = ahead;
        self
    }

    /// The book of appointments says so.
    pub fn diary(mut self, diary: Diary) -> Self {
        self.diary = Some(diary);
        self
    }

    /// Another case's pass serves this one, the shell has found.
    pub fn served_by_household(mut self) -> Self {
        self.household = true;
        self
    }

    /// This lies on the station's reader.
    pub fn on_reader(mut self, known: OnReader) -> Self {
        self.on_reader = Some(known);
        self
    }

    pub fn later(mut self, minutes: i64) -> Self {
        self.at += SignedDuration::from_mins(minutes);
        self
    }

    /// An officer who wants something has just proved that it is them.
    pub fn when(self, actor: Actor, command: Command) -> Then {
        let at = self.at;
        self.when_proved(actor, at, command)
    }

    /// An officer wants something who proved at this instant that it is them.
    pub fn when_proved(self, actor: Actor, at: Timestamp, command: Command) -> Then {
        let answer = self.decide(proved(actor, at), command);
        Then { answer, given: self }
    }

    /// An officer wants something who has proved nothing.
    pub fn when_unproved(self, actor: Actor, command: Command) -> Then {
        Then { answer: self.decide(actor, command), given: self }
    }

    /// The instant at which somebody wants something.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// What the case is now.
    pub fn now(&self) -> &Case {
        self.case.as_ref().expect("a case was opened")
    }

    fn decide(&self, actor: Actor, command: Command) -> Result<Vec<Event>, Refusal> {
        let (twins, stock, ahead) = (self.twins.clone(), self.stock, self.ahead);
        let (diary, on_reader, household) = (self.diary.clone(), self.on_reader.clone(), self.household);
        decide(
            self.p,
            self.case.as_ref(),
            &Request {
                twins,
                stock,
                ahead,
                diary,
                on_reader,
                household,
                ..Request::new(actor, self.at, command)
            },
        )
    }
}

pub struct Then {
    given: Given,
    answer: Result<Vec<Event>, Refusal>,
}

impl Then {
    #[track_caller]
    pub fn then_events(self, expected: impl IntoIterator<Item = EventBody>) -> Given {
        let events = self.answer.expect("the rules say yes");
        let bodies: Vec<_> = events.iter().map(|e| e.body.clone()).collect();
        assert_eq!(bodies, expected.into_iter().collect::<Vec<_>>());
        self.given.events(events)
    }

    /// Yes, whatever exactly happened.
    #[track_caller]
    pub fn then_accepted(self) -> Given {
        let events = self.answer.expect("the rules say yes");
        self.given.events(events)
    }

    /// Yes, and nothing is left to do.
    #[track_caller]
    pub fn then_nothing(self) -> Given {
        self.then_events([])
    }

    /// Yes, with these events.
    #[track_caller]
    pub fn events(self) -> Vec<Event> {
        self.answer.expect("the rules say yes")
    }

    #[track_caller]
    pub fn then_refused(self, expected: Refusal) {
        assert_eq!(self.refusal(), expected);
    }

    #[track_caller]
    pub fn refusal(self) -> Refusal {
        self.answer.expect_err("the rules say no")
    }

    /// What the world should do about it, event by event.
    #[track_caller]
    pub fn effects(self) -> Vec<Effect> {
        let mut case = self.given.case.clone();
        let events = self.answer.expect("the rules say yes");
        let mut effects = Vec::new();
        for event in &events {
            case = evolve(case, event);
            effects.extend(react(self.given.p, case.as_ref().expect("a case"), event));
        }
        effects
    }
}
