//! What one message causes, told to a collector by OTLP: one trace from the webhook to the call that sends the answer, across
//! the tables in between, and nobody's data in it.

use crate::support::process::Process;
use crate::support::reader::Reader;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const NIK: &str = "1301054506900001";
const PHONE: &str = "6281234509876";

/// OTLP's own words, as its JSON form writes them; whatever else stands there is refused.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Export {
    resource_spans: Vec<ResourceSpans>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ResourceSpans {
    resource: Resource,
    scope_spans: Vec<ScopeSpans>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Resource {
    attributes: Vec<Attribute>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeSpans {
    scope: BTreeMap<String, String>,
    spans: Vec<Span>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Attribute {
    key: String,
    value: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Span {
    trace_id: String,
    span_id: String,
    parent_span_id: String,
    name: String,
    kind: u8,
    start_time_unix_nano: String,
    end_time_unix_nano: String,
    attributes: Vec<Attribute>,
    status: BTreeMap<String, u8>,
}

/// A collector: what it was sent, decoded, and as it came.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<(Vec<Span>, String)>>);

async fn collect(State(collector): State<Collector>, headers: HeaderMap, body: String) {
    assert_eq!(headers["content-type"], "application/json");
    let export: Export = serde_json::from_str(&body).unwrap_or_else(|e| panic!("{e}: {body}"));
    let mut kept = collector.0.lock().expect("kept");
    for of in export.resource_spans {
        assert!(
            of.resource
                .attributes
                .iter()
                .any(|a| a.key == "service.name" && a.value["stringValue"] == "rancak")
        );
        for scope in of.scope_spans {
            assert_eq!(scope.scope["name"], "rancak");
            kept.0.extend(scope.spans);
        }
    }
    kept.1.push_str(&body);
}

impl Collector {
    async fn start() -> (Self, String) {
        let collector = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let routes = axum::Router::new().route("/v1/traces", axum::routing::post(collect));
        let routes = routes.with_state(collector.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (collector, base)
    }

    /// The pieces of the first trace in which such a piece is.
    async fn trace_with(&self, name: &str, least: usize) -> Vec<Span> {
        let begun = Instant::now();
        loop {
            let all = self.0.lock().expect("kept").0.clone();
            let traces = all.iter().filter(|s| s.name == name).map(|s| &s.trace_id);
            let of = |id: &String| all.iter().filter(|s| s.trace_id == *id).cloned().collect::<Vec<_>>();
            if let Some(trace) = traces.map(of).find(|t| t.len() >= least) {
                return trace;
            }
            let names: Vec<_> = all.iter().map(|s| &s.name).collect();
            assert!(begun.elapsed() < Duration::from_secs(20), "no whole trace with {name}: {names:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn traced(trusts: bool) -> (Process, Collector) {
    let (collector, address) = Collector::start().await;
    let mut office = Process::start(None).await;
    office.terminate();
    assert!(office.ended().await.success());
    office.set("RANCAK_TELEMETRY_TRACES", &address);
    office.set("RANCAK_TELEMETRY_TRUST_TRACEPARENT", if trusts { "true" } else { "false" });
    office.up().await;
    (office, collector)
}

/// The piece of this name, and that it lies behind `behind`.
fn piece<'a>(trace: &'a [Span], name: &str, kind: u8, behind: Option<&Span>) -> &'a Span {
    let parent = behind.map_or("", |b| &b.span_id);
    let found = trace.iter().find(|s| s.name == name && s.parent_span_id == parent);
    let found = found.unwrap_or_else(|| panic!("no {name} behind {behind:?}: {trace:#?}"));
    assert_eq!((found.kind, found.trace_id.len(), found.span_id.len()), (kind, 32, 16), "{found:?}");
    let nanos = |text: &str| text.parse::<u64>().expect("nanoseconds");
    assert!(nanos(&found.start_time_unix_nano) <= nanos(&found.end_time_unix_nano), "{found:?}");
    assert!(found.attributes.iter().any(|a| a.value["stringValue"] == "13.01"), "{found:?}");
    assert!(found.status.is_empty(), "{found:?}");
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn one_message_is_followed_from_the_webhook_to_the_call_that_sends_its_answer() {
    let (office, collector) = traced(false).await;
    let mut sari = Reader::new(office.resident(PHONE));
    let ticket = sari.request(NIK).await;
    office.staff.record(&ticket, 0, "AB12345678").await;
    // The message that opened the case.
    let trace = collector.trace_with("dispatch", 5).await;
    let webhook = piece(&trace, "POST /webhook", 2, None);
    let message = piece(&trace, "message", 5, Some(webhook));
    piece(&trace, "dispatch", 1, Some(message));
    let send = piece(&trace, "send", 5, Some(message));
    piece(&trace, "whatsapp", 3, Some(send));
    // What an officer decides, and the message to the resident that it causes.
    let form = "POST /meja/perkara/{ticket}/{act}";
    let decided = collector.trace_with(form, 2).await;
    piece(&decided, "dispatch", 1, Some(piece(&decided, form, 2, None)));
    let told = collector.0.lock().expect("kept").1.clone();
    for marker in [NIK, PHONE, "1234509876", "Sari", ticket.as_str(), "AB12345678", "Orang", "wamid"] {
        assert!(!told.contains(marker), "{marker} is told");
    }
    let log = office.said();
    let line = log.lines().find(|l| l.contains(&webhook.trace_id));
    assert!(line.is_none_or(|l| l.contains("\"traced\"")), "{line:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_says_which_trace_they_come_from_only_where_they_are_believed() {
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    for trusts in [false, true] {
        let (office, collector) = traced(trusts).await;
        let asked = office.staff.kasi.request(reqwest::Method::GET, "/layanan").header("traceparent", parent);
        assert_eq!(asked.send().await.expect("an answer").status(), 200);
        let trace = collector.trace_with("GET /layanan", 1).await;
        let theirs = trace[0].trace_id == "4bf92f3577b34da6a3ce929d0e0e4736";
        assert_eq!((theirs, trace[0].parent_span_id == "00f067aa0ba902b7"), (trusts, trusts));
    }
}
