//! A what-if: the same month of cases replayed with other staffing, hours or minutes. Pure and seeded: chance comes in
//! as a closure, so that the same draws always tell the same; nothing here judges a person.
//!
//! What a replay does not know: cases sent before the month are not in it, nor those sent after, so that its first
//! hours and its last cases meet an office that is quieter than it was. Separation of duties is not replayed: whoever
//! holds a role takes whatever comes first. Somebody who holds two roles counts as one person in each. Where a case
//! goes, how often it comes back and how it ends is as it happened, whatever the staffing.

mod axis;
mod course;
mod draws;
mod hands;
mod month;
mod play;
mod replay;
mod setting;
mod summary;
mod tally;

pub use course::Course;
pub use draws::Draws;
pub use month::{Leg, LegKind, MonthOfCases, Script, StepThen};
pub use play::{Passed, Played};
pub use replay::{Replay, replay};
pub use setting::{Setting, SettingFault};
pub use summary::{Spread, summary};
pub use tally::{CaseTally, RoleTally, StepTally, Tally, measured};
