//! Whether the program lives, and whether requests should be sent to it: over HTTP, as a supervisor and a balancer ask.

use crate::support::browser::Browser;
use crate::support::databases::on_both;
use crate::support::process::Process;
use crate::support::server::Server;
use office::db::{Statement, Write};
use office::params;
use std::time::{Duration, Instant};

async fn says(browser: &Browser, path: &str) -> (u16, String) {
    let answer = browser.get(path).await;
    (answer.status, answer.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_whose_offices_are_being_opened_lives_and_is_not_ready_and_whoever_comes_waits() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let listening = office::app::Listening::begin(listener, Duration::from_secs(5));
    let browser = Browser::new(&base);
    assert_eq!(says(&browser, "/sehat").await, (200, "ok".to_owned()));
    assert_eq!(says(&browser, "/siap").await, (503, "starting".to_owned()));
    let early = tokio::spawn(async move { Browser::new(&base).get("/masuk").await.status });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!early.is_finished(), "nobody is turned away");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let app = server.app.clone();
    let serving = tokio::spawn(listening.serve(vec![app], async move {
        let _ = stopped.await;
    }));
    assert_eq!(early.await.expect("asked"), 200, "and is served once there is something to serve");
    assert_eq!(says(&browser, "/siap").await, (200, "ready".to_owned()));
    stop.send(()).expect("it serves");
    serving.await.expect("it ends").expect("well");
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_asked_to_stop_says_so_and_still_serves_until_a_balancer_has_heard_it() {
    let mut office = Process::start(None).await;
    office.terminate();
    assert!(office.ended().await.success());
    office.set("RANCAK_SERVER_DRAIN_SECONDS", "2");
    office.up().await;
    let browser = Browser::new(&office.base);
    assert_eq!(says(&browser, "/siap").await, (200, "ready".to_owned()));
    let begun = Instant::now();
    office.terminate();
    while says(&browser, "/siap").await != (503, "stopping".to_owned()) {
        assert!(begun.elapsed() < Duration::from_secs(1), "a balancer learns nothing");
    }
    // By a connection of its own: it listens on.
    assert_eq!(says(&Browser::new(&office.base), "/masuk").await.0, 200);
    assert_eq!(says(&browser, "/sehat").await, (200, "ok".to_owned()));
    assert!(office.ended().await.success());
    assert!(begun.elapsed() >= Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_ready_only_with_the_tables_it_works_on_and_lives_without() {
    on_both(|b| async move {
        let b = &b;
        let server = Server::start_with(|config| config.database = b.settings.clone()).await;
        let stranger = server.stranger();
        assert_eq!(says(&stranger, "/siap").await, (200, "ready".to_owned()), "{}", b.name);
        let note = |sql, name: &str| b.db.write(Write::one(Statement::new(sql, params![name])));
        let put = "INSERT INTO migrations VALUES (?1, 0)";
        note(put, "9001_more").await.expect("noted");
        assert_eq!(says(&stranger, "/siap").await.0, 200, "{}: what is only added disturbs nobody", b.name);
        note(put, "9002_less_since_9001").await.expect("noted");
        assert_eq!(says(&stranger, "/siap").await, (503, "too old".to_owned()), "{}", b.name);
        note("DELETE FROM migrations WHERE name LIKE ?1", "9002%").await.expect("noted");
        assert_eq!(says(&stranger, "/siap").await.0, 200, "{}", b.name);
        note("DELETE FROM migrations WHERE name = ?1", office::db::newest_migration()).await.expect("noted");
        assert_eq!(says(&stranger, "/siap").await, (503, "database".to_owned()), "{}", b.name);
        assert_eq!(says(&stranger, "/sehat").await, (200, "ok".to_owned()), "{}", b.name);
    })
    .await;
}
