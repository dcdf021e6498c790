//! How much and how long is borne at every address. Whoever has signed in is never slowed here, so that nobody who shares
//! an address with them can lock them out; programs that sign what they send stand outside.

use super::address::Address;
use super::failure;
use super::page::Page;
use crate::accounts::Officer;
use crate::app::Shared;
use crate::config::Config;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Of a form without a file.
pub const FORM_BYTES: usize = 256 * 1024;
/// Of a webhook: it holds up to a thousand updates.
pub const WEBHOOK_BYTES: usize = 8 * 1024 * 1024;
/// Of any body: several files at once at the counter, or by a browser without scripts, which must be heard out.
pub const BODY_BYTES: usize = 64 * 1024 * 1024;
/// Around a file in its form.
const AROUND: usize = 65_536;

/// The largest file taken, and the form around it.
pub fn file_bytes(config: &Config) -> usize {
    usize::try_from(config.documents.max_bytes).unwrap_or(0).saturating_add(AROUND)
}

/// Before everybody's pages: so many requests of one address, but for those of officers.
pub async fn anonymous(
    State(app): State<Shared>,
    address: Address,
    page: Page,
    request: Request,
    next: Next,
) -> Response {
    let known = request.extensions().get::<Officer>().is_some();
    if known || app.anonymous_slowing.allows(&address) {
        return next.run(request).await;
    }
    let mut response = failure::too_often(page);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}
