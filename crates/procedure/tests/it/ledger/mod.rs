//! The ledger of blanks: who may move which blank where, and when a period is closed.

mod account;
mod closing;
mod golden;
mod minutes;

use crate::support::people::*;
use crate::support::{ktp, minute, monday_at_eight};
use jiff::Timestamp;
use procedure::ledger::{
    Blank, Movement, MovementBody, Order, Standing, StandingKind, StockCommand, decide, evolve, moved_by,
};
use procedure::{Actor, Blangko, EventBody, Field, LedgerRefusal, Refusal, RoleId, Ticket};

pub fn blangko(serial: &str) -> Blangko {
    Blangko::parse(serial).expect("a serial")
}

pub fn serial() -> Blangko {
    blangko("AB12345678")
}

pub fn ticket(n: u64) -> Ticket {
    Ticket::from_random(n)
}

fn orders(blank: Option<&Blank>, actor: Actor, command: StockCommand) -> Result<Movement, Refusal> {
    decide(ktp(), &serial(), blank, &order(actor, monday_at_eight(), command))
}

/// An order of somebody who has just proved who they are.
pub fn order(actor: Actor, at: Timestamp, command: StockCommand) -> Order {
    Order { actor: proved(actor, at), at, command }
}

/// The rules say yes: the blank afterwards.
#[track_caller]
fn done(blank: Option<Blank>, actor: Actor, command: StockCommand) -> Option<Blank> {
    let movement = orders(blank.as_ref(), actor, command).expect("the rules say yes");
    evolve(blank, &movement)
}

#[track_caller]
fn refused(blank: &Option<Blank>, actor: Actor, command: StockCommand) -> LedgerRefusal {
    match orders(blank.as_ref(), actor, command) {
        Err(Refusal::Ledger { serial: Some(s), why }) if s == serial() => why,
        other => panic!("{other:?}"),
    }
}

pub fn unknown_serial() -> Refusal {
    orders(None, hendra(), StockCommand::HandIn).expect_err("nobody knows the serial")
}

pub fn receive() -> StockCommand {
    StockCommand::Receive { note: "SJ-001".to_owned() }
}
pub fn hand_out(user: &str, roles: &[&str]) -> StockCommand {
    let to_roles = roles.iter().map(|r| RoleId::from(*r)).collect();
    StockCommand::HandOut { to: user.into(), to_name: format!("Petugas {user}"), to_roles }
}
fn to_yusuf() -> StockCommand {
    hand_out("yusuf", &["operator_cetak"])
}
fn lose() -> StockCommand {
    StockCommand::Lose { why: "Tidak ditemukan saat dihitung".to_owned() }
}
fn find() -> StockCommand {
    StockCommand::Find { why: "Terselip di laci".to_owned() }
}
fn send_back() -> StockCommand {
    StockCommand::Return { note: "BA-7".to_owned() }
}
fn use_for(n: u64) -> StockCommand {
    StockCommand::Use { ticket: ticket(n) }
}
fn spoil_for(n: Option<u64>) -> StockCommand {
    StockCommand::Spoil { ticket: n.map(ticket), why: "Cetakan bergaris".to_owned() }
}

fn in_store() -> Option<Blank> {
    done(None, hendra(), receive())
}
fn held() -> Option<Blank> {
    done(in_store(), hendra(), to_yusuf())
}
fn used() -> Option<Blank> {
    done(held(), yusuf(), use_for(1))
}

#[track_caller]
fn stands(blank: &Option<Blank>, kind: StandingKind) {
    assert_eq!(blank.as_ref().map(|b| b.standing.kind()), Some(kind));
}

#[test]
fn a_blank_goes_from_the_delivery_to_the_operator_to_a_card() {
    stands(&in_store(), StandingKind::InStore);
    let standing = Standing::Held { by: "yusuf".into(), name: "Petugas yusuf".to_owned() };
    assert_eq!(held().map(|b| b.standing), Some(standing));
    let blank = used();
    assert_eq!(blank.map(|b| (b.standing, b.seq)), Some((Standing::Used { ticket: ticket(1) }, 3)));
}

