//! Working time left or overrun, in words a person reads at a glance, with a shape that the style gives.

use crate::cases::Summary;
use crate::web::Page;
use jiff::{SignedDuration, Timestamp};
use procedure::Procedure;
use procedure::calendar::{Calendar, Interval};

/// Words, and the class that gives them shape and colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    pub class: &'static str,
    pub words: String,
}

/// How urgent a case in an inbox is, or what it waits for.
pub fn chip(page: &Page, p: &Procedure, s: &Summary, now: Timestamp) -> Chip {
    match s.turn.as_str() {
        "work" => deadline(page, p, s.due_at, s.minutes, now),
        turn => Chip { class: "pause", words: page.t(&format!("waiting-{turn}")) },
    }
}

/// What is left of the whole case's time, while it runs.
pub fn whole(page: &Page, p: &Procedure, s: &Summary, now: Timestamp) -> Option<String> {
    let due = s.case_due_at.filter(|_| s.turn == "work")?;
    Some(whole_left(page, p, due, now))
}

pub fn whole_left(page: &Page, p: &Procedure, due: Timestamp, now: Timestamp) -> String {
    page.t1("time-whole", "time", deadline(page, p, due, p.clocks.minutes, now).words)
}

/// A deadline as it stands `now`: green, amber once its standard is at risk, or over; each in words, too.
pub fn deadline(page: &Page, p: &Procedure, due: Timestamp, minutes: u32, now: Timestamp) -> Chip {
    let calendar = &p.calendar;
    if now > due {
        let over = calendar.between(due, now);
        return Chip {
            class: "bad",
            words: page.t1("time-over", "time", span(page, calendar, over.as_mins())),
        };
    }
    let left = calendar.between(now, due);
    let kept = 100u32.saturating_sub(p.clocks.at_risk_percent);
    let at_risk = left * 100 <= SignedDuration::from_mins(i64::from(minutes) * i64::from(kept));
    // A begun minute counts as left.
    let whole = left.as_mins() + i64::from(left.as_secs() % 60 > 0);
    let (class, key) = if at_risk { ("warn", "time-short") } else { ("good", "time-left") };
    Chip { class, words: page.t1(key, "time", span(page, calendar, whole)) }
}

fn span(page: &Page, calendar: &Calendar, minutes: i64) -> String {
    let number = |key: &str, n: i64| page.t1(key, "n", n);
    let day = longest_day(calendar);
    if minutes < 60 {
        number("time-minutes", minutes)
    } else if day > 0 && minutes >= day {
        number("time-days", minutes / day)
    } else if minutes % 60 == 0 {
        number("time-hours", minutes / 60)
    } else {
        format!("{} {}", number("time-hours", minutes / 60), number("time-minutes", minutes % 60))
    }
}

/// What people mean by a working day, in minutes.
fn longest_day(calendar: &Calendar) -> i64 {
    let open = |day: &Vec<Interval>| day.iter().map(|i| i.from.duration_until(i.to).as_mins()).sum();
    calendar.week.iter().map(open).max().unwrap_or(0)
}
