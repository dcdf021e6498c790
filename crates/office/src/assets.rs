//! Style and scripts of the pages, built from `assets/` by npm before the program and carried inside it.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

#[derive(rust_embed::RustEmbed)]
#[folder = "assets/dist"]
#[allow_missing = true]
struct Built;

pub async fn serve(Path(path): Path<String>) -> Response {
    match Built::get(&path) {
        Some(file) => {
            let kind = file.metadata.mimetype();
            let is_text = kind.starts_with("text/") || kind == "image/svg+xml";
            let kind = if is_text { format!("{kind}; charset=utf-8") } else { kind.to_owned() };
            ([(header::CONTENT_TYPE, kind)], file.data).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A text carried beside the pages.
pub fn text(name: &str) -> Option<String> {
    Built::get(name).and_then(|f| String::from_utf8(f.data.into_owned()).ok())
}

/// Changes whenever style or scripts do, so that a browser may keep them for a year.
pub fn stamp() -> &'static str {
    static STAMP: LazyLock<String> = LazyLock::new(|| {
        let hash = |name| Built::get(name).map(|f| hex::encode(&f.metadata.sha256_hash()[..4]));
        ["rancak.css", "rancak.js", "link.js"].into_iter().filter_map(hash).collect()
    });
    &STAMP
}

/// Whether the pages were built before this program was.
pub fn are_built() -> bool {
    Built::get("rancak.css").is_some()
}
