//! The counter: a walk-in's request from the first field to the receipt.

use crate::support::browser::{Answer, Browser};
use crate::support::people::{LETTER, PDF, PNG};
use crate::support::server::{ADMINISTRATOR, KASI, OPERATOR, REGISTER, Server};
use office::documents::Size;
use procedure::command::Form;
use procedure::{Fault, Status, Ticket};
use reqwest::multipart::{self, Part};

/// A form without fault.
const RIGHT: &[(&str, &str)] = &[
    ("reason", "hilang"),
    ("nik", "1301 0145 0490 0001"),
    ("nomor_kk", "1301010101100001"),
    ("name", "Rosnida Misalnya"),
    ("phone", "0813 6300 1234"),
    ("village", "Nagari Contoh"),
    ("district", ""),
    ("consent", "1"),
];

/// The right form with one field said otherwise.
fn but<'a>(field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let others = RIGHT.iter().copied().filter(|(name, _)| *name != field);
    others.chain([(field, value)]).collect()
}

async fn opened(counter: &Browser, fields: &[(&str, &str)]) -> Ticket {
    let page = counter.post("/meja/loket", fields).await;
    assert_eq!(page.status, 303, "{}", page.body);
    Ticket::parse(page.location().trim_start_matches("/meja/loket/")).expect("a ticket")
}

fn file(bytes: &[u8], name: &str) -> Part {
    Part::bytes(bytes.to_vec()).file_name(name.to_owned())
}

fn files(token: &str) -> multipart::Form {
    multipart::Form::new().text("form", token.to_owned())
}

async fn upload(counter: &Browser, ticket: &Ticket, form: multipart::Form) -> Answer {
    counter.upload(&format!("/meja/loket/{ticket}/berkas"), form).await
}

#[tokio::test]
async fn a_walk_in_is_typed_in_documented_sent_and_given_a_receipt() {
    let server = Server::start().await;
    let counter = server.bearer(OPERATOR).await;
    let token = counter.get("/meja/loket").await.field("form");
    let ticket = opened(&counter, &but("form", &token)).await;
    let dossier = counter.get(&format!("/meja/loket/{ticket}")).await;
    assert!(
        dossier.has("name=\"kk\"")
            && dossier.has("name=\"surat_hilang\"")
            && !dossier.has("name=\"ktp_rusak\"")
    );
    let form = files(&dossier.field("form")).part("kk", file(PNG, "kk.png")).part("kk", file(PDF, "kk.pdf"));
    let page = upload(&counter, &ticket, form.part("surat_hilang", file(LETTER, "surat.png"))).await;
    assert_eq!(page.status, 303, "{}", page.body);
    assert_eq!(server.case(&ticket).await.documents.len(), 3);
    let sent = counter.post(&format!("/meja/loket/{ticket}/kirim"), &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let receipt = counter.get(sent.location()).await;
    assert!(receipt.has("Tanda terima permohonan") && receipt.has(ticket.as_str()) && receipt.has("Gratis"));
    let case = server.case(&ticket).await;
    assert_eq!((case.status, case.applicant.nik.as_str()), (Status::Open, "1301014504900001"));
    let kept =
        server.app.documents.page(&case.documents[1].facts.file, 1, Size::Whole).await.expect("on disk");
    let page = kept.expect("a page").whole().await.expect("opened");
    assert!(page.starts_with(&[0xFF, 0xD8, 0xFF]), "the PDF's page, drawn by us");
}

#[tokio::test]
async fn a_number_that_is_wrong_is_told_which_check_failed_and_nothing_typed_is_lost() {
    let server = Server::start().await;
    let counter = server.bearer(OPERATOR).await;
    let cases = [
        ("nik", "13010145049O0001", "hanya terdiri dari angka"),
        ("nik", "130101450490001", "yang ditulis 15 angka"),
        ("nik", "1301017204900001", "Yang ditulis 72"),
        ("nik", "1301014513900001", "Yang ditulis 13"),
        ("nik", "1301013102900001", "tanggal 31 bulan 2"),
        ("nik", "1301014504900000", "tidak mungkin 0000"),
        ("nomor_kk", "130101", "yang ditulis 6 angka"),
        ("nomor_kk", "KK", "Nomor KK hanya terdiri dari angka"),
        ("phone", "08", "8 sampai 15 angka"),
        ("name", "  ", "Isi nama lengkap pemohon"),
        ("reason", "sedih", "tidak dapat diajukan bersama"),
        ("reason", "perubahan", "Pilih elemen data yang berubah"),
    ];
    for (field, value, words) in cases {
        let fields = but(field, value);
        let page = counter.post("/meja/loket", &fields).await;
        assert_eq!(page.status, 422, "{field}={value}");
        assert!(page.has(words) && page.has("role=\"alert\""), "{field}={value}: {}", page.body);
        for name in ["nik", "nomor_kk", "name", "phone", "village"] {
            let typed = fields.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v.trim());
            assert_eq!(page.field(name), typed, "{field}={value}");
        }
        assert!(page.has("name=\"consent\" value=\"1\" checked"));
    }
    let without: Vec<_> = RIGHT.iter().copied().filter(|(name, _)| *name != "consent").collect();
    let page = counter.post("/meja/loket", &without).await;
    assert!(page.status == 422 && page.has("centang setelah ia setuju"));
    assert!(!counter.get("/meja/loket").await.has("Belum selesai"), "nothing was opened");
}

