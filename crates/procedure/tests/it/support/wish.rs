//! What random people might want of a case. A wish is drawn without knowing the case and becomes a command
//! when its turn comes, so that many wishes fit and some never do.

use super::layers::whole_layer;
use super::people::{applicant, grounds, officer, open, open_at_counter, page, proved, sinta, stranger};
use super::stages::{lies, received, spoils};
use jiff::{SignedDuration, Timestamp};
use procedure::case::Production;
use procedure::definition::Outcome;
use procedure::event::{Closing, Fault, PrintEnd, Trouble, Waiting};
use procedure::{
    Act, Actor, Applicant, CallResult, Case, Cause, ClockKind, Command, Diary, Finger, FingerResult, Form,
    Gate, Level, Nik, OnReader, Phone, PrintReport, Procedure, Slot, Status, Step, Ticket, Way,
};
use proptest::prelude::*;

#[derive(Debug, Clone)]
pub struct Wish {
    who: u8,
    what: u8,
    /// Chooses among the outcomes, documents, files and the like that there are.
    which: u8,
    pub minutes: i64,
}

pub fn wishes(length: usize) -> impl Strategy<Value = Vec<Wish>> {
    // Mostly minutes pass; now and then days, so that deadlines and drafts run out.
    let minutes = prop_oneof![8 => 0i64..30, 6 => 0i64..2, 2 => 0i64..9_000];
    let wish = (any::<u8>(), any::<u8>(), any::<u8>(), minutes)
        .prop_map(|(who, what, which, minutes)| Wish { who, what, which, minutes });
    prop::collection::vec(wish, 1..length)
}

impl Wish {
    /// Three people who hold every role, one who holds the last step's, one who holds none, two telephones, and
    /// the machine.
    fn actor(&self, p: &Procedure) -> Actor {
        let all: Vec<&str> = p.roles.iter().map(|r| r.id.as_str()).collect();
        let last = last_role(p);
        match self.who % 12 {
            0 | 1 => officer("ade", &all),
            2 | 3 => officer("bela", &all),
            4 | 5 => officer("cici", &all),
            6 | 7 => officer("dedi", &last),
            8 if self.what.is_multiple_of(2) => officer("eka", &[]),
            8 => stranger(),
            9 => Actor::System,
            _ => sinta(),
        }
    }

    pub fn request(&self, p: &Procedure, case: Option<&Case>, now: Timestamp) -> (Actor, Command) {
        let actor = match case.and_then(|c| c.step.as_ref().filter(|_| c.notified)?.claim.as_ref()) {
            // Whoever serves somebody at the gate mostly goes on with it.
            Some(claim) if self.who >= 64 => officer(claim.user.as_str(), &last_role(p)),
            _ => self.actor(p),
        };
        // Mostly they have proved it not long ago; six minutes are too long.
        let actor = proved(actor, now - SignedDuration::from_mins(self.minutes % 7));
        let command = match case {
            None => self.opens(p, &actor),
            Some(case) => self.command(p, case, now),
        };
        // The machine says what only the machine says.
        match command {
            Command::PassTime { .. }
            | Command::ApplyCalendar
            | Command::TendDraft
            | Command::ConfirmNotice { .. }
            | Command::FailNotice { .. }
            | Command::DestroyDocuments { .. }
            | Command::ReportPrint { .. }
            | Command::MoveAppointment { .. }
            | Command::RemindAppointment { .. }
            | Command::MissAppointment { .. }
            | Command::StoreInSafe
            | Command::AnswerSurvey
                if !self.who.is_multiple_of(4) =>
            {
                (Actor::System, command)
            }
            _ => (actor, command),
        }
    }

    fn opens(&self, p: &Procedure, actor: &Actor) -> Command {
        let reason = self.pick(&p.reasons).map_or("", |r| r.id.as_str());
        let element = self.pick(&p.elements).map_or("", |e| e.id.as_str());
        let grounds = grounds(&[reason], &[element]);
        match actor {
            Actor::Officer { .. } => open_at_counter(grounds),
            _ => open(grounds),
        }
    }

