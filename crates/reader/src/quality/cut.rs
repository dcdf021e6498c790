//! Text that runs out of the picture. A page cut between its words, or through blank paper only, is not told.

use super::blobs::Blob;
use super::{Measures, Study};
use crate::Thresholds;

pub fn cut_off(of: &Measures, thresholds: &Thresholds) -> bool {
    of.at_edge >= thresholds.cut_letters
}

/// Letters that stand at an edge of the picture, nearer than a letter is high, at the edge that has most.
pub fn at_the_edge(study: &Study) -> usize {
    let (width, height) = (study.grey.width as u32, study.grey.height as u32);
    let near = study.print.max(2.0) as u32;
    let sides: [&dyn Fn(&Blob) -> bool; 4] =
        [&|b| b.left <= near, &|b| b.top <= near, &|b| b.right + near >= width, &|b| {
            b.bottom + near >= height
        }];
    // Words whose letters have run together count half: the grain of a table looks like them.
    let word = |b: &&Blob| b.height() < 1.5 * study.print && b.height() > 0.6 * study.print;
    let count = |side: &&dyn Fn(&Blob) -> bool| {
        let letters = study.text.lines().iter().flatten().filter(|b| side(b)).count();
        letters + study.text.words().iter().filter(word).filter(|b| side(b)).count() / 2
    };
    sides.iter().map(count).max().unwrap_or(0)
}
