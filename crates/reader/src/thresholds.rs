//! Where a finding begins. Every figure can be set in the office's configuration; the defaults are calibrated
//! on synthetic pages (`docs/bench.md`).

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {}
