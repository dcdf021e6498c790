//! A whole office for some days, drawn from a seed: residents, officers, a printer with every fault, the stock, the book
//! of appointments, time, a network that loses and repeats, and a program that ends, on a real database. After every
//! step what must always hold is held against the case that was touched; each night against everything. The same seed
//! is the same office, event by event.

mod clock_jumps;
mod gate;
mod invariants;
mod people;
mod shelf;
mod world;

use crate::support::databases::{Backend, open};
use crate::support::story::{OFFICE, cases};
use crate::torture::{Row, quick_folder};
use jiff::{SignedDuration, Timestamp};
use office::cases::{CaseError, Cases, Order, Tickets};
use office::db::Db;
use office::stock::Stock;
use procedure::{Actor, Case, Command, Event, Procedure, Ticket};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

const ROW: Row = Row { name: "whole_office", in_build: 200, long: 10_000 };
/// Of each office, in a build and in the long run.
const DAYS: (i64, i64) = (10, 365);
/// On the average.
const STEPS_A_DAY: u32 = 5;
/// Of so many offices one also has its figures counted.
const COUNTED: u64 = 20;
/// Of so many offices one goes on for so many times as long.
const OLD: (u64, i64) = (50, 10);

/// What is known of a case without asking the database again.
struct Known {
    case: Case,
    events: Vec<Event>,
    procedure: Arc<Procedure>,
}

struct Run {
    on: Backend,
    db: Db,
    cases: Cases,
    stock: Stock,
    rng: StdRng,
    now: Timestamp,
    people: u32,
    new_tickets: Tickets,
    /// Every case there ever was, as its events were told one by one.
    seen: BTreeMap<Ticket, Known>,
    /// Those that somebody touched since they were read last.
    touched: BTreeSet<Ticket>,
    /// Those that are worked on.
    living: Vec<Ticket>,
    /// Those that wait for blanks, in their order.
    waiting: Vec<String>,
    blanks: u32,
    /// An office that seldom gets any.
    is_short: bool,
    /// How many commands there were: each comes as a message with a name of its own.
    messages: u64,
    /// How often each letter arrived, and how often nobody heard that one did.
    arrived: BTreeMap<String, usize>,
    crashes: usize,
    steps: u64,
    met: BTreeSet<String>,
}

impl Run {
    async fn of(seed: u64) -> Self {
        let folder = quick_folder();
        let file = folder.path().join("office.db");
        std::fs::write(&file, new_office().await).expect("written");
        let on = open("SQLite", format!("sqlite:{}", file.display()), folder).await;
        let tickets = Mutex::new(StdRng::seed_from_u64(seed.wrapping_add(1) << 32));
        let new_tickets: Tickets =
            Arc::new(move || Ticket::from_random(tickets.lock().expect("nobody panicked").random()));
        let cases = cases(&on.db).with_tickets(Arc::clone(&new_tickets));
        Self {
            db: on.db.clone(),
            on,
            stock: cases.stock(OFFICE),
            cases,
            rng: StdRng::seed_from_u64(seed),
            now: "2026-11-23T08:00:00+07:00".parse().expect("an instant"),
            people: 0,
            new_tickets,
            seen: BTreeMap::new(),
            touched: BTreeSet::new(),
            living: Vec::new(),
            waiting: Vec::new(),
            blanks: 0,
            is_short: seed.is_multiple_of(3),
            messages: 0,
            arrived: BTreeMap::new(),
            crashes: 0,
            steps: 0,
            met: BTreeSet::new(),
        }
    }

    fn by_chance<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.rng.random_range(0..from.len())]
    }

    async fn days(&mut self, days: i64) {
        let end = self.now + SignedDuration::from_hours(24 * days);
        if !self.is_short {
            self.delivers().await;
        }
        while self.now < end {
            self.step().await;
            self.steps += 1;
        }
        self.touched = self.seen.keys().cloned().collect();
        self.all_holds().await;
    }

    async fn step(&mut self) {
        if self.rng.random_range(0..STEPS_A_DAY) == 0 {
            self.all_holds().await;
            self.next_morning();
        } else {
            self.now += SignedDuration::from_mins(self.rng.random_range(0..30));
        }
        self.time_passes().await;
        self.happens().await;
    }

    async fn happens(&mut self) {
        match self.rng.random_range(0..100) {
            0..=11 => self.opens().await,
            12 => self.delivers().await,
            13..=14 if !self.is_short => self.delivers().await,
            15..=18 => self.moves_a_blank().await,
            19 => self.closes().await,
            20 => self.sets_the_level().await,
            21..=28 => self.network().await,
            29 => self.begins_again().await,
            _ => self.works().await,
        }
    }

    fn next_morning(&mut self) {
        let offset = crate::support::story::offset();
        let morning = offset.to_datetime(self.now).date().tomorrow().expect("a day").at(7, 30, 0, 0);
        let later = SignedDuration::from_mins(self.rng.random_range(0..120));
        self.now = offset.to_timestamp(morning).expect("an instant") + later;
    }

    /// Somebody wants something of a case, in a message that may come twice; the case afterwards.
    async fn wants(&mut self, ticket: &Ticket, actor: Actor, command: Command) -> Case {
        self.messages += 1;
        self.touched.insert(ticket.clone());
        let told = format!("{command:?}");
        let order = Order::new(Some(ticket.clone()), actor, self.now, command.clone())
            .once(format!("pesan-{}", self.messages));
        match self.cases.dispatch(OFFICE, order.clone()).await {
            Ok(done) => {
                let known = self.seen.get_mut(ticket).expect("a case");
                let case = done.case.expect("none of these is a draft");
                done.events.iter().for_each(|e| gate::holds(&known.events, &case, e, &command, &told));
                known.events.extend(done.events);
                let before = std::mem::replace(&mut known.case, case);
                self.holds(ticket, Some(&before), &told).await;
            }
            // That it changed nothing is seen when the case is read again.
            Err(CaseError::Refused(_)) => return self.seen[ticket].case.clone(),
            Err(other) => panic!("{told}: {other}"),
        }
        if self.rng.random_range(0..4) == 0 {
            let again = self.cases.dispatch(OFFICE, order).await.expect("heard again");
            let same = again.repeated && again.case.as_ref() == Some(&self.seen[ticket].case);
            assert!(same, "{told}: one message had two effects");
        }
        self.seen[ticket].case.clone()
    }

    /// Everything that happened, in one number: events as they were decided, and every blank's place.
    async fn digest(&self) -> String {
        let mut sum = Sha256::new();
        for ticket in self.seen.keys() {
            let loaded = self.cases.load(OFFICE, ticket).await.expect("read").expect("a case");
            sum.update(format!("{ticket}{}", serde_json::to_string(&loaded.events).expect("JSON")));
        }
        sum.update(format!("{:?}", self.stock.verify().await.expect("verified").balance));
        hex::encode(sum.finalize())
    }
}

