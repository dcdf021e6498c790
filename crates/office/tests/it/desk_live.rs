//! The stream of hints: it tells of what the officer's page shows, of nothing else, and ends in time.

use crate::support::browser::Browser;
use crate::support::server::{ADMINISTRATOR, KASI, OPERATOR, Server};
use procedure::{Command, Form};
use reqwest::{Method, Response};
use std::time::Duration;
use tokio::time::timeout;

/// Long enough for a busy machine; a hint that does not come costs this much.
const SOON: Duration = Duration::from_millis(800);

async fn listen(browser: &Browser, path: &str) -> Response {
    browser.request(Method::GET, path).send().await.expect("an answer")
}

/// What comes next on the stream; none where nothing comes soon.
async fn hint(stream: &mut Response) -> Option<String> {
    let chunk = timeout(SOON, stream.chunk()).await.ok()?.expect("read")?;
    Some(String::from_utf8_lossy(&chunk).into_owned())
}

#[tokio::test]
async fn an_inbox_hears_of_changes_of_its_own_steps_only_and_nothing_personal() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let kasi = server.bearer(KASI).await;
    let mut stream = listen(&kasi, "/meja/langsung").await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    assert!(hint(&mut stream).await.is_some_and(|h| h.contains("event: lanes")), "one at the beginning");
    let ticket = server.open_case("Upik Percobaan").await;
    assert_eq!(hint(&mut stream).await, None, "another's step");
    server.decide(&ticket, &operator, "penerimaan", "lengkap", Form::default()).await;
    let heard = hint(&mut stream).await.expect("a hint");
    assert!(heard.contains("event: lanes"), "{heard}");
    assert!(!heard.contains("Upik") && !heard.contains(ticket.as_str()), "{heard}");
}

#[tokio::test]
async fn a_case_page_hears_of_its_own_case_only() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let own = server.open_case("Satu Percobaan").await;
    let other = server.open_case("Dua Percobaan").await;
    let mut stream = listen(&operator, &format!("/meja/langsung?perkara={own}")).await;
    assert!(hint(&mut stream).await.is_some());
    server.done(&other, operator.actor(), Command::Claim).await;
    assert_eq!(hint(&mut stream).await, None);
    server.done(&own, operator.actor(), Command::Claim).await;
    assert!(hint(&mut stream).await.is_some_and(|h| h.contains("event: case")));
}

#[tokio::test]
async fn the_stream_ends_soon_after_the_session_did() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let mut stream = listen(&operator, "/meja/langsung").await;
    assert!(hint(&mut stream).await.is_some());
    operator.post("/keluar", &[]).await;
    let ended = timeout(Duration::from_secs(15), stream.chunk()).await.expect("within a heartbeat");
    assert_eq!(ended.expect("a clean end"), None);
}

#[tokio::test]
async fn listening_and_asking_again_by_itself_keep_no_session() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let by_itself = || operator.request(Method::GET, "/meja").header("hx-request", "true");
    for _ in 0..2 {
        server.minutes_later(14);
        assert_eq!(operator.send(by_itself()).await.status, 200);
    }
    server.minutes_later(14);
    assert_eq!(operator.send(by_itself()).await.location(), "/masuk?ke=/meja");
}

#[tokio::test]
async fn who_sees_no_cases_hears_of_none() {
    let server = Server::start().await;
    assert_eq!(server.stranger().get("/meja/langsung").await.status, 303);
    assert_eq!(server.bearer(ADMINISTRATOR).await.get("/meja/langsung").await.status, 404);
}
