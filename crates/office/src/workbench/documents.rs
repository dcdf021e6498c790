//! Hands out the bytes of one document to people who see cases: only by way of the case that it belongs to.

use super::guard::Clerk;
use crate::app::Shared;
use crate::error::Error;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use procedure::{FileId, Ticket};

pub fn routes() -> Router<Shared> {
    Router::new().route("/meja/perkara/{ticket}/berkas/{file}", get(show))
}

async fn show(
    _: Clerk,
    State(app): State<Shared>,
    Path((ticket, file)): Path<(String, String)>,
) -> Result<Response, Error> {
    let ticket = Ticket::parse(&ticket).map_err(|_| Error::NotFound)?;
    let loaded = app.cases.load(app.office(), &ticket).await?.ok_or(Error::NotFound)?;
    let facts = &loaded.case.file(&FileId::new(file)).ok_or(Error::NotFound)?.facts;
    let bytes = app.documents.read(&facts.file).await?.ok_or(Error::NotFound)?;
    // A picture is shown; anything else is never opened as part of our own site.
    let disposition = match facts.media_type.as_str() {
        "image/jpeg" | "image/png" => "inline",
        _ => "attachment",
    };
    let name = format!("{disposition}; filename=\"{ticket}-{}.{}\"", facts.file, ending(&facts.media_type));
    let headers = [
        (CONTENT_TYPE, facts.media_type.clone()),
        (CONTENT_DISPOSITION, name),
        (CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

fn ending(media_type: &str) -> &'static str {
    match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "application/pdf" => "pdf",
        _ => "bin",
    }
}
