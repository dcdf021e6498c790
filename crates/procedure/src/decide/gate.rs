//! The gate: the pass, the verdict on the holder's finger, the ways out of the office, and who is handed the product.

use super::outcome::{required, stands_here};
use super::people::may_perform;
use super::proof::proved;
use super::{Decision, Desk, MAX_NAME, MAX_NOTE, optional};
use crate::appointment::Cause;
use crate::case::{Pass, Status, UnderWay};
use crate::command::{Form, Representative};
use crate::definition::{Field, Guard, Outcome, Step};
use crate::event::{Closing, EventBody, FileFacts};
use crate::handover::{Finger, FingerResult, Handover, Way};
use crate::refusal::{GateRefusal, Refusal};
use crate::{Blangko, Nik, Ticket};

/// The gate's rules, and the step at which it stands.
fn gate<'a>(desk: &Desk<'a>) -> Result<(&'a Handover, &'a Step), Refusal> {
    desk.p.handover.as_ref().zip(desk.p.handing_over()).ok_or(Refusal::NotReady)
}

/// The officer serves the case at the gate; whoever comes first takes the step.
fn serve<'a>(desk: &Desk<'a>) -> Result<(&'a Handover, &'a Step, Vec<EventBody>), Refusal> {
    let officer = desk.officer()?;
    let (rules, step) = gate(desk)?;
    if !officer.roles.contains(&step.role) {
        return Err(Refusal::NotYourRole { needed: step.role.clone() });
    }
    stands_here(desk, step)?;
    may_perform(desk, step, officer.user, officer.roles)?;
    if !desk.case.notified {
        return Err(Refusal::GuardNotMet { guard: Guard::Notified });
    }
    let claimed = desk.case.step.as_ref().is_some_and(|s| s.claim.is_some());
    let claim = (!claimed).then(|| EventBody::Claimed { step: step.id.clone() });
    Ok((rules, step, claim.into_iter().collect()))
}

/// A second look at the same pass by the same officer changes nothing.
pub(super) fn show_pass(desk: &Desk<'_>, no: u64) -> Decision {
    pass_shown(desk, |pass| pass.no == no, None)
}

/// One pass for several cards of one household; each is still handed over by itself.
pub(super) fn show_household_pass(desk: &Desk<'_>, of: &Ticket) -> Decision {
    if !desk.request.household {
        return Err(Refusal::Gate(GateRefusal::OtherHousehold));
    }
    pass_shown(desk, |_| true, Some(of.clone()))
}

fn pass_shown(desk: &Desk<'_>, is_good: impl Fn(&Pass) -> bool, of: Option<Ticket>) -> Decision {
    let (rules, step, mut events) = serve(desk)?;
    let pass = desk.case.gate.pass.as_ref().filter(|p| is_good(p));
    let pass = pass.ok_or(Refusal::Gate(GateRefusal::PassReplaced))?;
    let due = rules.pass_due(pass.made_at);
    if desk.at() >= due {
        return Err(Refusal::Gate(GateRefusal::PassExpired { at: due }));
    }
    not_under_way(desk)?;
    if !pass.shown {
        events.push(EventBody::PassShown { step: step.id.clone(), pass: pass.no, of });
    }
    Ok(events)
}

/// Every try is on record, whatever comes of it. A reading names device and finger, a waiver its reason.
pub(super) fn check_finger(
    desk: &Desk<'_>,
    device: &str,
    finger: Option<Finger>,
    result: FingerResult,
    why: &str,
) -> Decision {
    let (_, step, mut events) = serve(desk)?;
    let waived = result == FingerResult::Waived;
    let (device, finger, why) = if waived {
        (None, None, Some(required(Some(why), Field::Why, MAX_NOTE)?))
    } else {
        let device = optional(Some(device), MAX_NAME)?.ok_or(Refusal::Gate(GateRefusal::NoReader))?;
        (
            Some(device),
            Some(finger.ok_or(Refusal::Gate(GateRefusal::NoReader))?),
            optional(Some(why), MAX_NOTE)?,
        )
    };
    proved(desk.p, &desk.request.actor, desk.at())?;
    let attempt = desk.case.gate.attempts + u32::from(!waived);
    let step = step.id.clone();
    events.push(EventBody::HolderFingerChecked { step, device, finger, attempt, result, why });
    Ok(events)
}

