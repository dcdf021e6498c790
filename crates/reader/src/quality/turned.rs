//! A page on its side, whose lines run down, or upside down, whose small letters rise below their line.

use super::{Measures, Study};
use crate::Thresholds;

pub fn rotated(of: &Measures, thresholds: &Thresholds) -> bool {
    // Letters that blur has joined have no heads of their own.
    let clear = of.across >= thresholds.heads_letters && of.soft_letters < thresholds.heads_soft;
    let upside_down = clear && of.heads < thresholds.heads;
    of.has_text(thresholds) && (of.down > of.across || upside_down)
}

/// Letters stand on their line and reach above it to different heights: by how much neighbours differ above
/// more than below, of all by which they differ. Near 1 where the page is upright, near -1 where it is upside
/// down, 0 where all is capitals.
pub fn heads(study: &Study) -> f32 {
    let (mut above, mut below) = (0.0, 0.0);
    for pair in study.text.across.iter().flat_map(|line| line.windows(2)) {
        let [a, b] = pair else { continue };
        above += a.top.abs_diff(b.top) as f32;
        below += a.bottom.abs_diff(b.bottom) as f32;
    }
    (above - below) / (above + below).max(1.0)
}
