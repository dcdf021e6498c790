//! Ten thousand steps of people, a printer with every fault, the stock and the book of appointments, drawn from a
//! seed, on a real database. After every step what must always hold is held against the case that was touched; now
//! and then against everything.

mod gate;
mod invariants;

use crate::support::databases::sqlite;
use crate::support::stock::{keeper, serial};
use crate::support::story::{GROUNDS, OFFICE, cases, course, officer, play};
use jiff::{SignedDuration, Timestamp};
use office::cases::{CaseError, Cases, Order};
use office::db::Db;
use office::stock::{Stock, Wish};
use procedure::appointment::VisitCommand;
use procedure::ledger::{CloseCommand, StockCommand};
use procedure::{
    Act, Actor, CallResult, Case, Command, Form, LayerPart, Level, PrintEnd, PrintReport, Procedure, RoleId,
    Ticket, Trouble,
};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};

const STEPS: usize = 10_000;
const SEED: u64 = 20_261_124;
const LIVING: usize = 40;

struct Run {
    db: Db,
    cases: Cases,
    stock: Stock,
    rng: StdRng,
    now: Timestamp,
    people: u32,
    /// Every ticket there ever was, with the number of its events when it was seen last.
    seen: BTreeMap<Ticket, u64>,
    /// Those that are worked on.
    living: Vec<Ticket>,
    blanks: u32,
    met: BTreeSet<String>,
}

