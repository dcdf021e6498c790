//! What a picture looks like, in 64 bits: whether neighbouring patches grow lighter or darker. The same
//! photo, smaller or compressed again, differs in a few bits; another page in about half of them.

use crate::Picture;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Likeness(pub u64);

impl Likeness {
    /// So many bits may differ in the same photo.
    pub const SAME: u32 = 4;

    pub fn of(picture: &Picture) -> Self {
        let grey = picture.grey(9, 8);
        let darker = |row: usize, column: usize| grey[row * 9 + column] < grey[row * 9 + column + 1];
        let bits = (0..8).flat_map(|row| (0..8).map(move |column| (row, column)));
        Self(bits.fold(0, |hash, (row, column)| hash << 1 | u64::from(darker(row, column))))
    }

    /// As it is stored.
    pub fn to_hex(self) -> String {
        format!("{:016x}", self.0)
    }

    pub fn from_hex(hex: &str) -> Option<Self> {
        u64::from_str_radix(hex, 16).ok().map(Self)
    }

    /// Whether it is the same photo.
    pub fn same(self, other: Self) -> bool {
        self.distance(other) <= Self::SAME
    }

    /// The number of bits that differ.
    pub fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}
