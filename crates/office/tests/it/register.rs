//! The register book on the screen and as files.

use crate::support::browser::Browser;
use crate::support::server::{ADMINISTRATOR, CETAK, KABID, KASI, OPERATOR, REGISTER, Server};
use crate::support::story::{at_counter, waive};
use procedure::Ticket;
use procedure::command::{Form, Gate, Representative};
use std::io::{Cursor, Read};

struct Team {
    operator: Browser,
    kasi: Browser,
    printer: Browser,
    register: Browser,
}

async fn team(server: &Server) -> Team {
    Team {
        operator: server.bearer(OPERATOR).await,
        kasi: server.bearer(KASI).await,
        printer: server.bearer(CETAK).await,
        register: server.bearer(REGISTER).await,
    }
}

async fn handed_over(server: &Server, team: &Team, name: &str, received_by: &str) -> Ticket {
    let ticket = server.printed_case(name, &team.operator, &team.kasi, &team.printer).await;
    server.decide(&ticket, &team.register, "penyerahan", "beritahu", Form::default()).await;
    server.done(&ticket, team.register.actor(), waive()).await;
    let power_of_attorney = true;
    let representative = Some(Representative { nik: "1301054107900007".to_owned(), power_of_attorney });
    let compared = ["ktp_wakil", "kuasa"].map(procedure::CheckId::from).into();
    let form = Form {
        blangko: server.case(&ticket).await.blangko().map(|b| b.as_str().to_owned()),
        received_by: Some(received_by.to_owned()),
        relation: Some("@keluarga".to_owned()),
        gate: Gate { representative, compared, ..at_counter() },
        ..Form::default()
    };
    server.decide(&ticket, &team.register, "penyerahan", "serahkan", form).await;
    ticket
}

/// The day, in the office's own time.
fn today(server: &Server) -> jiff::civil::Date {
    let offset = server.app.cases.procedures().active().calendar.offset;
    offset.to_datetime(server.app.clock.now()).date()
}

#[tokio::test]
async fn a_handover_stands_in_this_months_register_with_reason_and_officer_in_words() {
    let server = Server::start().await;
    let team = team(&server).await;
    let ticket = handed_over(&server, &team, "Rosnida Misalnya", "Murni Misalnya").await;
    let page = team.register.get("/meja/register").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let year = today(&server).year().to_string();
    for cell in [
        "1",
        &year,
        ticket.as_str(),
        "Rosnida Misalnya",
        "1301014504900001",
        "KTP-el hilang",
        "BLANGKO0001",
        "Murni Misalnya",
        "@keluarga",
        "Di loket",
        "Orang petugas_register",
    ] {
        assert!(page.has(&format!("<td>{cell}</td>")), "{cell}: {}", page.body);
    }
}

