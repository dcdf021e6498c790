//! Full cases a second, from the counter's form to the register's line, beside the bare SQL of the same
//! transactions. Both take the same requests of the same clients, and answer when they are durable.

use super::{Effort, Pairs, undisturbed};
use crate::course::full_case;
use crate::floor::{Floor, Found, staff};
use crate::installation::{Database, Office, Staff};
use crate::load;
use crate::report::{Line, Notes};
use crate::stats::Spread;
use anyhow::{Result, ensure};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::runtime::Runtime;

pub const CLIENTS: usize = 32;

/// One server under the load.
struct Driven {
    host: SocketAddr,
    staff: Staff,
    done: usize,
}

impl Driven {
    fn new(host: SocketAddr, staff: Staff) -> Self {
        Self { host, staff, done: 0 }
    }

    fn cases_a_second(&mut self, effort: Effort) -> Result<f64> {
        let (first, staff) = (self.done, &self.staff);
        let burst = load::closed(&[self.host], CLIENTS, effort.burst, |c, n| full_case(c, staff, first + n))?;
        self.done += burst.done;
        Ok(burst.a_second())
    }
}

/// The office, the floor, and the floor that drops the documents' bytes.
struct Trio {
    office: Office,
    floor: Arc<Floor>,
    bare: Arc<Floor>,
    driven: [Driven; 3],
}

pub fn measure(runtime: &Runtime, effort: Effort, notes: &mut Notes) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for database in Database::BOTH {
        let mut trio = runtime.block_on(Trio::start(database))?;
        let (mut pairs, mut without_files) = (Pairs::default(), Vec::new());
        for round in 0..=effort.rounds {
            let all = || Ok([trio.of(0, effort)?, trio.of(1, effort)?, trio.of(2, effort)?]);
            let ([office, floor, bare], others) = undisturbed(effort, all)?;
            // The first only warms up.
            if round > 0 {
                pairs.push(office, floor, others);
                without_files.push(bare);
            }
        }
        runtime.block_on(trio.check())?;
        lines.push(pairs.line("full cases : bare SQL that keeps the files too", database.name(), "/s"));
        let found = format!("full cases a second of bare SQL that keeps no files, {}", database.name());
        notes.insert(found, serde_json::to_value(Spread::of(without_files))?);
    }
    Ok(lines)
}

impl Trio {
    async fn start(database: Database) -> Result<Self> {
        let office = Office::start(database).await?;
        let (host, floor) = Floor::start(database, true).await?;
        let (bare_host, bare) = Floor::start(database, false).await?;
        let driven = [
            Driven::new(office.host, office.staff.clone()),
            Driven::new(host, staff()),
            Driven::new(bare_host, staff()),
        ];
        Ok(Self { office, floor, bare, driven })
    }

    fn of(&mut self, which: usize, effort: Effort) -> Result<f64> {
        self.driven[which].cases_a_second(effort)
    }

    /// Finished cases = full histories = lines of the register, numbered without gaps; everywhere.
    async fn check(&self) -> Result<()> {
        let found = [found(&self.office).await?, self.floor.found().await?, self.bare.found().await?];
        for (driven, found) in self.driven.iter().zip(found) {
            let done = i64::try_from(driven.done)?;
            let right = Found { over: done, full: done, registered: done, last_number: done };
            ensure!(found == right, "of {done} cases: {found:?}");
        }
        Ok(())
    }
}

/// Cases numbered without gaps, and with what each of the twelve transactions is named after.
const FULL: &str = "SELECT count(*) FROM (SELECT stream FROM events WHERE log = 'case' GROUP BY stream
    HAVING min(seq) = 1 AND max(seq) = count(*) AND sum(CASE WHEN kind IN ('opened', 'document_attached', 'submitted',
        'accepted', 'verified', 'print_ordered', 'printed', 'activated', 'notified', 'holder_finger_checked',
        'handed_over')
        THEN 1 ELSE 0 END) = 12) AS full_case";

/// What tells of an office's tables what a burst left in them, in the order of [`Found`].
pub const FOUND: [&str; 4] = [
    "SELECT count(*) FROM cases WHERE status = 'handed_over'",
    FULL,
    "SELECT count(*) FROM register",
    "SELECT coalesce(max(number), 0) FROM register",
];

pub async fn found(office: &Office) -> Result<Found> {
    let [over, full, registered, last] = FOUND;
    Ok(Found {
        over: office.count(over).await?,
        full: office.count(full).await?,
        registered: office.count(registered).await?,
        last_number: office.count(last).await?,
    })
}
