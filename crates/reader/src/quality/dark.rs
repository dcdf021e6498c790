//! Too little light: even paper is nearly black.

use super::edges::quantile;
use super::{Measures, Study};
use crate::Thresholds;

pub fn too_dark(of: &Measures, thresholds: &Thresholds) -> bool {
    let paper = if of.has_text(thresholds) { of.paper.min(of.lightest + 1.0) } else { of.lightest };
    paper < thresholds.dark_paper
}

/// How light it is beside the letters.
pub fn paper(study: &Study) -> f32 {
    quantile(study.letters.iter().map(|(_, patch)| patch.lightest).collect(), 0.5)
}