#[tokio::test]
async fn the_days_asked_for_are_both_included_and_days_that_make_no_sense_are_told() {
    let server = Server::start().await;
    let team = team(&server).await;
    handed_over(&server, &team, "Rosnida", "Rosnida").await;
    let day = today(&server);
    let at =
        |from: jiff::civil::Date, to: jiff::civil::Date| format!("/meja/register?dari={from}&sampai={to}");
    let (before, after) = (day.yesterday().expect("a day"), day.tomorrow().expect("a day"));
    for (path, there) in [(at(day, day), true), (at(before, before), false), (at(after, after), false)] {
        let page = team.register.get(&path).await;
        assert_eq!((page.status, page.has("Rosnida")), (200, there), "{path}");
    }
    for query in ["dari=2026-13-01", "dari=kemarin", "dari=2026-02-02&sampai=2026-02-01", "sampai=9999-12-31"]
    {
        let page = team.register.get(&format!("/meja/register?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(page.has("Tanggal tidak dapat dibaca"), "{query}: {}", page.body);
        assert_eq!(team.register.get(&format!("/meja/register.csv?{query}")).await.status, 422);
    }
}

#[tokio::test]
async fn hostile_names_are_text_on_the_screen_and_no_formula_in_the_files() {
    let server = Server::start().await;
    let team = team(&server).await;
    let (formula, script) = ("=HYPERLINK(\"http://x.invalid\",\"klik\")", "<img src=x onerror=alert(1)>");
    handed_over(&server, &team, formula, script).await;
    let page = team.register.get("/meja/register").await;
    assert!(
        page.has("=HYPERLINK(&#34;http") && page.has("&#60;img src=x") && !page.has("<img"),
        "{}",
        page.body
    );
    let csv = team.register.get("/meja/register.csv").await;
    assert!(csv.bytes.starts_with(b"\xEF\xBB\xBF\"Nomor\",\"Tahun\""));
    assert!(csv.has("\"'=HYPERLINK(\"\"http://x.invalid\"\",\"\"klik\"\")\""), "{}", csv.body);
    assert!(csv.has("\"'@keluarga\"") && csv.has("\"1301014504900001\""));
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.header("content-disposition").starts_with("attachment; filename=\"register-2"));
}

#[tokio::test]
async fn the_sheet_is_an_xlsx_file_for_download() {
    let server = Server::start().await;
    let team = team(&server).await;
    handed_over(&server, &team, "=1+1", "Rosnida").await;
    let sheet = team.register.get("/meja/register.xlsx").await;
    assert_eq!(sheet.status, 200, "{}", sheet.body);
    assert!(sheet.bytes.starts_with(b"PK\x03\x04") && sheet.header("content-type").contains("spreadsheetml"));
    assert!(sheet.header("content-disposition").ends_with(".xlsx\""));
    assert_eq!(sheet.header("cache-control"), "no-store");
}

/// A file inside the sheet, as text; empty where there is none of this name.
fn part(sheet: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(sheet)).expect("an archive");
    let mut text = String::new();
    if let Ok(mut file) = archive.by_name(name) {
        file.read_to_string(&mut text).expect("text");
    }
    text
}

#[tokio::test]
async fn no_cell_of_the_sheet_is_a_formula_or_a_link_whatever_people_typed() {
    let server = Server::start().await;
    let team = team(&server).await;
    for name in ["=HYPERLINK(\"http://x.invalid\")", "@SUM(A1)", "+1", "-1", "http://x.invalid"] {
        handed_over(&server, &team, name, "=cmd|'/c calc'!A1").await;
    }
    let sheet = team.register.get("/meja/register.xlsx").await.bytes;
    let cells = part(&sheet, "xl/worksheets/sheet1.xml");
    assert_eq!(cells.matches("<row ").count(), 6, "a heading and five lines: {cells}");
    assert!(!cells.contains("<f>") && !cells.contains("<f ") && !cells.contains("<hyperlink"), "{cells}");
    let words = part(&sheet, "xl/sharedStrings.xml");
    for text in ["'=HYPERLINK(", "'@SUM(A1)", "'+1", "'-1", "http://x.invalid<", "'=cmd|"] {
        assert!(words.contains(&format!("<t>{text}")), "{text}: {words}");
    }
    for other in
        ["xl/worksheets/_rels/sheet1.xml.rels", "xl/externalLinks/externalLink1.xml", "xl/vbaProject.bin"]
    {
        assert_eq!(part(&sheet, other), "", "{other}");
    }
}

#[tokio::test]
async fn the_register_exists_for_those_who_hand_over_oversee_or_head_the_section() {
    let server = Server::start().await;
    let team = team(&server).await;
    handed_over(&server, &team, "Rosnida", "Rosnida").await;
    let addresses = ["/meja/register", "/meja/register.csv", "/meja/register.xlsx"];
    let overseer = server.bearer(KABID).await;
    for reader in [&team.register, &team.kasi, &overseer] {
        for address in addresses {
            assert_eq!(reader.get(address).await.status, 200, "{address}");
        }
    }
    let admin = server.bearer(ADMINISTRATOR).await;
    for other in [&team.operator, &team.printer, &admin] {
        for address in addresses {
            let page = other.get(address).await;
            assert!(page.status == 404 && !page.has("Rosnida"), "{address}");
        }
    }
    assert_eq!(server.stranger().get("/meja/register.csv").await.status, 303);
}