/// The right card leaves by a way that the office offers. Whoever was to come for it is not expected any more.
pub(super) fn dispatch(desk: &Desk<'_>, way: Way, through: &str, reference: &str, card: &str) -> Decision {
    let (rules, step, mut events) = serve(desk)?;
    not_under_way(desk)?;
    if way.is_counter() || !rules.ways.contains(&way) {
        return Err(Refusal::Gate(GateRefusal::WayNotOffered));
    }
    let words = |given| optional(Some(given), MAX_NAME)?.ok_or(Refusal::Gate(GateRefusal::NoCarrier));
    let (through, reference) = (words(through)?, words(reference)?);
    right_card(desk, Some(card))?;
    proved(desk.p, &desk.request.actor, desk.at())?;
    events.push(EventBody::Dispatched { step: step.id.clone(), way, through, reference });
    if desk.case.expected().is_some() {
        events.push(EventBody::AppointmentCancelled { cause: Cause::Asked });
    }
    Ok(events)
}

/// It waits for its holder again.
pub(super) fn come_back(desk: &Desk<'_>, why: &str) -> Decision {
    let (_, step, mut events) = serve(desk)?;
    if desk.case.gate.under_way.is_none() {
        return Err(Refusal::Gate(GateRefusal::NotUnderWay));
    }
    let why = required(Some(why), Field::Why, MAX_NOTE)?;
    events.push(EventBody::DispatchReturned { step: step.id.clone(), why });
    Ok(events)
}

pub(super) fn not_under_way(desk: &Desk<'_>) -> Result<(), Refusal> {
    match &desk.case.gate.under_way {
        Some(UnderWay { through, since, .. }) => {
            Err(Refusal::Gate(GateRefusal::UnderWay { through: through.clone(), since: *since }))
        }
        None => Ok(()),
    }
}

/// The last verdict lets pass, and is fresh. Where the file says nothing of a gate there is no limit.
pub(super) fn verified(desk: &Desk<'_>) -> Result<(), Refusal> {
    let guard = Guard::HolderVerified;
    let verdict = desk.case.gate.verdict.as_ref().filter(|v| v.result.lets_pass());
    let verdict = verdict.ok_or(Refusal::GuardNotMet { guard })?;
    match &desk.p.handover {
        Some(rules) if rules.is_stale(desk.case, desk.at()) => {
            Err(Refusal::Gate(GateRefusal::VerdictTooOld { at: verdict.at, minutes: rules.verdict_minutes }))
        }
        _ => Ok(()),
    }
}

/// Who is not a representative is the holder. What was under way was handed over by others: of that there is proof.
pub(super) fn handed_over(
    desk: &Desk<'_>,
    at: &Step,
    of: &Outcome,
    form: &Form,
) -> Result<EventBody, Refusal> {
    let under_way = desk.case.gate.under_way.as_ref();
    let here = under_way.is_none();
    let asks = |field| of.asks.contains(&field);
    let representative = match &form.gate.representative {
        Some(given) if here && asks(Field::Compared) => Some(representative(desk, given)?),
        _ => None,
    };
    let holder = here && asks(Field::Compared) && representative.is_none();
    let received_by = match holder {
        true => desk.case.applicant.name.clone(),
        false => required(form.received_by.as_deref(), Field::ReceivedBy, MAX_NAME)?,
    };
    let relation = required(form.relation.as_deref(), Field::ReceivedBy, MAX_NAME)?;
    let compared = compared(desk, here && asks(Field::Compared), representative.is_some(), form)?;
    let surrendered =
        given(form.surrendered, here && owes(desk, of, Field::Surrendered), Field::Surrendered)?;
    let original = given(form.gate.original, here && owes(desk, of, Field::Original), Field::Original)?;
    if here && asks(Field::Card) {
        right_card(desk, form.blangko.as_deref())?;
    }
    Ok(EventBody::HandedOver {
        step: at.id.clone(),
        outcome: of.id.clone(),
        received_by,
        relation,
        surrendered,
        way: under_way.map(|u| u.way).unwrap_or_default(),
        representative,
        compared,
        original,
        without_pass: without_pass(desk, here && asks(Field::Pass), form)?,
        photo: photo(desk, form).map(|facts| facts.file.clone()),
        proof: proof(desk, form)?,
    })
}

