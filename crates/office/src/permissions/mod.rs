//! Who may go where: one table of every address of the program, and all that comes of it. A row says which right opens
//! it, which cases it serves, which rules of the core stand behind it and why personal data is shown there. The guard,
//! the links at the head of a page, `docs/permissions.md` and the tests read these rows, and nothing beside them says
//! who may.
//!
//! To add an address: a row in [`table`], and `.at(Route::Name, handler)` where the handler lives. Method, path and
//! guard come from the row; a handler that asks who may by itself is a mistake, and so is `Router::route` elsewhere.

mod contract;
mod doors;
mod guard;
mod right;
mod row;
mod table;

pub use contract::{Answer, Takes};
pub use doors::Doors;
pub use guard::nothing;
pub use right::Right;
pub use row::{Purpose, Row, Rule, Stage, Subject, Verb};
pub use table::Route;

use crate::accounts::Officer;
use crate::app::App;
use crate::cases::Summary;

/// Whether this officer may follow a link to this address: the guard's own question, with no case named.
pub fn may(app: &App, officer: &Officer, route: Route) -> bool {
    holds(app, officer, route.row().who)
}

/// Whether the address serves this case as it stands.
pub fn serves(app: &App, route: Route, case: &Summary) -> bool {
    match route.row().subject {
        Subject::Case(stage) => guard::is_at(app, stage, case),
        Subject::Nothing | Subject::OwnStep => false,
    }
}

/// Whether this officer has this right under the procedure in force.
pub fn holds(app: &App, officer: &Officer, right: Right) -> bool {
    right.held_by(&app.cases.procedures().active(), officer)
}