    fn command(&self, p: &Procedure, case: &Case, now: Timestamp) -> Command {
        let why = || "Alasan".to_owned();
        match self.what % 32 {
            0..=5 if Self::is_card(case) && case.chip.is_none() => self.binds(case),
            2..=8 if case.is_ready() => self.visits(case, now),
            13..=18 if case.notified && case.closed_at.is_none() => self.gate(case),
            13..=18 if case.status == Status::Closed(Closing::HandedOver) => Command::AnswerSurvey,
            0..=1 if case.notified => self.hands_over(p, case),
            0..=8 => self.outcome(case.step.as_ref().and_then(|s| p.step(&s.id)).or(self.pick(&p.steps))),
            9 => self.outcome(self.pick(&p.steps)),
            10 => self.amends(p),
            11..=14 => self.attaches(p, case),
            15..=21 if case.waits_for_blanks() => match self.which % 3 {
                0 => Command::AskJump { why: why() },
                1 => Command::GrantJump,
                _ => Command::DeclineJump { why: why() },
            },
            11..=21 if case.printing().is_some() => self.printer(case),
            15..=16 if Self::is_card(case) => self.binds(case),
            20..=23 if !case.chip_alarms.is_empty() => Command::ReviewChip { why: why() },
            15 => Command::File { file: self.file(), document: self.document(p).into() },
            16 => Command::SetAside { file: self.file(), why: why() },
            17..=19 => Command::Submit,
            20 if self.which.is_multiple_of(4) => Command::Claim,
            20 | 21 => Command::Release,
            22 if self.which.is_multiple_of(4) => Command::Reassign {
                to: ["ade", "bela", "cici"][usize::from(self.which % 3)].into(),
                to_name: "Petugas".to_owned(),
                to_roles: p.roles.iter().map(|r| r.id.clone()).collect(),
                why: why(),
            },
            23 if self.which.is_multiple_of(4) => Command::Pause { waiting: self.waiting(), why: why() },
            25 if self.which.is_multiple_of(32) => Command::Withdraw { why: Some(why()) },
            24 if self.which.is_multiple_of(4) => self.corrects(),
            22..=25 => Command::Resume,
            26 => Command::Reopen { why: why() },
            27 => self.deadline(p, case, now),
            28 if self.which.is_multiple_of(2) => self.destroys(case, now),
            28 => Command::TendDraft,
            29 => Command::ConfirmNotice { notice: (self.which % 40).to_string().as_str().into() },
            30 => Command::FailNotice { notice: (self.which % 40).to_string().as_str().into(), why: why() },
            31 if self.who.is_multiple_of(2) => self.prepares(),
            31 if self.which % 4 == 2 => self.calls(),
            _ => self.says(),
        }
    }

    fn calls(&self) -> Command {
        let all = [CallResult::Reached, CallResult::NoAnswer, CallResult::ToldOtherwise];
        let result = all[usize::from(self.which / 4 % 3)];
        Command::RecordCall { result, note: Some("Lewat tetangga".to_owned()) }
    }

    fn prepares(&self) -> Command {
        Command::PrepareLayer { parts: whole_layer(), photo: Some(page(&format!("p{}", self.which % 3))) }
    }

    /// What becomes of a print job, mostly in the end.
    fn printer(&self, case: &Case) -> Command {
        let job = case.printing().map_or(0, |j| j.no);
        let ends = [PrintEnd::Completed, PrintEnd::Cancelled, PrintEnd::Aborted, PrintEnd::Lost];
        let report = match self.which % 8 {
            0 | 4 => return Command::CancelPrint,
            1 => PrintReport::Troubled(Trouble::Jam),
            2 => PrintReport::Well,
            which => PrintReport::Ended {
                end: ends[usize::from(which % 4)],
                impressions: Some(u32::from(self.who % 2)),
                reasons: Vec::new(),
            },
        };
        Command::ReportPrint { job, report }
    }

    /// What happens at the gate before the product is handed over.
    fn gate(&self, case: &Case) -> Command {
        let results =
            [FingerResult::Match, FingerResult::Waived, FingerResult::NoMatch, FingerResult::Unreadable];
        match self.which % 8 {
            0..=4 if case.gate.under_way.is_some() => {
                Command::ReturnDispatch { why: "Alamat kosong".to_owned() }
            }
            0 | 1 => Command::ShowPass { pass: case.gate.pass.as_ref().map_or(0, |p| p.no) },
            2 => Command::Dispatch {
                way: Way::Courier,
                through: "Pos".to_owned(),
                reference: "P1".to_owned(),
                card: case.blangko().map_or_else(String::new, |b| b.as_str().to_owned()),
            },
            _ => Command::CheckFinger {
                device: "FP-0001".to_owned(),
                finger: Some(Finger::RightThumb),
                result: results[usize::from(self.who / 8 % 4)],
                why: "Sidik jari aus".to_owned(),
            },
        }
    }

