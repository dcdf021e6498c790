//! A validated procedure. Only [`crate::loader`] makes one, so whoever holds it may rely on every
//! reference in it. No rule of a particular service stands here: those are data.

use crate::appointment::Appointments;
use crate::calendar::Calendar;
use crate::clock::Clocks;
use crate::command::Twin;
use crate::event::{Closing, Grounds};
use crate::handover::{Handover, Question};
use crate::ids::{DocumentId, ElementId, OutcomeId, ReasonId, RoleId, StepId};
use serde::Deserialize;

/// A text in both languages of the screens.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub id: String,
    pub en: String,
}

/// The identity block of the SOP document, in the source's own words (form of Permenpan RB 35/2012).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    pub government: String,
    pub agency: String,
    pub division: String,
    pub number: String,
    pub created: String,
    pub revised: String,
    pub effective: String,
    pub approved_by: ApprovedBy,
    /// The actor columns of its table, where they are more than the roles' actors, or stand in another order.
    #[serde(default)]
    pub actors: Vec<String>,
    pub title: String,
    pub legal_bases: Vec<String>,
    pub qualifications: Vec<String>,
    pub related: Vec<String>,
    pub equipment: Vec<String>,
    pub warning: String,
    pub records: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovedBy {
    pub office: String,
    pub name: String,
    pub nip: String,
}

/// A row of the SOP's table, in the source's own words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRow {
    pub activity: String,
    pub actor: String,
    pub inputs: String,
    pub output: String,
}

/// A role; its bearer's name in the SOP's actor columns is `actor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    pub id: RoleId,
    pub name: Text,
    pub actor: String,
    /// Sees every case and may reassign, without a step of its own (Kabid, Kadis).
    pub oversees: bool,
}

/// A kind of document that an applicant may have to attach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentKind {
    pub id: DocumentId,
    pub name: Text,
    /// What a good photo of it shows.
    pub hint: Text,
    /// The thing itself is taken back at handover (the damaged card).
    pub surrendered: bool,
    /// Its original is seen at handover (the police loss letter).
    pub original: bool,
    /// The applicant's numbers that stand on every document of this kind.
    pub bears: Vec<Bears>,
}

/// A number of the applicant that a document bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bears {
    Nik,
    NomorKk,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub id: ReasonId,
    pub name: Text,
    /// Other words by which an applicant may name it, lower case.
    pub words: Vec<String>,
    pub documents: Vec<DocumentId>,
    /// The applicant must also say which elements change.
    pub asks_elements: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    pub id: ElementId,
    pub name: Text,
    /// The basis document of a change of this element.
    pub documents: Vec<DocumentId>,
}

/// A kind of decision an officer can record. Each is one event and asks for certain fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Accept,
    Recommend,
    Return,
    Reject,
    OrderPrint,
    Void,
    Print,
    Spoil,
    Activate,
    Notify,
    HandOver,
    NotCollected,
}

/// A field of an outcome's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The serial of the blank card used.
    Blangko,
    /// Why; told to the applicant on return and rejection.
    Why,
    /// Which documents are at fault, and what is wrong with each.
    Faults,
    /// A remark for colleagues, never required.
    Note,
    /// Who took the product, and their relation to the applicant.
    ReceivedBy,
    /// That the old card was taken back.
    Surrendered,
    /// Which of the office's printers prints it, where it has any.
    Printer,
    /// The serial of the card in hand.
    Card,
    /// That the original of a letter was seen.
    Original,
    /// The pass, or why none was shown.
    Pass,
    /// What was compared with the file.
    Compared,
}

/// A condition on the case, named in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guard {
    /// Every required document is attached and none is at fault.
    DocumentsComplete,
    /// A print order is open and its product not yet printed.
    PrintOrdered,
    /// No print order is open and nothing good is printed.
    NothingPrinted,
    /// The product is printed, and neither spoiled nor activated.
    Printed,
    /// The chip of the printed card is bound to it and to the case.
    ChipBound,
    /// A print order is open, or its product printed and not yet activated.
    InProduction,
    /// The applicant was told that the product is ready.
    Notified,
    /// The officer has proved who they are, not longer ago than `[operator_proof]` says.
    OperatorProved,
    /// The holder's finger matches, or that was waived with a reason, a short while ago.
    HolderVerified,
}

/// Where an outcome leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads {
    Step(StepId),
    /// The same step goes on.
    Stay,
    /// The same step goes on, its clock paused until the applicant comes.
    Await,
    /// The applicant must mend something; then the case goes on at this step.
    Applicant {
        resume: StepId,
    },
    End(Closing),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub id: OutcomeId,
    pub label: Text,
    pub act: Act,
    pub leads: Leads,
    pub asks: Vec<Field>,
    pub guards: Vec<Guard>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub id: StepId,
    /// The number in the SOP's table, from 1.
    pub no: u32,
    pub title: Text,
    pub source: SourceRow,
    pub role: RoleId,
    /// The SOP's time standard, in working minutes.
    pub minutes: u32,
    /// Steps whose performers may not perform this one on the same case, nor its performers those.
    pub different_from: Vec<StepId>,
    pub outcomes: Vec<Outcome>,
}

