//! Random people want random things of a few blanks, and the account holds after every movement.

use super::{blangko, hand_out, order, receive, ticket};
use crate::support::people::officer;
use crate::support::{ktp, minute};
use procedure::ledger::{Balance, Blank, StandingKind, StockCommand, decide, evolve};
use procedure::{Actor, Blangko};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Who, what, of which serial.
type Wish = (Actor, StockCommand, Blangko);

fn actors() -> impl Strategy<Value = Actor> {
    let user = prop_oneof![Just("hendra"), Just("yusuf"), Just("zaki"), Just("budi")];
    user.prop_map(|user| match user {
        "hendra" => officer(user, &["kasi"]),
        "budi" => officer(user, &["kasi", "operator_cetak"]),
        user => officer(user, &["operator_cetak"]),
    })
}

fn commands() -> impl Strategy<Value = StockCommand> {
    let why = || "sebab".to_owned();
    prop_oneof![
        3 => Just(receive()),
        4 => prop_oneof![Just("yusuf"), Just("zaki"), Just("budi")].prop_map(|u| hand_out(u, &["operator_cetak"])),
        1 => Just(StockCommand::HandIn),
        4 => (0..3_u64).prop_map(|n| StockCommand::Use { ticket: ticket(n) }),
        3 => proptest::option::of(0..3_u64)
            .prop_map(move |n| StockCommand::Spoil { ticket: n.map(ticket), why: why() }),
        1 => Just(StockCommand::Return { note: "BA-1".to_owned() }),
        1 => Just(StockCommand::Lose { why: why() }),
        1 => Just(StockCommand::Find { why: why() }),
        2 => Just(StockCommand::Destroy { minutes: 1 }),
        1 => Just(StockCommand::Photograph { photo: crate::support::people::page("p1") }),
    ]
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let serial = (0..6).prop_map(|n| blangko(&format!("AB000{n}")));
    proptest::collection::vec((actors(), commands(), serial), 0..120)
}

/// How many blanks stand so.
fn count(blanks: &BTreeMap<Blangko, Blank>, kind: StandingKind) -> i64 {
    i64::try_from(blanks.values().filter(|b| b.standing.kind() == kind).count()).expect("few")
}

proptest! {
    #[test]
    fn opening_and_received_less_what_left_is_what_is_there_after_every_movement(
        wishes in wishes(),
        closings in proptest::collection::vec(0..120_usize, 0..3),
    ) {
        let mut blanks: BTreeMap<Blangko, Blank> = BTreeMap::new();
        let (mut period, mut whole) = (Balance::default(), Balance::default());
        for (n, (actor, command, serial)) in wishes.into_iter().enumerate() {
            if closings.contains(&n) {
                period = Balance { opening: period.closing(), ..Balance::default() };
            }
            let order = order(actor, minute(n as i64), command);
            let Ok(movement) = decide(ktp(), &serial, blanks.get(&serial), &order) else { continue };
            let moved = Balance::of(&movement.body);
            (period, whole) = (period.plus(moved), whole.plus(moved));
            let blank = evolve(blanks.remove(&serial), &movement).expect("a blank that moved");
            blanks.insert(serial, blank);
            let there = count(&blanks, StandingKind::InStore) + count(&blanks, StandingKind::Held);
            prop_assert_eq!(period.closing(), there);
            prop_assert_eq!(whole.closing(), there);
            prop_assert_eq!(whole.received, i64::try_from(blanks.len()).expect("few"));
            prop_assert_eq!(whole.good, count(&blanks, StandingKind::Used));
            let burnt = count(&blanks, StandingKind::Destroyed);
            prop_assert_eq!(whole.spoiled, count(&blanks, StandingKind::Spoiled) + burnt);
            prop_assert_eq!(whole.returned, count(&blanks, StandingKind::Returned));
            prop_assert_eq!(whole.lost, count(&blanks, StandingKind::Lost));
        }
    }
}
