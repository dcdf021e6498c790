//! An applicant's right to have their data mended (UU 27/2022, article 6). Who they are is mended until somebody has
//! verified it: what was verified is what is printed, and who mends it alone afterwards would put one person's card into
//! another's case. How to reach them is mended at any time, also once the case is over, as long as it can be read.

use super::{Decision, Desk, MAX_NOTE, draft, holds_one, text};
use crate::case::{Production, Status};
use crate::event::{Applicant, ApplicantField, EventBody};
use crate::refusal::Refusal;

pub(super) fn correct(desk: &Desk<'_>, applicant: &Applicant, why: &str) -> Decision {
    holds_one(desk.officer()?.roles, &desk.p.powers.intake)?;
    // A draft is still being told: it is amended.
    if desk.case.status == Status::Draft {
        return Err(Refusal::StillDraft);
    }
    let before = &desk.case.applicant;
    // Where messages go, and in which language, is for the applicant's own channel to say.
    let (contact, language) = (before.contact.clone(), before.language);
    let after = draft::valid_applicant(&Applicant { contact, language, ..applicant.clone() })?;
    let changed = before.changed(&after);
    let why = text(why, MAX_NOTE)?;
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    if changed.iter().any(|field| field.is_identity()) {
        desk.open()?;
        if let Some(v) = &desk.case.verified {
            return Err(Refusal::AlreadyVerified { by: v.name.clone(), at: v.at });
        }
        // However it came to be made, a card bears the number it was made for.
        if changed.contains(&ApplicantField::Nik) && desk.case.production != Production::None {
            return Err(Refusal::GuardNotMet { guard: crate::definition::Guard::NothingPrinted });
        }
    }
    Ok(vec![EventBody::ApplicantCorrected { applicant: after, why }])
}
