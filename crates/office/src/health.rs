//! Whether this process can do its work: for a balancer or a supervisor. Says nothing about anybody.

use crate::app::Shared;
use crate::params;
use axum::extract::State;
use axum::http::StatusCode;

pub async fn show(State(app): State<Shared>) -> (StatusCode, &'static str) {
    match app.db.query("SELECT 1", params![]).await {
        Ok(_) => (StatusCode::OK, "ok"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database"),
    }
}
