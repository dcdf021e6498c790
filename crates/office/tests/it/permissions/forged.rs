//! Forms that another site sends in an officer's name: not one is taken, at no address, and by GET nothing is written.

use super::fixture::Fixture;
use super::visitors::everybody;
use crate::support::server::{ADMINISTRATOR, Server};
use office::permissions::{Right, Route, Verb};
use reqwest::Method;

/// How a form from elsewhere may look; the last one is not a browser's.
const FOREIGN: [&[(&str, &str)]; 6] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "http://localhost")],
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[],
];

/// Programs are let in by a signature over every byte, and carry no cookie that another site could use.
fn by_signature(route: Route) -> bool {
    matches!(route.row().who, Right::BySignature | Right::ByPairingCode | Right::ByStationKey)
}

fn method(route: Route) -> Method {
    if route.row().verb == Verb::Put { Method::PUT } else { Method::POST }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_elsewhere_is_refused_at_every_address_and_writes_nothing() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    let before = fixture.rows().await;
    let (mut refused, mut signed) = (0, 0);
    for route in Route::ALL.iter().copied().filter(|r| r.row().is_write()) {
        let visitor = everybody.iter().find(|v| v.may(&fixture, route)).unwrap_or(&everybody[0]);
        let path = fixture.address(route, visitor.officer.as_ref());
        for said in FOREIGN {
            let answer = visitor.browser.forged(method(route), &path, said, "name=x&role=kasi").await;
            if by_signature(route) {
                // Whoever guesses at the code of a station is slowed as well.
                assert!(matches!(answer.status, 400 | 401 | 429), "{route:?} {said:?}: {}", answer.status);
                signed += 1;
            } else {
                assert_eq!(answer.status, 403, "{route:?} {path} {said:?}");
                assert!(answer.body.is_empty() && answer.header("set-cookie").is_empty(), "{route:?}");
                refused += 1;
            }
        }
    }
    assert!(refused > 200 && signed == 18, "{refused} {signed}");
    assert_eq!(fixture.rows().await, before);
}

#[tokio::test]
async fn a_whole_form_that_works_from_our_own_page_does_nothing_from_elsewhere() {
    let server = Server::start().await;
    let administrator = server.bearer(ADMINISTRATOR).await;
    let known = async || server.app.accounts.users(server.app.clock.now()).await.expect("people").len();
    let before = known().await;
    let body = "login=palsu&name=Palsu&role=kasi";
    for said in FOREIGN {
        assert_eq!(administrator.forged(Method::POST, "/meja/pengguna", said, body).await.status, 403);
    }
    assert_eq!(known().await, before);
    for (number, ours) in
        [("sec-fetch-site", "same-origin"), ("origin", server.base.as_str())].iter().enumerate()
    {
        let body = format!("login=asli{number}&name=Asli&role=kasi");
        let answer = administrator.forged(Method::POST, "/meja/pengguna", &[*ours], &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(known().await, before + number + 1, "the same form, sent by our own page");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn by_get_and_head_nothing_is_ever_written() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    fixture.server.added_up().await;
    let before = fixture.rows().await;
    for route in Route::ALL.iter().copied() {
        for visitor in everybody.iter().filter(|v| v.name == "nobody" || v.may(&fixture, route)) {
            let path = fixture.address(route, visitor.officer.as_ref());
            if route.row().verb == Verb::Get {
                let answer = visitor.asks(route, &path).await;
                assert!(answer.status < 500, "{route:?} {path}: {}", answer.status);
            }
            if route != Route::Live {
                let answer = visitor.browser.send(visitor.browser.request(Method::HEAD, &path)).await;
                assert!(answer.status < 500, "{route:?} {path}: {}", answer.status);
            }
        }
    }
    assert_eq!(fixture.rows().await, before);
}

/// What a proxy, a browser or an older program is believed by elsewhere (OpenSID 11333: a header opened the data of every
/// resident).
const CLAIMS: [(&str, &str); 12] = [
    ("x-requested-with", "XMLHttpRequest"),
    ("hx-request", "true"),
    ("authorization", "Bearer administrator"),
    ("x-api-key", "administrator"),
    ("x-forwarded-user", "administrator"),
    ("remote-user", "administrator"),
    ("x-forwarded-for", "127.0.0.1"),
    ("x-real-ip", "127.0.0.1"),
    ("x-original-url", "/masuk"),
    ("x-rewrite-url", "/masuk"),
    ("x-http-method-override", "GET"),
    ("cookie", "__Host-rancak=administrator"),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_header_that_claims_to_be_somebody_opens_anything() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    let nobody = everybody.iter().find(|v| v.name == "nobody").expect("nobody");
    let claims: Vec<_> = CLAIMS.iter().copied().chain([("sec-fetch-site", "same-origin")]).collect();
    let mut asked = 0;
    for route in Route::ALL.iter().copied().filter(|r| r.row().who.is_officers()) {
        let path = fixture.address(route, None);
        let method = if route.row().is_write() { method(route) } else { Method::GET };
        let answer = nobody.browser.forged(method, &path, &claims, "").await;
        nobody.is_told_nothing(&answer, &format!("{route:?} {path}: {}", answer.status));
        asked += 1;
    }
    assert!(asked > 80, "{asked}");
}
