//! The program stopped and started again while WhatsApp goes on calling: nobody is turned away, and everything that was said
//! has one effect.

use crate::support::postgres;
use crate::support::process::{AFTER_A_KILL, Process};
use office::params;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A webhook each so often.
const PACE: Duration = Duration::from_millis(25);
/// More than any storm needs.
const MOST: usize = 1_500;
/// Longer than a start takes, with everything that waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

fn phone(n: usize) -> String {
    format!("62812{n:08}")
}

/// A webhook with its signature.
struct Said {
    body: String,
    signature: String,
}

/// So many people's first word. What the SIMULATOR holds back itself opens the window in which the office may answer.
fn all_said(office: &Process) -> Vec<Said> {
    let at = office::clock::Clock::default().now();
    let said = |n| {
        office.resident(&phone(n)).text("halo").expect("sent");
        let body = brought(n, at);
        Said { signature: office.sim().sign(body.as_bytes()), body }
    };
    (0..MOST).map(said).collect()
}

/// What the channel brings of one person.
fn brought(n: usize, at: jiff::Timestamp) -> String {
    let from = phone(n);
    serde_json::json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages",
        "value": {"messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "628001301000", "phone_number_id": "1301"},
            "contacts": [{"profile": {"name": "Sari"}, "wa_id": from}],
            "messages": [{"from": from, "id": format!("wamid.BADAI{n}"), "timestamp": at.as_second().to_string(),
                "type": "text", "text": {"body": "halo"}}]}}]}]})
    .to_string()
}

/// Webhooks at a steady pace, by connections that are kept and used again, none sent twice.
struct Storm {
    http: reqwest::Client,
    over: AtomicBool,
    sent: AtomicUsize,
    slowest_ms: AtomicUsize,
}

impl Storm {
    /// How many were sent, and what came of those that were not answered with 200.
    async fn rages(self: Arc<Self>, address: String, said: Vec<Said>) -> (usize, Vec<String>) {
        let (mut calls, mut ticks) = (Vec::new(), tokio::time::interval(PACE));
        for (n, Said { body, signature }) in said.into_iter().enumerate() {
            ticks.tick().await;
            if self.over.load(Ordering::Acquire) {
                break;
            }
            let call = self.http.post(&address).timeout(PATIENCE);
            let call = call.header("x-hub-signature-256", signature).body(body);
            let storm = self.clone();
            calls.push(tokio::spawn(async move {
                let begun = Instant::now();
                let answer = call.send().await;
                let ms = usize::try_from(begun.elapsed().as_millis()).unwrap_or(usize::MAX);
                storm.slowest_ms.fetch_max(ms, Ordering::Relaxed);
                match answer {
                    Ok(answer) if answer.status() == 200 => Ok(()),
                    Ok(answer) => Err(format!("{n}: {}", answer.status())),
                    Err(e) => Err(format!("{n}: {e:?}")),
                }
            }));
            self.sent.store(calls.len(), Ordering::Release);
        }
        let (sent, mut refused) = (calls.len(), Vec::new());
        for call in calls {
            refused.extend(call.await.expect("called").err());
        }
        (sent, refused)
    }
}

/// An office whose address is held, and a storm that has begun.
async fn stormed(
    url: Option<String>,
) -> (Process, Arc<Storm>, tokio::task::JoinHandle<(usize, Vec<String>)>) {
    let mut office = Process::start(url).await;
    office.sim().change(|s| s.delivery.paused = true).expect("held back");
    office.terminate();
    assert!(office.ended().await.success());
    office.hold();
    office.up().await;
    let said = all_said(&office);
    let storm = Arc::new(Storm {
        http: reqwest::Client::new(),
        over: AtomicBool::new(false),
        sent: AtomicUsize::new(0),
        slowest_ms: AtomicUsize::new(0),
    });
    let raging = tokio::spawn(storm.clone().rages(format!("{}/webhook", office.base), said));
    (office, storm, raging)
}

