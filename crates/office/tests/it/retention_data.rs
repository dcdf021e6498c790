//! Data go when their time is over, and not a day before: what says whose a case was, what was written, who looked. What
//! somebody still waits for, and whom a breach concerns, stays; the record is whole afterwards.

use crate::support::browser::Browser;
use crate::support::cells;
use crate::support::server::{CETAK, KABID, KADIS, KASI, OPERATOR, REGISTER, Server};
use jiff::{SignedDuration, Timestamp};
use office::cases::OLD_MESSAGES;
use office::cases::destructions::Destruction;
use office::cases::erasure::OUTDATED;
use office::db::{Statement, Write};
use office::incidents::{Classes, DataClass, Report, Scope};
use office::params;
use office::reads::Filter;
use procedure::command::Form;
use procedure::{Command, Ticket};
use std::time::{Duration, Instant};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const NAME: &str = "Upik Penandaunik";

/// An office that keeps everything for a hundred days, and messages and files for fifty.
async fn office() -> Server {
    let server = Server::start_with(|c| {
        let r = &mut c.retention;
        (r.handed_over, r.rejected, r.withdrawn, r.not_collected) = (50, 50, 50, 50);
        (r.case, r.messages, r.looks) = (100, 50, 100);
    })
    .await;
    server.at_nine();
    server
}

async fn turned_down(server: &Server, operator: &Browser) -> Ticket {
    let ticket = server.open_case(NAME).await;
    let form = Form { why: Some("bukan penduduk".to_owned()), ..Form::default() };
    server.decide(&ticket, operator, "penerimaan", "tolak", form).await;
    ticket
}

/// When the nightly look is due next.
async fn next_night(server: &Server) -> Timestamp {
    let sql = "SELECT due_at FROM timers WHERE office = ?1 AND kind = 'retention'";
    let rows = server.app.db.query(sql, params![server.app.office()]).await.expect("read");
    rows.first().map_or(Timestamp::UNIX_EPOCH, |r| r.instant(0).expect("an instant"))
}