/// Who may do what beside the steps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Powers {
    /// Take in a request at the counter, and withdraw on the applicant's behalf.
    pub intake: Vec<RoleId>,
    pub reassign: Vec<RoleId>,
    pub reopen: Vec<RoleId>,
    /// Keep the store of blanks: receive, hand out, count.
    pub stock: Vec<RoleId>,
    /// Sign what they counted, the second signature.
    pub countersign: Vec<RoleId>,
    /// Let a case be printed before others who wait for blanks longer.
    pub jump: Vec<RoleId>,
    /// Make appointments for others, and let visitors in at the door.
    pub appointments: Vec<RoleId>,
    /// Set the level of the health protocol, and close a day.
    pub protocol: Vec<RoleId>,
    /// Look into chips that were bound before, and say what came of it.
    pub chips: Vec<RoleId>,
    /// Propose another version of the procedure.
    pub propose: Vec<RoleId>,
    /// Approve it, so that it comes into force.
    pub adopt: Vec<RoleId>,
}

/// What is done about a case that resembles another: shown to whoever works on it, or not let in either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnTwin {
    #[default]
    Show,
    Refuse,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicates {
    pub open_case: OnTwin,
    pub recent: OnTwin,
    /// How long ago a product counts as recent.
    pub recent_days: u32,
    pub same_photo: OnTwin,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    pub id: String,
    pub version: String,
    pub name: Text,
    /// What it costs, in words.
    pub fee: Text,
    pub identity: Identity,
    pub roles: Vec<Role>,
    pub documents: Vec<DocumentKind>,
    pub reasons: Vec<Reason>,
    pub elements: Vec<Element>,
    /// Sets of reasons that may be asked for together.
    pub combinations: Vec<Vec<ReasonId>>,
    pub start: StepId,
    pub steps: Vec<Step>,
    pub powers: Powers,
    pub calendar: Calendar,
    pub clocks: Clocks,
    /// None where the office hands over without appointments.
    pub appointments: Option<Appointments>,
    /// For how many minutes an operator's proof is good; none where the office asks for none.
    pub operator_proof: Option<u32>,
    /// None where products are handed over without a gate.
    pub handover: Option<Handover>,
    /// The survey's elements; empty where there is none.
    pub survey: Vec<Question>,
    pub duplicates: Duplicates,
    /// How long a draft is kept without a sign of life, in hours, and when it is remembered.
    pub draft_hours: u32,
    pub draft_reminder_hours: u32,
}

impl Duplicates {
    pub fn on(&self, twin: Twin) -> OnTwin {
        match twin {
            Twin::OpenCase => self.open_case,
            Twin::Recent => self.recent,
            Twin::SamePhoto => self.same_photo,
        }
    }

    pub fn refuses_any(&self) -> bool {
        [self.open_case, self.recent, self.same_photo].contains(&OnTwin::Refuse)
    }
}

impl Act {
    /// The fields that this act's event cannot do without.
    pub fn needs(self) -> &'static [Field] {
        match self {
            Self::Return => &[Field::Faults, Field::Why],
            Self::Reject | Self::Spoil | Self::Void => &[Field::Why],
            Self::HandOver => &[Field::ReceivedBy],
            _ => &[],
        }
    }
}

impl Step {
    pub fn outcome(&self, id: &OutcomeId) -> Option<&Outcome> {
        self.outcomes.iter().find(|o| o.id == *id)
    }
    /// Whether it records a blank card, so that it cannot be performed without one.
    pub fn records_blank(&self) -> bool {
        self.asks(Field::Blangko)
    }
    /// Whether one of its outcomes asks for this.
    pub fn asks(&self, field: Field) -> bool {
        self.outcomes.iter().any(|o| o.asks.contains(&field))
    }
}

impl Procedure {
    /// The step at which the product is handed over.
    pub fn handing_over(&self) -> Option<&Step> {
        self.steps.iter().find(|s| s.outcomes.iter().any(|o| o.act == Act::HandOver))
    }
    /// The same without this condition on any outcome.
    pub fn without(mut self, guard: Guard) -> Self {
        for outcome in self.steps.iter_mut().flat_map(|s| &mut s.outcomes) {
            outcome.guards.retain(|g| *g != guard);
        }
        if guard == Guard::OperatorProved {
            self.operator_proof = None;
        }
        self
    }
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|s| s.id == *id)
    }
    pub fn role(&self, id: &RoleId) -> Option<&Role> {
        self.roles.iter().find(|r| r.id == *id)
    }
    pub fn document(&self, id: &DocumentId) -> Option<&DocumentKind> {
        self.documents.iter().find(|d| d.id == *id)
    }
    pub fn reason(&self, id: &ReasonId) -> Option<&Reason> {
        self.reasons.iter().find(|r| r.id == *id)
    }
    pub fn element(&self, id: &ElementId) -> Option<&Element> {
        self.elements.iter().find(|e| e.id == *id)
    }

    /// The documents these grounds need, each once, in the file's order of documents.
    pub fn required(&self, grounds: &Grounds) -> Vec<&DocumentKind> {
        let by_reason = grounds.reasons.iter().filter_map(|r| self.reason(r)).flat_map(|r| &r.documents);
        let by_element = grounds.elements.iter().filter_map(|e| self.element(e)).flat_map(|e| &e.documents);
        let wanted: Vec<&DocumentId> = by_reason.chain(by_element).collect();
        self.documents.iter().filter(|d| wanted.contains(&&d.id)).collect()
    }

    /// Whether these reasons may be asked for together: one alone, or a combination of the file.
    pub fn allows(&self, reasons: &[ReasonId]) -> bool {
        let known = reasons.iter().all(|r| self.reason(r).is_some());
        let same =
            |set: &Vec<ReasonId>| set.len() == reasons.len() && set.iter().all(|r| reasons.contains(r));
        known && (reasons.len() == 1 || self.combinations.iter().any(same))
    }
}
