//! The scripting API over HTTP, and the same through the library.
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::{Value, json};
use whatsapp_sim::{SimError, Simulator};

use crate::office::{SARI, SOON, code, rehearsal, send, send_text};

pub(crate) async fn call(sim: &Simulator, method: Method, path: &str, body: Value) -> (u16, Value) {
    let url = format!("{}/_sim{path}", sim.base_url());
    let answer = Client::new().request(method, url).json(&body).send().await.expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or(Value::Null))
}

#[tokio::test]
async fn a_script_plays_a_whole_exchange_over_http() {
    let (sim, office) = rehearsal().await;
    let new = json!({"phone": "+62 812-0000-0001", "name": "Sari"});
    let (status, sari) = call(&sim, Method::POST, "/residents", new).await;
    assert_eq!((status, &sari["phone"]), (200, &json!(SARI)));
    let path = format!("/residents/{SARI}");
    let (_, sent) = call(&sim, Method::POST, &format!("{path}/messages"), json!({"text": "halo"})).await;
    assert!(sent["id"].as_str().is_some_and(|id| id.starts_with("wamid.")));
    let action = json!({"buttons": [{"type": "reply", "reply": {"id": "setuju", "title": "Setuju"}}]});
    let interactive = json!({"type": "button", "body": {"text": "Setuju?"}, "action": action});
    let ask = json!({"messaging_product": "whatsapp", "to": SARI, "type": "interactive", "interactive": interactive});
    assert_eq!(send(&sim, ask).await.0, 200);
    let next = format!("{path}/next?after=0&timeout_ms=10000");
    let (_, asked) = call(&sim, Method::GET, &next, Value::Null).await;
    assert_eq!((&asked["words"], &asked["choices"][0]["id"]), (&json!("Setuju?"), &json!("setuju")));
    let tap = |choice: &str| json!({"tap": {"message": asked["id"], "choice": choice}});
    assert_eq!(call(&sim, Method::POST, &format!("{path}/messages"), tap("batal")).await.0, 422);
    assert_eq!(call(&sim, Method::POST, &format!("{path}/messages"), tap("setuju")).await.0, 200);
    let sample = json!({"sample": {"name": "kk", "caption": "KK"}});
    assert_eq!(call(&sim, Method::POST, &format!("{path}/messages"), sample).await.0, 200);
    office.until(|office| office.items("messages").len() == 3).await;
    let reply = office.items("messages").into_iter().find(|m| m["type"] == "interactive").expect("a tap");
    assert_eq!(reply["interactive"]["button_reply"]["id"], "setuju");
    assert_eq!(reply["context"]["id"], asked["id"]);
    let (_, all) = call(&sim, Method::GET, &format!("{path}/messages"), Value::Null).await;
    assert_eq!(all.as_array().map(Vec::len), Some(4));
}

#[tokio::test]
async fn settings_merge_and_refuse_what_they_do_not_know() {
    let (sim, _office) = rehearsal().await;
    let (status, settings) =
        call(&sim, Method::PATCH, "/settings", json!({"limits": {"pair_every_ms": 0}})).await;
    assert_eq!((status, &settings["limits"]["pair_every_ms"]), (200, &json!(0)));
    assert_eq!(settings["limits"]["pair_burst"], 45);
    for wrong in
        [json!({"limit": {}}), json!({"delivery": {"batch": 1001}}), json!({"delivery": {"copies": "2"}})]
    {
        let (status, refused) = call(&sim, Method::PATCH, "/settings", wrong).await;
        assert_eq!(status, 422);
        assert!(refused["error"].as_str().is_some_and(|error| error.starts_with("SIMULATOR")));
    }
    assert_eq!(sim.settings().delivery.batch, 1);
}

#[tokio::test]
async fn faults_clock_templates_and_counters_work_over_http() {
    let (sim, _office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident").text("halo").expect("sent");
    assert_eq!(call(&sim, Method::POST, "/faults", json!({"code": 131_031, "times": 1})).await.0, 200);
    assert_eq!(code(&send_text(&sim, SARI, "x").await), 131_031);
    let template = json!({"name": "siap", "language": "id", "body": "Siap diambil."});
    assert_eq!(call(&sim, Method::POST, "/templates", template).await.0, 204);
    let before = sim.now();
    assert_eq!(call(&sim, Method::POST, "/clock/advance", json!({"seconds": 90_000})).await.0, 200);
    assert!(sim.now() >= before + 90_000_000);
    assert_eq!(code(&send_text(&sim, SARI, "x").await), 131_047);
    let (_, counters) = call(&sim, Method::GET, "/counters", Value::Null).await;
    assert_eq!(counters["refusals"], json!({"131031": 1, "131047": 1}));
}

#[tokio::test]
async fn waiting_in_vain_says_what_the_last_message_was() {
    let (sim, _office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    sari.text("halo").expect("sent");
    let nothing = sari.next_message(Duration::ZERO).await.expect_err("nothing was sent");
    assert!(matches!(&nothing, SimError::NothingCame { last, .. } if last == "text: halo"), "{nothing}");
    send_text(&sim, SARI, "satu").await;
    send_text(&sim, SARI, "dua").await;
    assert_eq!(sari.next_message(SOON).await.expect("a message").text(), "satu");
    assert_eq!(sari.next_message(SOON).await.expect("a message").text(), "dua");
}

#[tokio::test]
async fn bad_phone_numbers_and_unknown_residents_are_refused_in_words() {
    let (sim, _office) = rehearsal().await;
    for phone in ["", "0812000", "62812x0000001", "1234567", "1234567890123456"] {
        assert!(matches!(sim.resident(phone, "Sari"), Err(SimError::BadPhone(_))), "{phone}");
    }
    assert_eq!(call(&sim, Method::GET, "/residents/6280000000000", Value::Null).await.0, 404);
}
