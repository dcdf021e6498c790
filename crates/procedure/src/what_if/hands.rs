//! Hands-on time: whoever holds several cases at the same moment works on each for its share of that moment. No
//! officer is ever made to have worked longer than they held anything.

use super::axis::Axis;
use crate::ids::UserId;
use jiff::SignedDuration;
use std::collections::BTreeMap;

/// A stretch in which an officer had claimed a part of work, by that part's number. In whole seconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub(super) part: usize,
    pub(super) from: i64,
    pub(super) until: i64,
}

/// The hands-on time of a part of work, in all and within the month.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct HandsOn {
    pub(super) all: SignedDuration,
    pub(super) within: SignedDuration,
}

/// The shares of all officers, by part; a part that nobody claimed has none.
pub(super) fn shared(
    held: &BTreeMap<UserId, Vec<Stretch>>,
    axis: &Axis,
    month: (i64, i64),
) -> BTreeMap<usize, HandsOn> {
    let mut parts = BTreeMap::new();
    for stretches in held.values() {
        share(stretches, axis, month, &mut parts);
    }
    parts
}

/// One officer's time, from moment to moment: between two of them the same parts are held.
fn share(stretches: &[Stretch], axis: &Axis, month: (i64, i64), parts: &mut BTreeMap<usize, HandsOn>) {
    let begins = stretches.iter().enumerate().map(|(i, s)| (s.from, false, i));
    let ends = stretches.iter().enumerate().map(|(i, s)| (s.until, true, i));
    let mut moments: Vec<(i64, bool, usize)> = begins.chain(ends).collect();
    moments.sort_unstable();
    let (mut last, mut holding) = (i64::MIN, 0i64);
    // What a part held all the time would have by now, and had when each stretch began.
    let mut each = (0i64, 0i64);
    let mut begun = vec![each; stretches.len()];
    for (at, is_end, i) in moments {
        if holding > 0 {
            let working = |from: i64, until: i64| nanos(axis.between(from, until)) / holding;
            each.0 = each.0.saturating_add(working(last, at));
            each.1 = each.1.saturating_add(working(last.max(month.0), at.min(month.1)));
        }
        last = at;
        holding += if is_end { -1 } else { 1 };
        let (Some(stretch), Some(before)) = (stretches.get(i), begun.get_mut(i)) else { continue };
        if is_end {
            let part = parts.entry(stretch.part).or_default();
            part.all += SignedDuration::from_nanos(each.0 - before.0);
            part.within += SignedDuration::from_nanos(each.1 - before.1);
        } else {
            *before = each;
        }
    }
}

fn nanos(seconds: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000)
}
