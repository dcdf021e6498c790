//! Whether the record is what it was when it was signed: every checkpoint's root compared, every hash recomputed and every
//! stream followed; and where something differs, which event it is. Whoever reads the record hands its events over in their
//! order, then stream by stream, and a third time where they are to be named. Neither of the first two remembers them.

use super::chain::out_of_order;
use super::streams::Streams;
use super::{Checkpoint, Hash, KeptLeaf, Name, Tree, Verifier};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// Lists that may have been kept while somebody was still signing: a day's.
const LISTS: usize = 24;

/// What the record is held against.
#[derive(Debug, Default)]
pub struct Evidence {
    /// By size.
    checkpoints: BTreeMap<u64, Checkpoint>,
    /// Of the events of the kept checkpoints.
    tree: Tree,
    /// The events of the last lists, and how many came with each: the next list may begin with some of them.
    tail: Vec<KeptLeaf>,
    lists: VecDeque<usize>,
    /// A list of events did not come to its root: those after it are without a beginning.
    is_torn: bool,
    findings: BTreeSet<Finding>,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// It does not say what it said.
    Changed { event: Name },
    /// It is not there any more.
    Removed { event: Name },
    /// It was not there when what follows it was signed.
    Inserted { event: Name },
    /// It stands at another place in the record.
    Reordered { event: Name },
    /// The record ends before the checkpoint: an older copy of the database, or its end was cut off.
    RolledBack { size: u64, events: u64, at: i64 },
    /// Its root is another: something up to here was rewritten, and nothing kept says what.
    Rewritten { size: u64, at: i64 },
    /// A kept checkpoint is not one, or was not signed with the office's key.
    BadCheckpoint { size: u64 },
    /// What is kept beside a checkpoint does not come to its root.
    BadLeaves { size: u64 },
}

/// What came of it.
#[derive(Debug)]
pub struct Verified {
    pub events: u64,
    pub root: Hash,
    /// Checkpoints that were held against it.
    pub checkpoints: usize,
    /// The events that came after the last checkpoint.
    pub fresh: Vec<KeptLeaf>,
    pub findings: Vec<Finding>,
}

impl Evidence {
    /// What is kept of a size: the signed note, and the events that came since a checkpoint before. Smallest first. Where
    /// two signed at once, the second's list begins with what the first's holds. The events that came with it, in order.
    pub fn keep(
        &mut self,
        verifier: &Verifier,
        size: u64,
        note: &str,
        leaves: Vec<KeptLeaf>,
    ) -> Vec<KeptLeaf> {
        match verifier.read(note) {
            Ok(checkpoint) if checkpoint.size == size => self.add(checkpoint),
            _ => {
                self.findings.insert(Finding::BadCheckpoint { size });
                return Vec::new();
            }
        }
        if self.is_torn {
            return Vec::new();
        }
        let fresh = self.beyond(size, &leaves).unwrap_or_default().to_vec();
        fresh.iter().for_each(|leaf| self.tree.push(leaf.hash));
        let signed = self.checkpoints.get(&size).map(|c| c.root);
        self.is_torn = self.tree.size() != size || signed != Some(self.tree.root());
        if self.is_torn {
            self.findings.insert(Finding::BadLeaves { size });
            return Vec::new();
        }
        self.tail.extend_from_slice(&fresh);
        self.lists.push_back(fresh.len());
        if self.lists.len() > LISTS {
            self.tail.drain(..self.lists.pop_front().unwrap_or_default());
        }
        fresh
    }

    /// Of a list that ends at this size what is not held yet; none where it says something else of what is.
    fn beyond<'a>(&self, size: u64, leaves: &'a [KeptLeaf]) -> Option<&'a [KeptLeaf]> {
        let again = (self.tree.size() + leaves.len() as u64).checked_sub(size)?;
        let (again, fresh) = leaves.split_at_checked(usize::try_from(again).ok()?)?;
        self.tail.ends_with(again).then_some(fresh)
    }

    /// One more, such as from paper or from another machine.
    pub fn add(&mut self, checkpoint: Checkpoint) {
        self.checkpoints.insert(checkpoint.size, checkpoint);
    }

    /// The last checkpoint.
    pub fn last(&self) -> Option<&Checkpoint> {
        self.checkpoints.last_key_value().map(|(_, checkpoint)| checkpoint)
    }
}

/// The first reading of the record: its events in their order.
pub struct Reading<'a> {
    evidence: &'a Evidence,
    tree: Tree,
    fresh: Vec<KeptLeaf>,
    /// The first checkpoint whose root is another.
    differs: Option<Checkpoint>,
}