#[tokio::test]
async fn two_reasons_that_may_go_together_ask_for_the_documents_of_both() {
    let server = Server::start().await;
    let counter = server.bearer(OPERATOR).await;
    let mut fields = RIGHT.to_vec();
    fields.extend([("reason", "perubahan"), ("element", "nama"), ("element", "alamat")]);
    let ticket = opened(&counter, &fields).await;
    let page = counter.get(&format!("/meja/loket/{ticket}")).await;
    for document in ["kk", "surat_hilang", "ktp_lama", "dasar_nama", "dasar_alamat"] {
        assert!(page.has(&format!("name=\"{document}\"")), "{document}");
    }
    let page = counter.post("/meja/loket", &[RIGHT, &[("reason", "rusak")]].concat()).await;
    assert!(
        page.status == 422 && page.has("tidak dapat diajukan bersama"),
        "lost and damaged exclude one another"
    );
}

#[tokio::test]
async fn the_same_form_twice_opens_one_request_and_the_same_files_twice_are_attached_once() {
    let server = Server::start().await;
    let counter = server.bearer(OPERATOR).await;
    let fields = but("form", "satu-formulir");
    let ticket = opened(&counter, &fields).await;
    assert_eq!(opened(&counter, &fields).await, ticket);
    for _ in 0..2 {
        let page = upload(&counter, &ticket, files("dua").part("kk", file(PNG, "kk.png"))).await;
        assert_eq!(page.status, 303);
    }
    assert_eq!(server.case(&ticket).await.documents.len(), 1);
    let page = upload(&counter, &ticket, files("dua").part("kk", file(PDF, "lain.pdf"))).await;
    assert_eq!(page.status, 303);
    assert_eq!(server.case(&ticket).await.documents.len(), 2, "another file is another attachment");
}

#[tokio::test]
async fn a_file_that_is_not_taken_is_told_at_its_document_and_the_others_are_kept() {
    let server = Server::start_with(|c| c.documents.max_bytes = 70_000).await;
    let counter = server.bearer(OPERATOR).await;
    let ticket = opened(&counter, RIGHT).await;
    let large = [PNG, &[0; 70_000]].concat();
    let bad: [(&[u8], &str); 4] = [
        (b"", "Berkas itu kosong"),
        (b"<svg onload=alert(1)>", "bukan foto"),
        (b"MZ program", "bukan foto"),
        (&large, "terlalu besar"),
    ];
    for (bytes, words) in bad {
        let form = files("").part("kk", file(bytes, "kk.jpg")).part("surat_hilang", file(LETTER, "s.png"));
        let page = upload(&counter, &ticket, form).await;
        assert_eq!(page.status, 422, "{words}");
        assert!(
            page.has("id=\"kk-error\"") && page.has(words) && !page.has("surat_hilang-error"),
            "{}",
            page.body
        );
    }
    let case = server.case(&ticket).await;
    assert!(case.documents.iter().all(|d| d.document.as_ref().is_some_and(|d| d.as_str() == "surat_hilang")));
    let nothing = files("").part("kk", file(b"", "")).part("karangan", file(PNG, "x.png"));
    assert_eq!(upload(&counter, &ticket, nothing).await.status, 303, "an empty choice is no fault");
    assert_eq!(server.case(&ticket).await.documents.len(), case.documents.len());
}

