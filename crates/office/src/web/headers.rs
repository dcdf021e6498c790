//! Headers of every answer: nothing foreign runs, nothing personal is kept by a cache.

use crate::app::Shared;
use crate::config::Config;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

pub async fn add(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let asset = request.uri().path().starts_with("/aset/");
    let mut response = next.run(request).await;
    let kept = asset && response.status().is_success();
    let policy = policy(&app.config, Holds::of(asset, response.headers()));
    let headers = response.headers_mut();
    // What is not to be left to a handler is put in its place; the rest may be stricter than this.
    let mut put = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    put(header::CONTENT_SECURITY_POLICY, &policy);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    put(HeaderName::from_static("permissions-policy"), "camera=(self), microphone=(), geolocation=()");
    put(header::CACHE_CONTROL, if kept { "public, max-age=31536000, immutable" } else { "no-store" });
    if app.config.server.frame_ancestors.is_empty() {
        put(header::X_FRAME_OPTIONS, "DENY");
    }
    if app.config.server.public_url.starts_with("https://") {
        put(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    response
}

/// What a browser may do with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// A page of ours, or what a page is made of.
    Page,
    /// A PDF of our own making that is read in the browser: its viewer does not run in a sandbox.
    Pdf,
    /// A picture, a sheet or any other file: nothing in it may ever act.
    File,
}

impl Holds {
    fn of(asset: bool, headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let (kind, disposition) = (text(header::CONTENT_TYPE), text(header::CONTENT_DISPOSITION));
        if asset || (disposition.is_empty() && (kind.is_empty() || kind.starts_with("text/html"))) {
            Self::Page
        } else if kind == "application/pdf" && disposition.starts_with("inline") {
            Self::Pdf
        } else {
            Self::File
        }
    }
}

fn policy(config: &Config, holds: Holds) -> String {
    let ancestors = match config.server.frame_ancestors.as_slice() {
        [] => "'none'".to_owned(),
        some => some.join(" "),
    };
    // Only a rehearsal shows a page in a page: the simulated phone and the desk beside each other.
    let frames = match config.whatsapp.simulator {
        true => format!("'self' {}", config.whatsapp.base_url),
        false => "'none'".to_owned(),
    };
    let rest = "object-src 'none'; base-uri 'none'";
    match holds {
        Holds::Page => format!(
            "default-src 'self'; {rest}; form-action 'self'; frame-src {frames}; frame-ancestors {ancestors}"
        ),
        Holds::Pdf => {
            format!("default-src 'none'; {rest}; form-action 'none'; frame-ancestors {ancestors}")
        }
        Holds::File => {
            format!("sandbox; default-src 'none'; {rest}; form-action 'none'; frame-ancestors {ancestors}")
        }
    }
}

/// For pages whose address is a secret: of it only the host is ever told. Not `no-referrer`: with that an older
/// browser hides where a form comes from as well, and our guard would refuse it.
pub async fn hide_address(mut response: Response) -> Response {
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    response
}
