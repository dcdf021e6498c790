//! The case page: what an officer sees of a case, and what its forms do.

use crate::support::browser::{Answer, Browser};
use crate::support::people::{PNG, applicant, themself};
use crate::support::server::{CETAK, KASI, OPERATOR, REGISTER, Server};
use procedure::{Actor, Command, Form, Status, Ticket};

/// What is filled in beside the outcome.
type Fields<'a> = &'a [(&'a str, &'a str)];

async fn page(browser: &Browser, ticket: &Ticket) -> Answer {
    let answer = browser.get(&format!("/meja/perkara/{ticket}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer
}

/// Sends a form of the case page under a fresh token.
async fn send(browser: &Browser, ticket: &Ticket, act: &str, fields: Fields<'_>) -> Answer {
    let token = office::web::form_token();
    let all = [&[("form", token.as_str())], fields].concat();
    browser.post(&format!("/meja/perkara/{ticket}/{act}"), &all).await
}

#[tokio::test]
async fn the_page_says_who_asks_for_what_and_how_far_it_is() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let page = page(&operator, &ticket).await;
    for words in ["Upik Percobaan", "1301014504900001", "1301010101100001", "+6281363001234", "KTP-el hilang"]
    {
        assert!(page.has(words), "{words}");
    }
    assert!(
        page.has("<li class=\"now\" aria-current=\"step\"><b>Penerimaan permohonan</b>"),
        "{}",
        page.body
    );
    assert!(page.has("Kartu Keluarga (KK)") && page.has("Berkas lengkap, teruskan ke Kasi"));
    assert!(page.has("permohonan dibuka lewat WhatsApp") && page.has("mengirim Kartu Keluarga (KK)"));
}

#[tokio::test]
async fn a_case_goes_through_every_step_by_the_forms_of_its_page() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let kasi = server.bearer(KASI).await;
    let printer = server.bearer(CETAK).await;
    let register = server.bearer(REGISTER).await;
    server.supply(&printer, "AB12345678", "AB12345678").await;
    let ticket = server.open_case("Upik Percobaan").await;
    let acts: [(&Browser, &str, &str, Fields<'_>); 6] = [
        (&operator, "penerimaan", "lengkap", &[]),
        (&kasi, "verifikasi", "rekomendasi", &[("note.rekomendasi", "sesuai")]),
        (&printer, "pencetakan", "perintah_cetak", &[]),
        (&printer, "pencetakan", "tercetak", &[("blangko.tercetak", "ab12345678")]),
        (&printer, "pencetakan", "aktif", &[]),
        (&register, "penyerahan", "beritahu", &[]),
    ];
    for (officer, step, outcome, fields) in acts {
        let shown = page(officer, &ticket).await;
        assert!(shown.has(&format!("value=\"{outcome}\"")), "{outcome} is not offered: {}", shown.body);
        let all = [&[("step", step), ("outcome", outcome)], fields].concat();
        let answer = send(officer, &ticket, "putuskan", &all).await;
        assert_eq!(answer.status, 303, "{outcome}: {}", answer.body);
        assert_eq!(answer.location(), format!("/meja/perkara/{ticket}?sudah=putuskan"));
    }
    let ready = page(&register, &ticket).await;
    let gate = format!("href=\"/meja/penyerahan/{ticket}\"");
    assert!(ready.has(&gate) && !ready.has("value=\"serahkan\""), "{}", ready.body);
    let beside = [("step", "penyerahan"), ("outcome", "serahkan"), ("received_by.serahkan", "Upik")];
    let refused = send(&register, &ticket, "putuskan", &beside).await;
    assert!(
        refused.status == 422 && refused.has("loket penyerahan"),
        "one way to hand over: {}",
        refused.body
    );
    register.hand_over(&ticket, "AB12345678").await;
    let end = page(&register, &ticket).await;
    assert!(end.has("<span class=\"chip good\">diserahkan</span>") && end.has("AB12345678"), "{}", end.body);
    assert!(end.has("Upik Percobaan (Pemegang sendiri)") && !end.has("/putuskan"));
}

#[tokio::test]
async fn only_outcomes_that_are_possible_are_offered_and_the_others_say_why_not() {
    let server = Server::start().await;
    let (operator, kasi) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let printer = server.bearer(CETAK).await;
    server.supply(&printer, "AB12345678", "AB12345678").await;
    let ticket = server.open_case("Upik Percobaan").await;
    server.decide(&ticket, &operator, "penerimaan", "lengkap", Form::default()).await;
    server.decide(&ticket, &kasi, "verifikasi", "rekomendasi", Form::default()).await;
    let page = page(&printer, &ticket).await;
    assert!(page.has("value=\"perintah_cetak\" checked"), "the only one is chosen: {}", page.body);
    for shut in ["tercetak", "gagal_cetak", "aktif"] {
        assert!(!page.has(&format!("value=\"{shut}\"")), "{shut}");
    }
    assert!(page.has("Belum ada cetakan yang baik. Cetak dahulu, lalu aktifkan."));
}

#[tokio::test]
async fn an_officer_without_the_steps_role_reads_whose_it_is_and_has_no_form() {
    let server = Server::start().await;
    let kasi = server.bearer(KASI).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let shown = page(&kasi, &ticket).await;
    assert!(shown.has("Langkah ini dikerjakan oleh Operator Pelayanan Online"), "{}", shown.body);
    assert!(!shown.has("/putuskan") && !shown.has("/ambil"));
    let forced = send(&kasi, &ticket, "putuskan", &[("step", "penerimaan"), ("outcome", "lengkap")]).await;
    assert_eq!(forced.status, 409);
    assert_eq!(server.case(&ticket).await.performed, []);
}

#[tokio::test]
async fn of_two_officers_who_press_the_same_button_one_wins_and_the_other_reads_who_and_when() {
    let server = Server::start().await;
    let one = server.officer("satu", "Petugas Satu", &[OPERATOR]).await;
    let other = server.officer("dua", "Petugas Dua", &[OPERATOR]).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let fields = [("step", "penerimaan"), ("outcome", "lengkap")];
    let (first, second) =
        tokio::join!(send(&one, &ticket, "putuskan", &fields), send(&other, &ticket, "putuskan", &fields));
    let (winner, loser) = match first.status {
        303 => ("Petugas Satu", second),
        _ => ("Petugas Dua", first),
    };
    assert_eq!(loser.status, 409, "{}", loser.body);
    assert!(loser.has(&format!("Sudah dikerjakan oleh {winner} pada ")), "{}", loser.body);
    assert!(loser.has("class=\"error-summary\" role=\"alert\""));
    assert_eq!(server.case(&ticket).await.performed.len(), 1);
}

#[tokio::test]
async fn a_case_taken_by_a_colleague_says_by_whom() {
    let server = Server::start().await;
    let one = server.officer("satu", "Petugas Satu", &[OPERATOR]).await;
    let other = server.officer("dua", "Petugas Dua", &[OPERATOR]).await;
    let ticket = server.open_case("Upik Percobaan").await;
    assert_eq!(send(&one, &ticket, "ambil", &[]).await.status, 303);
    let late = send(&other, &ticket, "ambil", &[]).await;
    assert_eq!(late.status, 409);
    assert!(late.has("Sedang dikerjakan oleh Petugas Satu sejak "), "{}", late.body);
    assert_eq!(send(&one, &ticket, "lepas", &[]).await.status, 303);
    assert_eq!(send(&other, &ticket, "ambil", &[]).await.status, 303);
}

#[tokio::test]
async fn the_same_form_sent_twice_has_its_effect_once() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let shown = page(&operator, &ticket).await;
    let form = [("form", &*shown.field("form")), ("text", "sudah ditelepon")];
    let before = server.case(&ticket).await.seq;
    for _ in 0..2 {
        let answer = operator.post(&format!("/meja/perkara/{ticket}/catat"), &form).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
    assert_eq!(server.case(&ticket).await.seq, before + 1);
}

#[tokio::test]
async fn what_is_missing_is_said_first_and_nothing_typed_is_lost() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let fields = [
        ("step", "penerimaan"),
        ("outcome", "kembalikan"),
        ("fault-why.kembalikan.kk", "sudutnya \"terpotong\""),
    ];
    let answer = send(&operator, &ticket, "putuskan", &fields).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.has("Isi alasannya; pemohon akan membacanya."));
    assert!(answer.has("value=\"kembalikan\" checked"), "{}", answer.body);
    assert!(answer.has("value=\"sudutnya &#34;terpotong&#34;\""), "{}", answer.body);
    let mended = [&fields[..], &[("why.kembalikan", "KK tidak utuh")]].concat();
    assert_eq!(send(&operator, &ticket, "putuskan", &mended).await.status, 303);
    let correction = server.case(&ticket).await.correction.expect("returned");
    assert_eq!((correction.why.as_str(), correction.faults.len()), ("KK tidak utuh", 1));
}

