//! How long and how much is borne: who never finishes is cut off, who asks too much waits, and nobody who works here is
//! kept out by it.

use crate::support::server::{OPERATOR, Server};
use office::config::Config;
use office::permissions::Route;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longer than any limit that a test sets.
const LONG: Duration = Duration::from_secs(20);

async fn impatient() -> Server {
    Server::start_with(|config: &mut Config| {
        config.limits.head_seconds = 1;
        config.limits.silence_seconds = 1;
        config.limits.request_seconds = 3;
    })
    .await
}

async fn connected(server: &Server) -> TcpStream {
    TcpStream::connect(server.base.trim_start_matches("http://")).await.expect("a connection")
}

/// What comes until the office hangs up, and after how long it did.
async fn until_cut_off(mut stream: TcpStream) -> (String, Duration) {
    let (begun, mut heard) = (Instant::now(), Vec::new());
    let ended = tokio::time::timeout(LONG, stream.read_to_end(&mut heard)).await;
    assert!(ended.is_ok(), "never cut off: {}", String::from_utf8_lossy(&heard));
    (String::from_utf8_lossy(&heard).into_owned(), begun.elapsed())
}

fn head(more: &str) -> String {
    format!(
        "POST /masuk HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n{more}\r\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_nothing_or_never_ends_the_head_of_a_request_is_cut_off() {
    let server = impatient().await;
    let silent = connected(&server).await;
    let (heard, after) = until_cut_off(silent).await;
    assert!(heard.is_empty() && after > Duration::from_millis(900), "{heard} {after:?}");
    let (mut reading, mut writing) = connected(&server).await.into_split();
    let dripping = tokio::spawn(async move {
        writing.write_all(b"GET /sehat HTTP/1.1\r\nHost: localhost\r\n").await.expect("sent");
        for _ in 0..200 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if writing.write_all(b"X-A: b\r\n").await.is_err() {
                break;
            }
        }
    });
    let begun = Instant::now();
    let mut heard = Vec::new();
    let ended = tokio::time::timeout(LONG, reading.read_to_end(&mut heard)).await;
    assert!(ended.is_ok() && begun.elapsed() < Duration::from_secs(10), "a line now and then keeps it open");
    dripping.abort();
    assert_eq!(server.stranger().get("/sehat").await.status, 200, "others are served");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stops_coming_ends() {
    let server = impatient().await;
    let mut stream = connected(&server).await;
    stream.write_all(head("Content-Length: 1000\r\n").as_bytes()).await.expect("sent");
    stream.write_all(b"login=").await.expect("sent");
    let (heard, after) = until_cut_off(stream).await;
    assert!(heard.starts_with("HTTP/1.1 4"), "{heard}");
    assert!((Duration::from_millis(900)..Duration::from_secs(10)).contains(&after), "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_drips_without_end_ends_too() {
    let server = impatient().await;
    for place in [head("Transfer-Encoding: chunked\r\n"), {
        let webhook = "POST /webhook HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
        webhook.to_owned()
    }] {
        let (mut reading, mut writing) = connected(&server).await.into_split();
        let dripping = tokio::spawn(async move {
            writing.write_all(place.as_bytes()).await.expect("sent");
            for _ in 0..100 {
                tokio::time::sleep(Duration::from_millis(200)).await;
                if writing.write_all(b"1\r\na\r\n").await.is_err() {
                    break;
                }
            }
        });
        let (begun, mut heard) = (Instant::now(), vec![0; 64]);
        let read =
            tokio::time::timeout(LONG, reading.read(&mut heard)).await.expect("an answer").expect("read");
        let heard = String::from_utf8_lossy(&heard[..read]).into_owned();
        assert!(heard.starts_with("HTTP/1.1 408"), "{heard}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
        dripping.abort();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_listens_stays_connected_longer_than_any_limit() {
    let server = impatient().await;
    let operator = server.bearer(OPERATOR).await;
    let mut response =
        operator.request(reqwest::Method::GET, "/meja/langsung").send().await.expect("an answer");
    assert_eq!(response.status(), 200);
    tokio::time::sleep(Duration::from_secs(5)).await;
    server.open_case("Upik Percobaan").await;
    let mut heard = String::new();
    while !heard.contains("event: lanes") || heard.matches("event: ").count() < 2 {
        let part = tokio::time::timeout(LONG, response.chunk()).await.expect("in time").expect("still open");
        heard.push_str(&String::from_utf8_lossy(&part.expect("the stream goes on")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_long_a_body_is_refused_at_every_address_that_writes() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let cookie = operator.request(reqwest::Method::GET, "/").build().expect("a request");
    let cookie = cookie.headers().get("cookie").and_then(|v| v.to_str().ok()).expect("a cookie").to_owned();
    let mut asked = 0;
    for row in Route::ALL.iter().map(|r| r.row()).filter(|r| r.is_write()) {
        let mut stream = connected(&server).await;
        let request = format!(
            "{} {} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
             Connection: close\r\nContent-Length: 70000000\r\n\r\n",
            row.verb.word(),
            row.path.replace(['{', '}', '*'], ""),
        );
        stream.write_all(request.as_bytes()).await.expect("sent");
        let (heard, _) = until_cut_off(stream).await;
        assert!(heard.starts_with("HTTP/1.1 413"), "{} {}: {heard}", row.verb.word(), row.path);
        asked += 1;
    }
    assert!(asked > 50, "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_a_file_is_short_whether_it_says_its_length_or_not() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let long = "a".repeat(300 * 1024);
    let stranger = server.stranger();
    let claim = format!("/meja/perkara/{ticket}/catat");
    for (browser, path) in [(&stranger, "/masuk"), (&operator, "/meja/cari"), (&operator, claim.as_str())] {
        assert_eq!(browser.post(path, &[("login", &long)]).await.status, 413, "{path}");
    }
    let mut stream = connected(&server).await;
    stream
        .write_all(head("Connection: close\r\nTransfer-Encoding: chunked\r\n").as_bytes())
        .await
        .expect("sent");
    for _ in 0..300 {
        if stream.write_all(format!("400\r\n{}\r\n", &long[..1024]).as_bytes()).await.is_err() {
            break;
        }
    }
    let mut heard = vec![0; 64];
    let read = stream.read(&mut heard).await.expect("an answer");
    assert!(heard[..read].starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&heard[..read]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_from_one_address_slows_strangers_there_and_nobody_who_has_signed_in_and_no_program() {
    let server = Server::start_with(|config| {
        config.limits.anonymous_at_once = 20;
        config.limits.anonymous_pause_ms = 60_000;
        config.server.trusted_proxies = 1;
    })
    .await;
    let (stranger, operator) = (server.stranger(), server.bearer(OPERATOR).await);
    let mut answers = Vec::new();
    for _ in 0..40 {
        answers.push(stranger.get("/layanan").await);
    }
    let served = answers.iter().take_while(|a| a.status == 200).count();
    assert_eq!(served, 20);
    let slowed = &answers[39];
    assert_eq!((slowed.status, slowed.header("retry-after")), (429, "5"));
    assert!(slowed.has("Terlalu banyak sekaligus") && !slowed.header("content-security-policy").is_empty());
    for path in ["/meja", "/meja/cari", "/layanan", "/meja", "/meja/perkara/0"].repeat(10) {
        assert_ne!(operator.get(path).await.status, 429, "an officer at the same address: {path}");
    }
    for path in ["/sehat", "/aset/rancak.css", "/webhook"].repeat(10) {
        assert_ne!(stranger.get(path).await.status, 429, "{path}");
    }
    let unsigned = stranger.post("/webhook", &[]).await;
    assert_eq!(unsigned.status, 401, "a webhook is told by its signature");
    let elsewhere =
        stranger.request(reqwest::Method::GET, "/layanan").header("x-forwarded-for", "198.51.100.7");
    assert_eq!(stranger.send(elsewhere).await.status, 200, "another address has its own measure");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_a_connection_open_does_not_keep_the_office_from_closing() {
    let server = impatient().await;
    let stream = connected(&server).await;
    server.app.stopping.send_replace(true);
    let (_, after) = until_cut_off(stream).await;
    assert!(after < Duration::from_secs(10), "{after:?}");
}

/// Who reads a request's length otherwise than the proxy before it takes the rest for another request.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_unclear_about_its_length_is_refused_and_nothing_after_it_is_read() {
    let server = Server::start().await;
    for unclear in [
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 0x5\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
    ] {
        let mut stream = connected(&server).await;
        let hidden = "login\r\n\r\nGET /sehat HTTP/1.1\r\nHost: localhost\r\n\r\n";
        stream.write_all((head(unclear) + hidden).as_bytes()).await.expect("sent");
        let (heard, _) = until_cut_off(stream).await;
        assert!(heard.starts_with("HTTP/1.1 400"), "{unclear}: {heard}");
        assert_eq!(heard.matches("HTTP/1.1").count(), 1, "{unclear}: {heard}");
    }
}
