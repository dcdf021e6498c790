//! Everything of one database moved to another kind: as it was, once, however often it was begun, and never while
//! somebody works.

use crate::support::databases::sqlite;
use crate::support::installation::{Installation, said, written};
use crate::support::postgres;
use crate::support::story::{GROUNDS, OFFICE, cases, minute, open, themself};
use office::cases::{CaseError, Order};
use office::config::Database;
use office::db::tables::{Source, Span};
use office::db::{Db, DbError, Row};
use office::moving::{Arrived, MoveError, Place, bring};
use office::params;
use std::cell::Cell;
use std::future::Future;
use tokio::sync::oneshot;

fn settings(url: String) -> Database {
    Database { url, password_file: String::new(), ca_file: String::new(), readers: 2 }
}

async fn empty_postgres() -> Database {
    settings(tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("a database"))
}

async fn moved(from: &Database, to: &Database) -> Result<Arrived, MoveError> {
    let place = |settings| Place { settings, password: None };
    bring(&place(from), &place(to), |_, _| {}).await
}

/// Begins a move and ends it once this table is there.
async fn ended_after(from: &Database, to: &Database, last: &str) {
    let (end, ended) = oneshot::channel();
    let end = Cell::new(Some(end));
    let told = |table: &str, _| {
        if table == last
            && let Some(end) = end.take()
        {
            let _ = end.send(());
        }
    };
    let (from, to) = (Place { settings: from, password: None }, Place { settings: to, password: None });
    let moving: &mut (dyn Future<Output = _> + Unpin) = &mut Box::pin(bring(&from, &to, told));
    tokio::select! {
        biased;
        _ = ended => {}
        done = moving => drop(done.expect("it was not ended")),
    }
}

async fn some_cases(db: &Db, numbers: std::ops::Range<u32>) -> Result<(), CaseError> {
    let cases = cases(db);
    for n in numbers {
        cases.dispatch(OFFICE, Order::new(None, themself(n), minute(0), open(n, GROUNDS[0]))).await?;
    }
    Ok(())
}

async fn all(of: &Database) -> Vec<(String, Vec<Row>)> {
    let source = Source::open(of, None).await.expect("opened");
    let mut found = Vec::new();
    for table in source.tables().await.expect("tables") {
        let rows =
            source.rows(&table, Span { office: None, after: None, most: 1_000_000 }).await.expect("rows");
        found.push((table.name, rows));
    }
    found
}

fn refused<T>(opened: Result<T, DbError>) -> String {
    opened.err().expect("refused").to_string()
}

#[tokio::test]
async fn every_row_arrives_as_it_was_and_comes_back_the_same() {
    let from = sqlite().await;
    some_cases(&from.db, 1..31).await.expect("opened");
    let before = all(&from.settings).await;
    let there = empty_postgres().await;
    let done = moved(&from.settings, &there).await.expect("arrived").leave().await.expect("left");
    assert_eq!(all(&there).await, before);
    assert_eq!(done.rows, before.iter().map(|(_, rows)| rows.len() as u64).sum::<u64>());
    assert!(done.rows > 100 && done.before == 0, "{done:?}");
    let folder = tempfile::tempdir().expect("folder");
    let back = settings(format!("sqlite:{}", folder.path().join("back.db").display()));
    moved(&there, &back).await.expect("arrived").leave().await.expect("left");
    assert_eq!(all(&back).await, before);
}

#[tokio::test]
async fn the_office_goes_on_where_everything_went_and_its_events_count_on() {
    let (from, to) = (sqlite().await, empty_postgres().await);
    some_cases(&from.db, 1..4).await.expect("opened");
    moved(&from.settings, &to).await.expect("arrived").leave().await.expect("left");
    let db = Db::open(&to, None).await.expect("opened");
    let masters = crate::support::story::secrets().masters().expect("a master key");
    office::office_key::open(&db, OFFICE, &masters).await.expect("the office's key came along");
    some_cases(&db, 4..6).await.expect("opened");
    let found = db.query("SELECT count(*), max(position) FROM events", params![]).await.expect("read");
    assert_eq!([0, 1].map(|at| found[0].int(at).expect("a number")), [5, 5]);
}

