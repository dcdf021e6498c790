//! Appointments at the counter: which slots a day has, what the health protocol leaves of them, and who must move
//! when that becomes less. Pure; a slot's places are counted by the shell, which keeps them.

mod agenda;
mod moving;
mod settings;
mod visit_rules;

pub use agenda::{Agenda, Taken, free_place};
pub use moving::{Move, Moves, Seat, moves};
pub use settings::{Appointments, DoorCheck, Level, Protocol};
pub use visit_rules::{VisitCommand, VisitRule, VisitRuleBody, VisitRules, evolve_rules, rule};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A span of time for which places at the counter are given out. `from` inclusive, `until` exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    pub from: Timestamp,
    pub until: Timestamp,
}

/// Why an appointment was moved or called off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The applicant, or an officer for them, wanted it.
    Asked,
    /// The health protocol leaves fewer places.
    Protocol,
    /// The office is closed that day.
    DayClosed,
    /// Nobody came.
    Missed,
    /// A symptom was told of before the visit.
    Symptoms,
}

/// What the office's book of appointments says; asked for where a command needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diary {
    pub level: Level,
    /// The slot asked for is one that this actor may choose now.
    pub offered: bool,
    /// It has a free place.
    pub free: bool,
    /// The slot that comes next, where a visit is put off.
    pub next: Option<Slot>,
    /// How many sit in the waiting room.
    pub waiting: u64,
}
