//! `make bench`: measures the office on this machine and prints ratios. What each row means and how to
//! read it: docs/bench.md.

mod course;
mod fill;
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
}

use anyhow::{Context, Result};
use report::{Notes, Report};
use rows::Effort;
use std::path::Path;
use std::time::Duration;

fn main() -> Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |row: &str| asked.is_empty() || asked.iter().any(|a| a == row);
    let effort = Effort { rounds: 3, burst: Duration::from_secs(5), patience: Duration::from_secs(30) };
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
    report.save(&root.join("target/bench.json"))
}
