//! The measured flow over HTTP: every way's number is the number of lines behind it, what was never taken and what is not
//! written are told apart, and the page says which step to mend.

use crate::support::people::{PNG, applicant, themself};
use crate::support::server::{CETAK, KASI, OPERATOR, Server};
use procedure::{Command, Fault, Form, Ticket};

/// The cells of a row of the page's tables, in words.
fn cells(page: &str, head: &str) -> Vec<String> {
    let row = page.split("<tr><th scope=\"row\">").find(|row| row.starts_with(head));
    let row = row.unwrap_or_else(|| panic!("no row {head}")).split("</tr>").next().unwrap_or_default();
    let bare = |cell: &str| {
        let cell = cell.split("<span class=\"unseen\">").next().unwrap_or_default();
        // What comes before a tag's end is the tag.
        cell.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<String>()
    };
    row.split("<td class=\"number\">")
        .skip(1)
        .map(|cell| bare(cell.split("</td>").next().unwrap_or_default()))
        .collect()
}

/// Two go on, one of them after eighteen minutes; one is returned, and mended; one is withdrawn.
async fn a_morning(server: &Server) -> Vec<Ticket> {
    server.at_nine();
    let operator = server.bearer(OPERATOR).await;
    let mut tickets = Vec::new();
    for _ in 0..4 {
        tickets.push(server.open_case_of(applicant("Upik Percobaan")).await);
    }
    server.minutes_later(4);
    server.decide(&tickets[0], &operator, "penerimaan", "lengkap", Form::default()).await;
    let fault = Fault { document: "kk".into(), why: "Buram".to_owned(), mark: None };
    let blurred = Form { faults: vec![fault], why: Some("Kirim ulang".to_owned()), ..Form::default() };
    server.decide(&tickets[1], &operator, "penerimaan", "kembalikan", blurred).await;
    let their = || themself(&applicant("Upik Percobaan"));
    server.done(&tickets[2], their(), Command::Withdraw { why: None }).await;
    server.minutes_later(14);
    server.attach(&tickets[1], their(), Some("kk"), PNG).await;
    server.done(&tickets[1], their(), Command::Submit).await;
    server.decide(&tickets[3], &operator, "penerimaan", "lengkap", Form::default()).await;
    server.added_up().await;
    tickets
}

#[tokio::test]
async fn every_way_says_how_often_it_was_taken_and_opens_as_many_lines() {
    let server = Server::start().await;
    a_morning(&server).await;
    let kasi = server.bearer(KASI).await;
    let page = kasi.get("/meja/dasbor/alur?rentang=hari").await;
    assert_eq!(page.status, 200);
    // Where it leads as written, how often, its share, median, slowest tenth, and how often before.
    let onward = cells(&page.body, "Berkas lengkap, teruskan ke Kasi");
    assert_eq!(onward[..3], ["ke langkah 2, Verifikasi berkas", "2", "40%"], "{onward:?}");
    assert_eq!(cells(&page.body, "Tolak permohonan")[1], "tidak pernah");
    assert_eq!(cells(&page.body, "Diperbaiki pemohon")[..2], ["tidak tertulis di SOP", "1"]);
    assert_eq!(cells(&page.body, "Ditarik kembali oleh pemohon")[1], "1");
    let lines = async |subject: &str| {
        let list = kasi.get(&format!("/meja/dasbor/perkara?rentang=hari&angka=path&subjek={subject}")).await;
        assert_eq!(list.status, 200);
        list.body.matches("<th scope=\"row\">").count()
    };
    assert_eq!(lines("penerimaan%2Flengkap").await, 2);
    assert_eq!(lines("penerimaan%2F%3Acorrected").await, 1);
    assert_eq!(lines("penerimaan%2Ftolak").await, 0);
    let list = kasi.get("/meja/dasbor/perkara?rentang=hari&angka=path&subjek=penerimaan%2Flengkap").await;
    assert!(list.has("Penerimaan permohonan: Berkas lengkap, teruskan ke Kasi"), "{}", list.body);
    assert!(!page.has("Upik") && !list.has("Upik"), "nobody's name stands there");
}

#[tokio::test]
async fn the_page_names_the_step_that_loses_most_time_and_the_one_that_sends_most_back() {
    let server = Server::start().await;
    a_morning(&server).await;
    let kasi = server.bearer(KASI).await;
    let page = kasi.get("/meja/dasbor/alur?rentang=hari").await;
    assert!(page.has("Penerimaan permohonan: 8 mnt melewati batas, pada 1 dari 3 kali."), "{}", page.body);
    assert!(
        page.has("Penerimaan permohonan: 1 dikembalikan ke pemohon (33% dari yang selesai di langkah ini).")
    );
    let earlier = kasi.get("/meja/dasbor/alur?dari=2025-01-01&sampai=2025-01-31").await;
    assert!(earlier.has("Tidak ada langkah yang melewati batasnya"));
    // The picture draws every written way, taken or not, and says its counts.
    assert_eq!(
        earlier.body.matches("class=\"never\"").count(),
        page.body.matches("class=\"never\"").count() + 2
    );
    assert!(page.has("<desc>Penerimaan permohonan: Berkas lengkap, teruskan ke Kasi 2,"));
}

#[tokio::test]
async fn the_flow_is_for_those_who_read_figures_and_a_bad_period_is_explained() {
    let server = Server::start().await;
    let kasi = server.bearer(KASI).await;
    let page = kasi.get("/meja/dasbor/alur?dari=2026-11-02&sampai=2026-11-01").await;
    assert!(page.status == 422 && page.has("Tanggal akhir sebelum tanggal awal") && page.has("flow-picture"));
    let strange = kasi.get("/meja/dasbor/perkara?angka=path&subjek=%3Cimg%20src%3Dx%3E").await;
    assert!(strange.status == 200 && !strange.has("<img src=x>"));
    assert!(kasi.get("/meja/sop").await.has("href=\"/meja/dasbor/alur\""));
    let printer = server.bearer(CETAK).await;
    assert_eq!(printer.get("/meja/dasbor/alur").await.status, 404);
    assert!(!printer.get("/meja/sop").await.has("/meja/dasbor/alur"));
    assert_eq!(server.stranger().get("/meja/dasbor/alur").await.status, 303);
}
