//! The phone in the browser: a person plays a resident and talks to the office, without any office running.
//! It acts through `Resident` alone, as scripts do; no message may be made up here.
mod act;
mod bubble;
mod files;
mod markup;
mod open;
mod page;
mod problem;
mod serve;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::engine::Engine;
use crate::error::{Result, SimError};
use problem::Problem;

/// WhatsApp's own limit for what a person types, characters.
const LONGEST_TEXT: usize = 65_536;
/// Of a new resident, characters.
const LONGEST_NAME: usize = 100;
/// Files sent in one go, bytes together.
const LARGEST_FILES: usize = 16 * 1024 * 1024;
/// More than this is not even read, so that a refusal can still be answered.
const LARGEST_BODY: usize = 101 * 1024 * 1024;

/// Every page, fragment, form and file of the phone.
///
/// # Errors
/// When an origin that may frame the phone is none.
pub(crate) fn surface(engine: Arc<Engine>) -> Result<Router> {
    let policy = policy(&engine.config.frame_ancestors)?;
    Ok(Router::new()
        .route("/", get(open::people))
        .route("/phone", get(open::phone))
        .route("/phone/chat", get(open::chat))
        .route("/phone/events", get(serve::events))
        .route("/phone/residents", post(act::create))
        .route("/phone/text", post(act::text))
        .route("/phone/tap", post(act::tap))
        .route("/phone/files", post(files::send).layer(DefaultBodyLimit::max(LARGEST_BODY)))
        .route("/phone/handset", post(act::handset))
        .route("/phone/read", post(act::read))
        .route("/phone/faults", post(act::add_fault))
        .route("/phone/faults/{id}/remove", post(act::remove_fault))
        .route("/phone/media/{id}", get(serve::media))
        .route("/phone/samples/{name}", get(serve::sample))
        .route("/phone/assets/{name}", get(serve::asset))
        .layer(middleware::from_fn(own_pages_only))
        .layer(middleware::map_response(move |response| guarded(response, policy.clone())))
        .with_state(engine))
}

/// Forms are for the phone's own pages: no other page may make a resident speak.
async fn own_pages_only(request: Request, next: Next) -> Response {
    let from = request.headers().get("sec-fetch-site").map(HeaderValue::as_bytes);
    let own = from.is_none_or(|site| site == b"same-origin" || site == b"none");
    if own || request.method() == Method::GET || request.method() == Method::HEAD {
        return next.run(request).await;
    }
    let words = words::Words::Indonesian;
    let problem = Problem::Elsewhere;
    let both = format!("{} / {}", problem.say(words), problem.say(words.other()));
    (problem.status(), both).into_response()
}

async fn guarded(mut response: Response, policy: HeaderValue) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    let resources = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(resources, HeaderValue::from_static("same-origin"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Everything from here alone, in frames of the given origins.
fn policy(ancestors: &[String]) -> Result<HeaderValue> {
    let mut policy = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; \
                      frame-ancestors 'self'"
        .to_owned();
    for origin in ancestors {
        let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        let known = |c: char| c.is_ascii_alphanumeric() || ".:-[]".contains(c);
        if !host.is_some_and(|host| !host.is_empty() && host.chars().all(known)) {
            let wrong = format!("frame-ancestors {origin:?}: https://kantor.contoh.id");
            return Err(SimError::Unplayable(wrong));
        }
        policy.push(' ');
        policy.push_str(origin);
    }
    HeaderValue::from_str(&policy).map_err(|error| SimError::Unplayable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_origins_get_into_the_frame_policy() {
        let framed = policy(&["http://localhost:8080".into()]).expect("an origin");
        assert!(framed.to_str().expect("ASCII").ends_with("frame-ancestors 'self' http://localhost:8080"));
        for wrong in ["*", "", "https://", "https://a.id; script-src *", "https://a.id/path", "a.id"] {
            assert!(policy(&[wrong.into()]).is_err(), "{wrong}");
        }
    }
}
