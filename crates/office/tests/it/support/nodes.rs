//! Nodes of one office: programs that share a PostgreSQL and the stores of documents and of the record, with a balancer
//! in front that gives each request to the next of them, and the SIMULATOR of WhatsApp behind it.

use super::browser::Browser;
use super::postgres;
use super::rehearsal::{PATIENCE, simulator};
use super::server::{Server, signed_in};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use office::params;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use whatsapp_sim::Simulator;

pub struct Nodes {
    pub sim: Simulator,
    nodes: Vec<Server>,
    balancer: Arc<Balancer>,
    /// The balancer's address.
    pub base: String,
    _stores: tempfile::TempDir,
}

struct Balancer {
    bases: Vec<String>,
    next: AtomicUsize,
    answered: Vec<AtomicUsize>,
    http: reqwest::Client,
}

impl Nodes {
    pub async fn start(count: usize) -> Self {
        let sim = Simulator::start(simulator()).await.expect("a simulator");
        let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("a database");
        let stores = tempfile::tempdir().expect("folder");
        let mut nodes = Vec::new();
        for _ in 0..count {
            let node = Server::start_with(|config| {
                config.database.url.clone_from(&url);
                for (store, name) in [
                    (&mut config.documents.store, "documents"),
                    (&mut config.documents.keys, "keys"),
                    (&mut config.audit.store, "record"),
                ] {
                    *store = stores.path().join(name).display().to_string();
                }
                config.whatsapp.base_url = sim.base_url();
                config.whatsapp.quiet_ms = 300;
            });
            nodes.push(node.await);
        }
        let balancer = Arc::new(Balancer {
            bases: nodes.iter().map(|n| n.base.clone()).collect(),
            next: AtomicUsize::new(0),
            answered: nodes.iter().map(|_| AtomicUsize::new(0)).collect(),
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .expect("a client"),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("address"));
        let routes = axum::Router::new().fallback(balance).with_state(balancer.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        sim.webhook(&format!("{base}/webhook")).await.expect("the handshake");
        Self { sim, nodes, balancer, base, _stores: stores }
    }

    pub fn on(&self, node: usize) -> &Server {
        &self.nodes[node]
    }

    /// How many requests each node answered by way of the balancer.
    pub fn answered(&self) -> Vec<usize> {
        self.balancer.answered.iter().map(|count| count.load(Ordering::Relaxed)).collect()
    }

    /// Somebody with one role, whose requests go wherever the balancer sends them.
    pub async fn balanced(&self, role: &str) -> Browser {
        signed_in(&self.nodes[0].app, &self.base, &format!("lewat_{role}"), &format!("Orang {role}"), &[role])
            .await
    }

    /// Ends the connections on which nodes tell one another what changed.
    pub async fn cut_the_lines(&self) {
        let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'rancak hints'";
        let cut = self.nodes[0].app.db.query(sql, params![]).await.expect("cut");
        assert_eq!(cut[0].int(0).expect("a number"), i64::try_from(self.nodes.len()).expect("few"));
    }

    /// Waits until nothing waits any more: messages, letters, and timers that are due.
    pub async fn rest(&self) {
        let sql = "SELECT (SELECT count(*) FROM inbound WHERE done = 0) + (SELECT count(*) FROM outbox)
            + (SELECT count(*) FROM timers WHERE due_at <= ?1)";
        let deadline = Instant::now() + PATIENCE;
        loop {
            let app = &self.nodes[0].app;
            let waiting = app.db.query(sql, params![app.clock.now()]).await.expect("read");
            if waiting[0].int(0).expect("a number") == 0 {
                return;
            }
            assert!(Instant::now() < deadline, "something waits for ever");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Nine o'clock of a working day, on every node.
    pub fn at_nine(&self) {
        self.nodes.iter().for_each(Server::at_nine);
    }

    /// Moves every node's clock, and wakes whoever looks at timers.
    pub fn days_later(&self, days: u64) {
        for node in &self.nodes {
            node.minutes_later(days * 24 * 60);
        }
        for node in &self.nodes {
            node.app.cases.timers_set().notify_one();
        }
    }
}

async fn balance(State(balancer): State<Arc<Balancer>>, request: Request) -> Response {
    let node = balancer.next.fetch_add(1, Ordering::Relaxed) % balancer.bases.len();
    let (head, body) = request.into_parts();
    let path = head.uri.path_and_query().map_or("/", |p| p.as_str());
    let onward = balancer.http.request(head.method, format!("{}{path}", balancer.bases[node]));
    let onward = onward.headers(head.headers).body(reqwest::Body::wrap_stream(body.into_data_stream()));
    let answer = onward.send().await.expect("a node that answers");
    balancer.answered[node].fetch_add(1, Ordering::Relaxed);
    let mut response = Response::builder().status(answer.status());
    *response.headers_mut().expect("headers") = answer.headers().clone();
    response.body(Body::from_stream(answer.bytes_stream())).expect("an answer")
}
