//! Many replays of one setting told as one: for each number what it mostly was, and how far it went. No number stands
//! here that a replay did not tell.

use super::tally::{CaseTally, RoleTally, StepTally, Tally, percentile};

/// One number over several replays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    pub median: u64,
    pub lowest: u64,
    pub highest: u64,
}

/// None of no replay. All must be of the same month; a number that no replay knows has no spread.
pub fn summary(tallies: &[Tally]) -> Option<Tally<Option<Spread>>> {
    let first = tallies.first()?;
    let steps = first.steps.iter().enumerate().map(|(i, step)| {
        let over = |number: fn(&StepTally) -> Option<u64>| {
            spread(tallies.iter().filter_map(|t| number(t.steps.get(i)?)))
        };
        StepTally {
            step: step.step.clone(),
            visits: over(|s| s.visits),
            median: over(|s| s.median),
            ninetieth: over(|s| s.ninetieth),
            within: over(|s| s.within),
            queue: over(|s| s.queue),
        }
    });
    let roles = first.roles.iter().enumerate().map(|(i, role)| {
        let over = |number: fn(&RoleTally) -> Option<u64>| {
            spread(tallies.iter().filter_map(|t| number(t.roles.get(i)?)))
        };
        RoleTally { role: role.role.clone(), people: over(|r| r.people), busy: over(|r| r.busy) }
    });
    let over =
        |number: fn(&CaseTally) -> Option<u64>| spread(tallies.iter().filter_map(|t| number(&t.cases)));
    let cases = CaseTally {
        sent: over(|c| c.sent),
        ended: over(|c| c.ended),
        median: over(|c| c.median),
        ninetieth: over(|c| c.ninetieth),
        within: over(|c| c.within),
        open: over(|c| c.open),
    };
    Some(Tally { steps: steps.collect(), cases, roles: roles.collect() })
}

fn spread(numbers: impl Iterator<Item = u64>) -> Option<Spread> {
    let mut numbers: Vec<u64> = numbers.collect();
    numbers.sort_unstable();
    let (lowest, highest) = (*numbers.first()?, *numbers.last()?);
    Some(Spread { median: percentile(&numbers, 50)?, lowest, highest })
}