#[test]
fn a_serial_that_a_delivery_brought_is_not_received_again() {
    for blank in [in_store(), held(), used()] {
        assert_eq!(refused(&blank, hendra(), receive()), LedgerRefusal::KnownSerial);
    }
}

#[test]
fn a_serial_that_no_delivery_brought_cannot_be_moved() {
    for command in
        [to_yusuf(), StockCommand::HandIn, use_for(1), spoil_for(Some(1)), send_back(), lose(), find()]
    {
        assert_eq!(refused(&None, hendra(), command), LedgerRefusal::UnknownSerial);
    }
}

#[test]
fn only_whoever_keeps_the_store_receives_hands_out_takes_back_sends_back_and_finds() {
    let needed = Refusal::NotYourPower { needed: ktp().powers.stock.clone() };
    let lost = done(in_store(), hendra(), lose());
    for (blank, command) in [
        (None, receive()),
        (in_store(), to_yusuf()),
        (held(), StockCommand::HandIn),
        (in_store(), send_back()),
        (in_store(), lose()),
        (lost, find()),
    ] {
        for actor in [yusuf(), darwis(), sinta(), Actor::System] {
            assert_eq!(orders(blank.as_ref(), actor, command.clone()), Err(needed.clone()), "{command:?}");
        }
    }
}

#[test]
fn blanks_are_handed_only_to_somebody_else_who_prints() {
    assert_eq!(
        refused(&in_store(), hendra(), hand_out("hendra", &["operator_cetak"])),
        LedgerRefusal::OwnHands
    );
    assert_eq!(
        refused(&in_store(), hendra(), hand_out("mira", &["petugas_register"])),
        LedgerRefusal::NoHolder
    );
    let both = officer("budi", &["kasi", "operator_cetak"]);
    let with_budi = done(in_store(), hendra(), hand_out("budi", &["kasi", "operator_cetak"]));
    assert_eq!(refused(&with_budi, both, StockCommand::HandIn), LedgerRefusal::OwnHands);
    stands(&done(with_budi, hendra(), StockCommand::HandIn), StandingKind::InStore);
}

#[test]
fn a_card_is_printed_only_on_a_blank_in_the_operators_own_hands() {
    let held_by = LedgerRefusal::HeldBy { name: "Petugas yusuf".to_owned() };
    assert_eq!(refused(&held(), officer("zaki", &["operator_cetak"]), use_for(1)), held_by);
    assert_eq!(refused(&in_store(), yusuf(), use_for(1)), LedgerRefusal::InStore);
    let gone = LedgerRefusal::Gone { standing: StandingKind::Used };
    assert_eq!(refused(&used(), yusuf(), use_for(2)), gone);
}

#[test]
fn what_was_printed_fails_for_its_own_case_only() {
    let failed = orders(used().as_ref(), yusuf(), spoil_for(Some(1))).map(|m| m.body);
    let why = "Cetakan bergaris".to_owned();
    assert_eq!(failed, Ok(MovementBody::Failed { ticket: ticket(1), why }));
    for other in [Some(2), None] {
        let gone = LedgerRefusal::Gone { standing: StandingKind::Used };
        assert_eq!(refused(&used(), yusuf(), spoil_for(other)), gone);
    }
}

#[test]
fn whoever_has_a_blank_at_hand_says_that_it_is_spoiled_or_lost() {
    for command in [spoil_for(None), lose()] {
        assert!(done(held(), yusuf(), command.clone()).is_some_and(|b| !b.standing.in_stock()));
        assert!(done(in_store(), hendra(), command.clone()).is_some_and(|b| !b.standing.in_stock()));
    }
    let held_by = LedgerRefusal::HeldBy { name: "Petugas yusuf".to_owned() };
    assert_eq!(refused(&held(), hendra(), spoil_for(None)), held_by);
    assert_eq!(refused(&held(), officer("zaki", &["operator_cetak"]), lose()), held_by);
}

