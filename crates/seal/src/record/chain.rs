//! One stream of the record: each event recomputed from the one before it, and what is missing or moved named. Pure.

use super::{Finding, Hashed, Head, Name};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Events that are named of one gap: somebody may have written any number into a row.
const MOST: usize = 1_000;

/// One stream as far as it was read.
#[derive(Default)]
pub struct Chain {
    head: Head,
    odd: Option<Box<Odd>>,
}

/// Where the events of a stream do not come one after the other.
struct Odd {
    /// The numbers in the order in which they came.
    order: Vec<usize>,
    /// Those that wait for one before them.
    waiting: BTreeMap<u64, Hashed>,
}

impl Chain {
    /// The next event of the stream, in the order of the record.
    pub fn take(&mut self, office: &str, event: Hashed, findings: &mut BTreeSet<Finding>) {
        let seq = event.name.seq;
        if self.odd.is_none() && seq == self.head.seq + 1 {
            return self.follow(office, &event, findings);
        }
        let is_waiting = self.odd.as_ref().is_some_and(|odd| odd.waiting.contains_key(&seq));
        if seq <= self.head.seq || is_waiting {
            // One of this number came before it.
            findings.insert(Finding::Inserted { event: event.name });
            return;
        }
        let odd = self.odd.get_or_insert_with(|| {
            let so_far = usize::try_from(self.head.seq).unwrap_or_default();
            Box::new(Odd { order: (1..=so_far).collect(), waiting: BTreeMap::new() })
        });
        odd.order.push(usize::try_from(seq).unwrap_or(usize::MAX));
        odd.waiting.insert(seq, event);
    }

    fn follow(&mut self, office: &str, event: &Hashed, findings: &mut BTreeSet<Finding>) {
        if event.recomputed(office, &self.head.hash) != event.hash {
            findings.insert(Finding::Changed { event: event.name.clone() });
        }
        self.head = Head { seq: event.name.seq, hash: event.hash };
    }

    /// What did not come in order: put in order, and what is missing named.
    pub fn end(mut self, office: &str, findings: &mut BTreeSet<Finding>) {
        let Some(odd) = self.odd.take() else { return };
        let Odd { order, waiting } = *odd;
        let moved = out_of_order(&order);
        for (seq, event) in waiting {
            if usize::try_from(seq).is_ok_and(|seq| moved.contains(&seq)) {
                findings.insert(Finding::Reordered { event: event.name.clone() });
            }
            if seq == self.head.seq + 1 {
                self.follow(office, &event, findings);
                continue;
            }
            let missing = (self.head.seq + 1..seq).take(MOST).map(|seq| Name { seq, ..event.name.clone() });
            findings.extend(missing.map(|event| Finding::Removed { event }));
            // Of what follows a gap only what comes after it can be recomputed.
            self.head = Head { seq, hash: event.hash };
        }
    }
}

/// The fewest places that must be taken out so that the others are in order: those that are in no longest
/// increasing sequence.
pub fn out_of_order(places: &[usize]) -> BTreeSet<usize> {
    // For each length the least end of a sequence so long, and before each place the one it follows.
    let mut ends: Vec<usize> = Vec::new();
    let mut follows: HashMap<usize, usize> = HashMap::new();
    for place in places {
        let length = ends.partition_point(|end| end < place);
        if let Some(before) = length.checked_sub(1).and_then(|l| ends.get(l)) {
            follows.insert(*place, *before);
        }
        match ends.get_mut(length) {
            Some(end) => *end = *place,
            None => ends.push(*place),
        }
    }
    let mut moved: BTreeSet<usize> = places.iter().copied().collect();
    let mut kept = ends.last().copied();
    while let Some(place) = kept {
        moved.remove(&place);
        kept = follows.get(&place).copied();
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::out_of_order;

    #[test]
    fn only_what_was_moved_is_out_of_order_wherever_it_went() {
        let moved = |places: &[usize]| out_of_order(places).into_iter().collect::<Vec<_>>();
        assert_eq!(moved(&[]), [0_usize; 0]);
        assert_eq!(moved(&[0, 1, 2, 3]), [0_usize; 0]);
        assert_eq!(moved(&[3, 0, 1, 2]), [3], "moved to the front");
        assert_eq!(moved(&[1, 2, 3, 0]), [0], "moved to the end");
        assert_eq!(moved(&[0, 3, 1, 2, 4, 6, 5]).len(), 2);
    }
}
