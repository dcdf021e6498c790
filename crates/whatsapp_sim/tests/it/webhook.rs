//! Webhooks: signature over raw bytes, escaping, batches, copies, shuffling, retries, and all inbound types.
use std::collections::BTreeSet;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use whatsapp_sim::{Config, Inbound, Sample, SimError, Simulator};

use crate::office::{Office, SARI, SOON, rehearsal, send_text};

#[tokio::test]
async fn the_signature_is_the_hmac_of_exactly_the_bytes_received() {
    let (sim, office) = rehearsal().await;
    sim.resident(SARI, "José 😀").expect("resident").text("a/b <i> 5% a@b").expect("sent");
    office.until(|office| office.hooks().len() == 1).await;
    let hook = &office.hooks()[0];
    let mut mac = Hmac::<Sha256>::new_from_slice(b"simulator-app-secret").expect("a key");
    mac.update(&hook.body);
    assert_eq!(hook.signature, format!("sha256={}", hex::encode(mac.finalize().into_bytes())));
}

#[tokio::test]
async fn unicode_is_escaped_in_lower_case_and_reads_back_the_same() {
    let (sim, office) = rehearsal().await;
    sim.resident(SARI, "José 😀").expect("resident").text("a/b").expect("sent");
    office.until(|office| office.hooks().len() == 1).await;
    let raw = String::from_utf8(office.hooks()[0].body.to_vec()).expect("text");
    assert!(raw.is_ascii());
    assert!(raw.contains("Jos\\u00e9 \\ud83d\\ude00") && raw.contains("a\\/b"), "{raw}");
    assert_eq!(office.items("contacts")[0]["profile"]["name"], "José 😀");
}

#[tokio::test]
async fn a_webhook_that_does_not_echo_the_challenge_is_not_subscribed() {
    let office = Office::that_does_not_echo().await;
    let sim = Simulator::start(Config::default()).await.expect("simulator");
    let refused = sim.webhook(&office.url).await.expect_err("must not verify");
    assert!(matches!(refused, SimError::Unverified { .. }), "{refused}");
    sim.resident(SARI, "Sari").expect("resident").text("halo").expect("sent");
    assert_eq!(sim.counts().expect("counts").webhooks_waiting, 1);
    assert!(office.hooks().is_empty());
}

#[tokio::test]
async fn copies_deliver_the_same_bytes_again_and_again() {
    let (sim, office) = rehearsal().await;
    sim.change(|settings| settings.delivery.copies = 5).expect("settings");
    sim.resident(SARI, "Sari").expect("resident").text("halo").expect("sent");
    office.until(|office| office.hooks().len() == 5).await;
    let distinct: BTreeSet<_> = office.hooks().into_iter().map(|hook| hook.body).collect();
    assert_eq!(distinct.len(), 1);
}

#[tokio::test]
async fn gathered_updates_share_one_request_and_one_contact_a_person() {
    let (sim, office) = rehearsal().await;
    sim.change(|settings| {
        settings.delivery.batch = 1000;
        settings.delivery.paused = true;
    })
    .expect("settings");
    for number in 0..1001 {
        let phone = format!("62813000{:05}", number % 7);
        sim.resident(&phone, "Warga").expect("resident").text(&number.to_string()).expect("sent");
    }
    sim.change(|settings| settings.delivery.paused = false).expect("settings");
    office.until(|office| office.items("messages").len() == 1001).await;
    let hooks = office.hooks();
    assert_eq!(hooks.len(), 2);
    let sizes: BTreeSet<_> =
        hooks.iter().map(|hook| hook.values()[0]["messages"].as_array().map_or(0, Vec::len)).collect();
    assert_eq!(sizes, BTreeSet::from([1, 1000]));
    let full = hooks.iter().find(|hook| hook.values()[0]["messages"][1].is_object()).expect("the full one");
    assert_eq!(full.values()[0]["contacts"].as_array().map(Vec::len), Some(7));
}

#[tokio::test]
async fn shuffled_updates_all_arrive_but_not_in_the_order_they_happened() {
    let (sim, office) = rehearsal().await;
    sim.change(|settings| {
        settings.delivery.shuffle = true;
        settings.delivery.batch = 20;
        settings.delivery.paused = true;
    })
    .expect("settings");
    let sari = sim.resident(SARI, "Sari").expect("resident");
    let sent: Vec<String> = (0..20).map(|number| sari.text(&number.to_string()).expect("sent")).collect();
    sim.change(|settings| settings.delivery.paused = false).expect("settings");
    office.until(|office| office.items("messages").len() == 20).await;
    let got: Vec<String> = office
        .items("messages")
        .iter()
        .map(|message| message["id"].as_str().unwrap_or("").to_owned())
        .collect();
    assert_ne!(got, sent);
    assert_eq!(BTreeSet::from_iter(got), BTreeSet::from_iter(sent));
}

