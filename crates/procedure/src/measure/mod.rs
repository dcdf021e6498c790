//! What a case tells of the office's work: from its events a list of facts, each belonging to a day, and the pure
//! numbers made of many. No fact names an applicant, and nothing here remembers a fact or adds one up over cases.

mod days;
mod facts;
mod histogram;
mod path;
mod period;
mod visit;

pub use days::days_left;
pub use facts::{Fact, Figure, facts};
pub use histogram::{Histogram, bounds, bucket};
pub use path::{Path, PathKind};
pub use period::{Month, Parts, Period, PeriodError};
pub(crate) use visit::is_done;
pub use visit::{Account, End, Going, Held, Part, Track, Visit, track};

use crate::Case;

/// By what facts of a case can be told apart; as the case is known now, so that they move with what is amended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Scope {
    /// As the applicant told it; empty where nobody did.
    pub district: String,
    /// Ids of reasons in the order of their names, separated by commas.
    pub reasons: String,
}

impl Scope {
    pub fn of(case: &Case) -> Self {
        let mut reasons: Vec<&str> = case.grounds.reasons.iter().map(|r| r.as_str()).collect();
        reasons.sort_unstable();
        reasons.dedup();
        let district = case.applicant.district.clone().unwrap_or_default();
        Self { district, reasons: reasons.join(",") }
    }
}

/// `part` of `whole` from 0 to 1; none where there is no whole.
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| float(part.min(whole)) / float(whole))
}

/// Exact for every count that an office will ever have.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn float(count: u64) -> f64 {
    count as f64
}

/// Whether a figure of so few cases could tell something of one of them, where everybody reads it.
pub fn is_too_few_to_publish(cases: u64) -> bool {
    cases < 5
}
