//! Full cases a second of the office, of bare SQL and of each peer that can be set up, in turn: documents are references for
//! all of them. With the processor time that a case costs its server and its PostgreSQL, and how long a request takes.

use super::cases::{CLIENTS, found};
use super::{Effort, Pairs, undisturbed};
use crate::course::full_case;
use crate::floor::{self, Floor, Found};
use crate::http::Connection;
use crate::installation::{Database, Office, Staff, postgres_process};
use crate::load;
use crate::peers::{PEERS, Running, course};
use crate::processes;
use crate::references::Door;
use crate::report::{Goal, Line, Notes};
use crate::stats::{Latencies, Latency, Spread};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::runtime::Runtime;

/// Of bare SQL.
const OF_BARE: f64 = 0.5;
/// Of the best peer.
const OF_PEERS: f64 = 10.0;

enum Kind {
    Office { office: Box<Office>, _door: Door },
    Floor(Arc<Floor>),
    Peer(Running),
}

/// Somebody who carries cases out.
struct Contestant {
    name: String,
    database: Database,
    kind: Kind,
    host: SocketAddr,
    staff: Staff,
    done: usize,
    rounds: Vec<Round>,
}

/// What one burst came to.
struct Round {
    rate: f64,
    /// Milliseconds of processor time a case: of the server, of PostgreSQL.
    server: f64,
    postgres: f64,
    latency: Latency,
    others: f64,
}

pub fn measure(
    runtime: &Runtime,
    effort: Effort,
    only: Option<&str>,
    notes: &mut Notes,
) -> Result<Vec<Line>> {
    let mut all = contestants(runtime, only, notes)?;
    let postgres = runtime.block_on(postgres_process())?;
    for round in 0..=effort.rounds {
        for contestant in &mut all {
            let (mut found, others) = undisturbed(effort, || contestant.burst(effort, postgres))?;
            found.others = others;
            // The first only warms up.
            if round > 0 {
                contestant.rounds.push(found);
            } else if let Kind::Peer(running) = &contestant.kind {
                runtime.block_on(running.analyse())?;
            }
        }
    }
    for contestant in &all {
        runtime.block_on(contestant.check()).with_context(|| contestant.name.clone())?;
        notes.insert(
            format!("full case: {}, {}", contestant.name, contestant.database.name()),
            contestant.told(),
        );
    }
    Ok(lines(&all))
}

/// Ours and bare SQL on both databases, and every peer that can be set up and does what it should.
fn contestants(runtime: &Runtime, only: Option<&str>, notes: &mut Notes) -> Result<Vec<Contestant>> {
    let mut all = Vec::new();
    for database in Database::BOTH {
        let office = runtime.block_on(Office::start(database))?;
        let door = runtime.block_on(Door::open(&office.server.app))?;
        let at = (door.host, office.staff.clone());
        all.push(Contestant::new(
            "office",
            database,
            Kind::Office { office: Box::new(office), _door: door },
            at,
        ));
        let (host, bare) = runtime.block_on(Floor::start(database, false))?;
        all.push(Contestant::new("bare SQL", database, Kind::Floor(bare), (host, floor::staff())));
    }
    for peer in PEERS.iter().filter(|p| only.is_none_or(|only| p.name().is_ok_and(|n| n.contains(only)))) {
        let name = peer.name()?;
        let started = runtime.block_on(peer.start()).and_then(|running| {
            course::scrutinise(&mut Connection::open(running.host)?, 0)?;
            running.rest(true)?;
            Ok(running)
        });
        match started {
            Ok(running) => {
                let host = (running.host, floor::staff());
                all.push(Contestant {
                    done: 1,
                    ..Contestant::new(&name, Database::Postgres, Kind::Peer(running), host)
                });
            }
            Err(e) => _ = notes.insert(format!("left out: {name}"), json!(format!("{e:#}"))),
        }
    }
    Ok(all)
}

impl Contestant {
    fn new(name: &str, database: Database, kind: Kind, (host, staff): (SocketAddr, Staff)) -> Self {
        Self { name: name.to_owned(), database, kind, host, staff, done: 0, rounds: Vec::new() }
    }

