//! A card on its way through a printer of ours: what is printed on it, and what the printer says of it. Whether a
//! blank was used is never concluded here: an officer says so, as an outcome of the step.

use super::people::{at_work, may_perform};
use super::{Decision, Desk};
use crate::case::{Production, Status};
use crate::command::PrintReport;
use crate::definition::{Field, Guard};
use crate::event::{EventBody, FileFacts, Waiting};
use crate::layer::{self, LayerPart};
use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// Until it is ordered, whoever may order it prepares it, at a step that sends it to a printer.
pub(super) fn prepare(
    desk: &Desk<'_>,
    parts: &BTreeMap<LayerPart, String>,
    photo: Option<&FileFacts>,
) -> Decision {
    let officer = desk.officer()?;
    let step = at_work(desk)?;
    may_perform(desk, step, officer.user, officer.roles)?;
    if !step.asks(Field::Printer) {
        return Err(Refusal::ElsewhereNow { step: step.id.clone() });
    }
    if desk.case.production != Production::None {
        return Err(Refusal::GuardNotMet { guard: Guard::NothingPrinted });
    }
    let before = desk.case.layer.as_ref();
    let photo = photo.or(before.map(|l| &l.photo)).cloned();
    let layer = layer::prepare(parts, photo)?;
    let same = before == Some(&layer);
    Ok(if same { Vec::new() } else { vec![EventBody::LayerPrepared { layer }] })
}

pub(super) fn cancel(desk: &Desk<'_>) -> Decision {
    let officer = desk.officer()?;
    let step = at_work(desk)?;
    may_perform(desk, step, officer.user, officer.roles)?;
    match desk.case.printing() {
        None => Err(Refusal::NotPrinting),
        Some(job) if job.cancel_asked => Ok(Vec::new()),
        Some(job) => Ok(vec![EventBody::PrintCancelAsked { job: job.no }]),
    }
}

/// Of a job that is not the case's any more nothing is said. The clock stands still while the printer does, and
/// goes on with it; what a person paused only a person resumes.
pub(super) fn report(desk: &Desk<'_>, job: u64, report: &PrintReport) -> Decision {
    desk.system()?;
    let ours = desk.case.printing().is_some_and(|j| j.no == job);
    if !ours || desk.case.status != Status::Open {
        return Ok(Vec::new());
    }
    Ok(match report {
        PrintReport::Troubled(trouble) if desk.case.waiting.is_none() => {
            vec![EventBody::Paused { waiting: Waiting::Equipment, why: None, trouble: Some(*trouble) }]
        }
        PrintReport::Troubled(_) => Vec::new(),
        PrintReport::Well => going_on(desk),
        PrintReport::Ended { end, impressions, reasons } => {
            let mut events = going_on(desk);
            events.push(EventBody::PrintEnded {
                job,
                end: *end,
                impressions: *impressions,
                reasons: reasons.clone(),
            });
            events
        }
    })
}

/// What the printer stopped goes on.
fn going_on(desk: &Desk<'_>) -> Vec<EventBody> {
    match &desk.case.waiting {
        Some(paused) if paused.trouble.is_some() => super::clocks::resumed(desk).into_iter().collect(),
        _ => Vec::new(),
    }
}

pub(super) fn not_under_way(desk: &Desk<'_>) -> Result<(), Refusal> {
    if desk.case.printing().is_some() { Err(Refusal::PrintUnderWay) } else { Ok(()) }
}
