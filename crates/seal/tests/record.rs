//! A small record of two cases and a blank card, signed twice, and everything that may be done to it by hand.

use proptest::prelude::*;
use seal::record::{
    Checkpoint, Evidence, Finding, Hash, Hashed, Head, KeptLeaf, Leaf, Name, Naming, Reading, Signer,
    Streams, Tree, Verified, digest, origin,
};
use std::collections::HashMap;

const OFFICE: &str = "13.01";
/// How many events there were when it was signed.
const SIZES: [usize; 2] = [4, 9];
/// The streams of its events, in order; the last two came after it was signed.
const STREAMS: [&str; 11] = ["A", "A", "B", "S", "A", "B", "B", "A", "S", "A", "B"];

fn log_of(stream: &str) -> &'static str {
    if stream == "S" { "blank" } else { "case" }
}

/// The event after another of its stream.
fn follow(stream: &str, head: Head, at: i64, body: &[u8]) -> Hashed {
    let (log, seq, body) = (log_of(stream), head.seq + 1, digest(body));
    let leaf = Leaf { office: OFFICE, log, stream, seq, at, kind: "said", before: &head.hash, body: &body };
    let name = Name { log: log.to_owned(), stream: stream.to_owned(), seq };
    Hashed { name, at, kind: "said".to_owned(), body, hash: leaf.hash() }
}

fn record() -> Vec<Hashed> {
    let mut heads: HashMap<&str, Head> = HashMap::new();
    let each = |(n, stream): (usize, &&'static str)| {
        let head = heads.entry(stream).or_default();
        let event = follow(stream, *head, n as i64, &[n as u8]);
        *head = Head { seq: event.name.seq, hash: event.hash };
        event
    };
    STREAMS.iter().enumerate().map(each).collect()
}

fn signer() -> Signer {
    Signer::new(OFFICE, &[7; 32]).expect("a key")
}

fn root(events: &[Hashed]) -> Hash {
    let mut tree = Tree::default();
    events.iter().for_each(|e| tree.push(e.hash));
    tree.root()
}

fn checkpoint(events: &[Hashed], size: usize) -> Checkpoint {
    let root = root(&events[..size]);
    Checkpoint { origin: origin(OFFICE), size: size as u64, root, at: size as i64 * 1_000 }
}

fn leaves(events: &[Hashed]) -> Vec<KeptLeaf> {
    events.iter().map(|e| KeptLeaf { name: e.name.clone(), hash: e.hash }).collect()
}

/// What is kept of the record as it was, and the events of its lists.
#[derive(Default)]
struct Kept {
    evidence: Evidence,
    leaves: Vec<KeptLeaf>,
}

impl Kept {
    fn keep(&mut self, size: u64, note: &str, leaves: Vec<KeptLeaf>) {
        let fresh = self.evidence.keep(&signer().verifier, size, note, leaves);
        self.leaves.extend(fresh);
    }

    fn add(&mut self, checkpoint: Checkpoint) {
        self.evidence.add(checkpoint);
    }
}

fn kept() -> Kept {
    let events = record();
    let mut kept = Kept::default();
    let mut from = 0;
    for size in SIZES {
        let note = signer().sign(&checkpoint(&events, size));
        kept.keep(size as u64, &note, leaves(&events[from..size]));
        from = size;
    }
    kept
}

/// Checkpoints without the lists of events, such as from paper.
fn on_paper() -> Kept {
    let events = record();
    let mut evidence = Kept::default();
    SIZES.iter().for_each(|size| evidence.add(checkpoint(&events, *size)));
    evidence
}

fn held(events: &[Hashed], kept: &Kept) -> Verified {
    let mut reading = Reading::of(&kept.evidence);
    leaves(events).into_iter().for_each(|leaf| reading.take(leaf));
    let mut naming = reading.differs().then(|| Naming::of(&kept.leaves));
    if let Some(naming) = &mut naming {
        leaves(events).into_iter().for_each(|leaf| naming.take(leaf));
    }
    reading.end(followed(events), naming)
}

/// As a database hands them over: by stream and number, and then once more the streams whose order is another.
fn followed(events: &[Hashed]) -> Streams<'static> {
    let mut by_stream: Vec<(i64, &Hashed)> = (0..).zip(events).collect();
    by_stream.sort_by_key(|(position, e)| (&e.name.log, &e.name.stream, e.name.seq, *position));
    let mut streams = Streams::of(OFFICE);
    by_stream.into_iter().for_each(|(position, event)| streams.take(position, event.clone()));
    for (log, name) in streams.odd() {
        streams.again(events.iter().filter(|e| e.name.log == log && e.name.stream == name).cloned());
    }
    streams
}

fn findings(events: &[Hashed]) -> Vec<Finding> {
    held(events, &kept()).findings
}

fn named(stream: &str, seq: u64) -> Name {
    Name { log: log_of(stream).to_owned(), stream: stream.to_owned(), seq }
}

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
fn a_checkpoint_of_nothing_is_held_against_nothing() {
    let mut evidence = Kept::default();
    evidence.add(Checkpoint { origin: origin(OFFICE), size: 0, root: [1; 32], at: 5 });
    assert_eq!(held(&record(), &evidence).findings, [Finding::Rewritten { size: 0, at: 5 }]);
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
