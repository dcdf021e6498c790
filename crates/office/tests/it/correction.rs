//! Somebody asks that their data be mended: the counter does it as far as the rules allow, the request says which fields,
//! the record keeps no value in clear, and everything that shows the case shows what is right.

use crate::support::browser::Browser;
use crate::support::people::applicant;
use crate::support::server::{KABID, KASI, OPERATOR, Server};
use office::params;
use office::privacy::Kind;
use procedure::command::Form;
use procedure::{ApplicantField, Ticket};

const WRONG: &str = "Upik Salahketik";
const RIGHT: &str = "Upik Benarketik";

async fn asked(server: &Server, by: &Browser, ticket: &Ticket) -> i64 {
    let app = &server.app;
    let wanted = (ticket, Kind::Correction, "Nama salah ketik; menunjukkan KTP-el.");
    app.privacy.receive(wanted, by.officer(), app.clock.now()).await.expect("received")
}

fn typed<'a>(name: &'a str, nik: &'a str, phone: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("name", name),
        ("nik", nik),
        ("nomor_kk", "1301010101100001"),
        ("phone", phone),
        ("village", "Nagari Percobaan"),
        ("district", ""),
    ]
}

#[tokio::test]
async fn what_is_mended_stands_in_the_case_and_the_request_names_the_fields_and_no_value() {
    let server = Server::start().await;
    server.at_nine();
    let ticket = server.open_case(WRONG).await;
    let (kabid, operator) = (server.bearer(KABID).await, server.bearer(OPERATOR).await);
    let path = format!("/meja/loket/{ticket}/pembetulan");
    assert_eq!(operator.get(&path).await.status, 404, "nobody asked");
    assert!(!operator.get("/meja/loket").await.has(&path));
    let no = asked(&server, &kabid, &ticket).await;
    assert!(operator.get("/meja/loket").await.has(&path));
    let page = operator.get(&path).await;
    assert!(page.has(WRONG) && page.has("Nama salah ketik"), "{}", page.body);
    let nik = applicant(WRONG).nik;
    let same = operator.post(&path, &typed(WRONG, nik.as_str(), "081363001234")).await;
    assert!(same.status == 422 && same.has("Tidak ada yang berubah"), "{}", same.body);
    let bad = operator.post(&path, &typed(RIGHT, "12", "x")).await;
    assert!(bad.status == 422 && bad.has("nik-error") && bad.has("phone-error") && bad.has(RIGHT));
    let done = operator.post(&path, &typed(RIGHT, nik.as_str(), "081363009876")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = server.case(&ticket).await;
    assert_eq!(case.applicant.name, RIGHT);
    assert_eq!(case.applicant.contact, applicant(WRONG).contact, "messages go where they went");
    assert!(operator.post("/meja/cari", &[("q", "Benarketik")]).await.has(ticket.as_str()));
    assert!(!operator.post("/meja/cari", &[("q", "Salahketik")]).await.has(ticket.as_str()));
    let history = operator.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(history.has("data pemohon dibetulkan atas permintaannya"), "{}", history.body);
    let request = server.app.privacy.one(no).await.expect("read").expect("a request");
    let corrected = request.corrected.clone().expect("mended");
    assert_eq!(corrected.fields, [ApplicantField::Name, ApplicantField::Phone]);
    assert!(!operator.get("/meja/loket").await.has(&path), "it is done");
    let shown = kabid.get(&format!("/meja/privasi/{no}")).await;
    assert!(shown.has("nama, telepon") && shown.has("Orang operator_pelayanan"), "{}", shown.body);
    let told = [("jawaban", "Sudah dibetulkan.")];
    assert_eq!(kabid.post(&format!("/meja/privasi/{no}/jawab"), &told).await.status, 303);
    let sql = "SELECT body FROM events WHERE office = ?1 AND log = 'privacy' ORDER BY seq";
    let rows = server.app.db.query(sql, params![server.app.office()]).await.expect("read");
    let story: Vec<String> =
        rows.iter().map(|r| String::from_utf8_lossy(r.bytes(0).expect("a body")).into_owned()).collect();
    assert_eq!(story.len(), 3, "{story:?}");
    assert!(story[2].contains("\"corrected\":[\"name\",\"phone\"]"), "{story:?}");
    for value in [WRONG, RIGHT, "81363009876", "81363001234"] {
        assert!(!story.concat().contains(value), "{value} in {story:?}");
    }
    assert_eq!(operator.get(&path).await.status, 404, "the request was answered");
}

#[tokio::test]
async fn after_it_was_verified_a_telephone_is_mended_and_a_name_or_nik_is_not() {
    let server = Server::start().await;
    server.at_nine();
    let ticket = server.open_case(WRONG).await;
    let (kabid, operator, kasi) =
        (server.bearer(KABID).await, server.bearer(OPERATOR).await, server.bearer(KASI).await);
    server.decide(&ticket, &operator, "penerimaan", "lengkap", Form::default()).await;
    server.decide(&ticket, &kasi, "verifikasi", "rekomendasi", Form::default()).await;
    let no = asked(&server, &kabid, &ticket).await;
    let path = format!("/meja/loket/{ticket}/pembetulan");
    let nik = applicant(WRONG).nik;
    for form in [typed(RIGHT, nik.as_str(), "081363001234"), typed(WRONG, "1301014504900002", "081363001234")]
    {
        let refused = operator.post(&path, &form).await;
        assert!(refused.status == 409 && refused.has("error-summary"), "{}", refused.body);
    }
    assert_eq!(operator.post(&path, &typed(WRONG, nik.as_str(), "081363009876")).await.status, 303);
    let case = server.case(&ticket).await;
    assert_eq!((case.applicant.name.as_str(), case.applicant.nik), (WRONG, nik));
    let request = server.app.privacy.one(no).await.expect("read").expect("a request");
    assert_eq!(request.corrected.expect("mended").fields, [ApplicantField::Phone]);
    let sql = "SELECT count(*) FROM events WHERE office = ?1 AND log = 'privacy'";
    let told = server.app.db.query(sql, params![server.app.office()]).await.expect("read");
    assert_eq!(told[0].int(0).expect("a number"), 2, "what was refused is not in the record");
}

#[tokio::test]
async fn nobody_but_the_counter_mends_and_only_where_a_correction_was_asked() {
    let server = Server::start().await;
    server.at_nine();
    let ticket = server.open_case(WRONG).await;
    let (kabid, operator) = (server.bearer(KABID).await, server.bearer(OPERATOR).await);
    let app = &server.app;
    let access = (&ticket, Kind::Access, "Ya");
    app.privacy.receive(access, kabid.officer(), app.clock.now()).await.expect("received");
    let path = format!("/meja/loket/{ticket}/pembetulan");
    let nik = applicant(WRONG).nik;
    let form = typed(RIGHT, nik.as_str(), "081363001234");
    assert_eq!(operator.post(&path, &form).await.status, 404, "a copy was asked for, nothing else");
    asked(&server, &kabid, &ticket).await;
    for by in [&kabid, &server.bearer(KASI).await] {
        assert_eq!((by.get(&path).await.status, by.post(&path, &form).await.status), (404, 404));
    }
    assert_eq!(server.case(&ticket).await.applicant.name, WRONG);
}

#[tokio::test]
async fn of_two_requests_about_one_case_each_mending_answers_the_one_that_still_waits() {
    let server = Server::start().await;
    server.at_nine();
    let ticket = server.open_case(WRONG).await;
    let (kabid, operator) = (server.bearer(KABID).await, server.bearer(OPERATOR).await);
    let first = asked(&server, &kabid, &ticket).await;
    let second = asked(&server, &kabid, &ticket).await;
    let path = format!("/meja/loket/{ticket}/pembetulan");
    let nik = applicant(WRONG).nik;
    for (name, waits) in [(RIGHT, true), (WRONG, false)] {
        assert_eq!(operator.post(&path, &typed(name, nik.as_str(), "081363001234")).await.status, 303);
        assert_eq!(operator.get("/meja/loket").await.has(&path), waits, "{name}");
    }
    for no in [first, second] {
        let request = server.app.privacy.one(no).await.expect("read").expect("a request");
        assert_eq!(request.corrected.map(|c| c.fields), Some(vec![ApplicantField::Name]), "{no}");
    }
}
