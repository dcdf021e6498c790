//! Official minutes of destruction: a number, a place, a way, and two witnesses beside whoever draws them up.

use super::{blangko, ticket};
use crate::support::people::*;
use crate::support::{ktp, minute};
use procedure::ledger::{MinutesDraft, draw};
use procedure::{Actor, LedgerRefusal, Refusal};

fn draft() -> MinutesDraft {
    MinutesDraft {
        number: "470/12/BA/2026".to_owned(),
        place: " Painan ".to_owned(),
        method: "Dibakar".to_owned(),
        witnesses: "Nurlaila Ibarat\n\n  Syahrul Andaikata ".to_owned(),
        blanks: vec![blangko("AB12345678")],
        cards: vec![ticket(1)],
    }
}

fn refused(draft: &MinutesDraft) -> LedgerRefusal {
    match draw(ktp(), &proved(hendra(), minute(1)), minute(1), draft) {
        Err(Refusal::Ledger { serial: None, why }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn minutes_name_what_was_destroyed_where_how_and_before_whom() {
    let minutes = draw(ktp(), &proved(hendra(), minute(1)), minute(1), &draft()).expect("minutes");
    assert_eq!(minutes.witnesses, ["Nurlaila Ibarat", "Syahrul Andaikata"]);
    assert_eq!((&*minutes.place, minutes.blanks.len(), minutes.cards.len()), ("Painan", 1, 1));
    // Blanks alone, or old cards alone, are enough to destroy.
    for draft in [MinutesDraft { cards: vec![], ..draft() }, MinutesDraft { blanks: vec![], ..draft() }] {
        assert!(draw(ktp(), &proved(hendra(), minute(1)), minute(1), &draft).is_ok(), "{draft:?}");
    }
}

#[test]
fn a_witness_has_a_name_and_no_story() {
    let witnesses = |longest: usize| format!("{}\nSyahrul Andaikata", "x".repeat(longest));
    let draft = |longest| MinutesDraft { witnesses: witnesses(longest), ..draft() };
    assert!(draw(ktp(), &proved(hendra(), minute(1)), minute(1), &draft(120)).is_ok());
    for longest in [121, 122, 500] {
        assert_eq!(refused(&draft(longest)), LedgerRefusal::TooFewWitnesses);
    }
}

#[test]
fn whoever_draws_the_minutes_up_is_no_witness_and_nobody_is_two() {
    for witnesses in ["", "Nurlaila Ibarat", "Nurlaila Ibarat\nnurlaila ibarat", "Nurlaila\npetugas hendra"] {
        let draft = MinutesDraft { witnesses: witnesses.to_owned(), ..draft() };
        assert_eq!(refused(&draft), LedgerRefusal::TooFewWitnesses, "{witnesses:?}");
    }
}

#[test]
fn minutes_without_number_place_way_or_anything_destroyed_are_none() {
    let empty = || " ".to_owned();
    let lacks = [
        MinutesDraft { number: empty(), ..draft() },
        MinutesDraft { place: empty(), ..draft() },
        MinutesDraft { method: empty(), ..draft() },
    ];
    for draft in lacks {
        assert_eq!(refused(&draft), LedgerRefusal::MinutesIncomplete);
    }
    let nothing = MinutesDraft { blanks: vec![], cards: vec![], ..draft() };
    assert_eq!(refused(&nothing), LedgerRefusal::NothingToDestroy);
}

#[test]
fn only_whoever_keeps_the_store_draws_minutes_up() {
    let needed = Refusal::NotYourPower { needed: ktp().powers.stock.clone() };
    for actor in [yusuf(), darwis(), Actor::System] {
        assert_eq!(draw(ktp(), &proved(actor, minute(1)), minute(1), &draft()), Err(needed.clone()));
    }
}
