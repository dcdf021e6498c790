//! The ways that cases take from step to step, and the words by which they are kept. How a case is followed stands in
//! `visit`.

use crate::ids::{OutcomeId, StepId};
use jiff::SignedDuration;

/// What led a case on from a step, or back to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathKind {
    /// An officer recorded it.
    Outcome(OutcomeId),
    /// Its applicant sent again what was returned to them.
    Corrected,
    /// Its applicant took it back.
    Withdrawn,
    /// It was taken up again after its end.
    Reopened,
}

/// A way that a case took: an arrow of the flow chart, or one that is not drawn there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    pub step: StepId,
    pub kind: PathKind,
    /// Working time at work since the visit began or an outcome before it; of a correction, the applicant's.
    pub time: SignedDuration,
    /// The number of the event that tells of it.
    pub seq: u64,
}

impl Path {
    /// As it is kept: the step, and the outcome or a word that no outcome can have.
    pub fn subject(&self) -> String {
        let way = match &self.kind {
            PathKind::Outcome(outcome) => outcome.as_str(),
            PathKind::Corrected => ":corrected",
            PathKind::Withdrawn => ":withdrawn",
            PathKind::Reopened => ":reopened",
        };
        format!("{}/{way}", self.step)
    }

    /// The step and the kind of [`Path::subject`].
    pub fn parse(subject: &str) -> Option<(StepId, PathKind)> {
        let (step, way) = subject.split_once('/')?;
        let kind = match way {
            ":corrected" => PathKind::Corrected,
            ":withdrawn" => PathKind::Withdrawn,
            ":reopened" => PathKind::Reopened,
            outcome => PathKind::Outcome(OutcomeId::new(outcome)),
        };
        Some((StepId::new(step), kind))
    }
}
