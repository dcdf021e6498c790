//! The shape of a procedure file, before its references are checked. Spans are kept wherever a fault
//! may have to be pointed at.

use crate::appointment::Level;
use crate::clock::{Call, ClockKind};
use crate::definition::{Act, Bears, Field, Guard, Identity, OnTwin, SourceRow, Text};
use crate::handover::Way;
use serde::Deserialize;
use toml::Spanned;

type Name = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) id: Name,
    pub(super) version: Name,
    pub(super) name: Spanned<Text>,
    pub(super) fee: Spanned<Text>,
    pub(super) start: Name,
    #[serde(default)]
    pub(super) combinations: Vec<Spanned<Vec<Name>>>,
    pub(super) identity: Identity,
    pub(super) draft: Draft,
    pub(super) duplicates: Duplicates,
    pub(super) powers: Powers,
    pub(super) calendar: Calendar,
    pub(super) clock: Option<Clock>,
    #[serde(default)]
    pub(super) escalation: Vec<Escalation>,
    pub(super) appointments: Option<Appointments>,
    pub(super) operator_proof: Option<OperatorProof>,
    #[serde(default)]
    pub(super) protocol: Vec<Protocol>,
    pub(super) handover: Option<Handover>,
    #[serde(default)]
    pub(super) survey: Vec<Question>,
    pub(super) role: Vec<Role>,
    pub(super) document: Vec<Document>,
    pub(super) reason: Vec<Reason>,
    #[serde(default)]
    pub(super) element: Vec<Element>,
    pub(super) step: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    pub(super) keep_hours: Spanned<i64>,
    pub(super) reminder_hours: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Duplicates {
    pub(super) open_case: OnTwin,
    pub(super) recent: OnTwin,
    pub(super) recent_days: Spanned<i64>,
    pub(super) same_photo: OnTwin,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Powers {
    pub(super) intake: Vec<Name>,
    pub(super) reassign: Vec<Name>,
    pub(super) reopen: Vec<Name>,
    #[serde(default)]
    pub(super) stock: Vec<Name>,
    #[serde(default)]
    pub(super) countersign: Vec<Name>,
    #[serde(default)]
    pub(super) jump: Vec<Name>,
    #[serde(default)]
    pub(super) appointments: Vec<Name>,
    #[serde(default)]
    pub(super) protocol: Vec<Name>,
    #[serde(default)]
    pub(super) chips: Vec<Name>,
    #[serde(default)]
    pub(super) propose: Vec<Name>,
    #[serde(default)]
    pub(super) adopt: Vec<Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OperatorProof {
    pub(super) minutes: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Appointments {
    pub(super) counters: Spanned<i64>,
    pub(super) slot_minutes: Spanned<i64>,
    pub(super) days_ahead: Spanned<i64>,
    pub(super) notice_minutes: Spanned<i64>,
    pub(super) reminder_hours: Spanned<i64>,
    pub(super) grace_minutes: Spanned<i64>,
    pub(super) rebookings: Spanned<i64>,
    pub(super) safe_days: Spanned<i64>,
    pub(super) symptom_days: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Protocol {
    pub(super) level: Spanned<Level>,
    pub(super) name: Spanned<Text>,
    pub(super) counters: Spanned<i64>,
    pub(super) waiting_room: Spanned<i64>,
    #[serde(default)]
    pub(super) delivery_preferred: bool,
    #[serde(default)]
    pub(super) questions: Vec<Spanned<Text>>,
    #[serde(default)]
    pub(super) door: Vec<Door>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Door {
    pub(super) id: Name,
    pub(super) text: Spanned<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Handover {
    pub(super) pass_days: Spanned<i64>,
    pub(super) verdict_minutes: Spanned<i64>,
    pub(super) ways: Spanned<Vec<Way>>,
    #[serde(default)]
    pub(super) holder: Vec<Door>,
    #[serde(default)]
    pub(super) representative: Vec<Door>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    pub(super) id: Name,
    pub(super) text: Spanned<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Calendar {
    pub(super) zone: Name,
    pub(super) hours: Hours,
    #[serde(default)]
    pub(super) holidays: Vec<Holiday>,
    #[serde(default)]
    pub(super) season: Vec<Season>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hours {
    #[serde(default)]
    pub(super) monday: Vec<Name>,
    #[serde(default)]
    pub(super) tuesday: Vec<Name>,
    #[serde(default)]
    pub(super) wednesday: Vec<Name>,
    #[serde(default)]
    pub(super) thursday: Vec<Name>,
    #[serde(default)]
    pub(super) friday: Vec<Name>,
    #[serde(default)]
    pub(super) saturday: Vec<Name>,
    #[serde(default)]
    pub(super) sunday: Vec<Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Season {
    pub(super) name: Spanned<Text>,
    pub(super) from: Name,
    pub(super) to: Name,
    pub(super) hours: Hours,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Holiday {
    pub(super) day: Name,
    pub(super) name: Name,
    #[serde(default)]
    pub(super) collective_leave: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Clock {
    pub(super) minutes: Spanned<i64>,
    pub(super) at_risk_percent: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Escalation {
    pub(super) id: Name,
    pub(super) clock: ClockKind,
    pub(super) when: Call,
    pub(super) by_minutes: Option<Spanned<i64>>,
    pub(super) tell: Spanned<Vec<Name>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Role {
    pub(super) id: Name,
    pub(super) name: Spanned<Text>,
    pub(super) actor: String,
    #[serde(default)]
    pub(super) oversees: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub(super) id: Name,
    pub(super) name: Spanned<Text>,
    pub(super) hint: Spanned<Text>,
    #[serde(default)]
    pub(super) surrendered: bool,
    #[serde(default)]
    pub(super) original: bool,
    #[serde(default)]
    pub(super) bears: Vec<Bears>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    pub(super) id: Name,
    pub(super) name: Spanned<Text>,
    #[serde(default)]
    pub(super) words: Vec<String>,
    pub(super) documents: Vec<Name>,
    #[serde(default)]
    pub(super) asks_elements: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Element {
    pub(super) id: Name,
    pub(super) name: Spanned<Text>,
    pub(super) documents: Vec<Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) id: Name,
    pub(super) no: u32,
    pub(super) title: Spanned<Text>,
    pub(super) source: SourceRow,
    pub(super) role: Name,
    pub(super) minutes: Spanned<i64>,
    #[serde(default)]
    pub(super) different_from: Vec<Name>,
    pub(super) outcome: Vec<Outcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outcome {
    pub(super) id: Name,
    pub(super) label: Spanned<Text>,
    pub(super) act: Spanned<Act>,
    pub(super) leads: Name,
    #[serde(default)]
    pub(super) asks: Vec<Field>,
    #[serde(default)]
    pub(super) guards: Vec<Guard>,
}
