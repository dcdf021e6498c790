//! A period's figures from whole months and the days around them: what it costs goes by the length of the period and not
//! by the number of cases.

use super::counters::{ALL, Breakdown, DAY, MONTH, written};
use super::{By, Figures};
use crate::db::{DbError, Row};
use crate::params;
use futures::future::try_join_all;
use jiff::civil::Date;
use procedure::measure::{Figure, Histogram, Period};
use std::collections::BTreeMap;

/// Which cases are asked for; none of a kind is all of that kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Which {
    pub district: Option<String>,
    /// Ids separated by commas, as in `Scope`.
    pub reasons: Option<String>,
}

/// How often, and the sum of its values.
#[derive(Debug, Clone, Default)]
struct Sum {
    counted: u64,
    total: u64,
    spread: Histogram,
}

/// What a period's facts add up to.
#[derive(Debug, Clone, Default)]
pub struct Answer(BTreeMap<(String, String), Sum>);

/// One day or month of a line over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// `2026-11-26` or `2026-11`.
    pub period: String,
    pub submitted: u64,
    pub closed: u64,
}

/// Rows of one grain between two periods, both included.
struct Range {
    grain: &'static str,
    from: String,
    to: String,
}

impl Range {
    fn of(period: &Period) -> Vec<Self> {
        let parts = period.parts();
        let days = |(from, to): (Date, Date)| Self { grain: DAY, from: written(from), to: written(to) };
        let months =
            parts.months.map(|(from, to)| Self { grain: MONTH, from: from.to_string(), to: to.to_string() });
        parts.before.map(days).into_iter().chain(months).chain(parts.after.map(days)).collect()
    }
}

impl Figures {
    pub async fn answer(&self, which: &Which, period: &Period) -> Result<Answer, DbError> {
        let sql = "SELECT figure, subject, bucket, CAST(sum(counted) AS BIGINT), CAST(sum(total) AS BIGINT)
            FROM figures WHERE office = ?1 AND grain = ?2 AND district = ?3 AND reasons = ?4
            AND period >= ?5 AND period <= ?6 GROUP BY figure, subject, bucket";
        let ranges = Range::of(period);
        let parts = ranges.iter().map(|range| self.db.query(sql, self.asked(which, range)));
        let mut answer = Answer::default();
        for row in try_join_all(parts).await?.iter().flatten() {
            answer.add(row)?;
        }
        Ok(answer)
    }

    /// What was sent and what ended, by day, or by month where `monthly`. Days and months without either are left out.
    pub async fn trend(&self, which: &Which, period: &Period, monthly: bool) -> Result<Vec<Point>, DbError> {
        let sql = "SELECT period, figure, CAST(sum(counted) AS BIGINT) FROM figures
            WHERE office = ?1 AND grain = ?2 AND district = ?3 AND reasons = ?4
            AND period >= ?5 AND period <= ?6 AND figure IN ('submitted', 'closed') GROUP BY period, figure";
        let ranges = if monthly {
            Range::of(period)
        } else {
            vec![Range { grain: DAY, from: written(period.from()), to: written(period.to()) }]
        };
        let parts = ranges.iter().map(|range| self.db.query(sql, self.asked(which, range)));
        let mut points: BTreeMap<String, Point> = BTreeMap::new();
        for row in try_join_all(parts).await?.iter().flatten() {
            let mut name = row.text(0)?;
            if monthly {
                name.truncate("2026-11".len());
            }
            let point = points.entry(name.clone()).or_insert(Point { period: name, submitted: 0, closed: 0 });
            let counted = count(row, 2)?;
            match row.text(1)?.as_str() {
                "submitted" => point.submitted += counted,
                _ => point.closed += counted,
            }
        }
        Ok(points.into_values().collect())
    }

    fn asked(&self, which: &Which, range: &Range) -> Vec<crate::db::Value> {
        let all = |of: &Option<String>| of.clone().unwrap_or_else(|| ALL.to_owned());
        let (district, reasons) = (all(&which.district), all(&which.reasons));
        params![&*self.office, range.grain, district, reasons, &range.from, &range.to]
    }
}

fn count(row: &Row, column: usize) -> Result<u64, DbError> {
    Ok(u64::try_from(row.int(column)?).unwrap_or(0))
}

impl Answer {
    fn add(&mut self, row: &Row) -> Result<(), DbError> {
        let (figure, subject) = (row.text(0)?, row.text(1)?);
        let bucket = u32::try_from(row.int(2)?).unwrap_or(0);
        let counted = count(row, 3)?;
        if counted == 0 {
            return Ok(());
        }
        let total = count(row, 4)?;
        let sum = self.0.entry((figure, subject)).or_default();
        sum.counted += counted;
        sum.total += total;
        sum.spread.add(bucket, counted);
        Ok(())
    }

    fn each(&self, figure: &str) -> impl Iterator<Item = (&str, &Sum)> {
        let of = move |(key, _): &(&(String, String), &Sum)| key.0 == figure;
        self.0.iter().filter(of).map(|(key, sum)| (key.1.as_str(), sum))
    }

    /// How many facts of this figure, whatever they are about.
    pub fn count(&self, figure: Figure) -> u64 {
        self.each(figure.word()).map(|(_, sum)| sum.counted).sum()
    }

    pub fn count_of(&self, figure: Figure, subject: &str) -> u64 {
        self.sum(figure, subject).map_or(0, |sum| sum.counted)
    }

    /// The sum of the values, in seconds of working time.
    pub fn total_of(&self, figure: Figure, subject: &str) -> u64 {
        self.sum(figure, subject).map_or(0, |sum| sum.total)
    }

    /// How the values are spread, in seconds of working time.
    pub fn spread_of(&self, figure: Figure, subject: &str) -> Histogram {
        self.sum(figure, subject).map_or_else(Histogram::default, |sum| sum.spread.clone())
    }

    /// What the figure is about, and how often.
    pub fn subjects(&self, figure: Figure) -> Vec<(String, u64)> {
        self.each(figure.word()).map(|(subject, sum)| (subject.to_owned(), sum.counted)).collect()
    }

    /// Districts or sets of reasons, and how often.
    pub fn broken_down(&self, figure: Figure, by: By) -> BTreeMap<String, u64> {
        let word = Breakdown(figure, by).word();
        self.each(&word).map(|(subject, sum)| (subject.to_owned(), sum.counted)).collect()
    }

    fn sum(&self, figure: Figure, subject: &str) -> Option<&Sum> {
        self.0.get(&(figure.word().to_owned(), subject.to_owned()))
    }
}
