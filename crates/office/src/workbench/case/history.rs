//! What has happened to a case, in words: one text a kind of event (`event-…`), the free text under it.

use crate::accounts::{ActedAs, Assignment, Emergency};
use crate::cases::{Loaded, word};
use crate::web::Page;
use crate::workbench::words;
use procedure::{
    Actor, Cause, ClockKind, DocumentId, Event, EventBody, FileId, Flag, OutcomeId, RoleId, Step, StepId,
};

/// What the rules write where nobody gave a reason: a better page came.
const REPLACED: &str = "replaced";

pub struct Line {
    pub at: String,
    pub who: String,
    pub what: String,
    /// What a person wrote, in their own words.
    pub quote: Option<String>,
}

/// The newest first. `acted_as`: who ever acted in another's place, or by emergency access.
pub fn lines(page: &Page, loaded: &Loaded, acted_as: &ActedAs) -> Vec<Line> {
    let teller = Teller { page, loaded, acted_as };
    loaded.events.iter().rev().map(|e| teller.line(e)).collect()
}

/// One of the case's events.
pub fn line(page: &Page, loaded: &Loaded, acted_as: &ActedAs, event: &Event) -> Line {
    Teller { page, loaded, acted_as }.line(event)
}

/// What the applicant did not hear of, in words: the events whose messages did not arrive, and why.
pub fn owed(page: &Page, loaded: &Loaded) -> Vec<String> {
    let nobody = ActedAs::default();
    let teller = Teller { page, loaded, acted_as: &nobody };
    let event = |notice: &str| loaded.events.get(notice.parse::<usize>().ok()?.checked_sub(1)?);
    let words = |owed: &procedure::case::Owed| {
        let Line { at, what, quote, .. } = teller.line(event(owed.notice.as_str())?);
        let why = match loaded.case.notices.get(&owed.notice) {
            Some(Flag::Failed(why)) => Some(format!("({why})")),
            _ => None,
        };
        Some([Some(format!("{at} · {what}")), quote, why].into_iter().flatten().collect::<Vec<_>>().join(" "))
    };
    loaded.case.calls.iter().filter_map(words).collect()
}

struct Teller<'a> {
    page: &'a Page,
    loaded: &'a Loaded,
    acted_as: &'a ActedAs,
}

