//! Copies of one case's facts on days of ten years, in every district and with durations of their own; and what they
//! add up to, by the office's own rule. Pure: what is written where stands in `fill_figures`.

use jiff::ToSpan;
use jiff::civil::Date;
use office::db::Value;
use office::figures::{Counter, counters};
use office::params;
use procedure::measure::{Fact, Scope, bucket};
use std::collections::HashMap;
use std::ops::Range;

/// So many days back from today: ten years, less a leap day.
pub const DAYS: u16 = 3_650;

const REASONS: [&str; 5] = ["hilang", "rusak", "perubahan", "hilang,perubahan", "perubahan,rusak"];

pub const FACT: [&str; 9] =
    ["office", "ticket", "no", "figure", "subject", "day", "value", "district", "reasons"];
pub const COUNTER: [&str; 10] =
    ["office", "grain", "district", "reasons", "period", "figure", "subject", "bucket", "counted", "total"];

/// How many facts a counter counts, and the sum of their values.
pub type Sums = HashMap<Counter, (u64, u64)>;

/// The facts of one case, in their order, and the copies that are made of it.
pub struct Copies<'a> {
    pub office: &'a str,
    pub facts: Vec<(Fact, Scope)>,
    pub today: Date,
    pub count: usize,
    districts: Vec<&'static str>,
}

/// Facts of one day that raise the same counters: which fact of the case, bucket, district, reasons.
type Alike = (usize, u32, usize, usize);

impl<'a> Copies<'a> {
    pub fn new(office: &'a str, facts: Vec<(Fact, Scope)>, today: Date, count: usize) -> Self {
        let districts = office::regions::districts("1301");
        Self { office, facts, today, count, districts }
    }

    /// The copies' facts as rows of the table.
    pub fn rows(&self, copies: Range<usize>) -> impl Iterator<Item = Vec<Value>> {
        copies.flat_map(move |n| {
            let (ticket, day) = (format!("X{}", 10_000_000 + n), self.day(n).to_string());
            let (district, reasons) = self.place(n);
            self.facts.iter().enumerate().map(move |(no, (fact, _))| {
                params![
                    self.office,
                    &ticket,
                    no,
                    fact.figure.word(),
                    &fact.subject,
                    &day,
                    value(fact, n),
                    self.districts[district],
                    REASONS[reasons]
                ]
            })
        })
    }

    /// What the case and its copies add up to, a year at a time: no counter stands in two.
    pub fn years(&self) -> impl Iterator<Item = Sums> {
        let mut days: Vec<usize> = (0..usize::from(DAYS)).collect();
        let year = |n: &usize| self.day(*n).year();
        days.sort_by_key(year);
        let years: Vec<Vec<usize>> =
            days.chunk_by(|a, b| year(a) == year(b)).map(<[usize]>::to_vec).collect();
        years.into_iter().map(|days| self.sums(&days))
    }

    fn sums(&self, days: &[usize]) -> Sums {
        let mut sums = Sums::new();
        for first in days {
            let day = self.day(*first);
            for (fact, scope) in self.facts.iter().filter(|(fact, _)| fact.day == day) {
                add(&mut sums, fact, scope, (1, fact.value));
            }
            for ((no, _, district, reasons), (least, counted, total)) in self.alike(*first) {
                let fact = Fact { day, value: least, ..self.facts[no].0.clone() };
                let scope = self.scope(district, reasons);
                add(&mut sums, &fact, &scope, (counted, total));
            }
        }
        sums
    }

    /// The copies' facts of one day: the least value of those that are alike, how many they are, and their sum.
    fn alike(&self, first: usize) -> HashMap<Alike, (u64, u64, u64)> {
        let mut alike = HashMap::new();
        for n in (first..self.count).step_by(usize::from(DAYS)) {
            let (district, reasons) = self.place(n);
            for (no, (fact, _)) in self.facts.iter().enumerate() {
                let value = value(fact, n);
                let sum = alike.entry((no, bucket(value), district, reasons)).or_insert((value, 0, 0));
                *sum = (value.min(sum.0), sum.1 + 1, sum.2 + value);
            }
        }
        alike
    }

    fn day(&self, n: usize) -> Date {
        self.today - i64::try_from(n % usize::from(DAYS)).unwrap_or(0).days()
    }

    /// Where a copy belongs: its district, its reasons.
    fn place(&self, n: usize) -> (usize, usize) {
        ((n / 7) % self.districts.len(), (n / 11) % REASONS.len())
    }

    fn scope(&self, district: usize, reasons: usize) -> Scope {
        Scope { district: self.districts[district].to_owned(), reasons: REASONS[reasons].to_owned() }
    }
}

/// From a fifth of the case's own time to nearly twice of it.
fn value(fact: &Fact, n: usize) -> u64 {
    fact.value * (20 + (n as u64 * 37) % 180) / 100
}

/// Raises the counters of so many facts alike.
pub fn add(sums: &mut Sums, fact: &Fact, scope: &Scope, (counted, total): (u64, u64)) {
    for counter in counters(fact, scope) {
        let sum = sums.entry(counter).or_default();
        *sum = (sum.0 + counted, sum.1 + total);
    }
}
