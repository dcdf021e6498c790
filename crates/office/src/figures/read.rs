//! A period's figures from whole years, whole months and the days around them: what it costs goes by the length of the
//! period and not by the number of cases.

use super::counters::{ALL, Breakdown, DAY, MONTH, YEAR, written, year};
use super::{By, Figures};
use crate::db::{DbError, Row};
use crate::params;
use futures::future::try_join_all;
use jiff::civil::Date;
use procedure::Ticket;
use procedure::measure::{Fact, Figure, Histogram, Month, Period, Scope, bucket};
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
    /// Days of a district have no counters.
    fn is_one_by_one(&self, which: &Which) -> bool {
        self.grain == DAY && which.district.is_some()
    }

    /// Whole years where there are any, and the months and days around them.
    fn of(period: &Period) -> Vec<Self> {
        Self::of_parts(period, Self::years)
    }

    /// No more than a month at a time.
    fn monthly(period: &Period) -> Vec<Self> {
        Self::of_parts(period, |from, to| vec![Self::months(from, to)])
    }

    fn of_parts(period: &Period, whole: fn(Month, Month) -> Vec<Self>) -> Vec<Self> {
        let parts = period.parts();
        let days = |(from, to): (Date, Date)| Self { grain: DAY, from: written(from), to: written(to) };
        let months = parts.months.into_iter().flat_map(|(from, to)| whole(from, to));
        parts.before.map(days).into_iter().chain(months).chain(parts.after.map(days)).collect()
    }

    fn years(from: Month, to: Month) -> Vec<Self> {
        let first = if from.month == 1 { from.year } else { from.year.saturating_add(1) };
        let last = if to.month == 12 { to.year } else { to.year.saturating_sub(1) };
        if last < first {
            return vec![Self::months(from, to)];
        }
        let mut all = vec![Self { grain: YEAR, from: year(first), to: year(last) }];
        if from.month > 1 {
            all.push(Self::months(from, Month { year: from.year, month: 12 }));
        }
        if to.month < 12 {
            all.push(Self::months(Month { year: to.year, month: 1 }, to));
        }
        all
    }

    fn months(from: Month, to: Month) -> Self {
        Self { grain: MONTH, from: from.to_string(), to: to.to_string() }
    }
}

/// The points of a line over time, as they come together.
struct Points {
    monthly: bool,
    points: BTreeMap<String, Point>,
}

impl Points {
    fn add(&mut self, mut name: String, figure: &str, counted: u64) {
        if self.monthly {
            name.truncate("2026-11".len());
        }
        let sent = figure == Figure::Submitted.word();
        if !sent && figure != Figure::Closed.word() {
            return;
        }
        let nothing = Point { period: name.clone(), submitted: 0, closed: 0 };
        let point = self.points.entry(name).or_insert(nothing);
        *(if sent { &mut point.submitted } else { &mut point.closed }) += counted;
    }
}

/// Every figure there is, so that a district's facts of some days are ranges of one index. Held to [`Figure::ALL`] by
/// the test below.
macro_rules! every_figure {
    () => {
        "'submitted', 'step', 'step_late', 'given_up', 'waited_applicant', 'waited_stock', 'waited_equipment', \
         'path', 'handled', 'returned', 'fault', 'file', 'unreadable', 'closed', 'case_late', 'booked', 'kept', 'missed', \
         'undelivered', 'printed', 'spoiled'"
    };
}

impl Figures {
    /// The cases that were sent in a period.
    pub async fn sent(&self, period: &Period) -> Result<Vec<Ticket>, DbError> {
        let sql = "SELECT ticket FROM facts
            WHERE office = ?1 AND figure = 'submitted' AND day >= ?2 AND day <= ?3 ORDER BY day, ticket, no";
        let asked = params![&*self.office, written(period.from()), written(period.to())];
        let ticket =
            |row: &Row| Ticket::parse(&row.text(0)?).map_err(|e| DbError::Broken(format!("ticket: {e}")));
        self.db.query(sql, asked).await?.iter().map(ticket).collect()
    }

    pub async fn answer(&self, which: &Which, period: &Period) -> Result<Answer, DbError> {
        let sql = "SELECT figure, subject, bucket, CAST(sum(counted) AS BIGINT), CAST(sum(total) AS BIGINT)
            FROM figures WHERE office = ?1 AND grain = ?2 AND district = ?3 AND reasons = ?4
            AND period >= ?5 AND period <= ?6 GROUP BY figure, subject, bucket";
        let ranges = Range::of(period);
        let (one_by_one, added_up): (Vec<&Range>, Vec<&Range>) =
            ranges.iter().partition(|range| range.is_one_by_one(which));
        let mut answer = Answer::default();
        let parts = added_up.iter().map(|range| self.db.query(sql, self.asked(which, range)));
        for row in try_join_all(parts).await?.iter().flatten() {
            answer.add(row)?;
        }
        let days = one_by_one.iter().map(|range| self.facts_of_days(which, range));
        for (fact, scope) in try_join_all(days).await?.iter().flatten() {
            answer.add_fact(fact, scope, which.reasons.is_none());
        }
        Ok(answer)
    }

