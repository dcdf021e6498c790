//! Who may go where: one table of every address of the program, and all that comes of it. A row says which right opens
//! it, which cases it serves, which rules of the core stand behind it and why personal data is shown there. The guard,
//! the links at the head of a page, `docs/permissions.md` and the tests read these rows, and nothing beside them says
//! who may. Pure: knows no request and no database; whoever serves an address asks [`Row::verdict`] first. It is a crate
//! of its own so that every line of it can be tried broken in seconds (`docs/security/mutants.md`).

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod contract;
mod right;
mod row;
mod table;
mod verdict;

pub use contract::{Answer, Takes};
pub use right::{ADMINISTRATOR, MINISTRY, Right};
pub use row::{Purpose, Row, Rule, Stage, Standing, Subject, Verb};
pub use table::Route;
pub use verdict::{Verdict, is_own_step};