/// The photo that proves it, which becomes one of the case's files.
pub(super) fn photo<'a>(desk: &Desk<'_>, form: &'a Form) -> Option<&'a FileFacts> {
    form.gate.photo.as_deref().filter(|_| desk.case.gate.under_way.is_some())
}

/// Of what was under way there is a photo, or words.
fn proof(desk: &Desk<'_>, form: &Form) -> Result<Option<String>, Refusal> {
    if desk.case.gate.under_way.is_none() {
        return Ok(None);
    }
    let proof = optional(form.gate.proof.as_deref(), MAX_NOTE)?;
    let seen = photo(desk, form).is_some();
    if proof.is_none() && !seen { Err(Refusal::Gate(GateRefusal::NoProof)) } else { Ok(proof) }
}

/// Somebody with a number of their own, whose power of attorney was seen.
fn representative(desk: &Desk<'_>, given: &Representative) -> Result<Nik, Refusal> {
    let nik = Nik::parse(&given.nik).map_err(|_| Refusal::Gate(GateRefusal::BadRepresentative))?;
    if nik == desk.case.applicant.nik {
        return Err(Refusal::Gate(GateRefusal::BadRepresentative));
    }
    if given.power_of_attorney { Ok(nik) } else { Err(Refusal::Gate(GateRefusal::NoPowerOfAttorney)) }
}

/// Everything that the file asks to compare.
fn compared(
    desk: &Desk<'_>,
    asked: bool,
    representative: bool,
    form: &Form,
) -> Result<Vec<crate::ids::CheckId>, Refusal> {
    let Some(rules) = desk.p.handover.as_ref().filter(|_| asked) else { return Ok(Vec::new()) };
    let ids: Vec<_> = rules.checks(representative).iter().map(|c| c.id.clone()).collect();
    match ids.iter().all(|id| form.gate.compared.contains(id)) {
        true => Ok(ids),
        false => Err(Refusal::MissingField { field: Field::Compared }),
    }
}

/// Whether the grounds name a document that is taken back, or whose original is seen.
fn owes(desk: &Desk<'_>, of: &Outcome, field: Field) -> bool {
    let required = desk.p.required(&desk.case.grounds);
    let owed = match field {
        Field::Surrendered => required.iter().any(|d| d.surrendered),
        _ => required.iter().any(|d| d.original),
    };
    owed && of.asks.contains(&field)
}

fn given(ticked: bool, owed: bool, field: Field) -> Result<bool, Refusal> {
    if owed && !ticked { Err(Refusal::MissingField { field }) } else { Ok(ticked) }
}

/// The card in hand is the one that was made for this case; which one that is, is not told.
fn right_card(desk: &Desk<'_>, typed: Option<&str>) -> Result<(), Refusal> {
    let Some(printed) = desk.case.blangko() else { return Ok(()) };
    let typed = required(typed, Field::Card, MAX_NAME)?;
    match Blangko::parse(&typed) {
        Err(_) => Err(Refusal::BadBlangko),
        Ok(card) if card != *printed => Err(Refusal::Gate(GateRefusal::WrongCard)),
        Ok(_) => Ok(()),
    }
}

/// Nothing where the pass was shown.
fn without_pass(desk: &Desk<'_>, asked: bool, form: &Form) -> Result<Option<String>, Refusal> {
    let shown = desk.case.gate.pass.as_ref().is_some_and(|p| p.shown);
    if shown || !asked {
        return Ok(None);
    }
    required(form.gate.without_pass.as_deref(), Field::Pass, MAX_NOTE).map(Some)
}

/// Once a case, when its product was handed over. Who answered is nobody's business: the machine says so.
pub(super) fn answer_survey(desk: &Desk<'_>) -> Decision {
    desk.system()?;
    if desk.p.survey.is_empty() || desk.case.status != Status::Closed(Closing::HandedOver) {
        return Err(Refusal::NotReady);
    }
    if desk.case.gate.surveyed {
        Err(Refusal::Gate(GateRefusal::SurveyAnswered))
    } else {
        Ok(vec![EventBody::SurveyAnswered])
    }
}
