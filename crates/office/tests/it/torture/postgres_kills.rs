//! PostgreSQL killed whole while many write, and started again: it is found again at once, and whatever was acknowledged
//! is there.

use super::Row;
use crate::support::databases::open;
use crate::support::postgres;
use crate::support::story::OFFICE;
use office::cases::timers::set_once;
use office::db::{Db, DbError, Write};
use office::params;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const ROW: Row = Row { name: "postgres_kills", in_build: 20, long: 500 };
const WRITERS: usize = 8;
const FOUND_AGAIN: Duration = Duration::from_secs(10);

/// Writes row after row until it is over; those that were acknowledged.
async fn writes(db: Db, writer: usize, over: Arc<AtomicBool>) -> Vec<String> {
    let (mut acknowledged, mut n) = (Vec::new(), 0);
    while !over.load(Ordering::Acquire) {
        let subject = format!("{writer}-{n}");
        let row = set_once(OFFICE, &subject, "torture", jiff::Timestamp::UNIX_EPOCH);
        match db.write(Write::one(row)).await {
            Ok(()) => {
                acknowledged.push(subject);
                n += 1;
            }
            // Written or not: the same once more.
            Err(DbError::Unavailable(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(other) => panic!("{other}"),
        }
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_is_killed_again_and_again_is_found_again_and_loses_nothing_acknowledged() {
    let mut cluster = tokio::task::spawn_blocking(postgres::private).await.expect("a cluster");
    let b = open("PostgreSQL", cluster.database(), tempfile::tempdir().expect("folder")).await;
    let over = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> =
        (0..WRITERS).map(|n| tokio::spawn(writes(b.db.clone(), n, Arc::clone(&over)))).collect();
    let (mut chance, mut longest) = (StdRng::seed_from_u64(2026), Duration::ZERO);
    for kill in 0..ROW.asked() {
        tokio::time::sleep(Duration::from_millis(chance.random_range(20..200))).await;
        let killed = move || {
            cluster.kill();
            cluster.up();
            cluster
        };
        cluster = tokio::task::spawn_blocking(killed).await.expect("killed and started again");
        let up = Instant::now();
        let after = format!("after-{kill}");
        while b
            .db
            .write(Write::one(set_once(OFFICE, &after, "torture", jiff::Timestamp::UNIX_EPOCH)))
            .await
            .is_err()
        {
            assert!(up.elapsed() < FOUND_AGAIN, "not found again after {:?}", up.elapsed());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        longest = longest.max(up.elapsed());
    }
    over.store(true, Ordering::Release);
    let mut acknowledged = BTreeSet::new();
    for writer in writers {
        acknowledged.extend(writer.await.expect("it wrote"));
    }
    let sql = "SELECT subject FROM timers WHERE office = ?1 AND kind = 'torture'";
    let rows = b.db.query(sql, params![OFFICE]).await.expect("read");
    let there: BTreeSet<String> = rows.iter().map(|r| r.text(0).expect("a subject")).collect();
    let lost: Vec<_> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty() && acknowledged.len() > 100, "lost {lost:?} of {}", acknowledged.len());
    cluster.kill();
    let rows = acknowledged.len();
    ROW.done(
        ROW.asked(),
        &format!("lost 0 of {rows} rows; found again after {} ms at most", longest.as_millis()),
    );
}
