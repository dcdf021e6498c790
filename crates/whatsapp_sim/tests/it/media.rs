//! Media: upload, look up, download, expiry, deletion, and files that are not what they claim to be.
use std::time::Duration;

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use whatsapp_sim::{Sample, Simulator};

use crate::office::{SARI, SOON, rehearsal, send};

async fn get(sim: &Simulator, url: &str) -> reqwest::Response {
    let url = if url.starts_with("http") { url.to_owned() } else { format!("{}{url}", sim.base_url()) };
    let call = reqwest::Client::new().get(url).bearer_auth("simulator-access-token");
    call.send().await.expect("an answer")
}

async fn upload(sim: &Simulator, bytes: Vec<u8>, mime_type: &str) -> Value {
    let part = Part::bytes(bytes).file_name("berkas").mime_str(mime_type).expect("a MIME type");
    let form = Form::new().text("messaging_product", "whatsapp").text("type", mime_type.to_owned());
    let url = format!("{}/v23.0/106540352242922/media", sim.base_url());
    let call = reqwest::Client::new().post(url).bearer_auth("simulator-access-token");
    call.multipart(form.part("file", part)).send().await.expect("an answer").json().await.expect("JSON")
}

#[tokio::test]
async fn what_a_resident_sends_can_be_downloaded_with_its_bytes_and_digest() {
    let (sim, office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    sari.captioned(Sample::Kk, "KK saya").expect("sent");
    office.until(|office| office.items("messages").len() == 1).await;
    let image = office.items("messages")[0]["image"].clone();
    assert_eq!((&image["mime_type"], &image["caption"]), (&json!("image/png"), &json!("KK saya")));
    let path = format!("/v23.0/{}?phone_number_id=106540352242922", image["id"].as_str().expect("an id"));
    let info: Value = get(&sim, &path).await.json().await.expect("JSON");
    assert_eq!(info["file_size"], Sample::Kk.bytes().len());
    let bytes = get(&sim, info["url"].as_str().expect("a URL")).await.bytes().await.expect("bytes");
    assert_eq!(bytes, Sample::Kk.bytes());
    assert_eq!(info["sha256"], hex::encode(Sha256::digest(&bytes)));
}

#[tokio::test]
async fn a_download_url_dies_after_five_minutes_and_a_new_one_works() {
    let (sim, office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    sari.image(Sample::KtpRusak).expect("sent");
    office.until(|office| office.items("messages").len() == 1).await;
    let id = office.items("messages")[0]["image"]["id"].as_str().expect("an id").to_owned();
    let address = async || -> String {
        let info: Value = get(&sim, &format!("/{id}")).await.json().await.expect("JSON");
        info["url"].as_str().expect("a URL").to_owned()
    };
    let url = address().await;
    sim.advance(Duration::from_secs(290)).expect("advanced");
    assert_eq!(get(&sim, &url).await.status(), 200);
    sim.advance(Duration::from_secs(11)).expect("advanced");
    assert_eq!(get(&sim, &url).await.status(), 404);
    assert_eq!(get(&sim, &address().await).await.status(), 200);
    let unsigned = reqwest::get(address().await).await.expect("an answer");
    assert_eq!(unsigned.status(), 404, "without the token");
    let forged = address().await.replace("hash=", "hash=0");
    assert_eq!(get(&sim, &forged).await.status(), 404, "with a forged hash");
    sim.advance(Duration::from_secs(7 * 86_400)).expect("advanced");
    assert_eq!(get(&sim, &format!("/{id}")).await.status(), 400, "inbound media live seven days");
}

#[tokio::test]
async fn an_upload_can_be_sent_and_deleted() {
    let (sim, _office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    sari.text("halo").expect("sent");
    let id =
        upload(&sim, Sample::Kk.bytes().to_vec(), "image/png").await["id"].as_str().expect("id").to_owned();
    let image = json!({"messaging_product": "whatsapp", "to": SARI, "type": "image", "image": {"id": id}});
    assert_eq!(send(&sim, image.clone()).await.0, 200);
    assert_eq!(sari.next_message(SOON).await.expect("a message").media_id(), Some(id.as_str()));
    let url = format!("{}/v23.0/{id}", sim.base_url());
    let call = reqwest::Client::new().delete(url).bearer_auth("simulator-access-token");
    let gone: Value = call.send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!(gone, json!({"success": true}));
    assert_eq!(send(&sim, image).await.1["error"]["code"], 100);
}

#[tokio::test]
async fn uploads_that_are_empty_too_large_or_not_what_they_claim_are_refused() {
    let (sim, _office) = rehearsal().await;
    let mut large = vec![0xFF, 0xD8, 0xFF];
    large.resize(5 * 1024 * 1024 + 1, 0);
    for (bytes, mime_type, expected) in [
        (Vec::new(), "image/jpeg", 131_053),
        (b"teks".to_vec(), "image/jpeg", 131_053),
        (large, "image/jpeg", 131_053),
        (b"GIF89a".to_vec(), "image/gif", 100),
    ] {
        assert_eq!(upload(&sim, bytes, mime_type).await["error"]["code"], expected, "{mime_type}");
    }
}
