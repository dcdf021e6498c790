//! The desk of the people who serve cases: one folder a screen, each with its handler and its template.
//! Screens show and ask; what happens to a case goes through `cases::dispatch`.

#[expect(dead_code, reason = "the screens that use the rest come next")]
mod fields;
#[expect(dead_code, reason = "the screens that use the rest come next")]
mod guard;
mod inbox;
mod live;
mod messages;
pub mod nav;
#[expect(dead_code, reason = "the screens that use the rest come next")]
mod words;

use crate::app::Shared;
use axum::Router;

pub fn routes() -> Router<Shared> {
    Router::new().merge(inbox::routes()).merge(live::routes()).merge(messages::routes())
}
