//! Whether a person could read the page. Judged on a small grey copy, the same for every photo.

use crate::{Finding, Picture, Thresholds};

/// What keeps a person from reading the page, worst first.
pub fn findings(_picture: &Picture, _thresholds: &Thresholds) -> Vec<Finding> {
    Vec::new()
}
