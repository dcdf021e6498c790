//! What an officer finds wrong with documents: each fault in words, and the place that they marked.

use super::outcome::required;
use super::{Desk, MAX_NOTE};
use crate::case::Document;
use crate::command::Form;
use crate::definition::Field;
use crate::event::{Fault, Mark};
use crate::refusal::Refusal;

/// At least one, each of a document that the procedure knows and with words the applicant reads.
pub(super) fn faults(desk: &Desk<'_>, form: &Form) -> Result<Vec<Fault>, Refusal> {
    if form.faults.is_empty() {
        return Err(Refusal::MissingField { field: Field::Faults });
    }
    form.faults.iter().map(|f| fault(desk, f)).collect()
}

fn fault(desk: &Desk<'_>, given: &Fault) -> Result<Fault, Refusal> {
    let document = given.document.clone();
    if desk.p.document(&document).is_none() {
        return Err(Refusal::UnknownDocument { document });
    }
    let why = required(Some(&given.why), Field::Faults, MAX_NOTE)?;
    match &given.mark {
        Some(mark) if !fits(desk, given, mark) => Err(Refusal::BadMark { document }),
        mark => Ok(Fault { document, why, mark: mark.clone() }),
    }
}

/// A mark lies on a page of the very document that is at fault, among those that count.
fn fits(desk: &Desk<'_>, fault: &Fault, mark: &Mark) -> bool {
    let at_fault = |d: &&Document| d.document.as_ref() == Some(&fault.document);
    let marked = |d: &Document| d.facts.file == mark.file && (1..=d.facts.pages).contains(&mark.page);
    desk.case.standing().filter(at_fault).any(marked) && mark.is_on_the_page()
}
