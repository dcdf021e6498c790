//! Text that runs out of the picture.

use super::blobs::Blob;
use super::{Measures, Study};
use crate::Thresholds;

pub fn cut_off(of: &Measures, thresholds: &Thresholds) -> bool {
    of.at_edge >= thresholds.cut_letters
}

/// Letters that stand at the edge of the picture, on the side that has most.
pub fn at_the_edge(study: &Study) -> usize {
    let (width, height) = (study.grey.width as u32, study.grey.height as u32);
    let near = (0.5 * study.print).max(2.0) as u32;
    let sides: [&dyn Fn(&Blob) -> bool; 4] =
        [&|b| b.left <= near, &|b| b.top <= near, &|b| b.right + near >= width, &|b| {
            b.bottom + near >= height
        }];
    let lines = || study.text.lines().iter().flatten();
    sides.iter().map(|side| lines().filter(|b| side(b)).count()).max().unwrap_or(0)
}
