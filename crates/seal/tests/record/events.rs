//! What is found when events are changed, removed, put in or moved.

use super::small::{Kept, checkpoint, findings, follow, held, kept, leaves, named, on_paper, record, root};
use proptest::prelude::*;
use seal::record::{Finding, Hashed, Head, Leaf, Reading, digest};

#[test]
fn a_record_nobody_touched_is_whole_and_what_came_later_is_told_apart() {
    let found = held(&record(), &kept());
    assert_eq!((found.findings, found.events, found.checkpoints), (vec![], 11, 2));
    assert_eq!(found.root, root(&record()));
    assert_eq!(found.fresh, leaves(&record()[9..]));
    assert_eq!(kept().evidence.last(), Some(&checkpoint(&record(), 9)));
    let kept = kept();
    let mut reading = Reading::of(&kept.evidence);
    leaves(&record()).into_iter().for_each(|leaf| reading.take(leaf));
    assert!(!reading.differs(), "nobody reads it a second time");
    let found = held(&record()[..9], &kept);
    assert_eq!((found.findings, found.fresh), (vec![], vec![]));
}

#[test]
fn before_anything_was_signed_everything_is_new_and_an_empty_record_is_whole() {
    let nothing = Kept::default();
    assert_eq!(nothing.evidence.last(), None);
    let found = held(&record(), &nothing);
    assert_eq!((found.findings, found.fresh, found.checkpoints), (vec![], leaves(&record()), 0));
    let found = held(&[], &nothing);
    assert_eq!((found.findings, found.events, found.root), (vec![], 0, root(&[])));
}

#[test]
fn every_part_of_an_event_is_covered_by_its_hash() {
    let change: [fn(&mut Hashed); 4] =
        [|e| e.at += 1, |e| e.kind = "unsaid".to_owned(), |e| e.body[31] ^= 1, |e| e.hash[0] ^= 1];
    for (n, change) in change.iter().enumerate() {
        let mut events = record();
        change(&mut events[4]);
        let found = findings(&events);
        assert!(found.contains(&Finding::Changed { event: named("A", 3) }), "{n}: {found:?}");
        // The hash that was changed is what the next one was made with.
        assert_eq!(found.len(), if n == 3 { 2 } else { 1 }, "{n}: {found:?}");
    }
    let other = Leaf {
        office: "13.71",
        log: "case",
        stream: "A",
        seq: 1,
        at: 0,
        kind: "said",
        before: &[0; 32],
        body: &digest(&[0]),
    };
    assert_ne!(other.hash(), record()[0].hash, "the office is covered too");
}

/// The answer that Python's `hashlib` gives for the text that `Leaf` describes.

#[test]
fn the_hash_of_an_event_is_that_of_the_text_which_anybody_can_write_down_again() {
    let (before, body) = ([1; 32], [2; 32]);
    let leaf = Leaf {
        office: "13.01",
        log: "case",
        stream: "K7M2-9QXF",
        seq: 3,
        at: 1_764_000_000_123,
        kind: "opened",
        before: &before,
        body: &body,
    };
    assert_eq!(hex::encode(leaf.hash()), "f96c89b3eff9d3cd9da26830767d4353d7f51e50aca464d5164c4794b950f2ce");
}

#[test]
fn an_event_that_was_removed_is_named() {
    for (at, gone) in record().iter().enumerate().take(9) {
        let mut events = record();
        events.remove(at);
        assert_eq!(findings(&events), [Finding::Removed { event: gone.name.clone() }], "{at}");
    }
}

#[test]
fn an_event_that_was_removed_after_the_last_checkpoint_is_named_where_another_follows_it() {
    let mut events = record();
    let next = follow("A", Head { seq: 5, hash: events[9].hash }, 11, b"next");
    events.push(next);
    events.remove(9);
    assert_eq!(findings(&events), [Finding::Removed { event: named("A", 5) }]);
}

#[test]
fn a_stream_that_was_removed_whole_is_named_event_by_event() {
    let events: Vec<Hashed> = record().into_iter().filter(|e| e.name.stream != "S").collect();
    let gone = [1, 2].map(|seq| Finding::Removed { event: named("S", seq) });
    assert_eq!(findings(&events), gone);
}

