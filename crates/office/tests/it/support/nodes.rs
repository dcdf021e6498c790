//! Nodes of one office: programs that share a PostgreSQL and the stores of documents and of the record, with a balancer
//! in front that gives each request to the next of them, and the SIMULATOR of WhatsApp behind it.

use super::balancer::Balancer;
use super::browser::Browser;
use super::postgres;
use super::rehearsal::{PATIENCE, simulator};
use super::server::{Server, signed_in};
use office::params;
use std::time::{Duration, Instant};
use whatsapp_sim::Simulator;

pub struct Nodes {
    pub sim: Simulator,
    nodes: Vec<Server>,
    balancer: Balancer,
    _stores: tempfile::TempDir,
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
        let balancer = Balancer::start(nodes.iter().map(|n| n.base.clone()).collect()).await;
        sim.webhook(&format!("{}/webhook", balancer.base)).await.expect("the handshake");
        Self { sim, nodes, balancer, _stores: stores }
    }

    pub fn on(&self, node: usize) -> &Server {
        &self.nodes[node]
    }

    /// How many requests each node answered by way of the balancer.
    pub fn answered(&self) -> Vec<usize> {
        self.balancer.answered()
    }

    /// Somebody with one role, whose requests go wherever the balancer sends them.
    pub async fn balanced(&self, role: &str) -> Browser {
        signed_in(
            &self.nodes[0].app,
            &self.balancer.base,
            &format!("lewat_{role}"),
            &format!("Orang {role}"),
            &[role],
        )
        .await
    }

    /// Ends the connections on which nodes tell one another what changed.
    pub async fn cut_the_lines(&self) {
        let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'rancak hints'";
        let cut = self.nodes[0].app.db.query(sql, params![]).await.expect("cut");
        assert_eq!(cut[0].int(0).expect("a number"), i64::try_from(self.nodes.len()).expect("few"));
    }

    /// Waits until nothing waits any more: messages, whoever's turn it is, letters, and timers that are due. A node that
    /// looked just before another was done has a turn with nothing in it, and gives it back; a lease that nobody gives back
    /// lasts longer than this waits.
    pub async fn rest(&self) {
        let sql = "SELECT (SELECT count(*) FROM inbound WHERE done = 0) + (SELECT count(*) FROM outbox)
            + (SELECT count(*) FROM inbound_turns) + (SELECT count(*) FROM timers WHERE due_at <= ?1)";
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
