//! What the ledger once wrote stays readable, and is written the same way. Lines are only ever added.

use procedure::ledger::{Close, CloseBody, Minutes, Movement, MovementBody};
use serde::{Serialize, de::DeserializeOwned};

const MOVEMENTS: &str = include_str!("../golden/movements.json");
const MINUTES: &str = include_str!("../golden/minutes.json");
const CLOSINGS: &str = include_str!("../golden/closings.json");

/// Fails to compile when a variant is added: give it a line.
fn movement(body: &MovementBody) -> &'static str {
    match body {
        MovementBody::Received { .. } => "received",
        MovementBody::HandedOut { .. } => "handed_out",
        MovementBody::HandedIn => "handed_in",
        MovementBody::Used { .. } => "used",
        MovementBody::Spoiled { .. } => "spoiled",
        MovementBody::Failed { .. } => "failed",
        MovementBody::Photographed { .. } => "photographed",
        MovementBody::Returned { .. } => "returned",
        MovementBody::Lost { .. } => "lost",
        MovementBody::Found { .. } => "found",
        MovementBody::Destroyed { .. } => "destroyed",
    }
}
const ALL: [&str; 11] = [
    "received",
    "handed_out",
    "handed_in",
    "used",
    "spoiled",
    "failed",
    "photographed",
    "returned",
    "lost",
    "found",
    "destroyed",
];

fn read<T: Serialize + DeserializeOwned>(lines: &str) -> Vec<T> {
    let each = |line: &str| {
        let value: T = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert_eq!(serde_json::to_string(&value).ok().as_deref(), Some(line));
        value
    };
    lines.lines().map(each).collect()
}

#[test]
fn every_movement_has_a_line_that_is_read_and_written_again_byte_for_byte() {
    let lines: Vec<Movement> = read(MOVEMENTS);
    for name in ALL {
        assert!(lines.iter().any(|m| movement(&m.body) == name), "no line for {name}");
    }
}

#[test]
fn both_signatures_have_a_line_that_is_read_and_written_again_byte_for_byte() {
    let lines: Vec<Close> = read(CLOSINGS);
    assert!(lines.iter().any(|c| matches!(c.body, CloseBody::Counted { .. })));
    assert!(lines.iter().any(|c| c.body == CloseBody::Countersigned));
}

#[test]
fn minutes_are_read_and_written_again_byte_for_byte() {
    let lines: Vec<Minutes> = read(MINUTES);
    assert!(lines.iter().any(|m| !m.blanks.is_empty() && !m.cards.is_empty()));
}
