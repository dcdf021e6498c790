//! Reports: they add up to what happened, come to the same bytes again, name nobody to those who may not read names,
//! and hold whatever people wrote.

use crate::support::browser::Browser;
use crate::support::databases::on_both;
use crate::support::people::came;
use crate::support::server::{ADMINISTRATOR, CETAK, KABID, KADIS, KASI, OPERATOR, REGISTER, Server};
use crate::support::stock::{keeper, serial, wish};
use crate::support::story::{GROUNDS, officer, play};
use crate::support::worked::{Somebody, day_of, today, worked};
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use office::cases::timers::Due;
use office::db::{Statement, Write};
use office::documents::sandbox::Body;
use office::params;
use office::reports::{Kind, kept, schedule};
use procedure::ledger::{CloseCommand, StockCommand};
use procedure::{Closing, EventBody, Ticket};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write as _};
use std::process::Stdio;

/// District, reasons, and of men and women who sent and were handed over, counted event by event.
type Independent = BTreeMap<(String, String), [u64; 5]>;

async fn independently(server: &Server, month: Date) -> Independent {
    let app = &server.app;
    let rows = app
        .db
        .query("SELECT DISTINCT stream FROM events WHERE office = ?1 AND log = 'case'", params![app.office()])
        .await;
    let mut counted = Independent::new();
    for row in rows.expect("rows") {
        let ticket = Ticket::parse(&row.text(0).expect("text")).expect("a ticket");
        let loaded = app.cases.load(app.office(), &ticket).await.expect("read").expect("a case");
        let a = &loaded.case.applicant;
        let mut reasons: Vec<&str> = loaded.case.grounds.reasons.iter().map(|r| r.as_str()).collect();
        reasons.sort_unstable();
        let woman = usize::from(a.nik.as_str()[6..8].parse::<u8>().expect("a day") > 40);
        let key = (a.district.clone().unwrap_or_default(), reasons.join(","));
        for event in loaded.events {
            let day = day_of(server, event.at);
            if (day.year(), day.month()) != (month.year(), month.month()) {
                continue;
            }
            let place = match event.body {
                EventBody::Submitted => woman,
                EventBody::Closed { closing: Closing::HandedOver } => 2 + woman,
                EventBody::Closed { .. } => 4,
                _ => continue,
            };
            counted.entry(key.clone()).or_default()[place] += 1;
        }
    }
    counted
}

/// The rows of a report's table in its CSV, after the heading that begins with these words.
fn rows_after(csv: &str, heading: &str) -> Vec<Vec<String>> {
    let lines = csv.lines().skip_while(|l| !l.starts_with(heading)).skip(1);
    let rows = lines.take_while(|l| l.starts_with('"') && l.contains("\",\""));
    rows.map(|l| l.trim_matches('"').split("\",\"").map(str::to_owned).collect()).collect()
}

fn numbers(cells: &[String]) -> [u64; 5] {
    std::array::from_fn(|n| cells[n + 2].replace('.', "").parse().expect("a number"))
}

#[tokio::test]
async fn the_monthly_report_of_a_random_office_adds_up_to_its_events_counted_independently() {
    on_both(|backend| async move {
        let server = Server::start_with(|c| c.database = backend.settings.clone()).await;
        worked(&server, 20_261_126).await;
        let kadis = server.bearer(KADIS).await;
        let p = server.app.cases.procedures().active();
        let (mut month, mut told) = (today(&server).first_of_month(), 0);
        for _ in 0..4 {
            let csv = kadis.get(&format!("/meja/laporan/berkas/csv?jenis=bulanan&dari={month}")).await;
            assert_eq!(csv.status, 200, "{}", csv.body);
            let mut rows = rows_after(&csv.body, "\"Kecamatan\"");
            let expected = independently(&server, month).await;
            let total = if expected.is_empty() { None } else { rows.pop() };
            assert_eq!(rows.len(), expected.len(), "{}: {}", backend.name, csv.body);
            let mut sums = [0; 5];
            for ((district, reasons), counts) in &expected {
                let district = if district.is_empty() { "(tidak disebut)" } else { district };
                let reason = |id: &str| p.reason(&id.into()).expect("a reason").name.id.clone();
                let reasons = reasons.split(',').map(reason).collect::<Vec<_>>().join(" + ");
                let row = rows.iter().find(|r| r[0] == district && r[1] == reasons);
                let row = row.unwrap_or_else(|| panic!("{district} {reasons}: {}", csv.body));
                assert_eq!(numbers(row), *counts, "{}: {district} {reasons}", backend.name);
                sums.iter_mut().zip(counts).for_each(|(s, c)| *s += c);
            }
            assert_eq!(total.map_or([0; 5], |t| numbers(&t)), sums, "{month}");
            told += sums.iter().sum::<u64>();
            month = month.yesterday().expect("a day").first_of_month();
        }
        assert!(told > 50, "only {told} were counted");
    })
    .await;
}

