//! The bytes of a document: handed out by way of their own case only, and never as part of our own pages.

use crate::support::people::{PDF, PNG, applicant, themself};
use crate::support::server::{ADMINISTRATOR, KASI, OPERATOR, Server};
use procedure::{FileId, Ticket};

fn path(ticket: &Ticket, file: &FileId) -> String {
    format!("/meja/perkara/{ticket}/berkas/{file}")
}

/// A draft with one file of these bytes.
async fn with_file(server: &Server, bytes: &[u8]) -> (Ticket, FileId) {
    let applicant = applicant("Upik Percobaan");
    let ticket = server.open_draft(applicant.clone(), "hilang").await;
    let file = server.attach(&ticket, themself(&applicant), Some("kk"), bytes).await;
    (ticket, file)
}

#[tokio::test]
async fn a_picture_is_shown_as_it_was_sent_and_kept_by_no_cache() {
    let server = Server::start().await;
    let (ticket, file) = with_file(&server, PNG).await;
    let answer = server.bearer(KASI).await.get(&path(&ticket, &file)).await;
    assert_eq!((answer.status, answer.bytes.as_slice()), (200, PNG));
    assert_eq!(answer.header("content-type"), "image/png");
    assert!(answer.header("content-disposition").starts_with("inline; "));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn a_pdf_is_saved_and_never_opened_inside_our_pages() {
    let server = Server::start().await;
    let (ticket, file) = with_file(&server, PDF).await;
    let answer = server.bearer(KASI).await.get(&path(&ticket, &file)).await;
    assert_eq!((answer.status, answer.bytes.as_slice()), (200, PDF));
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert!(answer.header("content-disposition").starts_with("attachment; "));
    assert_eq!(answer.header("content-security-policy"), "sandbox; default-src 'none'");
}

#[tokio::test]
async fn a_file_of_another_case_or_of_none_is_not_there() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let (_, foreign) = with_file(&server, PNG).await;
    let own = server.open_case("Buyung Percobaan").await;
    let loose = FileId::new("0123456789abcdef");
    server.app.documents.keep(loose.clone(), PNG.to_vec()).await.expect("kept");
    for file in [foreign, loose, FileId::new("..%2f..%2foffice.db")] {
        let answer = operator.get(&path(&own, &file)).await;
        assert_eq!(answer.status, 404, "{file}");
        assert!(!answer.has("bytes of a picture"));
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
    assert!(!administrator.has("bytes of a picture") && !stranger.has("bytes of a picture"));
}
