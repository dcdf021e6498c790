//! The whole record verified: every event read, hashed, followed in its chain and put into the tree, beside reading the
//! same rows and doing nothing with them. At least a hundred thousand events a second.

use super::{Effort, Pairs, undisturbed};
use crate::fill::fill;
use crate::installation::{Database, Office};
use crate::report::{Goal, Line};
use anyhow::{Context, Result, ensure};
use office::params;
use std::time::Instant;
use tokio::runtime::Runtime;

/// Some nine events each.
const CASES: usize = 30_000;
/// Events a second.
const LEAST: f64 = 100_000.0;
/// As many as the verifier reads at once.
const PAGE: usize = 5_000;

pub fn measure(runtime: &Runtime, effort: Effort) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for database in Database::BOTH {
        let office = runtime.block_on(filled(database)).context("filled")?;
        let mut pairs = Pairs::default();
        for round in 0..=effort.rounds {
            let both = || Ok((runtime.block_on(verified(&office))?, runtime.block_on(read(&office))?));
            let ((ours, against), others) = undisturbed(effort, both)?;
            // The first only warms up.
            if round > 0 {
                pairs.push(ours, against, others);
            }
        }
        let line = pairs.line("events verified a second : events read", database.name(), "events/s");
        lines.push(line.with(Goal::OursAtLeast(LEAST)));
    }
    Ok(lines)
}

async fn filled(database: Database) -> Result<Office> {
    let office = Office::start(database).await?;
    fill(&office, CASES).await?;
    let app = &office.server.app;
    app.audit.sign(&app.db, app.clock.now()).await.context("signed")?;
    Ok(office)
}

async fn verified(office: &Office) -> Result<f64> {
    let app = &office.server.app;
    let begun = Instant::now();
    let found = app.audit.verify(&app.db).await?;
    let seconds = begun.elapsed().as_secs_f64();
    // The office is alive: a timer of its own may have written since.
    ensure!(found.findings.is_empty() && found.checkpoints == 1, "{:?}", found.findings);
    Ok(found.events as f64 / seconds)
}

async fn read(office: &Office) -> Result<f64> {
    let app = &office.server.app;
    let begun = Instant::now();
    let (mut after, mut count) = (i64::MIN, 0);
    loop {
        let sql = "SELECT position, log, stream, seq, at, kind, body, hash FROM events
            WHERE office = ?1 AND position > ?2 ORDER BY position LIMIT ?3";
        let rows = app.db.query(sql, params![app.office(), after, PAGE]).await?;
        let Some(last) = rows.last() else { break };
        after = last.int(0)?;
        count += rows.len();
    }
    Ok(count as f64 / begun.elapsed().as_secs_f64())
}
