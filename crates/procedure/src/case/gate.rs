//! What is known of a case at the gate: its pass, the last verdict on the holder's finger, and where the product is
//! under way. Made by events alone, like the rest of the case.

use crate::command::Actor;
use crate::event::{Event, EventBody};
use crate::handover::{FingerResult, Way};
use jiff::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AtGate {
    /// The pass that is good; an older one is not any more.
    pub pass: Option<Pass>,
    pub verdict: Option<Verdict>,
    /// How often a finger was laid on the reader.
    pub attempts: u32,
    pub under_way: Option<UnderWay>,
    pub surveyed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// The number of the event that told the applicant.
    pub no: u64,
    pub made_at: Timestamp,
    /// It was shown to the officer who serves the case.
    pub shown: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub result: FingerResult,
    pub attempt: u32,
    pub by: String,
    pub at: Timestamp,
}

/// The product is on its way to its holder by somebody else's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    pub way: Way,
    /// The courier's service, or the nagari's office.
    pub through: String,
    /// The courier's number, or the official who took it.
    pub reference: String,
    pub since: Timestamp,
}

impl AtGate {
    pub(super) fn apply(&mut self, event: &Event, seq: u64) {
        use EventBody as E;
        match &event.body {
            E::Notified { .. } => {
                self.pass = Some(Pass { no: seq, made_at: event.at, shown: false });
            }
            E::PassShown { .. } => self.shown(true),
            E::Released { .. } | E::Reassigned { .. } => self.shown(false),
            E::HolderFingerChecked { attempt, result, .. } => {
                if *result != FingerResult::Waived {
                    self.attempts = *attempt;
                }
                let by = match &event.actor {
                    Actor::Officer { name, .. } => name.clone(),
                    _ => String::new(),
                };
                self.verdict = Some(Verdict { result: *result, attempt: *attempt, by, at: event.at });
            }
            E::Dispatched { way, through, reference, .. } => {
                self.shown(false);
                self.under_way = Some(UnderWay {
                    way: *way,
                    through: through.clone(),
                    reference: reference.clone(),
                    since: event.at,
                });
            }
            E::DispatchReturned { .. } => (self.under_way, self.verdict) = (None, None),
            // What was told to be ready is not ready any more.
            E::Spoiled { .. } => *self = Self::default(),
            E::SurveyAnswered => self.surveyed = true,
            _ => {}
        }
    }

    fn shown(&mut self, shown: bool) {
        if let Some(pass) = &mut self.pass {
            pass.shown = shown;
        }
    }
}
