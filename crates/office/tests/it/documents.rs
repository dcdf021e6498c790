//! What becomes of a file: looked at by a process that can do nothing else, kept as pages of our own, read,
//! and held against what was typed and against other cases.

use crate::support::people::{PNG, applicant, came, grounds, themself};
use crate::support::server::{KASI, OPERATOR, Server};
use image::imageops::FilterType::Triangle;
use office::cases::Order;
use office::documents::{DocumentFault, Holder, Size};
use office::params;
use procedure::{Actor, Applicant, Channel, Command, FileId, NomorKk, Ticket};
use reader::Fault;
use specimen::{Defect, Order as Draw, PageKind, Specimen};
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn models() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_rancak")).ancestors().nth(2).expect("target").join("models")
}

async fn keep(server: &Server, bytes: &[u8]) -> Result<procedure::FileFacts, DocumentFault> {
    let file = FileId::new(uuid::Uuid::now_v7().simple().to_string());
    server.app.documents.keep(file, Holder::File, came(&server.app.documents, bytes).await).await
}

fn page(kind: PageKind, seed: u64) -> Specimen {
    Specimen::draw(Draw { page: Some(kind), size: Some((1600, 1200)), ..Draw::fair(seed) })
}

#[tokio::test]
async fn the_process_that_looks_at_files_can_reach_nothing_of_the_machine() {
    let server = Server::start().await;
    let tried = server.app.documents.sandbox().probe().await.expect("an answer");
    assert!(tried.len() > 9, "{tried:?}");
    for (what, could) in &tried {
        assert!(!could, "it could {what}");
    }
}

#[tokio::test]
async fn a_file_that_kills_its_reader_is_broken_and_the_next_one_is_read() {
    let server = Server::start().await;
    // Nested so deeply that the one who follows it runs out of stack.
    let nested = format!("%PDF-1.7\n1 0 obj\n{}{}\nendobj\n", "[".repeat(200_000), "]".repeat(200_000));
    let bomb = format!("{nested}trailer << /Root 1 0 R >>\n");
    let fault = keep(&server, bomb.as_bytes()).await.expect_err("refused");
    assert!(matches!(fault, DocumentFault::Refused(Fault::Broken { .. })), "{fault:?}");
    assert!(keep(&server, PNG).await.is_ok());
}

#[tokio::test]
async fn a_blurred_photo_is_kept_with_what_was_found_and_a_sharp_one_without() {
    let server = Server::start().await;
    let blurred = Specimen::draw(Draw { page: Some(PageKind::Kk), ..Draw::bad(Defect::Blurred, 7) });
    let facts = keep(&server, &blurred.bytes).await.expect("kept");
    assert_eq!(facts.findings.first().map(String::as_str), Some("blurred"), "{:?}", facts.findings);
    let sharp = keep(&server, &page(PageKind::Kk, 7).bytes).await.expect("kept");
    assert_eq!(sharp.findings, Vec::<String>::new());
}

#[tokio::test]
async fn nothing_of_what_the_sender_wrote_around_a_photo_is_kept() {
    let server = Server::start().await;
    let secret = b"GPS 1.3521 S 100.5678 E";
    let with_more = [page(PageKind::Ktp, 3).bytes, secret.to_vec()].concat();
    let facts = keep(&server, &with_more).await.expect("kept");
    for size in [Size::Whole, Size::Thumbnail] {
        let kept = server
            .app
            .documents
            .page(&facts.file, 1, size)
            .await
            .expect("read")
            .expect("a page")
            .whole()
            .await
            .expect("opened");
        assert!(!kept.windows(secret.len()).any(|w| w == secret));
    }
}

/// A case at the first step whose applicant typed these numbers and sent this photo; the letter is their own.
async fn case_of(server: &Server, person: Applicant, photo: &[u8]) -> Ticket {
    let at = server.app.clock.now();
    let actor = themself(&person);
    let command = Command::Open {
        channel: Channel::Whatsapp,
        applicant: person.clone(),
        grounds: grounds("hilang"),
        consent: None,
    };
    let ticket = server.order(Order::new(None, actor.clone(), at, command)).await.expect("opened").ticket;
    server.attach(&ticket, actor.clone(), Some("kk"), photo).await;
    let order = Draw { page: Some(PageKind::LossLetter), ..Draw::fair(photo.len() as u64) };
    let letter = Specimen::draw_for(order, &person.name, person.nik.as_str());
    server.attach(&ticket, actor.clone(), Some("surat_hilang"), &letter.bytes).await;
    server.done(&ticket, actor, Command::Submit).await;
    ticket
}

