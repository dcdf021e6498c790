//! A dashboard over a year with few, many and very many cases behind it, beside the bare SQL that counts the same facts
//! one by one. It should not matter how many there are: at a million it must come within a tenth of a second.

use super::{Effort, Pairs, undisturbed};
use crate::copies::DAYS;
use crate::fill_figures::{fill, today};
use crate::http::Connection;
use crate::installation::{Database, Office};
use crate::load;
use crate::report::{Goal, Line, Notes};
use crate::stats::Latency;
use crate::support::server::KABID;
use anyhow::{Context, Result, ensure};
use jiff::ToSpan;
use jiff::civil::Date;
use office::params;
use serde_json::json;
use std::ops::RangeInclusive;
use std::time::Instant;
use tokio::runtime::Runtime;

const SIZES: [(usize, &str); 3] = [
    (1_000, "dashboard of a year, 1,000 cases : bare SQL"),
    (100_000, "dashboard of a year, 100,000 cases : bare SQL"),
    (1_000_000, "dashboard of a year, 1,000,000 cases : bare SQL"),
];
/// In milliseconds, at every size.
const MOST: f64 = 100.0;

/// At these numbers of cases, on one database or on both.
pub fn measure(
    runtime: &Runtime,
    effort: Effort,
    (sizes, only): (RangeInclusive<usize>, Option<&str>),
    notes: &mut Notes,
) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for database in Database::BOTH.into_iter().filter(|d| only.is_none_or(|only| only == d.name())) {
        for (count, row) in SIZES.into_iter().filter(|(count, _)| sizes.contains(count)) {
            let filled = runtime.block_on(Board::start(database, count)).context(row)?;
            let mut pairs = Pairs::default();
            for round in 0..=effort.rounds {
                let both =
                    || Ok((filled.latency(&filled.year(), effort)?.p50, runtime.block_on(filled.bare())?));
                let ((ours, bare), others) = undisturbed(effort, both)?;
                // The first only warms up.
                if round > 0 {
                    pairs.push(ours, bare, others);
                }
            }
            let mut told = serde_json::Map::new();
            for (name, path) in filled.others() {
                let latency = filled.latency(&path, effort)?;
                told.insert(name.to_owned(), json!({"median ms": latency.p50, "p99 ms": latency.p99}));
            }
            let line = pairs.line(row, database.name(), "ms");
            notes.insert(format!("dashboards, {count} cases, {}", database.name()), told.into());
            // Filling takes minutes: what was found is said at once.
            eprintln!("{row}, {}: {:.1} ms", database.name(), line.ours.median);
            lines.push(line.with(Goal::OursAtMost(MOST)));
        }
    }
    Ok(lines)
}

/// An office with so many cases' figures, and the division head's cookie.
struct Board {
    office: Office,
    cookie: String,
    today: Date,
}

impl Board {
    async fn start(database: Database, count: usize) -> Result<Self> {
        let office = Office::start(database).await?;
        let begun = Instant::now();
        fill(&office, count).await?;
        eprint!("({count} in {} s)", begun.elapsed().as_secs());
        // After the clock was moved.
        let cookie = crate::installation::cookie(&office.server, KABID).await?;
        let today = today(&office);
        Ok(Self { office, cookie, today })
    }

    /// The year up to today: it cuts a month at both ends.
    fn year(&self) -> String {
        self.over(365)
    }

    fn over(&self, days: i64) -> String {
        format!("/meja/dasbor?dari={}&sampai={}", self.today - (days - 1).days(), self.today)
    }

    /// What else is asked for.
    fn others(&self) -> [(&'static str, String); 6] {
        let year = self.year();
        [
            ("today", self.over(1)),
            ("a month", self.over(30)),
            ("ten years", self.over(i64::from(DAYS))),
            ("a year of a district", format!("{year}&kecamatan=Lengayang")),
            ("a year of a district and a reason", format!("{year}&kecamatan=Lengayang&alasan=hilang")),
            (
                "the list behind a figure",
                year.replace("dasbor?", "dasbor/perkara?angka=step&subjek=verifikasi&"),
            ),
        ]
    }

    fn latency(&self, path: &str, effort: Effort) -> Result<Latency> {
        let burst =
            load::closed(&[self.office.host], 1, effort.burst / 2, |connection: &mut Connection, _| {
                let answer = connection.get(path, &self.cookie)?;
                ensure!(answer.status == 200, "{path} was answered with {}", answer.status);
                Ok(())
            })?;
        Ok(burst.latencies.latency())
    }

    /// The same year and the one before, counted one by one; milliseconds.
    async fn bare(&self) -> Result<f64> {
        let sql = "SELECT figure, subject, count(*), CAST(sum(value) AS BIGINT) FROM facts
            WHERE office = ?1 AND day >= ?2 AND day <= ?3 GROUP BY figure, subject";
        let app = &self.office.server.app;
        let begun = Instant::now();
        for (from, to) in [(364, 0), (729, 365)] {
            let (from, to) = (self.today - i64::from(from).days(), self.today - i64::from(to).days());
            let rows = app.db.query(sql, params![app.office(), from.to_string(), to.to_string()]).await?;
            ensure!(!rows.is_empty(), "nothing was counted");
        }
        Ok(begun.elapsed().as_secs_f64() * 1_000.0)
    }
}