/// So many days pass, and the night after them is over.
async fn days_later(server: &Server, days: u32) {
    server.app.clock.advance(days * DAY);
    let begun = Instant::now();
    // While it goes on it is put off by minutes; once it is over, to the next night.
    while next_night(server).await <= server.app.clock.now() + SignedDuration::from_hours(1) {
        assert!(begun.elapsed() < Duration::from_secs(30), "the night is never over");
        server.app.cases.timers_set().notify_one();
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

async fn destroyed(server: &Server, class: &str) -> Vec<Destruction> {
    let all = server.app.cases.destructions(server.app.office(), Timestamp::UNIX_EPOCH, Timestamp::MAX, 100);
    all.await.expect("read").into_iter().filter(|d| d.class == class).collect()
}

/// Name, NIK and telephone.
async fn words(server: &Server, ticket: &Ticket) -> [String; 3] {
    let applicant = server.case(ticket).await.applicant;
    let phone = applicant.phone.expect("a phone").as_str().to_owned();
    ["Penandaunik".to_owned(), applicant.nik.as_str().to_owned(), phone]
}

async fn left(server: &Server, words: &[String; 3]) -> Vec<String> {
    cells::holding(&server.app.db, &words.each_ref().map(String::as_str)).await
}

#[tokio::test]
async fn before_the_day_all_is_there_and_in_the_night_after_it_no_cell_says_whose_the_case_was() {
    let server = office().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = turned_down(&server, &operator).await;
    let words = words(&server, &ticket).await;
    server.app.audit.sign(&server.app.db, server.app.clock.now()).await.expect("signed");
    days_later(&server, 98).await;
    assert!(server.app.cases.load(server.app.office(), &ticket).await.expect("read").is_some());
    assert!(
        !left(&server, &words).await.is_empty() && destroyed(&server, "case").await.is_empty(),
        "not yet"
    );
    days_later(&server, 3).await;
    assert!(server.app.cases.load(server.app.office(), &ticket).await.expect("read").is_none());
    assert_eq!(left(&server, &words).await, [] as [String; 0], "what is left of them");
    let minutes = destroyed(&server, "case").await;
    assert_eq!(minutes.iter().map(|m| m.ticket.as_str()).collect::<Vec<_>>(), [ticket.as_str()]);
    assert_eq!(minutes[0].by, "system");
    let verified = server.app.audit.verify(&server.app.db).await.expect("verified");
    assert_eq!(verified.findings, [], "what was signed is as it was");
    let sql = "SELECT body FROM events WHERE office = ?1 AND log = 'retention' AND kind = 'case'";
    let told = server.app.db.query(sql, params![server.app.office()]).await.expect("read");
    let told = String::from_utf8_lossy(told[0].bytes(0).expect("a body")).into_owned();
    assert!(told.contains(ticket.as_str()) && told.contains("\"days\":100"), "{told}");
    let kabid = server.bearer(KABID).await;
    assert_eq!(kabid.get(&format!("/meja/perkara/{ticket}")).await.status, 404);
    assert!(kabid.get("/meja/pemusnahan").await.has("data permohonan"));
    days_later(&server, 2).await;
    assert_eq!(destroyed(&server, "case").await.len(), 1, "once");
}

#[tokio::test]
async fn of_a_card_that_was_handed_over_the_register_and_the_list_of_old_cards_alone_stay() {
    let server = office().await;
    let (operator, kasi) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let (printer, register) = (server.bearer(CETAK).await, server.bearer(REGISTER).await);
    let ticket = server.printed_case(NAME, &operator, &kasi, &printer).await;
    server.decide(&ticket, &register, "penyerahan", "beritahu", Form::default()).await;
    server.hand_over(&ticket, &register).await;
    let words = words(&server, &ticket).await;
    days_later(&server, 101).await;
    let mut tables: Vec<String> = left(&server, &words)
        .await
        .into_iter()
        .map(|row| row.split(':').next().unwrap_or_default().to_owned())
        .filter(|table| table != "old_cards")
        .collect();
    tables.dedup();
    assert_eq!(tables, ["register"], "{:#?}", left(&server, &words).await);
    assert_eq!(destroyed(&server, "case").await.len(), 1);
}

#[tokio::test]
async fn a_case_that_somebody_asked_about_or_a_breach_concerns_or_that_was_reopened_is_held_until_that_is_over()
 {
    let server = office().await;
    let operator = server.bearer(OPERATOR).await;
    let (asked, breached, reopened) = (
        turned_down(&server, &operator).await,
        turned_down(&server, &operator).await,
        turned_down(&server, &operator).await,
    );
    days_later(&server, 99).await;
    let (kabid, kadis) = (server.bearer(KABID).await, server.bearer(KADIS).await);
    let app = &server.app;
    let kind = office::privacy::Kind::Access;
    let no = app.privacy.receive((&asked, kind, "Ya"), kabid.officer(), app.clock.now()).await.expect("in");
    let now = app.clock.now();
    let report = Report {
        known_at: now,
        exposed: (now - SignedDuration::from_hours(1), now),
        what: "x".to_owned(),
        measures: "x".to_owned(),
        scope: Scope::Tickets,
        of: breached.to_string(),
        classes: Classes::of(&[DataClass::Identity]),
    };
    app.incidents.open(&report, kabid.officer(), now).await.expect("opened");
    server.done(&reopened, kadis.actor(), Command::Reopen { why: "Keberatan".to_owned() }).await;
    days_later(&server, 3).await;
    let there = async |ticket: &Ticket| app.cases.load(app.office(), ticket).await.expect("read").is_some();
    assert!(there(&asked).await && there(&breached).await && there(&reopened).await);
    let request = app.privacy.one(no).await.expect("read").expect("a request");
    app.privacy.answer(&request, (true, "Sudah"), kabid.officer(), app.clock.now()).await.expect("answered");
    let incident = app.incidents.one(1).await.expect("read").expect("an incident");
    let people = app.incidents.affected(&incident, "", 10).await.expect("read");
    app.incidents.handed(&incident, &people, kabid.officer(), app.clock.now()).await.expect("told");
    app.incidents.tell_agency(&incident, "Surat", kabid.officer(), app.clock.now()).await.expect("told");
    let incident = app.incidents.one(1).await.expect("read").expect("an incident");
    app.incidents.close(&incident, "Selesai", kadis.officer(), app.clock.now()).await.expect("closed");
    days_later(&server, 1).await;
    assert!(!there(&asked).await && !there(&breached).await && there(&reopened).await);
}

#[tokio::test]
async fn a_case_that_was_reopened_while_the_night_looked_at_it_is_not_destroyed() {
    let server = office().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = turned_down(&server, &operator).await;
    let app = &server.app;
    let kadis = server.bearer(KADIS).await;
    let kept = app.cases.outdated(app.office(), Timestamp::MAX, None, 10).await.expect("read");
    assert_eq!(kept.iter().map(|k| &k.ticket).collect::<Vec<_>>(), [&ticket]);
    let kind = office::privacy::Kind::Correction;
    app.privacy.receive((&ticket, kind, "Ya"), kadis.officer(), app.clock.now()).await.expect("in");
    let erasing = office::cases::erasure::Erasing {
        at: app.clock.now(),
        by: "system",
        why: office::cases::erasure::Why::Period,
    };
    let held = app.cases.erase(app.office(), &ticket, erasing, Vec::new()).await;
    assert!(matches!(held, Err(office::cases::CaseError::Conflict)), "{held:?}");
    assert!(app.cases.load(app.office(), &ticket).await.expect("read").is_some());
}

#[tokio::test]
async fn messages_go_after_their_period_and_those_of_a_case_that_goes_on_stay() {
    let server = office().await;
    let operator = server.bearer(OPERATOR).await;
    let app = &server.app;
    let (over, open) = (turned_down(&server, &operator).await, "wa:lama");
    let contact = server.case(&over).await.applicant.contact.expect("a contact");
    let mut goes_on = crate::support::people::applicant("Buyung Lama");
    goes_on.contact = Some(open.into());
    server.open_draft(goes_on, "hilang").await;
    let say = |contact: &str, n: i64| {
        let sql = "INSERT INTO messages (office, contact, at, id, outward, text, rank, tries)
            VALUES (?1, ?2, ?3, ?4, 0, 'Apa kabar', 3, 0)";
        Statement::new(sql, params![app.office(), contact, app.clock.now(), format!("{contact}-{n}")])
    };
    let thread = "INSERT INTO threads (office, contact, seq, phone, name, last_inbound_at, with_staff, state)
        VALUES (?1, 'wa:tanpa', 1, '62811', 'Orang Lewat', 1, 0, '{}')";
    let mut statements: Vec<_> = (0..150).map(|n| say(contact.as_str(), n)).collect();
    let strange =
        "INSERT INTO strange_inbound (office, id, at, why, body) VALUES (?1, 'x', ?2, 'x', 'Kata aneh')";
    let strange = Statement::new(strange, params![app.office(), app.clock.now()]);
    let thread = Statement::new(thread, params![app.office()]);
    statements.extend([say(open, 0), say("wa:tanpa", 0), thread, strange]);
    app.db.write(Write { statements, touches: Vec::new() }).await.expect("written");
    let count = async |contact: &str| {
        let sql = "SELECT count(*) FROM messages WHERE office = ?1 AND contact = ?2 AND text = 'Apa kabar'";
        app.db.query(sql, params![app.office(), contact]).await.expect("read")[0].int(0).expect("a number")
    };
    // Drafts end by themselves within days; a case that goes on is one that was sent.
    let sent = "UPDATE cases SET status = 'open' WHERE office = ?1 AND contact = ?2";
    app.db.write(Write::one(Statement::new(sent, params![app.office(), open]))).await.expect("written");
    let unset = "DELETE FROM timers WHERE office = ?1 AND kind = 'draft'";
    app.db.write(Write::one(Statement::new(unset, params![app.office()]))).await.expect("written");
    days_later(&server, 48).await;
    assert_eq!((count(contact.as_str()).await, count("wa:tanpa").await), (150, 1), "not yet");
    assert_eq!(cells::holding(&server.app.db, &["Kata aneh"]).await.len(), 1, "not yet");
    days_later(&server, 4).await;
    assert_eq!((count(contact.as_str()).await, count("wa:tanpa").await, count(open).await), (0, 0, 1));
    let minutes = destroyed(&server, "messages").await;
    let lines: i64 = minutes.iter().map(|m| m.files).sum();
    assert!(lines >= 151, "{minutes:?}");
    assert!(
        cells::holding(&server.app.db, &["Orang Lewat", "Kata aneh"]).await.is_empty(),
        "who only wrote is forgotten with their words"
    );
    let kabid = server.bearer(KABID).await;
    assert!(kabid.get("/meja/pemusnahan").await.has("<td>pesan</td>"));
}

#[tokio::test]
async fn looks_go_after_their_period_but_for_those_that_were_raised_and_nobody_has_looked_into() {
    let server = office().await;
    let kasi = server.bearer(KASI).await;
    let ticket = server.open_case(NAME).await;
    kasi.get(&format!("/meja/perkara/{ticket}")).await;
    server.minutes_later(13 * 60);
    let late = server.officer("kasi9", "Kasi Malam", &[KASI]).await;
    late.get(&format!("/meja/perkara/{ticket}")).await;
    let looks = async || server.app.reads.list(Filter::Of(ticket.as_str()), 100).await.expect("read").len();
    let all = looks().await;
    assert!(all >= 2);
    days_later(&server, 99).await;
    assert_eq!(looks().await, all, "not yet");
    days_later(&server, 3).await;
    assert_eq!(looks().await, 1, "the one at night waits for somebody to look into it");
    assert_eq!(destroyed(&server, "looks").await.iter().map(|m| m.files).sum::<i64>(), all as i64 - 1);
    let verified = server.app.audit.verify(&server.app.db).await.expect("verified");
    assert_eq!(verified.findings, []);
}

#[tokio::test]
async fn a_night_without_a_period_destroys_nothing_of_people() {
    let server = Server::start_with(|c| {
        let r = &mut c.retention;
        (r.handed_over, r.rejected, r.withdrawn, r.not_collected) = (0, 0, 0, 0);
        (r.case, r.messages, r.looks) = (0, 0, 0);
    })
    .await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = turned_down(&server, &operator).await;
    days_later(&server, 4_000).await;
    assert_eq!(server.case(&ticket).await.applicant.name, NAME);
}

#[tokio::test]
async fn what_is_due_is_a_range_of_an_index_however_much_there_is() {
    crate::support::databases::on_both(|b| async move {
        let fill =
            "INSERT INTO cases (office, ticket, seq, procedure, version, status, lane, turn, due_at, minutes,
              name, nik, phone, contact, reasons, channel, opened_at, updated_at, closed_at, kept)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
            SELECT ?1, 'T' || i, 1, 'p', 'v', 'rejected', '', '', i, 0, '',
              CASE WHEN i % 20 = 0 THEN '1' ELSE '' END, '', '', '', '', i, i, i, 0 FROM n";
        let talk = "INSERT INTO messages (office, contact, at, id, outward, text, rank, tries)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
            SELECT ?1, 'c' || i, i, 'm' || i, 0, 'x', 3, 0 FROM n";
        for sql in [fill, talk] {
            b.db.write(Write::one(Statement::new(sql, params!["13.01"]))).await.expect("filled");
        }
        b.db.write(Write::one(Statement::new("ANALYZE", vec![]))).await.expect("analysed");
        let values = [("?1", "'13.01'"), ("?2", "900"), ("?3", "0"), ("?4", "''"), ("?5", "50")];
        let plan = b.plan(OUTDATED, &values).await;
        assert!(plan.contains("cases_named") && !plan.contains("SCAN cases"), "{}:\n{plan}", b.name);
        let values = [("?1", "'13.01'"), ("?2", "900"), ("?3", "50")];
        let plan = b.plan(OLD_MESSAGES, &values).await;
        assert!(plan.contains("messages_by_time"), "{}:\n{plan}", b.name);
    })
    .await;
}
