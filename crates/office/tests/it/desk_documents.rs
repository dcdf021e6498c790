//! The bytes of a document: handed out by way of their own case only, and never as part of our own pages.

use crate::support::people::{PDF, PNG, applicant, came, themself};
use crate::support::server::{ADMINISTRATOR, KASI, OPERATOR, Server};
use office::documents::Holder;
use procedure::{FileId, Ticket};

fn path(ticket: &Ticket, file: &FileId) -> String {
    format!("/meja/perkara/{ticket}/berkas/{file}/1")
}

/// How a JPEG begins, whoever drew it.
const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF];

/// A draft with one file of these bytes.
async fn with_file(server: &Server, bytes: &[u8]) -> (Ticket, FileId) {
    let applicant = applicant("Upik Percobaan");
    let ticket = server.open_draft(applicant.clone(), "hilang").await;
    let file = server.attach(&ticket, themself(&applicant), Some("kk"), bytes).await;
    (ticket, file)
}

#[tokio::test]
async fn a_page_is_shown_as_we_drew_it_and_kept_by_no_cache() {
    let server = Server::start().await;
    for bytes in [PNG, PDF] {
        let (ticket, file) = with_file(&server, bytes).await;
        let kasi = server.officer(&format!("kasi{file}"), "Kasi Percobaan", &[KASI]).await;
        let answer = kasi.get(&path(&ticket, &file)).await;
        assert_eq!(answer.status, 200);
        assert!(answer.bytes.starts_with(JPEG) && answer.bytes.len() > 10_000);
        assert_eq!(answer.header("content-type"), "image/jpeg");
        assert!(answer.header("content-disposition").starts_with("inline; "));
        assert!(answer.header("content-security-policy").starts_with("sandbox; default-src 'none'; "));
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let small = kasi.get(&format!("{}/kecil", path(&ticket, &file))).await;
        assert!(
            small.status == 200 && small.bytes.starts_with(JPEG) && small.bytes.len() < answer.bytes.len()
        );
        let beyond = kasi.get(&path(&ticket, &file).replace("/1", "/2")).await;
        assert_eq!(beyond.status, 404, "there is no second page");
    }
}

#[tokio::test]
async fn a_file_of_another_case_or_of_none_is_not_there() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let (_, foreign) = with_file(&server, PNG).await;
    let own = server.open_case("Buyung Percobaan").await;
    let loose = FileId::new("0123456789abcdef");
    let incoming = came(&server.app.documents, PNG).await;
    server.app.documents.keep(loose.clone(), Holder::File, incoming).await.expect("kept");
    for file in [foreign, loose, FileId::new("..%2f..%2foffice.db")] {
        let answer = operator.get(&path(&own, &file)).await;
        assert_eq!(answer.status, 404, "{file}");
        assert!(!contains(&answer.bytes, JPEG));
    }
}

#[tokio::test]
async fn nobody_without_business_gets_a_byte() {
    let server = Server::start().await;
    let (ticket, file) = with_file(&server, PNG).await;
    let stranger = server.stranger().get(&path(&ticket, &file)).await;
    assert_eq!(stranger.status, 303);
    let administrator = server.bearer(ADMINISTRATOR).await.get(&path(&ticket, &file)).await;
    assert_eq!(administrator.status, 404);
    assert!(!contains(&administrator.bytes, JPEG) && !contains(&stranger.bytes, JPEG));
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|w| w == what)
}
