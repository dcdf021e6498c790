//! What a picture looks like, in 256 bits: the signs of its waves (a discrete cosine transform, as in pHash).
//! Forms of one kind share their layout, so the coarse waves are left out and finer ones are asked, which the
//! entries make. The same photo, smaller or compressed again, differs in a few bits; cut or turned, in half.

use crate::Picture;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Its text is 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Likeness([u64; 4]);

/// Pixels each way of the grey copy that is transformed.
const SIDE: usize = 128;
/// Waves each way. Measured on scans of forms of one kind: below, entries count too little; above, what
/// compression leaves does not.
const WAVES: std::ops::Range<usize> = 16..32;

impl Likeness {
    /// Bits that may differ in the same photo; fewer than there are [`Self::bands`].
    pub const SAME: u32 = 15;

    pub fn of(picture: &Picture) -> Self {
        let grey = picture.grey(SIDE as u32, SIDE as u32);
        let waves: Vec<Vec<f32>> = WAVES.map(wave).collect();
        // Each row by each wave, then each wave's column of that by each wave.
        let rows: Vec<Vec<f32>> = grey
            .chunks_exact(SIDE)
            .map(|row| {
                waves.iter().map(|w| row.iter().zip(w).map(|(v, w)| f32::from(*v) * w).sum()).collect()
            })
            .collect();
        let strength = |across: usize, down: &Vec<f32>| -> f32 {
            rows.iter().zip(down).map(|(row, w)| row[across] * w).sum()
        };
        let mut bits = [0; 4];
        for (n, down) in waves.iter().enumerate() {
            for across in 0..WAVES.len() {
                bits[n / 4] = bits[n / 4] << 1 | u64::from(strength(across, down) > 0.0);
            }
        }
        Self(bits)
    }

    /// Whether it is the same photo.
    pub fn same(self, other: Self) -> bool {
        self.distance(other) <= Self::SAME
    }

    /// The number of bits that differ, of 256.
    pub fn distance(self, other: Self) -> u32 {
        self.0.iter().zip(other.0).map(|(a, b)| (a ^ b).count_ones()).sum()
    }

    /// Sixteen bits each. What differs in no more than [`Self::SAME`] bits shares one of them at the same place:
    /// look for these, and ask the distance of what is found.
    pub fn bands(self) -> [u16; 16] {
        std::array::from_fn(|n| (self.0[n / 4] >> (48 - 16 * (n % 4))) as u16)
    }
}

fn wave(n: usize) -> Vec<f32> {
    let step = std::f32::consts::PI * n as f32 / SIDE as f32;
    (0..SIDE).map(|x| (step * (x as f32 + 0.5)).cos()).collect()
}

impl fmt::Display for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| write!(f, "{part:016x}"))
    }
}

/// Not 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a likeness is 64 hexadecimal digits")]
pub struct NoLikeness;

impl FromStr for Likeness {
    type Err = NoLikeness;
    fn from_str(text: &str) -> Result<Self, NoLikeness> {
        let mut parts = [0; 4];
        for (n, part) in parts.iter_mut().enumerate() {
            let digits = text.get(n * 16..n * 16 + 16).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
            *part = digits.and_then(|d| u64::from_str_radix(d, 16).ok()).ok_or(NoLikeness)?;
        }
        if text.len() == 64 { Ok(Self(parts)) } else { Err(NoLikeness) }
    }
}

impl TryFrom<String> for Likeness {
    type Error = NoLikeness;
    fn try_from(text: String) -> Result<Self, NoLikeness> {
        text.parse()
    }
}

impl From<Likeness> for String {
    fn from(likeness: Likeness) -> Self {
        likeness.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_likeness_is_written_and_read_back_and_nothing_else_is_read() {
        let likeness = Likeness([1, 0, u64::MAX, 0xABCD]);
        assert_eq!(likeness.to_string().parse(), Ok(likeness));
        for wrong in ["", "12", &"g".repeat(64), &"0".repeat(65), &"+".repeat(64), &"é".repeat(32)] {
            assert_eq!(wrong.parse::<Likeness>(), Err(NoLikeness), "{wrong}");
        }
    }

    #[test]
    fn fewer_than_sixteen_differing_bits_leave_a_band_in_common() {
        let one = Likeness([0; 4]);
        // One bit in each of fifteen bands.
        let other = Likeness([
            0x0001_0001_0001_0001,
            0x0001_0001_0001_0001,
            0x0001_0001_0001_0001,
            0x0001_0001_0001_0000,
        ]);
        assert_eq!(one.distance(other), 15);
        assert!(one.bands().iter().zip(other.bands()).any(|(a, b)| *a == b));
    }
}
