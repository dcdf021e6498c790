//! What chance decides, drawn beforehand: how long each part of work takes. Two settings that are replayed with the same
//! draws differ by the settings alone.

use super::month::{LegKind, MonthOfCases, Script, StepThen};

/// Hands-on seconds, by case and leg; zero for a leg that is no work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draws(Vec<Vec<i64>>);

impl Draws {
    /// For each part of work one of those measured at the same step in the month; where none was measured, the step's
    /// standard as it was. `draw` gives a number below its argument; one that does not is brought there.
    pub fn of(month: &MonthOfCases, draw: &mut dyn FnMut(u64) -> u64) -> Self {
        let mut case = |script: &Script| {
            let leg = |(kind, step): (LegKind, usize)| match (kind, month.steps().get(step)) {
                (LegKind::Work { .. }, Some(step)) => seconds(step, draw),
                _ => 0,
            };
            script.legs.iter().map(|l| (l.kind, l.step)).map(leg).collect()
        };
        Self(month.scripts().iter().map(&mut case).collect())
    }

    /// The hands-on seconds of a leg, by the places of case and leg.
    pub fn seconds(&self, case: usize, leg: usize) -> i64 {
        self.0.get(case).and_then(|legs| legs.get(leg)).copied().unwrap_or(0)
    }
}

fn seconds(step: &StepThen, draw: &mut dyn FnMut(u64) -> u64) -> i64 {
    let standard = i64::from(step.minutes) * 60;
    let measured = u64::try_from(step.measured.len()).unwrap_or(0);
    if measured == 0 {
        return standard;
    }
    let drawn = draw(measured) % measured;
    usize::try_from(drawn).ok().and_then(|i| step.measured.get(i)).copied().unwrap_or(standard)
}
