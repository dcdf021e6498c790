//! The Graph API surface: what the office calls. With or without a version in front of the path.
//! Speaks Meta's JSON and errors only; nothing of the scripting API may be reachable from here.
pub(crate) mod error;
mod media;
mod messages;
mod outbound;
mod template;
mod validate;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, Uri, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use rand::Rng;
use tower::Layer;

use crate::counters::add;
use crate::engine::Engine;
use crate::faults::{Endpoint, Fault};
use error::GraphError;

/// Largest upload Meta takes (documents), with room for the multipart envelope.
const LARGEST_BODY: usize = 101 * 1024 * 1024;

/// The surface, ready to be a fallback: every path that is not the simulator's own is Meta's.
pub(crate) fn surface(
    engine: Arc<Engine>,
) -> impl tower::Service<
    Request,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send + 'static,
> + Clone
+ Send
+ Sync
+ 'static {
    let router = Router::new()
        .route("/{id}", get(media::info).delete(media::delete))
        .route("/{id}/messages", post(messages::send))
        .route("/{id}/media", post(media::upload))
        .route("/whatsapp_business/attachments/", get(media::download))
        .fallback(no_such_path)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(engine);
    axum::middleware::map_request(strip_version).layer(router)
}

/// `/v23.0/123/messages` and `/123/messages` are the same call.
async fn strip_version(mut request: Request) -> Request {
    let versionless = request.uri().path_and_query().and_then(|path| {
        let (first, rest) = path.as_str().strip_prefix('/')?.split_once('/')?;
        let number = first.strip_prefix('v')?;
        let version = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.');
        version.then(|| format!("/{rest}").parse::<Uri>().ok()).flatten()
    });
    if let Some(uri) = versionless {
        *request.uri_mut() = uri;
    }
    request
}

async fn no_such_path(request: Request) -> impl IntoResponse {
    let id = request.uri().path().trim_start_matches('/').to_owned();
    GraphError::no_object(&request.method().as_str().to_lowercase(), &id)
}

/// Counts the call, makes it wait as configured, and checks the bearer token.
async fn admit(engine: &Engine, headers: &HeaderMap) -> Result<(), GraphError> {
    add(&engine.counters.requests);
    let latency = engine.settings().latency;
    if latency.max_ms > 0 {
        let wait = rand::rng().random_range(latency.min_ms..=latency.max_ms);
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = token.and_then(|value| value.strip_prefix("Bearer ").or(value.strip_prefix("OAuth ")));
    if token != Some(engine.config.access_token.as_str()) {
        let mut error = GraphError::new(190, "");
        error.message = "Invalid OAuth access token - Cannot parse access token".into();
        error.details = None;
        return refused(engine, error);
    }
    Ok(())
}

/// Counts a refusal on its way out.
fn refused<T>(engine: &Engine, error: GraphError) -> Result<T, GraphError> {
    engine.counters.refused(error.code);
    Err(error)
}

/// Strikes this call with an injected error, if one is set for it.
async fn strike(engine: &Engine, endpoint: Endpoint) -> Result<(), GraphError> {
    match engine.faults.strike(endpoint, &[]) {
        Some(fault) => refused(engine, injected(&fault).await),
        None => Ok(()),
    }
}

/// The error of a fault, after its delay.
async fn injected(fault: &Fault) -> GraphError {
    tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
    let details = fault.details.as_deref().unwrap_or("Injected by the SIMULATOR.");
    GraphError::new(fault.code, details)
}

impl From<crate::SimError> for GraphError {
    fn from(error: crate::SimError) -> Self {
        Self::new(131_000, error.to_string())
    }
}

impl From<rusqlite::Error> for GraphError {
    fn from(error: rusqlite::Error) -> Self {
        Self::new(131_000, format!("SIMULATOR: {error}"))
    }
}
