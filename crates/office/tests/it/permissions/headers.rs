//! What stands at the head of every answer, whoever asks and whatever comes of it.

use super::fixture::{Fixture, MARKERS};
use super::visitors::{Visitor, everybody};
use crate::support::browser::Answer;
use crate::support::server::{ADMINISTRATOR, OPERATOR};
use office::db::{Statement, Write};
use office::params;
use office::permissions::Route;
use reqwest::Method;
use std::collections::BTreeSet;

/// An office that goes live: behind TLS, with nothing that shows its pages in a frame.
async fn live() -> Fixture {
    Fixture::of(MARKERS[0], |config| {
        config.server.public_url = "https://rancak.example".to_owned();
        config.whatsapp.simulator = false;
    })
    .await
}

fn is_guarded(answer: &Answer, what: &str) {
    let header = |name: &str| {
        let all: Vec<_> = answer.headers.get_all(name).iter().collect();
        assert_eq!(all.len(), 1, "{what}: {name} must be there once: {all:?}");
        answer.header(name)
    };
    let policy = header("content-security-policy");
    assert!(
        !policy.contains("unsafe-") && !policy.contains("data:") && !policy.contains('*'),
        "{what}: {policy}"
    );
    for part in ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    let page = policy.starts_with("default-src 'self'; ") && policy.contains("form-action 'self'");
    let file = policy.contains("default-src 'none'; ") && policy.contains("form-action 'none'");
    assert!(page || file, "{what}: {policy}");
    assert!(!page || policy.contains("frame-src 'none'"), "{what}: {policy}");
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{what}");
    assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{what}");
    assert!(header("permissions-policy").contains("microphone=()"), "{what}");
    assert!(["same-origin", "strict-origin"].contains(&header("referrer-policy")), "{what}");
    assert_eq!(header("x-frame-options"), "DENY", "{what}");
    assert_eq!(header("strict-transport-security"), "max-age=31536000; includeSubDomains", "{what}");
    let lets_in = answer.headers.keys().find(|name| name.as_str().starts_with("access-control-"));
    assert_eq!(lets_in, None, "{what}: no other origin is let in");
    let kept = what.contains("/aset/") && answer.status == 200;
    let cache = if kept { "public, max-age=31536000, immutable" } else { "no-store" };
    assert_eq!(header("cache-control"), cache, "{what}");
    let html = answer.header("content-type").starts_with("text/html");
    assert!(!html || page, "{what}: a page without its style: {policy}");
    if !answer.header("content-disposition").is_empty() {
        let pdf = answer.header("content-disposition").starts_with("inline")
            && answer.header("content-type") == "application/pdf";
        assert!(file && (pdf || policy.starts_with("sandbox; ")), "{what}: a file that may act: {policy}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_of_every_row_is_guarded_at_its_head_whoever_asks() {
    let fixture = live().await;
    let everybody = everybody(&fixture).await;
    let mut seen = BTreeSet::new();
    for route in Route::ALL.iter().copied() {
        for visitor in &everybody {
            fixture.restore(route).await;
            let path = fixture.address(route, visitor.officer.as_ref());
            let answer = visitor.asks(route, &path).await;
            is_guarded(&answer, &format!("{}: {route:?} {path}: {}", visitor.name, answer.status));
            seen.insert(answer.status);
            let forged = visitor.browser.forged(Method::POST, &path, &[], "").await;
            is_guarded(&forged, &format!("{}: forged {path}: {}", visitor.name, forged.status));
            seen.insert(forged.status);
        }
    }
    // Shown, sent elsewhere, forged, not there, not signed, and a form that says nothing.
    assert!([200, 303, 401, 403, 404, 422].iter().all(|s| seen.contains(s)), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_row_knows_and_what_broke_is_guarded_as_well() {
    let fixture = live().await;
    let nobody = Visitor::nobody(&fixture.server).await;
    for method in ["DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "BREW"] {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        for path in ["/", "/meja", "/webhook", "/sehat", "/aset/rancak.css", "/tidak-ada", "/%ff", "/kirim"] {
            let answer = nobody.browser.send(nobody.browser.request(method.clone(), path)).await;
            is_guarded(&answer, &format!("{method} {path}: {}", answer.status));
        }
    }
    let operator = fixture.server.bearer(OPERATOR).await;
    let away = Statement::new("ALTER TABLE cases RENAME TO elsewhere", params![]);
    fixture.server.app.db.write(Write::one(away)).await.expect("renamed");
    let answer = operator.get("/meja").await;
    assert_eq!(answer.status, 500, "{}", answer.body);
    is_guarded(&answer, "broken");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_that_leaves_is_named_and_may_not_act() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    let mut files = Vec::new();
    for route in Route::ALL.iter().copied().filter(|r| !r.row().is_write() && r.row().who.is_officers()) {
        let Some(visitor) = everybody.iter().find(|v| v.may(&fixture, route)) else { continue };
        let path = fixture.address(route, visitor.officer.as_ref());
        fixture.proofs().await;
        let answer = visitor.asks(route, &path).await;
        let kind = answer.header("content-type").to_owned();
        if answer.status != 200 || kind.starts_with("text/html") || kind.starts_with("text/event-stream") {
            continue;
        }
        let (disposition, policy) =
            (answer.header("content-disposition"), answer.header("content-security-policy"));
        assert!(disposition.contains("filename="), "{route:?} {kind}: {disposition}");
        // Shown in a page are only pictures and PDFs that we drew ourselves; everything else is to be saved.
        let ours = ["image/jpeg", "application/pdf"].contains(&kind.as_str());
        assert!(disposition.starts_with("attachment") || ours, "{route:?} {kind}: {disposition}");
        assert!(policy.starts_with("sandbox; ") || kind == "application/pdf", "{route:?}: {policy}");
        files.push(kind);
    }
    files.sort();
    files.dedup();
    assert!(files.len() >= 4 && files.contains(&"image/jpeg".to_owned()), "{files:?}");
}

#[tokio::test]
async fn only_a_rehearsal_shows_one_page_in_another() {
    let live = crate::support::server::Server::start_with(|config| config.whatsapp.simulator = false).await;
    let page = live.bearer(ADMINISTRATOR).await.get("/meja").await;
    assert!(page.header("content-security-policy").contains("frame-src 'none'"));
    assert_eq!(page.header("strict-transport-security"), "", "nothing is promised of an address without TLS");
    let framed = crate::support::server::Server::start_with(|config| {
        config.server.frame_ancestors = vec!["'self'".to_owned()];
    })
    .await;
    let page = framed.stranger().get("/masuk").await;
    assert!(page.header("content-security-policy").contains("frame-ancestors 'self'"));
    assert!(page.header("content-security-policy").contains("frame-src 'self' http://127.0.0.1:9"));
    assert_eq!(page.header("x-frame-options"), "");
}
