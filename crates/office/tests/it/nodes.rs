//! Several nodes of one office over one PostgreSQL, behind a balancer that sends each connection wherever it likes:
//! nothing is done twice, and a page on one node hears what happened on another.

use crate::support::nodes::Nodes;
use crate::support::rehearsal::{PATIENCE, Talker};
use crate::support::server::OPERATOR;
use futures::future::join_all;
use office::params;
use procedure::EventBody;
use reqwest::Method;
use std::time::{Duration, Instant};
use tokio::time::timeout;
use whatsapp_sim::Sample;

const NIK: &str = "1301054506900001";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_on_one_node_hears_at_once_what_happened_on_another() {
    let n = Nodes::start(2).await;
    let operator = n.on(1).bearer(OPERATOR).await;
    let mut stream = operator.request(Method::GET, "/meja/langsung").send().await.expect("an answer");
    assert!(stream.chunk().await.expect("read").is_some(), "one at the beginning");
    n.on(0).open_case("Upik Percobaan").await;
    // Far less than anybody looks by themselves.
    let heard = timeout(Duration::from_secs(3), stream.chunk()).await.expect("a hint").expect("read");
    let heard = String::from_utf8_lossy(&heard.expect("open")).into_owned();
    assert!(heard.contains("event: lanes") && !heard.contains("Upik"), "{heard}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_asks_again_when_its_node_could_hear_nobody_for_a_while() {
    let n = Nodes::start(2).await;
    let operator = n.on(1).bearer(OPERATOR).await;
    let mut stream = operator.request(Method::GET, "/meja/langsung").send().await.expect("an answer");
    assert!(stream.chunk().await.expect("read").is_some(), "one at the beginning");
    n.cut_the_lines().await;
    let heard = timeout(Duration::from_secs(10), stream.chunk()).await.expect("a hint").expect("read");
    assert!(String::from_utf8_lossy(&heard.expect("open")).contains("event: lanes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signed_in_on_one_node_works_on_any_and_is_signed_out_everywhere() {
    let n = Nodes::start(3).await;
    let operator = n.balanced(OPERATOR).await;
    for _ in 0..6 {
        assert_eq!(operator.get("/meja").await.status, 200);
    }
    let answered = n.answered();
    assert!(answered.iter().all(|count| *count > 0), "every node answers: {answered:?}");
    assert_eq!(operator.post("/keluar", &[]).await.status, 303);
    for _ in 0..3 {
        assert_eq!(operator.get("/meja").await.status, 303, "to the page for signing in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_any_node_takes_are_each_heard_once_and_answered_once() {
    let n = Nodes::start(2).await;
    let residents: Vec<Talker> = (0..12)
        .map(|i| {
            Talker(n.sim.resident(&format!("62812000000{i:02}"), &format!("Warga {i}")).expect("a resident"))
        })
        .collect();
    let asked = residents.iter().enumerate().map(async |(i, resident)| {
        let name = format!("Warga {}", ["Satu", "Dua", "Tiga", "Empat"][i % 4]);
        resident.ask("KTP-el hilang", NIK, &name).await;
        resident.send_all(&[Sample::Kk, Sample::SuratKehilangan]).await
    });
    let mut tickets = join_all(asked).await;
    tickets.sort_unstable();
    tickets.dedup();
    assert_eq!(tickets.len(), residents.len());
    let db = &n.on(0).app.db;
    let count = async |sql| db.query(sql, params![]).await.expect("read")[0].int(0).expect("a number");
    n.rest().await;
    assert_eq!(count("SELECT count(*) FROM cases WHERE status = 'open'").await, 12);
    assert_eq!(count("SELECT count(*) FROM inbound_turns").await, 0, "no lease is left");
    // Nobody was answered twice, and nothing had to be tried again.
    for resident in &residents {
        assert!(resident.0.next_message(Duration::from_millis(20)).await.is_err(), "one answer too many");
    }
    assert_eq!(count("SELECT coalesce(max(attempts), 0) FROM inbound").await, 0);
    let both = n.answered();
    assert!(both.iter().all(|count| *count > 0), "both nodes took messages: {both:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_falls_due_is_done_once_however_many_nodes_there_are() {
    let n = Nodes::start(3).await;
    n.at_nine();
    let ticket = n.on(1).open_case("Upik Percobaan").await;
    n.days_later(1);
    let db = &n.on(0).app.db;
    let reports = async || {
        let found = db.query("SELECT count(*) FROM reports WHERE kind = 'harian'", params![]).await;
        found.expect("read")[0].int(0).expect("a number")
    };
    let begun = Instant::now();
    while reports().await < 1 {
        assert!(begun.elapsed() < PATIENCE, "no report was made");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    n.rest().await;
    let twice = "SELECT count(*) FROM (SELECT first_day FROM reports WHERE kind = 'harian' GROUP BY first_day
        HAVING count(*) > 1) AS t";
    assert_eq!(db.query(twice, params![]).await.expect("read")[0].int(0).expect("a number"), 0);
    let loaded = n.on(2).app.cases.load(n.on(2).app.office(), &ticket).await.expect("read").expect("a case");
    let told: Vec<_> = loaded.events.iter().map(|e| &e.body).collect();
    let passed = told.iter().filter(|b| matches!(b, EventBody::DeadlinePassed { .. })).count();
    assert!(passed > 0, "{told:?}");
    for (n, body) in told.iter().enumerate() {
        assert!(!told[..n].contains(body), "told twice: {body:?}");
    }
}