impl Teller<'_> {
    fn roles(&self, roles: &[RoleId]) -> String {
        let roles = roles.iter().filter_map(|r| self.loaded.procedure.role(r));
        roles.map(|r| self.page.of(&r.name)).collect::<Vec<_>>().join(", ")
    }

    /// The step whose outcome was recorded by this event, or together with it.
    fn step_of(&self, event: &Event) -> Option<&Step> {
        let together = |e: &&Event| e.at == event.at && e.actor == event.actor;
        let mut outcomes = self.loaded.events.iter().filter(together).filter_map(|e| e.body.outcome());
        let (step, _) = event.body.outcome().or_else(|| outcomes.next())?;
        self.loaded.procedure.step(step)
    }

    /// In whose place or by which emergency access the actor did it, in words. What a step asks for is done in the step's
    /// role.
    fn in_place(&self, event: &Event) -> Option<String> {
        let Actor::Officer { user, .. } = &event.actor else { return None };
        let day = self.page.app().accounts.day(event.at);
        let step = self.step_of(event);
        let acted = |a: &&Assignment| {
            a.user == *user && a.was_in_force(event.at, day) && step.is_none_or(|s| s.role == a.role)
        };
        let posts = self.acted_as.substitutions.iter().filter(acted);
        let posts = posts.map(|a| words::post(self.page, &a.role, a.kind));
        let took =
            |e: &&Emergency| e.user == *user && e.covers(event.at) && step.is_none_or(|s| s.role == e.role);
        let taken = self.acted_as.emergencies.iter().filter(took);
        let taken = taken.map(|e| words::emergency_post(self.page, &e.role));
        let posts = posts.chain(taken).collect::<Vec<_>>();
        (!posts.is_empty()).then(|| posts.join(", "))
    }

    fn line(&self, event: &Event) -> Line {
        let who = match &event.actor {
            Actor::Applicant { .. } => self.page.t("actor-applicant"),
            Actor::Officer { name, operator_auth: Some(_), .. } => {
                self.page.t1("history-proved", "name", name)
            }
            Actor::Officer { name, .. } => name.clone(),
            Actor::System => self.page.t("actor-system"),
        };
        let who = self.in_place(event).into_iter().fold(who, |who, post| format!("{who}, {post}"));
        let (key, args) = self.what(&event.body);
        Line {
            at: self.page.moment(event.at),
            who,
            what: self.page.with(&format!("event-{key}"), &args),
            quote: quote(&event.body),
        }
    }

    /// The event's kind as it is stored, and the values of its text.
    fn what(&self, body: &EventBody) -> (&'static str, Vec<(&'static str, String)>) {
        use EventBody as E;
        let none = Vec::new;
        if let Some((step, outcome)) = body.outcome() {
            return ("outcome", vec![("outcome", self.outcome(step, outcome)), ("blangko", blangko(body))]);
        }
        match body {
            E::Opened { channel, .. } => {
                ("opened", vec![("channel", self.page.t(&format!("channel-{}", word(channel))))])
            }
            E::Amended { .. } => ("amended", none()),
            E::ApplicantCorrected { .. } => ("applicant_corrected", none()),
            E::DocumentAttached { document, .. } => {
                ("document_attached", vec![("document", self.document(document.as_ref()))])
            }
            E::DocumentFiled { document, .. } => {
                ("document_filed", vec![("document", self.document(Some(document)))])
            }
            E::DocumentSetAside { file, why } if why == REPLACED => {
                ("document_replaced", vec![("document", self.file(file))])
            }
            E::DocumentSetAside { file, .. } => ("document_set_aside", vec![("document", self.file(file))]),
            E::Submitted => ("submitted", none()),
            E::Resubmitted => ("resubmitted", none()),
            E::Reminded => ("reminded", none()),
            E::StepStarted { step, due, .. } => {
                ("step_started", vec![("step", self.step(step)), ("at", self.page.moment(*due))])
            }
            E::Claimed { step } => ("claimed", vec![("step", self.step(step))]),
            E::Released { step } => ("released", vec![("step", self.step(step))]),
            E::Reassigned { to_name, .. } => ("reassigned", vec![("name", to_name.clone())]),
            E::NoticeConfirmed { .. } => ("notice_confirmed", none()),
            E::NoticeFailed { .. } => ("notice_failed", none()),
            E::LayerPrepared { .. } => ("layer_prepared", none()),
            E::PrintCancelAsked { .. } => ("print_cancel_asked", none()),
            E::PrintEnded { end, .. } => {
                ("print_ended", vec![("end", self.page.t(&format!("print-end-{}", word(end))))])
            }
            E::Called { result, .. } => {
                ("called", vec![("result", self.page.t(&format!("call-{}", word(result))))])
            }
            E::Paused { trouble: Some(trouble), .. } => {
                ("paused", vec![("waiting", self.page.t(&format!("trouble-{}", word(trouble))))])
            }
            E::Paused { waiting, .. } => {
                ("paused", vec![("waiting", self.page.t(&format!("waiting-{}", word(waiting))))])
            }
            E::Resumed { due, .. } => ("resumed", vec![("at", self.page.moment(*due))]),
            E::ChipBound { uid, blangko, .. } => {
                let serial = ("serial", blangko.as_str().to_owned());
                ("chip_bound", vec![("uid", uid.as_str().to_owned()), serial])
            }
            E::ChipRefused { uid, bound_to, .. } => {
                let ticket = ("ticket", bound_to.to_string());
                ("chip_refused", vec![("uid", uid.as_str().to_owned()), ticket])
            }
            E::ChipReviewed { .. } => ("chip_reviewed", none()),
            E::JumpAsked { .. } => ("jump_asked", none()),
            E::JumpGranted => ("jump_granted", none()),
            E::JumpDeclined { .. } => ("jump_declined", none()),
            E::AppointmentMade { slot } => ("appointment_made", vec![("at", self.page.moment(slot.from))]),
            E::AppointmentMoved { slot, cause } => {
                let at = ("at", self.page.moment(slot.from));
                ("appointment_moved", vec![at, ("cause", self.cause(*cause))])
            }
            E::AppointmentCancelled { cause } => {
                ("appointment_cancelled", vec![("cause", self.cause(*cause))])
            }
            E::AppointmentReminded { .. } => ("appointment_reminded", none()),
            E::Screened { clear } => {
                let answer = if *clear { "screened-clear" } else { "screened-symptom" };
                ("screened", vec![("answer", self.page.t(answer))])
            }
            E::Arrived { .. } => ("arrived", none()),
            E::Missed { slot, .. } => ("missed", vec![("at", self.page.moment(slot.from))]),
            E::StoredInSafe => ("stored_in_safe", none()),
            E::PassShown { of: Some(of), .. } => ("pass_shown_household", vec![("ticket", of.to_string())]),
            E::PassShown { .. } => ("pass_shown", none()),
            E::HolderFingerChecked { finger, attempt, result, .. } => {
                let finger = finger.map(|f| self.page.t(&format!("finger-{}", word(&f)))).unwrap_or_default();
                let result = self.page.t(&format!("finger-result-{}", word(result)));
                let args = vec![("result", result), ("finger", finger), ("attempt", attempt.to_string())];
                ("holder_finger_checked", args)
            }
            E::Dispatched { way, .. } => {
                ("dispatched", vec![("way", self.page.t(&format!("way-{}", word(way))))])
            }
            E::DispatchReturned { .. } => ("dispatch_returned", none()),
            E::SurveyAnswered => ("survey_answered", none()),
            E::DueMoved { due, .. } => ("due_moved", vec![("at", self.page.moment(*due))]),
            E::AtRisk { clock: ClockKind::Case, .. } => ("case_at_risk", none()),
            E::AtRisk { step, .. } => ("at_risk", vec![("step", self.step(step))]),
            E::DeadlinePassed { clock: ClockKind::Case, .. } => ("case_deadline_passed", none()),
            E::DeadlinePassed { step, .. } => ("deadline_passed", vec![("step", self.step(step))]),
            E::Escalated { to, .. } => ("escalated", vec![("names", self.roles(to))]),
            E::Withdrawn { .. } => ("withdrawn", none()),
            E::Reopened { .. } => ("reopened", none()),
            E::Closed { closing } => {
                ("closed", vec![("closing", self.page.t(&format!("closing-{}", word(closing))))])
            }
            E::DocumentsDestroyed { .. } => ("documents_destroyed", none()),
            E::Noted { .. } => ("noted", none()),
            E::Written { .. } => ("written", none()),
            // Every other kind is an outcome.
            _ => ("outcome", none()),
        }
    }

    fn cause(&self, cause: Cause) -> String {
        self.page.t(&format!("cause-{}", word(&cause)))
    }

    fn step(&self, id: &StepId) -> String {
        let step = self.loaded.procedure.step(id);
        step.map_or_else(|| id.to_string(), |s| self.page.of(&s.title).to_owned())
    }

    fn outcome(&self, step: &StepId, id: &OutcomeId) -> String {
        let outcome = self.loaded.procedure.step(step).and_then(|s| s.outcome(id));
        outcome.map_or_else(|| id.to_string(), |o| self.page.of(&o.label).to_owned())
    }

    fn document(&self, id: Option<&DocumentId>) -> String {
        let Some(id) = id else { return self.page.t("file-without-name") };
        let kind = self.loaded.procedure.document(id);
        kind.map_or_else(|| id.to_string(), |k| self.page.of(&k.name).to_owned())
    }

    fn file(&self, id: &FileId) -> String {
        self.document(self.loaded.case.file(id).and_then(|d| d.document.as_ref()))
    }
}

