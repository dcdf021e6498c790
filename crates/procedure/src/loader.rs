//! From a procedure file (TOML) to a validated [`Procedure`], or every fault with its line and what to
//! write instead. Nothing here reads a file: the text comes in.

mod calendar;
mod clocks;
mod gate;
mod problem;
mod raw;
mod reach;
mod visits;

pub use problem::{Problem, ProblemKind};

use crate::definition::{
    Act, DocumentKind, Duplicates, Element, Field, Guard, Leads, Outcome, Powers, Procedure, Reason, Role,
    Step, Text,
};
use crate::event::Closing;
use crate::ids::StepId;
use problem::Faults;
use std::ops::Range;
use toml::Spanned;

/// Reads a procedure. All faults that can be found are reported at once, in the order of their lines.
pub fn load(text: &str) -> Result<Procedure, Vec<Problem>> {
    let raw: raw::File = toml::from_str(text).map_err(|e| vec![problem::from_toml(text, &e)])?;
    let mut check = Check { raw: &raw, faults: Faults::new(text) };
    let procedure = check.procedure();
    if check.faults.paths_known() {
        reach::check(&procedure, &raw, &mut check.faults);
    }
    check.faults.into_result(procedure)
}

struct Check<'a> {
    raw: &'a raw::File,
    faults: Faults<'a>,
}

