//! Working time: from an instant and a number of minutes to a deadline, and back. Knows no clock.

use crate::definition::Text;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Opening hours of a week in the office's own time (Indonesia has three fixed offsets and no summer time), other
/// hours in a season such as Ramadan, less the days the office is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    pub offset: Offset,
    pub week: Week,
    /// In order and without overlap.
    pub seasons: Vec<Season>,
    /// National holidays and collective leave, as decreed.
    pub holidays: BTreeMap<Date, Holiday>,
    /// Days on which this office alone is closed.
    pub closures: BTreeSet<Date>,
}

/// Monday first; each day's intervals in order and without overlap.
pub type Week = [Vec<Interval>; 7];

/// A stretch of days with hours of its own; both ends belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Season {
    pub name: Text,
    pub from: Date,
    pub to: Date,
    pub week: Week,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    pub name: String,
    /// Cuti bersama: decreed to make a bridge, and not a holiday by law.
    pub collective_leave: bool,
}

/// `from` inclusive, `to` exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    pub from: Time,
    pub to: Time,
}

impl Interval {
    /// `07:30-12:00`; none where it does not end after it begins.
    pub fn parse(value: &str) -> Option<Self> {
        let (from, to) = value.split_once('-')?;
        let time = |t: &str| -> Option<Time> {
            let (h, m) = t.trim().split_once(':')?;
            Time::new(h.parse().ok()?, m.parse().ok()?, 0, 0).ok()
        };
        let (from, to) = (time(from)?, time(to)?);
        (from < to).then_some(Self { from, to })
    }
}

/// How far ahead a deadline is looked for, in days: longer than any run of closed days.
const HORIZON: usize = 3_660;

impl Calendar {
    /// The office's own date at an instant.
    pub fn day_of(&self, at: Timestamp) -> Date {
        self.local(at).date()
    }

    /// When a day begins in the office.
    pub fn begin_of(&self, day: Date) -> Timestamp {
        self.instant(day.to_datetime(Time::midnight())).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn local(&self, at: Timestamp) -> DateTime {
        self.offset.to_datetime(at)
    }

    fn instant(&self, at: DateTime) -> Option<Timestamp> {
        self.offset.to_timestamp(at).ok()
    }

    /// The hours of one day; none on a day that is closed.
    pub fn hours(&self, day: Date) -> &[Interval] {
        if self.closures.contains(&day) { &[] } else { self.decreed_hours(day) }
    }

    /// As [`Calendar::hours`], whatever this office alone has closed.
    fn decreed_hours(&self, day: Date) -> &[Interval] {
        if self.holidays.contains_key(&day) {
            return &[];
        }
        let season = self.seasons.iter().find(|s| s.from <= day && day <= s.to);
        let week = season.map_or(&self.week, |s| &s.week);
        week.get(index(day.weekday())).map_or(&[], Vec::as_slice)
    }

    /// Every interval of the calendar, of whatever week.
    pub(crate) fn intervals(&self) -> impl Iterator<Item = &Interval> {
        std::iter::once(&self.week).chain(self.seasons.iter().map(|s| &s.week)).flatten().flatten()
    }

    /// The open spans of one day, as instants.
    fn spans(&self, day: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
        self.instants(day, self.hours(day))
    }

    /// As [`Calendar::spans`], whatever this office alone has closed.
    pub(crate) fn decreed_spans(&self, day: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
        self.instants(day, self.decreed_hours(day))
    }

    fn instants<'a>(
        &'a self,
        day: Date,
        hours: &'a [Interval],
    ) -> impl Iterator<Item = (Timestamp, Timestamp)> + 'a {
        hours.iter().filter_map(move |i| {
            Some((self.instant(day.to_datetime(i.from))?, self.instant(day.to_datetime(i.to))?))
        })
    }

    /// The open spans from `from` on, the first one cut at `from`.
    pub(crate) fn spans_from(&self, from: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
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
