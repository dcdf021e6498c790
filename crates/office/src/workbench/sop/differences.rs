//! Two versions of a procedure line by line, and which lines differ. What a line says comes from the SOP document.

use crate::sop::{Document, RowWords};
use crate::texts::{of, text, text_with};
use procedure::{Language, Procedure, Step, StepId};

/// One thing that both may say.
pub struct Row {
    pub what: String,
    pub left: String,
    pub right: String,
    pub change: Option<Change>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Added,
    Removed,
    Altered,
}

impl Change {
    /// The word that marks it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Added => "sop-added",
            Self::Removed => "sop-removed",
            Self::Altered => "sop-altered",
        }
    }

    pub fn tone(self) -> &'static str {
        match self {
            Self::Added => "good",
            Self::Removed => "bad",
            Self::Altered => "warn",
        }
    }
}

pub fn rows(language: Language, left: &Procedure, right: &Procedure) -> Vec<Row> {
    let (l, r) = (Document::of(language, left), Document::of(language, right));
    let mut rows = vec![row(text(language, "sop-head"), &l.head.join("\n"), &r.head.join("\n"))];
    for (l, r) in l.facts.iter().zip(&r.facts) {
        rows.push(row(l.heading.clone(), &l.lines.join("\n"), &r.lines.join("\n")));
    }
    for (l, r) in l.blocks.iter().flatten().zip(r.blocks.iter().flatten()) {
        rows.push(row(l.heading.clone(), &l.items.join("\n"), &r.items.join("\n")));
    }
    rows.push(row(l.headings.actors.clone(), &l.chart.lanes.join("\n"), &r.chart.lanes.join("\n")));
    for id in ids(left.steps.iter().chain(&right.steps).map(|s| &s.id)) {
        step(language, &mut rows, (left, &l), (right, &r), &id);
    }
    for id in ids(left.reasons.iter().chain(&right.reasons).map(|r| &r.id)) {
        let said = |p: &Procedure| p.reason(&id).map(|r| reason(language, p, r)).unwrap_or_default();
        rows.push(row(
            text_with(language, "sop-reason", &[("id", id.to_string())]),
            &said(left),
            &said(right),
        ));
    }
    rows
}

fn ids<'a, T: Clone + PartialEq + 'a>(all: impl Iterator<Item = &'a T>) -> Vec<T> {
    let mut ids: Vec<T> = Vec::new();
    for id in all {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

/// A step by its id; where one version has none of it, all its lines are added or removed.
fn step(
    language: Language,
    rows: &mut Vec<Row>,
    left: (&Procedure, &Document),
    right: (&Procedure, &Document),
    id: &StepId,
) {
    let (l, r) = (said(language, left, id), said(language, right, id));
    let args = [("id", id.to_string())];
    for (nth, key) in [
        "sop-no-heading",
        "sop-activity",
        "sop-actors",
        "sop-inputs",
        "sop-time",
        "sop-output",
        "sop-outcomes",
    ]
    .iter()
    .enumerate()
    {
        let what = format!("{}: {}", text_with(language, "sop-step", &args), text(language, key));
        rows.push(row(what, &l[nth], &r[nth]));
    }
}

/// What a version says of a step; nothing where it has none.
fn said(language: Language, (p, document): (&Procedure, &Document), id: &StepId) -> [String; 7] {
    let at = p.steps.iter().position(|s| s.id == *id);
    let found = at.and_then(|n| Some((p.steps.get(n)?, document.rows.get(n)?)));
    let Some((step, words)) = found else { return Default::default() };
    let RowWords { no, activity, inputs, time, output, .. } = words;
    let actor = p.role(&step.role).map(|r| format!("{}: {}", r.actor, of(language, &r.name)));
    [
        no.to_string(),
        activity.clone(),
        actor.unwrap_or_default(),
        inputs.clone(),
        time.clone(),
        output.clone(),
        outcomes(language, step, words),
    ]
}

/// Every way out by its name, and what the document says of it.
fn outcomes(language: Language, step: &Step, words: &RowWords) -> String {
    let labels = step.outcomes.iter().map(|o| of(language, &o.label));
    let told = |label: &str| words.remarks.iter().find(|r| r.starts_with(label)).cloned();
    labels.map(|l| told(l).unwrap_or_else(|| l.to_owned())).collect::<Vec<_>>().join("\n")
}

fn reason(language: Language, p: &Procedure, reason: &procedure::definition::Reason) -> String {
    let documents = reason.documents.iter().filter_map(|d| p.document(d)).map(|d| of(language, &d.name));
    std::iter::once(of(language, &reason.name)).chain(documents).collect::<Vec<_>>().join("\n")
}

fn row(what: String, left: &str, right: &str) -> Row {
    let change = match (left.trim().is_empty(), right.trim().is_empty()) {
        _ if left.trim() == right.trim() => None,
        (true, _) => Some(Change::Added),
        (_, true) => Some(Change::Removed),
        _ => Some(Change::Altered),
    };
    Row { what, left: left.to_owned(), right: right.to_owned(), change }
}
