//! Which looks are worth a second one. None of these is forbidden, and each has innocent reasons: they are raised, so
//! that somebody asks.

use crate::permissions::Purpose;
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use procedure::Calendar;

/// People looked at within an hour beyond which it is raised.
pub const MOST_AN_HOUR: i64 = 50;
/// Before the office opens and after it closes so long is still the day's work.
const AROUND: SignedDuration = SignedDuration::from_mins(60);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unusual {
    /// The case is over: there was nothing to do for it.
    NoOpenCase,
    /// The data are the officer's own.
    Own,
    /// The data are a colleague's.
    Colleague,
    /// More people within an hour than work asks for.
    Many,
    /// Outside the office's hours.
    AfterHours,
}

impl Unusual {
    pub const ALL: [Self; 5] = [Self::NoOpenCase, Self::Own, Self::Colleague, Self::Many, Self::AfterHours];

    /// In the database and in keys of texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoOpenCase => "no_open_case",
            Self::Own => "own",
            Self::Colleague => "colleague",
            Self::Many => "many",
            Self::AfterHours => "after_hours",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|u| u.word() == word)
    }
}

/// Whether a look for this purpose counts as looking at a person: lists of what waits do not.
pub fn is_close(purpose: Purpose) -> bool {
    !matches!(
        purpose,
        Purpose::Work | Purpose::Calls | Purpose::Appointments | Purpose::Accounts | Purpose::Faults
    )
}

/// Whether a case that is over is nothing for this purpose.
pub fn needs_open_case(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Verification | Purpose::Printing | Purpose::Intake)
}

/// Whether the office is at rest.
pub fn is_after_hours(calendar: &Calendar, at: Timestamp) -> bool {
    let near = |from: Time, to: Time| {
        let day = calendar.day_of(at);
        let instant = |time: Time| calendar.offset.to_timestamp(day.to_datetime(time)).ok();
        let from = instant(from).and_then(|t| t.checked_sub(AROUND).ok());
        let to = instant(to).and_then(|t| t.checked_add(AROUND).ok());
        from.zip(to).is_some_and(|(from, to)| (from..=to).contains(&at))
    };
    let hours = calendar.hours(calendar.day_of(at));
    match (hours.first(), hours.last()) {
        (Some(first), Some(last)) => !near(first.from, last.to),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_around_the_offices_day_is_work_and_nights_and_sundays_are_not() {
        let shelf = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures");
        let shelf =
            crate::procedures::Procedures::read(shelf.as_ref(), "penggantian-ktp-el").expect("shipped");
        let calendar = &shelf.active().calendar;
        let after = |text: &str| is_after_hours(calendar, text.parse().expect("an instant"));
        assert!(!after("2026-11-23T07:00:00+07:00") && !after("2026-11-23T12:30:00+07:00"));
        assert!(after("2026-11-23T05:00:00+07:00") && after("2026-11-23T21:00:00+07:00"));
        assert!(after("2026-11-22T10:00:00+07:00"), "a Sunday");
    }

    #[test]
    fn every_word_is_read_back() {
        for unusual in Unusual::ALL {
            assert_eq!(Unusual::parse(unusual.word()), Some(unusual));
        }
    }
}
