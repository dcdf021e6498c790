//! No lines of text anywhere: a face, a wall, a floor.

use super::Measures;
use crate::Thresholds;

pub fn no_document(of: &Measures, thresholds: &Thresholds) -> bool {
    !of.has_text(thresholds)
}
