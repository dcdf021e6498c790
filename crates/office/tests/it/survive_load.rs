//! The program killed at random moments while many residents talk at once, and how much memory it takes.

use crate::support::process::{Process, STEPS};
use crate::support::reader::{Act, Reader};
use crate::support::story;
use crate::torture::Row;
use office::params;
use procedure::Ticket;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use whatsapp_sim::File;

const RESIDENTS: u32 = 20;
const ROW: Row = Row { name: "kills_under_load", in_build: 100, long: 5_000 };
const SEED: u64 = 2026;
const UP_AGAIN: Duration = Duration::from_secs(5);

fn phone(n: u32) -> String {
    format!("6281200{n:06}")
}

/// Asks for a card, and then how it stands, again and again until it is over.
async fn talk(mut reader: Reader, nik: String, over: Arc<AtomicBool>) -> Ticket {
    let ticket = reader.request(&nik).await;
    while !over.load(Ordering::Acquire) {
        reader.act(&Act::Say("status".to_owned()), None);
        let answer = reader.read().await;
        assert!(answer.text().contains(ticket.as_str()), "{}", answer.text());
    }
    ticket
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_residents_lose_no_acknowledged_message_and_get_no_second_case_through_kills_at_any_moment() {
    let mut office = Process::start(None).await;
    let over = Arc::new(AtomicBool::new(false));
    let talks: Vec<_> = (0..RESIDENTS)
        .map(|n| {
            let reader = Reader::new(office.resident(&phone(n)));
            tokio::spawn(talk(reader, story::applicant(n).nik.as_str().to_owned(), Arc::clone(&over)))
        })
        .collect();
    let mut chance = StdRng::seed_from_u64(SEED);
    let mut longest = Duration::ZERO;
    for _ in 0..ROW.asked() {
        tokio::time::sleep(Duration::from_millis(chance.random_range(10..200))).await;
        office.kill();
        let took = office.up().await;
        assert!(took < UP_AGAIN, "up again after {took:?}");
        longest = longest.max(took);
    }
    over.store(true, Ordering::Release);
    let mut tickets = BTreeSet::new();
    for talk in talks {
        tickets.insert(talk.await.expect("a ticket"));
    }
    assert_eq!(tickets.len(), RESIDENTS as usize);
    office.terminate();
    assert!(office.ended().await.success());
    let messages = every_message_has_its_effect(&office, &tickets).await;
    let longest = longest.as_millis();
    ROW.done(ROW.asked(), &format!("lost 0 of {messages} messages; up again after {longest} ms at most"));
}

/// How many messages that were.
async fn every_message_has_its_effect(office: &Process, tickets: &BTreeSet<Ticket>) -> usize {
    let app = office.look().await;
    let rows = app.db.query("SELECT ticket, lane, status FROM cases", vec![]).await.expect("cases");
    let cases: BTreeSet<_> = rows.iter().map(|r| r.text(0).expect("a ticket")).collect();
    assert_eq!(cases, tickets.iter().map(ToString::to_string).collect(), "a case each, and no other");
    for ticket in tickets {
        let case = app.cases.load(app.office(), ticket).await.expect("read").expect("a case").case;
        assert_eq!(case.documents.len(), 2, "{ticket}: a photo each");
        assert_eq!(case.step.expect("submitted").id.as_str(), "penerimaan");
    }
    let heard = "SELECT id FROM messages WHERE office = ?1 AND outward = 0";
    let rows = app.db.query(heard, params![app.office()]).await.expect("messages");
    let heard: BTreeSet<_> = rows.iter().map(|r| r.text(0).expect("an id")).collect();
    let mut sent = BTreeSet::new();
    for n in 0..RESIDENTS {
        let all = office.resident(&phone(n)).conversation().expect("a conversation");
        let own = all.into_iter().filter(|m| m.direction == whatsapp_sim::Direction::Inbound);
        sent.extend(own.map(|m| m.id));
    }
    assert_eq!(heard, sent, "each heard once, none lost");
    sent.len()
}

/// Resident memory of the program, in kilobytes: now (`VmRSS`), or the most it ever was (`VmHWM`).
fn memory(office: &Process, of: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", office.id())).expect("its status");
    let line = status.lines().find(|l| l.starts_with(of)).expect("its memory");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).expect("a number")
}

/// A resident who sends so much at once, and is told that nobody can read it.
async fn sends(office: &Process, n: u32, bytes: usize) {
    let mut reader = Reader::new(office.resident(&phone(n)));
    let mut photo = b"\x89PNG\r\n\x1a\n".to_vec();
    photo.resize(bytes, 0);
    let (mime_type, file_name) = ("image/png".to_owned(), Some("foto.png".to_owned()));
    reader.resident.file("image", File { bytes: photo, mime_type, file_name, caption: None }).expect("sent");
    reader.read().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_residents_who_each_send_nine_megabytes_at_once_cost_the_program_no_memory_for_them() {
    let mut office = Process::start(None).await;
    sends(&office, 0, 9_000_000).await;
    let before = memory(&office, "VmHWM");
    futures::future::join_all((1..=30).map(|n| sends(&office, n, 9_000_000))).await;
    let grown = memory(&office, "VmHWM") - before;
    assert!(grown < 60_000, "270,000 kB came in, and it grew by {grown} kB");
    office.terminate();
    assert!(office.ended().await.success());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures memory: cargo test --release -p office --test it -- --ignored --nocapture memory"]
async fn memory_after_the_start_and_after_a_hundred_cases() {
    let mut office = Process::start(None).await;
    println!("after the start: {} kB", memory(&office, "VmRSS"));
    for n in 0..100 {
        let mut reader = Reader::new(office.resident(&phone(n)));
        let ticket = reader.request(story::applicant(n).nik.as_str()).await;
        for step in 0..STEPS {
            office.staff.record(&ticket, step, &format!("AB{n:08}")).await;
        }
    }
    println!("after a hundred cases: {} kB", memory(&office, "VmRSS"));
    office.terminate();
    assert!(office.ended().await.success());
    let app = office.look().await;
    let (from, to) = (jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::MAX);
    assert_eq!(app.cases.register(app.office(), from, to, 200).await.expect("the register").len(), 100);
}
