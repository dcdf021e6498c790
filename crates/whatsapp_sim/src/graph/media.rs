//! Media of the Graph surface: upload, look up, download by a URL that lives five minutes, delete.
//! A download that fails for any reason is 404, as Meta's is: callers must fetch a new URL.
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::GraphError;
use super::{admit, refused, strike};
use crate::counters::add;
use crate::engine::Engine;
use crate::faults::Endpoint;
use crate::ids;
use crate::store::{Media, Owner};
use crate::webhook::payload;

const MEGABYTE: usize = 1024 * 1024;

/// MIME type, the message types it can be sent as, largest size in bytes.
const TYPES: [(&str, &[&str], usize); 20] = [
    ("image/jpeg", &["image", "document"], 5 * MEGABYTE),
    ("image/png", &["image", "document"], 5 * MEGABYTE),
    ("image/webp", &["sticker"], 500 * 1024),
    ("audio/aac", &["audio"], 16 * MEGABYTE),
    ("audio/amr", &["audio"], 16 * MEGABYTE),
    ("audio/mp4", &["audio"], 16 * MEGABYTE),
    ("audio/mpeg", &["audio"], 16 * MEGABYTE),
    ("audio/ogg", &["audio"], 16 * MEGABYTE),
    ("audio/opus", &["audio"], 16 * MEGABYTE),
    ("video/mp4", &["video"], 16 * MEGABYTE),
    ("video/3gpp", &["video"], 16 * MEGABYTE),
    ("application/pdf", &["document"], 100 * MEGABYTE),
    ("text/plain", &["document"], 100 * MEGABYTE),
    ("application/msword", &["document"], 100 * MEGABYTE),
    ("application/vnd.ms-excel", &["document"], 100 * MEGABYTE),
    ("application/vnd.ms-powerpoint", &["document"], 100 * MEGABYTE),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["document"],
        100 * MEGABYTE,
    ),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["document"], 100 * MEGABYTE),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &["document"],
        100 * MEGABYTE,
    ),
    ("application/octet-stream", &["document"], 100 * MEGABYTE),
];

/// The message types a MIME type can be sent as.
pub(super) fn kind_of(mime_type: &str) -> Option<&'static [&'static str]> {
    rule(mime_type).map(|rule| rule.1)
}

fn rule(mime_type: &str) -> Option<&'static (&'static str, &'static [&'static str], usize)> {
    let essence = mime_type.split(';').next().unwrap_or_default().trim();
    TYPES.iter().find(|rule| rule.0.eq_ignore_ascii_case(essence))
}

/// Media by id, unless its life is over.
pub(super) fn living(engine: &Engine, id: &str) -> Result<Option<Media>, GraphError> {
    let limits = engine.settings().limits;
    Ok(engine.store.media(id)?.filter(|media| {
        let seconds = match media.owner {
            Owner::Resident => limits.inbound_media_seconds,
            Owner::Business => limits.uploaded_media_seconds,
        };
        let life = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000);
        seconds == 0 || engine.clock.now() - media.at < life
    }))
}

