//! Headers of every answer: nothing foreign runs, nothing personal is kept by a cache.

use crate::app::Shared;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

pub async fn add(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let asset = request.uri().path().starts_with("/aset/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let ancestors = match app.config.server.frame_ancestors.as_slice() {
        [] => "'none'".to_owned(),
        some => some.join(" "),
    };
    let frames = app.config.whatsapp.simulator.then(|| app.config.whatsapp.base_url.clone());
    let csp = format!(
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-src 'self' {}; frame-ancestors {ancestors}",
        frames.unwrap_or_default()
    );
    let mut set = |name: HeaderName, value: &str| {
        if !headers.contains_key(&name)
            && let Ok(value) = HeaderValue::from_str(value)
        {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_SECURITY_POLICY, &csp);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(self), microphone=(), geolocation=()");
    if app.config.server.frame_ancestors.is_empty() {
        set(header::X_FRAME_OPTIONS, "DENY");
    }
    if app.config.server.public_url.starts_with("https://") {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    set(header::CACHE_CONTROL, if asset { "public, max-age=31536000, immutable" } else { "no-store" });
    response
}

/// For pages whose address is a secret: of it only the host is ever told. Not `no-referrer`: with that an older
/// browser hides where a form comes from as well, and our guard would refuse it.
pub async fn hide_address(mut response: Response) -> Response {
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    response
}
