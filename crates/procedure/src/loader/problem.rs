//! What can be wrong with a procedure file, where, and what to write instead. The words are texts
//! (`problem-…` in the message files); toml's own English messages are taken apart for theirs.

use crate::definition::{Field, Procedure};
use std::ops::Range;

/// One fault. `line` and `column` count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub line: usize,
    pub column: usize,
    pub kind: ProblemKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// Not TOML, or a value of another type; in toml's own words.
    Syntax {
        message: String,
    },
    UnknownKey {
        key: String,
        known: Vec<String>,
    },
    MissingKey {
        key: String,
    },
    /// A word out of a fixed list was expected.
    UnknownWord {
        word: String,
        known: Vec<String>,
    },
    /// A reference to something the file does not define.
    Unknown {
        what: &'static str,
        name: String,
        known: Vec<String>,
    },
    Duplicate {
        what: &'static str,
        id: String,
        first_line: usize,
    },
    Unreachable {
        step: String,
    },
    NoWayOut {
        step: String,
    },
    NotPositive {
        value: i64,
    },
    EmptyText {
        what: &'static str,
    },
    BadLeads {
        value: String,
    },
    /// The act cannot do without a field that `asks` does not list.
    FieldNotAsked {
        field: &'static str,
    },
    BadValue {
        value: String,
        example: &'static str,
    },
    Overlap {
        value: String,
    },
    NeverOpen,
    /// Holidays are there for the years before and after, and none for this one.
    YearWithoutHolidays {
        year: i16,
    },
    /// An outcome records a blank card, and `powers` names nobody who keeps or countersigns the stock.
    NoStore,
    /// An outcome asks for an operator's proof, and nothing says for how long one is good.
    NoProof,
    /// An outcome wants a chip bound, and its step records no blank card or `powers` names nobody who is told of
    /// chips that are known.
    ChipUnfounded,
    /// The health protocol lacks a level.
    NoLevel {
        level: &'static str,
    },
    /// There are appointments, and `powers` names nobody who makes them or sets the level.
    NobodyReceives,
}

impl ProblemKind {
    /// The key of the text that says what is wrong and what to write instead.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "problem-syntax",
            Self::UnknownKey { .. } => "problem-unknown-key",
            Self::MissingKey { .. } => "problem-missing-key",
            Self::UnknownWord { .. } => "problem-unknown-word",
            Self::Unknown { what: "role", .. } => "problem-unknown-role",
            Self::Unknown { what: "document", .. } => "problem-unknown-document",
            Self::Unknown { what: "reason", .. } => "problem-unknown-reason",
            Self::Unknown { .. } => "problem-unknown-step",
            Self::Duplicate { .. } => "problem-duplicate",
            Self::Unreachable { .. } => "problem-unreachable",
            Self::NoWayOut { .. } => "problem-no-way-out",
            Self::NotPositive { .. } => "problem-not-positive",
            Self::EmptyText { .. } => "problem-empty-text",
            Self::BadLeads { .. } => "problem-bad-leads",
            Self::FieldNotAsked { .. } => "problem-field-not-asked",
            Self::BadValue { .. } => "problem-bad-value",
            Self::Overlap { .. } => "problem-overlap",
            Self::NeverOpen => "problem-never-open",
            Self::YearWithoutHolidays { .. } => "problem-year-without-holidays",
            Self::NoStore => "problem-no-store",
            Self::NoProof => "problem-no-proof",
            Self::ChipUnfounded => "problem-chip-unfounded",
            Self::NoLevel { .. } => "problem-no-level",
            Self::NobodyReceives => "problem-nobody-receives",
        }
    }

    /// The values of the text's placeholders.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Syntax { message } => vec![("message", message.clone())],
            Self::YearWithoutHolidays { year } => vec![("year", year.to_string())],
            Self::UnknownKey { key, known } => vec![("name", key.clone()), ("known", known.join(", "))],
            Self::MissingKey { key } => vec![("name", key.clone())],
            Self::UnknownWord { word: name, known } | Self::Unknown { name, known, .. } => {
                vec![("name", name.clone()), ("known", known.join(", "))]
            }
            Self::Duplicate { what, id, first_line } => {
                vec![("what", (*what).to_owned()), ("name", id.clone()), ("line", first_line.to_string())]
            }
            Self::Unreachable { step } | Self::NoWayOut { step } => vec![("name", step.clone())],
            Self::NotPositive { value } => vec![("value", value.to_string())],
            Self::EmptyText { what } => vec![("name", (*what).to_owned())],
            Self::BadLeads { value } | Self::Overlap { value } => vec![("value", value.clone())],
            Self::FieldNotAsked { field } => vec![("name", (*field).to_owned())],
            Self::BadValue { value, example } => {
                vec![("value", value.clone()), ("example", (*example).to_owned())]
            }
            Self::NoLevel { level } => vec![("name", (*level).to_owned())],
            Self::NeverOpen | Self::NoStore | Self::NoProof | Self::ChipUnfounded | Self::NobodyReceives => {
                Vec::new()
            }
        }
    }
}

impl Field {
    /// As it is written in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blangko => "blangko",
            Self::Why => "why",
            Self::Faults => "faults",
            Self::Note => "note",
            Self::ReceivedBy => "received_by",
            Self::Surrendered => "surrendered",
            Self::Printer => "printer",
            Self::Card => "card",
            Self::Original => "original",
            Self::Pass => "pass",
            Self::Compared => "compared",
        }
    }
}

/// Faults found so far in one text.
pub(super) struct Faults<'a> {
    text: &'a str,
    found: Vec<Problem>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, found: Vec::new() }
    }

    pub(super) fn add(&mut self, span: Range<usize>, kind: ProblemKind) {
        self.found.push(at(self.text, span.start, kind));
    }

    /// Whether every path between steps is known; if not, asking what is reached would only repeat that.
    pub(super) fn paths_known(&self) -> bool {
        !self.found.iter().any(|p| {
            matches!(
                p.kind,
                ProblemKind::Unknown { what: "step", .. }
                    | ProblemKind::Duplicate { what: "step", .. }
                    | ProblemKind::BadLeads { .. }
            )
        })
    }

    pub(super) fn line(&self, offset: usize) -> usize {
        place(self.text, offset).0
    }

    pub(super) fn into_result(mut self, procedure: Procedure) -> Result<Procedure, Vec<Problem>> {
        self.found.sort_by_key(|p| (p.line, p.column));
        if self.found.is_empty() { Ok(procedure) } else { Err(self.found) }
    }
}

fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let column = before.get(line_start..).map_or(0, |l| l.chars().count()) + 1;
    (before.matches('\n').count() + 1, column)
}

fn at(text: &str, offset: usize, kind: ProblemKind) -> Problem {
    let (line, column) = place(text, offset);
    Problem { line, column, kind }
}

pub(super) fn from_toml(text: &str, error: &toml::de::Error) -> Problem {
    let message = error.message();
    let quoted: Vec<String> = message.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let first = || quoted.first().cloned().unwrap_or_default();
    let others = || quoted.iter().skip(1).cloned().collect();
    let kind = if message.starts_with("unknown field") {
        ProblemKind::UnknownKey { key: first(), known: others() }
    } else if message.starts_with("missing field") {
        ProblemKind::MissingKey { key: first() }
    } else if message.starts_with("unknown variant") {
        ProblemKind::UnknownWord { word: first(), known: others() }
    } else {
        ProblemKind::Syntax { message: message.to_owned() }
    };
    at(text, error.span().map_or(0, |s| s.start), kind)
}
