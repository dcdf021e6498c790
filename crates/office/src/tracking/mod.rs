//! Where a resident sees how their request stands, by ticket and the last digits of their phone.

use crate::app::Shared;
use axum::Router;

pub fn routes() -> Router<Shared> {
    Router::new()
}
