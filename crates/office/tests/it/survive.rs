//! The program killed between any two steps of a request, and started again on the same files.

use crate::support::postgres;
use crate::support::process::{AFTER_A_KILL, Process, STEPS};
use crate::support::reader::{Reader, request, ticket};
use office::app::App;
use office::params;
use procedure::{Status, Ticket};
use std::time::{Duration, Instant};
use whatsapp_sim::{Counts, Latency};

const NIK: &str = "1301054506900001";

/// What people said that was not answered; statuses of the last answer may always still wait.
const WAITING: &str = "SELECT id FROM inbound WHERE office = ?1 AND done = 0 AND contact NOT LIKE 'status:%'";

/// Kills and starts again at every `n`-th point.
struct Killer {
    every: usize,
    points: usize,
    kills: usize,
}

impl Killer {
    async fn point(&mut self, office: &mut Process) {
        self.points += 1;
        if self.points.is_multiple_of(self.every) {
            office.kill();
            office.up().await;
            self.kills += 1;
        }
    }
}

/// Tells a request from the first word to the register under these kills; how often it was killed.
async fn told(url: Option<String>, every: usize) -> usize {
    let mut office = Process::start(url).await;
    let mut killer = Killer { every, points: 0, kills: 0 };
    let mut sari = Reader::new(office.resident("6281200000001"));
    let mut last = None;
    for act in request(NIK) {
        let sent = sari.act(&act, last.as_ref());
        office.acknowledged(&sent).await;
        // What was acknowledged, and perhaps not looked at yet, is answered after the start.
        killer.point(&mut office).await;
        last = Some(sari.read().await);
    }
    let ticket = ticket(&last.expect("an answer"));
    for step in 0..STEPS {
        office.staff.record(&ticket, step, "AB12345678").await;
        killer.point(&mut office).await;
    }
    for words in ["sudah dicetak", "sudah diserahkan"] {
        let notice = sari.read().await;
        assert!(notice.text().contains(words), "{words}: {}", notice.text());
    }
    sari.resident.text("status").expect("sent");
    let status = sari.read().await;
    assert!(status.text().contains(ticket.as_str()), "{}", status.text());
    office.terminate();
    assert!(office.ended().await.success());
    in_the_register_once(&office, &ticket).await;
    killer.kills
}

async fn in_the_register_once(office: &Process, ticket: &Ticket) {
    let app = office.look().await;
    let loaded = app.cases.load(app.office(), ticket).await.expect("read").expect("the case");
    assert!(matches!(loaded.case.status, Status::Closed(_)), "{:?}", loaded.case.status);
    let events = "SELECT seq FROM events WHERE office = ?1 AND log = 'case' ORDER BY seq";
    let rows = app.db.query(events, params![app.office()]).await.expect("events");
    let seqs: Vec<i64> = rows.iter().map(|r| r.int(0).expect("a number")).collect();
    assert_eq!(seqs, (1..=i64::try_from(rows.len()).expect("few")).collect::<Vec<_>>(), "no other case");
    let (from, to) = (jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::MAX);
    let lines = app.cases.register(app.office(), from, to, 10).await.expect("the register");
    assert_eq!(lines.iter().map(|l| l.ticket.as_str()).collect::<Vec<_>>(), [ticket.as_str()]);
    assert_eq!(count(&app, WAITING).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_reaches_the_register_once_although_the_server_is_killed_after_every_step() {
    assert_eq!(told(None, 1).await, 15);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_a_request_reaches_the_register_once_although_the_server_is_killed_after_every_third_step()
 {
    let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("database");
    assert_eq!(told(Some(url), 3).await, 5);
}

fn counts(office: &Process) -> Counts {
    office.sim().counts().expect("counts")
}

async fn until(holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < AFTER_A_KILL, "it never came to that");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn count(app: &App, sql: &'static str) -> usize {
    app.db.query(sql, params![app.office()]).await.expect("rows").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_message_caused_before_the_kill_is_not_caused_again_when_the_message_is_heard_again() {
    let mut office = Process::start(None).await;
    let mut sari = Reader::new(office.resident("6281200000001"));
    let mut last = None;
    let acts = request(NIK);
    for act in &acts[..4] {
        sari.act(act, last.as_ref());
        last = Some(sari.read().await);
    }
    until(|| counts(&office).marked_read == 4).await;
    // The name opens the case; the photo in the same webhook is slow to fetch, and the answer waits for it.
    office.sim().change(|s| s.delivery.paused = true).expect("paused");
    sari.act(&acts[4], None);
    sari.act(&acts[5], None);
    let slow = Latency { min_ms: 60_000, max_ms: 60_000 };
    let before = counts(&office).requests;
    office
        .sim()
        .change(|s| (s.delivery.paused, s.delivery.batch, s.latency) = (false, 10, slow))
        .expect("slow");
    until(|| counts(&office).requests > before).await;
    office.kill();
    let opened = "SELECT ticket FROM cases WHERE office = ?1";
    let app = office.look().await;
    assert_eq!((count(&app, opened).await, count(&app, WAITING).await), (1, 2), "opened and not answered");
    drop(app);
    office.sim().change(|s| s.latency = Latency::default()).expect("quick");
    office.up().await;
    last = Some(sari.read().await);
    for act in &acts[6..] {
        sari.act(act, last.as_ref());
        last = Some(sari.read().await);
    }
    let ticket = ticket(&last.expect("an answer"));
    office.kill();
    let app = office.look().await;
    assert_eq!(count(&app, opened).await, 1);
    let case = app.cases.load(app.office(), &ticket).await.expect("read").expect("the case").case;
    assert_eq!(case.documents.len(), 2);
}
