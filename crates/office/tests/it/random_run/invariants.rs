//! What must always hold, whatever was drawn: of the case that was touched, and of everything. Draws nothing.

use super::{Known, Run};
use crate::support::story::OFFICE;
use jiff::{SignedDuration, Timestamp};
use office::cases::Loaded;
use office::params;
use procedure::ledger::{StandingKind, evolve};
use procedure::{Act, Actor, Case, Event, EventBody, Procedure, Status, Ticket};
use std::collections::BTreeSet;

impl Run {
    /// Reads a case anew: nothing of what was known of it is gone or is another.
    pub(super) async fn read_again(&mut self, ticket: &Ticket, told: &str) {
        let loaded = self.cases.load(OFFICE, ticket).await.expect("read").expect("no case vanishes");
        assert_eq!(loaded.case.seq, loaded.events.len() as u64, "{told}: it forked");
        let Loaded { case, events, procedure, .. } = loaded;
        let before = self.seen.insert(ticket.clone(), Known { case, events, procedure });
        self.touched.remove(ticket);
        let now = &self.seen[ticket];
        if let Some(before) = &before {
            assert!(now.events.starts_with(&before.events), "{told}: what happened is another story now");
            let same = now.events.len() > before.events.len() || now.case == before.case;
            assert!(same, "{told}: nothing happened, and it is another case");
        }
        if before.as_ref().is_none_or(|b| b.events.len() < now.events.len()) {
            self.holds(ticket, before.map(|b| b.case).as_ref(), told).await;
        }
    }

    /// All that are worked on.
    pub(super) async fn read_all_again(&mut self, told: &str) {
        for ticket in self.living.clone() {
            self.read_again(&ticket, told).await;
        }
    }

    /// What must hold of a case after something happened to it.
    pub(super) async fn holds(&mut self, ticket: &Ticket, before: Option<&Case>, told: &str) {
        let Known { case, events, procedure: p } = &self.seen[ticket];
        assert_eq!(case.seq, events.len() as u64, "{told}: it forked");
        let known = before.map_or(0, |c| usize::try_from(c.seq).expect("few"));
        for event in events.iter().skip(known) {
            let word = serde_json::to_value(&event.body).expect("JSON")["event"].to_string();
            self.met.insert(word);
            if let (Some((step, _)), Actor::Officer { roles, .. }) = (event.body.outcome(), &event.actor) {
                assert!(roles.contains(&p.step(step).expect("a step").role), "{told}: without the role");
            }
        }
        duties_are_apart(p, case, told);
        told_once(events, told);
        deadlines_hold(p, events, case, told);
        if let Some(before) = before {
            clock_holds(before, case, told);
        }
        if let Some(blangko) = case.blangko() {
            let story = self.stock.story(blangko).await.expect("read");
            let blank = story.iter().fold(None, evolve).expect("a blank of the ledger");
            assert_eq!(blank.standing.kind(), StandingKind::Used, "{told}: {}", blangko.as_str());
        }
        if case.status != Status::Open {
            self.living.retain(|t| t != ticket);
        }
        self.queue_holds(told).await;
    }

    /// Nobody who waits for blanks overtakes another, unless one officer asked for it and another granted it.
    async fn queue_holds(&mut self, told: &str) {
        let sql = "SELECT ticket, precedence FROM cases WHERE office = ?1 AND turn = 'stock'
            ORDER BY precedence, submitted_at, ticket";
        let mut now = Vec::new();
        for row in self.db.query(sql, params![OFFICE]).await.expect("read") {
            let ticket = row.text(0).expect("a ticket");
            if row.int(1).expect("a number") == 0 {
                self.was_granted(&Ticket::parse(&ticket).expect("a ticket"), told).await;
            } else {
                now.push(ticket);
            }
        }
        let stayed = |of: &[String], other: &[String]| -> Vec<String> {
            of.iter().filter(|t| other.contains(t)).cloned().collect()
        };
        assert_eq!(
            stayed(&self.waiting, &now),
            stayed(&now, &self.waiting),
            "{told}: somebody was overtaken"
        );
        self.waiting = now;
    }

