//! What was found, as a table for people and as `target/bench.json` for programs. Its drawing is `chart`'s.

use crate::machine::Machine;
use crate::stats::Spread;
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What a figure is to come to, by its median.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    RatioAtMost(f64),
    RatioAtLeast(f64),
    OursAtMost(f64),
    OursAtLeast(f64),
}

impl Goal {
    fn said(self) -> String {
        match self {
            Self::RatioAtMost(bound) => format!("ratio ≤ {bound}"),
            Self::RatioAtLeast(bound) => format!("ratio ≥ {bound}"),
            Self::OursAtMost(bound) => format!("≤ {bound}"),
            Self::OursAtLeast(bound) => format!("≥ {bound}"),
        }
    }
}

/// One figure of ours, mostly beside what it is held against.
#[derive(Debug, Serialize)]
pub struct Line {
    pub row: String,
    pub database: &'static str,
    pub unit: &'static str,
    pub ours: Spread,
    pub against: Option<Spread>,
    /// Ours divided by the other, round by round.
    pub ratio: Option<Spread>,
    pub goal: Option<Goal>,
    pub met: Option<bool>,
    /// The largest share of the machine that others used during a burst.
    pub others: f64,
}

impl Line {
    /// With what it is to come to, and whether it does.
    pub fn with(mut self, goal: Goal) -> Self {
        let reached =
            |of: Option<Spread>, right: fn(f64, f64) -> bool, bound| of.map(|s| right(s.median, bound));
        let (least, most) = (|is: f64, bound: f64| is >= bound, |is: f64, bound: f64| is <= bound);
        self.met = match goal {
            Goal::RatioAtMost(bound) => reached(self.ratio, most, bound),
            Goal::RatioAtLeast(bound) => reached(self.ratio, least, bound),
            Goal::OursAtMost(bound) => reached(Some(self.ours), most, bound),
            Goal::OursAtLeast(bound) => reached(Some(self.ours), least, bound),
        };
        self.goal = Some(goal);
        self
    }

    /// The goal in words, and whether it is met.
    pub fn verdict(&self) -> String {
        let word = match self.met {
            Some(true) => " met",
            Some(false) => " MISSED",
            None => "",
        };
        self.goal.map_or_else(|| "–".to_owned(), |goal| format!("{}{word}", goal.said()))
    }
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
    pub seconds: u64,
    pub lines: Vec<Line>,
    pub notes: Notes,
}

impl Report {
    pub fn print(&self) {
        println!("\n{:<58} {:<10} {:>30} {:>30} {:>22}  goal", "row", "database", "ours", "against", "ratio");
        for line in &self.lines {
            let with_unit = |s: Spread| format!("{} {}", spread(s), line.unit);
            println!(
                "{:<58} {:<10} {:>30} {:>30} {:>22}  {}{}",
                line.row,
                line.database,
                with_unit(line.ours),
                line.against.map_or_else(|| "–".to_owned(), with_unit),
                line.ratio.map_or_else(|| "–".to_owned(), spread),
                line.verdict(),
                disturbed(line.others),
            );
        }
        println!();
        for (name, value) in &self.notes {
            println!("{name}: {value}");
        }
        println!("{}", self.circumstances());
    }

    /// On what it was measured.
    pub fn circumstances(&self) -> String {
        let m = &self.machine;
        format!(
            "rancak {}, PostgreSQL {}, SQLite {}; {} × {}, {} GB, Linux {}, {}; {} rounds of {} s",
            self.version,
            self.postgres,
            self.sqlite,
            m.cores,
            m.cpu,
            m.memory_gb,
            m.kernel,
            m.file_system,
            self.rounds,
            self.seconds
        )
    }

    pub fn save(&self, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join("bench.json"), serde_json::to_string_pretty(self)? + "\n")?;
        Ok(std::fs::write(folder.join("bench.svg"), crate::chart::svg(self))?)
    }
}

/// Three digits that count.
pub fn short(v: f64) -> String {
    match v {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v if v >= 0.1 => format!("{v:.2}"),
        v => format!("{v:.4}"),
    }
}

pub fn spread(of: Spread) -> String {
    format!("{} [{}–{}]", short(of.median), short(of.min), short(of.max))
}

fn disturbed(others: f64) -> String {
    if others > crate::machine::OTHERS {
        format!("  (others used {:.0} % of the machine)", others * 100.0)
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Pairs;

    #[test]
    fn a_goal_is_held_against_the_median_of_the_ratio_or_of_our_own_figure() {
        let mut pairs = Pairs::default();
        pairs.push(10.0, 5.0, 0.0);
        pairs.push(30.0, 5.0, 0.0);
        pairs.push(20.0, 5.0, 0.0);
        let line = || pairs.line("row", "SQLite", "/s");
        for (goal, met) in [
            (Goal::RatioAtLeast(4.0), true),
            (Goal::RatioAtLeast(4.1), false),
            (Goal::RatioAtMost(4.0), true),
            (Goal::RatioAtMost(3.9), false),
            (Goal::OursAtMost(20.0), true),
            (Goal::OursAtMost(19.0), false),
            (Goal::OursAtLeast(20.0), true),
            (Goal::OursAtLeast(21.0), false),
        ] {
            assert_eq!(line().with(goal).met, Some(met), "{goal:?}");
        }
        assert_eq!((line().met, line().verdict()), (None, "–".to_owned()));
        assert_eq!(line().with(Goal::OursAtMost(1.0)).verdict(), "≤ 1 MISSED");
    }
}