#[tokio::test]
async fn a_form_without_an_outcome_or_with_an_unknown_act_does_nothing() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let before = server.case(&ticket).await.seq;
    assert_eq!(send(&operator, &ticket, "putuskan", &[("step", "penerimaan")]).await.status, 422);
    assert_eq!(send(&operator, &ticket, "hapus", &[]).await.status, 404);
    let elsewhere = [("step", "tidak_ada"), ("outcome", "lengkap")];
    assert_eq!(send(&operator, &ticket, "putuskan", &elsewhere).await.status, 409);
    assert_eq!(server.case(&ticket).await.seq, before);
}

#[tokio::test]
async fn saving_and_going_on_leads_to_the_next_case() {
    let server = Server::start().await;
    server.at_nine();
    let operator = server.bearer(OPERATOR).await;
    let first = server.open_case("Satu Percobaan").await;
    server.minutes_later(1);
    let second = server.open_case("Dua Percobaan").await;
    let fields = [("step", "penerimaan"), ("outcome", "lengkap"), ("lanjut", "1")];
    assert_eq!(
        send(&operator, &first, "putuskan", &fields).await.location(),
        format!("/meja/perkara/{second}")
    );
    assert_eq!(send(&operator, &second, "putuskan", &fields).await.location(), "/meja");
}

