//! Two versions at work on one database while the newer takes the older's place, node by node. The older one is the program
//! that `RANCAK_FORMER` names, or this one; what the newer adds to the tables is put in by hand, as its start would.

use crate::support::balancer::Balancer;
use crate::support::databases::on_both;
use crate::support::installation::{Installation, said};
use crate::support::postgres;
use crate::support::process::Process;
use crate::survive_nodes::{finished_once, requests};
use office::db::{Db, DbError, Statement, Write};
use office::params;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

const RESIDENTS: u32 = 3;
/// How long both work side by side, and each alone.
const STAGE: Duration = Duration::from_secs(2);

/// What a newer program might add: a table, columns of tables that are written all the time, an index.
const ADDED: &str = "BEGIN; LOCK TABLE migrations IN EXCLUSIVE MODE;
    CREATE TABLE later (office TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (office, id));
    ALTER TABLE cases ADD COLUMN later BIGINT NOT NULL DEFAULT 0;
    ALTER TABLE outbox ADD COLUMN later TEXT;
    ALTER TABLE inbound ADD COLUMN later TEXT;
    CREATE INDEX cases_later ON cases (office, later);
    INSERT INTO migrations VALUES ('9001_later', 0); COMMIT;";
const TAKEN_AWAY: &str = "INSERT INTO migrations VALUES ('9002_less_since_9001', 0)";

async fn by_hand(url: &str, sql: &'static str) {
    let url = url.to_owned();
    tokio::task::spawn_blocking(move || postgres::shared().run(&url, sql)).await.expect("run");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_go_on_while_a_newer_program_takes_the_place_of_an_older_one_on_the_same_database() {
    let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("a database");
    let mut first = Process::start(Some(url.clone())).await;
    let (mut older, mut newer) = (first.beside().await, first.beside().await);
    newer.terminate();
    assert!(newer.ended().await.success());
    if let Some(former) = std::env::var_os("RANCAK_FORMER") {
        older.kill();
        older.becomes(former.into());
        older.up().await;
    }
    let balancer = Balancer::start(vec![older.base.clone(), newer.base.clone()]).await;
    first.sim().webhook(&format!("{}/webhook", balancer.base)).await.expect("the handshake");
    first.kill();
    let office = Arc::new(first);
    let crew = Arc::new(office.staff.at(&balancer.base));
    let (over, next) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let played: Vec<_> = (0..RESIDENTS)
        .map(|_| tokio::spawn(requests(office.clone(), crew.clone(), over.clone(), next.clone())))
        .collect();
    tokio::time::sleep(STAGE).await;
    by_hand(&url, ADDED).await;
    tokio::time::sleep(STAGE).await;
    newer.up().await;
    tokio::time::sleep(STAGE).await;
    older.terminate();
    assert!(older.ended().await.success());
    tokio::time::sleep(STAGE).await;
    over.store(true, Ordering::Release);
    let mut tickets = Vec::new();
    for play in played {
        tickets.extend(play.await.expect("every request is finished"));
    }
    let answered = balancer.answered();
    assert!(answered.iter().all(|n| *n > 20), "both were at work: {answered:?}");
    eprintln!("{} requests while one took over from the other, {answered:?}", tickets.len());
    newer.terminate();
    assert!(newer.ended().await.success());
    finished_once(&office, tickets).await;
    by_hand(&url, TAKEN_AWAY).await;
    newer.begin();
    assert_eq!(newer.ended().await.code(), Some(2), "what it uses is gone");
    assert!(!newer.said().contains("panicked"), "{}", newer.said());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_opens_a_database_to_which_a_newer_one_has_added_and_none_from_which_it_took_away() {
    on_both(|b| async move {
        let b = &b;
        let put = |name: &str| {
            let note = Statement::new("INSERT INTO migrations VALUES (?1, 0)", params![name]);
            b.db.write(Write::one(note))
        };
        put("9001_more").await.expect("noted");
        assert!(Db::open(&b.settings, None).await.is_ok(), "{}", b.name);
        put("9002_less_since_0001").await.expect("noted");
        assert!(Db::open(&b.settings, None).await.is_ok(), "{}: nothing of it is used any more", b.name);
        put("9003_less_since_9001").await.expect("noted");
        let Err(DbError::Newer(why)) = Db::open(&b.settings, None).await else {
            panic!("{}: opened", b.name)
        };
        assert_eq!(why, "9003_less_since_9001", "{}", b.name);
    })
    .await;
}

#[test]
fn a_program_that_is_too_old_says_which_change_and_what_to_do() {
    let installed = Installation::new();
    let added = installed.rancak(&["user", "add", "kasi", "--name", "Kasi", "--role", "kasi"]);
    assert!(added.status.success(), "{}", said(&added.stderr));
    let conn = rusqlite::Connection::open(installed.folder.path().join("office.db")).expect("opened");
    conn.execute(TAKEN_AWAY, []).expect("noted");
    for (lang, words) in [("en", "Install the newer program"), ("id", "Pasang program yang lebih baru")] {
        let output = installed.rancak(&["--lang", lang, "serve"]);
        let told = said(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(words) && told.contains("9002_less_since_9001"), "{told}");
    }
}
