//! The closing of a period: counted, explained, signed twice.

use crate::support::people::*;
use crate::support::{ktp, minute};
use procedure::ledger::{Balance, CloseCommand, Period, close, evolve_period};
use procedure::{Actor, LedgerRefusal, Refusal};

/// Ten came, three were printed and one spoiled: six must be there.
fn period() -> Period {
    let balance = Balance { received: 10, good: 3, spoiled: 1, ..Balance::default() };
    Period { balance, ..Period::default() }
}

fn count(counted: i64, why: Option<&str>) -> CloseCommand {
    CloseCommand::Count { counted, why: why.map(str::to_owned) }
}

#[track_caller]
fn done(period: Period, actor: &Actor, command: &CloseCommand) -> Period {
    let event = close(ktp(), &period, &proved(actor.clone(), minute(1)), minute(1), command)
        .expect("the rules say yes");
    evolve_period(period, &event)
}

#[track_caller]
fn refused(period: &Period, actor: &Actor, command: &CloseCommand) -> Refusal {
    close(ktp(), period, &proved(actor.clone(), minute(1)), minute(1), command).expect_err("the rules say no")
}

fn ledger(why: LedgerRefusal) -> Refusal {
    Refusal::Ledger { serial: None, why }
}

#[test]
fn a_period_is_closed_by_two_people() {
    let counted = done(period(), &hendra(), &count(6, None));
    assert_eq!((counted.closed, counted.seq), (false, 1));
    let first = counted.count.clone().map(|c| (c.name, c.counted, c.booked, c.why));
    assert_eq!(first, Some(("Petugas hendra".to_owned(), 6, 6, None)));
    let signed = done(counted, &darwis(), &CloseCommand::Countersign);
    assert_eq!((signed.closed, signed.seq), (true, 2));
}

#[test]
fn accounts_add_up_column_by_column() {
    let of = |n: i64| Balance {
        opening: n,
        received: 2 * n,
        good: 3 * n,
        spoiled: 4 * n,
        returned: 5 * n,
        lost: 6 * n,
    };
    assert_eq!(of(2).plus(of(5)), of(7));
}

#[test]
fn a_count_that_differs_says_why() {
    let unexplained = ledger(LedgerRefusal::Unexplained { booked: 6, counted: 5 });
    assert_eq!(refused(&period(), &hendra(), &count(5, None)), unexplained);
    assert_eq!(refused(&period(), &hendra(), &count(5, Some(" "))), unexplained);
    let counted = done(period(), &hendra(), &count(5, Some("Satu belum ditemukan")));
    assert_eq!(counted.count.and_then(|c| c.why).as_deref(), Some("Satu belum ditemukan"));
}

#[test]
fn nobody_signs_twice_and_nobody_signs_what_was_not_counted() {
    let both = officer("ade", &["kasi", "kabid"]);
    let counted = done(period(), &both, &count(6, None));
    assert_eq!(refused(&counted, &both, &CloseCommand::Countersign), ledger(LedgerRefusal::CountedByYou));
    assert_eq!(refused(&period(), &darwis(), &CloseCommand::Countersign), ledger(LedgerRefusal::NotCounted));
    // A second count replaces the first.
    let again = done(counted, &hendra(), &count(6, None));
    assert!(done(again, &both, &CloseCommand::Countersign).closed);
}

#[test]
fn what_moved_after_the_count_is_counted_anew() {
    let mut counted = done(period(), &hendra(), &count(6, None));
    counted.balance.good += 1;
    assert_eq!(
        refused(&counted, &darwis(), &CloseCommand::Countersign),
        ledger(LedgerRefusal::MovedSinceCount)
    );
    let again = done(counted, &hendra(), &count(5, None));
    assert!(done(again, &darwis(), &CloseCommand::Countersign).closed);
}

#[test]
fn each_signature_needs_its_own_power() {
    let power = |needed: &[procedure::RoleId]| Refusal::NotYourPower { needed: needed.to_vec() };
    for actor in [yusuf(), darwis(), Actor::System] {
        assert_eq!(refused(&period(), &actor, &count(6, None)), power(&ktp().powers.stock));
    }
    let counted = done(period(), &hendra(), &count(6, None));
    for actor in [yusuf(), hendra(), Actor::System] {
        let refusal = refused(&counted, &actor, &CloseCommand::Countersign);
        assert_eq!(refusal, power(&ktp().powers.countersign));
    }
}
