//! The print queue: requests are printed in the order in which they were sent, unless two people say otherwise.

use crate::support::Given;
use crate::support::people::*;
use crate::support::stages::*;
use procedure::event::Waiting;
use procedure::{Command, Effect, EventBody, Refusal, react};

/// Waits for blanks.
pub fn queued() -> Given {
    at_printing().done(yusuf(), Command::Pause { waiting: Waiting::Stock, why: "Blangko habis".to_owned() })
}

pub fn ask() -> Command {
    Command::AskJump { why: "Berangkat umrah lusa".to_owned() }
}

fn decline() -> Command {
    Command::DeclineJump { why: "Masih ada waktu".to_owned() }
}

fn ahead(n: u64) -> Refusal {
    Refusal::QueueAhead { ahead: n }
}

#[test]
fn whoever_waits_for_blanks_goes_on_when_nobody_waits_longer() {
    queued().behind(3).when(yusuf(), Command::Resume).then_refused(ahead(3));
    let case = queued().done(yusuf(), Command::Resume);
    assert!(case.now().turn_came && case.now().waiting.is_none());
}

#[test]
fn the_machine_calls_those_who_wait_for_blanks_in_turn_and_nobody_else() {
    let machine = || procedure::Actor::System;
    queued().behind(1).when(machine(), Command::Resume).then_refused(ahead(1));
    assert!(queued().done(machine(), Command::Resume).now().turn_came);
    let pause = Command::Pause { waiting: Waiting::Equipment, why: "Pita habis".to_owned() };
    let nobody = Refusal::NotYourPower { needed: vec![] };
    at_printing().done(yusuf(), pause).when(machine(), Command::Resume).then_refused(nobody);
}

#[test]
fn a_case_that_comes_to_be_printed_while_there_is_no_blank_joins_the_queue_and_its_clock_stands() {
    let recommended =
        |blanks| at_verification().with_stock(blanks).done(hendra(), decides("verifikasi", "rekomendasi"));
    let without = recommended(0);
    assert!(without.now().waits_for_blanks());
    let due = without.now().step.as_ref().map(|s| s.clock.due);
    let late = without.later(600).when(
        procedure::Actor::System,
        Command::PassTime { clock: procedure::ClockKind::Step, due: due.expect("a deadline") },
    );
    late.then_events([]);
    assert!(!recommended(1).now().waits_for_blanks());
}

#[test]
fn a_case_that_never_waited_is_not_printed_before_those_who_do() {
    let order = || decides("pencetakan", "perintah_cetak");
    at_printing().behind(1).when(yusuf(), order()).then_refused(ahead(1));
    at_printing().done(yusuf(), order());
}

#[test]
fn a_case_whose_turn_came_is_printed_and_a_failed_card_anew_whoever_waits() {
    let order = || decides("pencetakan", "perintah_cetak");
    let case = queued().done(yusuf(), Command::Resume).behind(5).done(yusuf(), order());
    let failed = case.done(yusuf(), fills_in("pencetakan", "gagal_cetak", spoils(BLANGKO)));
    failed.done(yusuf(), order());
    // Another pause is another wait.
    let again = queued().done(yusuf(), Command::Resume);
    let again = again.done(yusuf(), Command::Pause { waiting: Waiting::Stock, why: "Habis lagi".to_owned() });
    again.behind(1).done(yusuf(), Command::Resume);
}

#[test]
fn a_pause_for_the_printer_waits_for_no_queue() {
    let pause = Command::Pause { waiting: Waiting::Equipment, why: "Pita habis".to_owned() };
    at_printing().done(yusuf(), pause).behind(4).done(yusuf(), Command::Resume);
}

#[test]
fn to_come_first_takes_a_reason_and_the_consent_of_somebody_else() {
    let why = "Berangkat umrah lusa".to_owned();
    let asked = queued().when(yusuf(), ask()).then_events([EventBody::JumpAsked { why }]);
    assert!(!asked.now().jumps());
    queued().when(yusuf(), Command::AskJump { why: " ".to_owned() }).then_refused(Refusal::EmptyText);
    asked
        .clone()
        .when(yusuf(), Command::GrantJump)
        .then_refused(Refusal::NotYourPower { needed: crate::support::ktp().powers.jump.clone() });
    let granted = asked.when(darwis(), Command::GrantJump).then_events([EventBody::JumpGranted]);
    assert!(granted.now().jumps());
    granted.clone().when(darwis(), Command::GrantJump).then_events([]);
    let both = officer("ade", &["operator_cetak", "kabid"]);
    queued().done(both.clone(), ask()).when(both, Command::GrantJump).then_refused(Refusal::OwnJump);
}

#[test]
fn a_jump_that_was_declined_or_used_is_over() {
    let asked = queued().done(yusuf(), ask());
    let why = "Masih ada waktu".to_owned();
    let declined = asked.clone().when(darwis(), decline()).then_events([EventBody::JumpDeclined { why }]);
    assert_eq!(declined.now().jump, None);
    declined.clone().when(darwis(), Command::GrantJump).then_refused(Refusal::NoJumpAsked);
    declined.done(yusuf(), ask());
    let used = asked.done(darwis(), Command::GrantJump).done(yusuf(), Command::Resume);
    assert_eq!(used.now().jump, None);
}

#[test]
fn who_neither_prints_nor_keeps_the_stock_asks_for_nobody() {
    queued().done(hendra(), ask());
    for stranger in [rani(), mira(), sinta()] {
        let refusal = queued().when(stranger, ask()).refusal();
        assert!(matches!(refusal, Refusal::NotYourRole { .. } | Refusal::NotYourPower { .. }), "{refusal:?}");
    }
    for command in [ask(), Command::GrantJump, decline()] {
        let actor = if command == ask() { yusuf() } else { darwis() };
        at_printing().when(actor, command).then_refused(Refusal::NotInQueue);
    }
}

#[test]
fn an_applicant_is_told_that_blanks_are_waited_for() {
    let case = queued();
    let event = procedure::Event {
        at: crate::support::minute(9),
        actor: yusuf(),
        body: EventBody::Paused { waiting: Waiting::Stock, why: None, trouble: None },
    };
    let effects = react(crate::support::ktp(), case.now(), &event);
    assert!(matches!(&effects[..], [Effect::Tell { text: "notice-queued", .. }]), "{effects:?}");
}