    /// The outcome by which it ends, with the right card most of the time.
    fn hands_over(&self, p: &Procedure, case: &Case) -> Command {
        let step = p.handing_over().expect("a step that hands over");
        let outcome = step.outcomes.iter().find(|o| o.act == Act::HandOver).expect("its outcome");
        let right = case.blangko().filter(|_| self.which < 240).map(|b| b.as_str().to_owned());
        let proof = Some("Resi".to_owned());
        let form = self.form();
        let gate = Gate { proof, ..form.gate.clone() };
        let form = Form { blangko: right.or(form.blangko.clone()), gate, ..form };
        Command::Decide { step: step.id.clone(), outcome: outcome.id.clone(), form }
    }

    fn is_card(case: &Case) -> bool {
        matches!(case.production, Production::Printed(Some(_)))
    }

    /// One of few chips, mostly with the right serial.
    fn binds(&self, case: &Case) -> Command {
        let printed = case.blangko().map_or("AB0000000", |b| b.as_str());
        let serial = if self.which.is_multiple_of(16) { "AB0000009" } else { printed };
        let seen = if self.which.is_multiple_of(15) { String::new() } else { self.uid() };
        Command::BindChip { station: "s1".into(), serial: serial.to_owned(), seen }
    }

    fn uid(&self) -> String {
        format!("04A1B2C{}", self.who % 3)
    }

    /// What lies on the reader, by chance: nothing, a chip, or one that another case has.
    pub fn on_reader(&self) -> OnReader {
        let mut known = lies(&self.uid());
        if self.which.is_multiple_of(17) {
            known.chip = None;
        }
        if self.who.is_multiple_of(3) {
            known.bound_to = Ticket::parse("3222-2223").ok();
        }
        known
    }

    fn visits(&self, case: &Case, now: Timestamp) -> Command {
        let from = case.appointment.as_ref().map(|a| a.slot);
        let slot = from.filter(|_| self.who < 200).unwrap_or_else(|| self.slot(now));
        match self.which % 10 {
            0 | 1 => Command::Book { slot: self.slot(now) },
            3 if self.who < 128 => Command::CancelAppointment,
            3 => Command::MoveAppointment { from: slot, to: Some(self.slot(now)), cause: Cause::Protocol },
            4 => Command::RemindAppointment { slot },
            5 => Command::Screen { clear: self.who < 160 },
            6 | 7 => Command::Arrive { checks: vec!["masker".into(), "suhu".into()] },
            8 => Command::MissAppointment { slot },
            _ => Command::StoreInSafe,
        }
    }

    /// A quarter of an hour, later today or tomorrow.
    fn slot(&self, now: Timestamp) -> Slot {
        let ahead = SignedDuration::from_hours(i64::from(self.which / 10 % 3) * 9 + 1);
        let from = now + ahead;
        Slot { from, until: from + SignedDuration::from_mins(15) }
    }

    /// What the book of appointments says, by chance.
    pub fn diary(&self, now: Timestamp) -> Diary {
        let level = [Level::Off, Level::Off, Level::Cautious, Level::Strict][usize::from(self.who / 12 % 4)];
        let next = (!self.what.is_multiple_of(3)).then(|| self.slot(now));
        Diary { level, offered: true, free: !self.what.is_multiple_of(16), next, waiting: 0 }
    }

    fn says(&self) -> Command {
        let text = "Pesan".to_owned();
        if self.which.is_multiple_of(2) { Command::Note { text } } else { Command::Write { text } }
    }

    fn amends(&self, p: &Procedure) -> Command {
        let reason = self.pick(&p.reasons).map_or("", |r| r.id.as_str());
        let element = self.pick(&p.elements).map_or("", |e| e.id.as_str());
        let applicant = applicant((self.which < 192).then_some("wa:sinta"));
        Command::Amend { applicant, grounds: grounds(&[reason], &[element]), why: Some("Alasan".to_owned()) }
    }

