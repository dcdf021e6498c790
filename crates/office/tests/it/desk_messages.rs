//! Residents who asked for a person, and the people who answer them.

use crate::support::rehearsal::Rehearsal;
use crate::support::server::{ADMINISTRATOR, OPERATOR};

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
