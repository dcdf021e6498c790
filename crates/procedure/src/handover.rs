//! The gate at which a product is handed over: what the procedure's file says of it, the words in which it is
//! recorded, and how long a pass and a verdict hold. What may happen there stands in `decide`.

use crate::case::{Case, Status};
use crate::definition::Text;
use crate::event::Closing;
use crate::ids::{CheckId, UserId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What the file says of the gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// Days for which a pass is good.
    pub pass_days: u32,
    /// Minutes for which the verdict on a finger, or its waiver, is good.
    pub verdict_minutes: u32,
    /// By which ways the product leaves the office.
    pub ways: Vec<Way>,
    /// What is compared where the holder comes.
    pub holder: Vec<PersonCheck>,
    /// What is compared where somebody comes for them.
    pub representative: Vec<PersonCheck>,
}

/// One thing that the officer compares with the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonCheck {
    pub id: CheckId,
    pub text: Text,
}

/// One element of the survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub id: String,
    pub text: Text,
}

/// By which way the product comes to its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    #[default]
    Counter,
    Courier,
    /// Picked up at a nagari's office.
    Nagari,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finger {
    RightThumb,
    RightIndex,
    RightMiddle,
    RightRing,
    RightLittle,
    LeftThumb,
    LeftIndex,
    LeftMiddle,
    LeftRing,
    LeftLittle,
}

/// What a certified reader says of the holder's finger; never an image or a template of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FingerResult {
    Match,
    NoMatch,
    Unreadable,
    /// Nothing was read, for a reason that is recorded.
    Waived,
}

impl Way {
    pub fn is_counter(&self) -> bool {
        *self == Self::Counter
    }
}

impl Finger {
    pub const ALL: [Self; 10] = [
        Self::RightThumb,
        Self::RightIndex,
        Self::RightMiddle,
        Self::RightRing,
        Self::RightLittle,
        Self::LeftThumb,
        Self::LeftIndex,
        Self::LeftMiddle,
        Self::LeftRing,
        Self::LeftLittle,
    ];
}

impl FingerResult {
    pub const ALL: [Self; 4] = [Self::Match, Self::NoMatch, Self::Unreadable, Self::Waived];

    /// Whether the product may be handed over upon it.
    pub fn lets_pass(self) -> bool {
        matches!(self, Self::Match | Self::Waived)
    }
}

/// Whether the pass of one case, shown to this officer, serves another: the same family card, asked for from the same
/// telephone, and the officer serves the one, or has handed it over on the same day.
pub fn one_pass_serves(shown: &Case, other: &Case, user: &UserId, now: Timestamp) -> bool {
    let (one, two) = (&shown.applicant, &other.applicant);
    let household = one.nomor_kk.is_some()
        && one.nomor_kk == two.nomor_kk
        && one.contact.is_some()
        && one.contact == two.contact;
    let serves = shown.step.as_ref().and_then(|s| s.claim.as_ref()).is_some_and(|c| c.user == *user);
    let day = SignedDuration::from_hours(24);
    let served = shown.status == Status::Closed(Closing::HandedOver)
        && shown.performed.last().is_some_and(|p| p.user == *user && p.at.duration_until(now) < day);
    household && shown.gate.pass.as_ref().is_some_and(|p| p.shown) && (serves || served)
}

impl Handover {
    /// When a pass made at this instant is good no more.
    pub fn pass_due(&self, made_at: Timestamp) -> Timestamp {
        let days = SignedDuration::from_hours(24 * i64::from(self.pass_days));
        made_at.checked_add(days).unwrap_or(Timestamp::MAX)
    }

    /// Whether the last verdict, however it was, is good no more.
    pub fn is_stale(&self, case: &Case, now: Timestamp) -> bool {
        let limit = SignedDuration::from_mins(i64::from(self.verdict_minutes));
        case.gate.verdict.as_ref().is_some_and(|v| v.at.duration_until(now) > limit)
    }

    /// What is compared where the holder comes themself, or somebody for them.
    pub fn checks(&self, representative: bool) -> &[PersonCheck] {
        if representative { &self.representative } else { &self.holder }
    }
}