impl Check<'_> {
    fn procedure(&mut self) -> Procedure {
        let raw = self.raw;
        self.unique("role", raw.role.iter().map(|r| &r.id));
        self.unique("document", raw.document.iter().map(|d| &d.id));
        self.unique("reason", raw.reason.iter().map(|r| &r.id));
        self.unique("element", raw.element.iter().map(|e| &e.id));
        self.unique("step", raw.step.iter().map(|s| &s.id));
        self.step_ref(&raw.start);
        for combination in &raw.combinations {
            if combination.get_ref().is_empty() {
                self.bad_value(combination.span(), "[]", "[\"hilang\", \"perubahan\"]");
            }
            for reason in combination.get_ref() {
                self.known("reason", reason, &names(raw.reason.iter().map(|r| &r.id)));
            }
        }
        if raw.draft.reminder_hours.get_ref() >= raw.draft.keep_hours.get_ref() {
            let value = raw.draft.reminder_hours.get_ref().to_string();
            self.bad_value(raw.draft.reminder_hours.span(), &value, "21");
        }
        let calendar = self.calendar();
        Procedure {
            id: self.filled("id", &raw.id),
            version: self.filled("version", &raw.version),
            name: self.text("name", &raw.name),
            fee: self.text("fee", &raw.fee),
            identity: raw.identity.clone(),
            roles: raw.role.iter().map(|r| self.role(r)).collect(),
            documents: raw.document.iter().map(|d| self.document(d)).collect(),
            reasons: raw.reason.iter().map(|r| self.reason(r)).collect(),
            elements: raw.element.iter().map(|e| self.element(e)).collect(),
            combinations: raw
                .combinations
                .iter()
                .map(|c| c.get_ref().iter().map(|r| r.get_ref().as_str().into()).collect())
                .collect(),
            start: raw.start.get_ref().as_str().into(),
            steps: raw.step.iter().map(|s| self.step(s)).collect(),
            powers: Powers {
                intake: self.roles(&raw.powers.intake),
                reassign: self.roles(&raw.powers.reassign),
                reopen: self.roles(&raw.powers.reopen),
                stock: self.roles(&raw.powers.stock),
                countersign: self.roles(&raw.powers.countersign),
                jump: self.roles(&raw.powers.jump),
                appointments: self.roles(&raw.powers.appointments),
                protocol: self.roles(&raw.powers.protocol),
                chips: self.roles(&raw.powers.chips),
                propose: self.roles(&raw.powers.propose),
                adopt: self.roles(&raw.powers.adopt),
            },
            appointments: self.appointments(&calendar),
            operator_proof: raw.operator_proof.as_ref().map(|proof| self.positive(&proof.minutes)),
            calendar,
            clocks: self.clocks(),
            handover: self.handover(),
            survey: self.survey(),
            duplicates: Duplicates {
                open_case: raw.duplicates.open_case,
                recent: raw.duplicates.recent,
                recent_days: self.positive(&raw.duplicates.recent_days),
                same_photo: raw.duplicates.same_photo,
            },
            draft_hours: self.positive(&raw.draft.keep_hours),
            draft_reminder_hours: self.positive(&raw.draft.reminder_hours),
        }
    }

    fn role(&mut self, raw: &raw::Role) -> Role {
        Role {
            id: self.filled("id", &raw.id).as_str().into(),
            name: self.text("name", &raw.name),
            actor: raw.actor.clone(),
            oversees: raw.oversees,
        }
    }

    fn document(&mut self, raw: &raw::Document) -> DocumentKind {
        DocumentKind {
            id: self.filled("id", &raw.id).as_str().into(),
            name: self.text("name", &raw.name),
            hint: self.text("hint", &raw.hint),
            surrendered: raw.surrendered,
            original: raw.original,
            bears: raw.bears.clone(),
        }
    }

    fn reason(&mut self, raw: &raw::Reason) -> Reason {
        Reason {
            id: self.filled("id", &raw.id).as_str().into(),
            name: self.text("name", &raw.name),
            words: raw.words.iter().map(|w| w.to_lowercase()).collect(),
            documents: self.documents(&raw.documents),
            asks_elements: raw.asks_elements,
        }
    }

    fn element(&mut self, raw: &raw::Element) -> Element {
        Element {
            id: self.filled("id", &raw.id).as_str().into(),
            name: self.text("name", &raw.name),
            documents: self.documents(&raw.documents),
        }
    }

    fn step(&mut self, raw: &raw::Step) -> Step {
        self.unique("outcome", raw.outcome.iter().map(|o| &o.id));
        self.known("role", &raw.role, &names(self.raw.role.iter().map(|r| &r.id)));
        for other in &raw.different_from {
            // From itself, a step would be closed to its own officer after the first outcome.
            self.step_other_than(raw.id.get_ref(), other);
        }
        let records_blank = raw.outcome.iter().any(|o| o.asks.contains(&Field::Blangko));
        let unfounded = self.raw.powers.chips.is_empty() || !records_blank;
        for outcome in raw.outcome.iter().filter(|o| unfounded && o.guards.contains(&Guard::ChipBound)) {
            self.faults.add(outcome.act.span(), ProblemKind::ChipUnfounded);
        }
        Step {
            id: self.filled("id", &raw.id).as_str().into(),
            no: raw.no,
            title: self.text("title", &raw.title),
            source: raw.source.clone(),
            role: raw.role.get_ref().as_str().into(),
            minutes: self.positive(&raw.minutes),
            different_from: raw.different_from.iter().map(|s| s.get_ref().as_str().into()).collect(),
            outcomes: raw.outcome.iter().map(|o| self.outcome(o)).collect(),
        }
    }

    fn outcome(&mut self, raw: &raw::Outcome) -> Outcome {
        for field in raw.act.get_ref().needs() {
            if !raw.asks.contains(field) {
                self.faults.add(raw.act.span(), ProblemKind::FieldNotAsked { field: field.name() });
            }
        }
        self.at_the_gate(raw);
        let powers = &self.raw.powers;
        let no_store = powers.stock.is_empty() || powers.countersign.is_empty();
        if raw.asks.contains(&Field::Blangko) && no_store {
            self.faults.add(raw.act.span(), ProblemKind::NoStore);
        }
        if raw.guards.contains(&Guard::OperatorProved) && self.raw.operator_proof.is_none() {
            self.faults.add(raw.act.span(), ProblemKind::NoProof);
        }
        let leads = self.leads(&raw.leads);
        let returns = *raw.act.get_ref() == Act::Return;
        if leads.as_ref().is_some_and(|l| returns != matches!(l, Leads::Applicant { .. })) {
            let example = if returns { "applicant:ID" } else { "step:ID" };
            self.bad_value(raw.leads.span(), raw.leads.get_ref(), example);
        }
        Outcome {
            id: self.filled("id", &raw.id).as_str().into(),
            label: self.text("label", &raw.label),
            act: *raw.act.get_ref(),
            leads: leads.unwrap_or(Leads::Stay),
            asks: raw.asks.clone(),
            guards: raw.guards.clone(),
        }
    }

    /// `stay`, `await`, `step:ID`, `applicant:ID` or `end:CLOSING`.
    fn leads(&mut self, raw: &Spanned<String>) -> Option<Leads> {
        let (kind, rest) = raw.get_ref().split_once(':').unwrap_or((raw.get_ref(), ""));
        let step = || StepId::from(rest);
        Some(match (kind, rest) {
            ("stay", "") => Leads::Stay,
            ("await", "") => Leads::Await,
            ("step", _) => {
                self.step_named(rest, raw.span());
                Leads::Step(step())
            }
            ("applicant", _) => {
                self.step_named(rest, raw.span());
                Leads::Applicant { resume: step() }
            }
            ("end", "handed_over") => Leads::End(Closing::HandedOver),
            ("end", "rejected") => Leads::End(Closing::Rejected),
            ("end", "not_collected") => Leads::End(Closing::NotCollected),
            _ => {
                self.faults.add(raw.span(), ProblemKind::BadLeads { value: raw.get_ref().clone() });
                return None;
            }
        })
    }

    fn parsed<T>(
        &mut self,
        raw: &Spanned<String>,
        parse: impl Fn(&str) -> Option<T>,
        example: &'static str,
    ) -> Option<T> {
        let parsed = parse(raw.get_ref());
        if parsed.is_none() {
            self.bad_value(raw.span(), raw.get_ref(), example);
        }
        parsed
    }

    fn bad_value(&mut self, span: Range<usize>, value: &str, example: &'static str) {
        self.faults.add(span, ProblemKind::BadValue { value: value.to_owned(), example });
    }

    fn positive(&mut self, raw: &Spanned<i64>) -> u32 {
        match u32::try_from(*raw.get_ref()) {
            Ok(n) if n > 0 => n,
            _ => {
                self.faults.add(raw.span(), ProblemKind::NotPositive { value: *raw.get_ref() });
                1
            }
        }
    }

    fn filled(&mut self, what: &'static str, raw: &Spanned<String>) -> String {
        if raw.get_ref().trim().is_empty() {
            self.faults.add(raw.span(), ProblemKind::EmptyText { what });
        }
        raw.get_ref().clone()
    }

    fn text(&mut self, what: &'static str, raw: &Spanned<Text>) -> Text {
        let text = raw.get_ref();
        if text.id.trim().is_empty() || text.en.trim().is_empty() {
            self.faults.add(raw.span(), ProblemKind::EmptyText { what });
        }
        text.clone()
    }

    fn roles<T: for<'s> From<&'s str>>(&mut self, raw: &[Spanned<String>]) -> Vec<T> {
        let known = names(self.raw.role.iter().map(|r| &r.id));
        raw.iter()
            .map(|r| {
                self.known("role", r, &known);
                T::from(r.get_ref())
            })
            .collect()
    }

    fn documents<T: for<'s> From<&'s str>>(&mut self, raw: &[Spanned<String>]) -> Vec<T> {
        let known = names(self.raw.document.iter().map(|d| &d.id));
        raw.iter()
            .map(|d| {
                self.known("document", d, &known);
                T::from(d.get_ref())
            })
            .collect()
    }

    fn step_ref(&mut self, raw: &Spanned<String>) {
        self.step_named(raw.get_ref(), raw.span());
    }

    fn step_other_than(&mut self, own: &str, raw: &Spanned<String>) {
        let others = names(self.raw.step.iter().map(|s| &s.id).filter(|id| id.get_ref() != own));
        self.known("step", raw, &others);
    }

    fn step_named(&mut self, name: &str, span: Range<usize>) {
        let known = names(self.raw.step.iter().map(|s| &s.id));
        if !known.iter().any(|k| k == name) {
            self.faults.add(span, ProblemKind::Unknown { what: "step", name: name.to_owned(), known });
        }
    }

    fn known(&mut self, what: &'static str, raw: &Spanned<String>, known: &[String]) {
        if !known.contains(raw.get_ref()) {
            let name = raw.get_ref().clone();
            self.faults.add(raw.span(), ProblemKind::Unknown { what, name, known: known.to_vec() });
        }
    }

    fn unique<'s>(&mut self, what: &'static str, ids: impl Iterator<Item = &'s Spanned<String>>) {
        let mut seen: Vec<&Spanned<String>> = Vec::new();
        for id in ids {
            if let Some(first) = seen.iter().find(|s| s.get_ref() == id.get_ref()) {
                let first_line = self.faults.line(first.span().start);
                let id_text = id.get_ref().clone();
                self.faults.add(id.span(), ProblemKind::Duplicate { what, id: id_text, first_line });
            }
            seen.push(id);
        }
    }
}

fn names<'s>(ids: impl Iterator<Item = &'s Spanned<String>>) -> Vec<String> {
    ids.map(|i| i.get_ref().clone()).collect()
}
