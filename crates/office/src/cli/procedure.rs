//! `rancak procedure check` and `rancak procedure show`: a procedure file for the people who write it.

use super::sheet::Sheet;
use super::{Failure, faults, name_of};
use crate::cases::word;
use crate::texts::{leads, of, text, text_with};
use procedure::appointment::Appointments;
use procedure::definition::{Element, Identity, Outcome, Reason};
use procedure::loader::load;
use procedure::{Handover, Language, Procedure, Step, StepId};
use std::path::Path;

pub fn check(language: Language, file: &Path) -> Result<Vec<String>, Failure> {
    let p = read(language, file)?;
    let minutes: u32 = p.steps.iter().map(|s| s.minutes).sum();
    let args = [
        ("file", name_of(file)),
        ("name", of(language, &p.name).to_owned()),
        ("version", p.version.clone()),
        ("steps", p.steps.len().to_string()),
        ("minutes", minutes.to_string()),
    ];
    Ok(vec![text_with(language, "procedure-check-ok", &args)])
}

pub fn show(language: Language, file: &Path) -> Result<Vec<String>, Failure> {
    let p = read(language, file)?;
    let mut shown = Shown { language, p: &p, sheet: Sheet::default() };
    shown.whole();
    Ok(shown.sheet.into_lines())
}

/// The SOP document of the file; what stands at `out` already is written over, and whole or not at all.
pub fn pdf(language: Language, file: &Path, out: &Path) -> Result<Vec<String>, Failure> {
    let p = read(language, file)?;
    let unwritable = |why: String| {
        let args = [("file", name_of(out)), ("why", why)];
        Failure::asked(text_with(language, "procedure-pdf-unwritable", &args))
    };
    let bytes = crate::sop::pdf(language, &p).map_err(|e| {
        Failure::asked(text_with(language, "procedure-pdf-not-set", &[("why", e.to_string())]))
    })?;
    let mut part = out.as_os_str().to_owned();
    part.push(".part");
    std::fs::write(&part, &bytes)
        .and_then(|()| std::fs::rename(&part, out))
        .inspect_err(|_| drop(std::fs::remove_file(&part)))
        .map_err(|e| unwritable(e.to_string()))?;
    Ok(vec![text_with(language, "procedure-pdf-written", &[("file", name_of(out))])])
}

fn read(language: Language, file: &Path) -> Result<Procedure, Failure> {
    let name = name_of(file);
    let toml = std::fs::read_to_string(file).map_err(|e| {
        let args = [("file", name.clone()), ("why", e.to_string())];
        Failure::asked(text_with(language, "procedure-unreadable", &args))
    })?;
    load(&toml).map_err(|problems| Failure { code: 1, lines: faults(language, &name, &problems) })
}

struct Shown<'a> {
    language: Language,
    p: &'a Procedure,
    sheet: Sheet,
}

