//! What the contract says of each address against what the address does, whoever asks and whatever they send.

use super::fixture::Fixture;
use super::visitors::{Visitor, everybody};
use crate::support::browser::Answer;
use crate::support::installation::rancak;
use crate::support::server::Server;
use office::permissions::{Route, Takes, Verb};
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;

/// Answers that nobody meant, each once: all of them are told together.
#[derive(Default)]
struct Strange(BTreeSet<String>);

impl Strange {
    fn look(&mut self, route: Route, answer: &Answer, what: &str) {
        let meant: Vec<_> =
            route.answers().into_iter().filter(|(status, _)| *status == answer.status).collect();
        let kind = answer.header("content-type");
        let bare = |k: &str| k.split(';').next().unwrap_or_default().to_owned();
        let known = meant.iter().flat_map(|(_, kinds)| *kinds).any(|k| bare(k) == bare(kind));
        let bytes = kind.is_empty() && answer.bytes.is_empty();
        if meant.is_empty() || !(known || bytes) {
            self.0.insert(format!("{route:?}: {} {kind}: {what}", answer.status));
        }
    }

    fn none(self) {
        assert!(self.0.is_empty(), "{:#?}", self.0);
    }
}

fn method(route: Route) -> Method {
    match route.row().verb {
        Verb::Get => Method::GET,
        Verb::Post => Method::POST,
        Verb::Put => Method::PUT,
    }
}

fn asks<'a>(
    fixture: &'a Fixture,
    everybody: &'a [Visitor],
    route: Route,
) -> impl Iterator<Item = &'a Visitor> {
    everybody.iter().filter(move |v| v.name == "nobody" || v.may(fixture, route))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_to_everybody_at_every_address_is_one_that_the_contract_names() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    let mut strange = Strange::default();
    for route in Route::ALL.iter().copied() {
        for visitor in &everybody {
            fixture.restore(route).await;
            let path = fixture.address(route, visitor.officer.as_ref());
            let answer = visitor.asks(route, &path).await;
            strange.look(route, &answer, &visitor.name);
        }
    }
    strange.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_refused_as_the_contract_says_with_a_page_that_names_no_field_or_type() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    let (mut unread, mut strange) = (0, Strange::default());
    for route in Route::ALL.iter().copied().filter(|r| r.row().is_write()) {
        for visitor in asks(&fixture, &everybody, route) {
            for kind in [
                "",
                "text/plain",
                "application/json",
                "multipart/form-data",
                "application/x-www-form-urlencoded",
            ] {
                fixture.restore(route).await;
                let path = fixture.address(route, visitor.officer.as_ref());
                let request = visitor.browser.request(method(route), &path).header("content-type", kind);
                let answer = visitor.browser.send(request.body("{\"a\": [1")).await;
                let what = format!("{}: {route:?} {path} as {kind:?}", visitor.name);
                strange.look(route, &answer, &format!("{}: {kind:?}", visitor.name));
                let insides =
                    ["deserialize", "Expected request", "missing field", "Invalid", "boundary", "column"];
                assert!(insides.iter().all(|word| !answer.has(word)), "{what}: {}", answer.body);
                let let_in = visitor.officer.is_some() || !route.row().who.is_officers();
                if let_in && route.takes() == Takes::Form && kind == "text/plain" && answer.status == 415 {
                    assert!(answer.has("<html"), "{what}: {}", answer.body);
                    unread += 1;
                }
            }
        }
    }
    strange.none();
    assert!(unread > 40, "{unread}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_or_a_query_that_cannot_be_read_is_answered_with_a_page_of_ours() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    let (mut unread, mut strange) = (0, Strange::default());
    for route in Route::ALL.iter().copied().filter(|r| *r != Route::Live) {
        fixture.restore(route).await;
        for visitor in asks(&fixture, &everybody, route) {
            let path = fixture.address(route, visitor.officer.as_ref());
            let wrong = route.row().path.split('/').map(|p| if p.starts_with('{') { "%ff" } else { p });
            let wrong = wrong.collect::<Vec<_>>().join("/");
            let twice =
                ["ke", "dari", "bulan", "nomor", "sebelum", "langkah", "seri", "hari", "kiri", "dilihat"];
            let twice = twice.map(|name| format!("{name}=1&{name}=2")).join("&");
            for path in [wrong, format!("{}?{twice}", path.split('?').next().unwrap_or_default())] {
                let answer = visitor.browser.send(visitor.browser.request(method(route), &path)).await;
                let what = format!("{}: {route:?} {path}", visitor.name);
                strange.look(route, &answer, &format!("{} {path}", visitor.name));
                assert!(!answer.has("deserialize") && !answer.has("UTF-8 in"), "{what}: {}", answer.body);
                unread += usize::from(answer.status == 400 && answer.has("<html"));
            }
        }
    }
    strange.none();
    assert!(unread > 20, "{unread}");
}

#[tokio::test]
async fn a_way_on_that_would_lead_elsewhere_in_a_browser_or_fits_in_no_header_leads_home() {
    let server = Server::start().await;
    let nobody = server.stranger();
    assert_eq!(nobody.get("/bahasa?ke=/layanan").await.location(), "/layanan");
    for elsewhere in ["//x.invalid", "/%5Cx.invalid", "/%09/x.invalid", "/%0D%0A/x.invalid", "/e%00", "/e%7F"]
    {
        let answer = nobody.get(&format!("/bahasa?ke={elsewhere}")).await;
        assert_eq!((answer.status, answer.location()), (303, "/"), "{elsewhere}");
    }
}

#[test]
fn the_printed_document_has_every_address_with_its_answers_and_who_may() {
    let printed = rancak(&["openapi", "procedures/penggantian-ktp-el.toml"]).output().expect("it runs");
    let document: Value = serde_json::from_slice(&printed.stdout).expect("JSON");
    assert_eq!(document["openapi"], "3.1.0");
    for route in Route::ALL {
        let row = route.row();
        let path = row.path.replace("{*", "{");
        let told = &document["paths"][path.as_str()][row.verb.word().to_lowercase()];
        assert_eq!(told["operationId"], format!("{route:?}"));
        for (status, kinds) in route.answers() {
            let said = &told["responses"][status.to_string()];
            assert!(said["description"].as_str().is_some_and(|d| !d.is_empty()), "{route:?} {status}");
            let bare = route.answers().contains(&(status, &[][..]));
            assert!(
                bare || kinds.iter().all(|kind| said["content"][*kind].is_object()),
                "{route:?} {status}"
            );
        }
        assert_eq!(told["x-roles"].is_array(), row.who.is_officers(), "{route:?}");
        let named = row.path.matches('{').count();
        let parameters =
            told["parameters"].as_array().map_or(0, |all| all.iter().filter(|p| p["in"] == "path").count());
        assert_eq!(parameters, named, "{route:?}");
    }
    assert_eq!(document["paths"]["/meja/pengguna"]["get"]["x-roles"], serde_json::json!(["administrator"]));
}
