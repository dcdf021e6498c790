//! The account of a stock period: opening + received − good − spoiled − returned − lost = closing.

use super::MovementBody;

/// Numbers of blanks since the last closing; `opening` is what that closing left. A blank that was printed in
/// an earlier period and failed in this one counts −1 good and 1 spoiled, one that was found again −1 lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    pub opening: i64,
    pub received: i64,
    pub good: i64,
    pub spoiled: i64,
    pub returned: i64,
    pub lost: i64,
}

impl Balance {
    /// Blanks that must be there: in the store, or in an operator's hands.
    pub fn closing(&self) -> i64 {
        self.opening + self.received - self.good - self.spoiled - self.returned - self.lost
    }

    /// What one movement adds, beside the opening.
    pub fn of(movement: &MovementBody) -> Self {
        use MovementBody as M;
        let none = Self::default();
        match movement {
            M::Received { .. } => Self { received: 1, ..none },
            M::HandedOut { .. } | M::HandedIn | M::Photographed { .. } | M::Destroyed { .. } => none,
            M::Used { .. } => Self { good: 1, ..none },
            M::Spoiled { .. } => Self { spoiled: 1, ..none },
            M::Failed { .. } => Self { good: -1, spoiled: 1, ..none },
            M::Returned { .. } => Self { returned: 1, ..none },
            M::Lost { .. } => Self { lost: 1, ..none },
            M::Found { .. } => Self { lost: -1, ..none },
        }
    }

    pub fn plus(self, other: Self) -> Self {
        Self {
            opening: self.opening + other.opening,
            received: self.received + other.received,
            good: self.good + other.good,
            spoiled: self.spoiled + other.spoiled,
            returned: self.returned + other.returned,
            lost: self.lost + other.lost,
        }
    }
}
