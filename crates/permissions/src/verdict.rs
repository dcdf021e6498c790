//! What a row says to whoever asks for its address, before anything of the request is read.

use super::right::Right;
use super::row::{Row, Stage, Subject};
use procedure::{Procedure, RoleId, StepId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They may.
    Enter,
    /// They may where the case that the path names is at this stage.
    ForCase(Stage),
    /// They may where the step that the path names is theirs.
    ForOwnStep,
    /// They have not signed in.
    SignInFirst,
    /// Nothing is there for them.
    NotThere,
}

impl Row {
    /// `roles` are those of whoever has signed in; none where nobody has.
    pub fn verdict(&self, p: &Procedure, roles: Option<&[RoleId]>, is_demonstration: bool) -> Verdict {
        if !self.who.is_officers() {
            let open = self.who != Right::InDemonstration || is_demonstration;
            return if open { Verdict::Enter } else { Verdict::NotThere };
        }
        let Some(roles) = roles else { return Verdict::SignInFirst };
        if !self.who.held_by(p, roles) {
            return Verdict::NotThere;
        }
        match self.subject {
            Subject::Nothing => Verdict::Enter,
            Subject::OwnStep => Verdict::ForOwnStep,
            Subject::Case(stage) => Verdict::ForCase(stage),
        }
    }
}

/// Whether one of these roles works at the step of this name.
pub fn is_own_step(p: &Procedure, roles: &[RoleId], step: &str) -> bool {
    p.step(&StepId::from(step)).is_some_and(|s| roles.contains(&s.role))
}
