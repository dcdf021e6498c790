//! The place that an officer marks on a page which they return, as the form of the case page sends it.

use crate::support::browser::{Answer, Browser};
use crate::support::server::{OPERATOR, Server};
use procedure::{FileId, Mark, Ticket};

/// Returns the KK with these fields beside what every return has.
async fn returns(browser: &Browser, ticket: &Ticket, fields: &[(&str, &str)]) -> Answer {
    let token = office::web::form_token();
    let common = [
        ("form", token.as_str()),
        ("step", "penerimaan"),
        ("outcome", "kembalikan"),
        ("why.kembalikan", "KK perlu difoto lagi"),
    ];
    browser.post(&format!("/meja/perkara/{ticket}/putuskan"), &[&common[..], fields].concat()).await
}

async fn file(server: &Server, ticket: &Ticket, document: &str) -> FileId {
    let case = server.case(ticket).await;
    let found = case.documents.iter().find(|d| d.document.as_ref().is_some_and(|id| id == document));
    found.expect("the document").facts.file.clone()
}

#[tokio::test]
async fn a_marked_place_is_kept_with_its_fault_and_shown_to_whoever_opens_the_case() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let kk = file(&server, &ticket, "kk").await;
    let mark = format!("{kk},1,250,400,500,100");
    let fields = [("fault-why.kembalikan.kk", "NIK tidak terbaca"), ("mark.kembalikan.kk", mark.as_str())];
    let answer = returns(&operator, &ticket, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let correction = server.case(&ticket).await.correction.expect("returned");
    let expected = Mark { file: kk, page: 1, x: 250, y: 400, width: 500, height: 100 };
    assert_eq!(correction.faults[0].mark, Some(expected));
    let shown = operator.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(shown.has("data-marked=\"250,400,500,100\""), "{}", shown.body);
}

#[tokio::test]
async fn a_mark_alone_names_the_document_and_waits_for_words() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let mark = format!("{},1,0,0,1000,1000", file(&server, &ticket, "kk").await);
    let answer = returns(&operator, &ticket, &[("mark.kembalikan.kk", &mark)]).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.has("tulis apa yang salah"), "{}", answer.body);
    assert!(answer.has(&format!("name=\"mark.kembalikan.kk\" value=\"{mark}\"")), "{}", answer.body);
    assert_eq!(server.case(&ticket).await.correction, None);
}

#[tokio::test]
async fn a_mark_beside_the_page_or_on_another_is_refused_in_words_and_still_there() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let other = server.open_case("Buyung Percobaan").await;
    let kk = file(&server, &ticket, "kk").await;
    let letter = file(&server, &ticket, "surat_hilang").await;
    let foreign = file(&server, &other, "kk").await;
    for mark in [
        format!("{kk},1,900,0,101,10"),
        format!("{kk},1,0,0,10,0"),
        format!("{kk},2,0,0,10,10"),
        format!("{letter},1,0,0,10,10"),
        format!("{foreign},1,0,0,10,10"),
    ] {
        let fields = [("fault-why.kembalikan.kk", "buram"), ("mark.kembalikan.kk", mark.as_str())];
        let answer = returns(&operator, &ticket, &fields).await;
        assert_eq!(answer.status, 422, "{mark}");
        assert!(answer.has("tidak berada di halaman dokumen itu"), "{mark}: {}", answer.body);
        assert!(answer.has(&format!("value=\"{mark}\"")) && answer.has("value=\"buram\""), "{}", answer.body);
    }
    assert_eq!(server.case(&ticket).await.correction, None);
}

#[tokio::test]
async fn a_mark_that_no_viewer_wrote_is_refused_and_harms_nothing() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    for mark in ["x", ",,,,,", "f,1,2,3,4", "f,1,2,3,4,5,6", "f,1,-1,0,1,1", "f,1,0,0,70000,1", "\"><b>"] {
        let fields = [("fault-why.kembalikan.kk", "buram"), ("mark.kembalikan.kk", mark)];
        let answer = returns(&operator, &ticket, &fields).await;
        assert_eq!(answer.status, 422, "{mark}");
        assert!(
            answer.has("Tanda itu tidak dapat dibaca") && !answer.has("<b>\""),
            "{mark}: {}",
            answer.body
        );
    }
    assert_eq!(server.case(&ticket).await.correction, None);
}