#[tokio::test]
async fn without_shuffling_one_residents_messages_keep_their_order() {
    let (sim, office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    let sent: Vec<String> = (0..50).map(|number| sari.text(&number.to_string()).expect("sent")).collect();
    office.until(|office| office.items("messages").len() == 50).await;
    let got = office.items("messages");
    assert!(got.iter().map(|message| message["id"].as_str().unwrap_or("")).eq(sent));
}

#[tokio::test]
async fn anything_but_200_is_retried_less_and_less_often_and_given_up_after_seven_days() {
    let (sim, office) = rehearsal().await;
    office.answer_with(204);
    sim.change(|settings| settings.delivery.retry_base_ms = 3_600_000).expect("settings");
    sim.resident(SARI, "Sari").expect("resident").text("halo").expect("sent");
    let mut hours = 1;
    for attempt in 1..=7 {
        let reached = |sim: &Simulator| sim.counts().expect("counts").webhooks_failed;
        office.until(|office| office.hooks().len() >= attempt).await;
        until(|| reached(&sim) == attempt as u64).await;
        sim.advance(Duration::from_secs(hours * 3600 + 1)).expect("advanced");
        hours *= 2;
    }
    // 1 + 2 + 4 + … + 64 hours have passed; the next wait would end after the seventh day.
    office.until(|office| office.hooks().len() == 8).await;
    until(|| sim.counts().expect("counts").webhooks_given_up == 1).await;
    assert_eq!(sim.counts().expect("counts").webhooks_waiting, 0);
}

/// For what no one announces: looks again whenever other tasks had their turn.
async fn until(holds: impl Fn() -> bool) {
    let looking = async {
        while !holds() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SOON, looking).await.expect("within the deadline");
}

#[tokio::test]
async fn an_undelivered_webhook_and_its_photo_survive_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = Office::open().await;
    let config = Config { db: Some(folder.path().join("sim.db")), ..Config::default() };
    let sim = Simulator::start(config.clone()).await.expect("simulator");
    sim.webhook(&office.url).await.expect("verified");
    office.answer_with(503);
    sim.change(|settings| settings.delivery.retry_base_ms = 3_600_000).expect("settings");
    let id = sim.resident(SARI, "Sari").expect("resident").image(Sample::Kk).expect("sent");
    until(|| sim.counts().expect("counts").webhooks_failed == 1).await;
    sim.shutdown().await;

    office.answer_with(200);
    let sim = Simulator::start(config).await.expect("simulator");
    sim.webhook(&office.url).await.expect("verified");
    assert_eq!(sim.counts().expect("counts").webhooks_waiting, 1);
    sim.advance(Duration::from_secs(3601)).expect("advanced");
    office.until(|office| office.hooks().len() == 2).await;
    sim.settled(SOON).await.expect("settled");
    assert_eq!(office.items("messages")[1]["id"], id.as_str());
    assert_eq!(office.hooks()[0].body, office.hooks()[1].body);
    let media = office.items("messages")[1]["image"]["id"].as_str().expect("an id").to_owned();
    let call = reqwest::Client::new().get(format!("{}/v23.0/{media}", sim.base_url()));
    let info = call.bearer_auth("simulator-access-token").send().await.expect("an answer");
    assert_eq!(info.status(), 200);
    assert_eq!(send_text(&sim, SARI, "jendela masih terbuka").await.0, 200);
}

#[tokio::test]
async fn every_inbound_type_has_metas_shape() {
    let (sim, office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    for sample in [Sample::Kk, Sample::KkPdf, Sample::Video, Sample::PesanSuara, Sample::Stiker] {
        sari.image(sample).expect("sent");
    }
    let text = sari.text("halo").expect("sent");
    let flow = Inbound::flow_reply(&json!({"nik": "1301054107900001"}));
    for inbound in [
        Inbound::location(-1.35, 100.57, "Painan"),
        Inbound::contacts("Budi", "6281200000002"),
        Inbound::order("kartu"),
        Inbound::reaction(&text, Some("👍")),
        Inbound::reaction(&text, None),
        flow,
        Inbound::unsupported("poll"),
        Inbound::interactive_without_body(),
        Inbound::of("hologram", json!({"depth": 3})),
    ] {
        sari.send(&inbound).expect("sent");
    }
    sari.raw(json!({"type": "hologram"})).expect("sent");
    sari.change_user_id().expect("sent");
    sari.change_number("6281200000009", false).expect("sent");
    sari.change_number("6281200000010", true).expect("sent");
    office.until(|office| office.items("messages").len() == 19).await;
    let messages = office.items("messages");
    let of = |kind: &str| messages.iter().filter(|m| m["type"] == kind).cloned().collect::<Vec<Value>>();
    assert!(messages.iter().all(|m| m["timestamp"].is_string() && m["from_user_id"].is_string()));
    assert_eq!(of("document")[0]["document"]["filename"], "kk.pdf");
    assert_eq!(of("audio")[0]["audio"]["voice"], true);
    assert_eq!(of("sticker")[0]["sticker"]["mime_type"], "image/webp");
    assert_eq!(of("reaction")[0]["reaction"]["emoji"], "👍");
    assert!(of("reaction")[1]["reaction"].get("emoji").is_none());
    assert_eq!(of("interactive")[0]["interactive"]["type"], "nfm_reply");
    assert!(of("interactive")[1].get("interactive").is_none());
    assert_eq!(of("unsupported")[0]["errors"][0]["code"], 131_051);
    assert_eq!(of("hologram").len(), 2);
    let system = of("system");
    assert_eq!(system[0]["system"]["type"], "user_changed_user_id");
    assert_eq!(system[1]["system"]["wa_id"], "6281200000009");
    assert_eq!(system[1]["from"], SARI);
    assert_eq!(system[2]["system"]["new_wa_id"], "6281200000010");
    let values: Vec<Value> = office.hooks().iter().flat_map(|hook| hook.values()).collect();
    assert!(values.iter().any(|value| value["errors"][0]["code"] == 131_000));
    let systems = values.iter().filter(|value| value["messages"][0]["type"] == "system");
    assert_eq!(systems.filter(|value| value.get("contacts").is_none()).count(), 3);
}

#[tokio::test]
async fn a_body_that_is_no_json_is_delivered_correctly_signed() {
    let (sim, office) = rehearsal().await;
    sim.raw_webhook("{\"object\": broken").expect("queued");
    office.until(|office| office.hooks().len() == 1).await;
    let hook = &office.hooks()[0];
    assert_eq!(&hook.body[..], b"{\"object\": broken");
    assert_eq!(hook.signature, sim.sign(&hook.body));
}
