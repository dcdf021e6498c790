//! The chip of a printed card: bound once and for all to the card's serial and the case. A chip that was bound
//! before is refused, and the refusal is an event: superiors are to hear of it.

use super::people::{at_work, may_perform};
use super::{Decision, Desk, MAX_NAME, MAX_NOTE, holds_one, required, text};
use crate::case::Production;
use crate::definition::{Field, Guard};
use crate::event::{EventBody, Waiting};
use crate::ids::StationId;
use crate::refusal::{ChipRefusal, Refusal};
use crate::{Blangko, ChipUid};

/// `serial` is that of the card in hand, typed anew; `seen` the UID that the page showed.
pub(super) fn bind(desk: &Desk<'_>, station: &StationId, serial: &str, seen: &str) -> Decision {
    let officer = desk.officer()?;
    let step = at_work(desk)?;
    may_perform(desk, step, officer.user, officer.roles)?;
    if let Some(paused) = desk.case.waiting.as_ref().filter(|w| w.waiting != Waiting::Applicant) {
        return Err(Refusal::AlreadyPaused { waiting: paused.waiting });
    }
    let Production::Printed(Some(printed)) = &desk.case.production else {
        return Err(Refusal::GuardNotMet { guard: Guard::Printed });
    };
    in_hand(desk, printed, serial)?;
    let known = desk.request.on_reader.clone().unwrap_or_default();
    let chip = known.chip.ok_or(no(ChipRefusal::NoneOnReader))?;
    if ChipUid::parse(seen).as_ref() != Ok(&chip.uid) {
        return Err(no(ChipRefusal::Changed));
    }
    if let Some(bound) = &desk.case.chip {
        let same = bound.uid == chip.uid;
        return if same {
            Ok(Vec::new())
        } else {
            Err(no(ChipRefusal::AlreadyBound { uid: bound.uid.clone() }))
        };
    }
    let (step, station, blangko) = (step.id.clone(), station.clone(), printed.clone());
    let Some(bound_to) = known.bound_to else {
        return Ok(vec![EventBody::ChipBound { step, station, blangko, uid: chip.uid, atr: chip.atr }]);
    };
    // What is raised already is not raised again with every further try.
    if desk.case.chip_alarms.iter().any(|a| a.uid == chip.uid) {
        return Err(no(ChipRefusal::Known { uid: chip.uid, ticket: bound_to }));
    }
    Ok(vec![EventBody::ChipRefused { step, station, blangko, uid: chip.uid, bound_to }])
}

/// The card in hand is the one printed for this case.
fn in_hand(desk: &Desk<'_>, printed: &Blangko, serial: &str) -> Result<(), Refusal> {
    let typed = required(Some(serial), Field::Blangko, MAX_NAME)?;
    let typed = Blangko::parse(&typed).map_err(|_| Refusal::BadBlangko)?;
    if typed == *printed {
        return Ok(());
    }
    let printed = printed.as_str().to_owned();
    let other = desk.request.on_reader.as_ref().and_then(|known| known.serial_of.clone());
    Err(no(match other {
        Some(ticket) => ChipRefusal::CardOf { printed, ticket },
        None => ChipRefusal::OtherCard { printed },
    }))
}

/// Whoever has the power says what came of it, and nobody of their own try.
pub(super) fn review(desk: &Desk<'_>, why: &str) -> Decision {
    let officer = desk.officer()?;
    holds_one(officer.roles, &desk.p.powers.chips)?;
    if desk.case.chip_alarms.is_empty() {
        return Err(no(ChipRefusal::NothingRaised));
    }
    if let Some(own) = desk.case.chip_alarms.iter().find(|a| a.user == *officer.user) {
        return Err(Refusal::SameOfficer { step: own.step.clone() });
    }
    Ok(vec![EventBody::ChipReviewed { why: text(why, MAX_NOTE)? }])
}

fn no(why: ChipRefusal) -> Refusal {
    Refusal::Chip { why }
}