#[tokio::test]
async fn a_page_without_a_name_is_named_and_a_wrong_one_set_aside() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let applicant = applicant("Upik Percobaan");
    let ticket = server.open_draft(applicant.clone(), "hilang").await;
    for document in [Some("kk"), Some("surat_hilang"), None] {
        server.attach(&ticket, themself(&applicant), document, PNG).await;
    }
    server.done(&ticket, themself(&applicant), Command::Submit).await;
    let file = server.case(&ticket).await.documents[2].facts.file.to_string();
    assert!(page(&operator, &ticket).await.has("Belum dinamai"));
    let unnamed = send(&operator, &ticket, "namai", &[("file", &file), ("document", "")]).await;
    assert_eq!(unnamed.status, 422, "{}", unnamed.body);
    assert_eq!(send(&operator, &ticket, "namai", &[("file", &file), ("document", "kk")]).await.status, 303);
    assert!(!page(&operator, &ticket).await.has("Belum dinamai"));
    assert_eq!(send(&operator, &ticket, "singkirkan", &[("file", &file), ("why", "")]).await.status, 422);
    assert_eq!(
        send(&operator, &ticket, "singkirkan", &[("file", &file), ("why", "ganda")]).await.status,
        303
    );
    assert!(page(&operator, &ticket).await.has("Disingkirkan: ganda"));
    let foreign = send(&operator, &ticket, "singkirkan", &[("file", "bukanpunyanya"), ("why", "x")]).await;
    assert_eq!(foreign.status, 409);
}

#[tokio::test]
async fn a_case_that_ended_shows_how_and_offers_no_step() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let fields = [("step", "penerimaan"), ("outcome", "tolak"), ("why.tolak", "bukan warga sini")];
    assert_eq!(send(&operator, &ticket, "putuskan", &fields).await.status, 303);
    let shown = page(&operator, &ticket).await;
    assert!(
        shown.has("<span class=\"chip bad\">ditolak</span>") && !shown.has("/putuskan"),
        "{}",
        shown.body
    );
    assert!(matches!(server.case(&ticket).await.status, Status::Closed(_)));
}

#[tokio::test]
async fn a_page_that_asks_again_says_when_a_colleague_did_something_and_not_when_a_clock_ran_out() {
    let server = Server::start().await;
    server.at_nine();
    let (one, other) = (server.officer("satu", "Petugas Satu", &[OPERATOR]).await, server.bearer(KASI).await);
    let ticket = server.open_case("Upik Percobaan").await;
    let seen = server.case(&ticket).await.seq;
    let again = format!("/meja/perkara/{ticket}?dilihat={seen}");
    let due = server.case(&ticket).await.step.expect("a step").clock.due;
    server.minutes_later(11);
    let passed = Command::PassTime { clock: procedure::ClockKind::Step, due };
    server.done(&ticket, Actor::System, passed).await;
    let quiet = one.get(&again).await;
    assert!(!quiet.has("berubah sejak Anda membukanya") && quiet.has("lewat 1 menit"), "{}", quiet.body);
    server.done(&ticket, other.actor(), Command::Note { text: "periksa".to_owned() }).await;
    let told = one.get(&again).await;
    assert!(told.has("berubah sejak Anda membukanya"));
    assert!(told.has(&format!("hx-get=\"{again}\"")), "it goes on comparing with what was first seen");
}
