//! The table of contents: who serves which part of the addresses there are, and what stands in front of all of them.
//! Which address there is and who may is said by the table in `permissions`.

use crate::accounts::{factor_page, provider, recognise, sign_in};
use crate::app::Shared;
use crate::permissions::{Doors, Route, nothing};
use crate::web::{failure, guard, headers, language, limits};
use crate::{
    assets, demo, handover, health, secure_link, service, sop, stations, telemetry, tracking, whatsapp,
    workbench,
};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect};
use std::collections::BTreeMap;
use tokio::sync::watch;
use tower::ServiceExt;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// By whom everybody is let in once there are offices.
pub type Opened = watch::Sender<Option<Router>>;

/// While offices are opened, which may take a while: whoever asks whether this process lives is told that it does, whoever
/// asks whether it is ready that it is not yet, and everybody else waits.
pub fn once_open(opened: watch::Receiver<Option<Router>>) -> Router {
    Router::new().fallback(async move |request: Request| {
        let mut opened = opened.clone();
        let early = opened.borrow().is_none();
        if early && request.uri().path() == Route::Health.row().path {
            return "ok".into_response();
        }
        if early && request.uri().path() == Route::Ready.row().path {
            return (StatusCode::SERVICE_UNAVAILABLE, "starting").into_response();
        }
        let routes = opened.wait_for(Option::is_some).await.ok().and_then(|routes| routes.clone());
        match routes {
            Some(routes) => routes.oneshot(request).await.into_response(),
            None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    })
}

/// One office answers to any name. Several answer to their own each; who asks for none of them learns only whether this
/// program can do its work.
pub fn of_all(offices: Vec<Shared>) -> Router {
    let mut offices = offices.into_iter();
    let (first, second) = (offices.next(), offices.next());
    let (Some(first), Some(second)) = (first.clone(), second) else {
        return first.map_or_else(Router::new, routes);
    };
    let nobody = Doors::new().at(Route::Health, health::show).at(Route::Ready, health::ready);
    let nobody = Router::from(nobody).with_state(first.clone());
    let named = |app: Shared| (app.config.host(), routes(app));
    let named: BTreeMap<String, Router> = [first, second].into_iter().chain(offices).map(named).collect();
    Router::new().fallback(async move |request: Request| {
        let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
        let asked = named.get(&host.to_lowercase()).unwrap_or(&nobody);
        asked.clone().oneshot(request).await
    })
}

pub fn routes(app: Shared) -> Router {
    let pages = Router::from(pages(app.demo))
        .fallback(nothing)
        .layer(from_fn_with_state(app.clone(), failure::explain))
        .layer(from_fn_with_state(app.clone(), limits::anonymous))
        .layer(from_fn_with_state(app.clone(), recognise))
        // Once more, for when nobody can be recognised because the database is away.
        .layer(from_fn_with_state(app.clone(), failure::explain))
        .layer(from_fn_with_state(app.clone(), guard::same_origin))
        .layer(DefaultBodyLimit::max(limits::file_bytes(&app.config)));
    let machines = Router::from(machines()).layer(from_fn_with_state(app.clone(), failure::explain));
    let patience = &app.config.limits;
    // Around every route: no body longer than any may be, no pause in one that is too long, no request that does not
    // end. A stream that has begun goes on for as long as somebody listens.
    machines
        .merge(pages)
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, patience.request()))
        .layer(RequestBodyTimeoutLayer::new(patience.silence()))
        .layer(RequestBodyLimitLayer::new(limits::file_bytes(&app.config).max(limits::BODY_BYTES)))
        .layer(from_fn_with_state(app.clone(), headers::add))
        .layer(from_fn_with_state(app.clone(), telemetry::counted))
        .with_state(app)
}

/// What people look at: guarded against forged forms, and signed in where it needs to be.
pub fn pages(demo: bool) -> Doors {
    Doors::new()
        .at(Route::Home, || async { Redirect::to("/lacak") })
        .at(Route::SignIn, sign_in::show)
        .at(Route::Enter, sign_in::enter)
        .at(Route::Leave, sign_in::leave)
        .at(Route::Invitation, sign_in::invitation)
        .at(Route::ChoosePassword, sign_in::choose)
        .merge(factor_page::doors())
        .merge(provider::page::doors())
        .at(Route::ChooseLanguage, language::choose)
        .merge(workbench::doors())
        .merge(tracking::doors())
        .merge(service::doors())
        .merge(secure_link::doors())
        .merge(handover::doors())
        .merge(sop::page::doors())
        .merge(if demo { demo::page::doors() } else { Doors::new() })
}

/// What programs ask: they carry a signature, or nobody's data is there.
pub fn machines() -> Doors {
    let webhook = Doors::new()
        .at(Route::VerifyWebhook, whatsapp::webhook::verify)
        .at(Route::Webhook, whatsapp::webhook::receive)
        .at_most(limits::WEBHOOK_BYTES);
    Doors::new()
        .at(Route::Health, health::show)
        .at(Route::Ready, health::ready)
        .at(Route::Asset, assets::serve.layer(CompressionLayer::new()))
        .merge(webhook)
        .merge(stations::channel::doors())
}
