//! Many cases at once: each is recorded by itself, and what is refused says so and stops none of the others.

use crate::support::browser::Browser;
use crate::support::server::{CETAK, KASI, OPERATOR, REGISTER, Server};
use procedure::command::Form;
use procedure::{Actor, Command, EventBody, Ticket};

/// So many cases at the print step, verified by somebody else than who prints.
async fn to_print(server: &Server, names: &[&str]) -> Vec<Ticket> {
    let (rani, hendra) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let mut tickets = Vec::new();
    for name in names {
        let ticket = server.open_case(name).await;
        server.decide(&ticket, &rani, "penerimaan", "lengkap", Form::default()).await;
        server.decide(&ticket, &hendra, "verifikasi", "rekomendasi", Form::default()).await;
        tickets.push(ticket);
    }
    tickets
}

async fn records(by: &Browser, outcome: &str, fields: &[(&str, &str)]) -> crate::support::browser::Answer {
    by.post(&format!("/meja/borongan/pencetakan/{outcome}"), fields).await
}

/// Who recorded this of the case, one event each.
async fn recorded(server: &Server, ticket: &Ticket, wanted: fn(&EventBody) -> bool) -> usize {
    let loaded = server.app.cases.load(server.app.office(), ticket).await.expect("read").expect("a case");
    let officers = |e: &&procedure::Event| matches!(e.actor, Actor::Officer { .. }) && wanted(&e.body);
    loaded.events.iter().filter(officers).count()
}

#[tokio::test]
async fn an_operator_orders_and_records_many_cards_and_each_case_has_its_own_record() {
    let server = Server::start().await;
    server.at_nine();
    let yusuf = server.bearer(CETAK).await;
    server.supply(&yusuf, "AB000001", "AB000005").await;
    let tickets = to_print(&server, &["Upik Satu", "Upik Dua", "Upik Tiga"]).await;
    let page = yusuf.get("/meja/borongan/pencetakan").await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.has("Perintahkan pencetakan (3)") && !page.has("Kartu tercetak"), "{}", page.body);
    let fields: Vec<_> = tickets.iter().map(|t| ("case", t.as_str())).chain([("form", "f1")]).collect();
    let ordered = records(&yusuf, "perintah_cetak", &fields).await;
    assert_eq!((ordered.status, ordered.location()), (303, "/meja/borongan/pencetakan?tercatat=3"));
    assert_eq!(records(&yusuf, "perintah_cetak", &fields).await.status, 303, "the same form once more");
    for ticket in &tickets {
        let orders = |b: &EventBody| matches!(b, EventBody::PrintOrdered { .. });
        assert_eq!(recorded(&server, ticket, orders).await, 1);
    }
    let after = yusuf.get(ordered.location()).await;
    assert!(after.has("3 permohonan tercatat") && after.has("Kartu tercetak (3)"), "{}", after.body);
}

#[tokio::test]
async fn a_serial_typed_twice_is_refused_on_its_own_line_and_what_is_left_empty_is_left_alone() {
    let server = Server::start().await;
    server.at_nine();
    let yusuf = server.bearer(CETAK).await;
    server.supply(&yusuf, "AB000001", "AB000005").await;
    let tickets = to_print(&server, &["Upik Satu", "Upik Dua", "Upik Tiga"]).await;
    for ticket in &tickets {
        server.decide(ticket, &yusuf, "pencetakan", "perintah_cetak", Form::default()).await;
    }
    let [one, two, three] = tickets.as_slice() else { panic!("three") };
    let serials = [format!("serial.{one}"), format!("serial.{two}")];
    let fields = [
        ("case", one.as_str()),
        (serials[0].as_str(), "ab 000001"),
        ("case", two.as_str()),
        (serials[1].as_str(), "AB000001"),
        ("case", three.as_str()),
    ];
    let page = records(&yusuf, "tercetak", &fields).await;
    assert_eq!(page.status, 422, "{}", page.body);
    assert!(
        page.has("1 permohonan tercatat") && page.has("1 permohonan tidak dapat dicatat"),
        "{}",
        page.body
    );
    assert!(page.has("Upik Dua") && page.has("AB000001 sudah"), "{}", page.body);
    assert!(page.has("value=\"AB000001\""), "what was typed is kept: {}", page.body);
    assert!(page.has("Kartu tercetak (2)") && page.has("Kartu aktif, teruskan ke Petugas Register (1)"));
    assert_eq!(server.case(one).await.blangko().map(|b| b.as_str()), Some("AB000001"));
    assert_eq!(server.case(two).await.blangko(), None);
}

#[tokio::test]
async fn a_case_that_a_colleague_has_taken_is_theirs_and_the_others_go_on() {
    let server = Server::start().await;
    server.at_nine();
    let (yusuf, tari) =
        (server.bearer(CETAK).await, server.officer("tari", "Tari Percobaan", &[CETAK]).await);
    server.supply(&yusuf, "AB000001", "AB000005").await;
    let tickets = to_print(&server, &["Upik Satu", "Upik Dua"]).await;
    server.done(&tickets[0], tari.actor(), Command::Claim).await;
    let fields: Vec<_> = tickets.iter().map(|t| ("case", t.as_str())).collect();
    let page = records(&yusuf, "perintah_cetak", &fields).await;
    assert!(page.status == 422 && page.has("Tari Percobaan"), "{}", page.body);
    assert!(page.has("1 permohonan tercatat"), "{}", page.body);
}

#[tokio::test]
async fn only_who_serves_the_step_records_there_and_only_what_needs_no_look() {
    let server = Server::start().await;
    let (yusuf, hendra, mira) =
        (server.bearer(CETAK).await, server.bearer(KASI).await, server.bearer(REGISTER).await);
    assert_eq!(hendra.get("/meja/borongan/pencetakan").await.status, 404);
    assert_eq!(hendra.get("/meja/borongan/verifikasi").await.status, 404);
    assert_eq!(yusuf.get("/meja/borongan/nirwana").await.status, 404);
    assert_eq!(records(&hendra, "perintah_cetak", &[]).await.status, 404);
    assert_eq!(records(&yusuf, "gagal_cetak", &[]).await.status, 404, "a spoiled blank has its own page");
    assert!(!hendra.get("/meja").await.has("/meja/borongan"));
    let page = mira.get("/meja/borongan/penyerahan").await;
    assert!(page.status == 200 && page.has("dapat dicatat bersama"), "{}", page.body);
}
