//! A balancer in front of nodes: each request goes to the next of them, and to another where that one does not answer.
//! Whoever sends a form twice, as a browser does after a broken line, must find that it had its effect once.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const LARGEST: usize = 64 * 1024 * 1024;
/// How often a request is sent before its sender hears that nobody answers.
const TRIES: usize = 50;

pub struct Balancer {
    /// Its own address.
    pub base: String,
    nodes: Arc<Nodes>,
}

struct Nodes {
    bases: Vec<String>,
    next: AtomicUsize,
    answered: Vec<AtomicUsize>,
    http: reqwest::Client,
}

impl Balancer {
    pub async fn start(bases: Vec<String>) -> Self {
        let nodes = Arc::new(Nodes {
            next: AtomicUsize::new(0),
            answered: bases.iter().map(|_| AtomicUsize::new(0)).collect(),
            bases,
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .expect("a client"),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("address"));
        let routes = axum::Router::new().fallback(balance).with_state(nodes.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { base, nodes }
    }

    /// How many requests each node answered.
    pub fn answered(&self) -> Vec<usize> {
        self.nodes.answered.iter().map(|count| count.load(Ordering::Relaxed)).collect()
    }
}

async fn balance(State(nodes): State<Arc<Nodes>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, LARGEST).await.expect("a body");
    let path = head.uri.path_and_query().map_or("/", |p| p.as_str());
    for _ in 0..TRIES {
        let node = nodes.next.fetch_add(1, Ordering::Relaxed) % nodes.bases.len();
        let onward = nodes.http.request(head.method.clone(), format!("{}{path}", nodes.bases[node]));
        let sent = onward.headers(head.headers.clone()).body(body.clone()).send().await;
        let Ok(answer) = sent else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let mut response = Response::builder().status(answer.status());
        *response.headers_mut().expect("headers") = answer.headers().clone();
        if let Ok(bytes) = answer.bytes().await {
            nodes.answered[node].fetch_add(1, Ordering::Relaxed);
            return response.body(Body::from(bytes)).expect("an answer");
        }
    }
    Response::builder().status(502).body(Body::empty()).expect("an answer")
}
