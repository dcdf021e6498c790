//! What people and printers may do, drawn by chance: residents, officers of every role, one who holds them all and is
//! tempted.

use super::Run;
use crate::support::story::{GROUNDS, OFFICE, attach, course, officer, play};
use jiff::SignedDuration;
use procedure::{
    Act, Actor, CallResult, Case, Command, Form, LayerPart, PrintEnd, PrintReport, Procedure, RoleId, Ticket,
    Trouble,
};
use rand::Rng;
use std::sync::Arc;

/// Cases worked on at once: few, so that they come far.
const LIVING: usize = 5;

impl Run {
    /// Two of each role, and somebody who holds them all and is tempted.
    pub(super) fn somebody(&mut self, role: &str) -> Actor {
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

    pub(super) fn some_serial(&mut self) -> String {
        format!("B{:07}", 5_000_000 + self.rng.random_range(0..self.blanks.max(1)))
    }

    /// Somebody asks for a card and sends it all, where the office is not full.
    pub(super) async fn opens(&mut self) {
        if self.living.len() >= LIVING {
            return self.works().await;
        }
        self.people += 1;
        let of = self.by_chance(GROUNDS);
        let done =
            play(&self.cases, OFFICE, course(self.people, of), "submit", self.now).await.expect("sent");
        self.now += SignedDuration::from_mins(10);
        self.living.push(done.ticket.clone());
        self.read_again(&done.ticket, "opened").await;
    }

    /// Somebody does something to one of the cases: mostly what comes next.
    pub(super) async fn works(&mut self) {
        if self.living.is_empty() {
            return;
        }
        let ticket = self.living[self.rng.random_range(0..self.living.len())].clone();
        let known = &self.seen[&ticket];
        let (case, p) = (known.case.clone(), Arc::clone(&known.procedure));
        if case.correction.is_none()
            && case.printing().is_none()
            && case.notified
            && self.rng.random_range(0..6) == 0
        {
            return self.visit(&ticket, &p, case).await;
        }
        if let Some((actor, command)) = self.drawn(&ticket, &p, &case).await {
            self.wants(&ticket, actor, command).await;
        }
    }

    async fn drawn(&mut self, ticket: &Ticket, p: &Procedure, case: &Case) -> Option<(Actor, Command)> {
        let applicant = Actor::Applicant { contact: case.applicant.contact.clone().expect("a contact") };
        let role = case.step.as_ref().map_or_else(String::new, |s| s.role.to_string());
        if case.correction.is_some() {
            let document = case.open_faults().first().map(|f| f.document.to_string());
            let mends = |document: String| attach(&format!("{ticket}-{}", case.seq), &document);
            return Some((applicant, document.map_or(Command::Submit, mends)));
        }
        if let Some(job) = case.printing().map(|j| j.no) {
            return Some(self.printer(job));
        }
        if case.expected().is_some() && self.rng.random_range(0..3) == 0 {
            return Some(self.around_appointment(case, applicant));
        }
        if case.waits_for_blanks() && self.rng.random_range(0..2) == 0 {
            return Some(self.jumps(case));
        }
        Some(match self.rng.random_range(0..24) {
            0 => (self.somebody(&role), Command::Claim),
            1 => (self.somebody(&role), Command::Release),
            2 if case.is_ready() => {
                let offer = self.cases.visits(OFFICE).offer(self.now).await.expect("read");
                let slots = offer.map(|o| o.slots).unwrap_or_default();
                (applicant, Command::Book { slot: slots.first().copied()? })
            }
            3 => (self.somebody(&role), Command::Resume),
            4 if self.rng.random() => (applicant, Command::Withdraw { why: None }),
            5 => {
                let call = Command::RecordCall { result: CallResult::Reached, note: None };
                (self.somebody("petugas_register"), call)
            }
            6 | 7 if case.layer.is_none() => (self.somebody(&role), prepare()),
            _ => (self.somebody(&role), self.outcome(p, case)),
        })
    }

    fn around_appointment(&mut self, case: &Case, applicant: Actor) -> (Actor, Command) {
        let slot = case.expected().expect("an appointment").slot;
        match self.rng.random_range(0..5) {
            0 => (applicant, Command::CancelAppointment),
            1 => (Actor::System, Command::RemindAppointment { slot }),
            2 => {
                // Its time has come and gone.
                self.now = self.now.max(slot.until + SignedDuration::from_hours(2));
                (Actor::System, Command::MissAppointment { slot })
            }
            3 => (applicant, Command::Screen { clear: self.rng.random() }),
            _ => {
                // On the day, at the time.
                self.now = self.now.max(slot.from);
                let checks = vec!["masker".into(), "suhu".into()];
                (self.somebody("petugas_register"), Command::Arrive { checks })
            }
        }
    }

    /// Somebody who waits for blanks is to be printed before others: asked for by one, granted by another, or not.
    fn jumps(&mut self, case: &Case) -> (Actor, Command) {
        let why = || "Acak".to_owned();
        let who = self.by_chance(&["A", "B"]);
        if case.jump.as_ref().is_some_and(|jump| !jump.granted) && self.rng.random() {
            return (officer("kabid", who), Command::GrantJump);
        }
        match self.rng.random_range(0..4) {
            0 => (self.somebody("kasi"), Command::AskJump { why: why() }),
            1 => (officer("kabid", who), Command::AskJump { why: why() }),
            2 => (officer("kabid", who), Command::GrantJump),
            _ => (self.somebody("kabid"), Command::DeclineJump { why: why() }),
        }
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
    let Command::Attach { facts, .. } = attach("foto", "kk") else { unreachable!() };
    Command::PrepareLayer { parts: parts.into(), photo: Some(facts) }
}
