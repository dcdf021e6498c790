//! `make bench`: measures the office on this machine and prints ratios. What each row means and how to
//! read it: docs/bench.md.

mod bulk;
mod chart;
mod copies;
mod course;
mod fill;
mod fill_figures;
mod floor;
mod http;
mod installation;
mod load;
mod machine;
mod node;
mod peers;
mod processes;
mod program;
mod references;
mod report;
mod rows;
mod stats;

/// What the office's own tests start it with, and their invented people.
#[allow(dead_code, reason = "the tests need more of it than we do")]
#[path = "../../crates/office/tests/it/support"]
mod support {
    pub mod browser;
    pub mod people;
    pub mod postgres;
    pub mod rehearsal;
    pub mod server;
    pub mod stock;
    pub mod story;
}

use anyhow::{Context, Result};
use clap::Parser;
use office::documents::sandbox;
use report::{Line, Notes, Report};
use rows::Effort;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::runtime::Runtime;

/// Measures the office on this machine.
#[derive(Parser)]
struct Asked {
    /// Which rows to measure; all of them without a word.
    #[arg(value_parser = ["floors", "cases", "peers", "nodes", "sizes", "webhook", "mixed", "figures", "audit", "backup", "documents"])]
    rows: Vec<String>,
    /// Paired rounds that count, after one that warms up.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// How long a burst lasts.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Seconds to wait for a quiet moment before each burst.
    #[arg(long, default_value_t = 60)]
    patience: u64,
    /// The most cases that tables are filled with; a million takes minutes.
    #[arg(long, default_value_t = 1_000_000)]
    cases: usize,
    /// The fewest cases that tables are filled with.
    #[arg(long, default_value_t = 1_000)]
    cases_from: usize,
    /// The one database that sizes and dashboards are measured on; both without a word.
    #[arg(long, value_parser = ["SQLite", "PostgreSQL"])]
    database: Option<String>,
    /// Blank cards of each office: as many cases can be carried through, in thousands.
    #[arg(long, default_value_t = 10_000)]
    blanks: usize,
    /// Where the report is written; `target` without a word.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// The one peer to measure, by a part of its name; all that can be set up without a word.
    #[arg(long)]
    peer: Option<String>,
    /// Pages whose numbers are read; 1,000 for a figure that says something of one in a thousand.
    #[arg(long, default_value_t = 200)]
    pages: u64,
}

impl Asked {
    fn wants(&self, row: &str) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|a| a == row)
    }

    fn effort(&self) -> Effort {
        let seconds = Duration::from_secs;
        Effort { rounds: self.rounds, burst: seconds(self.seconds), patience: seconds(self.patience) }
    }
}

fn main() -> Result<ExitCode> {
    // The office that is measured here looks at documents with this program, and some of its nodes are this program.
    match std::env::args_os().nth(1) {
        Some(word) if word == sandbox::NAME => return Ok(sandbox::child::run()),
        Some(word) if word == node::NAME => {
            tokio::runtime::Runtime::new()?.block_on(node::run())?;
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    let asked = Asked::parse();
    installation::BLANKS.store(asked.blanks, Ordering::Relaxed);
    let machine = machine::Machine::describe(&std::env::temp_dir())?;
    let runtime = tokio::runtime::Runtime::new()?;
    let mut notes = Notes::new();
    let lines = measured(&runtime, &asked, &mut notes)?;
    let report = Report {
        version: env!("CARGO_PKG_VERSION"),
        postgres: runtime.block_on(installation::postgres_version())?,
        sqlite: rusqlite::version(),
        machine,
        rounds: asked.rounds,
        seconds: asked.seconds,
        lines,
        notes,
    };
    report.print();
    let target = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    report.save(&asked.folder.unwrap_or_else(target))?;
    Ok(ExitCode::SUCCESS)
}

/// Every row that was asked for, in the order in which they are told.
fn measured(runtime: &Runtime, asked: &Asked, notes: &mut Notes) -> Result<Vec<Line>> {
    let (effort, only) = (asked.effort(), asked.database.as_deref());
    let sizes = || (asked.cases_from..=asked.cases, only);
    let mut lines = Vec::new();
    if asked.wants("floors") {
        lines.extend(rows::floors::measure(runtime, effort).context("floors")?);
    }
    if asked.wants("cases") {
        lines.extend(rows::cases::measure(runtime, effort, notes).context("cases")?);
    }
    if asked.wants("peers") {
        lines.extend(rows::peers::measure(runtime, effort, asked.peer.as_deref(), notes).context("peers")?);
    }
    if asked.wants("nodes") {
        lines.extend(rows::nodes::measure(runtime, effort).context("nodes")?);
    }
    if asked.wants("sizes") {
        lines.extend(rows::sizes::measure(runtime, effort, sizes(), notes).context("sizes")?);
    }
    if asked.wants("webhook") {
        lines.extend(rows::webhook::measure(runtime, effort, notes).context("webhook")?);
    }
    if asked.wants("mixed") {
        lines.extend(rows::mixed::measure(runtime, effort, notes).context("mixed")?);
    }
    if asked.wants("figures") {
        lines.extend(rows::figures::measure(runtime, effort, sizes(), notes).context("figures")?);
    }
    if asked.wants("audit") {
        lines.extend(rows::audit::measure(runtime, effort).context("audit")?);
    }
    if asked.wants("backup") {
        lines.extend(rows::backup::measure(runtime, effort, (asked.cases, only), notes).context("backup")?);
    }
    if asked.wants("documents") {
        rows::documents::measure(asked.pages, notes).context("documents")?;
    }
    Ok(lines)
}