#[test]
fn an_event_that_was_put_elsewhere_is_named_and_no_other() {
    let mut events = record();
    let moved = events.remove(2);
    events.insert(0, moved);
    assert_eq!(findings(&events), [Finding::Reordered { event: named("B", 1) }]);
    let mut events = record();
    let moved = events.remove(2);
    events.insert(8, moved);
    assert_eq!(
        findings(&events),
        [Finding::Reordered { event: named("B", 1) }],
        "to the end of what was signed"
    );
    let mut events = record();
    // Before one of its own stream: the chain says so as well, and names the same one.
    let moved = events.remove(1);
    events.insert(0, moved);
    let found = findings(&events);
    assert!(!found.is_empty() && found.iter().all(|f| matches!(f, Finding::Reordered { .. })), "{found:?}");
}

#[test]
fn events_of_one_stream_that_changed_places_are_said_to_be_without_a_checkpoint_too() {
    let mut events = record();
    events.swap(4, 7);
    let found = held(&events, &Kept::default()).findings;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(matches!(&found[0], Finding::Reordered { event } if event.stream == "A"), "{found:?}");
}

#[test]
fn events_that_were_put_in_before_what_was_signed_are_named_and_what_came_later_is_not() {
    let mut events = record();
    let first = follow("C", Head::default(), 3, b"put in");
    let second = follow("C", Head { seq: 1, hash: first.hash }, 4, b"put in");
    events.insert(3, first);
    events.insert(4, second);
    let put_in = [1, 2].map(|seq| Finding::Inserted { event: named("C", seq) });
    assert_eq!(findings(&events), put_in);
}

#[test]
fn whoever_computes_every_hash_anew_is_found_out_and_the_first_event_is_named() {
    let mut events = record();
    let heads = [(0, Head::default())];
    let mut head = heads[0].1;
    for at in [0, 1, 4, 7, 9] {
        let body: &[u8] = if at == 1 { b"another" } else { &[at as u8] };
        events[at] = follow("A", head, at as i64, body);
        head = Head { seq: events[at].name.seq, hash: events[at].hash };
    }
    assert_eq!(findings(&events), [Finding::Changed { event: named("A", 2) }]);
    // On paper there are no names: that something was rewritten is all that can be said.
    let found = held(&events, &on_paper()).findings;
    assert_eq!(found, [Finding::Rewritten { size: 4, at: 4_000 }]);
}

#[test]
fn a_gap_of_any_number_is_told_by_a_thousand_names_at_most() {
    let mut events = record();
    let far = follow("A", Head { seq: 1_000_000, hash: [9; 32] }, 12, b"far");
    events.push(far);
    let found = findings(&events);
    assert_eq!(found.len(), 1_000);
    assert_eq!(found[0], Finding::Removed { event: named("A", 6) });
    assert_eq!(found[999], Finding::Removed { event: named("A", 1_005) });
}

#[test]
fn what_follows_a_gap_is_still_recomputed() {
    let mut events = record();
    events[9].at += 1;
    events.remove(4);
    let found = findings(&events);
    let expected = [Finding::Changed { event: named("A", 5) }, Finding::Removed { event: named("A", 3) }];
    assert_eq!(found, expected);
}

#[test]
fn an_event_with_the_number_of_another_was_put_in_whatever_it_says() {
    let twice = [Finding::Inserted { event: named("A", 5) }];
    let mut events = record();
    events.push(events[9].clone());
    assert_eq!(findings(&events), twice);
    let mut events = record();
    events.push(follow("A", Head { seq: 4, hash: events[7].hash }, 30, b"another"));
    assert_eq!(findings(&events), twice, "it could be the event as well");
    // Also where numbers before it are missing, and where it has none.
    let mut events = record();
    events.remove(7);
    events.push(events[8].clone());
    let found = findings(&events);
    assert_eq!(found, [Finding::Removed { event: named("A", 4) }, twice[0].clone()]);
    let mut events = record();
    events.push(Hashed { name: named("A", 0), ..events[0].clone() });
    assert_eq!(findings(&events), [Finding::Inserted { event: named("A", 0) }]);
}

proptest! {
    #[test]
    fn whatever_one_thing_is_done_to_what_was_signed_is_found(
        at in 0..9_usize, to in 0..9_usize, what in 0..4_u8, byte in 0..32_usize, bit in 0..8_u8,
    ) {
        let mut events = record();
        match what {
            0 => drop(events.remove(at)),
            1 => events[at].body[byte] ^= 1 << bit,
            2 => events[at].hash[byte] ^= 1 << bit,
            _ => {
                prop_assume!(at != to);
                let moved = events.remove(at);
                events.insert(to, moved);
            }
        }
        prop_assert!(!findings(&events).is_empty());
        prop_assert!(!held(&events, &on_paper()).findings.is_empty());
    }
}