    /// A district's facts of some days, one by one: no counters stand for them.
    async fn facts_of_days(&self, which: &Which, range: &Range) -> Result<Vec<(Fact, Scope)>, DbError> {
        let sql = concat!(
            "SELECT figure, subject, day, value, district, reasons FROM facts
            WHERE office = ?1 AND figure IN (",
            every_figure!(),
            ") AND district = ?2 AND day >= ?3 AND day <= ?4 AND (?5 = '*' OR reasons = ?5)"
        );
        let district = which.district.clone().unwrap_or_default();
        let reasons = which.reasons.clone().unwrap_or_else(|| ALL.to_owned());
        let asked = params![&*self.office, district, &range.from, &range.to, reasons];
        self.db.query(sql, asked).await?.iter().map(super::project::read).collect()
    }

    /// What was sent and what ended, by day, or by month where `monthly`. Days and months without either are left out.
    pub async fn trend(&self, which: &Which, period: &Period, monthly: bool) -> Result<Vec<Point>, DbError> {
        let sql = "SELECT period, figure, CAST(sum(counted) AS BIGINT) FROM figures
            WHERE office = ?1 AND grain = ?2 AND district = ?3 AND reasons = ?4
            AND period >= ?5 AND period <= ?6 AND figure IN ('submitted', 'closed') GROUP BY period, figure";
        let ranges = if monthly {
            Range::monthly(period)
        } else {
            vec![Range { grain: DAY, from: written(period.from()), to: written(period.to()) }]
        };
        let mut points = Points { monthly, points: BTreeMap::new() };
        for range in &ranges {
            if range.is_one_by_one(which) {
                for (fact, _) in self.facts_of_days(which, range).await? {
                    points.add(fact.day.to_string(), fact.figure.word(), 1);
                }
            } else {
                for row in self.db.query(sql, self.asked(which, range)).await? {
                    points.add(row.text(0)?, &row.text(1)?, count(&row, 2)?);
                }
            }
        }
        Ok(points.points.into_values().collect())
    }

    fn asked(&self, which: &Which, range: &Range) -> Vec<crate::db::Value> {
        let all = |of: &Option<String>| of.clone().unwrap_or_else(|| ALL.to_owned());
        let (district, reasons) = (all(&which.district), all(&which.reasons));
        params![&*self.office, range.grain, district, reasons, &range.from, &range.to]
    }
}

pub(super) fn count(row: &Row, column: usize) -> Result<u64, DbError> {
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

    fn add_fact(&mut self, fact: &Fact, scope: &Scope, apart: bool) {
        let sum = self.0.entry((fact.figure.word().to_owned(), fact.subject.clone())).or_default();
        sum.counted += 1;
        sum.total += fact.value;
        sum.spread.add(if fact.figure.is_spread() { bucket(fact.value) } else { 0 }, 1);
        // The district is the one that was asked for, and told apart by nothing but reasons.
        if apart && Breakdown::FIGURES.contains(&fact.figure) {
            let key = (Breakdown(fact.figure, By::Reasons).word(), scope.reasons.clone());
            self.0.entry(key).or_default().counted += 1;
        }
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

    /// Districts or sets of reasons, and how often; nothing where one was asked for.
    pub fn broken_down(&self, figure: Figure, by: By) -> BTreeMap<String, u64> {
        let word = Breakdown(figure, by).word();
        self.each(&word).map(|(subject, sum)| (subject.to_owned(), sum.counted)).collect()
    }

    /// How many cases the office brought to an end, and how many of them within the standard.
    pub fn judged(&self) -> (u64, u64) {
        let done = ["handed_over", "rejected", "not_collected"];
        let done = done.iter().map(|how| self.count_of(Figure::Closed, how)).sum::<u64>();
        (done, done.saturating_sub(self.count(Figure::CaseLate)))
    }

    fn sum(&self, figure: Figure, subject: &str) -> Option<&Sum> {
        self.0.get(&(figure.word().to_owned(), subject.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, MONTH, Range, YEAR};
    use jiff::civil::{Date, date};
    use procedure::measure::{Figure, Period};

    #[test]
    fn every_figure_is_read_of_a_district_s_days() {
        let named: Vec<&str> = every_figure!().split(", ").map(|word| word.trim_matches('\'')).collect();
        assert_eq!(named, Figure::ALL.map(Figure::word));
    }

    fn read(from: Date, to: Date) -> Vec<(&'static str, String, String)> {
        let period = Period::new(from, to, date(2040, 1, 1)).expect("a period");
        let mut ranges: Vec<_> = Range::of(&period).into_iter().map(|r| (r.grain, r.from, r.to)).collect();
        ranges.sort_by(|a, b| a.1.cmp(&b.1));
        ranges
    }

    fn range(grain: &'static str, from: &str, to: &str) -> (&'static str, String, String) {
        (grain, from.to_owned(), to.to_owned())
    }

    #[test]
    fn ten_years_are_read_as_years_with_months_and_days_around_them() {
        let ranges = read(date(2016, 11, 29), date(2026, 11, 26));
        let expected = [
            range(DAY, "2016-11-29", "2016-11-30"),
            range(MONTH, "2016-12", "2016-12"),
            range(YEAR, "2017", "2025"),
            range(MONTH, "2026-01", "2026-10"),
            range(DAY, "2026-11-01", "2026-11-26"),
        ];
        assert_eq!(ranges, expected);
    }

    #[test]
    fn a_year_that_begins_and_ends_as_one_is_read_as_one() {
        assert_eq!(read(date(2025, 1, 1), date(2025, 12, 31)), [range(YEAR, "2025", "2025")]);
        assert_eq!(read(date(2025, 2, 1), date(2026, 11, 30)), [range(MONTH, "2025-02", "2026-11")]);
    }
}