#[tokio::test]
async fn a_move_that_was_ended_goes_on_where_it_was_and_nobody_works_on_half_a_database() {
    let (from, to) = (sqlite().await, empty_postgres().await);
    some_cases(&from.db, 1..20).await.expect("opened");
    let before = all(&from.settings).await;
    ended_after(&from.settings, &to, "events").await;
    assert!(refused(Db::open(&to, None).await).contains("half filled"));
    let done = moved(&from.settings, &to).await.expect("arrived").leave().await.expect("left");
    assert!(done.before > 0 && done.before < done.rows, "{done:?}");
    assert_eq!(all(&to).await, before);
}

#[tokio::test]
async fn while_it_moves_nobody_writes_and_afterwards_nobody_opens_what_was_left() {
    let (from, to) = (sqlite().await, empty_postgres().await);
    some_cases(&from.db, 1..4).await.expect("opened");
    let arrived = moved(&from.settings, &to).await.expect("arrived");
    let meanwhile = some_cases(&from.db, 4..5).await;
    assert!(matches!(meanwhile, Err(CaseError::Db(DbError::Unavailable(_)))), "{meanwhile:?}");
    arrived.leave().await.expect("left");
    assert!(refused(Db::open(&from.settings, None).await).contains("moved to another"));
}

#[tokio::test]
async fn what_changed_between_two_tries_is_noticed_and_the_old_database_stays_in_use() {
    let (from, to) = (sqlite().await, empty_postgres().await);
    some_cases(&from.db, 1..10).await.expect("opened");
    ended_after(&from.settings, &to, "cases").await;
    from.db
        .write(office::db::Write::one(office::db::Statement::new("UPDATE cases SET phone = ''", params![])))
        .await
        .expect("written");
    let again = moved(&from.settings, &to).await;
    assert!(matches!(&again, Err(MoveError::Differs(table)) if table == "cases"), "{:?}", again.err());
    Db::open(&from.settings, None).await.expect("nothing has left it");
}

#[tokio::test]
async fn a_database_in_which_somebody_works_is_not_filled() {
    let (from, to) = (sqlite().await, empty_postgres().await);
    let db = Db::open(&to, None).await.expect("opened");
    let masters = crate::support::story::secrets().masters().expect("a master key");
    office::office_key::open(&db, OFFICE, &masters).await.expect("its own key");
    let why = moved(&from.settings, &to).await.err().expect("refused").to_string();
    assert!(why.contains("not empty") && why.contains("office_keys"), "{why}");
}

#[tokio::test]
async fn the_command_moves_verifies_the_record_and_says_what_to_do_next() {
    let office = Installation::new();
    assert!(
        office.rancak(&["user", "add", "kasi", "--name", "Kasi Contoh", "--role", "kasi"]).status.success()
    );
    assert!(office.rancak(&["audit", "sign"]).status.success());
    let to = empty_postgres().await;
    let old = std::fs::read_to_string(office.folder.path().join("rancak.toml")).expect("settings");
    let url = old.lines().find(|l| l.starts_with("url = ")).expect("a database").to_owned();
    let new = written(office.folder.path(), "new.toml", &old.replace(&url, &format!("url = \"{}\"", to.url)));
    let done = office.rancak(&["--lang", "en", "migrate", "--to", &new]);
    assert!(done.status.success(), "{}", said(&done.stderr));
    let told = said(&done.stdout);
    assert!(told.contains("Every row is the same in both databases"), "{told}");
    assert!(told.contains("checkpoint"), "the record was verified: {told}");
    assert!(said(&done.stderr).contains("users: 1 rows"), "{}", said(&done.stderr));
    let after = office.rancak(&["--lang", "en", "audit", "verify"]);
    assert!(
        !after.status.success() && said(&after.stderr).contains("moved to another"),
        "{}",
        said(&after.stderr)
    );
    let mut there =
        crate::support::installation::rancak(&["--lang", "en", "audit", "verify", "--config", &new]);
    assert!(there.output().expect("it runs").status.success());
}