/// The database of an office in which nothing has happened: to make its tables takes longer than a day in it.
async fn new_office() -> &'static [u8] {
    static MADE: tokio::sync::OnceCell<Vec<u8>> = tokio::sync::OnceCell::const_new();
    let make = || async {
        let folder = quick_folder();
        let (file, whole) = (folder.path().join("new.db"), folder.path().join("whole.db"));
        let made = open("SQLite", format!("sqlite:{}", file.display()), folder).await;
        let copy = rusqlite::Connection::open(made.file()).expect("opened");
        copy.execute("VACUUM INTO ?1", [whole.display().to_string()]).expect("copied");
        std::fs::read(whole).expect("read")
    };
    MADE.get_or_init(make).await
}

/// The record of everything, recomputed.
async fn record_holds(db: &Db) -> u64 {
    let evidence = seal::record::Evidence::default();
    let found = office::audit::verify(db, OFFICE, (&evidence, None), i64::MAX).await.expect("verified");
    assert_eq!(found.findings, [], "the record");
    found.events
}

/// It proves little unless it came far.
const FAR: [&str; 30] = [
    "print_ordered",
    "print_ended",
    "print_voided",
    "printed",
    "spoiled",
    "activated",
    "notified",
    "notice_confirmed",
    "notice_failed",
    "pass_shown",
    "holder_finger_checked",
    "dispatched",
    "dispatch_returned",
    "handed_over",
    "paused",
    "resumed",
    "jump_granted",
    "at_risk",
    "deadline_passed",
    "escalated",
    "appointment_made",
    "appointment_moved",
    "appointment_cancelled",
    "missed",
    "arrived",
    "returned",
    "resubmitted",
    "rejected",
    "withdrawn",
    "not_collected",
];

#[tokio::test(flavor = "multi_thread")]
async fn offices_drawn_from_seeds_keep_what_must_always_hold_for_days() {
    let days = if ROW.is_long() { DAYS.1 } else { DAYS.0 };
    let (mut met, mut steps, mut offices, mut events, mut facts) = (BTreeSet::new(), 0, 0, 0, 0);
    let seeds = ROW.seeds();
    for seed in &seeds {
        ROW.plays(*seed, async {
            let mut run = Run::of(*seed).await;
            run.days(if seed.is_multiple_of(OLD.0) { days * OLD.1 } else { days }).await;
            events += record_holds(&run.db).await;
            if seed.is_multiple_of(COUNTED) {
                let tickets: Vec<Ticket> = run.seen.keys().cloned().collect();
                facts += crate::figures::hold(&run.db, &run.cases, &tickets).await;
            }
            met.append(&mut run.met);
            steps += run.steps;
            offices += run.seen.len();
        })
        .await;
    }
    if seeds.len() >= 200 {
        let missing: Vec<_> = FAR.iter().filter(|far| !met.contains(&format!("\"{far}\""))).collect();
        assert!(missing.is_empty(), "no {missing:?} in {met:?}");
        assert!(steps > 10_000 && facts > 500, "{steps} steps and {facts} facts prove little");
    }
    let said =
        format!("held after each of {steps} steps ({offices} cases, {events} events, {days} days each)");
    ROW.done(seeds.len() as u64, &said);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_is_the_same_office_event_by_event() {
    let mut digests = Vec::new();
    for seed in [7, 7, 8] {
        let mut run = Run::of(seed).await;
        run.days(DAYS.0).await;
        digests.push(run.digest().await);
    }
    assert_eq!(digests[0], digests[1], "the same seed");
    assert_ne!(digests[0], digests[2], "another seed");
}
