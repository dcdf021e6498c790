//! The rules under which the office receives visitors: the level of the health protocol and the days it is closed.
//! Same shape as a case: who changed what, when and why is stored, and the present rules are folded from it.

use super::Level;
use crate::Procedure;
use crate::command::Actor;
use crate::decide::{MAX_NOTE, holds_one, officer, text};
use crate::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One change of the rules. Stored: readable for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRule {
    pub at: Timestamp,
    pub actor: Actor,
    #[serde(flatten)]
    pub body: VisitRuleBody,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum VisitRuleBody {
    LevelSet {
        level: Level,
        why: String,
    },
    DayClosed {
        day: Date,
        why: String,
    },
    /// A day that was closed is open after all.
    DayOpened {
        day: Date,
        why: String,
    },
}

/// What somebody wants of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitCommand {
    SetLevel { level: Level, why: String },
    CloseDay { day: Date, why: String },
    OpenDay { day: Date, why: String },
}

/// The rules as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VisitRules {
    pub level: Level,
    /// Closed beside the calendar's own closed days.
    pub closed: BTreeSet<Date>,
    /// The number of changes so far.
    pub seq: u64,
}

/// Decides what is wanted of the rules.
pub fn rule(
    p: &Procedure,
    rules: &VisitRules,
    actor: &Actor,
    at: Timestamp,
    command: &VisitCommand,
) -> Result<VisitRule, Refusal> {
    holds_one(officer(actor).map(|o| o.roles).unwrap_or_default(), &p.powers.protocol)?;
    let today = p.calendar.day_of(at);
    let why = |why: &str| text(why, MAX_NOTE);
    let body = match command {
        VisitCommand::SetLevel { level, .. } if *level == rules.level => Err(Refusal::NothingChanges),
        VisitCommand::SetLevel { level, why: said } => {
            Ok(VisitRuleBody::LevelSet { level: *level, why: why(said)? })
        }
        VisitCommand::CloseDay { day, .. } | VisitCommand::OpenDay { day, .. } if *day < today => {
            Err(Refusal::DayPassed)
        }
        VisitCommand::CloseDay { day, .. } if rules.closed.contains(day) => Err(Refusal::NothingChanges),
        VisitCommand::OpenDay { day, .. } if !rules.closed.contains(day) => Err(Refusal::NothingChanges),
        VisitCommand::CloseDay { day, why: said } => {
            Ok(VisitRuleBody::DayClosed { day: *day, why: why(said)? })
        }
        VisitCommand::OpenDay { day, why: said } => {
            Ok(VisitRuleBody::DayOpened { day: *day, why: why(said)? })
        }
    }?;
    Ok(VisitRule { at, actor: actor.clone(), body })
}

/// Folds one change into the rules.
pub fn evolve_rules(mut rules: VisitRules, change: &VisitRule) -> VisitRules {
    rules.seq += 1;
    match &change.body {
        VisitRuleBody::LevelSet { level, .. } => rules.level = *level,
        VisitRuleBody::DayClosed { day, .. } => {
            rules.closed.insert(*day);
        }
        VisitRuleBody::DayOpened { day, .. } => {
            rules.closed.remove(day);
        }
    }
    rules
}
