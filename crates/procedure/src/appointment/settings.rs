//! The part of a procedure that says how appointments are made, and what each level of the health protocol asks.

use crate::definition::Text;
use crate::ids::CheckId;
use serde::{Deserialize, Serialize};

/// The level of the health protocol. The office's head decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    #[default]
    Off,
    Cautious,
    Strict,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointments {
    /// Counters at which cards are handed over.
    pub counters: u32,
    pub slot_minutes: u32,
    /// Days ahead that are offered, today not counted.
    pub days_ahead: u32,
    /// The earliest slot offered begins so long after now.
    pub notice_minutes: u32,
    pub reminder_hours: u32,
    /// How long after its slot somebody has not come.
    pub grace_minutes: u32,
    /// How often somebody who did not come is given another slot.
    pub rebookings: u32,
    /// Days without an appointment after which the card goes to the safe.
    pub safe_days: u32,
    /// Days by which a symptom puts the visit off.
    pub symptom_days: u32,
    /// One for each level.
    pub protocols: Vec<Protocol>,
}

/// What one level of the health protocol asks of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    pub level: Level,
    pub name: Text,
    /// Counters used under its rule of distance.
    pub counters: u32,
    /// People let in at a time.
    pub waiting_room: u32,
    /// The office would rather deliver.
    pub delivery_preferred: bool,
    /// Asked before the visit; a yes puts it off.
    pub questions: Vec<Text>,
    /// Checked at the door.
    pub door: Vec<DoorCheck>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorCheck {
    pub id: CheckId,
    pub text: Text,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::Off, Self::Cautious, Self::Strict];

    /// As it is written in the file and stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Cautious => "cautious",
            Self::Strict => "strict",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.word() == word)
    }
}

impl Appointments {
    pub fn protocol(&self, level: Level) -> Option<&Protocol> {
        self.protocols.iter().find(|p| p.level == level)
    }

    /// Places of one slot at this level. More than the room holds are never given out.
    pub fn capacity(&self, level: Level) -> u32 {
        let allowed = self.protocol(level).map_or(0, |p| p.counters.min(p.waiting_room));
        self.counters.min(allowed)
    }

    /// Whether visitors are asked about symptoms at this level.
    pub fn asks(&self, level: Level) -> bool {
        self.protocol(level).is_some_and(|p| !p.questions.is_empty())
    }
}
