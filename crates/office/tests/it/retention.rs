//! Files go when their time is over: recorded once with their case, destroyed with its key, whatever stops in
//! between; and what is not over stays.

use crate::support::browser::Browser;
use crate::support::databases::{Backend, on_both};
use crate::support::people::{PNG, applicant, themself};
use crate::support::postgres;
use crate::support::server::{ADMINISTRATOR, CETAK, KABID, KADIS, KASI, OPERATOR, REGISTER, Server};
use crate::support::story::{GROUNDS, OFFICE, cases, course, minute, officer, play, reached, record};
use jiff::{SignedDuration, Timestamp};
use office::cases::destructions::EXPIRED;
use office::cases::erasure::{Erasing, Why};
use office::cases::timers::{Due, FILES, RETENTION, take};
use office::cases::{Cases, Order};
use office::db::{Statement, Write};
use office::documents::Size;
use office::params;
use office::whatsapp::{Message, put_on_record};
use procedure::command::Form;
use procedure::event::Closing;
use procedure::{Actor, Command, FileId, Ticket};
use std::time::{Duration, Instant};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const PATIENCE: Duration = Duration::from_secs(30);

/// A lost card's case of applicant `n`, turned down.
async fn rejected(cases: &Cases, n: u32, at: Timestamp) -> Ticket {
    let ticket = play(cases, OFFICE, course(n, GROUNDS[0]), "submit", at).await.expect("submitted").ticket;
    let form = Form { why: Some("bukan penduduk".to_owned()), ..Form::default() };
    let command = record("penerimaan", "tolak", form);
    let order = Order::new(Some(ticket.clone()), officer("operator_pelayanan", "A"), at + hours(1), command);
    cases.dispatch(OFFICE, order).await.expect("rejected");
    ticket
}

fn hours(n: i64) -> SignedDuration {
    SignedDuration::from_hours(n)
}

async fn destroy(cases: &Cases, ticket: &Ticket, at: Timestamp) -> usize {
    let command = Command::DestroyDocuments { class: Closing::Rejected, closed_before: at };
    let order = Order::new(Some(ticket.clone()), Actor::System, at, command);
    cases.dispatch(OFFICE, order).await.expect("carried out").events.len()
}

#[tokio::test]
async fn only_cases_of_a_class_that_ended_before_then_and_still_have_files_are_due_oldest_first() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let late = rejected(&cases, 1, minute(600)).await;
        let early = rejected(&cases, 2, minute(0)).await;
        reached(&cases, OFFICE, 3, "serahkan").await;
        reached(&cases, OFFICE, 4, "submit").await;
        let due = async |before| cases.expired(OFFICE, Closing::Rejected, before, 10).await.expect("read");
        assert_eq!(due(minute(10_000)).await, [early.clone(), late.clone()], "{}", b.name);
        assert_eq!(due(minute(300)).await, std::slice::from_ref(&early), "{}", b.name);
        assert_eq!(due(minute(0)).await, [], "{}", b.name);
        assert_eq!(cases.expired("13.02", Closing::Rejected, minute(10_000), 10).await.expect("read"), []);
        assert_eq!(destroy(&cases, &early, minute(5_000)).await, 1, "{}", b.name);
        assert_eq!(due(minute(10_000)).await, [late], "{}: nothing is looked at again", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_destruction_is_recorded_once_with_what_was_destroyed_and_leaves_a_timer_to_carry_it_out() {
    on_both(|b| async move {
        let nodes = [cases(&b.db), cases(&b.reopen().await)];
        let ticket = rejected(&nodes[0], 1, minute(0)).await;
        let tries = nodes.iter().map(|node| destroy(node, &ticket, minute(9_000)));
        let done = futures::future::join_all(tries).await;
        assert_eq!(done.iter().sum::<usize>(), 1, "{}: {done:?}", b.name);
        let lines = nodes[1].destructions(OFFICE, minute(0), minute(10_000), 10).await.expect("read");
        let [line] = &lines[..] else { panic!("{}: {lines:?}", b.name) };
        assert_eq!((line.ticket.as_str(), line.class.as_str()), (ticket.as_str(), "rejected"));
        assert_eq!((line.files, line.bytes, line.by.as_str()), (2, 2_048, "system"), "{}", b.name);
        assert_eq!(line.at, minute(9_000));
        let timers = nodes[0].due_timers(OFFICE, minute(9_000)).await.expect("timers");
        let [timer] = &timers[..] else { panic!("{}: {timers:?}", b.name) };
        assert_eq!((timer.kind.as_str(), timer.body.as_str()), (FILES, "1-kk,1-surat_hilang"), "{}", b.name);
        // Whatever is said of the case afterwards, its files still go.
        let note = Command::Note { text: "arsip".to_owned() };
        let order = Order::new(Some(ticket.clone()), officer("kasi", "B"), minute(9_001), note);
        nodes[0].dispatch(OFFICE, order).await.expect("noted");
        assert_eq!(nodes[0].due_timers(OFFICE, minute(9_001)).await.expect("timers"), timers, "{}", b.name);
    })
    .await;
}

/// Twenty thousand cases that ended, most of them long without files, as years leave them.
async fn fill(b: &Backend) {
    let sql =
        "INSERT INTO cases (office, ticket, seq, procedure, version, status, lane, turn, due_at, minutes,
          name, nik, phone, contact, reasons, channel, opened_at, updated_at, closed_at, kept)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        SELECT ?1, 'T' || i, 1, 'p', 'v', ?2, '', '', i, 0, '', '', '', '', '', '', i, i, i,
          CASE WHEN i % 20 = 0 THEN 2 ELSE 0 END FROM n";
    b.db.write(Write::one(Statement::new(sql, params![OFFICE, "rejected"]))).await.expect("filled");
    b.db.write(Write::one(Statement::new("ANALYZE", vec![]))).await.expect("analysed");
}