pub(super) async fn upload(
    State(engine): State<Arc<Engine>>,
    Path(phone_id): Path<String>,
    headers: HeaderMap,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Json<Value>, GraphError> {
    admit(&engine, &headers).await?;
    strike(&engine, Endpoint::MediaUpload).await?;
    let form = form.map_err(GraphError::parameter);
    let stored = async {
        if phone_id != engine.config.phone_number_id {
            return Err(GraphError::no_object("post", &phone_id));
        }
        let media = received(&engine, form?).await?;
        engine.store.insert_media(&media)?;
        Ok(media.id)
    };
    match stored.await {
        Ok(id) => {
            add(&engine.counters.media_uploaded);
            Ok(Json(json!({ "id": id })))
        }
        Err(error) => refused(&engine, error),
    }
}

async fn received(engine: &Engine, mut form: Multipart) -> Result<Media, GraphError> {
    let (mut product, mut declared, mut file) = (None, None, None);
    while let Some(field) = form.next_field().await.map_err(GraphError::parameter)? {
        match field.name() {
            Some("messaging_product") => product = Some(field.text().await.map_err(GraphError::parameter)?),
            Some("type") => declared = Some(field.text().await.map_err(GraphError::parameter)?),
            Some("file") => {
                let mime_type = field.content_type().map(str::to_owned);
                let name = field.file_name().map(str::to_owned);
                file = Some((mime_type, name, field.bytes().await.map_err(GraphError::parameter)?));
            }
            _ => {}
        }
    }
    if product.as_deref() != Some("whatsapp") {
        return Err(GraphError::parameter("The parameter messaging_product is required."));
    }
    let Some((mime_type, file_name, bytes)) = file else {
        return Err(GraphError::parameter("The parameter file is required."));
    };
    let vague = |mime: &String| mime == "application/octet-stream";
    let mime_type = mime_type.filter(|mime| !vague(mime)).or(declared).unwrap_or_default();
    check_file(&mime_type, &bytes)?;
    Ok(Media {
        id: ids::media(),
        owner: Owner::Business,
        sha256: <sha2::Sha256 as sha2::Digest>::digest(&bytes).to_vec(),
        mime_type,
        file_name,
        bytes: bytes.to_vec(),
        at: engine.clock.now(),
    })
}

fn check_file(mime_type: &str, bytes: &[u8]) -> Result<(), GraphError> {
    let Some((essence, _, most)) = rule(mime_type).filter(|rule| rule.0 != "application/octet-stream") else {
        let known: Vec<&str> = TYPES.iter().map(|rule| rule.0).collect();
        return Err(GraphError::parameter(format!(
            "Param file must be a file with one of the following types: {}. Received file of type '{mime_type}'.",
            known.join(", ")
        )));
    };
    if bytes.is_empty() {
        return Err(GraphError::new(131_053, "The file is empty."));
    }
    if bytes.len() > *most {
        return Err(GraphError::new(
            131_053,
            format!("A file of type {essence} may have {most} bytes at most."),
        ));
    }
    let magic: &[u8] = match *essence {
        "image/jpeg" => &[0xFF, 0xD8, 0xFF],
        "image/png" => b"\x89PNG\r\n\x1a\n",
        "application/pdf" => b"%PDF-",
        _ => b"",
    };
    if bytes.starts_with(magic) {
        return Ok(());
    }
    Err(GraphError::new(131_053, format!("The content of the file is not {essence}.")))
}

#[derive(Deserialize)]
pub(super) struct Owned {
    phone_number_id: Option<String>,
}

pub(super) async fn info(
    State(engine): State<Arc<Engine>>,
    Path(id): Path<String>,
    Query(owned): Query<Owned>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    admit(&engine, &headers).await?;
    strike(&engine, Endpoint::MediaInfo).await?;
    let ours = owned.phone_number_id.is_none_or(|phone| phone == engine.config.phone_number_id);
    let Some(media) = living(&engine, &id)?.filter(|_| ours) else {
        return refused(&engine, GraphError::no_object("get", &id));
    };
    let expires =
        engine.clock.now() / 1000 + i64::try_from(engine.settings().limits.url_seconds).unwrap_or(0);
    Ok(Json(json!({
        "messaging_product": "whatsapp",
        "url": format!(
            "{}/whatsapp_business/attachments/?mid={id}&source=getMedia&ext={expires}&hash={}",
            engine.base_url(),
            ticket(&engine, &id, expires),
        ),
        "mime_type": media.mime_type,
        "sha256": hex::encode(&media.sha256),
        "file_size": media.bytes.len(),
        "id": id,
    })))
}

pub(super) async fn delete(
    State(engine): State<Arc<Engine>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    admit(&engine, &headers).await?;
    if engine.store.delete_media(&id)? {
        return Ok(Json(json!({"success": true})));
    }
    refused(&engine, GraphError::no_object("delete", &id))
}

#[derive(Deserialize)]
pub(super) struct Ticket {
    mid: String,
    ext: i64,
    hash: String,
}

pub(super) async fn download(
    State(engine): State<Arc<Engine>>,
    ticket: Result<Query<Ticket>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let admitted =
        admit(&engine, &headers).await.is_ok() && strike(&engine, Endpoint::MediaDownload).await.is_ok();
    let media = ticket.ok().filter(|_| admitted).and_then(|Query(ticket)| valid(&engine, &ticket));
    let Some(media) = media else { return StatusCode::NOT_FOUND.into_response() };
    add(&engine.counters.media_downloaded);
    let disposition = media.disposition();
    let headers = [(header::CONTENT_TYPE, media.mime_type), (header::CONTENT_DISPOSITION, disposition)];
    (headers, media.bytes).into_response()
}

fn valid(engine: &Engine, given: &Ticket) -> Option<Media> {
    let seconds = engine.settings().limits.url_seconds;
    let alive = seconds == 0 || engine.clock.now() / 1000 < given.ext;
    let genuine = given.hash == ticket(engine, &given.mid, given.ext);
    if alive && genuine { living(engine, &given.mid).ok()? } else { None }
}

/// Makes a URL good for one medium until one instant, also across a restart.
fn ticket(engine: &Engine, id: &str, expires: i64) -> String {
    let whole = payload::signature(&engine.config.app_secret, format!("media {id} {expires}").as_bytes());
    whole.trim_start_matches("sha256=").chars().take(43).collect()
}
