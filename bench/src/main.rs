//! `make bench`: measures the office on this machine and prints ratios. What each row means and how to
//! read it: docs/bench.md.

mod bulk;
mod copies;
mod course;
mod fill;
mod fill_figures;
mod floor;
mod http;
mod installation;
mod load;
mod machine;
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
    pub mod server;
    pub mod stock;
    pub mod story;
}

use anyhow::{Context, Result};
use clap::Parser;
use office::documents::sandbox;
use report::{Notes, Report};
use rows::Effort;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// Measures the office on this machine.
#[derive(Parser)]
struct Asked {
    /// Which rows to measure; all of them without a word.
    #[arg(value_parser = ["cases", "inbox", "webhook", "figures", "audit", "documents"])]
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
    /// The most cases that dashboards are measured with; filling a million takes minutes.
    #[arg(long, default_value_t = 1_000_000)]
    cases: usize,
    /// The fewest cases that dashboards are measured with.
    #[arg(long, default_value_t = 1_000)]
    cases_from: usize,
    /// The one database that dashboards are measured on; both without a word.
    #[arg(long, value_parser = ["SQLite", "PostgreSQL"])]
    database: Option<String>,
    /// Pages whose numbers are read; 1,000 for a figure that says something of one in a thousand.
    #[arg(long, default_value_t = 200)]
    pages: u64,
}

fn main() -> Result<ExitCode> {
    // The office that is measured here looks at documents with this program.
    if std::env::args_os().nth(1).is_some_and(|a| a == sandbox::NAME) {
        return Ok(sandbox::child::run());
    }
    let asked = Asked::parse();
    let wanted = |row: &str| asked.rows.is_empty() || asked.rows.iter().any(|a| a == row);
    let seconds = Duration::from_secs;
    let effort =
        Effort { rounds: asked.rounds, burst: seconds(asked.seconds), patience: seconds(asked.patience) };
    let machine = machine::Machine::describe(&std::env::temp_dir())?;
    let runtime = tokio::runtime::Runtime::new()?;
    let (mut lines, mut notes) = (Vec::new(), Notes::new());
    if wanted("cases") {
        lines.extend(rows::cases::measure(&runtime, effort, &mut notes).context("cases")?);
    }
    if wanted("inbox") {
        lines.extend(rows::inbox::measure(&runtime, effort).context("inbox")?);
    }
    if wanted("webhook") {
        lines.extend(rows::webhook::measure(&runtime, effort, &mut notes).context("webhook")?);
    }
    if wanted("figures") {
        let sizes = asked.cases_from..=asked.cases;
        let only = asked.database.as_deref();
        lines.extend(rows::figures::measure(&runtime, effort, (sizes, only), &mut notes).context("figures")?);
    }
    if wanted("audit") {
        lines.extend(rows::audit::measure(&runtime, effort, &mut notes).context("audit")?);
    }
    if wanted("documents") {
        rows::documents::measure(asked.pages, &mut notes).context("documents")?;
    }
    let report = Report {
        version: env!("CARGO_PKG_VERSION"),
        postgres: runtime.block_on(installation::postgres_version())?,
        sqlite: rusqlite::version(),
        machine,
        rounds: effort.rounds,
        lines,
        notes,
    };
    report.print();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::fs::create_dir_all(root.join("target"))?;
    report.save(&root.join("target/bench.json"))?;
    Ok(ExitCode::SUCCESS)
}
