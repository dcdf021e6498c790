//! Whether the record is what it was when it was signed: every hash recomputed, every chain followed, every
//! checkpoint's root compared; and where something differs, which event it is. Only reads.

use super::chain::{Chain, out_of_order};
use super::kept::KeptLeaf;
use super::scan::{Scanned, scan};
use super::{AuditError, Checkpoint, Kept, Name, Tree, Verifier};
use crate::db::Db;
use crate::events::Hash;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the record is held against.
#[derive(Debug, Default)]
pub struct Evidence {
    /// By size.
    checkpoints: BTreeMap<u64, Checkpoint>,
    /// The events of the kept checkpoints, in order.
    leaves: Vec<KeptLeaf>,
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
    /// Everything that is kept.
    pub async fn kept(kept: &Kept, verifier: &Verifier) -> Result<Self, AuditError> {
        let mut evidence = Self::default();
        let mut tree = Tree::default();
        let mut whole = true;
        for size in kept.sizes().await? {
            let note = kept.note(size).await?.unwrap_or_default();
            match verifier.read(&note) {
                Ok(checkpoint) if checkpoint.size == size => evidence.add(checkpoint),
                _ => {
                    evidence.findings.insert(Finding::BadCheckpoint { size });
                    continue;
                }
            }
            // One list that is damaged leaves those after it without a beginning.
            let leaves = if whole { kept.leaves(size).await.unwrap_or_default() } else { continue };
            leaves.iter().for_each(|leaf| tree.push(leaf.hash));
            let signed = evidence.checkpoints.get(&size).map(|c| c.root);
            whole = tree.size() == size && signed == Some(tree.root());
            if whole {
                evidence.leaves.extend(leaves);
            } else {
                evidence.findings.insert(Finding::BadLeaves { size });
            }
        }
        Ok(evidence)
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

/// One reading of the record.
struct Reading<'a> {
    office: &'a str,
    evidence: &'a Evidence,
    tree: Tree,
    chains: HashMap<(String, String), Chain>,
    findings: BTreeSet<Finding>,
    fresh: Vec<KeptLeaf>,
    /// The first checkpoint whose root is another.
    differs: Option<Checkpoint>,
}

/// Holds the record up to a position against the evidence.
pub async fn verify(db: &Db, office: &str, evidence: &Evidence, until: i64) -> Result<Verified, AuditError> {
    let mut reading = Reading {
        office,
        evidence,
        tree: Tree::default(),
        chains: HashMap::new(),
        findings: evidence.findings.clone(),
        fresh: Vec::new(),
        differs: None,
    };
    reading.compare();
    scan(db, office, until, |event| reading.take(event)).await?;
    for chain in std::mem::take(&mut reading.chains).into_values() {
        chain.end(office, &mut reading.findings);
    }
    let events = reading.tree.size();
    let cut = evidence.last().filter(|c| c.size > events).cloned();
    if cut.is_some() || reading.differs.is_some() {
        let named = named(db, office, evidence, until).await?;
        if let Some(Checkpoint { size, at, .. }) = cut.filter(|_| named.is_cut) {
            reading.findings.insert(Finding::RolledBack { size, events, at });
        }
        if let Some(Checkpoint { size, at, .. }) = reading.differs.filter(|_| named.findings.is_empty()) {
            reading.findings.insert(Finding::Rewritten { size, at });
        }
        reading.findings.extend(named.findings);
    }
    Ok(Verified {
        events,
        root: reading.tree.root(),
        checkpoints: evidence.checkpoints.len(),
        fresh: reading.fresh,
        findings: reading.findings.into_iter().collect(),
    })
}

impl Reading<'_> {
    fn take(&mut self, event: Scanned) {
        let (name, hash) = (event.name.clone(), event.hash);
        let chain = (name.log.clone(), name.stream.clone());
        self.chains.entry(chain).or_default().take(self.office, event, &mut self.findings);
        self.tree.push(hash);
        self.compare();
        if self.evidence.last().is_none_or(|last| self.tree.size() > last.size) {
            self.fresh.push(KeptLeaf { name, hash });
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

/// What the kept events tell.
struct Named {
    findings: BTreeSet<Finding>,
    /// Nothing but the end is missing.
    is_cut: bool,
}

/// Which events differ from those that were kept with the checkpoints.
async fn named(db: &Db, office: &str, evidence: &Evidence, until: i64) -> Result<Named, AuditError> {
    let mut missing: HashMap<&Name, (usize, Hash)> =
        evidence.leaves.iter().enumerate().map(|(place, l)| (&l.name, (place, l.hash))).collect();
    let mut there: Vec<(Name, Option<usize>)> = Vec::new();
    let mut changed: BTreeMap<(String, String), Name> = BTreeMap::new();
    scan(db, office, until, |event| {
        let kept = missing.remove(&event.name);
        if kept.is_some_and(|(_, hash)| hash != event.hash) {
            // What follows in its chain differs because of it.
            let chain = (event.name.log.clone(), event.name.stream.clone());
            changed.entry(chain).or_insert_with(|| event.name.clone());
        }
        there.push((event.name, kept.map(|(place, _)| place)));
    })
    .await?;
    let changed = changed.into_values().map(|event| Finding::Changed { event });
    let mut findings: BTreeSet<Finding> = changed.collect();
    // What came after the last checkpoint stands behind all that was kept.
    let known = there.iter().rposition(|(_, place)| place.is_some()).map_or(0, |last| last + 1);
    there.truncate(known);
    let places: Vec<usize> = there.iter().filter_map(|(_, place)| *place).collect();
    let moved = out_of_order(&places);
    for (event, place) in there {
        match place {
            None => drop(findings.insert(Finding::Inserted { event })),
            Some(place) if moved.contains(&place) => drop(findings.insert(Finding::Reordered { event })),
            Some(_) => {}
        }
    }
    let end = places.iter().max().map_or(0, |last| last + 1);
    let is_cut = missing.values().all(|(place, _)| *place >= end);
    findings.extend(missing.into_keys().map(|name| Finding::Removed { event: name.clone() }));
    Ok(Named { findings, is_cut })
}
