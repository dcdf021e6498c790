//! The sections `[handover]` and `[[survey]]`: whether what the gate asks for is there.

use super::problem::ProblemKind;
use super::{Check, raw};
use crate::definition::{Act, Field, Guard};
use crate::handover::{Handover, PersonCheck, Question, Way};
use crate::survey::ELEMENTS;

/// What an outcome may ask that only the gate knows.
const OF_THE_GATE: [Field; 2] = [Field::Pass, Field::Compared];

impl Check<'_> {
    /// None where the file has no such section.
    pub(super) fn handover(&mut self) -> Option<Handover> {
        let raw = self.raw.handover.as_ref()?;
        self.unique("check", raw.holder.iter().map(|c| &c.id));
        self.unique("check", raw.representative.iter().map(|c| &c.id));
        if !raw.ways.get_ref().contains(&Way::Counter) {
            self.bad_value(raw.ways.span(), "[]", "[\"counter\"]");
        }
        Some(Handover {
            pass_days: self.positive(&raw.pass_days),
            verdict_minutes: self.positive(&raw.verdict_minutes),
            ways: raw.ways.get_ref().clone(),
            holder: self.checks(&raw.holder),
            representative: self.checks(&raw.representative),
        })
    }

    fn checks(&mut self, raw: &[raw::Door]) -> Vec<PersonCheck> {
        let check = |c: &raw::Door| PersonCheck {
            id: self.filled("id", &c.id).as_str().into(),
            text: self.text("text", &c.text),
        };
        raw.iter().map(check).collect()
    }

    /// Nine elements, or no survey.
    pub(super) fn survey(&mut self) -> Vec<Question> {
        let raw = &self.raw.survey;
        self.unique("survey", raw.iter().map(|q| &q.id));
        if let Some(last) = raw.last().filter(|_| raw.len() != ELEMENTS) {
            self.bad_value(last.id.span(), &raw.len().to_string(), "9");
        }
        let question =
            |q: &raw::Question| Question { id: self.filled("id", &q.id), text: self.text("text", &q.text) };
        raw.iter().map(question).collect()
    }

    /// An outcome that asks for the gate, in a file that has none.
    pub(super) fn at_the_gate(&mut self, raw: &raw::Outcome) {
        let asks = raw.asks.iter().any(|f| OF_THE_GATE.contains(f));
        let gate = asks || raw.guards.contains(&Guard::HolderVerified);
        if gate && (self.raw.handover.is_none() || *raw.act.get_ref() != Act::HandOver) {
            self.faults.add(raw.act.span(), ProblemKind::MissingKey { key: "handover".to_owned() });
        }
    }
}
