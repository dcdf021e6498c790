//! Two nodes over one PostgreSQL, one of them killed every few seconds: every request is finished, and once.

use crate::support::balancer::Balancer;
use crate::support::postgres;
use crate::support::process::{Crew, Process, STEPS};
use crate::support::reader::Reader;
use crate::support::story;
use office::params;
use procedure::{EventBody, Status, Ticket};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

const RESIDENTS: u32 = 6;
const SEED: u64 = 2026;
/// Several leases: whoever takes over from a node that died may die too.
const PATIENCE: Duration = Duration::from_secs(300);

/// How long nodes are killed: `RANCAK_TORTURE_SECONDS`, or as long as a build has patience for.
fn time() -> Duration {
    let asked = std::env::var("RANCAK_TORTURE_SECONDS").ok().and_then(|s| s.parse().ok());
    Duration::from_secs(asked.unwrap_or(10))
}

/// One request after another, each from the first word to the register, until it is over.
pub async fn requests(
    office: Arc<Process>,
    crew: Arc<Crew>,
    over: Arc<AtomicBool>,
    next: Arc<AtomicU32>,
) -> Vec<Ticket> {
    let mut done = Vec::new();
    while !over.load(Ordering::Acquire) {
        let n = next.fetch_add(1, Ordering::Relaxed);
        let mut reader = Reader::new(office.resident(&format!("6281200{n:06}"))).waits(PATIENCE);
        let ticket = reader.request(story::applicant(n).nik.as_str()).await;
        for step in 0..STEPS {
            crew.record(&ticket, step, &format!("AB{n:08}")).await;
        }
        for words in ["sudah dicetak", "sudah diserahkan"] {
            let notice = reader.read().await;
            assert!(notice.text().contains(words), "{words}: {}", notice.text());
        }
        done.push(ticket);
    }
    done
}

#[tokio::test(flavor = "multi_thread")]
async fn with_one_of_two_nodes_killed_every_few_seconds_every_request_is_finished_once() {
    let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("a database");
    let mut first = Process::start(Some(url)).await;
    let mut nodes = [first.beside().await, first.beside().await];
    let balancer = Balancer::start(nodes.iter().map(|n| n.base.clone()).collect()).await;
    first.sim().webhook(&format!("{}/webhook", balancer.base)).await.expect("the handshake");
    // From here on it only holds the telephones.
    first.kill();
    let office = Arc::new(first);
    let crew = Arc::new(office.staff.at(&balancer.base));
    let (over, next) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let played: Vec<_> = (0..RESIDENTS)
        .map(|_| tokio::spawn(requests(office.clone(), crew.clone(), over.clone(), next.clone())))
        .collect();
    let (begun, mut chance, mut kills) = (Instant::now(), StdRng::seed_from_u64(SEED), 0);
    while begun.elapsed() < time() {
        tokio::time::sleep(Duration::from_millis(chance.random_range(800..2_500))).await;
        let node = &mut nodes[kills % 2];
        node.kill();
        node.up().await;
        kills += 1;
    }
    over.store(true, Ordering::Release);
    let mut tickets = Vec::new();
    for play in played {
        tickets.extend(play.await.expect("every request is finished"));
    }
    nodes.iter_mut().for_each(Process::kill);
    let answered = balancer.answered();
    assert!(kills > 2 && answered.iter().all(|n| *n > 0), "{kills} kills, {answered:?}");
    eprintln!("{} requests through {kills} kills", tickets.len());
    finished_once(&office, tickets).await;
}

pub async fn finished_once(office: &Process, tickets: Vec<Ticket>) {
    let app = office.look().await;
    let all: BTreeSet<String> = tickets.iter().map(ToString::to_string).collect();
    assert_eq!(all.len(), tickets.len());
    let column = async |sql| {
        let rows = app.db.query(sql, params![app.office()]).await.expect("read");
        rows.iter().map(|r| r.text(0).expect("text")).collect::<Vec<_>>()
    };
    let cases = column("SELECT ticket FROM cases WHERE office = ?1").await;
    assert_eq!(cases.into_iter().collect::<BTreeSet<_>>(), all, "a case each, and no other");
    let lines = column("SELECT ticket FROM register WHERE office = ?1").await;
    assert_eq!(lines.len(), all.len(), "a line of the register each");
    let numbers = "SELECT max(number) FROM register WHERE office = ?1";
    let last = app.db.query(numbers, params![app.office()]).await.expect("read")[0].int(0).expect("a number");
    assert_eq!(usize::try_from(last).expect("few"), all.len(), "numbered without a gap");
    for ticket in &tickets {
        let loaded = app.cases.load(app.office(), ticket).await.expect("read").expect("a case");
        assert!(matches!(loaded.case.status, Status::Closed(_)), "{ticket}: {:?}", loaded.case.status);
        let prints = loaded.events.iter().filter(|e| matches!(e.body, EventBody::Printed { .. })).count();
        assert_eq!((prints, loaded.case.documents.len()), (1, 2), "{ticket}");
    }
    let twice = "SELECT id FROM messages WHERE office = ?1 AND outward = 0 GROUP BY id HAVING count(*) > 1";
    assert!(column(twice).await.is_empty());
}
