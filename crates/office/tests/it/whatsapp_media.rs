//! What a media address may do to us: nothing. The platform here is one that nobody should trust.

use crate::support::server::Server;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts who came to the address that a redirect names.
type Inside = Arc<AtomicUsize>;

async fn inside(State(inside): State<Inside>) -> &'static str {
    inside.fetch_add(1, Ordering::SeqCst);
    "a secret of the machine"
}

async fn redirecting() -> Response {
    (StatusCode::FOUND, [(header::LOCATION, "/inside")]).into_response()
}

/// Says that four gigabytes follow, and sends without end.
async fn endless() -> Response {
    let chunks = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![0xFF; 65_536]));
    let mut answer = Body::from_stream(chunks).into_response();
    answer.headers_mut().insert(header::CONTENT_LENGTH, "4294967296".parse().expect("a number"));
    answer
}

/// A platform on this machine; the office that fetches from it, and how often its inside was reached.
async fn platform() -> (Server, Inside) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let count = Inside::default();
    let meta = |base: &str, path: &str| {
        let url = format!("{base}{path}");
        get(move || async move { axum::Json(serde_json::json!({ "url": url })) })
    };
    let routes = Router::new()
        .route("/v23.0/redirecting", meta(&base, "/redirecting"))
        .route("/v23.0/endless", meta(&base, "/endless"))
        .route("/v23.0/elsewhere", meta("http://localhost:1", "/x"))
        .route("/redirecting", get(redirecting))
        .route("/endless", get(endless))
        .route("/inside", get(inside))
        .with_state(count.clone());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let server = Server::start_with(|config| config.whatsapp.base_url = base).await;
    (server, count)
}

#[tokio::test]
async fn a_media_address_that_redirects_inside_is_not_followed() {
    let (server, inside) = platform().await;
    let got = server.app.whatsapp.client.media("redirecting").await;
    assert!(format!("{got:?}").starts_with("Err(Media("), "{got:?}");
    assert_eq!(inside.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_media_address_on_a_host_that_is_not_listed_is_not_fetched() {
    let (server, _) = platform().await;
    let got = server.app.whatsapp.client.media("elsewhere").await;
    assert!(format!("{got:?}").contains("not listed"), "{got:?}");
}

#[tokio::test]
async fn four_gigabytes_are_read_no_further_than_a_document_may_be_long() {
    let (server, _) = platform().await;
    let got = server.app.whatsapp.client.media("endless").await.expect("the beginning");
    let most = server.app.documents.max_bytes();
    assert!(got.is_too_large() && got.length() <= most + 1_000_000, "{got:?}");
}

/// What a platform that was taken over might name as a file's address.
const STRANGE: [&str; 12] = [
    "https://localhost:1/inside",
    "https://127.0.0.1/inside",
    "https://2130706433/inside",
    "https://0177.0.0.1/inside",
    "https://[::1]/inside",
    "https://[::ffff:127.0.0.1]/inside",
    "https://lookaside.fbsbx.com@127.0.0.1/inside",
    "https://lookaside.fbsbx.com./inside",
    "http://lookaside.fbsbx.com/inside",
    "https://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "inside",
];

/// A platform for an office that goes live, where nothing on this machine may be fetched.
async fn taken_over(url: &'static str) -> Server {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let routes = Router::new()
        .route("/v23.0/m", get(move || async move { axum::Json(serde_json::json!({ "url": url })) }));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Server::start_with(|config| {
        config.whatsapp.base_url = base;
        config.whatsapp.simulator = false;
        config.whatsapp.media_hosts.push("localhost".to_owned());
    })
    .await
}

#[tokio::test]
async fn an_address_in_numbers_or_disguise_is_never_asked_for_a_file() {
    for url in STRANGE {
        let got = taken_over(url).await.app.whatsapp.client.media("m").await;
        assert!(format!("{got:?}").starts_with("Err(Media("), "{url}: {got:?}");
    }
}

#[tokio::test]
async fn a_listed_name_that_was_turned_to_our_own_network_is_not_called() {
    let got = taken_over("https://localhost/inside").await.app.whatsapp.client.media("m").await;
    // The name passes the list; where it leads is looked at when it is resolved, before anything is sent.
    assert!(format!("{got:?}").starts_with("Err(Unknown("), "{got:?}");
}