    async fn was_granted(&self, ticket: &Ticket, told: &str) {
        let events = self.cases.load(OFFICE, ticket).await.expect("read").expect("a case").events;
        let by = |body: fn(&EventBody) -> bool| events.iter().rfind(|e| body(&e.body)).map(|e| &e.actor);
        let asked = by(|b| matches!(b, EventBody::JumpAsked { why } if !why.is_empty()));
        let granted = by(|b| matches!(b, EventBody::JumpGranted));
        assert!(asked.is_some() && granted.is_some() && asked != granted, "{told}: {asked:?} {granted:?}");
    }

    /// What must hold of everything; what was touched is read anew.
    pub(super) async fn all_holds(&mut self) {
        let at = self.now;
        for ticket in std::mem::take(&mut self.touched) {
            self.read_again(&ticket, "the night").await;
        }
        let found = self.stock.verify().await.expect("verified");
        assert_eq!(found.differences, [], "{at}");
        let there = i64::try_from(self.stock.in_stock().await.expect("read")).expect("few");
        assert_eq!(found.balance.closing(), there, "{at}");
        let sql = "SELECT count(*) FROM cases WHERE office = ?1";
        let rows = self.db.query(sql, params![OFFICE]).await.expect("read");
        assert_eq!(rows[0].int(0).expect("a number"), self.seen.len() as i64, "{at}: no case vanishes");
        let sql = "SELECT slot, count(*) FROM appointments WHERE office = ?1 GROUP BY slot";
        for row in self.db.query(sql, params![OFFICE]).await.expect("read") {
            assert!(row.int(1).expect("a number") <= 3, "{at}: overbooked");
        }
        let sql = "SELECT ticket FROM appointments WHERE office = ?1 AND standing = 'booked' ORDER BY ticket";
        let rows = self.db.query(sql, params![OFFICE]).await.expect("read");
        let book: Vec<String> = rows.iter().map(|r| r.text(0).expect("a ticket")).collect();
        let expected = self.seen.iter().filter(|(_, known)| known.case.expected().is_some());
        assert_eq!(
            book,
            expected.map(|(t, _)| t.to_string()).collect::<Vec<_>>(),
            "{at}: the book and the cases"
        );
        for (ticket, known) in &self.seen {
            self.shown_as_it_is(ticket, &known.case).await;
        }
    }

    /// What screens read of a case is what its events make of it.
    async fn shown_as_it_is(&self, ticket: &Ticket, case: &Case) {
        let sql = "SELECT seq, lane, due_at, name, nik FROM cases WHERE office = ?1 AND ticket = ?2";
        let rows = self.db.query(sql, params![OFFICE, ticket.as_str()]).await.expect("read");
        let row = rows.first().expect("a line");
        let step = case.step.as_ref().filter(|_| case.status == Status::Open);
        assert_eq!(row.int(0).expect("a number"), i64::try_from(case.seq).expect("few"), "{ticket}");
        assert_eq!(row.text(1).expect("a step"), step.map_or("", |s| s.id.as_str()), "{ticket}");
        assert_eq!(
            row.instant(2).expect("an instant"),
            step.map_or(case.opened_at, |s| s.clock.due),
            "{ticket}"
        );
        let (name, nik) = (row.text(3).expect("a name"), row.text(4).expect("a NIK"));
        assert_eq!((&*name, &*nik), (&*case.applicant.name, case.applicant.nik.as_str()), "{ticket}");
    }
}

