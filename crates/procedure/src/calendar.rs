//! Working time: from an instant and a number of minutes to a deadline, and back. Knows no clock.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// Opening hours of a week in the office's own time (Indonesia has three fixed offsets and no summer time),
/// less the days the office is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    pub offset: Offset,
    /// Monday first; each day's intervals in order and without overlap.
    pub week: [Vec<Interval>; 7],
    pub closed: BTreeSet<Date>,
}

/// `from` inclusive, `to` exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    pub from: Time,
    pub to: Time,
}

/// How far ahead a deadline is looked for, in days: longer than any run of closed days.
const HORIZON: usize = 3_660;

impl Calendar {
    pub(crate) fn day_of(&self, at: Timestamp) -> Date {
        self.local(at).date()
    }

    fn local(&self, at: Timestamp) -> DateTime {
        self.offset.to_datetime(at)
    }

    fn instant(&self, at: DateTime) -> Option<Timestamp> {
        self.offset.to_timestamp(at).ok()
    }

    /// The open spans of one day, as instants.
    pub(crate) fn spans(&self, day: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
        let open = if self.closed.contains(&day) { None } else { self.week.get(index(day.weekday())) };
        open.into_iter().flatten().filter_map(move |i| {
            Some((self.instant(day.to_datetime(i.from))?, self.instant(day.to_datetime(i.to))?))
        })
    }

    /// The open spans from `from` on, the first one cut at `from`.
    fn spans_from(&self, from: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
        let first = self.local(from).date();
        std::iter::successors(Some(first), |d| d.tomorrow().ok())
            .take(HORIZON)
            .flat_map(|d| self.spans(d))
            .filter(move |(_, to)| *to > from)
            .map(move |(start, to)| (start.max(from), to))
    }

    /// The instant at which `minutes` of working time after `from` are used up.
    /// A calendar without any opening hours counts every minute.
    pub fn add(&self, from: Timestamp, minutes: u32) -> Timestamp {
        self.add_duration(from, SignedDuration::from_mins(i64::from(minutes)))
    }

    /// As [`Calendar::add`], to the nanosecond. Nothing to add leaves `from` where it is, be it open or not.
    pub fn add_duration(&self, from: Timestamp, working: SignedDuration) -> Timestamp {
        if working <= SignedDuration::ZERO {
            return from;
        }
        let mut left = working;
        for (start, to) in self.spans_from(from) {
            let span = start.duration_until(to);
            if left <= span {
                return start.saturating_add(left).unwrap_or(to);
            }
            left -= span;
        }
        from.saturating_add(working).unwrap_or(from)
    }

    /// Working time between two instants; zero where `to` is not after `from`.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        self.spans_from(from)
            .take_while(|(start, _)| *start < to)
            .fold(SignedDuration::ZERO, |sum, (start, end)| sum + start.duration_until(end.min(to)))
    }
}

fn index(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or(0)
}
