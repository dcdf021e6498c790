//! Residents who asked for a person, and the people who answer them.

use crate::support::rehearsal::{PATIENCE, Rehearsal};
use crate::support::server::{ADMINISTRATOR, OPERATOR};
use whatsapp_sim::Sample;

/// The address of the only conversation in the list.
fn only(list: &str) -> String {
    let (_, after) = list.split_once("href=\"/meja/pesan/").expect("a conversation");
    format!("/meja/pesan/{}", after.split('"').next().expect("an end"))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_a_person_is_answered_by_one_and_given_back() {
    let r = Rehearsal::start().await;
    let (sari, operator) = (r.resident(), r.office.bearer(OPERATOR).await);
    sari.say("petugas").await;
    sari.0.text("Apakah hari Sabtu buka?").expect("sent");
    r.until("the office has it", || async {
        let list = operator.get("/meja/pesan").await;
        list.has("Sari") && operator.get(&only(&list.body)).await.has("hari Sabtu buka")
    })
    .await;
    let address = only(&operator.get("/meja/pesan").await.body);
    let form = operator.get(&address).await.field("form");
    for _ in 0..2 {
        let sent = operator.post(&address, &[("form", &form), ("text", "Sabtu kami tutup.")]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
    let answer = sari.read().await;
    assert!(
        answer.text().contains("Sabtu kami tutup.") && answer.text().contains("Orang"),
        "{}",
        answer.text()
    );
    assert_eq!(operator.post(&format!("{address}/selesai"), &[]).await.status, 303);
    assert!(sari.read().await.text().contains("layanan otomatis"), "the form sent twice said it once");
    assert!(!operator.get("/meja/pesan").await.has("Sari"));
    assert!(sari.say("menu").await.text().contains("dapat kami bantu"));
}

#[tokio::test(flavor = "multi_thread")]
async fn conversations_hold_no_number_in_their_address_and_nothing_for_those_without_a_right() {
    let r = Rehearsal::start().await;
    let (sari, operator) = (r.resident(), r.office.bearer(OPERATOR).await);
    sari.say("petugas").await;
    let address = only(&operator.get("/meja/pesan").await.body);
    assert!(!address.contains("628") && !address.contains("ID."), "{address}");
    let administrator = r.office.bearer(ADMINISTRATOR).await;
    for path in ["/meja/pesan", address.as_str(), "/meja/pesan/0000000000000000"] {
        let answer = administrator.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.has("Sari"));
    }
    assert_eq!(operator.get("/meja/pesan/0000000000000000").await.status, 404);
    let empty = operator.post(&address, &[("form", "x"), ("text", "  ")]).await;
    assert!(empty.status == 422 && empty.has("Tulis isinya"), "{}", empty.status);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_case_page_hears_that_its_applicant_wrote_and_shows_it() {
    let r = Rehearsal::start().await;
    let (sari, operator) = (r.resident(), r.office.bearer(OPERATOR).await);
    sari.ask("KTP-el rusak", "1301054506900001", "Sari Contoh").await;
    let ticket = sari.send_all(&[Sample::Kk, Sample::KtpRusak]).await;
    let path = format!("/meja/langsung?perkara={ticket}");
    let mut stream = operator.request(reqwest::Method::GET, &path).send().await.expect("a stream");
    stream.chunk().await.expect("the hint at the beginning");
    sari.say("Apakah boleh diwakilkan?").await;
    let hint = tokio::time::timeout(PATIENCE, stream.chunk()).await.expect("a hint").expect("read");
    assert!(hint.is_some_and(|h| String::from_utf8_lossy(&h).contains("event: case")));
    assert!(operator.get(&format!("/meja/perkara/{ticket}")).await.has("boleh diwakilkan"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_stands_in_the_order_in_which_it_was_said() {
    let r = Rehearsal::start().await;
    let (sari, operator) = (r.resident(), r.office.bearer(OPERATOR).await);
    sari.say("halo").await;
    sari.say("apa ini").await;
    sari.say("petugas").await;
    let page = operator.get(&only(&operator.get("/meja/pesan").await.body)).await.body;
    let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words}"));
    let said = ["halo</p>", "Selamat datang", "apa ini</p>", "belum mengerti", "petugas</p>"].map(place);
    assert!(said.is_sorted(), "{said:?}");
}
