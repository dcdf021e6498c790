//! The level of the health protocol and closed days: who may change them, and that what was written stays readable.

use crate::support::people::*;
use crate::support::{ktp, minute};
use jiff::civil::Date;
use procedure::appointment::{VisitCommand, VisitRule, VisitRuleBody, VisitRules, evolve_rules, rule};
use procedure::{Actor, Level, Refusal};

const RULES: &str = include_str!("../golden/visit-rules.json");

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}
fn raise() -> VisitCommand {
    VisitCommand::SetLevel { level: Level::Strict, why: "Kasus naik".to_owned() }
}
fn close(day: Date) -> VisitCommand {
    VisitCommand::CloseDay { day, why: "Listrik padam".to_owned() }
}
fn decided(rules: &VisitRules, by: &Actor, command: &VisitCommand) -> Result<VisitRule, Refusal> {
    rule(ktp(), rules, by, minute(0), command)
}
pub fn nothing_changes() -> Refusal {
    let now = VisitRules { level: Level::Strict, ..VisitRules::default() };
    decided(&now, &hendra(), &raise()).expect_err("it is strict")
}
pub fn day_passed() -> Refusal {
    decided(&VisitRules::default(), &hendra(), &close(day("2026-11-22"))).expect_err("yesterday")
}

#[test]
fn the_rules_are_changed_by_those_the_procedure_names_with_a_reason() {
    let now = VisitRules::default();
    let raised = decided(&now, &hendra(), &raise()).expect("a Kasi may");
    assert_eq!(evolve_rules(now.clone(), &raised).level, Level::Strict);
    assert!(decided(&now, &darwis(), &raise()).is_ok());
    for stranger in [mira(), sinta(), Actor::System] {
        assert!(matches!(decided(&now, &stranger, &raise()), Err(Refusal::NotYourPower { .. })));
    }
    let silent = VisitCommand::SetLevel { level: Level::Strict, why: " ".to_owned() };
    assert_eq!(decided(&now, &hendra(), &silent), Err(Refusal::EmptyText));
}

#[test]
fn a_day_is_closed_once_and_opened_again_and_what_is_past_stays() {
    let christmas_eve = day("2026-12-23");
    let closed = decided(&VisitRules::default(), &hendra(), &close(christmas_eve)).expect("closed");
    let now = evolve_rules(VisitRules::default(), &closed);
    assert_eq!((now.closed.contains(&christmas_eve), now.seq), (true, 1));
    assert_eq!(decided(&now, &hendra(), &close(christmas_eve)), Err(Refusal::NothingChanges));
    let open = VisitCommand::OpenDay { day: christmas_eve, why: "Listrik menyala".to_owned() };
    let opened = decided(&now, &hendra(), &open).expect("opened");
    let now = evolve_rules(now, &opened);
    assert_eq!((now.closed.is_empty(), now.seq), (true, 2));
    assert_eq!(decided(&now, &hendra(), &open), Err(Refusal::NothingChanges));
    assert_eq!(day_passed(), Refusal::DayPassed);
    assert_eq!(nothing_changes(), Refusal::NothingChanges);
}

#[test]
fn every_change_of_the_rules_has_a_line_that_is_read_and_written_again_byte_for_byte() {
    let mut met = [false; 3];
    for line in RULES.lines() {
        let change: VisitRule = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert_eq!(serde_json::to_string(&change).ok().as_deref(), Some(line));
        // Fails to compile when a variant is added: give it a line.
        let kind = match change.body {
            VisitRuleBody::LevelSet { .. } => 0,
            VisitRuleBody::DayClosed { .. } => 1,
            VisitRuleBody::DayOpened { .. } => 2,
        };
        met[kind] = true;
    }
    assert_eq!(met, [true; 3]);
}