impl Run {
    fn by_chance<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.rng.random_range(0..from.len())]
    }

    /// Two of each role, and somebody who holds them all and is tempted.
    fn somebody(&mut self, role: &str) -> Actor {
        match self.rng.random_range(0..20) {
            0 => {
                let roles = ["operator_pelayanan", "kasi", "operator_cetak", "petugas_register", "kabid"];
                let roles = roles.iter().map(|r| RoleId::new(*r)).collect();
                Actor::Officer {
                    user: "serba".into(),
                    name: "Petugas Serba".to_owned(),
                    roles,
                    operator_auth: None,
                }
            }
            1 => {
                let role = self.by_chance(&["kasi", "operator_cetak", "petugas_register", "kabid"]);
                officer(role, "B")
            }
            n if n < 11 => officer(role, "A"),
            _ => officer(role, "B"),
        }
    }

    fn some_serial(&mut self) -> String {
        format!("B{:07}", 5_000_000 + self.rng.random_range(0..self.blanks.max(1)))
    }

    async fn dispatch(&mut self, ticket: &Ticket, actor: Actor, command: Command) {
        let before = self.cases.load(OFFICE, ticket).await.expect("read").map(|l| l.case);
        let told = format!("{command:?}");
        let order = Order::new(Some(ticket.clone()), actor, self.now, command.clone());
        match self.cases.dispatch(OFFICE, order).await {
            Ok(done) => {
                let all = self.cases.load(OFFICE, ticket).await.expect("read").expect("a case").events;
                let earlier = &all[..all.len() - done.events.len()];
                let case = done.case.as_ref().expect("none of these is a draft");
                done.events.iter().for_each(|e| gate::holds(earlier, case, e, &command, &told));
            }
            Err(CaseError::Refused(_)) => {}
            Err(other) => panic!("{told}: {other}"),
        }
        self.holds(ticket, before, &told).await;
    }

    async fn step(&mut self, at: usize) {
        let minutes = if self.rng.random_range(0..60) == 0 { 600 } else { self.rng.random_range(0..6) };
        self.now += SignedDuration::from_mins(minutes);
        match self.rng.random_range(0..100) {
            0..=5 if self.living.len() < LIVING => self.opens().await,
            6..=9 => self.delivers().await,
            10..=13 => self.moves_a_blank().await,
            14 if at.is_multiple_of(3) => self.closes().await,
            15 => self.sets_the_level().await,
            _ => self.works().await,
        }
    }

    async fn opens(&mut self) {
        self.people += 1;
        let of = self.by_chance(GROUNDS);
        let done =
            play(&self.cases, OFFICE, course(self.people, of), "submit", self.now).await.expect("sent");
        self.now += SignedDuration::from_mins(10);
        self.living.push(done.ticket.clone());
        self.holds(&done.ticket, None, "opened").await;
    }

    async fn shift(&mut self, actor: Actor, first: &str, last: &str, command: StockCommand) {
        let wish = Wish { actor, at: self.now, once: None };
        match self.stock.shift(&wish, &serial(first), &serial(last), command).await {
            Ok(_) | Err(CaseError::Refused(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }

    async fn delivers(&mut self) {
        let first = format!("B{:07}", 5_000_000 + self.blanks);
        let last = format!("B{:07}", 5_000_000 + self.blanks + 4);
        self.blanks += 5;
        let receive = StockCommand::Receive { note: format!("SJ-{}", self.blanks) };
        self.shift(keeper(), &first, &last, receive).await;
        let who = self.by_chance(&["A", "B"]);
        let Actor::Officer { user, name, roles, .. } = officer("operator_cetak", who) else { return };
        let hand_out = StockCommand::HandOut { to: user, to_name: name, to_roles: roles };
        self.shift(keeper(), &first, &last, hand_out).await;
        self.cases.call_in_turn(OFFICE, self.now).await.expect("called");
    }

    async fn moves_a_blank(&mut self) {
        let why = || "Acak".to_owned();
        let command = match self.rng.random_range(0..5) {
            0 => StockCommand::HandIn,
            1 => StockCommand::Spoil { ticket: None, why: why() },
            2 => StockCommand::Lose { why: why() },
            3 => StockCommand::Find { why: why() },
            _ => StockCommand::Return { note: why() },
        };
        let (who, blank) = (self.by_chance(&["A", "B"]), self.some_serial());
        let actor = if self.rng.random() { keeper() } else { officer("operator_cetak", who) };
        self.shift(actor, &blank, &blank, command).await;
    }

    async fn closes(&mut self) {
        let Some(open) = self.stock.open().await.expect("read") else { return };
        let counted = open.period.balance.closing() - i64::from(self.rng.random_range(0..8_u8) == 0);
        let count = CloseCommand::Count { counted, why: Some("Dihitung".to_owned()) };
        for (actor, command) in [(keeper(), count), (officer("kabid", "A"), CloseCommand::Countersign)] {
            let wish = Wish { actor, at: self.now, once: None };
            match self.stock.close(&wish, open.no, &command).await {
                Ok(()) | Err(CaseError::Refused(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
    }

    async fn sets_the_level(&mut self) {
        let level = self.by_chance(&Level::ALL);
        let visits = self.cases.visits(OFFICE);
        let by = Wish { actor: officer("kasi", "A"), at: self.now, once: None };
        let command = VisitCommand::SetLevel { level, why: "Kasus berubah".to_owned() };
        match visits.change(&by, &command).await {
            Ok(()) | Err(CaseError::Refused(_)) => {}
            Err(other) => panic!("{other}"),
        }
        visits.settle(&self.cases, self.now).await.expect("settled");
    }

    /// Somebody does something to one of the cases: mostly what comes next.
    async fn works(&mut self) {
        if self.living.is_empty() {
            return;
        }
        let ticket = self.living[self.rng.random_range(0..self.living.len())].clone();
        let loaded = self.cases.load(OFFICE, &ticket).await.expect("read").expect("a case");
        let (case, p) = (loaded.case, loaded.procedure);
        let applicant = Actor::Applicant { contact: case.applicant.contact.clone().expect("a contact") };
        let role = case.step.as_ref().map_or_else(String::new, |s| s.role.to_string());
        if case.correction.is_some() {
            let document = case.open_faults().first().map(|f| f.document.to_string());
            let command = match document {
                Some(document) => crate::support::story::attach(&format!("{ticket}-{}", case.seq), &document),
                None => Command::Submit,
            };
            return self.dispatch(&ticket, applicant, command).await;
        }
        if let Some(job) = case.printing().map(|j| j.no) {
            let (actor, command) = self.printer(job);
            return self.dispatch(&ticket, actor, command).await;
        }
        if let Some(appointment) = case.expected().map(|a| a.slot)
            && self.rng.random_range(0..3) == 0
        {
            let (actor, command) = match self.rng.random_range(0..5) {
                0 => (applicant, Command::CancelAppointment),
                1 => (Actor::System, Command::RemindAppointment { slot: appointment }),
                2 => {
                    // Its time has come and gone.
                    self.now = self.now.max(appointment.until + SignedDuration::from_hours(2));
                    (Actor::System, Command::MissAppointment { slot: appointment })
                }
                3 => (applicant, Command::Screen { clear: self.rng.random() }),
                _ => {
                    let checks = vec!["masker".into(), "suhu".into()];
                    (self.somebody("petugas_register"), Command::Arrive { checks })
                }
            };
            return self.dispatch(&ticket, actor, command).await;
        }
        if case.notified && self.rng.random_range(0..8) == 0 {
            return self.visit(&ticket, &p, case).await;
        }
        let (actor, command) = match self.rng.random_range(0..24) {
            0 => (self.somebody(&role), Command::Claim),
            1 => (self.somebody(&role), Command::Release),
            2 if case.is_ready() => {
                let offer = self.cases.visits(OFFICE).offer(self.now).await.expect("read");
                let slots = offer.map(|o| o.slots).unwrap_or_default();
                let Some(slot) = slots.first().copied() else { return };
                (applicant, Command::Book { slot })
            }
            3 => (self.somebody(&role), Command::Resume),
            4 => (applicant, Command::Withdraw { why: None }),
            5 => {
                let call = Command::RecordCall { result: CallResult::Reached, note: None };
                (self.somebody("petugas_register"), call)
            }
            6 | 7 if case.layer.is_none() => (self.somebody(&role), prepare()),
            _ => (self.somebody(&role), self.outcome(&p, &case)),
        };
        self.dispatch(&ticket, actor, command).await;
    }

    fn printer(&mut self, job: u64) -> (Actor, Command) {
        let ends = [
            PrintEnd::Completed,
            PrintEnd::Completed,
            PrintEnd::Cancelled,
            PrintEnd::Aborted,
            PrintEnd::Lost,
        ];
        let troubles = [Trouble::NoCards, Trouble::RibbonEnd, Trouble::Jam, Trouble::Offline];
        let report = match self.rng.random_range(0..8) {
            0 => return (officer("operator_cetak", "A"), Command::CancelPrint),
            1 | 2 => PrintReport::Troubled(self.by_chance(&troubles)),
            3 => PrintReport::Well,
            _ => {
                let impressions = self.by_chance(&[None, Some(0), Some(1), Some(1)]);
                PrintReport::Ended { end: self.by_chance(&ends), impressions, reasons: Vec::new() }
            }
        };
        (Actor::System, Command::ReportPrint { job, report })
    }

    /// An outcome of the case's step, filled in; half of the prints go to a printer.
    fn outcome(&mut self, p: &Procedure, case: &Case) -> Command {
        let step = case.step.as_ref().and_then(|s| p.step(&s.id)).expect("it stands at a step");
        let rare = |a: Act| matches!(a, Act::Reject | Act::Return | Act::NotCollected | Act::Void);
        let mut outcome = &step.outcomes[self.rng.random_range(0..step.outcomes.len())];
        if rare(outcome.act) && self.rng.random_range(0..6) > 0 {
            outcome = &step.outcomes[0];
        }
        let printed =
            case.blangko().filter(|_| self.rng.random_range(0..8) > 0).map(|b| b.as_str().to_owned());
        let fault = procedure::Fault { document: "kk".into(), why: "Buram".to_owned(), mark: None };
        let form = Form {
            blangko: printed.or_else(|| Some(self.some_serial())),
            why: Some("Acak".to_owned()),
            faults: vec![fault],
            received_by: Some(case.applicant.name.clone()),
            relation: Some("sendiri".to_owned()),
            surrendered: true,
            printer: (case.layer.is_some() && self.rng.random()).then(|| "depan".into()),
            ..Form::default()
        };
        Command::Decide { step: step.id.clone(), outcome: outcome.id.clone(), form }
    }
}

fn prepare() -> Command {
    let parts = LayerPart::ALL.map(|part| {
        let value = match part {
            LayerPart::BirthDate => "05-07-1990",
            LayerPart::Sex => "PEREMPUAN",
            _ => "CONTOH",
        };
        (part, value.to_owned())
    });
    let Command::Attach { facts, .. } = crate::support::story::attach("foto", "kk") else { unreachable!() };
    Command::PrepareLayer { parts: parts.into(), photo: Some(facts) }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_steps_by_chance_keep_what_must_always_hold() {
    let on = sqlite().await;
    let cases = cases(&on.db);
    let mut run = Run {
        db: on.db.clone(),
        stock: cases.stock(OFFICE),
        cases,
        rng: StdRng::seed_from_u64(SEED),
        now: "2026-11-23T08:00:00+07:00".parse().expect("an instant"),
        people: 0,
        seen: BTreeMap::new(),
        living: Vec::new(),
        blanks: 0,
        met: BTreeSet::new(),
    };
    run.delivers().await;
    for at in 0..STEPS {
        run.step(at).await;
        if at.is_multiple_of(1_000) {
            run.all_holds(at).await;
        }
    }
    run.all_holds(STEPS).await;
    // It proves little unless it came far.
    for wanted in [
        "print_ordered",
        "print_ended",
        "print_voided",
        "printed",
        "spoiled",
        "activated",
        "notified",
        "pass_shown",
        "holder_finger_checked",
        "dispatched",
        "dispatch_returned",
        "handed_over",
        "paused",
        "resumed",
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
    ] {
        assert!(run.met.contains(&format!("\"{wanted}\"")), "no {wanted} in {:?}", run.met);
    }
    let tickets: Vec<Ticket> = run.seen.keys().cloned().collect();
    let facts = crate::figures::hold(&run.db, &run.cases, &tickets).await;
    assert!(facts > 1_000, "{facts} facts prove little");
    let found = run.stock.verify().await.expect("verified");
    println!("{} cases, {:?}", run.seen.len(), found.balance);
    assert!(found.balance.opening + found.balance.received > 0 && run.seen.len() > 100);
}