#[tokio::test]
async fn a_numbered_report_comes_to_the_same_bytes_again_on_both_databases() {
    on_both(|backend| async move {
        let server = Server::start_with(|c| c.database = backend.settings.clone()).await;
        worked(&server, 7).await;
        let kadis = server.bearer(KADIS).await;
        let last_month = today(&server).saturating_sub(1.months()).first_of_month();
        let query = format!("jenis=bulanan&dari={last_month}");
        let form = [("jenis", "bulanan"), ("dari", &*last_month.to_string()), ("sampai", "")];
        let given = kadis.post("/meja/laporan/nomor", &form).await;
        assert_eq!(given.status, 303, "{}", given.body);
        let page = kadis.get(&format!("/meja/laporan/lihat?{query}")).await;
        let (_, number) = page.body.split_once("Nomor: ").expect("a number");
        let number = number.split('<').next().expect("text").to_owned();
        assert!(number.starts_with("LAP-B/00"), "{number}");
        let files = async |browser: &Browser| {
            let mut all = Vec::new();
            for format in ["pdf", "xlsx", "csv"] {
                all.push(browser.get(&format!("/meja/laporan/berkas/{format}?{query}")).await.bytes);
            }
            all
        };
        let before = files(&kadis).await;
        // What happens later changes nothing about it, not even to a case of its own.
        worked_on(&server).await;
        assert!(before == files(&kadis).await, "{}: other bytes", backend.name);
        kadis.post("/meja/laporan/nomor", &form).await;
        assert!(kadis.get(&format!("/meja/laporan/lihat?{query}")).await.has(&number), "no second number");
        let (count, differing) = kept::verify(&server.app).await.expect("verified");
        assert!(count > 0 && differing.is_empty(), "{}: {differing:?}", backend.name);
        let sql = "DELETE FROM events WHERE office = ?1 AND kind IN ('submitted', 'handed_over', 'closed')";
        let tampered = Statement::new(sql, params![server.app.office()]);
        server.app.db.write(Write::one(tampered)).await.expect("written");
        let (_, differing) = kept::verify(&server.app).await.expect("verified");
        assert!(differing.contains(&number), "{}: {differing:?}", backend.name);
    })
    .await;
}

/// One more request, today.
async fn worked_on(server: &Server) {
    let app = &server.app;
    let who = Somebody { n: 4_000, name: None, district: Some("Bayang"), woman: true };
    play(
        &app.cases,
        app.office(),
        who.course(GROUNDS[0]),
        "serahkan",
        app.clock.now() - SignedDuration::from_mins(30),
    )
    .await
    .expect("played");
}

#[tokio::test]
async fn each_night_makes_what_is_over_once_and_makes_up_for_nights_that_were_missed() {
    let server = Server::start().await;
    worked(&server, 3).await;
    let night = Due {
        subject: String::new(),
        kind: "reports".to_owned(),
        due_at: server.app.clock.now(),
        body: String::new(),
    };
    schedule::night(&server.app, &night).await.expect("made");
    let first = kept::latest(&server.app, 1_000).await.expect("read");
    let last_month = today(&server).saturating_sub(1.months()).first_of_month();
    assert!(first.iter().any(|k| k.asked.kind == Kind::Monthly && k.asked.from == last_month));
    assert!(first.iter().filter(|k| k.asked.kind == Kind::Daily).count() >= 3);
    assert!(first.iter().all(|k| !k.asked.kind.names_people()), "lists by name are asked for");
    server.app.clock.advance(std::time::Duration::from_secs(8 * 86_400));
    schedule::night(&server.app, &night).await.expect("made");
    schedule::night(&server.app, &night).await.expect("made");
    let later = kept::latest(&server.app, 1_000).await.expect("read");
    assert!(later.len() >= first.len() + 3, "{} and {}", first.len(), later.len());
    let distinct = |of: fn(&kept::Kept) -> String| later.iter().map(of).collect::<BTreeSet<_>>().len();
    assert_eq!(distinct(|k| k.frame.number.clone()), later.len(), "no number twice");
    assert_eq!(distinct(|k| format!("{:?}", k.asked)), later.len(), "no day twice");
    assert_eq!(kept::verify(&server.app).await.expect("verified"), (later.len(), vec![]));
}