impl<'a> Reading<'a> {
    pub fn of(evidence: &'a Evidence) -> Self {
        let mut reading = Self { evidence, tree: Tree::default(), fresh: Vec::new(), differs: None };
        reading.compare();
        reading
    }

    /// The next event in the order of the record.
    pub fn take(&mut self, leaf: KeptLeaf) {
        self.tree.push(leaf.hash);
        self.compare();
        if self.evidence.last().is_none_or(|last| self.tree.size() > last.size) {
            self.fresh.push(leaf);
        }
    }

    /// Whether the record is not what was signed, so that a third reading must say where.
    pub fn differs(&self) -> bool {
        self.differs.is_some() || self.cut().is_some()
    }

    /// The checkpoint before which the record ends.
    fn cut(&self) -> Option<&Checkpoint> {
        self.evidence.last().filter(|c| c.size > self.tree.size())
    }

    /// What came of it, with what the other readings found.
    pub fn end(self, streams: Streams<'_>, naming: Option<Naming<'_>>) -> Verified {
        let mut findings = self.evidence.findings.clone();
        findings.extend(streams.end());
        let events = self.tree.size();
        if let Some(named) = naming.map(Naming::end) {
            if let Some(Checkpoint { size, at, .. }) = self.cut().filter(|_| named.is_cut).cloned() {
                findings.insert(Finding::RolledBack { size, events, at });
            }
            if let Some(Checkpoint { size, at, .. }) = self.differs.filter(|_| named.findings.is_empty()) {
                findings.insert(Finding::Rewritten { size, at });
            }
            findings.extend(named.findings);
        }
        Verified {
            events,
            root: self.tree.root(),
            checkpoints: self.evidence.checkpoints.len(),
            fresh: self.fresh,
            findings: findings.into_iter().collect(),
        }
    }

    /// The root as it is now, where one was signed at this size.
    fn compare(&mut self) {
        if let Some(signed) = self.evidence.checkpoints.get(&self.tree.size())
            && self.differs.is_none()
            && signed.root != self.tree.root()
        {
            self.differs = Some(signed.clone());
        }
    }
}

/// The third reading: which events differ from those that were kept with the checkpoints. Holds all of them.
pub struct Naming<'a> {
    missing: HashMap<&'a Name, (usize, Hash)>,
    /// What is there, each with its place among what was kept.
    there: Vec<(Name, Option<usize>)>,
    /// By its chain.
    changed: BTreeMap<(String, String), Name>,
}

/// What the kept events tell.
struct Named {
    findings: BTreeSet<Finding>,
    /// Nothing but the end is missing.
    is_cut: bool,
}

impl<'a> Naming<'a> {
    /// `kept`: what [`Evidence::keep`] gave, one after the other.
    pub fn of(kept: &'a [KeptLeaf]) -> Self {
        let kept = kept.iter().enumerate();
        let missing = kept.map(|(place, leaf)| (&leaf.name, (place, leaf.hash))).collect();
        Self { missing, there: Vec::new(), changed: BTreeMap::new() }
    }

    /// The next event in the order of the record.
    pub fn take(&mut self, event: KeptLeaf) {
        let kept = self.missing.remove(&event.name);
        if kept.is_some_and(|(_, hash)| hash != event.hash) {
            // What follows in its chain differs because of it.
            let chain = (event.name.log.clone(), event.name.stream.clone());
            self.changed.entry(chain).or_insert_with(|| event.name.clone());
        }
        self.there.push((event.name, kept.map(|(place, _)| place)));
    }

    fn end(mut self) -> Named {
        let changed = self.changed.into_values().map(|event| Finding::Changed { event });
        let mut findings: BTreeSet<Finding> = changed.collect();
        // What came after the last checkpoint stands behind all that was kept.
        let known = self.there.iter().rposition(|(_, place)| place.is_some()).map_or(0, |last| last + 1);
        self.there.truncate(known);
        let places: Vec<usize> = self.there.iter().filter_map(|(_, place)| *place).collect();
        let moved = out_of_order(&places);
        for (event, place) in self.there {
            match place {
                None => drop(findings.insert(Finding::Inserted { event })),
                Some(place) if moved.contains(&place) => drop(findings.insert(Finding::Reordered { event })),
                Some(_) => {}
            }
        }
        let last = places.iter().max();
        let is_cut = self.missing.values().all(|(place, _)| last.is_none_or(|last| place > last));
        findings.extend(self.missing.into_keys().map(|name| Finding::Removed { event: name.clone() }));
        Named { findings, is_cut }
    }
}
