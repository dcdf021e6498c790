//! The sections `[appointments]` and `[[protocol]]`: whether they fit each other, the opening hours and the powers.

use super::problem::ProblemKind;
use super::{Check, raw};
use crate::appointment::{Appointments, DoorCheck, Level, Protocol};
use crate::calendar::Calendar;
use jiff::SignedDuration;
use toml::Spanned;

/// More than any office has, and fewer than would make a day's page endless.
const MOST_COUNTERS: u32 = 100;
/// People do not keep what is further ahead.
const MOST_DAYS: u32 = 90;

impl Check<'_> {
    /// None where the file has no such section.
    pub(super) fn appointments(&mut self, calendar: &Calendar) -> Option<Appointments> {
        let file = self.raw;
        let Some(raw) = &file.appointments else {
            if let Some(protocol) = file.protocol.first() {
                let kind = ProblemKind::MissingKey { key: "appointments".to_owned() };
                self.faults.add(protocol.level.span(), kind);
            }
            return None;
        };
        let counters = self.at_most(&raw.counters, MOST_COUNTERS, "3");
        let slot_minutes = self.positive(&raw.slot_minutes);
        let length = SignedDuration::from_mins(i64::from(slot_minutes));
        let long_enough = |i: &crate::calendar::Interval| i.from.duration_until(i.to) >= length;
        let mut openings = calendar.intervals().peekable();
        if openings.peek().is_some() && !openings.any(long_enough) {
            self.bad_value(raw.slot_minutes.span(), &slot_minutes.to_string(), "15");
        }
        if file.powers.appointments.is_empty() || file.powers.protocol.is_empty() {
            self.faults.add(raw.counters.span(), ProblemKind::NobodyReceives);
        }
        Some(Appointments {
            counters,
            slot_minutes,
            days_ahead: self.at_most(&raw.days_ahead, MOST_DAYS, "14"),
            notice_minutes: self.positive(&raw.notice_minutes),
            reminder_hours: self.positive(&raw.reminder_hours),
            grace_minutes: self.positive(&raw.grace_minutes),
            rebookings: self.count(&raw.rebookings),
            safe_days: self.positive(&raw.safe_days),
            symptom_days: self.positive(&raw.symptom_days),
            protocols: self.protocols(&raw.counters, counters),
        })
    }

    fn protocols(&mut self, section: &Spanned<i64>, counters: u32) -> Vec<Protocol> {
        let all = &self.raw.protocol;
        let mut seen: Vec<(Level, usize)> = Vec::new();
        for protocol in all {
            let level = *protocol.level.get_ref();
            if let Some((_, first)) = seen.iter().find(|(l, _)| *l == level) {
                let first_line = self.faults.line(*first);
                let kind =
                    ProblemKind::Duplicate { what: "protocol", id: level.word().to_owned(), first_line };
                self.faults.add(protocol.level.span(), kind);
            }
            seen.push((level, protocol.level.span().start));
        }
        for level in Level::ALL.into_iter().filter(|level| !seen.iter().any(|(l, _)| l == level)) {
            self.faults.add(section.span(), ProblemKind::NoLevel { level: level.word() });
        }
        all.iter().map(|p| self.protocol(p, counters)).collect()
    }

    fn protocol(&mut self, raw: &raw::Protocol, most: u32) -> Protocol {
        let counters = self.at_most(&raw.counters, most, "1");
        let waiting_room = self.positive(&raw.waiting_room);
        if waiting_room < counters {
            self.bad_value(raw.waiting_room.span(), &waiting_room.to_string(), "20");
        }
        self.unique("door", raw.door.iter().map(|d| &d.id));
        let door = raw.door.iter().map(|d| DoorCheck {
            id: self.filled("id", &d.id).as_str().into(),
            text: self.text("text", &d.text),
        });
        Protocol {
            level: *raw.level.get_ref(),
            door: door.collect(),
            name: self.text("name", &raw.name),
            counters,
            waiting_room,
            delivery_preferred: raw.delivery_preferred,
            questions: raw.questions.iter().map(|q| self.text("questions", q)).collect(),
        }
    }

    fn at_most(&mut self, raw: &Spanned<i64>, most: u32, example: &'static str) -> u32 {
        let given = self.positive(raw);
        if given > most {
            self.bad_value(raw.span(), &given.to_string(), example);
        }
        given.min(most)
    }

    /// A number that may be none.
    fn count(&mut self, raw: &Spanned<i64>) -> u32 {
        u32::try_from(*raw.get_ref()).unwrap_or_else(|_| {
            self.bad_value(raw.span(), &raw.get_ref().to_string(), "1");
            0
        })
    }
}
