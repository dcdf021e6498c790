//! Slows guessing. Keys always hold the guesser's address, so that nobody can lock another out.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::num::NonZeroU32;
use std::time::Duration;

/// So many tries at once, then one for each pause.
pub struct Slowing<K: Clone + Hash + Eq>(DefaultKeyedRateLimiter<K>);

impl<K: Clone + Hash + Eq> Slowing<K> {
    pub fn new(at_once: u32, pause: Duration) -> Self {
        let quota = Quota::with_period(pause).unwrap_or(Quota::per_minute(NonZeroU32::MIN));
        Self(RateLimiter::keyed(quota.allow_burst(NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN))))
    }

    /// Counts a try; false where it comes too soon.
    pub fn allows(&self, key: &K) -> bool {
        // Forgets who has not tried for long, now and then, so that memory stays bounded.
        if self.0.len() > 10_000 {
            self.0.retain_recent();
        }
        self.0.check_key(key).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_beyond_the_first_few_must_wait_and_nobody_elses_do() {
        let slowing = Slowing::new(3, Duration::from_secs(60));
        assert!((0..3).all(|_| slowing.allows(&"a")));
        assert!(!slowing.allows(&"a"));
        assert!(slowing.allows(&"b"));
    }
}
