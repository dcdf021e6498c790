//! Whether this process lives, for whoever starts it anew where it does not; and whether requests should be sent to it, for
//! whoever has others to send them to. Says nothing about anybody.

use crate::app::Shared;
use crate::db::DbError;
use crate::telemetry::numbers;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// A database that takes longer for the smallest question is as good as away.
const PATIENCE: Duration = Duration::from_secs(2);

/// It lives whatever its database does: a new process would find the same one.
pub async fn show() -> &'static str {
    "ok"
}

/// Ready from the moment its offices are open until it is asked to stop, while the database answers and has the tables
/// that this program works on.
pub async fn ready(State(app): State<Shared>) -> (StatusCode, &'static str) {
    let standing = if app.leaving.load(Ordering::Relaxed) {
        "stopping"
    } else {
        match tokio::time::timeout(PATIENCE, app.db.is_current()).await {
            Ok(Ok(())) => "ready",
            Ok(Err(DbError::Newer(migration))) => {
                tracing::error!("a newer program has changed the database, this one is too old: {migration}");
                "too old"
            }
            Ok(Err(_)) | Err(_) => "database",
        }
    };
    numbers::readiness(standing == "ready");
    let status = if standing == "ready" { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, standing)
}
