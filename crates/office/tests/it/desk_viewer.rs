//! The viewer of a case's pages, as a browser without scripts has it.

use crate::support::server::{OPERATOR, Server};

#[tokio::test]
async fn what_was_typed_stands_beside_the_pictures_its_digits_in_groups_of_four() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let page = operator.get(&format!("/meja/perkara/{ticket}")).await;
    let (_, beside) = page.body.split_once("<dl class=\"beside\">").expect("what is compared");
    let (beside, _) = beside.split_once("</dl>").expect("its end");
    for words in ["Upik Percobaan", "1301 0145 0490 0001", "1301 0101 0110 0001"] {
        assert!(beside.contains(words), "{words}: {beside}");
    }
}

#[tokio::test]
async fn every_page_is_in_the_strip_and_the_one_asked_for_is_shown() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let files: Vec<String> =
        server.case(&ticket).await.documents.iter().map(|d| d.facts.file.to_string()).collect();
    let address = format!("/meja/perkara/{ticket}");
    let first = operator.get(&address).await;
    for file in &files {
        let picture = format!("{address}/berkas/{file}/1");
        assert!(first.has(&format!("src=\"{picture}/kecil\"")), "{}", first.body);
        let shown = operator.get(&format!("{address}?berkas={file}&halaman=1")).await;
        assert!(shown.has(&format!("<img src=\"{picture}\" alt=")), "{}", shown.body);
        for address in [picture.clone(), format!("{picture}/kecil")] {
            assert_eq!(operator.get(&address).await.status, 200, "{address}");
        }
        assert_eq!(operator.get(&format!("{address}/berkas/{file}/2")).await.status, 404);
    }
    assert!(first.has(&format!("<img src=\"{address}/berkas/{}/1\" alt=", files[0])));
    for nonsense in ["?berkas=bukan", "?halaman=x", "?berkas=&halaman=-1"] {
        let shown = operator.get(&format!("{address}{nonsense}")).await;
        assert!(shown.status == 200 && shown.has(&format!("<img src=\"{address}/berkas/{}/1\"", files[0])));
    }
}
