//! What was found against what is true: precision and recall of each finding, and of the verdict.

use super::seen::Seen;
use reader::Finding;
use serde::Serialize;
use specimen::Defect;
use std::collections::BTreeMap;

#[derive(Debug, Serialize)]
pub struct Tally {
    pub pictures: usize,
    /// Of the unreadable ones: the share with any finding.
    pub recall_on_unreadable: f64,
    /// Of the readable ones: the share with any finding.
    pub false_alarms: f64,
    pub findings: BTreeMap<&'static str, Figures>,
    /// The seeds of readable pictures that were found fault with, and of unreadable ones that were not.
    pub wrong: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct Figures {
    /// Pictures with this defect.
    pub there: usize,
    /// Pictures with this finding.
    pub found: usize,
    pub precision: f64,
    pub recall: f64,
}

const RECALL: f64 = 0.95;
const ALARMS: f64 = 0.03;

impl Tally {
    pub fn of(all: &[Seen]) -> Self {
        let (fair, bad): (Vec<&Seen>, Vec<&Seen>) = all.iter().partition(|s| s.order.defect.is_none());
        let alarms = fair.iter().filter(|s| !s.readable());
        let missed = bad.iter().filter(|s| s.readable());
        let name = |s: &&&Seen| {
            let found: Vec<_> = s.findings.iter().map(|f| f.as_str()).collect();
            let truth = s.order.defect.map_or("readable", Defect::as_str);
            format!("{truth} {} {}: {}", s.order.seed, s.page.unwrap_or("no page"), found.join(" "))
        };
        let wrong = alarms.clone().chain(missed.clone()).map(|s| name(&s)).collect();
        Self {
            pictures: all.len(),
            recall_on_unreadable: 1.0 - share(missed.count(), bad.len()),
            false_alarms: share(alarms.count(), fair.len()),
            findings: Finding::ALL.map(|f| (f.as_str(), Figures::of(f, all))).into(),
            wrong,
        }
    }

    pub fn print(&self) {
        println!("\n{:<16} {:>6} {:>6} {:>10} {:>7}", "finding", "there", "found", "precision", "recall");
        for (name, f) in &self.findings {
            println!("{name:<16} {:>6} {:>6} {:>10.3} {:>7.3}", f.there, f.found, f.precision, f.recall);
        }
        let met = |yes: bool| if yes { "met" } else { "MISSED" };
        let (recall, alarms) = (self.recall_on_unreadable, self.false_alarms);
        println!("recall on unreadable: {recall:.3}, goal ≥ {RECALL} {}", met(recall >= RECALL));
        println!("false alarms on readable: {alarms:.3}, goal ≤ {ALARMS} {}", met(alarms <= ALARMS));
    }
}

impl Figures {
    fn of(finding: Finding, all: &[Seen]) -> Self {
        let true_of = |s: &&Seen| s.order.defect.is_some_and(|d| d.as_str() == finding.as_str());
        let found_in = |s: &&Seen| s.findings.contains(&finding);
        let (there, found) = (all.iter().filter(true_of).count(), all.iter().filter(found_in).count());
        let both = all.iter().filter(true_of).filter(found_in).count();
        Self { there, found, precision: share(both, found), recall: share(both, there) }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
