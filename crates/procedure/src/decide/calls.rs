//! Telephone calls to applicants whom a message did not reach, or who have no channel for one.

use super::course::serves;
use super::{Decision, Desk, MAX_NOTE, optional};
use crate::definition::Field;
use crate::event::{CallResult, EventBody};
use crate::refusal::Refusal;

/// One call tells everything that is owed. Another way of telling says which.
pub(super) fn record(desk: &Desk<'_>, result: CallResult, note: Option<&str>) -> Decision {
    serves(desk)?;
    if desk.case.calls.is_empty() {
        return Err(Refusal::NobodyToCall);
    }
    let note = optional(note, MAX_NOTE)?;
    if result == CallResult::ToldOtherwise && note.is_none() {
        return Err(Refusal::MissingField { field: Field::Note });
    }
    Ok(vec![EventBody::Called { result, note }])
}
