//! A stand-in for the office: a caller of the Graph surface, and a webhook that remembers raw bytes.
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use serde_json::{Value, json};
use tokio::sync::watch;
use whatsapp_sim::{Config, Simulator};

pub(crate) const SOON: Duration = Duration::from_secs(10);
pub(crate) const SARI: &str = "6281200000001";

/// One webhook request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Hook {
    pub(crate) body: Bytes,
    pub(crate) signature: String,
}

impl Hook {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a webhook is JSON")
    }

    pub(crate) fn values(&self) -> Vec<Value> {
        let changes = self.json()["entry"][0]["changes"].clone();
        changes.as_array().expect("changes").iter().map(|change| change["value"].clone()).collect()
    }
}

struct Inner {
    hooks: Mutex<Vec<Hook>>,
    status: AtomicU16,
    changed: watch::Sender<u64>,
    echo: bool,
}

#[derive(Clone)]
pub(crate) struct Office {
    pub(crate) url: String,
    inner: Arc<Inner>,
}

impl Office {
    pub(crate) async fn open() -> Self {
        Self::start(true).await
    }

    /// An office that answers the challenge with something else.
    pub(crate) async fn that_does_not_echo() -> Self {
        Self::start(false).await
    }

    async fn start(echo: bool) -> Self {
        let inner = Arc::new(Inner {
            hooks: Mutex::default(),
            status: AtomicU16::new(200),
            changed: watch::channel(0).0,
            echo,
        });
        let app =
            Router::new().route("/webhook", get(challenge).post(receive)).with_state(Arc::clone(&inner));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/webhook", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, inner }
    }

    pub(crate) fn answer_with(&self, status: u16) {
        self.inner.status.store(status, Ordering::SeqCst);
    }

    pub(crate) fn hooks(&self) -> Vec<Hook> {
        self.inner.hooks.lock().expect("hooks").clone()
    }

    /// Every message or status received, in order of arrival.
    pub(crate) fn items(&self, key: &str) -> Vec<Value> {
        let values = self.hooks().into_iter().flat_map(|hook| hook.values());
        values.flat_map(|value| value[key].as_array().cloned().unwrap_or_default()).collect()
    }

    /// Waits until `enough` holds.
    pub(crate) async fn until(&self, enough: impl Fn(&Self) -> bool) {
        let mut changed = self.inner.changed.subscribe();
        let waiting = async {
            while !enough(self) {
                changed.changed().await.expect("the office is open");
            }
        };
        let outcome = tokio::time::timeout(SOON, waiting).await;
        assert!(outcome.is_ok(), "not within {SOON:?}; arrived: {:?}", self.hooks());
    }
}

async fn challenge(State(inner): State<Arc<Inner>>, RawQuery(query): RawQuery) -> (StatusCode, String) {
    let query = query.unwrap_or_default();
    let find = |key: &str| query.split('&').find_map(|pair| pair.strip_prefix(key)).unwrap_or("").to_owned();
    if find("hub.verify_token=") != "simulator-verify-token" || find("hub.mode=") != "subscribe" {
        return (StatusCode::FORBIDDEN, String::new());
    }
    (StatusCode::OK, if inner.echo { find("hub.challenge=") } else { "halo".into() })
}

async fn receive(State(inner): State<Arc<Inner>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers["x-hub-signature-256"].to_str().expect("ASCII").to_owned();
    inner.hooks.lock().expect("hooks").push(Hook { body, signature });
    inner.changed.send_modify(|count| *count += 1);
    StatusCode::from_u16(inner.status.load(Ordering::SeqCst)).expect("a status")
}

/// A simulator with an office subscribed to it.
pub(crate) async fn rehearsal() -> (Simulator, Office) {
    let office = Office::open().await;
    let sim = Simulator::start(Config::default()).await.expect("a simulator");
    sim.webhook(&office.url).await.expect("verified");
    (sim, office)
}

/// Calls `POST …/messages` and returns HTTP status and body.
pub(crate) async fn send(sim: &Simulator, body: Value) -> (u16, Value) {
    let url = format!("{}/v23.0/106540352242922/messages", sim.base_url());
    let call = reqwest::Client::new().post(url).bearer_auth("simulator-access-token").json(&body);
    let answer = call.send().await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

pub(crate) async fn send_text(sim: &Simulator, to: &str, body: &str) -> (u16, Value) {
    send(sim, text(to, body)).await
}

pub(crate) fn text(to: &str, body: &str) -> Value {
    json!({"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": body}})
}

pub(crate) fn code(answer: &(u16, Value)) -> i64 {
    answer.1["error"]["code"].as_i64().unwrap_or(-1)
}
