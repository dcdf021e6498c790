//! The slots there are: opening hours cut into slots, less closed days, with the places that the level leaves.

use super::{Appointments, Slot, VisitRules};
use crate::calendar::Calendar;
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Places given out, by the start of their slot.
pub type Taken = BTreeMap<Timestamp, BTreeSet<u32>>;

/// What slots are made from.
#[derive(Debug, Clone, Copy)]
pub struct Agenda<'a> {
    pub calendar: &'a Calendar,
    pub settings: &'a Appointments,
    pub rules: &'a VisitRules,
}

impl<'a> Agenda<'a> {
    pub fn day_of(&self, at: Timestamp) -> Date {
        self.calendar.day_of(at)
    }

    /// Places of each slot.
    pub fn capacity(&self) -> u32 {
        self.settings.capacity(self.rules.level)
    }

    /// The slots of a day, in order; none where the office is closed. What is left over of an opening is nobody's.
    pub fn slots(&self, day: Date) -> Vec<Slot> {
        if self.rules.closed.contains(&day) {
            return Vec::new();
        }
        let length = SignedDuration::from_mins(i64::from(self.settings.slot_minutes.max(1)));
        let end = |from: &Timestamp| from.saturating_add(length).ok();
        let cut = |(from, to): (Timestamp, Timestamp)| {
            std::iter::successors(Some(from), move |at| end(at))
                .map_while(move |at| Some(Slot { from: at, until: end(&at)? }))
                .take_while(move |slot| slot.until <= to && slot.until > slot.from)
        };
        self.calendar.decreed_spans(day).flat_map(cut).collect()
    }

    /// Whether this is one of the office's slots.
    pub fn has(&self, slot: Slot) -> bool {
        self.slots(self.day_of(slot.from)).contains(&slot)
    }

    /// Slots of `days` days from `first` on that begin at `earliest` or later.
    pub(super) fn ahead(
        self,
        earliest: Timestamp,
        first: Date,
        days: u32,
    ) -> impl Iterator<Item = Slot> + 'a {
        let days = usize::try_from(days).unwrap_or(usize::MAX).saturating_add(1);
        std::iter::successors(Some(first), |d| d.tomorrow().ok())
            .take(days)
            .flat_map(move |day| self.slots(day))
            .filter(move |slot| slot.from >= earliest)
    }

    /// The earliest start that a resident can still choose.
    pub(super) fn earliest(&self, now: Timestamp) -> Timestamp {
        let notice = SignedDuration::from_mins(i64::from(self.settings.notice_minutes));
        now.saturating_add(notice).unwrap_or(now)
    }

    /// What a resident may choose from now, free or not.
    pub fn offered(self, now: Timestamp) -> impl Iterator<Item = Slot> + 'a {
        self.ahead(self.earliest(now), self.day_of(now), self.settings.days_ahead)
    }

    /// Whether this slot may be chosen now. Who stands at the counter may be given the slot that runs.
    pub fn offers(&self, slot: Slot, now: Timestamp, by_officer: bool) -> bool {
        let last = self.day_of(now).saturating_add(Span::new().days(i64::from(self.settings.days_ahead)));
        let in_time = if by_officer { slot.until > now } else { slot.from >= self.earliest(now) };
        in_time && self.day_of(slot.from) <= last && self.has(slot)
    }

    /// Whether the slot has a place left.
    pub fn is_free(&self, slot: Slot, taken: &Taken) -> bool {
        let given = taken.get(&slot.from).map_or(0, BTreeSet::len);
        u32::try_from(given).is_ok_and(|given| given < self.capacity())
    }

    /// The first slot with a place that begins at `after` or later.
    pub fn next_free(&self, after: Timestamp, taken: &Taken) -> Option<Slot> {
        let mut coming = self.ahead(after, self.day_of(after), self.settings.days_ahead);
        coming.find(|slot| self.is_free(*slot, taken))
    }
}

/// A free place among `capacity`, looked for from `start` on, so that people who book at the same instant rarely
/// want the same one. None where as many are given out as there may be, be it under numbers that are no more.
pub fn free_place(taken: &BTreeSet<u32>, capacity: u32, start: u32) -> Option<u32> {
    if u32::try_from(taken.len()).is_ok_and(|given| given < capacity) {
        return (0..capacity).map(|n| start.wrapping_add(n) % capacity).find(|p| !taken.contains(p));
    }
    None
}
