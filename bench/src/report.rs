//! What was found, as a table for people and as `target/bench.json` for programs.

use crate::machine::Machine;
use crate::stats::Spread;
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// One figure of ours beside what it is held against.
#[derive(Debug, Serialize)]
pub struct Line {
    pub row: &'static str,
    pub database: &'static str,
    pub unit: &'static str,
    pub ours: Spread,
    pub against: Spread,
    /// Ours divided by the other, round by round.
    pub ratio: Spread,
    /// The most that the ratio's median may be.
    pub goal: Option<f64>,
    /// The largest share of the machine that others used during a burst.
    pub others: f64,
}

/// Figures that explain a line: what was sent, peaks, p99.
pub type Notes = BTreeMap<String, serde_json::Value>;

#[derive(Debug, Serialize)]
pub struct Report {
    pub version: &'static str,
    pub postgres: String,
    pub sqlite: &'static str,
    pub machine: Machine,
    pub rounds: usize,
    pub lines: Vec<Line>,
    pub notes: Notes,
}

impl Report {
    pub fn print(&self) {
        println!("\n{:<42} {:<10} {:>26} {:>26} {:>20}  goal", "row", "database", "ours", "against", "ratio");
        for line in &self.lines {
            let goal = match line.goal {
                None => "–".to_owned(),
                Some(goal) if line.ratio.median <= goal => format!("≤ {goal} met"),
                Some(goal) => format!("≤ {goal} MISSED"),
            };
            println!(
                "{:<42} {:<10} {:>26} {:>26} {:>20}  {goal}{}",
                line.row,
                line.database,
                format!("{} {}", spread(line.ours), line.unit),
                format!("{} {}", spread(line.against), line.unit),
                spread(line.ratio),
                disturbed(line.others),
            );
        }
        println!();
        for (name, value) in &self.notes {
            println!("{name}: {value}");
        }
        let m = &self.machine;
        println!("{} × {}, {} GB, Linux {}, {}", m.cores, m.cpu, m.memory_gb, m.kernel, m.file_system);
    }

    pub fn save(&self, file: &Path) -> Result<()> {
        Ok(std::fs::write(file, serde_json::to_string_pretty(self)? + "\n")?)
    }
}

fn spread(of: Spread) -> String {
    let short = |v: f64| match v {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    };
    format!("{} [{}–{}]", short(of.median), short(of.min), short(of.max))
}

fn disturbed(others: f64) -> String {
    if others > crate::machine::OTHERS {
        format!("  (others used {:.0} % of the machine)", others * 100.0)
    } else {
        String::new()
    }
}
