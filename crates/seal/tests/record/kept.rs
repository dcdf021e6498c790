//! What is found when checkpoints, or the lists of events beside them, are not what was kept.

use super::small::{Kept, OFFICE, checkpoint, findings, held, leaves, on_paper, record, signer};
use seal::record::{Checkpoint, Finding, KeptLeaf, Name, Signer, origin};

#[test]
fn a_checkpoint_of_nothing_is_held_against_nothing() {
    let mut evidence = Kept::default();
    evidence.add(Checkpoint { origin: origin(OFFICE), size: 0, root: [1; 32], at: 5 });
    assert_eq!(held(&record(), &evidence).findings, [Finding::Rewritten { size: 0, at: 5 }]);
}

#[test]
fn an_older_copy_is_told_from_one_that_was_changed() {
    let older = &record()[..6];
    let missing = record()[6..9].to_vec();
    let mut expected: Vec<Finding> =
        missing.iter().map(|e| Finding::Removed { event: e.name.clone() }).collect();
    expected.push(Finding::RolledBack { size: 9, events: 6, at: 9_000 });
    expected.sort();
    assert_eq!(findings(older), expected);
    let found = held(older, &on_paper()).findings;
    assert_eq!(found, [Finding::RolledBack { size: 9, events: 6, at: 9_000 }]);
    // One from the middle and the rest of the end: not a copy of any time.
    let mut events = record()[..8].to_vec();
    events.remove(2);
    let found = findings(&events);
    assert!(found.iter().all(|f| matches!(f, Finding::Removed { .. })), "{found:?}");
    let mut events = record()[..6].to_vec();
    events.remove(4);
    let found = findings(&events);
    assert!(found.iter().all(|f| matches!(f, Finding::Removed { .. })), "nor one before the last: {found:?}");
}

#[test]
fn nothing_that_is_kept_can_be_changed_unseen_either() {
    let events = record();
    let note = |size: usize| signer().sign(&checkpoint(&events, size));
    let mut evidence = Kept::default();
    // Signed by somebody else.
    let foreign = Signer::new(OFFICE, &[8; 32]).expect("a key").sign(&checkpoint(&events, 4));
    evidence.keep(4, &foreign, leaves(&events[..4]));
    assert_eq!(held(&events, &evidence).findings, [Finding::BadCheckpoint { size: 4 }]);
    // Kept under another size.
    let mut evidence = Kept::default();
    evidence.keep(5, &note(4), leaves(&events[..4]));
    assert_eq!(held(&events, &evidence).findings, [Finding::BadCheckpoint { size: 5 }]);
    // A list with another event in it, and one that is too short; the next list has no beginning then.
    let mut wrong = leaves(&events[..4]);
    wrong[1].hash[0] ^= 1;
    for list in [wrong, leaves(&events[..3]), leaves(&events[..5])] {
        let mut evidence = Kept::default();
        evidence.keep(4, &note(4), list);
        evidence.keep(9, &note(9), leaves(&events[4..9]));
        let found = held(&events, &evidence);
        assert_eq!((found.findings, found.checkpoints), (vec![Finding::BadLeaves { size: 4 }], 2));
    }
}

#[test]
fn of_two_who_signed_at_once_the_seconds_list_may_begin_with_what_the_first_signed_and_must_say_the_same() {
    let events = record();
    let note = |size: usize| signer().sign(&checkpoint(&events, size));
    let both = |second: Vec<KeptLeaf>| {
        let mut evidence = Kept::default();
        evidence.keep(4, &note(4), leaves(&events[..4]));
        evidence.keep(6, &note(6), leaves(&events[4..6]));
        // Read when four were signed, and kept when six were.
        evidence.keep(9, &note(9), second);
        held(&events, &evidence)
    };
    let found = both(leaves(&events[4..9]));
    assert_eq!((found.findings, found.checkpoints), (vec![], 3));
    assert_eq!(both(leaves(&events[..9])).findings, []);
    let mut other = leaves(&events[4..9]);
    other[1].hash[0] ^= 1;
    for list in [other, leaves(&events[5..9]).into_iter().rev().collect(), leaves(&events[7..9])] {
        assert_eq!(both(list).findings, [Finding::BadLeaves { size: 9 }]);
    }
}

#[test]
fn a_kept_event_and_a_name_are_read_as_they_were_written() {
    let leaf = &leaves(&record())[4];
    assert_eq!(leaf.to_string(), format!("case/A/3 {}", hex::encode(leaf.hash)));
    assert_eq!(KeptLeaf::parse(&leaf.to_string()).as_ref(), Some(leaf));
    for wrong in ["", "case/A/3", "case/A 00", "case/A/x 00", "case/A/3 00", "case/A/3 zz"] {
        assert_eq!(KeptLeaf::parse(wrong), None, "{wrong}");
    }
    let slashed = Name { log: "blank".to_owned(), stream: String::new(), seq: 12 };
    assert_eq!(Name::parse(&slashed.to_string()), Some(slashed));
    assert_eq!(Name::parse("blank/S"), None);
}