#[tokio::test]
async fn the_nightly_look_is_one_range_of_its_index_without_sorting() {
    on_both(|b| async move {
        fill(&b).await;
        let values = [("?1", "'13.01'"), ("?2", "'rejected'"), ("?3", "9000"), ("?4", "50")];
        let plan = b.plan(EXPIRED, &values).await;
        assert!(plan.contains("cases_kept"), "{}:\n{plan}", b.name);
        for work in ["SCAN cases", "Seq Scan", "Sort", "B-TREE"] {
            assert!(!plan.contains(work), "{}: {work}\n{plan}", b.name);
        }
    })
    .await;
}

/// Waits for what happens in the background.
async fn until<F: Future<Output = bool>>(server: &Server, what: &str, holds: impl Fn() -> F) {
    let begun = Instant::now();
    while !holds().await {
        assert!(begun.elapsed() < PATIENCE, "never: {what}");
        server.app.cases.timers_set().notify_one();
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

async fn turned_down(server: &Server, operator: &Browser) -> Ticket {
    let ticket = server.open_case("Upik Percobaan").await;
    let form = Form { why: Some("bukan penduduk".to_owned()), ..Form::default() };
    server.decide(&ticket, operator, "penerimaan", "tolak", form).await;
    ticket
}

async fn files(server: &Server, ticket: &Ticket) -> Vec<FileId> {
    server.case(ticket).await.documents.into_iter().map(|d| d.facts.file).collect()
}

async fn readable(server: &Server, files: &[FileId]) -> usize {
    let mut count = 0;
    for file in files {
        count += usize::from(matches!(server.app.documents.page(file, 1, Size::Whole).await, Ok(Some(_))));
    }
    count
}

async fn lines(server: &Server) -> usize {
    let all = server.app.cases.destructions(server.app.office(), Timestamp::UNIX_EPOCH, Timestamp::MAX, 100);
    let of_files = |d: &office::cases::destructions::Destruction| d.class != "messages" && d.class != "looks";
    all.await.expect("read").into_iter().filter(of_files).count()
}

#[tokio::test]
async fn in_the_night_after_its_period_a_cases_files_are_no_more_and_its_history_says_so() {
    let server = Server::start_with(|c| c.retention.rejected = 30).await;
    server.at_nine();
    let operator = server.bearer(OPERATOR).await;
    let ticket = turned_down(&server, &operator).await;
    let files = files(&server, &ticket).await;
    server.app.clock.advance(29 * DAY);
    a_night_passes(&server).await;
    assert_eq!((readable(&server, &files).await, lines(&server).await), (2, 0), "not yet");
    server.app.clock.advance(2 * DAY);
    until(&server, "the files are gone", async || readable(&server, &files).await == 0).await;
    assert_eq!(lines(&server).await, 1);
    let page =
        server.officer("kasi_lain", "Kasi Lain", &[KASI]).await.get(&format!("/meja/perkara/{ticket}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.has("masa simpan berakhir"), "{}", page.body);
    server.app.clock.advance(2 * DAY);
    a_night_passes(&server).await;
    assert_eq!(lines(&server).await, 1, "once");
}

/// When the nightly look is due next.
async fn next_night(server: &Server) -> Timestamp {
    let sql = "SELECT due_at FROM timers WHERE office = ?1 AND kind = ?2";
    let rows = server.app.db.query(sql, params![server.app.office(), RETENTION]).await.expect("read");
    rows.first().map_or(Timestamp::UNIX_EPOCH, |r| r.instant(0).expect("an instant"))
}

/// While the look goes on it is put off by minutes; once it is over, to the next night.
async fn a_night_passes(server: &Server) {
    let later = || server.app.clock.now() + SignedDuration::from_hours(1);
    until(server, "the night is over", async || next_night(server).await > later()).await;
}

#[tokio::test]
async fn of_a_case_erased_while_its_letter_was_under_way_no_message_comes_back() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let ticket = rejected(&cases, 1, minute(0)).await;
        let taken =
            cases.take_letters(OFFICE, minute(60), SignedDuration::from_mins(1)).await.expect("taken");
        let taken = taken.iter().find(|t| t.letter.ticket.as_ref() == Some(&ticket)).expect("a letter");
        let message = Message {
            id: taken.id.clone(),
            contact: taken.letter.contact.clone(),
            at: taken.created_at,
            outward: true,
            ticket: Some(ticket.clone()),
            notice: None,
            text: "Permohonan Upik Percobaan".to_owned(),
            rank: 0,
            tries: 1,
            problem: None,
        };
        assert!(put_on_record(&b.db, OFFICE, &message).await.expect("written"), "{}", b.name);
        let erasing = Erasing { at: minute(90), by: "system", why: Why::Asked };
        cases.erase(OFFICE, &ticket, erasing, Vec::new()).await.expect("erased");
        assert!(!put_on_record(&b.db, OFFICE, &message).await.expect("asked"), "{}", b.name);
        let sql = "SELECT id FROM messages WHERE office = ?1";
        assert!(b.db.query(sql, params![OFFICE]).await.expect("read").is_empty(), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_class_without_a_period_keeps_its_files() {
    let server = Server::start_with(|c| (c.retention.rejected, c.retention.case) = (0, 0)).await;
    server.at_nine();
    let operator = server.bearer(OPERATOR).await;
    let ticket = turned_down(&server, &operator).await;
    server.app.clock.advance(4_000 * DAY);
    a_night_passes(&server).await;
    assert_eq!(readable(&server, &files(&server, &ticket).await).await, 2);
}

#[tokio::test]
async fn two_processes_destroy_once() {
    let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("a database");
    let one = Server::start_with(|c| c.database.url.clone_from(&url)).await;
    let settings = one.app.config.documents.clone();
    let other = Server::start_with(|c| {
        c.database.url.clone_from(&url);
        c.documents = settings;
    })
    .await;
    let operator = one.bearer(OPERATOR).await;
    let mut all = Vec::new();
    for _ in 0..3 {
        let ticket = turned_down(&one, &operator).await;
        all.extend(files(&one, &ticket).await);
    }
    for server in [&one, &other] {
        server.app.clock.advance(400 * DAY);
        server.app.cases.timers_set().notify_one();
    }
    until(&other, "the files are gone", async || readable(&other, &all).await == 0).await;
    assert_eq!(lines(&one).await, 3);
}

#[tokio::test]
async fn a_night_broken_off_by_a_kill_is_taken_up_again_by_whoever_is_there() {
    let server = Server::start_with(|c| c.retention.rejected = 30).await;
    server.at_nine();
    let operator = server.bearer(OPERATOR).await;
    let ticket = turned_down(&server, &operator).await;
    let files = files(&server, &ticket).await;
    until(&server, "the first night is set", async || next_night(&server).await > Timestamp::UNIX_EPOCH)
        .await;
    // Another process took the night's work and was killed at it: the lease it left runs out.
    let now = server.app.clock.now();
    let due = Due {
        subject: String::new(),
        kind: RETENTION.to_owned(),
        due_at: next_night(&server).await,
        body: String::new(),
    };
    let taken = take(server.app.office(), &due, now + SignedDuration::from_hours(24 * 31));
    assert_eq!(server.app.db.claim(taken).await.expect("taken").len(), 1);
    server.app.clock.advance(32 * DAY);
    until(&server, "the files are gone", async || readable(&server, &files).await == 0).await;
}

/// Whether destroying a case's files was tried in vain and is to be tried later.
async fn put_off(server: &Server, ticket: &Ticket) -> bool {
    let sql = "SELECT due_at FROM timers WHERE office = ?1 AND subject = ?2 AND kind = ?3";
    let rows = server.app.db.query(sql, params![server.app.office(), ticket.as_str(), FILES]).await;
    let rows = rows.expect("the timers");
    rows.first().is_some_and(|row| row.instant(0).expect("an instant") > server.app.clock.now())
}

#[tokio::test]
async fn while_the_store_is_away_deadlines_pass_and_what_must_go_goes_when_it_is_back() {
    let server = Server::start().await;
    server.at_nine();
    let operator = server.bearer(OPERATOR).await;
    let (ended, open) = (turned_down(&server, &operator).await, server.open_case("Buyung Percobaan").await);
    let files = files(&server, &ended).await;
    let keys = std::path::PathBuf::from(&server.app.config.documents.keys);
    let aside = keys.with_extension("aside");
    std::fs::rename(&keys, &aside).expect("away");
    std::fs::write(&keys, b"no folder any more").expect("a file");
    server.minutes_later(30);
    let closed_before = server.app.clock.now();
    let command = Command::DestroyDocuments { class: Closing::Rejected, closed_before };
    server.done(&ended, Actor::System, command).await;
    let overdue = async || server.case(&open).await.step.is_some_and(|s| s.clock.over);
    until(&server, "the other case's deadline passes", overdue).await;
    until(&server, "the destruction is put off", async || put_off(&server, &ended).await).await;
    std::fs::remove_file(&keys).expect("gone");
    std::fs::rename(&aside, &keys).expect("back");
    assert_eq!(readable(&server, &files).await, 2, "recorded, and not yet carried out");
    server.minutes_later(2);
    until(&server, "the files are gone", async || readable(&server, &files).await == 0).await;
}

#[tokio::test]
async fn a_draft_that_is_purged_takes_its_files_along() {
    let server = Server::start().await;
    let upik = applicant("Upik Percobaan");
    let ticket = server.open_draft(upik.clone(), "hilang").await;
    let file = server.attach(&ticket, themself(&upik), Some("kk"), PNG).await;
    assert_eq!(readable(&server, std::slice::from_ref(&file)).await, 1);
    server.app.clock.advance(8 * DAY);
    until(&server, "the file is gone", async || readable(&server, std::slice::from_ref(&file)).await == 0)
        .await;
    assert_eq!(lines(&server).await, 0, "it was never the office's");
}

#[tokio::test]
async fn the_record_of_destruction_is_for_those_who_oversee_or_administer_and_names_nobody() {
    let server = Server::start_with(|c| c.retention.rejected = 30).await;
    server.at_nine();
    let operator = server.bearer(OPERATOR).await;
    let ticket = turned_down(&server, &operator).await;
    server.app.clock.advance(40 * DAY);
    until(&server, "a record", async || lines(&server).await == 1).await;
    let offset = server.app.cases.procedures().active().calendar.offset;
    let month = offset.to_datetime(server.app.clock.now()).date().strftime("%Y-%m").to_string();
    for role in [KABID, KADIS, ADMINISTRATOR] {
        let reader = server.officer(&format!("baca_{role}"), "Pembaca", &[role]).await;
        for address in ["/meja/pemusnahan".to_owned(), format!("/meja/pemusnahan?bulan={month}")] {
            let page = reader.get(&address).await;
            assert_eq!(page.status, 200, "{role} {address}: {}", page.body);
            assert!(
                page.has(ticket.as_str()) && page.has("<td>ditolak</td>") && page.has("<td>2</td>"),
                "{}",
                page.body
            );
            assert!(!page.has("Upik") && !page.has("1301014504900001"), "{}", page.body);
        }
        let file = reader.get(&format!("/meja/pemusnahan.csv?bulan={month}")).await;
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert!(
            file.has(&format!("\"{ticket}\",\"ditolak\",\"2\"")) && file.has("\"Sistem\""),
            "{}",
            file.body
        );
        assert!(reader.get("/meja").await.has("/meja/pemusnahan") || role == ADMINISTRATOR);
        for bad in ["2026-13", "kemarin", "2026", "-"] {
            let page = reader.get(&format!("/meja/pemusnahan?bulan={bad}")).await;
            assert!(page.status == 422 && page.has("Bulan tidak dapat dibaca"), "{bad}: {}", page.body);
            assert_eq!(reader.get(&format!("/meja/pemusnahan.csv?bulan={bad}")).await.status, 422, "{bad}");
        }
        let before = reader.get("/meja/pemusnahan?bulan=2020-01").await;
        assert!(before.has("Tidak ada yang dimusnahkan"), "{}", before.body);
    }
    for role in [OPERATOR, KASI, CETAK, REGISTER] {
        let other = server.officer(&format!("lain_{role}"), "Lain", &[role]).await;
        for address in ["/meja/pemusnahan", "/meja/pemusnahan.csv"] {
            let page = other.get(address).await;
            assert!(page.status == 404 && !page.has(ticket.as_str()), "{role} {address}");
        }
        assert!(!other.get("/meja").await.has("/meja/pemusnahan"), "{role}");
    }
    assert_eq!(server.stranger().get("/meja/pemusnahan").await.status, 303);
}
