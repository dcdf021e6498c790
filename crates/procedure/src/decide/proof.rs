//! Operator proof: that whoever acts has shown not long ago that it is them, and nobody at their unlocked screen. How
//! it is shown is for the shell to know.

use crate::Procedure;
use crate::command::Actor;
use crate::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};

/// Where the procedure asks for it: proved by `at`, and not longer before than it says.
pub(crate) fn proved(p: &Procedure, actor: &Actor, at: Timestamp) -> Result<(), Refusal> {
    let Some(minutes) = p.operator_proof else { return Ok(()) };
    let limit = SignedDuration::from_mins(i64::from(minutes));
    match actor {
        Actor::Officer { operator_auth: Some(auth), .. }
            if (SignedDuration::ZERO..=limit).contains(&auth.at.duration_until(at)) =>
        {
            Ok(())
        }
        _ => Err(Refusal::ProofNeeded { minutes }),
    }
}
