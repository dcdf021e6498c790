//! Reports of the office: one model each, from what happened up to a position of the log, and four ways to show it.
//! A report changes nothing. What a figure means is `procedure::measure`'s business.

mod counted;
mod daily;
mod destruction;
pub mod files;
pub mod frame;
pub mod kept;
mod model;
mod monthly;
mod people;
pub mod schedule;
mod yearly;

pub use frame::Frame;
pub use model::{Report, Signature, Table};

use crate::app::App;
use crate::error::Error;
use crate::texts::{day, text, text_with};
use jiff::civil::Date;
use procedure::Language;
use procedure::measure::{Period, PeriodError};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Daily,
    Monthly,
    Yearly,
    /// The register book of some days, by name.
    Register,
    /// Old cards that were given back and destroyed in some days, by name.
    Destruction,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Daily, Self::Monthly, Self::Yearly, Self::Register, Self::Destruction];

    /// In addresses and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Daily => "harian",
            Self::Monthly => "bulanan",
            Self::Yearly => "tahunan",
            Self::Register => "register",
            Self::Destruction => "pemusnahan",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }

    /// In a report's number, `LAP-B/0007/2026`.
    pub fn letter(self) -> char {
        match self {
            Self::Daily => 'H',
            Self::Monthly => 'B',
            Self::Yearly => 'T',
            Self::Register => 'R',
            Self::Destruction => 'M',
        }
    }

    /// The days it tells of: the day's own, its month, its year, or as asked.
    fn period(self, from: Date, to: Date) -> (Date, Date) {
        match self {
            Self::Daily => (from, from),
            Self::Monthly => (from.first_of_month(), from.last_of_month()),
            Self::Yearly => (from.first_of_year(), from.last_of_year()),
            Self::Register | Self::Destruction => (from, to),
        }
    }

    /// Whether it names people.
    pub fn names_people(self) -> bool {
        matches!(self, Self::Register | Self::Destruction)
    }
}

/// Of which days, and what was asked for that there is no report of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub kind: Kind,
    pub from: Date,
    pub to: Date,
}

impl Asked {
    /// The report of this kind of these days; a text's key where there can be none.
    pub fn new(kind: Kind, from: &str, to: &str, today: Date) -> Result<Self, &'static str> {
        let read = |typed: &str| match typed.trim() {
            "" => Ok(today),
            // `2026-11` and `2026` stand for their first day.
            t if t.len() == 4 => format!("{t}-01-01").parse().map_err(|_| "report-bad-day"),
            t if t.len() == 7 => format!("{t}-01").parse().map_err(|_| "report-bad-day"),
            t => t.parse().map_err(|_| "report-bad-day"),
        };
        let from = read(from)?;
        let to = if to.trim().is_empty() { from } else { read(to)? };
        let (from, to) = kind.period(from, to);
        Period::new(from, to, today).map(|_| Self { kind, from, to }).map_err(|e| match e {
            PeriodError::Backwards => "report-backwards",
            PeriodError::Future => "report-future",
            PeriodError::TooLong => "report-too-long",
        })
    }

    /// Whether its last day is over, so that nothing is added to it any more.
    pub fn is_over(&self, today: Date) -> bool {
        self.to < today
    }

    /// `1 Nov 2026 – 30 Nov 2026`.
    pub fn days(&self, language: Language) -> String {
        if self.from == self.to {
            return day(language, self.from);
        }
        format!("{} – {}", day(language, self.from), day(language, self.to))
    }
}

/// The office's own date.
pub fn today(app: &App) -> Date {
    app.cases.procedures().active().calendar.day_of(app.clock.now())
}

/// Counts the report from what happened up to the frame's position.
pub async fn make(app: &App, asked: Asked, frame: &Frame) -> Result<Report, Error> {
    let mut report = model::begun(frame, asked)?;
    match asked.kind {
        Kind::Daily => daily::tell(app, asked, frame, &mut report).await?,
        Kind::Monthly => monthly::tell(app, asked, frame, &mut report).await?,
        Kind::Yearly => yearly::tell(app, asked, frame, &mut report).await?,
        Kind::Register => people::tell(app, asked, frame, &mut report).await?,
        Kind::Destruction => destruction::tell(app, asked, frame, &mut report).await?,
    }
    if report.tables.iter().all(|t| t.rows.is_empty()) {
        report.lines.push(text(frame.language(), "report-nothing-at-all"));
    }
    Ok(report)
}

/// `4.312`, by the language's custom.
fn number(language: Language, count: u64) -> String {
    let digits = count.to_string();
    let apart = if language == Language::Id { '.' } else { ',' };
    let mut said = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            said.push(apart);
        }
        said.push(digit);
    }
    said
}

/// `97,4 %` of a share from 0 to 1; a dash where there is none.
fn percent(language: Language, share: Option<f64>) -> String {
    let Some(share) = share else { return "–".to_owned() };
    let plain = format!("{:.1}", share * 100.0);
    let said = if language == Language::Id { plain.replace('.', ",") } else { plain };
    text_with(language, "report-percent", &[("share", said)])
}
