//! Who is told of time that runs out finds it on the desk; a day that is closed moves deadlines while the office runs.

use crate::support::server::{ADMINISTRATOR, KABID, KASI, OPERATOR, Server};
use procedure::Ticket;
use std::time::{Duration, Instant};

const LIST: &str = "/meja/peringatan";

/// Fires whatever has fallen due until this holds of the case's clocks: (over, moved).
async fn until(server: &Server, ticket: &Ticket, holds: impl Fn(&procedure::case::CurrentStep) -> bool) {
    let begun = Instant::now();
    while !holds(server.case(ticket).await.step.as_ref().expect("a step")) {
        assert!(begun.elapsed() < Duration::from_secs(20), "never");
        server.app.cases.timers_set().notify_one();
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

#[tokio::test]
async fn a_standard_that_was_not_kept_is_told_to_the_superior_until_they_have_read_it() {
    let server = Server::start().await;
    server.at_nine();
    let (rani, hendra) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let ticket = server.open_case("Upik Percobaan").await;
    assert!(hendra.get(LIST).await.has("Belum ada peringatan"));
    server.minutes_later(11);
    until(&server, &ticket, |s| s.clock.over).await;
    assert!(hendra.get("/meja").await.has("belum Anda baca: 1"));
    let told = hendra.get(LIST).await;
    assert!(told.has(ticket.as_str()) && told.has("terlewati") && told.has("baru"), "{}", told.body);
    assert!(told.has("lewat 1 menit"), "{}", told.body);
    assert!(!told.has("Upik"), "whose it is stands on the case's page alone");
    assert!(!rani.get(LIST).await.has(ticket.as_str()), "told to the section head alone");
    let until_now = server.app.clock.now().as_millisecond().to_string();
    assert_eq!(hendra.post(LIST, &[("sampai", &until_now)]).await.status, 303);
    assert!(!hendra.get("/meja").await.has("belum Anda baca"));
    let read = hendra.get(LIST).await;
    assert!(read.has(ticket.as_str()) && !read.has("Tandai sudah dibaca"), "{}", read.body);
    let history = hendra.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(history.has("diberitahukan kepada Kasi Identitas Penduduk"), "{}", history.body);
}

#[tokio::test]
async fn whoever_sees_no_cases_is_told_of_none() {
    let server = Server::start().await;
    server.at_nine();
    assert_eq!(server.bearer(ADMINISTRATOR).await.get(LIST).await.status, 404);
    assert_eq!(server.stranger().get(LIST).await.status, 303);
    let kasi = server.bearer(KASI).await;
    assert_eq!(kasi.post(LIST, &[("sampai", "besok")]).await.status, 422);
    // Nobody has seen what is still to come.
    assert_eq!(kasi.post(LIST, &[("sampai", "9223372036854775807")]).await.status, 303);
    let ticket = server.open_case("Upik Percobaan").await;
    server.minutes_later(11);
    until(&server, &ticket, |s| s.clock.over).await;
    assert!(kasi.get("/meja").await.has("belum Anda baca: 1"));
}

#[tokio::test]
async fn a_day_closed_on_the_page_moves_the_deadlines_of_open_cases_and_they_say_so() {
    let server = Server::start().await;
    server.at_nine();
    let kabid = server.bearer(KABID).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let before = server.case(&ticket).await.step.expect("a step").clock.due;
    let calendar = &server.app.cases.procedures().active().calendar;
    let today = calendar.day_of(server.app.clock.now()).to_string();
    let form = [("act", "tutup"), ("day", today.as_str()), ("why", "Listrik padam"), ("lakukan", "1")];
    let closed = kabid.post("/meja/janji/protokol", &form).await;
    assert_eq!(closed.status, 303, "{}", closed.body);
    until(&server, &ticket, |s| s.clock.due > before).await;
    let page = kabid.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(page.has("kalender kerja berubah"), "{}", page.body);
}