#[tokio::test]
async fn a_request_without_its_documents_is_not_sent_and_says_what_is_missing() {
    let server = Server::start().await;
    let counter = server.bearer(OPERATOR).await;
    let ticket = opened(&counter, RIGHT).await;
    let page = counter.post(&format!("/meja/loket/{ticket}/kirim"), &[]).await;
    assert_eq!(page.status, 409);
    assert!(page.has("Masih kurang: Kartu Keluarga (KK), Surat Keterangan Hilang"), "{}", page.body);
    assert_eq!(server.case(&ticket).await.status, Status::Draft);
}

#[tokio::test]
async fn an_interrupted_draft_is_on_the_list_corrected_and_goes_on_with_a_colleague() {
    let server = Server::start().await;
    let counter = server.bearer(OPERATOR).await;
    let ticket = opened(&counter, RIGHT).await;
    upload(&counter, &ticket, files("").part("kk", file(PNG, "salah.png"))).await;
    let colleague = server.officer("kedua", "Kedua", &[OPERATOR]).await;
    assert!(colleague.get("/meja/loket").await.has(&format!("/meja/loket/{ticket}")));
    let file = server.case(&ticket).await.documents[0].facts.file.to_string();
    let aside = colleague.post(&format!("/meja/loket/{ticket}/singkirkan"), &[("file", &file)]).await;
    assert_eq!(aside.status, 303, "{}", aside.body);
    let edit = format!("/meja/loket/{ticket}/ubah");
    assert_eq!(colleague.get(&edit).await.field("nik"), "1301014504900001");
    assert_eq!(colleague.post(&edit, &but("nik", "1301017204900001")).await.status, 422);
    assert_eq!(colleague.post(&edit, &but("name", "Rosnida Umpama")).await.status, 303);
    let case = server.case(&ticket).await;
    assert_eq!((case.applicant.name.as_str(), case.standing().count()), ("Rosnida Umpama", 0));
    assert!(case.consent.is_some());
}

#[tokio::test]
async fn a_walk_in_without_a_phone_is_taken_and_told_that_it_cannot_be_tracked() {
    let server = Server::start().await;
    let counter = server.bearer(OPERATOR).await;
    let ticket = opened(&counter, &but("phone", "")).await;
    let form = files("").part("kk", file(PNG, "a.png")).part("surat_hilang", file(LETTER, "b.png"));
    upload(&counter, &ticket, form).await;
    counter.post(&format!("/meja/loket/{ticket}/kirim"), &[]).await;
    let receipt = counter.get(&format!("/meja/loket/{ticket}")).await;
    assert!(receipt.has("Tanpa nomor telepon"), "{}", receipt.body);
}

#[tokio::test]
async fn what_was_returned_to_a_walk_in_is_mended_at_the_counter() {
    let server = Server::start().await;
    let counter = server.bearer(OPERATOR).await;
    let ticket = opened(&counter, RIGHT).await;
    let form = files("").part("kk", file(PNG, "a.png")).part("surat_hilang", file(LETTER, "b.png"));
    upload(&counter, &ticket, form).await;
    let send = format!("/meja/loket/{ticket}/kirim");
    counter.post(&send, &[]).await;
    let faults = vec![Fault { document: "kk".into(), why: "KK <i>buram</i>".to_owned(), mark: None }];
    let form = Form { faults, why: Some("KK buram".to_owned()), ..Form::default() };
    server.decide(&ticket, &counter, "penerimaan", "kembalikan", form).await;
    let page = counter.get(&format!("/meja/loket/{ticket}")).await;
    assert!(page.has("perbaiki") && page.has("KK &#60;i&#62;buram"), "{}", page.body);
    assert_eq!(counter.post(&send, &[]).await.status, 409, "nothing was mended yet");
    upload(&counter, &ticket, files("").part("kk", file(PDF, "baru.pdf"))).await;
    assert_eq!(counter.post(&send, &[]).await.status, 303);
    assert!(server.case(&ticket).await.correction.is_none());
}