    /// Mostly another telephone; now and then another number of the person, or nothing new.
    fn corrects(&self) -> Command {
        let phone = Phone::parse(&format!("08120000000{}", self.who % 8)).ok();
        let mut applicant = Applicant { phone, ..applicant(None) };
        if self.who.is_multiple_of(3) {
            applicant.nik = Nik::parse("1301014507900002").expect("a NIK");
        }
        Command::CorrectApplicant { applicant, why: "Alasan".to_owned() }
    }

    fn outcome(&self, step: Option<&Step>) -> Command {
        let step = step.expect("a procedure has steps");
        // Three times in four something that brings the case on, or the walk would never come far.
        let brings_on = |o: &&Outcome| !matches!(o.act, Act::Return | Act::Reject | Act::Spoil | Act::Void);
        let onward: Vec<&Outcome> = step.outcomes.iter().filter(brings_on).collect();
        let any: Vec<&Outcome> = step.outcomes.iter().collect();
        let outcome = self.pick(if self.who < 192 { &onward } else { &any }).expect("a step has outcomes");
        Command::Decide { step: step.id.clone(), outcome: outcome.id.clone(), form: self.form() }
    }

    /// Filled in well: one of four serials, and a fault of the first kind of document.
    fn form(&self) -> Form {
        let fault = Fault { document: self.document_word().into(), why: "Buram".to_owned(), mark: None };
        let serial = format!("AB000000{}", self.who % 4);
        let printer = self.which.is_multiple_of(4).then(|| "depan".into());
        Form { faults: vec![fault], surrendered: true, printer, ..with(received(), spoils(&serial)) }
    }

    /// A document that is still missing or at fault, or any.
    fn attaches(&self, p: &Procedure, case: &Case) -> Command {
        let faulty = case.open_faults().first().map(|f| f.document.clone());
        let missing = || p.required(&case.grounds).into_iter().map(|d| &d.id).find(|d| !case.has(d)).cloned();
        let document = faulty.or_else(missing).unwrap_or_else(|| self.document(p).into());
        let file = if self.which.is_multiple_of(16) { "f0".to_owned() } else { format!("f{}", case.seq) };
        Command::Attach { facts: page(&file), document: Some(document) }
    }

    fn deadline(&self, p: &Procedure, case: &Case, now: Timestamp) -> Command {
        let clock = [ClockKind::Step, ClockKind::Step, ClockKind::Case][usize::from(self.which % 3)];
        match case.clock(p, clock) {
            _ if self.which.is_multiple_of(4) => Command::ApplyCalendar,
            Some((c, _)) => Command::PassTime { clock, due: c.due },
            None => Command::PassTime { clock, due: now },
        }
    }
    /// Whether the office's calendar has just been changed, or changed back.
    pub fn changes_calendar(&self) -> bool {
        self.which.is_multiple_of(16)
    }

    fn destroys(&self, case: &Case, now: Timestamp) -> Command {
        let class = match case.status {
            Status::Closed(closing) => closing,
            _ => Closing::HandedOver,
        };
        Command::DestroyDocuments { class, closed_before: now }
    }

    fn waiting(&self) -> Waiting {
        [Waiting::Stock, Waiting::Equipment, Waiting::Applicant][usize::from(self.which % 3)]
    }
    fn file(&self) -> procedure::FileId {
        format!("f{}", self.which % 12).as_str().into()
    }
    fn document<'p>(&self, p: &'p Procedure) -> &'p str {
        self.pick(&p.documents).map_or("", |d| d.id.as_str())
    }
    fn document_word(&self) -> &'static str {
        ["kk", "surat_hilang", "kk_lama", "ktp_kepala"][usize::from(self.which / 8 % 4)]
    }
    fn pick<'p, T>(&self, from: &'p [T]) -> Option<&'p T> {
        from.get(usize::from(self.which) % from.len().max(1))
    }
}

/// The role of the step at which the product is handed over.
fn last_role(p: &Procedure) -> Vec<&str> {
    p.steps.last().iter().map(|s| s.role.as_str()).collect()
}

fn with(received: Form, spoils: Form) -> Form {
    Form { blangko: spoils.blangko, why: spoils.why, ..received }
}
