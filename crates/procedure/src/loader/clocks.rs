//! The sections `[clock]` and `[[escalation]]`: the whole case's standard, and who is told when time runs out.

use super::{Check, names, raw};
use crate::clock::{Clocks, Escalation};
use crate::ids::RoleId;

/// Of a standard, in percent, where the file says nothing.
const AT_RISK: u32 = 80;
/// Those whose role the step is.
const STEP: &str = "step";

impl Check<'_> {
    pub(super) fn clocks(&mut self) -> Clocks {
        let file = self.raw;
        self.unique("escalation", file.escalation.iter().map(|e| &e.id));
        let escalations = file.escalation.iter().map(|e| self.escalation(e)).collect();
        let of_steps = file.step.iter().filter_map(|s| u32::try_from(*s.minutes.get_ref()).ok()).sum();
        let (minutes, at_risk_percent) = match &file.clock {
            None => (of_steps, AT_RISK),
            Some(raw) => {
                let percent = self.positive(&raw.at_risk_percent);
                if percent > 99 {
                    self.bad_value(raw.at_risk_percent.span(), &percent.to_string(), "80");
                }
                (self.positive(&raw.minutes), percent)
            }
        };
        Clocks { minutes, at_risk_percent, escalations }
    }

    fn escalation(&mut self, raw: &raw::Escalation) -> Escalation {
        let told = raw.tell.get_ref();
        if told.is_empty() {
            self.bad_value(raw.tell.span(), "[]", "[\"step\", \"kasi\"]");
        }
        let mut known = names(self.raw.role.iter().map(|r| &r.id));
        known.insert(0, STEP.to_owned());
        for role in told {
            self.known("role", role, &known);
        }
        let roles = told.iter().filter(|r| r.get_ref() != STEP).map(|r| RoleId::from(r.get_ref().as_str()));
        Escalation {
            id: self.filled("id", &raw.id).as_str().into(),
            clock: raw.clock,
            when: raw.when,
            by_minutes: raw.by_minutes.as_ref().map_or(0, |m| self.positive(m)),
            step_people: told.iter().any(|r| r.get_ref() == STEP),
            roles: roles.collect(),
        }
    }
}
