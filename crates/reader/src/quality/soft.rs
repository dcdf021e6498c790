//! Focus that missed, or a hand that moved: the edges of letters are wide beside the letters themselves.

use super::edges::{Patch, Width, quantile};
use super::{Measures, Study};
use crate::Thresholds;

pub fn blurred(of: &Measures, thresholds: &Thresholds) -> bool {
    if of.has_text(thresholds) {
        of.soft_letters > thresholds.soft_letters
    } else {
        // Letters that have run into one another are none: then the sharpest edges of all are asked.
        of.soft_edges > thresholds.soft_edges
    }
}

/// The width of letters' edges, in heights of a letter.
pub fn letters(study: &Study) -> f32 {
    let all = |of: fn(&Width) -> f32| study.letters.iter().map(|(_, p)| of(&p.width)).collect();
    let width = Width { upright: quantile(all(|w| w.upright), 0.5), level: quantile(all(|w| w.level), 0.5) };
    width.worse() / study.print.max(1.0)
}

/// The width of the sharpest edges there are, in pixels; none where nothing stands out.
pub fn sharpest(study: &Study) -> Option<Width> {
    let patches = patches(study);
    let strong: Vec<&Patch> = patches.iter().filter(|p| p.contrast() >= STANDS_OUT).collect();
    let all = |of: fn(&Width) -> f32| strong.iter().map(|p| of(&p.width)).collect();
    let sharp =
        || Width { upright: quantile(all(|w| w.upright), 0.1), level: quantile(all(|w| w.level), 0.1) };
    (strong.len() * 200 >= patches.len()).then(sharp)
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
