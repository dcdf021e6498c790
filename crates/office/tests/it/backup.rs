//! An office copied beside its work and brought back: all of it and nothing of another's, into either kind of database,
//! by way of a folder or a bucket, at once or after it was ended.

use crate::support::bucket::Bucket;
use crate::support::copied::{Office, empty_postgres, opens, procedures, rows_of};
use crate::support::story::{GROUNDS, cases as of_another, minute, open, secrets, themself};
use jiff::SignedDuration;
use office::backup::{BackupError, Wanted, drill, manifests, restore};
use office::cases::Order;
use office::db::tables::{Source, Span};
use office::db::{Row, Statement, Write};
use office::params;

async fn comes_back(from: Option<String>, to: Option<String>) {
    let office = Office::on(from).await;
    let (_, file) = office.case().await;
    for _ in 0..20 {
        office.case().await;
    }
    // Another office's rows in the same database stay where they are.
    let others = office::db::Db::for_another_office(&office.app.db);
    let masters = secrets().masters().expect("a master key");
    office::office_key::open(&others, "13.02", &masters).await.expect("a key of its own");
    let neighbours = of_another(&others);
    neighbours
        .dispatch("13.02", Order::new(None, themself(9), minute(0), open(9, GROUNDS[0])))
        .await
        .expect("opened");
    office.sign().await;
    let before = rows_of(&office.app.config).await;
    let taken = office.take().await;
    assert!(taken.rows > 60 && taken.fresh > 5 && taken.documents.all == 2 * 21 + 1, "{taken:?}");
    let there = office.elsewhere("new", to);
    let done = office.back(&there, Wanted::default()).await.expect("restored");
    assert_eq!(rows_of(&there).await, before);
    assert_eq!((done.documents.all, done.checkpoints, done.lost), (taken.documents.all, 1, 0), "{done:?}");
    let source = Source::open(&there.database, None).await.expect("opened");
    for table in source.tables().await.expect("tables") {
        let span = Span { office: Some("13.02"), after: None, most: 1 };
        assert_eq!(source.rows(&table, span).await.expect("rows"), [], "{} of another office", table.name);
    }
    drop(source);
    assert!(opens(there, &file).await);
}

#[tokio::test]
async fn all_of_an_office_and_nothing_of_another_comes_back_out_of_its_copy() {
    comes_back(None, None).await;
}

#[tokio::test]
async fn what_was_copied_from_sqlite_comes_back_into_postgres() {
    comes_back(None, empty_postgres().await).await;
}

#[tokio::test]
async fn what_was_copied_from_postgres_comes_back_into_sqlite() {
    comes_back(empty_postgres().await, None).await;
}

#[tokio::test]
async fn an_office_comes_back_beside_others_in_one_database_and_never_twice() {
    let (office, neighbour) =
        (Office::on(None).await, Office::with(None, |c| c.office.id = "13.02".to_owned()).await);
    office.case().await;
    office.take().await;
    // Its numbers would be in the way of ours.
    neighbour
        .app
        .db
        .write(Write::one(Statement::new("DELETE FROM events WHERE office = ?1", params!["13.02"])))
        .await
        .expect("gone");
    let mut there = office.elsewhere("new", None);
    there.database.url = neighbour.app.config.database.url.clone();
    office.back(&there, Wanted::default()).await.expect("restored");
    assert_eq!(rows_of(&there).await, rows_of(&office.app.config).await);
    let again = office.back(&there, Wanted::default()).await;
    assert!(matches!(&again, Err(BackupError::Db(e)) if e.to_string().contains("not empty")), "{again:?}");
}

#[tokio::test]
async fn a_second_copy_sends_only_what_is_new_and_both_can_be_brought_back() {
    let office = Office::on(None).await;
    for _ in 0..30 {
        office.case().await;
    }
    let before = rows_of(&office.app.config).await;
    let first = office.take().await;
    let unchanged =
        office.take_at(office.app.clock.now() + SignedDuration::from_secs(1)).await.expect("a copy");
    assert_eq!((unchanged.fresh, unchanged.rows), (0, first.rows), "{unchanged:?}");
    office.app.clock.advance(std::time::Duration::from_secs(600));
    let (_, file) = office.case().await;
    let second = office.take().await;
    assert!(second.fresh > 0 && second.fresh < first.fresh, "{first:?} {second:?}");
    assert_eq!(second.documents.all, first.documents.all + 2, "a page and its thumbnail");
    let names: Vec<String> =
        manifests(&office.app.config).await.expect("read").iter().map(|m| m.name()).collect();
    assert_eq!(names.len(), 3);
    let old = office.elsewhere("old", None);
    office.back(&old, Wanted { copy: Some(&names[0]), lost: None }).await.expect("restored");
    // Keys come as they are now: the one of the later case too, and nothing lies under it.
    let apart = |rows: Vec<(String, Vec<Row>)>| {
        rows.into_iter().filter(|(name, _)| name != "case_keys").collect::<Vec<_>>()
    };
    assert_eq!(apart(rows_of(&old).await), apart(before));
    let new = office.elsewhere("new", None);
    office.back(&new, Wanted::default()).await.expect("restored");
    assert_eq!(rows_of(&new).await, rows_of(&office.app.config).await);
    assert!(opens(new, &file).await);
}

