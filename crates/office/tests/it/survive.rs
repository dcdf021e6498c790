//! The program killed between any two steps of a request, and started again on the same files.

use crate::support::postgres;
use crate::support::process::{Process, Reader, STEPS, request, ticket};
use office::params;
use procedure::{Status, Ticket};

const NIK: &str = "1301054506900001";

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
    let events = "SELECT seq FROM events WHERE office = ?1 ORDER BY seq";
    let rows = app.db.query(events, params![app.office()]).await.expect("events");
    let seqs: Vec<i64> = rows.iter().map(|r| r.int(0).expect("a number")).collect();
    assert_eq!(seqs, (1..=i64::try_from(rows.len()).expect("few")).collect::<Vec<_>>(), "no other case");
    let (from, to) = (jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::MAX);
    let lines = app.cases.register(app.office(), from, to, 10).await.expect("the register");
    assert_eq!(lines.iter().map(|l| l.ticket.as_str()).collect::<Vec<_>>(), [ticket.as_str()]);
    // Statuses of the last answer may still wait; nothing that anybody said does.
    let waiting = "SELECT id FROM inbound WHERE office = ?1 AND done = 0 AND contact NOT LIKE 'status:%'";
    assert!(app.db.query(waiting, params![app.office()]).await.expect("inbound").is_empty());
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
