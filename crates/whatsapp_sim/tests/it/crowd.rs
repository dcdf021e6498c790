//! Many residents at once: what load runs are made of.
use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use whatsapp_sim::{Limits, SimError};

use crate::office::{SARI, SOON, rehearsal, send, send_text, text};
use crate::script::call;

#[tokio::test]
async fn a_thousand_residents_write_at_once_and_one_reader_hears_every_answer() {
    let (sim, office) = rehearsal().await;
    sim.change(|settings| settings.limits = Limits::unhurried()).expect("settings");
    let crowd = json!({"first_phone": SARI, "count": 1000, "name": "Warga"});
    let (_, made) = call(&sim, Method::POST, "/residents/many", crowd).await;
    assert_eq!(made, json!({"count": 1000, "last_phone": "6281200001000"}));
    let phones: BTreeSet<String> = (1..=1000).map(|n| format!("62812{n:08}")).collect();
    let act = |phone: &String| json!({"resident": phone, "act": {"text": format!("saya {phone}")}});
    let acts = phones.iter().map(act).collect();
    let (_, played) = call(&sim, Method::POST, "/messages", Value::Array(acts)).await;
    assert!(played.as_array().expect("a list").iter().all(|one| one["id"].is_string()));
    sim.settled(SOON * 3).await.expect("settled");
    let heard = office.items("messages");
    let from: BTreeSet<String> =
        heard.iter().map(|m| m["from"].as_str().expect("a phone").to_owned()).collect();
    assert_eq!((heard.len(), &from), (1000, &phones));

    let client = reqwest::Client::new();
    let url = format!("{}/v23.0/106540352242922/messages", sim.base_url());
    let mut answering = tokio::task::JoinSet::new();
    for phone in phones.clone() {
        let call = client.post(&url).bearer_auth("simulator-access-token").json(&text(&phone, "diterima"));
        answering.spawn(async move { call.send().await.expect("an answer").status().as_u16() });
    }
    let (mut after, mut answered) = (0, BTreeSet::new());
    while answered.len() < phones.len() {
        let path = format!("/outbound?after={after}&limit=300&timeout_ms=10000");
        let (_, spoken) = call(&sim, Method::GET, &path, Value::Null).await;
        let spoken = spoken.as_array().expect("a list");
        assert!(!spoken.is_empty() && spoken.len() <= 300, "after {after}");
        for message in spoken {
            assert_eq!(message["words"], "diterima");
            let new = answered.insert(message["resident"].as_str().expect("a phone").to_owned());
            assert!(new, "{message} came twice");
            after = message["seq"].as_i64().expect("a number");
        }
    }
    assert_eq!(answered, phones);
    assert!(answering.join_all().await.iter().all(|status| *status == 200));
}

#[tokio::test]
async fn each_act_of_a_crowd_has_an_answer_of_its_own() {
    let (sim, office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident");
    let acts = json!([
        {"resident": SARI, "act": {"text": "satu"}},
        {"resident": "6280000000000", "act": {"text": "siapa"}},
        {"resident": SARI, "act": {"sample": {"name": "kk"}}},
    ]);
    let (status, played) = call(&sim, Method::POST, "/messages", acts).await;
    assert_eq!(status, 200);
    assert!(played[0]["id"].is_string() && played[2]["id"].is_string(), "{played}");
    assert!(played[1]["error"].as_str().is_some_and(|error| error.contains("6280000000000")), "{played}");
    office.until(|office| office.items("messages").len() == 2).await;
}

#[tokio::test]
async fn a_reader_who_waits_hears_the_next_message_and_at_the_deadline_nothing() {
    let (sim, _office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident").text("halo").expect("sent");
    assert!(sim.outbound_after(0, 10, Duration::ZERO).await.expect("a list").is_empty());
    let waiting = sim.outbound_after(0, 10, SOON);
    let (heard, sent) = tokio::join!(waiting, send_text(&sim, SARI, "selamat datang"));
    assert_eq!(sent.0, 200);
    let heard = heard.expect("a list");
    assert_eq!((heard.len(), heard[0].resident.as_str()), (1, SARI));
    assert_eq!(heard[0].message.text(), "selamat datang");
    assert!(sim.outbound_after(heard[0].message.seq, 10, Duration::ZERO).await.expect("a list").is_empty());
}

#[tokio::test]
async fn messages_that_reach_nobody_are_not_heard() {
    let (sim, office) = rehearsal().await;
    let nobody = text("6289999999999", "siapa?");
    assert_eq!(send(&sim, nobody).await.0, 200);
    office.until(|office| !office.items("statuses").is_empty()).await;
    assert!(sim.outbound_after(0, 10, Duration::ZERO).await.expect("a list").is_empty());
}

#[tokio::test]
async fn a_crowd_keeps_residents_who_are_known_and_is_refused_beyond_its_limit() {
    let (sim, _office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    let crowd = sim.crowd(SARI, 3, "Warga").expect("a crowd");
    assert_eq!(crowd.len(), 3);
    assert_eq!(crowd[0].user_id().expect("an id"), sari.user_id().expect("an id"));
    assert!(matches!(sim.crowd(SARI, 100_001, "Warga"), Err(SimError::Unplayable(_))));
    assert!(matches!(sim.crowd("999999999999998", 3, "Warga"), Err(SimError::BadPhone(_))));
}
