//! How well a likeness tells the same photo from another one.

use super::seen::Seen;
use reader::Likeness;
use serde::Serialize;

/// Bits, of 256.
#[derive(Debug, Serialize)]
pub struct Twins {
    pub may_differ: u32,
    /// The most by which the same photo differs from itself, smaller and compressed again.
    pub same_photo_most: u32,
    /// The share of such photos that differ in more bits than they may.
    pub same_photo_missed: f64,
    /// The least by which two photos of different pages of one kind differ.
    pub other_page_least: u32,
    pub pairs_of_other_pages: usize,
    /// Such pairs that are taken for the same photo.
    pub pairs_mistaken: usize,
}

impl Twins {
    pub fn of(all: &[Seen]) -> Self {
        // A dark or empty picture is like every other one.
        let pages: Vec<&Seen> = all.iter().filter(|s| s.order.defect.is_none()).collect();
        let pairs = pages.iter().enumerate().flat_map(|(n, a)| pages[n + 1..].iter().map(move |b| (a, b)));
        let other: Vec<u32> =
            pairs.filter(|(a, b)| a.page == b.page).map(|(a, b)| a.likeness.distance(b.likeness)).collect();
        let missed = pages.iter().filter(|s| s.again > Likeness::SAME).count();
        Self {
            may_differ: Likeness::SAME,
            same_photo_most: pages.iter().map(|s| s.again).max().unwrap_or(0),
            same_photo_missed: missed as f64 / pages.len().max(1) as f64,
            other_page_least: other.iter().copied().min().unwrap_or(256),
            pairs_of_other_pages: other.len(),
            pairs_mistaken: other.iter().filter(|bits| **bits <= Likeness::SAME).count(),
        }
    }
}