#[test]
fn whoever_keeps_the_store_says_that_what_an_operator_answered_for_is_lost() {
    stands(&done(held(), hendra(), lose()), StandingKind::Lost);
}

#[test]
fn what_is_gone_moves_no_more_and_what_was_lost_may_be_found() {
    let lost = done(held(), yusuf(), lose());
    let returned = done(in_store(), hendra(), send_back());
    let spoiled = done(held(), yusuf(), spoil_for(None));
    for (blank, standing) in
        [(&lost, StandingKind::Lost), (&returned, StandingKind::Returned), (&spoiled, StandingKind::Spoiled)]
    {
        for command in [to_yusuf(), StockCommand::HandIn, send_back()] {
            assert_eq!(refused(blank, hendra(), command), LedgerRefusal::Gone { standing });
        }
    }
    assert_eq!(refused(&returned, hendra(), find()), LedgerRefusal::NotLost);
    stands(&done(lost, hendra(), find()), StandingKind::InStore);
}

#[test]
fn only_what_was_spoiled_is_destroyed_and_once() {
    let destroy = || StockCommand::Destroy { minutes: 3 };
    for blank in [in_store(), held(), used()] {
        assert_eq!(refused(&blank, hendra(), destroy()), LedgerRefusal::NotSpoiled);
    }
    let spoiled = done(held(), yusuf(), spoil_for(None));
    let needed = Refusal::NotYourPower { needed: ktp().powers.stock.clone() };
    assert_eq!(orders(spoiled.as_ref(), yusuf(), destroy()), Err(needed));
    let burnt = done(spoiled, hendra(), destroy());
    assert_eq!(burnt.clone().map(|b| b.standing), Some(Standing::Destroyed { minutes: 3 }));
    assert_eq!(refused(&burnt, hendra(), destroy()), LedgerRefusal::NotSpoiled);
}

#[test]
fn every_movement_that_takes_a_blank_away_says_why() {
    let empty = |field| Err(Refusal::MissingField { field });
    let nothing = || " ".to_owned();
    let lost = done(held(), yusuf(), lose());
    for (blank, actor, command, field) in [
        (None, hendra(), StockCommand::Receive { note: nothing() }, Field::Note),
        (in_store(), hendra(), StockCommand::Return { note: nothing() }, Field::Note),
        (held(), yusuf(), StockCommand::Lose { why: nothing() }, Field::Why),
        (held(), yusuf(), StockCommand::Spoil { ticket: None, why: nothing() }, Field::Why),
        (lost, hendra(), StockCommand::Find { why: nothing() }, Field::Why),
    ] {
        assert_eq!(orders(blank.as_ref(), actor, command), empty(field));
    }
}

#[test]
fn a_case_moves_the_blank_that_it_names() {
    let printed =
        EventBody::Printed { step: "pencetakan".into(), outcome: "tercetak".into(), blangko: Some(serial()) };
    assert_eq!(moved_by(&ticket(1), &printed), Some((serial(), use_for(1))));
    let spoiled = EventBody::Spoiled {
        step: "pencetakan".into(),
        outcome: "gagal_cetak".into(),
        blangko: Some(serial()),
        why: "Cetakan bergaris".to_owned(),
    };
    assert_eq!(moved_by(&ticket(1), &spoiled), Some((serial(), spoil_for(Some(1)))));
    assert_eq!(moved_by(&ticket(1), &EventBody::Submitted), None);
}

