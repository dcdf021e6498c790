//! How far a case is: the procedure's steps, who did each and when, and where it stands now.

use crate::web::Page;
use crate::workbench::inbox::time::{Chip, deadline, whole_left};
use jiff::Timestamp;
use procedure::{Case, Closing, Procedure, Status};

pub struct StepLine {
    pub title: String,
    /// `past`, `now`, or empty for what comes.
    pub class: &'static str,
    /// By whom and when, or until when.
    pub detail: String,
}

pub fn lines(page: &Page, p: &Procedure, case: &Case) -> Vec<StepLine> {
    let current = case.step.as_ref().filter(|_| case.status == Status::Open);
    let reached = case.step.as_ref().map_or(0, |s| s.no);
    let line = |step: &procedure::Step| {
        let now = current.is_some_and(|c| c.id == step.id);
        let done = case.last_performed(&step.id).filter(|_| step.no <= reached && !now);
        let (class, detail) = match (now, done) {
            (true, _) => ("now", under_way(page, case)),
            (_, Some(by)) => ("past", format!("{} · {}", by.name, page.moment(by.at))),
            _ => ("", page.t1("step-minutes", "n", step.minutes)),
        };
        StepLine { title: page.of(&step.title).to_owned(), class, detail }
    };
    p.steps.iter().map(line).collect()
}

fn under_way(page: &Page, case: &Case) -> String {
    let Some(step) = &case.step else { return String::new() };
    match (&step.claim, &case.waiting) {
        (_, Some(paused)) => page.t1("step-paused-since", "at", page.moment(paused.since)),
        (Some(claim), None) => {
            page.with("step-claimed", &[("name", claim.name.clone()), ("at", page.moment(claim.since))])
        }
        (None, None) => page.t1("step-until", "at", page.moment(step.clock.due)),
    }
}

/// What is left of the whole case's time, while it runs.
pub fn whole(page: &Page, p: &Procedure, case: &Case, now: Timestamp) -> Option<String> {
    let clock = case.clock.as_ref().filter(|_| case.runs())?;
    Some(whole_left(page, p, clock.due, now))
}

/// The state of the case in a few words.
pub fn chip(page: &Page, p: &Procedure, case: &Case, now: Timestamp) -> Chip {
    match (case.status, &case.waiting, &case.step) {
        (Status::Draft, ..) => Chip { class: "", words: page.t("case-draft") },
        (Status::Closed(closing), ..) => {
            let class = match closing {
                Closing::HandedOver => "good",
                Closing::Rejected => "bad",
                _ => "info",
            };
            Chip { class, words: page.t(&format!("closing-{}", crate::cases::word(&closing))) }
        }
        (Status::Open, Some(paused), _) => {
            let waiting = crate::cases::word(&paused.waiting);
            Chip { class: "pause", words: page.t(&format!("waiting-{waiting}")) }
        }
        (Status::Open, None, Some(step)) => deadline(page, p, step.clock.due, step.minutes, now),
        (Status::Open, None, None) => Chip { class: "", words: String::new() },
    }
}
