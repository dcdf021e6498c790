//! Histograms, percentiles, medians and spreads. Knows nothing of what was measured.

use hdrhistogram::Histogram;
use serde::Serialize;
use std::time::Duration;

/// A figure over several rounds: the median, with the least and the most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    pub median: f64,
    pub min: f64,
    pub max: f64,
}

impl Spread {
    /// Of at least one value.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Self { median: middle(&sorted), min: sorted[0], max: sorted[sorted.len() - 1] }
    }
}

fn middle(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) { (sorted[half - 1] + sorted[half]) / 2.0 } else { sorted[half] }
}

/// How long pieces of work took, to a thousandth of each: microseconds in a histogram, so that none is left out and a
/// million cost as much memory as one.
#[derive(Clone)]
pub struct Latencies(Histogram<u64>);

impl Latencies {
    /// The longest that can be told from what is longer.
    const LONGEST: u64 = 600_000_000;

    pub fn add(&mut self, took: Duration) {
        self.0.saturating_record(u64::try_from(took.as_micros()).unwrap_or(Self::LONGEST).max(1));
    }

    pub fn join(&mut self, other: &Self) {
        // Both have the same bounds, so nothing can be refused.
        let _ = self.0.add(&other.0);
    }

    pub fn count(&self) -> u64 {
        self.0.len()
    }

    /// In milliseconds.
    pub fn latency(&self) -> Latency {
        let at =
            |percent: f64| Duration::from_micros(self.0.value_at_percentile(percent)).as_secs_f64() * 1e3;
        Latency { p50: at(50.0), p99: at(99.0), max: at(100.0) }
    }
}

impl Default for Latencies {
    fn default() -> Self {
        match Histogram::new_with_bounds(1, Self::LONGEST, 3) {
            Ok(histogram) => Self(histogram),
            Err(e) => unreachable!("bounds that hold: {e}"),
        }
    }
}

impl FromIterator<Duration> for Latencies {
    fn from_iter<T: IntoIterator<Item = Duration>>(all: T) -> Self {
        let mut latencies = Self::default();
        all.into_iter().for_each(|took| latencies.add(took));
        latencies
    }
}

/// Latencies of one round, in milliseconds.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Latency {
    pub p50: f64,
    pub p99: f64,
    pub max: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_the_middle_value_between_the_least_and_the_most() {
        assert_eq!(Spread::of([3.0, 1.0, 2.0]), Spread { median: 2.0, min: 1.0, max: 3.0 });
        assert_eq!(Spread::of([4.0, 1.0, 2.0, 3.0]).median, 2.5);
        assert_eq!(Spread::of([7.0]), Spread { median: 7.0, min: 7.0, max: 7.0 });
    }

    #[test]
    fn a_percentile_is_the_latency_of_the_nearest_rank_to_a_thousandth() {
        let near = |is: f64, should: f64| assert!((is / should - 1.0).abs() < 0.001, "{is} and not {should}");
        let latency = (1..=200).map(Duration::from_millis).collect::<Latencies>().latency();
        near(latency.p50, 100.0);
        near(latency.p99, 198.0);
        near(latency.max, 200.0);
        let mut joined: Latencies = [Duration::from_micros(70)].into_iter().collect();
        joined.join(&[Duration::from_secs(9)].into_iter().collect());
        assert_eq!(joined.count(), 2);
        near(joined.latency().p50, 0.07);
        near(joined.latency().max, 9_000.0);
    }
}
