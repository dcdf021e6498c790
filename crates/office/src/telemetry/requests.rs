//! Counts requests by the row of the table of addresses that served them. The address itself is never told: it may hold a
//! ticket or a secret.

use super::numbers::count;
use super::trace::{self, Kind};
use crate::app::Shared;
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Asked every few seconds, or part of a page that is traced itself.
const UNTRACED: [&str; 3] = ["/sehat", "/siap", "/aset/"];

pub async fn counted(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let verb = match *request.method() {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        _ => "other",
    };
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let response = if UNTRACED.iter().any(|quiet| route.starts_with(quiet)) {
        next.run(request).await
    } else {
        let (name, behind) = (format!("{verb} {route}"), trace::said(request.headers()));
        let failed = |answer: &Response| answer.status().is_server_error();
        trace::piece(&name, Kind::Asked, app.office(), behind, Box::pin(next.run(request)), failed).await
    };
    count(|n| {
        n.requests.with_label_values(&[verb, route, response.status().as_str()]).inc();
        n.request_seconds.with_label_values(&[verb, route]).observe(begun.elapsed().as_secs_f64());
    });
    response
}
