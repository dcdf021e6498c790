//! The scripting API under `/_sim`: the library's functions over HTTP, for tests in any language.
//! It drives a rehearsal and has no password: the simulator listens on this machine only.
mod crowd;
mod residents;
mod whole;

use std::sync::Arc;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use axum::{Json, extract::rejection::JsonRejection};
use serde_json::{Value, json};

use crate::engine::Engine;
use crate::error::SimError;

pub(crate) fn surface(engine: Arc<Engine>) -> Router {
    Router::new()
        .route("/", get(whole::about))
        .route("/settings", get(whole::settings).patch(whole::change))
        .route("/faults", get(whole::faults).post(whole::add_fault).delete(whole::clear_faults))
        .route("/faults/{id}", axum::routing::delete(whole::remove_fault))
        .route("/templates", get(whole::templates).post(whole::put_template))
        .route("/webhook", post(whole::subscribe).delete(whole::unsubscribe))
        .route("/webhook/raw", post(whole::raw_webhook))
        .route("/clock", get(whole::clock))
        .route("/clock/advance", post(whole::advance))
        .route("/counters", get(whole::counters))
        .route("/settled", get(whole::settled))
        .route("/samples", get(whole::samples))
        .route("/portraits/{seed}", get(whole::portrait))
        .route("/shutdown", post(whole::shutdown))
        .route("/messages", post(crowd::send))
        .route("/outbound", get(crowd::outbound))
        .route("/messages/{id}", get(residents::message))
        .route("/messages/{id}/status", post(residents::status))
        .route("/residents", get(residents::list).post(residents::create))
        .route("/residents/many", post(crowd::create))
        .route("/residents/{key}", get(residents::one).merge(patch(residents::handset)))
        .route("/residents/{key}/messages", get(residents::conversation).post(residents::send))
        .route("/residents/{key}/file", post(residents::file))
        .route("/residents/{key}/next", get(residents::next))
        .route("/residents/{key}/read", post(residents::read))
        .route("/residents/{key}/number", post(residents::change_number))
        .route("/residents/{key}/user_id", post(residents::change_user_id))
        .with_state(engine)
}

/// What a script and the office under test need to know.
pub(crate) fn addresses(engine: &Engine) -> Value {
    let base = engine.base_url();
    let config = &engine.config;
    json!({
        "simulator": "SIMULATOR WhatsApp Cloud API",
        "base_url": base,
        "phone_url": format!("{base}/phone"),
        "script_url": format!("{base}/_sim"),
        "phone_number_id": config.phone_number_id,
        "business_account_id": config.business_account_id,
        "display_phone_number": config.display_phone_number,
        "webhook_url": engine.subscription().map(|subscription| subscription.url),
    })
}

/// A script's mistake, as JSON.
pub(crate) struct Refusal(SimError);

impl<E: Into<SimError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl Refusal {
    fn unplayable(why: impl std::fmt::Display) -> Self {
        Self(SimError::Unplayable(why.to_string()))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.0.http_status();
        (status, Json(json!({"error": self.0.to_string()}))).into_response()
    }
}

/// The body of a scripting call.
type Body<T> = std::result::Result<Json<T>, JsonRejection>;

fn body<T>(body: Body<T>) -> std::result::Result<T, Refusal> {
    body.map(|Json(value)| value).map_err(|rejection| Refusal::unplayable(rejection.body_text()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_call_stands_in_the_readme() {
        let source = include_str!("mod.rs");
        let paths: Vec<&str> = source
            .lines()
            .filter_map(|line| line.trim().strip_prefix(".route(\"")?.split_once('"').map(|(path, _)| path))
            .collect();
        assert!(paths.len() > 20, "{paths:?}");
        let readme = include_str!("../../README.md");
        for path in paths {
            let path = format!("/_sim{}", path.trim_end_matches('/'));
            let stands = readme.split(&path).skip(1).any(|after| after.starts_with(['`', '?']));
            assert!(stands, "{path} is not in README.md");
        }
    }
}
