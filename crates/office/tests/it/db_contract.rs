//! What every database must do, on SQLite and on PostgreSQL alike.

use super::support::databases::{Backend, on_both, open, postgres as postgres_backend, serializable, sqlite};
use super::support::postgres;
use office::db::tables::Source;
use office::db::{Db, DbError, Statement, Write};
use office::params;
use std::time::{Duration, Instant};

const PUT: &str = "INSERT INTO once (office, key, ticket, at) VALUES (?1, ?2, ?3, ?4)";
const COUNT: &str = "SELECT count(*) FROM once WHERE office = ?1";

fn put(key: &str) -> Statement {
    Statement::new(PUT, params!["13.01", key, "T", 7_i64])
}

fn write(statements: Vec<Statement>) -> Write {
    Write { statements, touches: Vec::new() }
}

async fn count(db: &Db) -> i64 {
    db.query(COUNT, params!["13.01"]).await.unwrap()[0].int(0).unwrap()
}

#[tokio::test]
async fn what_was_written_is_read_back_at_once_and_after_reopening() {
    on_both(|b| async move {
        b.db.write(Write::one(put("a"))).await.unwrap();
        assert_eq!(count(&b.db).await, 1, "{}", b.name);
        assert_eq!(count(&b.reopen().await).await, 1, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn postgres_plans_once_and_neither_compiles_nor_calls_workers_for_a_range_of_an_index() {
    let b = postgres_backend().await;
    let sql = "SELECT current_setting('plan_cache_mode'), current_setting('jit'),
        current_setting('max_parallel_workers_per_gather')";
    let set = b.db.query(sql, params![]).await.unwrap();
    let set = [0, 1, 2].map(|column| set[0].text(column).unwrap());
    assert_eq!(set, ["force_generic_plan", "off", "0"]);
}

#[tokio::test]
async fn a_write_that_fails_in_the_middle_leaves_nothing() {
    on_both(|b| async move {
        b.db.write(Write::one(put("taken"))).await.unwrap();
        let result = b.db.write(write(vec![put("new"), put("taken"), put("newer")])).await;
        assert!(matches!(result, Err(DbError::Conflict(_))), "{}: {result:?}", b.name);
        assert_eq!(count(&b.db).await, 1, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_row_that_had_to_change_and_did_not_is_a_conflict() {
    on_both(|b| async move {
        let update = "UPDATE once SET at = 8 WHERE office = ?1 AND key = ?2";
        let missing = Statement::new(update, params!["13.01", "none"]).must_change();
        let result = b.db.write(write(vec![put("a"), missing])).await;
        assert!(matches!(result, Err(DbError::Conflict(_))), "{}: {result:?}", b.name);
        assert_eq!(count(&b.db).await, 0, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn one_bad_write_does_not_hurt_its_neighbours_in_the_batch() {
    on_both(|b| async move {
        b.db.write(Write::one(put("taken"))).await.unwrap();
        let many = (0..100).map(|i| {
            let key = if i % 10 == 3 { "taken".to_owned() } else { format!("k{i}") };
            let db = b.db.clone();
            async move { db.write(Write::one(put(&key))).await.is_ok() }
        });
        let good = futures::future::join_all(many).await.into_iter().filter(|ok| *ok).count();
        assert_eq!((good, count(&b.db).await), (90, 91), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_thousand_writers_at_once_each_succeed_exactly_once() {
    on_both(|b| async move {
        let many = (0..1_000).map(|i| {
            let db = b.db.clone();
            async move { db.write(Write::one(put(&format!("k{i}")))).await }
        });
        for result in futures::future::join_all(many).await {
            result.unwrap();
        }
        assert_eq!(count(&b.db).await, 1_000, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn writers_that_touch_the_same_thing_take_turns_in_the_order_they_came() {
    on_both(|b| async move {
        let many = (0..50).map(|i| {
            let db = b.db.clone();
            let statements = vec![Statement::new(
                "INSERT INTO once (office, key, ticket, at) SELECT '13.01', 'n' || count(*), 'T', ?1 FROM once",
                params![i as i64],
            )];
            async move { db.write(Write { statements, touches: vec!["n".into()] }).await }
        });
        for result in futures::future::join_all(many).await {
            result.unwrap();
        }
        let rows = b.db.query("SELECT at FROM once ORDER BY at", vec![]).await.unwrap();
        assert_eq!(rows.len(), 50, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn every_kind_of_value_comes_back_as_it_went_in() {
    on_both(|b| async move {
        let long = "é😀".repeat(20_000);
        b.db.write(Write::one(Statement::new(
            "INSERT INTO cases (office, ticket, seq, procedure, version, status, lane, turn, due_at, minutes,
               claimed_by, claimed_name, name, nik, phone, contact, reasons, channel, opened_at, updated_at)
             VALUES ('o', 't', ?1, 'p', 'v', 's', '', '', ?2, 0, ?3, NULL, ?4, '', '', '', '', '', 0, 0)",
            params![i64::MAX, -1_i64, None::<String>, &long],
        )))
        .await
        .unwrap();
        let row = &b
            .db
            .query("SELECT seq, due_at, claimed_by, name FROM cases WHERE office = ?1", params!["o"])
            .await
            .unwrap()[0];
        assert_eq!(row.int(0).unwrap(), i64::MAX);
        assert_eq!(row.int(1).unwrap(), -1);
        assert_eq!(row.opt_text(2).unwrap(), None);
        assert_eq!(row.text(3).unwrap(), long);
        assert!(row.text(0).is_err(), "a number is not text");
    })
    .await;
}

#[tokio::test]
async fn a_nul_in_a_text_is_dropped_alike_on_both() {
    on_both(|b| async move {
        b.db.write(Write::one(put("a\0b"))).await.unwrap();
        let rows = b.db.query("SELECT key FROM once", vec![]).await.unwrap();
        assert_eq!(rows[0].text(0).unwrap(), "ab", "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn text_is_ordered_by_its_bytes_so_that_a_prefix_is_a_range() {
    on_both(|b| async move {
        for key in ["b", "B", "a", "aé", "az", "Z"] {
            b.db.write(Write::one(put(key))).await.unwrap();
        }
        let rows = b
            .db
            .query("SELECT key FROM once WHERE office = ?1 AND key >= ?2 ORDER BY key", params!["13.01", "Z"])
            .await
            .unwrap();
        let keys: Vec<_> = rows.iter().map(|r| r.text(0).unwrap()).collect();
        assert_eq!(keys, ["Z", "a", "az", "aé", "b"], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_lease_is_given_to_one_taker_only() {
    on_both(|b| async move {
        for i in 0..50 {
            b.db.write(Write::one(put(&format!("k{i:02}")))).await.unwrap();
        }
        let take = "UPDATE once SET at = 99 WHERE office = ?1 AND key IN
            (SELECT key FROM once WHERE office = ?1 AND at < 99 ORDER BY key LIMIT 20 {skip_locked}) RETURNING key";
        let takers = (0..4).map(|_| b.db.claim(Statement::new(take, params!["13.01"])));
        let taken: Vec<String> = futures::future::join_all(takers)
            .await
            .into_iter()
            .flat_map(|r| r.unwrap())
            .map(|r| r.text(0).unwrap())
            .collect();
        let distinct: std::collections::BTreeSet<_> = taken.iter().collect();
        assert_eq!((taken.len(), distinct.len()), (50, 50), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_locked_sqlite_says_so_and_works_again_afterwards() {
    let b = sqlite().await;
    let other = rusqlite::Connection::open(b.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let result = b.db.write(Write::one(put("a"))).await;
    assert!(matches!(result, Err(DbError::Unavailable(_))), "{result:?}");
    assert_eq!(count(&b.db).await, 0, "reading goes on");
    other.execute_batch("ROLLBACK").unwrap();
    b.db.write(Write::one(put("a"))).await.unwrap();
    assert_eq!(count(&b.db).await, 1);
}

/// A full disk in small: the file may grow to a size the kernel enforces.
#[tokio::test]
async fn a_full_disk_is_said_and_nothing_is_half_written_and_it_works_again_when_there_is_room() {
    let b = sqlite().await;
    b.db.write(Write::one(Statement::new("PRAGMA max_page_count = 60", vec![]))).await.ok();
    let filler = "x".repeat(4_000);
    let mut full = None;
    for i in 0..200 {
        let key = format!("{i:04}{filler}");
        if let Err(e) = b.db.write(Write::one(put(&key))).await {
            full = Some((i, e));
            break;
        }
    }
    let Some((written, error)) = full else { panic!("60 pages held 200 rows of 4,000 bytes") };
    assert!(matches!(error, DbError::Unavailable(_)), "{error:?}");
    assert_eq!(count(&b.db).await, written);
    b.db.write(Write::one(Statement::new("PRAGMA max_page_count = 100000", vec![]))).await.ok();
    b.db.write(Write::one(put("room"))).await.unwrap();
    assert_eq!(count(&b.db).await, written + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_is_killed_says_so_loses_nothing_and_is_found_again() {
    let cluster = tokio::task::spawn_blocking(postgres::private).await.unwrap();
    let b: Backend = open("PostgreSQL", cluster.database(), tempfile::tempdir().unwrap()).await;
    b.db.write(Write::one(put("before"))).await.unwrap();
    cluster.kill();
    let result = b.db.write(Write::one(put("during"))).await;
    assert!(matches!(result, Err(DbError::Unavailable(_))), "{result:?}");
    let result = b.db.query(COUNT, params!["13.01"]).await;
    assert!(matches!(result, Err(DbError::Unavailable(_))), "{result:?}");
    let (cluster, ()) = tokio::task::spawn_blocking(move || {
        cluster.up();
        (cluster, ())
    })
    .await
    .unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    while b.db.write(Write::one(put("after"))).await.is_err() {
        assert!(Instant::now() < deadline, "no connection within ten seconds");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(count(&b.db).await, 2);
    cluster.kill();
}

#[tokio::test]
async fn postgres_plans_a_statement_once_and_keeps_the_options_of_the_address() {
    let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.unwrap();
    let url = format!("{url}&options=-c%20work_mem%3D5MB");
    let b: Backend = open("PostgreSQL", url, tempfile::tempdir().unwrap()).await;
    let asked = "SELECT current_setting('plan_cache_mode'), current_setting('work_mem')";
    let row = b.db.query(asked, params![]).await.unwrap().remove(0);
    assert_eq!((&*row.text(0).unwrap(), &*row.text(1).unwrap()), ("force_generic_plan", "5MB"));
}

/// What a distributed engine asks of its clients: whoever was in another's way tries again.
#[tokio::test]
async fn at_serializable_what_fails_with_40001_is_tried_again_and_stands_once() {
    let b = serializable().await;
    let level = b.db.query("SELECT current_setting('transaction_isolation')", params![]).await.unwrap();
    assert_eq!(level[0].text(0).unwrap(), "serializable");
    let sql = "INSERT INTO timers (office, subject, kind, due_at, body) VALUES ('13.01', 'sum', 'k', 0, '')";
    b.db.write(Write::one(Statement::new(sql, params![]))).await.unwrap();
    // Three processes add to one row, and count what they did.
    let nodes = [b.db.clone(), b.reopen().await, b.reopen().await];
    let add = "UPDATE timers SET due_at = due_at + 1 WHERE office = ?1 AND subject = 'sum'";
    let many = (0..300).map(|i| {
        let (db, key) = (nodes[i % 3].clone(), format!("k{i}"));
        async move {
            let add = Statement::new(add, params!["13.01"]).must_change();
            db.write(write(vec![add, put(&key)])).await.unwrap();
        }
    });
    futures::future::join_all(many).await;
    let sum = b.db.query("SELECT due_at FROM timers WHERE subject = 'sum'", params![]).await.unwrap();
    assert_eq!((sum[0].int(0).unwrap(), count(&b.db).await), (300, 300));
    let failed = "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()";
    let mut rolled_back = 0;
    for _ in 0..100 {
        rolled_back = b.db.query(failed, params![]).await.unwrap()[0].int(0).unwrap();
        if rolled_back > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(rolled_back > 0, "nothing failed, so nothing was shown");
}

/// By `office` a distributed engine spreads the rows, and an office's own are one range of every key.
#[tokio::test]
async fn every_table_is_led_by_its_office() {
    on_both(|b| async move {
        let b = &b;
        let source = Source::open(&b.settings, None).await.expect("opened");
        let tables = source.tables().await.expect("tables");
        assert!(tables.len() > 50, "{}: {}", b.name, tables.len());
        for table in tables {
            let first = table.key.first().map(|at| table.columns[*at].name.as_str());
            // Its place in the one tree over everything that happened.
            let by_place = ["events", "events_before"].contains(&table.name.as_str());
            let expected = if by_place { "position" } else { "office" };
            assert_eq!(first, Some(expected), "{}: {}", b.name, table.name);
        }
    })
    .await;
}
