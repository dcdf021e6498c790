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
use std::sync::atomic::{AtomicI64, Ordering};

/// Of a form without a file.
pub const FORM_BYTES: usize = 256 * 1024;
/// Of a webhook: it holds up to a thousand updates.
pub const WEBHOOK_BYTES: usize = 8 * 1024 * 1024;
/// Of any body: several files at once at the counter, or by a browser without scripts, which must be heard out.
pub const BODY_BYTES: usize = 64 * 1024 * 1024;
/// Around a file in its form.
const AROUND: usize = 65_536;

/// The minute in which somebody was slowed last and a line was written: a flood fills no log.
static SLOWED: AtomicI64 = AtomicI64::new(-1);

/// Whether something happens in this minute for the first time.
fn is_first(last: &AtomicI64, minute: i64) -> bool {
    last.swap(minute, Ordering::Relaxed) != minute
}

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
    if is_first(&SLOWED, app.clock.now().as_second() / 60) {
        tracing::warn!(
            "{} asks for too much, and is slowed; of others in this minute nothing is said",
            address.0
        );
    }
    let mut response = failure::too_often(page);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_flood_one_line_a_minute_is_written() {
        let last = AtomicI64::new(-1);
        let minutes = [7, 7, 7, 8, 8, 9];
        assert_eq!(minutes.map(|m| is_first(&last, m)), [true, false, false, true, false, true]);
    }
}
