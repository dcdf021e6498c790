//! Which counters a fact adds to: of its year and its month, of the whole office, its district, its reasons, and both; of
//! its day, without the districts, whose few facts of a day are as quickly read as the counters that they would be. Pure.

use jiff::civil::Date;
use procedure::measure::{Fact, Figure, Month, Scope, bucket};

/// Stands for every district, or every set of reasons.
pub(super) const ALL: &str = "*";
pub(super) const DAY: &str = "day";
pub(super) const MONTH: &str = "month";
pub(super) const YEAR: &str = "year";

/// The key of a row of `figures`, after the office.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counter {
    pub grain: &'static str,
    pub district: String,
    pub reasons: String,
    pub period: String,
    pub figure: String,
    pub subject: String,
    pub bucket: u32,
}

/// By what a figure is told apart in one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    District,
    Reasons,
}

/// A figure told apart by district or by reasons: its subjects are those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breakdown(pub Figure, pub By);

impl Breakdown {
    /// Those that screens ask for.
    pub const FIGURES: [Figure; 4] = [Figure::Submitted, Figure::Closed, Figure::CaseLate, Figure::Returned];

    pub(super) fn word(self) -> String {
        let by = match self.1 {
            By::District => "district",
            By::Reasons => "reasons",
        };
        format!("{}/{by}", self.0.word())
    }
}

/// Every counter of a fact, each to be raised by one and its total by the value.
pub fn counters(fact: &Fact, scope: &Scope) -> Vec<Counter> {
    let mut all = Vec::new();
    let grains =
        [(DAY, written(fact.day)), (MONTH, Month::of(fact.day).to_string()), (YEAR, year(fact.day.year()))];
    for (grain, period) in grains {
        for district in [ALL, scope.district.as_str()] {
            if grain == DAY && district != ALL {
                continue;
            }
            for reasons in [ALL, scope.reasons.as_str()] {
                let spread = if fact.figure.is_spread() { bucket(fact.value) } else { 0 };
                let mut add = |figure: String, subject: &str, bucket: u32| {
                    all.push(Counter {
                        grain,
                        district: district.to_owned(),
                        reasons: reasons.to_owned(),
                        period: period.clone(),
                        figure,
                        subject: subject.to_owned(),
                        bucket,
                    });
                };
                add(fact.figure.word().to_owned(), &fact.subject, spread);
                if !Breakdown::FIGURES.contains(&fact.figure) {
                    continue;
                }
                if district == ALL {
                    add(Breakdown(fact.figure, By::District).word(), &scope.district, 0);
                }
                if reasons == ALL {
                    add(Breakdown(fact.figure, By::Reasons).word(), &scope.reasons, 0);
                }
            }
        }
    }
    all
}

/// As a day stands in the tables: texts in the order of days.
pub(super) fn written(day: Date) -> String {
    day.to_string()
}

/// As a year stands in the tables.
pub(super) fn year(of: i16) -> String {
    format!("{of:04}")
}