#[tokio::test]
async fn the_daily_report_has_the_stock_s_closing_and_both_who_signed() {
    let server = Server::start().await;
    let (app, at) = (&server.app, server.app.clock.now());
    let receive = StockCommand::Receive { note: "SJ-CONTOH-9".to_owned() };
    app.stock
        .shift(&wish(keeper(), at), &serial("B0000001"), &serial("B0000040"), receive)
        .await
        .expect("received");
    let count = CloseCommand::Count { counted: 40, why: None };
    app.stock.close(&wish(keeper(), at), 1, &count).await.expect("counted");
    app.stock.close(&wish(officer("kabid", "A"), at), 1, &CloseCommand::Countersign).await.expect("signed");
    let page = server
        .bearer(KABID)
        .await
        .get(&format!("/meja/laporan/lihat?jenis=harian&dari={}", today(&server)))
        .await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.has("Penutupan persediaan blangko") && page.has("dihitung 40 blangko"), "{}", page.body);
    assert!(page.has("disahkan oleh Petugas A"));
    assert!(page.has("<td>Diterima</td><td class=\"number\">40</td>"), "{}", page.body);
}

/// What a camera reads from the paper is what was signed.
#[tokio::test]
async fn the_printed_daily_report_carries_the_last_checkpoint_of_the_record_as_a_code() {
    let server = Server::start().await;
    let app = &server.app;
    server.open_case("Sari Contoh").await;
    let kadis = server.bearer(KADIS).await;
    let days = format!("jenis=harian&dari={}", today(&server));
    let before = kadis.get(&format!("/meja/laporan/lihat?{days}")).await;
    assert!(!before.has("class=\"qr\""), "nothing was signed yet");
    app.audit.sign(&app.db, app.clock.now()).await.expect("signed").expect("a checkpoint");
    let note = app.audit.last_note().await.expect("kept");
    let page = kadis.get(&format!("/meja/laporan/lihat?{days}")).await;
    assert!(page.has("class=\"qr\"") && page.has("rancak/13.01"), "{}", page.body);
    let pdf = kadis.get(&format!("/meja/laporan/berkas/pdf?{days}")).await.bytes;
    let pages = app.documents.examine(came(&app.documents, &pdf).await).await.expect("a PDF").pages;
    let last = Body::of(pages.last().expect("a page").jpeg.clone());
    let read = app.documents.sandbox().read(last).await.expect("read");
    assert_eq!(read.qr, [note.trim_end()], "{note}");
    assert!(app.audit.signer.verifier.read(&read.qr[0]).is_ok(), "as it was read, it is good evidence");
    let csv = kadis.get(&format!("/meja/laporan/berkas/csv?{days}")).await;
    assert!(csv.has("rancak/13.01"), "{}", csv.body);
    let monthly = kadis.get(&format!("/meja/laporan/lihat?jenis=bulanan&dari={}", today(&server))).await;
    assert!(!monthly.has("class=\"qr\""), "on daily reports only");
}

