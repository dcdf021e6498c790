//! The rows of the benchmark, one file each: what is done, what it is held against, and what must be true
//! of the database afterwards.

pub mod audit;
pub mod backup;
pub mod cases;
pub mod documents;
pub mod figures;
pub mod floors;
pub mod mixed;
pub mod nodes;
pub mod peers;
mod process;
pub mod sizes;
pub mod webhook;

use crate::machine::{OTHERS, Watch, wait_until_quiet};
use crate::report::Line;
use crate::stats::Spread;
use anyhow::Result;
use std::time::Duration;

/// How long and how often to measure.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub rounds: usize,
    pub burst: Duration,
    /// How long to wait for a machine that others keep busy.
    pub patience: Duration,
}

/// A burst that others disturbed is repeated so often at the most.
const TRIES: usize = 3;

/// Measures at a quiet moment, and again where others used the machine meanwhile. The least disturbed
/// result, and the share that others had.
pub fn undisturbed<T>(effort: Effort, mut measure: impl FnMut() -> Result<T>) -> Result<(T, f64)> {
    let mut best: Option<(T, f64)> = None;
    for _ in 0..TRIES {
        let quiet = wait_until_quiet(effort.patience)?;
        let watch = Watch::start()?;
        let result = measure()?;
        let others = watch.others()?;
        if best.as_ref().is_none_or(|(_, least)| others < *least) {
            best = Some((result, others));
        }
        eprint!(".");
        // Where it was not quiet before, it will hardly be so the next time.
        if others <= OTHERS || !quiet {
            break;
        }
    }
    best.ok_or_else(|| anyhow::anyhow!("nothing was measured"))
}

/// What paired rounds found: ours, and in the same round what it is held against.
#[derive(Debug, Default)]
pub struct Pairs {
    ours: Vec<f64>,
    against: Vec<f64>,
    others: f64,
}

impl Pairs {
    pub fn push(&mut self, ours: f64, against: f64, others: f64) {
        self.ours.push(ours);
        self.against.push(against);
        self.others = self.others.max(others);
    }

    /// The ratio is of each round by itself, so that what slows a whole round does not count.
    pub fn line(&self, row: impl Into<String>, database: &'static str, unit: &'static str) -> Line {
        let ratio = self.ours.iter().zip(&self.against).map(|(ours, against)| ours / against);
        Line {
            row: row.into(),
            database,
            unit,
            ours: Spread::of(self.ours.iter().copied()),
            against: Some(Spread::of(self.against.iter().copied())),
            ratio: Some(Spread::of(ratio)),
            goal: None,
            met: None,
            others: self.others,
        }
    }
}

/// A figure that is held against nothing but its goal.
pub fn alone(
    row: impl Into<String>,
    database: &'static str,
    unit: &'static str,
    (values, others): (&[f64], f64),
) -> Line {
    let ours = Spread::of(values.iter().copied());
    Line { row: row.into(), database, unit, ours, against: None, ratio: None, goal: None, met: None, others }
}
