//! The program while its disk is full, its database locked, WhatsApp away, or while somebody stops it:
//! people are told, nothing is half done, and work goes on by itself.

use crate::support::browser::Browser;
use crate::support::postgres;
use crate::support::process::{Process, run};
use crate::support::reader::Reader;
use crate::support::rehearsal::PATIENCE;
use crate::support::server::{OPERATOR, Server};
use crate::torture::Row;
use office::texts::text;
use procedure::{Language, Ticket};
use reqwest::Method;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const PHONE: &str = "6281200000001";
const NIK: &str = "1301054506900001";
const DISK_FULL: Row = Row { name: "disk_full", in_build: 20, long: 500 };
/// Bytes that nobody understands, rightly signed: kept, or not answered with 200.
const STRANGE: &str = r#"{"object":"a thing nobody knows"}"#;

async fn submitted() -> (Process, Reader, Ticket) {
    let office = Process::start(None).await;
    let mut sari = Reader::new(office.resident(PHONE));
    let ticket = sari.request(NIK).await;
    office.sim().settled(PATIENCE).await.expect("every status is told");
    (office, sari, ticket)
}

/// The status with which a rightly signed webhook is answered.
async fn webhook(office: &Process) -> u16 {
    webhook_of(office, STRANGE).await
}

async fn webhook_of(office: &Process, body: &str) -> u16 {
    let visitor = Browser::new(&office.base);
    let request = visitor.request(Method::POST, "/webhook").body(body.to_owned());
    visitor.send(request.header("x-hub-signature-256", office.sim().sign(body.as_bytes()))).await.status
}

/// Nothing is written behind the head of the database's log, wherever in it the next page would go, and no line of the
/// program's own log: what a full disk does to both.
fn fill(office: &Process) {
    run("prlimit", &["--pid", &office.id().to_string(), "--fsize=32:unlimited"]);
}

fn make_room(office: &Process) {
    run("prlimit", &["--pid", &office.id().to_string(), "--fsize=unlimited:unlimited"]);
}

/// Nothing can be written: webhooks are not acknowledged, pages can be read, forms are answered in words.
async fn nothing_is_taken(office: &Process, sari: &Reader, ticket: &Ticket) {
    let asked = sari.resident.text("status").expect("sent");
    assert_eq!(webhook(office).await, 503);
    let operator = &office.staff.operator;
    let page = operator.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(page.status == 200 && page.has("Sari Contoh"), "{}", page.body);
    let refused = operator.record(ticket, "lengkap", &[]).await;
    assert_eq!(refused.status, 503, "{}", refused.body);
    for key in ["failure-unavailable", "failure-unavailable-text"] {
        assert!(refused.has(&text(Language::Id, key)), "{}", refused.body);
    }
    let message = office.sim().message(&asked).expect("a message");
    assert_eq!(message.status, whatsapp_sim::Status::Sent, "not acknowledged");
}

