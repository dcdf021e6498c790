//! The doors of the program: every handler stands behind its row of the table, which the crate `permissions` holds.
//!
//! To add an address: a row in that crate's `table`, and `.at(Route::Name, handler)` where the handler lives. Method, path
//! and guard come from the row; a handler that asks who may by itself is a mistake, and so is `Router::route` elsewhere.

mod doors;
mod guard;

pub use ::permissions::{Answer, Purpose, Right, Route, Row, Rule, Stage, Standing, Subject, Takes, Verb};
pub use doors::Doors;
pub use guard::nothing;

use crate::accounts::Officer;
use crate::app::App;
use crate::cases::Summary;

/// Whether this officer may follow a link to this address: the guard's own question, with no case named.
pub fn may(app: &App, officer: &Officer, route: Route) -> bool {
    holds(app, officer, route.row().who)
}

/// Whether the address serves this case as it stands.
pub fn serves(app: &App, route: Route, case: &Summary) -> bool {
    route.row().stage().is_some_and(|stage| guard::is_at(app, stage, case))
}

/// Whether this officer has this right under the procedure in force.
pub fn holds(app: &App, officer: &Officer, right: Right) -> bool {
    right.held_by(&app.cases.procedures().active(), &officer.roles)
}
