//! A small record of two cases and a blank card, signed twice. No expectation stands here.

use seal::record::{
    Checkpoint, Evidence, Finding, Hash, Hashed, Head, KeptLeaf, Leaf, Name, Naming, Reading, Signer,
    Streams, Tree, Verified, digest, origin,
};
use std::collections::HashMap;

pub const OFFICE: &str = "13.01";
/// How many events there were when it was signed.
pub const SIZES: [usize; 2] = [4, 9];
/// The streams of its events, in order; the last two came after it was signed.
pub const STREAMS: [&str; 11] = ["A", "A", "B", "S", "A", "B", "B", "A", "S", "A", "B"];

pub fn log_of(stream: &str) -> &'static str {
    if stream == "S" { "blank" } else { "case" }
}

/// The event after another of its stream.
pub fn follow(stream: &str, head: Head, at: i64, body: &[u8]) -> Hashed {
    let (log, seq, body) = (log_of(stream), head.seq + 1, digest(body));
    let leaf = Leaf { office: OFFICE, log, stream, seq, at, kind: "said", before: &head.hash, body: &body };
    let name = Name { log: log.to_owned(), stream: stream.to_owned(), seq };
    Hashed { name, at, kind: "said".to_owned(), body, hash: leaf.hash() }
}

pub fn record() -> Vec<Hashed> {
    let mut heads: HashMap<&str, Head> = HashMap::new();
    let each = |(n, stream): (usize, &&'static str)| {
        let head = heads.entry(stream).or_default();
        let event = follow(stream, *head, n as i64, &[n as u8]);
        *head = Head { seq: event.name.seq, hash: event.hash };
        event
    };
    STREAMS.iter().enumerate().map(each).collect()
}

pub fn signer() -> Signer {
    Signer::new(OFFICE, &[7; 32]).expect("a key")
}

pub fn root(events: &[Hashed]) -> Hash {
    let mut tree = Tree::default();
    events.iter().for_each(|e| tree.push(e.hash));
    tree.root()
}

pub fn checkpoint(events: &[Hashed], size: usize) -> Checkpoint {
    let root = root(&events[..size]);
    Checkpoint { origin: origin(OFFICE), size: size as u64, root, at: size as i64 * 1_000 }
}

pub fn leaves(events: &[Hashed]) -> Vec<KeptLeaf> {
    events.iter().map(|e| KeptLeaf { name: e.name.clone(), hash: e.hash }).collect()
}

/// What is kept of the record as it was, and the events of its lists.
#[derive(Default)]
pub struct Kept {
    pub evidence: Evidence,
    pub leaves: Vec<KeptLeaf>,
}

impl Kept {
    pub fn keep(&mut self, size: u64, note: &str, leaves: Vec<KeptLeaf>) {
        let fresh = self.evidence.keep(&signer().verifier, size, note, leaves);
        self.leaves.extend(fresh);
    }

    pub fn add(&mut self, checkpoint: Checkpoint) {
        self.evidence.add(checkpoint);
    }
}

pub fn kept() -> Kept {
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
pub fn on_paper() -> Kept {
    let events = record();
    let mut evidence = Kept::default();
    SIZES.iter().for_each(|size| evidence.add(checkpoint(&events, *size)));
    evidence
}

pub fn held(events: &[Hashed], kept: &Kept) -> Verified {
    let mut reading = Reading::of(&kept.evidence);
    leaves(events).into_iter().for_each(|leaf| reading.take(leaf));
    let mut naming = reading.differs().then(|| Naming::of(&kept.leaves));
    if let Some(naming) = &mut naming {
        leaves(events).into_iter().for_each(|leaf| naming.take(leaf));
    }
    reading.end(followed(events), naming)
}

/// As a database hands them over: by stream and number, and then once more the streams whose order is another.
pub fn followed(events: &[Hashed]) -> Streams<'static> {
    let mut by_stream: Vec<(i64, &Hashed)> = (0..).zip(events).collect();
    by_stream.sort_by_key(|(position, e)| (&e.name.log, &e.name.stream, e.name.seq, *position));
    let mut streams = Streams::of(OFFICE);
    by_stream.into_iter().for_each(|(position, event)| streams.take(position, event.clone()));
    for (log, name) in streams.odd() {
        streams.again(events.iter().filter(|e| e.name.log == log && e.name.stream == name).cloned());
    }
    streams
}

pub fn findings(events: &[Hashed]) -> Vec<Finding> {
    held(events, &kept()).findings
}

pub fn named(stream: &str, seq: u64) -> Name {
    Name { log: log_of(stream).to_owned(), stream: stream.to_owned(), seq }
}
