//! Which steps' inboxes an officer sees: those of their roles; all of them for who oversees.

use crate::accounts::Officer;
use crate::permissions::Right;
use procedure::{Procedure, Step};

pub struct Lanes<'a> {
    steps: Vec<&'a Step>,
    /// The step shown where none is asked for.
    first: Option<&'a Step>,
}

impl<'a> Lanes<'a> {
    pub fn of(p: &'a Procedure, officer: &Officer) -> Self {
        let served = |s: &&Step| officer.holds(s.role.as_str());
        let all = Right::Oversees.held_by(p, &officer.roles);
        let steps: Vec<&Step> = p.steps.iter().filter(|s| all || served(s)).collect();
        let first = steps.iter().copied().find(served).or(steps.first().copied());
        Self { steps, first }
    }

    pub fn steps(&self) -> &[&'a Step] {
        &self.steps
    }

    /// The step asked for, if it is one of these.
    pub fn choose(&self, id: &str) -> Option<&'a Step> {
        self.steps.iter().copied().find(|s| s.id == *id).or(self.first)
    }
}