/// One officer neither verifies what they print nor hands over what they verified or printed.
fn duties_are_apart(p: &Procedure, case: &Case, told: &str) {
    let did = |acts: &[Act]| doers(p, case, acts);
    let verified = did(&[Act::Recommend]);
    let printed = did(&[Act::OrderPrint, Act::Print, Act::Spoil, Act::Activate, Act::Void]);
    let handed = did(&[Act::Notify, Act::HandOver, Act::NotCollected]);
    assert!(verified.is_disjoint(&printed) && printed.is_disjoint(&handed), "{told}: duties");
    assert!(handed.is_disjoint(&verified), "{told}: duties");
}

/// A clock that goes has its deadline where its standard and what it stood still, counted from the instants of events
/// alone, put it.
fn deadlines_hold(p: &Procedure, events: &[Event], case: &Case, told: &str) {
    if case.status != Status::Open || !case.runs() {
        return;
    }
    let (mut of_step, mut of_case) = (None, None);
    let mut folded = None::<Case>;
    for event in events {
        let ran = folded.as_ref().is_some_and(Case::runs);
        folded = procedure::evolve(folded, event);
        if let EventBody::StepStarted { .. } = event.body {
            of_step = Some(Counted::from(event.at));
            of_case.get_or_insert(Counted::from(event.at));
        }
        let both = of_step.iter_mut().chain(&mut of_case);
        match (ran, folded.as_ref().is_some_and(Case::runs)) {
            (true, false) => both.for_each(|c| c.since = Some(event.at)),
            (false, true) => both.for_each(|c| {
                c.stood += c.since.take().map_or(SignedDuration::ZERO, |s| p.calendar.between(s, event.at));
            }),
            _ => {}
        }
    }
    let due = |c: Counted, minutes: u32| {
        p.calendar.add_duration(c.started, SignedDuration::from_mins(i64::from(minutes)) + c.stood)
    };
    let step = case.step.as_ref().expect("it stands at a step");
    assert_eq!(Some(step.clock.due), of_step.map(|c| due(c, step.minutes)), "{told}: the step's deadline");
    let whole = case.clock.as_ref().map(|c| c.due);
    assert_eq!(whole, of_case.map(|c| due(c, p.clocks.minutes)), "{told}: the case's deadline");
}

/// A clock as events count it.
#[derive(Clone, Copy)]
struct Counted {
    started: Timestamp,
    stood: SignedDuration,
    since: Option<Timestamp>,
}

impl From<Timestamp> for Counted {
    fn from(started: Timestamp) -> Self {
        Self { started, stood: SignedDuration::ZERO, since: None }
    }
}

/// What is told of a deadline is told once, however often its timer fires.
fn told_once(events: &[Event], told: &str) {
    let mut known = BTreeSet::new();
    for event in events {
        match &event.body {
            EventBody::DueMoved { .. } | EventBody::Resumed { .. } | EventBody::StepStarted { .. } => {
                known.clear()
            }
            body @ (EventBody::AtRisk { .. }
            | EventBody::DeadlinePassed { .. }
            | EventBody::Escalated { .. }) => {
                assert!(known.insert(format!("{body:?}")), "{told}: told twice: {body:?}");
            }
            _ => {}
        }
    }
}

fn doers(p: &Procedure, case: &Case, acts: &[Act]) -> BTreeSet<String> {
    let is = |d: &&procedure::case::Performed| {
        p.step(&d.step).and_then(|s| s.outcome(&d.outcome)).is_some_and(|o| acts.contains(&o.act))
    };
    case.performed.iter().filter(is).map(|d| d.user.to_string()).collect()
}

/// A clock's age never shrinks, and stands still while it is paused.
fn clock_holds(before: &Case, after: &Case, told: &str) {
    let (Some(was), Some(is)) = (&before.step, &after.step) else { return };
    if was.id != is.id || was.clock.started != is.clock.started {
        return;
    }
    assert!(is.clock.due >= was.clock.due, "{told}: the deadline came nearer");
    if before.waiting.is_some() && after.waiting.is_some() {
        assert_eq!(is.clock.due, was.clock.due, "{told}: a clock that stands was moved");
        assert_eq!(is.clock.over, was.clock.over, "{told}: late while it stands");
    }
}
