//! The tracking page: a resident sees where the case stands, a guesser sees nothing.

use crate::support::people::{applicant, themself};
use crate::support::server::{CETAK, KASI, OPERATOR, REGISTER, Server};
use procedure::command::Form;
use procedure::{Command, Fault, Mark, Ticket};
use std::time::{Duration, Instant};

/// The last digits of the invented applicant's phone.
const DIGITS: &str = "1234";

async fn track(server: &Server, ticket: &str, digits: &str) -> crate::support::browser::Answer {
    server.stranger().post("/lacak", &[("ticket", ticket), ("digits", digits)]).await
}

#[tokio::test]
async fn ticket_and_digits_show_the_step_and_no_more_of_the_person_than_a_letter() {
    let server = Server::start().await;
    let ticket = server.open_case("Rosnida Misalnya").await;
    let page = track(&server, ticket.as_str(), DIGITS).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.has("Permohonan Anda sedang dikerjakan"));
    assert!(page.has("aria-current=\"step\"><b>Penerimaan permohonan</b>"), "{}", page.body);
    assert!(page.has("R•••") && page.has("Gratis") && page.has("Jalan Percobaan 1"));
    for hidden in ["Rosnida", "Misalnya", "1301014504900001", "81363001234", "Nagari Percobaan"] {
        assert!(!page.has(hidden), "{hidden}");
    }
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_resident_reads_by_when_it_is_promised_and_that_superiors_know_when_it_was_not_kept() {
    let server = Server::start().await;
    server.at_nine();
    let ticket = server.open_case("Rosnida").await;
    let page = track(&server, ticket.as_str(), DIGITS).await;
    assert!(page.has("45 menit kerja, paling lambat") && page.has("09.45"), "{}", page.body);
    server.minutes_later(46);
    let begun = Instant::now();
    while !server.case(&ticket).await.clock.is_some_and(|c| c.over && !c.escalated.is_empty()) {
        assert!(begun.elapsed() < Duration::from_secs(20), "never");
        server.app.cases.timers_set().notify_one();
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    let page = track(&server, ticket.as_str(), DIGITS).await;
    assert!(page.has("terlewati sejak") && page.has("atasan kami sudah diberi tahu"), "{}", page.body);
}

#[tokio::test]
async fn a_ticket_typed_in_lower_case_and_a_whole_phone_number_are_understood() {
    let server = Server::start().await;
    let ticket = server.open_case("Rosnida").await;
    let typed = ticket.as_str().to_lowercase().replace('-', " ");
    assert_eq!(track(&server, &typed, "0813-6300-1234").await.status, 200);
}

#[tokio::test]
async fn every_wrong_guess_gets_the_same_answer() {
    let server = Server::start().await;
    let ticket = server.open_case("Rosnida").await;
    let draft = server.open_draft(applicant("Murni"), "hilang").await;
    let mut walk_in = applicant("Yulia");
    walk_in.phone = None;
    let phoneless = server.open_case_of(walk_in).await;
    let nobody = Ticket::from_random(7);
    let guesses = [
        (ticket.as_str(), "9999"),
        (ticket.as_str(), ""),
        (ticket.as_str(), "234"),
        (nobody.as_str(), DIGITS),
        (draft.as_str(), DIGITS),
        (phoneless.as_str(), DIGITS),
        (phoneless.as_str(), ""),
        ("bukan tiket", DIGITS),
    ];
    let mut seen = Vec::new();
    for (ticket, digits) in guesses {
        let page = track(&server, ticket, digits).await;
        assert_eq!(page.status, 404, "{ticket} {digits}");
        // What was typed comes back; all else must be alike.
        seen.push(page.body.replace(&format!("value=\"{ticket}\""), ""));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "{seen:#?}");
    assert!(seen[0].contains("tidak kami temukan bersama"));
}

#[tokio::test]
async fn guessing_on_is_slowed_in_words_and_even_the_right_digits_wait() {
    let server = Server::start().await;
    let ticket = server.open_case("Rosnida").await;
    for _ in 0..10 {
        assert_eq!(track(&server, ticket.as_str(), "0000").await.status, 404);
    }
    let page = track(&server, ticket.as_str(), DIGITS).await;
    assert_eq!(page.status, 429);
    assert!(page.has("Terlalu sering mencoba") && !page.has("sedang dikerjakan"));
}

#[tokio::test]
async fn a_returned_case_says_what_to_mend_and_hides_long_numbers_in_an_officers_words() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Rosnida").await;
    let why = "KK buram, NIK 1301014504900001 tidak terbaca <b>".to_owned();
    let faults = vec![Fault { document: "kk".into(), why, mark: None }];
    let form = Form { faults, why: Some("KK perlu difoto lagi".to_owned()), ..Form::default() };
    server.decide(&ticket, &operator, "penerimaan", "kembalikan", form).await;
    let page = track(&server, ticket.as_str(), DIGITS).await;
    assert!(page.has("Kami menunggu Anda") && page.has("KK buram, NIK •••• tidak terbaca"), "{}", page.body);
    assert!(page.has("lewat WhatsApp") && !page.has("terbaca <b>") && !page.has("1301014504900001"));
}