    fn burst(&mut self, effort: Effort, postgres: u32) -> Result<Round> {
        if let Kind::Peer(running) = &self.kind {
            running.rest(false)?;
        }
        let (first, staff, requests) = (self.done, &self.staff, Mutex::new(Latencies::default()));
        let before = (self.used(Duration::ZERO)?, processes::used(postgres)?);
        let burst = load::closed(&[self.host], CLIENTS, effort.burst, |c, n| match &self.kind {
            Kind::Peer(_) => {
                let mut own = Latencies::default();
                course::four_steps(c, first + n, &mut own)?;
                requests.lock().map_err(|_| anyhow::anyhow!("a client panicked"))?.join(&own);
                Ok(())
            }
            Kind::Office { .. } | Kind::Floor(_) => full_case(c, staff, first + n),
        })?;
        let after = (self.used(burst.driving)?, processes::used(postgres)?);
        self.done += burst.done;
        if let Kind::Peer(running) = &self.kind {
            running.rest(true)?;
        }
        let a_case = |from: Duration, to: Duration| {
            let cases = u32::try_from(burst.done).unwrap_or(u32::MAX).max(1);
            to.saturating_sub(from).as_secs_f64() * 1e3 / f64::from(cases)
        };
        let requests = requests.into_inner().map_err(|_| anyhow::anyhow!("a client panicked"))?;
        let latency = if requests.count() > 0 { requests } else { burst.latencies.clone() }.latency();
        let (server, postgres) = (a_case(before.0, after.0), a_case(before.1, after.1));
        Ok(Round { rate: burst.a_second(), server, postgres, latency, others: 0.0 })
    }

    /// Processor time of the server alone: what drove it is not its own.
    fn used(&self, driving: Duration) -> Result<Duration> {
        Ok(match &self.kind {
            Kind::Peer(running) => processes::used(running.process())?,
            Kind::Office { .. } | Kind::Floor(_) => processes::used_here()?.saturating_sub(driving),
        })
    }

    /// Finished cases = full histories = what was sent.
    async fn check(&self) -> Result<()> {
        let done = i64::try_from(self.done)?;
        let found = match &self.kind {
            Kind::Peer(running) => {
                running.rest(false)?;
                return running.check(self.done).await;
            }
            Kind::Office { office, .. } => found(office).await?,
            Kind::Floor(floor) => floor.found().await?,
        };
        let right = Found { over: done, full: done, registered: done, last_number: done };
        ensure!(found == right, "of {done} cases: {found:?}");
        Ok(())
    }

    fn spread(&self, of: impl Fn(&Round) -> f64) -> Spread {
        Spread::of(self.rounds.iter().map(of))
    }

    fn told(&self) -> serde_json::Value {
        let of = if matches!(self.kind, Kind::Peer(_)) { "a request" } else { "a case" };
        json!({
            "cases a second": self.spread(|r| r.rate),
            "ms of processor time a case, server": self.spread(|r| r.server),
            "ms of processor time a case, PostgreSQL": self.spread(|r| r.postgres),
            "cases kept": self.done,
            format!("ms {of}, p99"): self.spread(|r| r.latency.p99),
        })
    }
}

fn lines(all: &[Contestant]) -> Vec<Line> {
    let of = |name: &str, database| all.iter().find(|c| c.name == name && c.database == database);
    let peers = || all.iter().filter(|c| matches!(c.kind, Kind::Peer(_)));
    let best = peers().map(|c| c.spread(|r| r.rate).median).fold(0.0, f64::max);
    let mut lines = Vec::new();
    for database in Database::BOTH {
        let Some(ours) = of("office", database) else { continue };
        let bare = of("bare SQL", database).map(|bare| (bare, Some(Goal::RatioAtLeast(OF_BARE))));
        let held = peers().map(|peer| {
            let is_best = peer.spread(|r| r.rate).median >= best;
            (peer, is_best.then_some(Goal::RatioAtLeast(OF_PEERS)))
        });
        for (other, goal) in bare.into_iter().chain(held) {
            let mut pairs = Pairs::default();
            for (a, b) in ours.rounds.iter().zip(&other.rounds) {
                pairs.push(a.rate, b.rate, a.others.max(b.others));
            }
            let row = format!("full cases, references : {}", other.name);
            let line = pairs.line(row, database.name(), "/s");
            lines.push(match goal {
                Some(goal) => line.with(goal),
                None => line,
            });
        }
    }
    lines
}