#[tokio::test(flavor = "multi_thread")]
async fn the_case_page_says_whether_the_numbers_on_the_card_are_those_that_were_typed() {
    let server = Server::start_with(|c| c.documents.models = models()).await;
    let card = page(PageKind::Kk, 11);
    let content = card.content.as_ref().expect("a page");
    let typed = |nik: &str| Applicant {
        nik: procedure::Nik::parse(nik).expect("a NIK"),
        nomor_kk: content.nomor_kk.as_deref().and_then(|n| NomorKk::parse(n).ok()),
        ..applicant("Upik Percobaan")
    };
    let right = case_of(&server, typed(&content.niks[0]), &card.bytes).await;
    let wrong = case_of(&server, typed("1301014504900001"), &page(PageKind::Kk, 12).bytes).await;
    let kasi = server.bearer(KASI).await;
    let shown = |ticket: &Ticket| format!("/meja/perkara/{ticket}");
    let begun = Instant::now();
    for ticket in [&right, &wrong] {
        while kasi.get(&shown(ticket)).await.has("Masih dibaca mesin") {
            assert!(begun.elapsed() < Duration::from_secs(120), "it was never read");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
    let page = kasi.get(&shown(&right)).await;
    assert!(page.has("cocok") && !page.has("berbeda, terbaca"), "{}", page.body);
    assert!(page.has("Kabupaten Pesisir Selatan") && page.has("yang memutuskan tetap petugas"));
    assert!(kasi.get(&shown(&wrong)).await.has("berbeda, terbaca"));
    let left = server.app.db.query("SELECT count(*) FROM readings", params![]).await.expect("counted");
    assert_eq!(left[0].int(0).expect("a number"), 0);
}

#[tokio::test]
async fn the_desk_says_when_reading_numbers_is_switched_off() {
    let server = Server::start().await;
    let ticket = server.open_case("Upik Percobaan").await;
    let page = server.bearer(KASI).await.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(page.has("dimatikan di kantor ini"), "{}", page.body);
}

#[tokio::test]
async fn the_same_nik_and_the_same_photo_lead_to_the_other_case() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let (one, other) = (page(PageKind::Kk, 21).bytes, page(PageKind::Kk, 22).bytes);
    let person = applicant("Upik Percobaan");
    let first = case_of(&server, person.clone(), &one).await;
    let second = case_of(&server, person.clone(), &other).await;
    let stranger = Applicant {
        nik: procedure::Nik::parse("1301020101800007").expect("a NIK"),
        ..applicant("Buyung Percobaan")
    };
    // The same photo, smaller and compressed again, as it comes when it was passed on.
    let again = image::load_from_memory(&one).expect("a photo").resize(1280, 1280, Triangle).into_rgb8();
    let mut passed_on = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut passed_on, 60)
        .encode_image(&again)
        .expect("drawn");
    let third = case_of(&server, stranger, &passed_on).await;
    let shown = |ticket: &Ticket| format!("/meja/perkara/{ticket}");
    let page = operator.get(&shown(&second)).await;
    assert!(page.has("NIK yang sama punya permohonan lain") && page.has(first.as_str()), "{}", page.body);
    let page = operator.get(&shown(&third)).await;
    assert!(page.has("Foto yang sama dipakai") && page.has(first.as_str()), "{}", page.body);
    assert!(!page.has(&format!("\">{second}</a>")), "another card is not the same photo");
}

#[tokio::test]
async fn a_draft_that_is_given_up_leaves_no_trace_to_be_compared_with() {
    let server = Server::start().await;
    let person = applicant("Upik Percobaan");
    let ticket = server.open_draft(person.clone(), "hilang").await;
    server.attach(&ticket, themself(&person), Some("kk"), PNG).await;
    let rows = |table: &'static str| {
        let app = server.app.clone();
        async move {
            let sql = match table {
                "likenesses" => "SELECT count(*) FROM likenesses",
                _ => "SELECT count(*) FROM readings",
            };
            app.db.query(sql, params![]).await.expect("counted")[0].int(0).expect("a number")
        }
    };
    assert!(rows("likenesses").await > 0);
    let actor: Actor = themself(&person);
    server.done(&ticket, actor, Command::Withdraw { why: None }).await;
    assert_eq!((rows("likenesses").await, rows("readings").await), (0, 0));
}
