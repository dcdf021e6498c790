//! What a resident may see of their case: where it stands, what is wanted of them, what to bring. Never
//! a name, a number or anything that an officer wrote for colleagues.

use crate::cases::{Loaded, word};
use crate::texts;
use crate::web::Page;
use procedure::event::Waiting;
use procedure::{Case, Closing, EventBody, Procedure, Status};

pub struct Standing {
    pub ticket: String,
    /// The first letter of the name; the rest is hidden.
    pub initial: String,
    pub product: String,
    pub reasons: Vec<String>,
    pub headline: String,
    pub explanation: String,
    pub steps: Vec<Line>,
    /// What to mend: the document, what is wrong with it, how a good one looks.
    pub mend: Vec<Mend>,
    /// What to send or bring, by WhatsApp where the request came that way.
    pub mend_by_whatsapp: bool,
    pub collect: Option<Collect>,
    /// The time standard and when it is used up, or that it was not kept and who knows; while the office works on it.
    pub promise: Option<String>,
    /// The appointment, and where the card waits, in words.
    pub visit: Vec<String>,
    pub fee: String,
}

pub struct Line {
    pub title: String,
    pub place: Place,
    pub when: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Done,
    Current,
    Ended,
    Ahead,
}

pub struct Mend {
    pub document: String,
    pub why: String,
    /// The place was marked on a picture, which is shown to its sender and never here.
    pub marked: bool,
    pub hint: String,
}

pub struct Collect {
    pub now: bool,
    /// Cards that are taken back.
    pub surrender: Vec<String>,
}

impl Place {
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "tracking-step-done",
            Self::Current => "tracking-step-current",
            Self::Ended => "tracking-step-ended",
            Self::Ahead => "tracking-step-ahead",
        }
    }

    /// As the style names it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "past",
            Self::Current | Self::Ended => "now",
            Self::Ahead => "",
        }
    }
}

impl Standing {
    pub fn of(page: &Page, ticket: &str, loaded: &Loaded) -> Self {
        let (case, p) = (&loaded.case, loaded.procedure.as_ref());
        let state = state(case);
        Self {
            ticket: procedure::Ticket::parse(ticket).map(|t| t.to_string()).unwrap_or_default(),
            initial: initial(&case.applicant.name),
            product: page.of(&p.name).to_owned(),
            reasons: p
                .reasons
                .iter()
                .filter(|r| case.grounds.reasons.contains(&r.id))
                .map(|r| page.of(&r.name).to_owned())
                .collect(),
            headline: page.t(&format!("tracking-{state}")),
            explanation: page.with(&format!("tracking-{state}-text"), &[("why", rejected_for(loaded))]),
            steps: steps(page, case, p),
            mend: mend(page, case, p),
            mend_by_whatsapp: case.applicant.contact.is_some(),
            collect: collect(page, case, p),
            promise: promise(page, case, p),
            visit: visit(page, case, p),
            fee: page.of(&p.fee).to_owned(),
        }
    }
}

/// The part of a text's key that names the state.
fn state(case: &Case) -> String {
    if let Status::Closed(closing) = case.status {
        return format!("ended-{}", word(&closing).replace('_', "-"));
    }
    let state = match case.waiting.as_ref().map(|w| w.waiting) {
        _ if case.correction.is_some() => "mend",
        _ if case.gate.under_way.is_some() => "sent",
        Some(Waiting::Applicant) => "ready",
        Some(Waiting::Stock) => "stock",
        Some(Waiting::Equipment) => "equipment",
        None if case.notified => "ready",
        None => "work",
    };
    state.to_owned()
}

fn steps(page: &Page, case: &Case, p: &Procedure) -> Vec<Line> {
    let at = case.step.as_ref().map_or(0, |s| s.no);
    let line = |step: &procedure::Step| {
        let place = match case.status {
            Status::Closed(Closing::HandedOver) => Place::Done,
            _ if step.no < at => Place::Done,
            _ if step.no > at => Place::Ahead,
            Status::Closed(_) => Place::Ended,
            _ => Place::Current,
        };
        let done = case.last_performed(&step.id).filter(|_| place == Place::Done);
        Line { title: page.of(&step.title).to_owned(), place, when: done.map(|d| page.moment(d.at)) }
    };
    p.steps.iter().map(line).collect()
}

fn mend(page: &Page, case: &Case, p: &Procedure) -> Vec<Mend> {
    let open = case.open_faults().into_iter();
    open.filter_map(|fault| {
        let kind = p.document(&fault.document)?;
        Some(Mend {
            document: page.of(&kind.name).to_owned(),
            why: without_numbers(&fault.why),
            marked: fault.mark.is_some(),
            hint: page.of(&kind.hint).to_owned(),
        })
    })
    .collect()
}

fn collect(page: &Page, case: &Case, p: &Procedure) -> Option<Collect> {
    let surrender = p.required(&case.grounds).into_iter().filter(|d| d.surrendered);
    (case.status == Status::Open).then(|| Collect {
        now: state(case) == "ready",
        surrender: surrender.map(|d| page.of(&d.name).to_owned()).collect(),
    })
}

fn promise(page: &Page, case: &Case, p: &Procedure) -> Option<String> {
    let clock = case.clock.as_ref().filter(|_| case.runs())?;
    let key = match (clock.over, clock.escalated.is_empty()) {
        (false, _) => "tracking-promise",
        (true, true) => "tracking-late",
        (true, false) => "tracking-late-told",
    };
    Some(page.with(key, &[("n", p.clocks.minutes.to_string()), ("at", page.moment(clock.due))]))
}

fn visit(page: &Page, case: &Case, p: &Procedure) -> Vec<String> {
    let time = |at| texts::visit(page.language, p.calendar.offset, at);
    let booked = case.expected().map(|a| page.t1("tracking-visit", "at", time(a.slot.from)));
    let change = case.expected().map(|_| page.t("tracking-visit-change"));
    let safe = case.in_safe.map(|at| page.t1("tracking-safe", "at", page.moment(at)));
    safe.into_iter().chain(booked).chain(change).collect()
}

/// Why the last rejection was made; empty where there was none.
fn rejected_for(loaded: &Loaded) -> String {
    let last = loaded.events.iter().rev().find_map(|e| match &e.body {
        EventBody::Rejected { why, .. } => Some(without_numbers(why)),
        _ => None,
    });
    last.unwrap_or_default()
}

fn initial(name: &str) -> String {
    let first = name.chars().find(|c| c.is_alphabetic());
    first.map(|c| format!("{}•••", c.to_uppercase())).unwrap_or_else(|| "•••".to_owned())
}

/// An officer's words may quote a NIK or a phone; long numbers are hidden.
fn without_numbers(text: &str) -> String {
    let mut shown = String::new();
    let mut digits = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        shown.push_str(if digits.len() < 8 { &digits } else { "••••" });
        digits.clear();
        shown.push(c);
    }
    shown.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{initial, without_numbers};

    #[test]
    fn a_name_is_shown_by_its_first_letter_only() {
        assert_eq!(initial(" rosnida"), "R•••");
        assert_eq!(initial("<img src=x>"), "I•••");
        assert_eq!(initial("12"), "•••");
    }

    #[test]
    fn a_nik_or_a_phone_in_an_officers_words_is_hidden_and_short_numbers_stay() {
        let words = "NIK 1301054107900001 di KK 2019 tidak sama, telepon 081234567890";
        assert_eq!(without_numbers(words), "NIK •••• di KK 2019 tidak sama, telepon ••••");
    }
}
