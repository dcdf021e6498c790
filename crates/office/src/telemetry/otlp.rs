//! Traces told to whoever collects them, by OTLP over HTTP in its JSON form (opentelemetry.io/docs/specs/otlp): one small
//! document of our own, so that no generated code and no second HTTP client are carried for it.

use super::trace::{Kind, Place};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// Pieces of one document at the most.
const TOGETHER: usize = 512;
/// So long a document gathers them.
const GATHER: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(5);
/// A collector that is away is spoken of so often.
const SPOKEN_OF: Duration = Duration::from_secs(60);

/// A piece of work that has ended.
pub(super) struct Finished {
    pub(super) place: Place,
    /// The piece it belongs to.
    pub(super) behind: Option<[u8; 8]>,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) office: String,
    pub(super) at: Timestamp,
    pub(super) took: Duration,
    pub(super) failed: bool,
}

/// Tells what comes until nobody is left who could bring any. What a collector does not take is lost.
pub(super) async fn tell(address: String, mut waiting: mpsc::Receiver<Finished>) {
    let address = format!("{}/v1/traces", address.trim_end_matches('/'));
    let client = reqwest::Client::builder().timeout(PATIENCE).no_proxy().build();
    let client = match client {
        Ok(client) => client,
        Err(e) => return tracing::error!("traces cannot be told: {e}"),
    };
    let (mut all, mut spoken_of) = (Vec::new(), None::<Instant>);
    while waiting.recv_many(&mut all, TOGETHER).await > 0 {
        if all.len() < TOGETHER {
            tokio::time::sleep(GATHER).await;
            while all.len() < TOGETHER && waiting.try_recv().map(|next| all.push(next)).is_ok() {}
        }
        let sent = client.post(&address).json(&document(&all)).send().await;
        if let Err(e) = sent.and_then(reqwest::Response::error_for_status)
            && spoken_of.is_none_or(|at| at.elapsed() >= SPOKEN_OF)
        {
            tracing::warn!("traces are lost: {}", e.without_url());
            spoken_of = Some(Instant::now());
        }
        all.clear();
    }
}

fn document(all: &[Finished]) -> Value {
    let text = |value: &str| json!({ "stringValue": value });
    json!({ "resourceSpans": [{
        "resource": { "attributes": [
            { "key": "service.name", "value": text("rancak") },
            { "key": "service.version", "value": text(env!("CARGO_PKG_VERSION")) },
        ]},
        "scopeSpans": [{
            "scope": { "name": "rancak" },
            "spans": all.iter().map(span).collect::<Vec<_>>(),
        }],
    }]})
}

/// Numbers of 64 bits are text in this form, and ids hexadecimal.
fn span(of: &Finished) -> Value {
    let begun = of.at.as_nanosecond();
    let ended = begun + i128::try_from(of.took.as_nanos()).unwrap_or(0);
    json!({
        "traceId": hex::encode(of.place.trace),
        "spanId": hex::encode(of.place.piece),
        "parentSpanId": of.behind.map(hex::encode).unwrap_or_default(),
        "name": of.name,
        "kind": of.kind as u8,
        "startTimeUnixNano": begun.to_string(),
        "endTimeUnixNano": ended.to_string(),
        "attributes": [{ "key": "rancak.office", "value": { "stringValue": of.office } }],
        "status": if of.failed { json!({ "code": 2 }) } else { json!({}) },
    })
}
