//! Medians and percentiles of any number of values from a small number of counters: buckets whose width grows with
//! what they hold, so that a value read from one is wrong by a sixteenth at most. No value itself is kept.

use std::collections::BTreeMap;

/// Buckets between a number and its double.
const PER_OCTAVE: u64 = 8;

/// The bucket that a value falls into: below 8 one for each value, above it eight between a number and its double.
pub fn bucket(value: u64) -> u32 {
    if value < PER_OCTAVE {
        return u32::try_from(value).unwrap_or(0);
    }
    let octave = value.ilog2() - PER_OCTAVE.ilog2();
    let within = u32::try_from((value >> octave) - PER_OCTAVE).unwrap_or(0);
    8 * (octave + 1) + within
}

/// The least and the greatest value of a bucket.
pub fn bounds(bucket: u32) -> (u64, u64) {
    if u64::from(bucket) < PER_OCTAVE {
        return (u64::from(bucket), u64::from(bucket));
    }
    let (octave, within) = ((bucket / 8 - 1).min(60), u64::from(bucket % 8));
    let least = (PER_OCTAVE + within) << octave;
    (least, least + ((1u64 << octave) - 1))
}

/// How many values fell into each bucket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histogram(BTreeMap<u32, u64>);

impl Histogram {
    pub fn add(&mut self, bucket: u32, values: u64) {
        let counted = self.0.entry(bucket).or_default();
        *counted = counted.saturating_add(values);
    }

    pub fn count(&self) -> u64 {
        self.0.values().fold(0, |sum, n| sum.saturating_add(*n))
    }

    pub fn median(&self) -> Option<u64> {
        self.percentile(50)
    }

    /// The value that `percent` of a hundred do not exceed (nearest rank), to a sixteenth; none of nothing.
    pub fn percentile(&self, percent: u32) -> Option<u64> {
        let count = u128::from(self.count());
        let rank = (count * u128::from(percent.min(100))).div_ceil(100).max(1);
        let mut seen = 0;
        for (bucket, values) in &self.0 {
            seen += u128::from(*values);
            if seen >= rank {
                let (least, greatest) = bounds(*bucket);
                return Some(least + (greatest - least) / 2);
            }
        }
        None
    }
}
