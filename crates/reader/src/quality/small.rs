//! Letters so small that they hold no shape, because the page was far away or the picture was reduced.

use super::Measures;
use crate::Thresholds;

pub fn too_small(of: &Measures, thresholds: &Thresholds) -> bool {
    of.is_tiny(thresholds) || of.has_text(thresholds) && of.print < thresholds.small_print
}
