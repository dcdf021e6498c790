//! Focus that missed, or a hand that moved: the edges of letters are wide beside the letters themselves, or wide
//! in one direction and pale.

use super::edges::{Patch, quantile, spread};
use super::{Measures, Study};
use crate::Thresholds;

pub fn blurred(of: &Measures, thresholds: &Thresholds) -> bool {
    if of.has_text(thresholds) {
        of.soft_letters > thresholds.soft_letters || of.smeared > thresholds.smeared
    } else {
        // Letters that have run into one another are none: then the sharpest edges of all are asked.
        of.soft_edges > thresholds.soft_edges
    }
}

/// The width of letters' edges, in heights of a letter.
pub fn letters(study: &Study) -> f32 {
    spread(study.letters.iter().map(|(_, patch)| patch), 0.5).1 / study.print.max(1.0)
}

/// How many times wider letters' edges are in one direction than in another, times how pale the letters are:
/// a hand that moved spreads ink over paper. Fine print is pale, and slanted light has a direction; both at
/// once are a smear.
pub fn smeared(study: &Study) -> f32 {
    let (best, worst) = spread(study.letters.iter().map(|(_, patch)| patch), 0.5);
    let pale = study.letters.iter().map(|(_, patch)| patch.paleness()).collect();
    worst / best.max(1.0) * quantile(pale, 0.5)
}

/// The width of the sharpest edges there are, in pixels; 0 where nothing stands out.
pub fn sharpest(study: &Study) -> f32 {
    let patches = patches(study);
    let strong = patches.iter().filter(|p| p.contrast() >= STANDS_OUT);
    if strong.clone().count() * 200 >= patches.len() { spread(strong, 0.1).1 } else { 0.0 }
}

/// Levels of brightness.
const STANDS_OUT: f32 = 40.0;
/// Pixels.
const SIDE: usize = 32;

/// Every other square of a chessboard over the picture.
fn patches(study: &Study) -> Vec<Patch> {
    let (columns, rows) = (study.grey.width / SIDE, study.grey.height / SIDE);
    let squares = (0..rows).flat_map(|y| (y % 2..columns).step_by(2).map(move |x| (x * SIDE, y * SIDE)));
    squares.filter_map(|(x, y)| Patch::of(&study.grey, (x, y), (x + SIDE, y + SIDE))).collect()
}