async fn until_sent(storm: &Storm, more: usize) {
    let until = storm.sent.load(Ordering::Acquire) + more;
    while storm.sent.load(Ordering::Acquire) < until {
        assert!(until < MOST, "the storm is over before its time");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Each was heard once, and answered once.
async fn one_effect_each(office: &mut Process, sent: usize) {
    let begun = Instant::now();
    while office.sim().counts().expect("counts").outbound < u64::try_from(sent).expect("few") {
        assert!(begun.elapsed() < AFTER_A_KILL, "{:?} of {sent}", office.sim().counts());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let waits = "SELECT count(*) FROM outbox WHERE office = ?1";
    let app = loop {
        office.terminate();
        assert!(office.ended().await.success());
        let app = office.look().await;
        let rows = app.db.query(waits, params![app.office()]).await.expect("read");
        let waiting = rows[0].int(0).expect("a number");
        if waiting == 0 {
            break app;
        }
        // What the platform did not answer in time is sent again.
        assert!(begun.elapsed() < AFTER_A_KILL, "{waiting} wait");
        drop(app);
        office.up().await;
        tokio::time::sleep(Duration::from_secs(3)).await;
    };
    let sent = i64::try_from(sent).expect("few");
    for (sql, expected) in [
        ("SELECT count(*) FROM inbound WHERE office = ?1", sent),
        ("SELECT count(*) FROM inbound WHERE office = ?1 AND done = 0", 0),
        ("SELECT count(*) FROM messages WHERE office = ?1 AND outward = 0", sent),
        ("SELECT count(*) FROM messages WHERE office = ?1 AND outward = 1", sent),
        ("SELECT count(*) FROM outbox WHERE office = ?1", 0),
    ] {
        let rows = app.db.query(sql, params![app.office()]).await.expect("read");
        assert_eq!(rows[0].int(0).expect("a number"), expected, "{sql}");
    }
}

async fn is_over(
    storm: &Storm,
    raging: tokio::task::JoinHandle<(usize, Vec<String>)>,
    restarts: usize,
) -> usize {
    storm.over.store(true, Ordering::Release);
    let (sent, refused) = raging.await.expect("it raged");
    assert!(refused.is_empty(), "{} of {sent}: {refused:#?}", refused.len());
    let slowest = storm.slowest_ms.load(Ordering::Relaxed);
    eprintln!("{sent} webhooks through {restarts} restarts, the slowest answered after {slowest} ms");
    sent
}

#[tokio::test(flavor = "multi_thread")]
async fn no_webhook_is_refused_or_lost_while_the_program_is_restarted_again_and_again() {
    let (mut office, storm, raging) = stormed(None).await;
    for _ in 0..3 {
        until_sent(&storm, 20).await;
        office.terminate();
        assert!(office.ended().await.success());
        office.up().await;
    }
    until_sent(&storm, 20).await;
    let sent = is_over(&storm, raging, 3).await;
    one_effect_each(&mut office, sent).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_the_next_program_takes_over_before_the_last_one_ends_and_nobody_is_refused() {
    let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("a database");
    let (mut office, storm, raging) = stormed(Some(url)).await;
    let mut next = None::<Process>;
    for _ in 0..2 {
        until_sent(&storm, 20).await;
        let taking_over = office.behind_the_same_address().await;
        let former = next.as_mut().unwrap_or(&mut office);
        former.terminate();
        assert!(former.ended().await.success());
        next = Some(taking_over);
    }
    until_sent(&storm, 20).await;
    let sent = is_over(&storm, raging, 2).await;
    let mut last = next.expect("the last");
    let begun = Instant::now();
    while office.sim().counts().expect("counts").outbound < u64::try_from(sent).expect("few") {
        assert!(begun.elapsed() < AFTER_A_KILL, "{:?} of {sent}", office.sim().counts());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    last.terminate();
    assert!(last.ended().await.success());
    office.up().await;
    one_effect_each(&mut office, sent).await;
}

async fn connected(office: &Process) -> TcpStream {
    TcpStream::connect(office.base.trim_start_matches("http://")).await.expect("a connection")
}

/// An answer's head, as it came.
async fn answered(stream: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    while !heard.ends_with(b"ok") && !heard.ends_with(b"ready") && !heard.ends_with(b"stopping") {
        let mut bytes = [0; 1024];
        let read = stream.read(&mut bytes).await.expect("read");
        assert!(read > 0, "closed: {}", String::from_utf8_lossy(&heard));
        heard.extend_from_slice(&bytes[..read]);
    }
    String::from_utf8_lossy(&heard).into_owned()
}

const ASK: &[u8] = b"GET /sehat HTTP/1.1\r\nHost: localhost\r\n\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_on_a_kept_connection_while_the_program_stops_is_answered_and_told_to_come_anew() {
    let mut office = Process::start(None).await;
    let (mut kept, mut silent) = (connected(&office).await, connected(&office).await);
    kept.write_all(ASK).await.expect("sent");
    assert!(!answered(&mut kept).await.contains("connection: close"));
    silent.write_all(ASK).await.expect("sent");
    answered(&mut silent).await;
    office.terminate();
    tokio::time::sleep(Duration::from_millis(500)).await;
    kept.write_all(ASK).await.expect("sent");
    let last = answered(&mut kept).await;
    assert!(last.starts_with("HTTP/1.1 200") && last.contains("connection: close"), "{last}");
    assert_eq!(kept.read(&mut [0; 8]).await.expect("read"), 0, "closed behind its last answer");
    let begun = Instant::now();
    assert_eq!(silent.read(&mut [0; 8]).await.expect("read"), 0, "who asks nothing is left in the end");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(office.ended().await.success());
}
