//! Working time as one line of seconds, counted once for a calendar, so that a replay need not walk its days. Beyond
//! its end the calendar itself is asked.

use crate::Calendar;
use jiff::{SignedDuration, Timestamp};

/// An open span, and the working time before it. In whole seconds.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: i64,
    until: i64,
    before: i64,
}

#[derive(Debug, Clone)]
pub(super) struct Axis {
    calendar: Calendar,
    spans: Vec<Span>,
    end: i64,
    total: i64,
}

impl Axis {
    /// The line from one instant to another; before it there is no working time.
    pub(super) fn new(calendar: &Calendar, from: i64, end: i64) -> Self {
        let (mut spans, mut total) = (Vec::new(), 0);
        let open = calendar.spans_from(instant(from)).map(|(a, b)| (a.as_second(), b.as_second().min(end)));
        for (from, until) in open.take_while(|(from, _)| *from < end).filter(|(from, until)| from < until) {
            spans.push(Span { from, until, before: total });
            total += until - from;
        }
        Self { calendar: calendar.clone(), spans, end, total }
    }

    /// The working time from the line's beginning to this instant.
    fn until(&self, at: i64) -> i64 {
        if at > self.end {
            let beyond = self.calendar.between(instant(self.end), instant(at));
            return self.total.saturating_add(beyond.as_secs());
        }
        let begun = self.spans.partition_point(|s| s.from <= at);
        let last = begun.checked_sub(1).and_then(|i| self.spans.get(i));
        last.map_or(0, |s| s.before + at.min(s.until) - s.from)
    }

    /// Working time between two instants; zero where `to` is not after `from`.
    pub(super) fn between(&self, from: i64, to: i64) -> i64 {
        if to <= from { 0 } else { self.until(to) - self.until(from) }
    }

    /// The instant at which so much working time after `from` is used up; `from` itself where it is none.
    pub(super) fn after(&self, from: i64, working: i64) -> i64 {
        if working <= 0 {
            return from;
        }
        if from >= self.end {
            return self.beyond(from, working);
        }
        let wanted = self.until(from).saturating_add(working);
        let full = self.spans.partition_point(|s| s.before + (s.until - s.from) < wanted);
        match self.spans.get(full) {
            Some(span) => span.from + (wanted - span.before),
            None => self.beyond(self.end, wanted - self.total),
        }
    }

    fn beyond(&self, from: i64, working: i64) -> i64 {
        self.calendar.add_duration(instant(from), SignedDuration::from_secs(working)).as_second()
    }
}

/// The instant of a whole second; the last there is where it lies beyond.
pub(super) fn instant(second: i64) -> Timestamp {
    let furthest = if second < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(second).unwrap_or(furthest)
}