impl Shown<'_> {
    fn t(&self, key: &str) -> String {
        text(self.language, key)
    }

    fn whole(&mut self) {
        let p = self.p;
        self.sheet.heading(&format!("{} ({}, {})", of(self.language, &p.name), p.id, p.version));
        self.sheet.line(0, of(self.language, &p.fee));
        self.identity(&p.identity);
        self.actors();
        self.sheet.heading(&self.t("show-steps"));
        for step in &p.steps {
            self.step(step);
        }
        self.sheet.heading(&self.t("show-reasons"));
        for reason in &p.reasons {
            self.reason(reason);
        }
        for together in &p.combinations {
            let names: Vec<_> = together.iter().filter_map(|r| p.reason(r)).map(|r| &r.name).collect();
            let names: Vec<_> = names.into_iter().map(|n| of(self.language, n)).collect();
            self.sheet.field(2, &self.t("show-together"), &names.join(" + "));
        }
        if let Some(appointments) = &p.appointments {
            self.appointments(appointments);
        }
        if let Some(handover) = &p.handover {
            self.handover(handover);
        }
        if !p.survey.is_empty() {
            self.sheet.heading(&self.t("show-survey"));
        }
        for question in &p.survey {
            self.sheet.field(2, &question.id, of(self.language, &question.text));
        }
    }

    fn handover(&mut self, rules: &Handover) {
        self.sheet.heading(&self.t("show-handover"));
        let ways: Vec<_> = rules.ways.iter().map(|w| self.t(&format!("way-{}", word(w)))).collect();
        let args = [
            ("days", rules.pass_days.to_string()),
            ("minutes", rules.verdict_minutes.to_string()),
            ("ways", ways.join(", ")),
        ];
        self.sheet.line(2, &text_with(self.language, "show-gate", &args));
        for (key, checks) in [("gate-holder", &rules.holder), ("gate-representative", &rules.representative)]
        {
            let compared: Vec<_> = checks.iter().map(|c| of(self.language, &c.text).to_owned()).collect();
            self.sheet.list(2, &self.t(key), &compared);
        }
    }

    fn appointments(&mut self, settings: &Appointments) {
        self.sheet.heading(&self.t("show-appointments"));
        let args = [
            ("counters", settings.counters.to_string()),
            ("minutes", settings.slot_minutes.to_string()),
            ("days", settings.days_ahead.to_string()),
            ("safe", settings.safe_days.to_string()),
        ];
        self.sheet.line(2, &text_with(self.language, "show-slots", &args));
        for protocol in &settings.protocols {
            let args = [
                ("places", settings.capacity(protocol.level).to_string()),
                ("room", protocol.waiting_room.to_string()),
            ];
            let asked = protocol.questions.iter().chain(protocol.door.iter().map(|d| &d.text));
            let asked = asked.map(|t| of(self.language, t).to_owned());
            let all: Vec<_> =
                std::iter::once(text_with(self.language, "show-protocol", &args)).chain(asked).collect();
            self.sheet.list(2, of(self.language, &protocol.name), &all);
        }
    }

    fn identity(&mut self, identity: &Identity) {
        self.sheet.heading(&self.t("show-identity"));
        for line in [&identity.government, &identity.agency, &identity.division, &identity.title] {
            self.sheet.line(2, line);
        }
        for (key, value) in [
            ("show-number", &identity.number),
            ("show-created", &identity.created),
            ("show-revised", &identity.revised),
            ("show-effective", &identity.effective),
        ] {
            self.list(key, std::slice::from_ref(value));
        }
        let by = &identity.approved_by;
        self.list("show-approved", &[by.office.clone(), by.name.clone(), format!("NIP {}", by.nip)]);
        self.list("show-legal-bases", &identity.legal_bases);
        self.list("show-qualifications", &identity.qualifications);
        self.list("show-related", &identity.related);
        self.list("show-equipment", &identity.equipment);
        self.list("show-warning", std::slice::from_ref(&identity.warning));
        self.list("show-records", &identity.records);
    }

    /// What the source leaves empty is said to be empty.
    fn list(&mut self, key: &str, values: &[String]) {
        let empty = || self.t("show-empty");
        let filled = |v: &String| if v.trim().is_empty() { empty() } else { v.clone() };
        let mut values: Vec<String> = values.iter().map(filled).collect();
        if values.is_empty() {
            values.push(empty());
        }
        self.sheet.list(2, &self.t(key), &values);
    }

    fn actors(&mut self) {
        self.sheet.heading(&self.t("show-actors"));
        for role in &self.p.roles {
            let oversees =
                if role.oversees { format!(", {}", self.t("show-oversees")) } else { String::new() };
            let name = of(self.language, &role.name);
            self.sheet.field(2, &role.actor, &format!("{name} ({}){oversees}", role.id));
        }
    }

    fn step(&mut self, step: &Step) {
        let args = [
            ("no", step.no.to_string()),
            ("title", of(self.language, &step.title).to_owned()),
            ("minutes", step.minutes.to_string()),
        ];
        self.sheet.line(2, &text_with(self.language, "show-step", &args));
        let role = self.p.role(&step.role).map_or(step.role.as_str(), |r| of(self.language, &r.name));
        let actor = format!("{}: {role}", step.source.actor);
        for (key, value) in [
            ("show-activity", &step.source.activity),
            ("show-actor", &actor),
            ("show-inputs", &step.source.inputs),
            ("show-output", &step.source.output),
        ] {
            self.sheet.field(5, &self.t(key), value);
        }
        if !step.different_from.is_empty() {
            let others: Vec<_> = step.different_from.iter().map(|s| self.numbered(s).join(". ")).collect();
            self.sheet.list(5, &self.t("show-different-from"), &others);
        }
        let outcomes: Vec<_> = step.outcomes.iter().map(|o| self.outcome(o)).collect();
        self.sheet.list(5, &self.t("show-outcomes"), &outcomes);
    }

    fn numbered(&self, id: &StepId) -> [String; 2] {
        self.p
            .step(id)
            .map_or_else(Default::default, |s| [s.no.to_string(), of(self.language, &s.title).to_owned()])
    }

    fn outcome(&self, outcome: &Outcome) -> String {
        let leads = leads(self.language, self.p, &outcome.leads);
        format!("{} -> {leads}", of(self.language, &outcome.label))
    }

    fn reason(&mut self, reason: &Reason) {
        self.sheet.line(2, &format!("{} ({})", of(self.language, &reason.name), reason.id));
        for document in reason.documents.iter().filter_map(|d| self.p.document(d)) {
            self.sheet.line(5, of(self.language, &document.name));
        }
        if reason.asks_elements {
            self.sheet.line(5, &self.t("show-asks-elements"));
            for element in &self.p.elements {
                self.element(element);
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let documents = element.documents.iter().filter_map(|d| self.p.document(d));
        let names: Vec<_> = documents.map(|d| of(self.language, &d.name)).collect();
        self.sheet.line(7, &format!("{}: {}", of(self.language, &element.name), names.join("; ")));
    }
}
