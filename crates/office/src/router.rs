//! The table of contents: every address there is, and what stands in front of it.

use crate::accounts::{factor_page, recognise, sign_in};
use crate::app::Shared;
use crate::web::{failure, guard, headers, language};
use crate::{assets, demo, handover, secure_link, service, sop, stations, tracking, whatsapp, workbench};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;

pub fn routes(app: Shared) -> Router {
    let pages = Router::new()
        .route("/", get(|| async { Redirect::to("/lacak") }))
        .route("/masuk", get(sign_in::show).post(sign_in::enter))
        .route("/keluar", post(sign_in::leave))
        .route("/undangan/{secret}", get(sign_in::invitation).post(sign_in::choose))
        .merge(factor_page::routes())
        .route("/bahasa", get(language::choose))
        .merge(workbench::routes())
        .merge(tracking::routes())
        .merge(service::routes())
        .merge(secure_link::routes())
        .merge(handover::routes())
        .merge(sop::page::routes())
        .merge(if app.demo { demo::page::routes() } else { Router::new() })
        .fallback(failure::nothing)
        .layer(from_fn_with_state(app.clone(), failure::explain))
        .layer(from_fn_with_state(app.clone(), recognise))
        // Once more, for when nobody can be recognised because the database is away.
        .layer(from_fn_with_state(app.clone(), failure::explain))
        .layer(from_fn_with_state(app.clone(), guard::same_origin))
        // The largest file taken, and some room for the form around it.
        .layer(DefaultBodyLimit::max(usize::try_from(app.config.documents.max_bytes).unwrap_or(0) + 65_536));
    let webhook = Router::new()
        .route("/webhook", get(whatsapp::webhook::verify).post(whatsapp::webhook::receive))
        .layer(DefaultBodyLimit::max(8 * 1024 * 1024));
    Router::new()
        .route("/sehat", get(crate::health::show))
        .route("/aset/{*path}", get(assets::serve).layer(CompressionLayer::new()))
        .merge(webhook)
        .merge(stations::channel::routes())
        .merge(pages)
        .layer(from_fn_with_state(app.clone(), headers::add))
        .with_state(app)
}