fn blangko(body: &EventBody) -> String {
    match body {
        EventBody::Printed { blangko: Some(b), .. } | EventBody::Spoiled { blangko: Some(b), .. } => {
            format!(" ({})", b.as_str())
        }
        _ => String::new(),
    }
}

fn quote(body: &EventBody) -> Option<String> {
    use EventBody as E;
    match body {
        E::Amended { why, .. } | E::Paused { why, .. } | E::Withdrawn { why } => why.clone(),
        E::DocumentSetAside { why, .. } if why == REPLACED => None,
        E::DocumentSetAside { why, .. }
        | E::Reassigned { why, .. }
        | E::Rejected { why, .. }
        | E::Spoiled { why, .. }
        | E::PrintVoided { why, .. }
        | E::Reopened { why }
        | E::ApplicantCorrected { why, .. }
        | E::ChipReviewed { why }
        | E::JumpAsked { why }
        | E::JumpDeclined { why }
        | E::NoticeFailed { why, .. } => Some(why.clone()),
        E::Returned { why, faults, .. } => {
            let faults = faults.iter().map(|f| f.why.as_str());
            Some(std::iter::once(why.as_str()).chain(faults).collect::<Vec<_>>().join("\n"))
        }
        E::Called { note, .. }
        | E::Accepted { note, .. }
        | E::Verified { note, .. }
        | E::Activated { note, .. }
        | E::NotCollected { note, .. } => note.clone(),
        E::PrintOrdered { printer: Some(printer), .. } => Some(printer.to_string()),
        E::PrintEnded { impressions, reasons, .. } => {
            let printed = impressions.map_or_else(|| "?".to_owned(), |n| n.to_string());
            Some(format!("impressions {printed}: {}", reasons.join(", ")))
        }
        E::HandedOver { received_by, relation, without_pass, proof, .. } => {
            let lines = [Some(format!("{received_by} ({relation})")), without_pass.clone(), proof.clone()];
            Some(lines.into_iter().flatten().collect::<Vec<_>>().join("\n"))
        }
        E::HolderFingerChecked { device, why, .. } => {
            let lines = [device.clone(), why.clone()];
            Some(lines.into_iter().flatten().collect::<Vec<_>>().join("\n"))
        }
        E::Dispatched { through, reference, .. } => Some(format!("{through} ({reference})")),
        E::DispatchReturned { why, .. } => Some(why.clone()),
        E::Noted { text } | E::Written { text } => Some(text.clone()),
        _ => None,
    }
}
