//! `rancak permissions FILE`: the table of permissions for a procedure, as a page. `docs/permissions.md` is what this
//! prints of the shipped procedure; it says nothing that the rows do not say.

use super::{Failure, faults, name_of};
use crate::accounts::{ADMINISTRATOR, MINISTRY};
use crate::cases::word;
use crate::permissions::{Purpose, Right, Route, Row, Rule, Stage, Subject};
use crate::texts::{of, text, text_with};
use ::procedure::loader::load;
use ::procedure::{Language, Procedure, RoleId};
use std::collections::BTreeMap;
use std::path::Path;

pub fn show(language: Language, file: &Path) -> Result<Vec<String>, Failure> {
    let read = std::fs::read_to_string(file).map_err(|e| {
        let args = [("file", name_of(file)), ("why", e.to_string())];
        Failure::unready(text_with(language, "procedure-unreadable", &args))
    })?;
    let p = load(&read)
        .map_err(|problems| Failure { code: 1, lines: faults(language, &name_of(file), &problems) })?;
    Ok(page(language, &p))
}

fn page(language: Language, p: &Procedure) -> Vec<String> {
    let roles = roles(p);
    let mut lines = vec![format!("# {}", text(language, "permit-title")), String::new()];
    lines.push(text_with(language, "permit-intro", &[("name", of(language, &p.name).to_owned())]));
    let officers = |row: &&Row| row.who.is_officers();
    lines.extend(heading(language, "permit-public", "permit-public-text"));
    lines.extend(public(language));
    lines.extend(heading(language, "permit-officers", "permit-officers-text"));
    let rows = Route::ALL.iter().map(|r| r.row()).filter(officers);
    lines.extend(addresses(language, p, &roles, rows));
    lines.extend(heading(language, "permit-rights", "permit-rights-text"));
    lines.extend(rights(language, p, &roles));
    lines.extend(heading(language, "permit-states", "permit-states-text"));
    let stages: Vec<Stage> = named(|row| row.stage());
    lines.push(String::new());
    lines.extend(explained(stages, |w| text(language, &format!("permit-state-{w}"))));
    lines.extend(heading(language, "permit-rules", "permit-rules-text"));
    lines.extend(rules(language));
    lines.extend(heading(language, "permit-purposes", "permit-purposes-text"));
    let purposes: Vec<Purpose> = named(|row| row.purpose);
    lines.push(String::new());
    lines.extend(explained(purposes, |w| text(language, &format!("permit-purpose-{w}"))));
    lines
}

fn heading(language: Language, key: &str, note: &str) -> [String; 4] {
    [String::new(), format!("## {}", text(language, key)), String::new(), text(language, note)]
}

/// The procedure's roles, the administrator and the ministry.
pub(super) fn roles(p: &Procedure) -> Vec<RoleId> {
    p.roles.iter().map(|r| r.id.clone()).chain([ADMINISTRATOR, MINISTRY].map(RoleId::new)).collect()
}

fn marks<'a>(p: &'a Procedure, roles: &'a [RoleId], right: Right) -> impl Iterator<Item = String> + 'a {
    roles.iter().map(move |r| if right.held_by(p, std::slice::from_ref(r)) { "x" } else { "" }.to_owned())
}

fn public(language: Language) -> Vec<String> {
    let mut lines = table(["permit-address", "permit-who", "permit-purpose"].map(|k| text(language, k)));
    for row in Route::ALL.iter().map(|r| r.row()).filter(|row| !row.who.is_officers()) {
        lines.push(line([address(row), word(&row.who), purpose(row)]));
    }
    lines
}

fn addresses<'a>(
    language: Language,
    p: &Procedure,
    roles: &[RoleId],
    rows: impl Iterator<Item = &'a Row>,
) -> Vec<String> {
    let own = ["permit-address", "permit-who"].map(|k| text(language, k));
    let after = ["permit-state", "permit-rule", "permit-purpose"].map(|k| text(language, k));
    let mut lines = table(own.into_iter().chain(roles.iter().map(RoleId::to_string)).chain(after));
    for row in rows {
        let state = match row.subject {
            Subject::Nothing => String::new(),
            Subject::Case(stage) => word(&stage),
            Subject::OwnStep => text(language, "permit-own-step"),
        };
        let behind = row.behind.iter().map(word).collect::<Vec<_>>().join(", ");
        let told = [state, behind, purpose(row)];
        lines.push(line(
            [address(row), word(&row.who)].into_iter().chain(marks(p, roles, row.who)).chain(told),
        ));
    }
    lines
}

fn rights(language: Language, p: &Procedure, roles: &[RoleId]) -> Vec<String> {
    let own = ["permit-right", "permit-meaning"].map(|k| text(language, k));
    let mut lines = table(own.into_iter().chain(roles.iter().map(RoleId::to_string)));
    for right in Right::ALL {
        let word = word(right);
        let meaning = text(language, &format!("permit-right-{word}"));
        lines.push(line([word, meaning].into_iter().chain(marks(p, roles, *right))));
    }
    lines
}

fn rules(language: Language) -> Vec<String> {
    let mut lines = table(["permit-name", "permit-meaning", "permit-refusal"].map(|k| text(language, k)));
    let mut known: Vec<Rule> = Vec::new();
    for rule in Route::ALL.iter().flat_map(|r| r.row().behind) {
        if !known.contains(rule) {
            known.push(*rule);
            let word = word(rule);
            let meaning = text(language, &format!("permit-rule-{word}"));
            lines.push(line([word, meaning, format!("`{}`", rule.refusal())]));
        }
    }
    lines
}

/// What the rows name, each once, in the order of its name.
fn named<T: serde::Serialize>(of: impl Fn(&Row) -> Option<T>) -> Vec<T> {
    let all = Route::ALL.iter().filter_map(|r| of(r.row()));
    all.map(|t| (word(&t), t)).collect::<BTreeMap<_, _>>().into_values().collect()
}

fn explained<T: serde::Serialize>(
    all: impl IntoIterator<Item = T>,
    meaning: impl Fn(&str) -> String,
) -> Vec<String> {
    let said = |t: T| word(&t);
    all.into_iter().map(said).map(|word| format!("- `{word}`: {}", meaning(&word))).collect()
}

fn address(row: &Row) -> String {
    format!("{} `{}`", row.verb.word(), row.path)
}

fn purpose(row: &Row) -> String {
    row.purpose.map(|p| word(&p)).unwrap_or_default()
}

fn table(headings: impl IntoIterator<Item = String>) -> Vec<String> {
    let headings: Vec<String> = headings.into_iter().collect();
    let rule = line(headings.iter().map(|_| "---".to_owned()));
    vec![String::new(), line(headings), rule]
}

fn line(cells: impl IntoIterator<Item = String>) -> String {
    format!("| {} |", cells.into_iter().collect::<Vec<_>>().join(" | "))
}