#[tokio::test]
async fn days_of_which_there_is_no_report_are_told_in_words_and_an_empty_day_is_a_report_that_says_so() {
    let server = Server::start().await;
    let kadis = server.bearer(KADIS).await;
    let tomorrow = today(&server).tomorrow().expect("a day");
    let future = format!("jenis=harian&dari={tomorrow}");
    let next_year = format!("jenis=tahunan&dari={}-01-01", today(&server).year() + 1);
    for (query, words) in [
        (&*future, "Hari itu belum tiba"),
        (&*next_year, "Hari itu belum tiba"),
        ("jenis=register&dari=2026-02-02&sampai=2026-02-01", "Tanggal pertama sesudah tanggal kedua"),
        ("jenis=register&dari=2010-01-01&sampai=2020-01-01", "Paling lama sepuluh tahun"),
        ("jenis=harian&dari=2025-02-29", "tahun kabisat"),
        ("jenis=harian&dari=kemarin", "Tanggal tidak dapat dibaca"),
        ("jenis=harian&dari=%F0%9F%98%80%F0%9F%98%80", "Tanggal tidak dapat dibaca"),
        ("jenis=mingguan&dari=2026-01-01", "Jenis laporan itu tidak ada"),
        ("", "Jenis laporan itu tidak ada"),
    ] {
        let page = kadis.get(&format!("/meja/laporan/lihat?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(page.has(words), "{query}: {}", page.body);
        assert_eq!(kadis.get(&format!("/meja/laporan/berkas/csv?{query}")).await.status, 422, "{query}");
    }
    for query in [
        "jenis=harian&dari=2024-02-29",
        "jenis=register&dari=2010-01-01&sampai=2019-12-31",
        "jenis=tahunan&dari=2020",
    ] {
        let page = kadis.get(&format!("/meja/laporan/lihat?{query}")).await;
        assert_eq!(page.status, 200, "{query}: {}", page.body);
        assert!(page.has("Tidak ada yang tercatat pada waktu itu"), "{query}: {}", page.body);
        for format in ["pdf", "xlsx", "csv"] {
            assert_eq!(
                kadis.get(&format!("/meja/laporan/berkas/{format}?{query}")).await.status,
                200,
                "{query}"
            );
        }
    }
    let today = today(&server).to_string();
    let early =
        kadis.post("/meja/laporan/nomor", &[("jenis", "harian"), ("dari", &today), ("sampai", "")]).await;
    assert!(early.status == 422 && early.has("setelah harinya"), "{}", early.body);
    assert_eq!(kadis.get(&format!("/meja/laporan/berkas/docx?jenis=harian&dari={today}")).await.status, 404);
}

#[tokio::test]
async fn names_are_read_by_those_who_read_the_list_they_stand_in_and_figures_by_those_who_oversee() {
    let server = Server::start().await;
    worked_on(&server).await;
    let day = today(&server);
    let status = async |role: &str, kind: &str| {
        let browser = server.officer(&format!("{role}-{kind}"), "Orang", &[role]).await;
        let page = browser.get(&format!("/meja/laporan/lihat?jenis={kind}&dari={day}")).await;
        let file = browser.get(&format!("/meja/laporan/berkas/csv?jenis={kind}&dari={day}")).await;
        assert_eq!(page.status, file.status, "{role} {kind}");
        assert!(page.status == 200 || !page.has("1301"), "{role} {kind}");
        page.status
    };
    for (role, figures, register, destruction) in [
        (KADIS, 200, 200, 200),
        (KABID, 200, 200, 200),
        (KASI, 200, 200, 200),
        (REGISTER, 404, 200, 404),
        (OPERATOR, 404, 404, 404),
        (CETAK, 404, 404, 404),
        (ADMINISTRATOR, 404, 404, 404),
    ] {
        for kind in ["harian", "bulanan", "tahunan"] {
            assert_eq!(status(role, kind).await, figures, "{role} {kind}");
        }
        assert_eq!(status(role, "register").await, register, "{role}");
        assert_eq!(status(role, "pemusnahan").await, destruction, "{role}");
    }
    assert_eq!(server.stranger().get("/meja/laporan").await.status, 303);
    let monthly = server.bearer(KADIS).await.get("/meja/laporan/lihat?jenis=bulanan").await;
    assert!(!monthly.has("130105") && !monthly.has("Contohwati"), "figures name nobody");
}

fn said_by(pdf: &[u8]) -> String {
    let mut command = std::process::Command::new("pdftotext");
    let mut child = command
        .args(["-raw", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext");
    child.stdin.take().expect("stdin").write_all(pdf).expect("written");
    let output = child.wait_with_output().expect("read");
    String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn whatever_people_are_called_goes_through_every_format_as_text() {
    let server = Server::start().await;
    let app = &server.app;
    // The longest name that is taken. What a sheet does with ten thousand letters, its own tests say.
    let long = "x".repeat(120);
    let names = [
        "=HYPERLINK(\"http://x.invalid\",\"klik\")",
        "<img src=x onerror=alert(1)>",
        "{{7*7}} #panic() $x$",
        "\u{202E}nihuk\u{200F} \u{1F600}",
        &long,
    ];
    for (n, name) in (100..).zip(names) {
        let who = Somebody { n, name: Some(name), district: Some(name), woman: false };
        let start = app.clock.now() - SignedDuration::from_mins(60);
        play(&app.cases, app.office(), who.course(GROUNDS[1]), "serahkan", start).await.expect(name);
    }
    let kadis = server.bearer(KADIS).await;
    for kind in ["register", "bulanan"] {
        let query = format!("jenis={kind}&dari={}", today(&server).first_of_month());
        let query = format!("{query}&sampai={}", today(&server));
        let page = kadis.get(&format!("/meja/laporan/lihat?{query}")).await;
        assert!(page.status == 200 && !page.has("<img") && page.has("&#60;img src=x"), "{kind}");
        assert!(page.has("{{7*7}}") && page.has(&long), "{kind}");
        let csv = kadis.get(&format!("/meja/laporan/berkas/csv?{query}")).await;
        assert!(csv.has("\"'=HYPERLINK(") && csv.has(&long), "{kind}");
        let xlsx = kadis.get(&format!("/meja/laporan/berkas/xlsx?{query}")).await;
        let mut archive = zip::ZipArchive::new(Cursor::new(&xlsx.bytes)).expect("an archive");
        let mut sheet = String::new();
        archive
            .by_name("xl/worksheets/sheet1.xml")
            .expect("a sheet")
            .read_to_string(&mut sheet)
            .expect("text");
        assert!(!sheet.contains("<f>") && !sheet.contains("<hyperlink"), "{kind}");
        let pdf = kadis.get(&format!("/meja/laporan/berkas/pdf?{query}")).await;
        assert_eq!(pdf.status, 200, "{kind}: {}", pdf.body);
        let said = said_by(&pdf.bytes);
        assert!(
            said.contains("{{7*7}} #panic() $x$") && said.contains("onerror=alert(1)>"),
            "{kind}: {said}"
        );
    }
}
