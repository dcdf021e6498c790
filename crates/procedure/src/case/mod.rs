//! A case as its events have made it, and what can be asked of it. [`evolve`] never refuses, never reads the
//! procedure and never panics, whatever history it is given. A `Case` is never stored.

mod clocks;
mod evolve;
mod gate;

pub use evolve::evolve;
pub use gate::{AtGate, Pass, UnderWay, Verdict};

use crate::Blangko;
use crate::appointment::Slot;
use crate::chip::{BoundChip, ChipAlarm};
use crate::clock::{Clock, ClockKind};
use crate::definition::Procedure;
use crate::event::{
    Applicant, Channel, Closing, Consent, Fault, FileFacts, Grounds, PrintEnd, Trouble, Waiting,
};
use crate::ids::{DocumentId, FileId, NoticeId, OutcomeId, PrinterId, RoleId, StepId, UserId};
use crate::layer::CardLayer;
use jiff::Timestamp;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub procedure: String,
    pub version: String,
    pub channel: Channel,
    pub applicant: Applicant,
    pub grounds: Grounds,
    pub consent: Option<Consent>,
    pub documents: Vec<Document>,
    pub status: Status,
    /// The step the case stands at; stays after closing, so that a reopened case knows where it was.
    pub step: Option<CurrentStep>,
    /// The whole case's time, from when it was sent.
    pub clock: Option<Clock>,
    pub waiting: Option<Paused>,
    /// That it be printed before others who wait for blanks: asked for, or granted.
    pub jump: Option<Jump>,
    /// Its turn among those who wait for blanks has come; a card that fails is printed anew without waiting again.
    pub turn_came: bool,
    /// What the applicant must mend, and the step that goes on afterwards.
    pub correction: Option<Correction>,
    /// Every outcome recorded, oldest first.
    pub performed: Vec<Performed>,
    /// Who recommended it last, and when; a return undoes it.
    pub verified: Option<Verified>,
    pub production: Production,
    /// What is printed on the blank, as prepared last.
    pub layer: Option<CardLayer>,
    /// Every photo prepared for it, the present one included.
    pub photos: Vec<FileFacts>,
    /// The print job of an order to a printer of ours.
    pub job: Option<PrintJob>,
    /// The chip of the card that is printed.
    pub chip: Option<BoundChip>,
    /// Who bound a chip, and at which step: as good as an outcome where duties are apart.
    pub chips_by: Vec<(StepId, UserId)>,
    /// Chips bound before that were to be bound to its card, until a superior has looked into it.
    pub chip_alarms: Vec<ChipAlarm>,
    /// Blank cards this case has spoiled.
    pub spoiled: Vec<Blangko>,
    pub notified: bool,
    pub gate: AtGate,
    pub appointment: Option<Appointment>,
    /// How often nobody came.
    pub missed: u32,
    /// Since when the product waits without an appointment.
    pub kept_since: Option<Timestamp>,
    /// Since when it lies in the safe.
    pub in_safe: Option<Timestamp>,
    pub notices: BTreeMap<NoticeId, Flag>,
    /// What the applicant was to be told and was not: somebody telephones.
    pub calls: Vec<Owed>,
    /// When somebody last tried in vain.
    pub called_at: Option<Timestamp>,
    pub opened_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// When a person last did something to the case.
    pub touched_at: Timestamp,
    pub reminded: bool,
    /// The number of events so far; the next event's number is one more.
    pub seq: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Draft,
    Open,
    Closed(Closing),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub facts: FileFacts,
    pub document: Option<DocumentId>,
    pub attached_at: Timestamp,
    /// Why it no longer counts.
    pub set_aside: Option<String>,
    /// When its bytes were destroyed; it counts no more then.
    pub destroyed: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentStep {
    pub id: StepId,
    pub no: u32,
    pub role: RoleId,
    pub minutes: u32,
    pub clock: Clock,
    pub claim: Option<Claim>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub user: UserId,
    pub name: String,
    pub since: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paused {
    pub waiting: Waiting,
    pub since: Timestamp,
    /// What the printer stands still for, where it was the machine that said so.
    pub trouble: Option<Trouble>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jump {
    pub by: UserId,
    pub name: String,
    pub why: String,
    pub granted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    pub slot: Slot,
    pub made_at: Timestamp,
    pub reminded: bool,
    /// Whether the questions before the visit were answered without a symptom.
    pub screened: Option<bool>,
    pub arrived: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub faults: Vec<Fault>,
    pub why: String,
    pub resume: StepId,
    pub since: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub name: String,
    pub at: Timestamp,
}

/// One outcome of one step, and who recorded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Performed {
    pub step: StepId,
    pub outcome: OutcomeId,
    pub user: UserId,
    pub name: String,
    pub at: Timestamp,
}

/// How far the making of the product is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Production {
    #[default]
    None,
    Ordered,
    Printed(Option<Blangko>),
    Activated(Option<Blangko>),
}

