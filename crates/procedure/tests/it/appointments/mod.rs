//! Appointments: the slots there are, who may have one, who must move, and what becomes of a card that nobody fetches.

mod course;
mod rules;
mod slots;
mod walk;

pub use rules::{day_passed, nothing_changes};

use crate::support::Given;
use crate::support::people::*;
use crate::support::stages::notified;
use jiff::{SignedDuration, Timestamp};
use procedure::appointment::Agenda;
use procedure::appointment::VisitRules;
use procedure::{Command, Diary, Level, Procedure, Slot};

/// A slot of the shipped procedure, so many minutes after eight on Monday, 23 November 2026.
pub fn slot(minutes: i64) -> Slot {
    let from = crate::support::minute(minutes);
    Slot { from, until: from + SignedDuration::from_mins(15) }
}

/// Tuesday at nine.
pub fn tuesday() -> Slot {
    slot(25 * 60)
}

pub fn free() -> Diary {
    Diary { level: Level::Off, offered: true, free: true, next: None, waiting: 0 }
}

/// As [`free`], where the level asks questions and checks at the door.
pub fn cautious() -> Diary {
    Diary { level: Level::Cautious, ..free() }
}

pub fn book(slot: Slot) -> Command {
    Command::Book { slot }
}

/// The card is ready, and Sinta has an appointment on Tuesday at nine.
pub fn booked() -> Given {
    notified().diary(free()).done(sinta(), book(tuesday()))
}

/// An agenda under these rules.
pub fn agenda<'a>(p: &'a Procedure, rules: &'a VisitRules) -> Agenda<'a> {
    let settings = p.appointments.as_ref().expect("appointments");
    Agenda { calendar: &p.calendar, settings, rules }
}

pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}