#[tokio::test]
async fn a_marked_place_is_told_of_and_its_picture_is_not_shown() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Rosnida").await;
    let file = server.case(&ticket).await.documents[0].facts.file.clone();
    let mark = Some(Mark { file: file.clone(), page: 1, x: 0, y: 0, width: 500, height: 500 });
    let faults = vec![Fault { document: "kk".into(), why: "terpotong".to_owned(), mark }];
    let form = Form { faults, why: Some("KK perlu difoto lagi".to_owned()), ..Form::default() };
    server.decide(&ticket, &operator, "penerimaan", "kembalikan", form).await;
    let page = track(&server, ticket.as_str(), DIGITS).await;
    assert!(page.has("menandai tempatnya pada gambar"), "{}", page.body);
    assert!(!page.has(file.as_str()) && !page.has("<img"));
}

#[tokio::test]
async fn a_printed_card_says_what_to_bring_and_a_handed_over_one_that_it_is_finished() {
    let server = Server::start().await;
    let (operator, kasi) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let (printer, register) = (server.bearer(CETAK).await, server.bearer(REGISTER).await);
    let ticket = server.printed_case("Rosnida", &operator, &kasi, &printer).await;
    server.decide(&ticket, &register, "penyerahan", "beritahu", Form::default()).await;
    let ready = track(&server, ticket.as_str(), DIGITS).await;
    assert!(ready.has("siap diambil") && ready.has("Yang dibawa saat mengambil"), "{}", ready.body);
    server.hand_over(&ticket, &register).await;
    let over = track(&server, ticket.as_str(), DIGITS).await;
    assert!(over.has("sudah diserahkan") && !over.has("aria-current") && !over.has("Rosnida"));
}

#[tokio::test]
async fn a_rejection_says_why_and_a_withdrawal_that_one_may_apply_again() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let rejected = server.open_case("Rosnida").await;
    let form = Form { why: Some("Surat kehilangan tidak berlaku".to_owned()), ..Form::default() };
    server.decide(&rejected, &operator, "penerimaan", "tolak", form).await;
    let page = track(&server, rejected.as_str(), DIGITS).await;
    assert!(page.has("Permohonan ditolak") && page.has("Surat kehilangan tidak berlaku"));
    let withdrawn = server.open_case("Murni").await;
    server.done(&withdrawn, themself(&applicant("Murni")), Command::Withdraw { why: None }).await;
    assert!(track(&server, withdrawn.as_str(), DIGITS).await.has("ditarik kembali"));
}

#[tokio::test]
async fn the_first_page_explains_how_to_apply_in_both_languages() {
    let server = Server::start().await;
    let visitor = server.stranger();
    let page = visitor.get("/lacak").await;
    assert_eq!(page.status, 200);
    assert!(page.has("https://wa.me/628001301000") && page.has("Surat Keterangan Hilang dari kepolisian"));
    visitor.set_cookie("__Host-rancak-bahasa", "en");
    let page = visitor.get("/lacak").await;
    assert!(page.has("Not applied yet?") && page.has("Police loss letter"));
}