/// What was refused can be done, and what was not acknowledged came again by itself.
async fn everything_goes_on(office: &mut Process, sari: &mut Reader, ticket: &Ticket) {
    let answer = sari.read().await;
    assert!(answer.text().contains(ticket.as_str()), "{}", answer.text());
    office.staff.record(ticket, 0, "").await;
    assert_eq!(webhook(office).await, 200);
    office.kill();
    let app = office.look().await;
    let case = app.cases.load(app.office(), ticket).await.expect("read").expect("a case").case;
    assert_eq!(case.step.expect("a step").id.as_str(), "verifikasi");
    let rows = app.db.query("SELECT kind FROM events WHERE kind = 'accepted'", vec![]).await.expect("events");
    assert_eq!(rows.len(), 1, "the form that was refused left nothing behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_full_disk_nothing_is_acknowledged_and_work_goes_on_when_there_is_room() {
    let (mut office, mut sari, ticket) = submitted().await;
    fill(&office);
    nothing_is_taken(&office, &sari, &ticket).await;
    make_room(&office);
    everything_goes_on(&mut office, &mut sari, &ticket).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_again_and_again_takes_nothing_without_a_row_and_needs_nobody_to_recover() {
    let mut office = Process::start(None).await;
    let page = "/meja";
    for n in 0..DISK_FULL.asked() {
        fill(&office);
        assert_eq!(webhook_of(&office, &format!("{{\"refused\":{n}}}")).await, 503);
        assert_eq!(office.staff.operator.get(page).await.status, 200, "it can be read");
        make_room(&office);
        assert_eq!(webhook_of(&office, &format!("{{\"taken\":{n}}}")).await, 200);
    }
    office.kill();
    let rows = office.look().await.db.query("SELECT body FROM strange_inbound", vec![]).await.expect("rows");
    assert_eq!(rows.len() as u64, DISK_FULL.asked(), "what was acknowledged, and nothing else");
    DISK_FULL
        .done(DISK_FULL.asked(), "lost 0; nothing acknowledged without a row; recovered by itself each time");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_another_process_locks_the_database_nothing_is_acknowledged_and_work_goes_on_afterwards() {
    let (mut office, mut sari, ticket) = submitted().await;
    let other = rusqlite::Connection::open(office.database()).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    let locked = Instant::now();
    nothing_is_taken(&office, &sari, &ticket).await;
    tokio::time::sleep(Duration::from_secs(10).saturating_sub(locked.elapsed())).await;
    other.execute_batch("ROLLBACK").expect("unlocked");
    everything_goes_on(&mut office, &mut sari, &ticket).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_while_whatsapp_is_away_arrives_in_order_when_it_is_back() {
    let (mut office, mut sari, ticket) = submitted().await;
    office.whatsapp_down();
    let write = async |office: &Process, words: &str| {
        let answer = office.staff.operator.act(&ticket, "tulis", &[("text", words)]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    };
    for words in ["satu", "dua"] {
        write(&office, words).await;
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    assert!(office.said().contains("a message waits"), "it was tried: {}", office.said());
    office.whatsapp_up().await;
    sari.resident = office.resident(PHONE);
    // Sent while the first ones still have their pause.
    write(&office, "tiga").await;
    for words in ["satu", "dua", "tiga"] {
        let message = sari.read().await;
        assert!(message.text().contains(words), "{words}: {}", message.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_to_stop_it_ends_well_within_ten_seconds_and_finishes_what_it_was_asked_before() {
    let mut office = Process::start(None).await;
    let stream = office.staff.operator.request(Method::GET, "/meja/langsung").send().await.expect("a stream");
    assert_eq!(stream.status(), 200);
    let address = office.base.trim_start_matches("http://");
    let mut visitor = tokio::net::TcpStream::connect(address).await.expect("connected");
    let (begin, rest) = STRANGE.split_at(10);
    let signature = office.sim().sign(STRANGE.as_bytes());
    let head = format!(
        "POST /webhook HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\
         x-hub-signature-256: {signature}\r\n\r\n{begin}",
        STRANGE.len()
    );
    visitor.write_all(head.as_bytes()).await.expect("half a request");
    tokio::time::sleep(Duration::from_millis(300)).await;
    let asked = Instant::now();
    office.terminate();
    tokio::time::sleep(Duration::from_millis(300)).await;
    visitor.write_all(rest.as_bytes()).await.expect("the other half");
    let mut answer = String::new();
    visitor.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let ended = office.ended().await;
    assert!(ended.success() && asked.elapsed() < Duration::from_secs(10), "{ended} {:?}", asked.elapsed());
    let kept = office.look().await.db.query("SELECT body FROM strange_inbound", vec![]).await.expect("rows");
    assert_eq!(kept.len(), 1, "what was answered is there");
}

#[tokio::test]
async fn a_page_can_be_read_while_the_sign_of_life_of_its_reader_cannot_be_written() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    server.minutes_later(2);
    let file = server.app.config.database.url.trim_start_matches("sqlite:").to_owned();
    let other = rusqlite::Connection::open(file).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    let page = operator.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(page.status == 200 && page.has("Upik Percobaan"), "{} {}", page.status, page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_database_away_every_page_says_so_in_words() {
    let cluster = tokio::task::spawn_blocking(postgres::private).await.expect("a cluster");
    let url = cluster.database();
    let server = Server::start_with(|config| config.database.url = url).await;
    let operator = server.bearer(OPERATOR).await;
    tokio::task::spawn_blocking(move || cluster.kill()).await.expect("killed");
    for path in ["/meja", "/meja/perkara/AAAA-AAAA", "/lacak"] {
        let page = operator.get(path).await;
        assert_eq!(page.status, 503, "{path}");
        assert!(page.has(&text(Language::Id, "failure-unavailable")), "{path}: {}", page.body);
    }
}