#[tokio::test]
async fn the_page_of_a_request_sent_back_leads_to_the_counter_whoever_works_there_until_it_is_mended() {
    let server = Server::start().await;
    let (counter, kasi) = (server.bearer(OPERATOR).await, server.bearer("kasi").await);
    let ticket = opened(&counter, RIGHT).await;
    let form = files("").part("kk", file(PNG, "a.png")).part("surat_hilang", file(LETTER, "b.png"));
    upload(&counter, &ticket, form).await;
    let (send, page) = (format!("/meja/loket/{ticket}/kirim"), format!("/meja/perkara/{ticket}"));
    let link = format!("href=\"/meja/loket/{ticket}\"");
    counter.post(&send, &[]).await;
    assert!(!counter.get(&page).await.has(&link), "nothing to do at the counter");
    let faults = vec![Fault { document: "kk".into(), why: "KK buram".to_owned(), mark: None }];
    let form = Form { faults, why: Some("KK buram".to_owned()), ..Form::default() };
    server.decide(&ticket, &counter, "penerimaan", "kembalikan", form).await;
    assert!(counter.get(&page).await.has(&link));
    assert!(!kasi.get(&page).await.has(&link), "the Kasi does not work at the counter");
    upload(&counter, &ticket, files("").part("kk", file(PDF, "baru.pdf"))).await;
    counter.post(&send, &[]).await;
    assert!(!counter.get(&page).await.has(&link), "it was mended");
}

#[tokio::test]
async fn without_the_power_of_intake_there_is_no_counter_and_no_byte_of_a_draft() {
    let server = Server::start().await;
    let counter = server.bearer(OPERATOR).await;
    let ticket = opened(&counter, RIGHT).await;
    let at = |rest: &str| format!("/meja/loket/{ticket}{rest}");
    for role in [KASI, REGISTER, ADMINISTRATOR] {
        let other = server.bearer(role).await;
        for path in ["/meja/loket".to_owned(), at(""), at("/ubah")] {
            let page = other.get(&path).await;
            assert!(page.status == 404 && !page.has("Rosnida"), "{role} {path}");
        }
        for rest in ["/ubah", "/kirim", "/singkirkan"] {
            assert_eq!(other.post(&at(rest), RIGHT).await.status, 404, "{role} {rest}");
        }
        assert_eq!(other.post("/meja/loket", RIGHT).await.status, 404);
        assert_eq!(upload(&other, &ticket, files("").part("kk", file(PNG, "x.png"))).await.status, 404);
    }
    assert!(server.case(&ticket).await.documents.is_empty());
    assert_eq!(counter.get("/meja/loket/K7MR-4TXB").await.status, 404);
    assert_eq!(counter.get("/meja/loket/bukan-tiket").await.status, 404);
}

#[tokio::test]
async fn a_hostile_name_is_shown_as_text_on_every_page_of_the_counter() {
    let server = Server::start().await;
    let counter = server.bearer(OPERATOR).await;
    let hostile = "<img src=x onerror=alert(1)>\"'{{7*7}}";
    let refused =
        counter.post("/meja/loket", &[&but("name", hostile)[..], &[("reason", "rusak")]].concat()).await;
    let ticket = opened(&counter, &but("name", hostile)).await;
    let mut pages = vec![refused];
    for path in
        ["/meja/loket".to_owned(), format!("/meja/loket/{ticket}"), format!("/meja/loket/{ticket}/ubah")]
    {
        pages.push(counter.get(&path).await);
    }
    for page in pages {
        assert!(page.has("&#60;img src=x") && !page.has("<img") && page.has("{{7*7}}"), "{}", page.body);
    }
    let long = "x".repeat(10_000);
    let page = counter.post("/meja/loket", &but("name", &long)).await;
    assert!(page.status == 422 && page.has("Paling banyak 120 huruf"));
}
