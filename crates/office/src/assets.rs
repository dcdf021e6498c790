//! Style and scripts of the pages, built from `assets/` by npm before the program and carried inside it.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

#[derive(rust_embed::RustEmbed)]
#[folder = "assets/dist"]
#[allow_missing = true]
struct Built;

pub async fn serve(Path(path): Path<String>) -> Response {
    match Built::get(&path) {
        Some(file) => {
            let kind = file.metadata.mimetype().to_owned();
            ([(header::CONTENT_TYPE, kind)], file.data).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Whether the pages were built before this program was.
pub fn are_built() -> bool {
    Built::get("rancak.css").is_some()
}
