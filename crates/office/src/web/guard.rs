//! Against forged forms: a write must come from our own pages. Webhooks carry a signature instead and
//! stand outside this guard.

use crate::app::Shared;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

pub async fn same_origin(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_own(request.headers(), &app.config.server.public_url) {
        next.run(request).await
    } else {
        // Only where it went: what follows may be the secret of a link.
        let place = request.uri().path().split('/').nth(1).unwrap_or_default();
        tracing::warn!(place, "a form from elsewhere was refused");
        StatusCode::FORBIDDEN.into_response()
    }
}

/// A browser says where a form comes from: by `Sec-Fetch-Site`, an older one by `Origin`. A request that
/// says neither is not a browser's form.
fn is_own(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => {
            let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or_default();
            let name = origin.split_once("://").map(|(_, h)| h).unwrap_or_default();
            origin == public_url.trim_end_matches('/') || (!host.is_empty() && name == host)
        }
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_own;
    use axum::http::HeaderMap;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (k.parse().expect("name"), v.parse().expect("value"))).collect()
    }

    #[test]
    fn a_write_is_taken_only_from_our_own_pages() {
        let ours = "https://rancak.example";
        assert!(is_own(&headers(&[("sec-fetch-site", "same-origin")]), ours));
        assert!(is_own(&headers(&[("origin", "https://rancak.example")]), ours));
        assert!(is_own(&headers(&[("origin", "http://localhost:1"), ("host", "localhost:1")]), ours));
        assert!(!is_own(&headers(&[("sec-fetch-site", "cross-site")]), ours));
        assert!(!is_own(&headers(&[("sec-fetch-site", "same-site")]), ours));
        assert!(!is_own(&headers(&[("origin", "https://evil.example"), ("host", "rancak.example")]), ours));
        assert!(!is_own(&headers(&[("origin", "null")]), ours));
        assert!(!is_own(&headers(&[]), ours));
    }
}
