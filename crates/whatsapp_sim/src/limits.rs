//! Token buckets for the pair limit and for throughput, on the simulator's clock.
//! Whether a message is otherwise allowed is not decided here.
use std::collections::HashMap;

use crate::clock::Millis;
use crate::config::Limits;

/// Which limit was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hit {
    Pair,
    Throughput,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    since: Millis,
}

impl Bucket {
    fn refill(&mut self, now: Millis, capacity: f64, per_ms: f64) {
        let elapsed = (now - self.since).max(0) as f64;
        self.tokens = (self.tokens + elapsed * per_ms).min(capacity);
        self.since = now;
    }
}

#[derive(Debug, Default)]
pub(crate) struct Limiter {
    pairs: HashMap<i64, Bucket>,
    number: Option<Bucket>,
}

impl Limiter {
    /// Takes one token for a message to `resident`, or none at all when either bucket is empty.
    pub(crate) fn take(&mut self, resident: Option<i64>, now: Millis, limits: &Limits) -> Result<(), Hit> {
        if limits.throughput_per_second > 0 {
            let capacity = f64::from(limits.throughput_per_second);
            let bucket = self.number.get_or_insert(Bucket { tokens: capacity, since: now });
            bucket.refill(now, capacity, capacity / 1000.0);
            if bucket.tokens < 1.0 {
                return Err(Hit::Throughput);
            }
        }
        if let Some(resident) = resident.filter(|_| limits.pair_every_ms > 0) {
            let capacity = f64::from(limits.pair_burst);
            let bucket = self.pairs.entry(resident).or_insert(Bucket { tokens: capacity, since: now });
            bucket.refill(now, capacity, 1.0 / limits.pair_every_ms as f64);
            if bucket.tokens < 1.0 {
                return Err(Hit::Pair);
            }
            bucket.tokens -= 1.0;
        }
        if let Some(bucket) = self.number.as_mut().filter(|_| limits.throughput_per_second > 0) {
            bucket.tokens -= 1.0;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_burst_one_message_fits_every_six_seconds() {
        let limits = Limits { throughput_per_second: 0, ..Limits::default() };
        let mut limiter = Limiter::default();
        for _ in 0..45 {
            assert_eq!(limiter.take(Some(1), 0, &limits), Ok(()));
        }
        assert_eq!(limiter.take(Some(1), 5_999, &limits), Err(Hit::Pair));
        assert_eq!(limiter.take(Some(2), 5_999, &limits), Ok(()));
        assert_eq!(limiter.take(Some(1), 6_000, &limits), Ok(()));
        assert_eq!(limiter.take(Some(1), 6_001, &limits), Err(Hit::Pair));
    }

    #[test]
    fn a_message_refused_for_its_pair_costs_no_throughput() {
        let limits = Limits { throughput_per_second: 2, pair_burst: 1, ..Limits::default() };
        let mut limiter = Limiter::default();
        assert_eq!(limiter.take(Some(1), 0, &limits), Ok(()));
        assert_eq!(limiter.take(Some(1), 0, &limits), Err(Hit::Pair));
        assert_eq!(limiter.take(Some(2), 0, &limits), Ok(()));
        assert_eq!(limiter.take(Some(3), 0, &limits), Err(Hit::Throughput));
    }
}
