//! What the pages load: news of the conversation, files of messages, samples, style and script.
//! A file is shown only as what its content is; everything else is a download.
use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::open::Open;
use super::page::image_type;
use crate::engine::Engine;
use crate::samples::Sample;

/// Sounds and films that a browser plays and that cannot run anything.
const PLAYED: [&str; 7] =
    ["audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "video/mp4", "video/3gpp"];

/// One event at once, and one whenever the conversation changed: the page then fetches it again.
pub(super) async fn events(open: Open) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = WatchStream::new(open.engine.watch(open.row.no));
    Sse::new(changes.map(|version| Ok(Event::default().data(version.to_string()))))
        .keep_alive(KeepAlive::default())
}

pub(super) async fn media(State(engine): State<Arc<Engine>>, Path(id): Path<String>) -> Response {
    match engine.store.media(&id) {
        Ok(Some(media)) => {
            let disposition = media.disposition();
            shown(&media.mime_type, disposition, media.bytes)
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("SIMULATOR: {error}")).into_response(),
    }
}

fn shown(claimed: &str, disposition: String, bytes: Vec<u8>) -> Response {
    let essence = claimed.split(';').next().unwrap_or_default().trim();
    let played = PLAYED.into_iter().find(|known| *known == essence);
    match image_type(&bytes).or(played) {
        Some(content_type) => ([(header::CONTENT_TYPE, content_type)], bytes).into_response(),
        None => {
            let content_type = "application/octet-stream".to_owned();
            let headers = [(header::CONTENT_TYPE, content_type), (header::CONTENT_DISPOSITION, disposition)];
            (headers, bytes).into_response()
        }
    }
}

pub(super) async fn sample(Path(name): Path<String>) -> Response {
    let picture = Sample::named(&name).and_then(|sample| Some((image_type(sample.bytes())?, sample.bytes())));
    match picture {
        Some((content_type, bytes)) => lasting(content_type, bytes),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

pub(super) async fn asset(Path(name): Path<String>) -> Response {
    let (content_type, text) = match name.as_str() {
        "phone.css" => ("text/css; charset=utf-8", include_str!("../../assets/phone.css")),
        "phone.js" => ("text/javascript; charset=utf-8", include_str!("../../assets/phone.js")),
        "icon.svg" => ("image/svg+xml", include_str!("../../assets/icon.svg")),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    lasting(content_type, text.as_bytes())
}

/// Part of the program: kept by the browser for an hour.
fn lasting(content_type: &'static str, bytes: &'static [u8]) -> Response {
    let headers = [(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "private, max-age=3600")];
    (headers, bytes).into_response()
}
