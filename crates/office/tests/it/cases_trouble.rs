//! The case log while its database is locked, full, or asked by people who walk away: it says so, does
//! nothing by halves, and works again afterwards.

use super::support::databases::{self, Backend, sqlite};
use super::support::postgres;
use super::support::story::{
    self, GROUNDS, OFFICE, attach, cases, minute, officer, open, reached, record, themself,
};
use office::cases::{CaseError, Cases, Done, Order};
use office::db::{DbError, Statement, Write};
use procedure::Ticket;
use std::time::{Duration, Instant};

fn hand_over(ticket: &Ticket) -> Order {
    let command = record("penyerahan", "serahkan", story::form(1));
    Order::new(Some(ticket.clone()), officer("petugas_register", "A"), minute(60), command).once("form")
}

fn assert_unavailable(result: &Result<Done, CaseError>) {
    assert!(matches!(result, Err(CaseError::Db(DbError::Unavailable(_)))), "{result:?}");
}

async fn line_count(cases: &Cases) -> usize {
    cases.register(OFFICE, minute(0), minute(600), 10).await.unwrap().len()
}

#[tokio::test]
async fn a_locked_database_refuses_a_handover_whole_and_takes_it_when_the_lock_is_gone() {
    let b = sqlite().await;
    let cases = cases(&b.db);
    let ticket = reached(&cases, OFFICE, 1, "beritahu").await;
    story::waived(&cases, &ticket, minute(60)).await;
    let before = cases.load(OFFICE, &ticket).await.unwrap().unwrap().events;
    let other = rusqlite::Connection::open(b.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_unavailable(&cases.dispatch(OFFICE, hand_over(&ticket)).await);
    let after = cases.load(OFFICE, &ticket).await.unwrap().unwrap().events;
    assert_eq!(after, before, "reading goes on, and nothing was written");
    assert_eq!(line_count(&cases).await, 0);
    other.execute_batch("ROLLBACK").unwrap();
    let done = cases.dispatch(OFFICE, hand_over(&ticket)).await.unwrap();
    assert!(!done.repeated, "the key was not used up by the attempt that failed");
    assert_eq!(line_count(&cases).await, 1);
}

/// Pages the file may have, as a disk would limit it.
async fn limit(b: &Backend, sql: &'static str) {
    // A PRAGMA answers with a row, which a write does not expect; it holds all the same.
    b.db.write(Write::one(Statement::new(sql, vec![]))).await.ok();
}

#[tokio::test]
async fn a_full_disk_refuses_whole_orders_and_takes_them_when_there_is_room() {
    let b = sqlite().await;
    let cases = cases(&b.db);
    let ticket = reached(&cases, OFFICE, 1, "beritahu").await;
    story::waived(&cases, &ticket, minute(60)).await;
    limit(&b, "PRAGMA max_page_count = 60").await;
    let mut opened = 0;
    let refused = loop {
        assert!(opened < 500, "60 pages held 500 drafts");
        let n = opened + 2;
        match cases.dispatch(OFFICE, Order::new(None, themself(n), minute(5), open(n, GROUNDS[0]))).await {
            Ok(_) => opened += 1,
            refused => break refused,
        }
    };
    assert_unavailable(&refused);
    let count = "SELECT count(*) FROM events WHERE kind = 'opened'";
    let events = b.db.query(count, vec![]).await.unwrap()[0].int(0).unwrap();
    let rows = b.db.query("SELECT count(*) FROM cases", vec![]).await.unwrap()[0].int(0).unwrap();
    assert_eq!((events, rows), (i64::from(opened) + 1, i64::from(opened) + 1));
    let full = Order::new(None, themself(1), minute(5), open(1, GROUNDS[0]));
    assert_unavailable(&cases.dispatch(OFFICE, full.clone()).await);
    limit(&b, "PRAGMA max_page_count = 100000").await;
    cases.dispatch(OFFICE, full).await.unwrap();
    cases.dispatch(OFFICE, hand_over(&ticket)).await.unwrap();
    assert_eq!(line_count(&cases).await, 1);
}

#[tokio::test]
async fn orders_from_many_at_once_on_a_locked_database_all_hear_of_it_within_seconds() {
    let b = sqlite().await;
    let cases = cases(&b.db);
    let draft = Order::new(None, themself(1), minute(0), open(1, GROUNDS[0]));
    let ticket = cases.dispatch(OFFICE, draft).await.unwrap().ticket;
    let other = rusqlite::Connection::open(b.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let many = (0..30).map(|n| {
        let order = if n % 15 == 0 {
            Order::new(Some(ticket.clone()), themself(1), minute(1), attach(&format!("photo-{n}"), "kk"))
        } else {
            Order::new(None, themself(n), minute(1), open(n, GROUNDS[0]))
        };
        cases.dispatch(OFFICE, order)
    });
    let all = tokio::time::timeout(Duration::from_secs(30), futures::future::join_all(many)).await;
    for result in all.expect("an answer within half a minute") {
        assert_unavailable(&result);
    }
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(cases.recent(OFFICE).await.unwrap().len(), 1);
}

#[tokio::test]
async fn people_who_walk_away_from_a_slow_question_do_not_take_the_readers_with_them() {
    let b = sqlite().await;
    let slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000)
        SELECT max(i) FROM n";
    for _ in 0..8 {
        let gone = tokio::time::timeout(Duration::from_millis(5), b.db.query(slow, vec![])).await;
        assert!(gone.is_err(), "an answer at once: {gone:?}");
    }
    b.db.query("SELECT count(*) FROM cases", vec![]).await.expect("a reader is waited for");
}

#[tokio::test]
async fn an_order_whose_sender_walks_away_is_carried_out_whole_or_not_at_all() {
    let b = sqlite().await;
    let cases = cases(&b.db);
    for n in 1..=40 {
        let order = Order::new(None, themself(n), minute(0), open(n, GROUNDS[0])).once(format!("wamid.{n}"));
        let patience = Duration::from_micros(u64::from(n) * 100);
        let _ = tokio::time::timeout(patience, cases.dispatch(OFFICE, order.clone())).await;
        let again = cases.dispatch(OFFICE, order).await.unwrap();
        assert_eq!(again.case.unwrap().seq, 1);
    }
    assert_eq!(cases.recent(OFFICE).await.unwrap().len(), 40, "each request once");
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_under_way_while_postgres_is_killed_are_each_carried_out_once_when_they_are_repeated() {
    let cluster = tokio::task::spawn_blocking(postgres::private).await.unwrap();
    let b = databases::open("PostgreSQL", cluster.database(), tempfile::tempdir().unwrap()).await;
    let cases = cases(&b.db);
    let order = |n| Order::new(None, themself(n), minute(0), open(n, GROUNDS[0])).once(format!("wamid.{n}"));
    let mut first = tokio::task::JoinSet::new();
    for n in 1..=1_500 {
        let (cases, order) = (cases.clone(), order(n));
        first.spawn(async move { cases.dispatch(OFFICE, order).await });
    }
    first.join_next().await.unwrap().unwrap().unwrap();
    cluster.kill();
    let mut lost = 0;
    while let Some(result) = first.join_next().await {
        let result = result.unwrap();
        if result.is_err() {
            assert_unavailable(&result);
            lost += 1;
        }
    }
    assert!(lost > 0, "the kill came too late to hurt anybody");
    let cluster = tokio::task::spawn_blocking(move || {
        cluster.up();
        cluster
    });
    let cluster = cluster.await.unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    for n in 1..=1_500 {
        // The first to ask finds the old connections dead.
        while cases.dispatch(OFFICE, order(n)).await.is_err() {
            assert!(Instant::now() < deadline, "no answer within twenty seconds");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    let rows = "SELECT count(*), count(DISTINCT ticket), count(DISTINCT contact) FROM cases";
    let row = &b.db.query(rows, vec![]).await.unwrap()[0];
    assert_eq!([0, 1, 2].map(|i| row.int(i).unwrap()), [1_500; 3]);
    cluster.kill();
}
