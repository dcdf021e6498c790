//! The desk of the people who serve cases: one folder a screen, each with its handler and its template.
//! Screens show and ask; what happens to a case goes through `cases::dispatch`.

use crate::app::Shared;
use axum::Router;

pub fn routes() -> Router<Shared> {
    Router::new()
}