/// A card on its way through a printer of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintJob {
    /// The number of the event that ordered it.
    pub no: u64,
    pub printer: PrinterId,
    pub since: Timestamp,
    pub cancel_asked: bool,
    pub ended: Option<Ended>,
}

/// How a print job ended, and how many cards the printer says it has printed; it may not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    pub end: PrintEnd,
    pub impressions: Option<u32>,
}

/// Something that the applicant is still to be told, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The notice that did not arrive, or would have been sent if there were a channel.
    pub notice: NoticeId,
    pub since: Timestamp,
}

/// What is known of a notice that the case owes its applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flag {
    Confirmed,
    Failed(String),
}

impl Case {
    /// The documents that count: attached, not set aside and not destroyed.
    pub fn standing(&self) -> impl Iterator<Item = &Document> {
        self.kept().filter(|d| d.set_aside.is_none())
    }
    /// The documents whose bytes there still are, those set aside included.
    pub fn kept(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter().filter(|d| d.destroyed.is_none())
    }
    /// When documents of this case were last destroyed.
    pub fn destroyed_at(&self) -> Option<Timestamp> {
        self.documents.iter().filter_map(|d| d.destroyed).max()
    }
    pub fn file(&self, id: &FileId) -> Option<&Document> {
        self.documents.iter().find(|d| d.facts.file == *id)
    }
    pub fn has(&self, document: &DocumentId) -> bool {
        self.standing().any(|d| d.document.as_ref() == Some(document))
    }
    /// Faults that nothing attached since has answered.
    pub fn open_faults(&self) -> Vec<&Fault> {
        let Some(correction) = &self.correction else { return Vec::new() };
        let mended = |f: &&Fault| {
            self.standing()
                .any(|d| d.document.as_ref() == Some(&f.document) && d.attached_at >= correction.since)
        };
        correction.faults.iter().filter(|f| !mended(f)).collect()
    }
    /// Whether its applicant may still add documents and send it: a draft, or what was returned to them.
    pub fn takes_documents(&self) -> bool {
        self.status == Status::Draft || (self.status == Status::Open && self.correction.is_some())
    }
    /// Since when somebody is to telephone; whoever was tried in vain comes after those who were not.
    pub fn call_at(&self) -> Option<Timestamp> {
        let since = self.calls.iter().map(|owed| owed.since).min()?;
        Some(self.called_at.map_or(since, |tried| tried.max(since)))
    }
    /// Whether its clocks go: it lies with the office, and nothing is waited for.
    pub fn runs(&self) -> bool {
        self.status == Status::Open && self.waiting.is_none() && self.correction.is_none()
    }
    /// One of its clocks, and that clock's standard in working minutes.
    pub fn clock(&self, p: &Procedure, kind: ClockKind) -> Option<(&Clock, u32)> {
        match kind {
            ClockKind::Step => self.step.as_ref().map(|s| (&s.clock, s.minutes)),
            ClockKind::Case => self.clock.as_ref().map(|c| (c, p.clocks.minutes)),
        }
    }
    /// Whether it stands in the print queue.
    pub fn waits_for_blanks(&self) -> bool {
        self.waiting.as_ref().is_some_and(|w| w.waiting == Waiting::Stock)
    }
    /// The print job that a printer has not done with yet.
    pub fn printing(&self) -> Option<&PrintJob> {
        self.job.as_ref().filter(|j| j.ended.is_none())
    }
    /// Whether it comes before those who wait longer.
    pub fn jumps(&self) -> bool {
        self.jump.as_ref().is_some_and(|j| j.granted)
    }
    /// The product is made and its applicant knows; nothing is wanted of anybody else.
    pub fn is_told(&self) -> bool {
        self.status == Status::Open && self.notified && self.correction.is_none()
    }
    /// As [`Case::is_told`], and it lies at the office.
    pub fn is_ready(&self) -> bool {
        self.is_told() && self.gate.under_way.is_none()
    }
    /// The appointment that is still to come.
    pub fn expected(&self) -> Option<&Appointment> {
        self.appointment.as_ref().filter(|a| a.arrived.is_none())
    }
    pub fn blangko(&self) -> Option<&Blangko> {
        match &self.production {
            Production::Printed(b) | Production::Activated(b) => b.as_ref(),
            _ => None,
        }
    }
    /// The last outcome recorded at a step.
    pub fn last_performed(&self, step: &StepId) -> Option<&Performed> {
        self.performed.iter().rev().find(|p| p.step == *step)
    }
}
