//! `secure_link`: the page on which a resident gives data and documents outside the chat. The chat hands out a
//! one-time link; whoever opens it first acts as its sender, and everything goes through `cases::dispatch`.
//! No word of a token, cookie or document is ever logged here.

mod applicant;
mod dossier;
mod judge;
mod keeping;
mod link;
mod open;
mod seal;
mod sending;
mod uploads;
mod visit;

pub use link::{Asked, Link, fall_due};
pub use visit::chat;

use crate::app::Shared;
use crate::web::headers;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::map_response;
use axum::routing::{get, post, put};
use tower_http::limit::RequestBodyLimitLayer;

pub fn routes() -> Router<Shared> {
    let part = put(sending::part).layer(RequestBodyLimitLayer::new(uploads::PART));
    Router::new()
        .route("/kirim", get(dossier::show))
        .route("/kirim/{token}", get(open::show).post(open::bind))
        .route("/kirim/data", get(applicant::show).post(applicant::tell))
        .route("/kirim/unggah", post(sending::begin))
        .route("/kirim/unggah/{id}", post(sending::complete))
        .route("/kirim/unggah/{id}/{number}", part)
        .route("/kirim/berkas", post(sending::at_once).layer(DefaultBodyLimit::max(sending::HEARD_OUT)))
        .route("/kirim/foto/{file}", get(dossier::picture))
        .route("/kirim/tanda/{document}", get(dossier::marked))
        .route("/kirim/hapus", post(dossier::remove))
        .route("/kirim/pakai", post(dossier::accept))
        .route("/kirim/selesai", post(dossier::submit))
        .layer(map_response(headers::hide_address))
}
