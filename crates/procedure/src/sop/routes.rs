//! From which step to which a connector leads, and by which way round. No place in a cell is known here.

use crate::definition::{Act, Leads, Procedure, Step};
use crate::ids::StepId;

/// One connector, between rows from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    pub from: usize,
    pub to: usize,
    pub way: Way,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Down to the next row.
    Straight,
    /// Round the symbols between, on the right.
    Ahead,
    /// On the left: what must be mended, and whatever leads upwards.
    Back,
}

/// The symbols of a row: which of them stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    pub start: bool,
    /// None where a terminator alone stands for the step.
    pub main: Option<Main>,
    pub end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Main {
    Process,
    Decision,
}

pub fn routes(p: &Procedure) -> Vec<Route> {
    let wanted = links(p);
    let way = |&(from, to): &(usize, usize)| {
        let way = if to <= from {
            Way::Back
        } else if to == from + 1 && straight(p, &wanted, from, to) {
            Way::Straight
        } else {
            Way::Ahead
        };
        Route { from, to, way }
    };
    wanted.iter().map(way).collect()
}

/// Nothing stands between the two rows' own symbols.
fn straight(p: &Procedure, wanted: &[(usize, usize)], from: usize, to: usize) -> bool {
    let has = |row, what: fn(Shape) -> bool| shape_among(p, wanted, row).is_some_and(what);
    !has(from, |s| s.end) && !has(to, |s| s.start)
}

pub fn shape(p: &Procedure, routes: &[Route], row: usize) -> Option<Shape> {
    let wanted: Vec<_> = routes.iter().map(|r| (r.from, r.to)).collect();
    shape_among(p, &wanted, row)
}

fn shape_among(p: &Procedure, wanted: &[(usize, usize)], row: usize) -> Option<Shape> {
    let step = p.steps.get(row)?;
    let (start, end) = (step.id == p.start, ends(step));
    let leads_on = wanted.iter().any(|(from, to)| *from == row && *to > row);
    let entered = wanted.iter().any(|(_, to)| *to == row);
    let alone = match (start, end) {
        (true, false) => !entered,
        (false, true) => !leads_on,
        _ => false,
    };
    let main = match decides(step) {
        true => Some(Main::Decision),
        false if alone => None,
        false => Some(Main::Process),
    };
    Some(Shape { start, main, end })
}

/// Whether what was done there may be sent back or turned down, or goes on in more than one way.
fn decides(step: &Step) -> bool {
    let refuses = |o: &crate::definition::Outcome| {
        matches!(o.act, Act::Return | Act::Reject) || matches!(o.leads, Leads::Applicant { .. })
    };
    let mut onward: Vec<&StepId> = step
        .outcomes
        .iter()
        .filter_map(|o| match &o.leads {
            Leads::Step(to) => Some(to),
            _ => None,
        })
        .collect();
    onward.sort();
    onward.dedup();
    onward.len() > 1 || step.outcomes.iter().any(refuses)
}

/// Whether the procedure may end there otherwise than by being turned down.
fn ends(step: &Step) -> bool {
    step.outcomes.iter().any(|o| matches!(o.leads, Leads::End(_)) && o.act != Act::Reject)
}

/// Each pair of rows of which one leads to the other, once.
fn links(p: &Procedure) -> Vec<(usize, usize)> {
    let row = |id: &StepId| p.steps.iter().position(|s| s.id == *id);
    let mut links = Vec::new();
    for (from, step) in p.steps.iter().enumerate() {
        for outcome in &step.outcomes {
            let to = match &outcome.leads {
                Leads::Step(to) => row(to),
                Leads::Applicant { resume } => row(resume),
                Leads::Stay | Leads::Await | Leads::End(_) => None,
            };
            if let Some(to) = to.filter(|to| !links.contains(&(from, *to))) {
                links.push((from, to));
            }
        }
    }
    links
}
