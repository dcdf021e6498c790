//! Whether every step can be reached and every step can end the case. Walks the outcomes.

use super::problem::{Faults, ProblemKind};
use super::raw;
use crate::definition::{Leads, Procedure, Step};
use crate::ids::StepId;

pub(super) fn check(p: &Procedure, raw: &raw::File, faults: &mut Faults<'_>) {
    let reached = closure(vec![p.start.clone()], |id| next(p, id));
    for (step, source) in p.steps.iter().zip(&raw.step) {
        if !reached.contains(&step.id) {
            faults.add(source.id.span(), ProblemKind::Unreachable { step: step.id.to_string() });
        }
        let ahead = closure(vec![step.id.clone()], |id| next(p, id));
        if !ahead.iter().filter_map(|id| p.step(id)).any(ends) {
            faults.add(source.id.span(), ProblemKind::NoWayOut { step: step.id.to_string() });
        }
    }
}

fn ends(step: &Step) -> bool {
    step.outcomes.iter().any(|o| matches!(o.leads, Leads::End(_)))
}

fn next(p: &Procedure, id: &StepId) -> Vec<StepId> {
    let outcomes = p.step(id).map(|s| s.outcomes.as_slice()).unwrap_or_default();
    outcomes
        .iter()
        .filter_map(|o| match &o.leads {
            Leads::Step(to) | Leads::Applicant { resume: to } => Some(to.clone()),
            _ => None,
        })
        .collect()
}

fn closure(mut found: Vec<StepId>, next: impl Fn(&StepId) -> Vec<StepId>) -> Vec<StepId> {
    let mut at = 0;
    while let Some(id) = found.get(at).cloned() {
        for to in next(&id) {
            if !found.contains(&to) {
                found.push(to);
            }
        }
        at += 1;
    }
    found
}
