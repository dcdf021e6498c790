//! Who prints, spoils, moves blanks, grants a jump or hands over has proved not long ago that it is them.

use crate::ledger::{receive, serial};
use crate::support::people::*;
use crate::support::stages::{
    at_handover, at_printing, at_verification, chip_bound, notified, print_ordered, reads, received, spoils,
    submitted,
};
use crate::support::{Given, KTP, ktp, loaded, minute};
use jiff::Timestamp;
use procedure::ledger::{CloseCommand, MinutesDraft, Order, Period, close, decide, draw};
use procedure::{Actor, Command, Field, FingerResult, Form, OperatorAuth, Refusal};

const NEEDED: Refusal = Refusal::ProofNeeded { minutes: 5 };

pub fn proves_nothing() -> Refusal {
    at_printing().when_unproved(yusuf(), decides("pencetakan", "perintah_cetak")).refusal()
}

/// Each act that asks for a proof, with who does it and the case it is done to.
fn asked() -> Vec<(Given, Actor, Command)> {
    vec![
        (at_printing(), yusuf(), decides("pencetakan", "perintah_cetak")),
        (
            print_ordered(),
            yusuf(),
            fills_in("pencetakan", "tercetak", crate::support::stages::serial("AB123456")),
        ),
        (print_ordered(), yusuf(), fills_in("pencetakan", "gagal_cetak", spoils("AB123456"))),
        (notified(), mira(), reads(FingerResult::Match)),
        (notified(), mira(), crate::gate::sends()),
        (
            notified().done(mira(), reads(FingerResult::Match)),
            mira(),
            fills_in("penyerahan", "serahkan", received()),
        ),
        (crate::queue::queued().done(hendra(), crate::queue::ask()), darwis(), Command::GrantJump),
    ]
}

#[test]
fn without_a_proof_nothing_is_printed_spoiled_handed_over_or_let_jump() {
    for (given, actor, command) in asked() {
        given.clone().when_unproved(actor.clone(), command.clone()).then_refused(NEEDED);
        given.when(actor, command).then_accepted();
    }
}

#[test]
fn a_proof_is_good_for_five_minutes_and_never_before_it_was_given() {
    for (given, actor, command) in asked() {
        let now = given.now().clone();
        let at = given.at();
        let when = |proof: Timestamp| given.clone().when_proved(actor.clone(), proof, command.clone());
        when(at - minutes(5)).then_accepted();
        when(at - minutes(5) - ms(1)).then_refused(NEEDED);
        when(at - minutes(60)).then_refused(NEEDED);
        when(at + ms(1)).then_refused(NEEDED);
        assert_eq!(given.now(), &now, "nothing happened");
    }
}

#[test]
fn who_proved_it_and_when_stands_in_the_event() {
    let given = at_printing();
    let at = given.at();
    let order = given.when_proved(yusuf(), at - minutes(2), decides("pencetakan", "perintah_cetak"));
    let event = order.events().remove(0);
    let Actor::Officer { operator_auth, .. } = event.actor else { panic!("an officer") };
    assert_eq!(operator_auth, Some(OperatorAuth { at: at - minutes(2), key: "kunci-uji".into() }));
}

#[test]
fn what_else_is_wrong_is_said_before_a_proof_is_asked_for() {
    let without_serial = fills_in("pencetakan", "tercetak", Form::default());
    let missing = Refusal::MissingField { field: Field::Blangko };
    print_ordered().when_unproved(yusuf(), without_serial).then_refused(missing);
    let twice = decides("pencetakan", "perintah_cetak");
    let again = print_ordered().when_unproved(yusuf(), twice).refusal();
    assert!(matches!(again, Refusal::AlreadyDone { .. }), "{again:?}");
}

#[test]
fn what_needs_no_proof_goes_on_without_one() {
    submitted().when_unproved(rani(), decides("penerimaan", "lengkap")).then_accepted();
    at_verification().when_unproved(hendra(), decides("verifikasi", "rekomendasi")).then_accepted();
    chip_bound().when_unproved(yusuf(), decides("pencetakan", "aktif")).then_accepted();
    at_handover().when_unproved(mira(), decides("penyerahan", "beritahu")).then_accepted();
}

#[test]
fn every_change_of_the_stock_asks_for_a_proof() {
    let at = minute(0);
    let order = |actor| Order { actor, at, command: receive() };
    let received = |actor| decide(ktp(), &serial(), None, &order(actor)).map(|m| m.actor);
    assert_eq!(received(hendra()), Err(NEEDED));
    assert_eq!(received(proved(hendra(), at)), Ok(proved(hendra(), at)));
    let count = CloseCommand::Count { counted: 0, why: None };
    let counted = |actor: &Actor| close(ktp(), &Period::default(), actor, at, &count).map(|_| ());
    assert_eq!(counted(&hendra()), Err(NEEDED));
    assert_eq!(counted(&proved(hendra(), at)), Ok(()));
    let draft = MinutesDraft {
        number: "470/1".to_owned(),
        place: "Painan".to_owned(),
        method: "Dibakar".to_owned(),
        witnesses: "Saksi Satu\nSaksi Dua".to_owned(),
        blanks: vec![serial()],
        cards: Vec::new(),
    };
    let drawn = |actor: &Actor| draw(ktp(), actor, at, &draft).map(|_| ());
    assert_eq!(drawn(&hendra()), Err(NEEDED));
    assert_eq!(drawn(&proved(hendra(), at)), Ok(()));
}

#[test]
fn an_office_whose_procedure_asks_for_none_gets_none() {
    let text = KTP.replace("[operator_proof]\nminutes = 5\n", "").replace(", \"operator_proved\"", "");
    let p = loaded(&text);
    let order = Order { actor: hendra(), at: minute(0), command: receive() };
    assert!(decide(&p, &serial(), None, &order).is_ok());
}

fn minutes(n: i64) -> jiff::SignedDuration {
    jiff::SignedDuration::from_mins(n)
}

fn ms(n: i64) -> jiff::SignedDuration {
    jiff::SignedDuration::from_millis(n)
}
