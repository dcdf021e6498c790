//! Which waiting writes one commit takes along: up to [`BATCH`], none touching what another touches.

use std::collections::{HashSet, VecDeque};

/// Writes that one commit gathers at the most.
pub(super) const BATCH: usize = 256;

/// Takes `first` and whatever else waits (`held` from last time, then `next`). What clashes with a
/// write already taken goes back to `held`, in order.
pub(super) fn gather<J>(
    first: J,
    held: &mut VecDeque<J>,
    mut next: impl FnMut() -> Option<J>,
    touches: impl Fn(&J) -> &[String],
) -> Vec<J> {
    let mut touched: HashSet<String> = HashSet::new();
    let mut batch = Vec::new();
    let mut later = VecDeque::new();
    let mut candidate = Some(first);
    while let Some(job) = candidate {
        let keys = touches(&job);
        let clashes = keys.iter().any(|k| touched.contains(k));
        // Keys of a held job count as touched too, or a third one would overtake it.
        touched.extend(keys.iter().cloned());
        if clashes {
            later.push_back(job)
        } else {
            batch.push(job)
        }
        let full = batch.len() + later.len() >= BATCH;
        candidate = if full { None } else { held.pop_front().or_else(&mut next) };
    }
    later.append(held);
    *held = later;
    batch
}

#[cfg(test)]
mod tests {
    use super::*;

    type Job = (u32, Vec<String>);

    fn job(n: u32, keys: &[&str]) -> Job {
        (n, keys.iter().map(|k| (*k).to_owned()).collect())
    }

    fn numbers(jobs: impl IntoIterator<Item = Job>) -> Vec<u32> {
        jobs.into_iter().map(|j| j.0).collect()
    }

    #[test]
    fn writes_that_touch_the_same_thing_never_share_a_commit_and_keep_their_order() {
        let mut waiting =
            VecDeque::from([job(2, &["a"]), job(3, &["b"]), job(4, &["a", "b"]), job(5, &["c"])]);
        let mut held = VecDeque::new();
        let batch = gather(job(1, &["a"]), &mut held, || waiting.pop_front(), |j| &j.1);
        assert_eq!(numbers(batch), [1, 3, 5]);
        let first = held.pop_front().unwrap();
        let batch = gather(first, &mut held, || None, |j| &j.1);
        assert_eq!(numbers(batch), [2]);
        assert_eq!(numbers(held), [4]);
    }
}