#[tokio::test]
async fn a_part_that_came_late_among_events_is_not_missed() {
    let office = Office::on(None).await;
    // Enough for several parts of the events.
    let sql = "INSERT INTO events (office, log, stream, seq, at, kind, body, hash)
        SELECT ?1, 'record', 'late', value, 1, 'made', x'00', x'00' FROM json_each(?2)";
    let numbers = (0..20_000).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let all = Statement::new(sql, params!["13.01", format!("[{numbers}]")]);
    office.app.db.write(Write::one(all)).await.expect("written");
    let taken_out = "DELETE FROM events WHERE office = ?1 AND stream = 'late' AND seq = 17";
    let row = "SELECT position, office, log, stream, seq, at, kind, body, hash FROM events WHERE seq = 17 AND stream = 'late'";
    let late = office.app.db.query(row, params![]).await.expect("read");
    office.app.db.write(Write::one(Statement::new(taken_out, params!["13.01"]))).await.expect("deleted");
    office.take().await;
    let back = "INSERT INTO events (position, office, log, stream, seq, at, kind, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    office.app.db.write(Write::one(Statement::new(back, late[0].cells().to_vec()))).await.expect("written");
    office.app.clock.advance(std::time::Duration::from_secs(60));
    let second = office.take().await;
    assert_eq!(second.fresh, 1, "the part it came into: {second:?}");
    let newest = manifests(&office.app.config).await.expect("read").pop().expect("a copy");
    let events = newest.tables.iter().find(|held| held.table.name == "events").expect("events");
    assert_eq!(events.rows, 20_000);
    assert!(events.parts.len() > 3, "{}", events.parts.len());
}

#[tokio::test]
async fn a_restoration_that_was_ended_goes_on_where_it_was() {
    let office = Office::on(None).await;
    for _ in 0..5 {
        office.case().await;
    }
    office.take().await;
    let there = office.elsewhere("new", None);
    let (end, ended) = tokio::sync::oneshot::channel();
    let end = std::cell::Cell::new(Some(end));
    let told = |table: &str, _: u64| {
        if table == "events"
            && let Some(end) = end.take()
        {
            let _ = end.send(());
        }
    };
    {
        let restoring = restore(&there, &office.opener, Wanted::default(), office.app.clock.now(), told);
        tokio::pin!(restoring);
        tokio::select! {
            biased;
            _ = ended => {}
            done = &mut restoring => drop(done.expect("it was not ended")),
        }
    }
    let half = office::db::Db::open(&there.database, None).await.err().expect("refused").to_string();
    assert!(half.contains("half filled"), "{half}");
    office.back(&there, Wanted::default()).await.expect("restored");
    assert_eq!(rows_of(&there).await, rows_of(&office.app.config).await);
}

#[tokio::test]
async fn copies_go_to_a_bucket_and_come_back_from_there() {
    let server = Bucket::shared().await;
    let [store, keys] = server.places();
    let office = Office::with(None, |config| {
        (config.backup.store, config.backup.keys) = (store, keys);
        config.backup.s3.endpoint = server.endpoint.clone();
        config.backup.s3.access_key_id = server.access_key_id.clone();
        config.backup.s3.allow_http = true;
        config.secrets.backup_secret_access_key = Some(server.secret.clone().into());
    })
    .await;
    let ((ticket, file), (_, other)) = (office.case().await, office.case().await);
    office.take().await;
    office.app.documents.shred(&ticket).await.expect("shredded");
    office.take_at(office.app.clock.now() + SignedDuration::from_secs(1)).await.expect("a copy");
    let there = office.elsewhere("new", None);
    let done = office.back(&there, Wanted::default()).await.expect("restored");
    assert_eq!(done.documents.all, 5, "two pages, their thumbnails, the proof of every start: {done:?}");
    assert_eq!(rows_of(&there).await, rows_of(&office.app.config).await);
    assert!(opens(there.clone(), &other).await && !opens(there, &file).await);
}

#[tokio::test]
async fn a_trial_brings_everything_back_beside_the_office_and_says_what_would_be_lost_and_how_long_it_takes()
{
    let office = Office::on(None).await;
    let ((ticket, _), _) = (office.case().await, office.case().await);
    office.app.documents.shred(&ticket).await.expect("shredded");
    office.take().await;
    office.case().await;
    office.sign().await;
    let before = rows_of(&office.app.config).await;
    office.app.clock.advance(std::time::Duration::from_secs(240));
    let aside = tempfile::tempdir().expect("folder");
    let tried =
        drill(&office.app.config, &office.opener, (aside.path(), None), procedures(), &office.app.clock)
            .await
            .expect("tried");
    assert_eq!((tried.age.as_mins(), tried.restored.lost), (4, 1), "{tried:?}");
    assert_eq!((tried.documents.destroyed, tried.documents.broken), (2, 0), "{tried:?}");
    assert!(tried.documents.opened >= 2 && !tried.took.is_zero(), "{tried:?}");
    assert_eq!(rows_of(&office.app.config).await, before, "nothing is done to the office");
    let store = office.app.audit.kept.sizes().await.expect("read");
    assert_eq!(store, [3], "nor to what was signed");
}
