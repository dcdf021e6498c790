//! What a replay may have otherwise: people, hours, minutes and pace; and what keeps a setting from being replayed.

use super::month::MonthOfCases;
use crate::Calendar;
use crate::ids::{RoleId, StepId};
use jiff::Timestamp;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// How many people there are, by role; of roles without a step nothing is read.
    pub people: BTreeMap<RoleId, u32>,
    pub calendar: Calendar,
    /// Each step's standard, in working minutes.
    pub minutes: BTreeMap<StepId, u32>,
    /// Hands-on time at a step in percent of what was measured: 50 is twice as fast. Where nothing is said, 100.
    pub pace: BTreeMap<StepId, u32>,
    /// The standard of the whole case, in working minutes.
    pub case_minutes: u32,
}

/// Why a setting is not replayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingFault {
    /// Nobody holds this role.
    Nobody {
        role: RoleId,
    },
    /// More than [`Setting::PEOPLE`].
    TooMany {
        role: RoleId,
    },
    /// None, or more than [`Setting::MINUTES`].
    BadMinutes {
        step: StepId,
    },
    BadCaseMinutes,
    /// Outside of [`Setting::PACE`].
    BadPace {
        step: StepId,
    },
    /// The calendar has no opening hours from the month on.
    NeverOpen,
}

impl Setting {
    /// As many people as one role may have.
    pub const PEOPLE: u32 = 1_000;
    /// The longest standard, in working minutes.
    pub const MINUTES: u32 = 10_000;
    /// The slowest and the fastest, in percent of the time measured.
    pub const PACE: std::ops::RangeInclusive<u32> = 10..=1_000;

    /// The office of that month: whoever ended a visit then was there, and somebody was where nobody did.
    pub fn as_it_was(month: &MonthOfCases) -> Self {
        Self {
            people: month.roles.iter().map(|(role, people)| (role.clone(), (*people).max(1))).collect(),
            calendar: month.calendar.clone(),
            minutes: month.steps().iter().map(|s| (s.id.clone(), s.minutes)).collect(),
            pace: month.steps().iter().map(|s| (s.id.clone(), 100)).collect(),
            case_minutes: month.minutes,
        }
    }

    /// All that is wrong with it; nothing where it can be replayed.
    pub fn faults(&self, month: &MonthOfCases) -> Vec<SettingFault> {
        let mut faults = Vec::new();
        for (role, _) in &month.roles {
            match self.people_in(role) {
                0 => faults.push(SettingFault::Nobody { role: role.clone() }),
                people if people > Self::PEOPLE => faults.push(SettingFault::TooMany { role: role.clone() }),
                _ => {}
            }
        }
        let is_standard = |minutes: u32| (1..=Self::MINUTES).contains(&minutes);
        for step in month.steps() {
            if !is_standard(self.minutes_at(&step.id)) {
                faults.push(SettingFault::BadMinutes { step: step.id.clone() });
            }
            if !Self::PACE.contains(&self.pace_at(&step.id)) {
                faults.push(SettingFault::BadPace { step: step.id.clone() });
            }
        }
        if !is_standard(self.case_minutes) {
            faults.push(SettingFault::BadCaseMinutes);
        }
        if !opens(&self.calendar, super::axis::instant(month.span.0)) {
            faults.push(SettingFault::NeverOpen);
        }
        faults
    }

    pub(super) fn people_in(&self, role: &RoleId) -> u32 {
        self.people.get(role).copied().unwrap_or(0)
    }

    pub(super) fn minutes_at(&self, step: &StepId) -> u32 {
        self.minutes.get(step).copied().unwrap_or(0)
    }

    pub(super) fn pace_at(&self, step: &StepId) -> u32 {
        self.pace.get(step).copied().unwrap_or(100)
    }
}

fn opens(calendar: &Calendar, from: Timestamp) -> bool {
    calendar.spans_from(from).any(|(start, end)| start < end)
}
