//! What people ask about their own data: a copy that is complete, and an erasure by two after which nothing is left.

use crate::support::cells;
use crate::support::rehearsal::Rehearsal;
use crate::support::server::{KABID, KADIS, KASI, OPERATOR, Server};
use office::cases::word;
use office::reads::Filter;
use procedure::{Command, Ticket};
use serde_json::Value;
use std::time::Duration;
use whatsapp_sim::Sample;

const NAME: &str = "Upik Penandaunik";

async fn asked(
    server: &Server,
    by: &crate::support::browser::Browser,
    ticket: &Ticket,
    kind: &str,
) -> String {
    let form = [("nomor", ticket.as_str()), ("jenis", kind), ("catatan", "Menunjukkan KTP-el di loket.")];
    let answer = by.post("/meja/privasi", &form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(server.app.privacy.list(10).await.expect("read").iter().any(|r| r.ticket == *ticket));
    answer.location().to_owned()
}

#[tokio::test]
async fn a_copy_of_the_data_is_complete_and_made_while_the_request_waits_and_answered_in_three_days() {
    let server = Server::start().await;
    server.at_nine();
    let ticket = server.open_case(NAME).await;
    server.bearer(KASI).await.get(&format!("/meja/perkara/{ticket}")).await;
    let kabid = server.bearer(KABID).await;
    let request = asked(&server, &kabid, &ticket, "access").await;
    assert!(kabid.get("/meja/privasi").await.has("72 jam lagi"));
    let json = kabid.get(&format!("{request}/salinan/json")).await;
    let copy: Value = serde_json::from_str(&json.body).expect("JSON");
    let case = server.case(&ticket).await;
    let all = copy.to_string();
    assert!(all.contains(NAME) && all.contains(case.applicant.nik.as_str()), "{all}");
    assert_eq!(copy["documents"].as_array().map(Vec::len), Some(case.documents.len()));
    let page = copy["documents"][0]["pages_jpeg"][0].as_str().expect("a page");
    assert!(page.starts_with("/9j/"), "a JPEG in base64");
    assert!(copy["looked_at"].to_string().contains("verification"), "{}", copy["looked_at"]);
    assert!(copy["events"].as_array().expect("events").len() >= 4);
    let pdf = kabid.get(&format!("{request}/salinan/pdf")).await;
    assert!(pdf.bytes.starts_with(b"%PDF"));
    let looks = server.app.reads.list(Filter::Of(ticket.as_str()), 10).await.expect("read");
    assert!(looks.iter().any(|r| r.purpose == "subject_rights"), "the copy is a look too");
    assert_eq!(kabid.post(&format!("{request}/jawab"), &[("jawaban", " ")]).await.status, 422);
    let told = [("jawaban", "Dicetak dan diserahkan di loket.")];
    assert_eq!(kabid.post(&format!("{request}/jawab"), &told).await.status, 303);
    assert_eq!(kabid.post(&format!("{request}/jawab"), &told).await.status, 422, "once");
    assert_eq!(kabid.get(&format!("{request}/salinan/json")).await.status, 404, "no copy without a request");
    assert!(kabid.get(&request).await.has("sudah dijawab"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_telephone_that_two_people_use_no_copy_tells_the_one_what_the_other_wrote() {
    let r = Rehearsal::start().await;
    let phone = r.resident();
    let documents = [Sample::Kk, Sample::SuratKehilangan];
    phone.ask("KTP-el hilang", "1301054506900001", "Sari Contoh").await;
    let sari = phone.send_all(&documents).await;
    let kabid = r.office.bearer(KABID).await;
    kabid.get("/meja/pesan").await;
    let copy = async |ticket: &Ticket| -> Value {
        let request = asked(&r.office, &kabid, ticket, "access").await;
        let json = kabid.get(&format!("{request}/salinan/json")).await;
        assert!(kabid.get(&format!("{request}/salinan/pdf")).await.bytes.starts_with(b"%PDF"));
        assert_eq!(kabid.post(&format!("{request}/jawab"), &[("jawaban", "Diserahkan.")]).await.status, 303);
        serde_json::from_str(&json.body).expect("JSON")
    };
    let alone = copy(&sari).await;
    let (said, left_out) = (alone["messages"].to_string(), &alone["messages_left_out"]);
    assert!(said.contains("1301054506900001") && *left_out == 0, "what she wrote is hers: {alone}");

    phone.ask("KTP-el hilang", "1301050101850002", "Budi Contoh").await;
    let budi = phone.send_all(&documents).await;
    for (own, other) in [(&sari, ["Budi", "1301050101850002"]), (&budi, ["Sari", "1301054506900001"])] {
        let copy = copy(own).await;
        let text = copy.to_string();
        assert!(!other.iter().any(|word| text.contains(word)), "{own}: {text}");
        assert!(copy["messages_left_out"].as_u64().is_some_and(|n| n > 0), "and it is told: {text}");
        assert!(!copy["messages"].as_array().expect("messages").is_empty(), "{own}: {text}");
    }
}

#[tokio::test]
async fn a_request_that_nobody_answered_in_three_days_is_shown_to_be_late() {
    let server = Server::start().await;
    let ticket = server.open_case(NAME).await;
    let request = asked(&server, &server.bearer(KABID).await, &ticket, "correction").await;
    server.minutes_later(72 * 60 + 1);
    let kadis = server.bearer(KADIS).await;
    assert!(
        kadis.get("/meja/privasi").await.has("Lewat waktu") && kadis.get(&request).await.has("Lewat waktu")
    );
}

#[tokio::test]
async fn after_an_erasure_by_two_no_table_holds_a_word_of_the_person_and_the_record_is_whole() {
    let server = Server::start().await;
    server.at_nine();
    let app = &server.app;
    let ticket = server.open_case(NAME).await;
    let case = server.case(&ticket).await;
    let applicant = case.applicant.clone();
    let (nik, phone) =
        (applicant.nik.as_str().to_owned(), applicant.phone.as_ref().expect("a phone").as_str().to_owned());
    let words = ["Penandaunik", nik.as_str(), phone.as_str()];
    app.audit.sign(&app.db, app.clock.now()).await.expect("signed");
    assert!(!cells::holding(&server.app.db, &words).await.is_empty(), "the search finds what is there");
    let kabid = server.bearer(KABID).await;
    let kadis = server.bearer(KADIS).await;
    let request = asked(&server, &kabid, &ticket, "erasure").await;
    let minutes = [("jawaban", "Atas permintaan pemohon; saksi Kabid.")];
    let path = format!("{request}/hapus");
    assert_eq!(kadis.post(&path, &minutes).await.status, 422, "the case goes on");
    server.done(&ticket, crate::support::people::themself(&applicant), Command::Withdraw { why: None }).await;
    assert_eq!(kabid.post(&path, &minutes).await.status, 422, "not by whoever took it in");
    assert!(kabid.get(&request).await.has("dijalankan orang lain"));
    assert_eq!(kadis.post(&path, &[("jawaban", "")]).await.status, 422, "not without minutes");
    assert_eq!(kadis.post(&format!("{request}/jawab"), &minutes).await.status, 422, "not by words alone");
    assert_eq!(kadis.post(&path, &minutes).await.status, 303);
    assert_eq!(kadis.post(&path, &minutes).await.status, 422, "once");
    assert!(app.cases.load(app.office(), &ticket).await.expect("read").is_none());
    assert_eq!(kabid.get(&format!("/meja/perkara/{ticket}")).await.status, 404);
    let rests = cells::holding(&server.app.db, &words).await;
    assert_eq!(rests, [] as [String; 0], "what is left of them");
    let file = &case.documents[0].facts.file;
    let gone = async || {
        let page = app.documents.page(file, 1, office::documents::Size::Whole).await;
        !matches!(page, Ok(Some(_)))
    };
    for _ in 0..100 {
        if gone().await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(gone().await, "nobody can read the photos");
    let verified = app.audit.verify(&app.db).await.expect("verified");
    assert_eq!(verified.findings, [], "what was signed is as it was");
    let told = app.privacy.list(1).await.expect("read").remove(0);
    assert_eq!((told.standing.as_str(), word(&told.kind).as_str()), ("erased", "erasure"));
    assert!(told.answered.expect("minutes").2.contains("saksi Kabid"));
    assert!(kabid.get("/meja/pemusnahan").await.has(ticket.as_str()), "it stands among what was destroyed");
}

#[tokio::test]
async fn only_those_who_oversee_take_in_requests_and_never_of_a_case_that_is_not_there() {
    let server = Server::start().await;
    let ticket = server.open_case(NAME).await;
    let operator = server.bearer(OPERATOR).await;
    assert_eq!(operator.get("/meja/privasi").await.status, 404);
    let form = [("nomor", ticket.as_str()), ("jenis", "access"), ("catatan", "x")];
    assert_eq!(operator.post("/meja/privasi", &form).await.status, 404);
    let kabid = server.bearer(KABID).await;
    for nomor in ["AAAA-2222", "x", ""] {
        let form = [("nomor", nomor), ("jenis", "access"), ("catatan", "x")];
        assert_eq!(kabid.post("/meja/privasi", &form).await.status, 422, "{nomor}");
    }
    assert_eq!(kabid.get("/meja/privasi/99").await.status, 404);
    assert_eq!(
        kabid.post("/meja/privasi", &[("nomor", ticket.as_str()), ("jenis", "all")]).await.status,
        422
    );
}