#[test]
fn serials_that_follow_one_another_count_up_their_last_digits() {
    let serials = |from: &str, to: &str| {
        blangko(from)
            .up_to(&blangko(to))
            .map(|all| all.iter().map(|b| b.as_str().to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(
        serials("AB0998", "AB1001"),
        Ok(["AB0998", "AB0999", "AB1000", "AB1001"].map(str::to_owned).to_vec())
    );
    assert_eq!(serials("ABCDEF", "ABCDEF"), Ok(vec!["ABCDEF".to_owned()]));
    assert_eq!(serials("99999999999999999998", "99999999999999999999").map(|s| s.len()), Ok(2));
    use procedure::blangko::RangeError::{Shape, TooLong};
    for (from, to) in
        [("AB1001", "AB1000"), ("AB1000", "AC1001"), ("AB1000", "AB10001"), ("ABCDEF", "ABCDEG")]
    {
        assert_eq!(serials(from, to), Err(Shape), "{from} to {to}");
    }
    assert_eq!(serials("AB0000", "AB1999").map(|s| s.len()), Ok(2_000));
    assert_eq!(serials("AB0000", "AB2000"), Err(TooLong));
}

#[test]
fn a_serial_precedes_the_next_of_its_own_letters_only() {
    let precedes = |a: &str, b: &str| blangko(a).precedes(&blangko(b));
    assert!(precedes("AB0999", "AB1000"));
    for (a, b) in [("AB0999", "AB0999"), ("AB1000", "AB0999"), ("AB0999", "AC1000"), ("AB9999", "AB10000")] {
        assert!(!precedes(a, b), "{a}, {b}");
    }
}

#[test]
fn a_movement_that_does_not_fit_changes_nothing_but_the_count() {
    let stray = Movement { at: minute(1), actor: hendra(), body: MovementBody::HandedIn };
    assert_eq!(evolve(None, &stray), None);
    let received = Movement { body: MovementBody::Received { note: "SJ-2".to_owned() }, ..stray };
    let after = evolve(held(), &received);
    assert_eq!(after.map(|b| (b.standing, b.seq)), held().map(|b| (b.standing, b.seq + 1)));
}

#[test]
fn what_a_case_does_to_a_blank_is_proved_at_the_case_and_not_once_more() {
    let unproved = |command| {
        let order = Order { actor: yusuf(), at: monday_at_eight(), command };
        decide(ktp(), &serial(), held().as_ref(), &order)
    };
    for command in [use_for(1), spoil_for(Some(1))] {
        assert!(unproved(command.clone()).is_ok(), "{command:?}");
    }
    for command in [spoil_for(None), lose()] {
        let refused = unproved(command);
        assert!(matches!(refused, Err(Refusal::ProofNeeded { .. })), "{refused:?}");
    }
}

#[test]
fn each_standing_has_a_word_of_its_own_and_what_is_blank_and_here_is_in_stock() {
    let spoiled = done(held(), yusuf(), spoil_for(None));
    for (blank, word, in_stock) in [
        (in_store(), "in_store", true),
        (held(), "held", true),
        (used(), "used", false),
        (done(in_store(), hendra(), send_back()), "returned", false),
        (done(held(), yusuf(), lose()), "lost", false),
        (spoiled.clone(), "spoiled", false),
        (done(spoiled, hendra(), StockCommand::Destroy { minutes: 3 }), "destroyed", false),
    ] {
        let standing = blank.expect("a blank").standing;
        assert_eq!((standing.kind().word(), standing.in_stock()), (word, in_stock));
    }
}

#[test]
fn a_spoiled_blank_is_photographed_where_it_stands_and_no_other_is() {
    let photograph = || StockCommand::Photograph { photo: page("p1") };
    let spoiled = done(held(), yusuf(), spoil_for(Some(1)));
    let photographed = done(spoiled.clone(), yusuf(), photograph());
    let told = |b: &Option<Blank>| b.as_ref().map(|b| (b.standing.clone(), b.since));
    assert_eq!(told(&photographed), told(&spoiled));
    let seq = |b: &Option<Blank>| b.as_ref().map(|b| b.seq);
    assert_eq!(seq(&photographed), seq(&spoiled).map(|seq| seq + 1));
    stands(&done(photographed, hendra(), StockCommand::Destroy { minutes: 1 }), StandingKind::Destroyed);
    assert_eq!(refused(&held(), yusuf(), photograph()), LedgerRefusal::NotSpoiled);
    assert!(orders(spoiled.as_ref(), mira(), photograph()).is_err());
}
