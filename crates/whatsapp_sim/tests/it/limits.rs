//! The service window, the pair limit, the throughput, and injected errors.
use std::time::Duration;

use serde_json::json;
use whatsapp_sim::{Config, Fault, How, Limits, Simulator, Status, Template};

use crate::office::{SARI, SOON, code, rehearsal, send, send_text, text};

#[tokio::test]
async fn outside_the_24_hour_window_only_a_template_may_be_sent() {
    let (sim, _office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    assert_eq!(code(&send_text(&sim, SARI, "belum pernah menulis").await), 131_047);
    sari.text("halo").expect("sent");
    assert_eq!(send_text(&sim, SARI, "selamat datang").await.0, 200);
    sim.advance(Duration::from_secs(24 * 3600 - 60)).expect("advanced");
    assert_eq!(send_text(&sim, SARI, "masih terbuka").await.0, 200);
    sim.advance(Duration::from_secs(61)).expect("advanced");
    assert_eq!(code(&send_text(&sim, SARI, "sudah tertutup").await), 131_047);
    let template = json!({"name": "hello_world", "language": {"code": "en_US"}});
    let hello =
        json!({"messaging_product": "whatsapp", "to": SARI, "type": "template", "template": template});
    assert_eq!(send(&sim, hello).await.0, 200);
    sari.text("saya kembali").expect("sent");
    assert_eq!(send_text(&sim, SARI, "terbuka lagi").await.0, 200);
}

#[tokio::test]
async fn a_closed_window_can_also_be_reported_by_status() {
    let (sim, office) = rehearsal().await;
    sim.change(|settings| settings.limits.window_by_status = true).expect("settings");
    sim.resident(SARI, "Sari").expect("resident");
    assert_eq!(send_text(&sim, SARI, "terlambat").await.0, 200);
    office.until(|office| !office.items("statuses").is_empty()).await;
    let status = &office.items("statuses")[0];
    assert_eq!(status["status"], "failed");
    assert_eq!(status["errors"][0]["code"], 131_047);
}

#[tokio::test]
async fn the_46th_message_to_one_person_within_six_seconds_is_refused_and_others_are_not() {
    let (sim, _office) = rehearsal().await;
    sim.change(|settings| settings.limits.throughput_per_second = 0).expect("settings");
    for (phone, name) in [(SARI, "Sari"), ("6281200000002", "Budi")] {
        sim.resident(phone, name).expect("resident").text("halo").expect("sent");
    }
    // Refilling is slowed down, so that a slow machine cannot earn a token meanwhile.
    sim.change(|settings| settings.limits.pair_every_ms = 600_000).expect("settings");
    for number in 0..45 {
        assert_eq!(send_text(&sim, SARI, &format!("pesan {number}")).await.0, 200);
    }
    assert_eq!(code(&send_text(&sim, SARI, "terlalu cepat").await), 131_056);
    assert_eq!(send_text(&sim, "6281200000002", "orang lain").await.0, 200);
    sim.advance(Duration::from_secs(600)).expect("advanced");
    assert_eq!(send_text(&sim, SARI, "sekarang boleh").await.0, 200);
}

#[tokio::test]
async fn more_messages_than_the_throughput_are_refused_with_130429() {
    // So few that even a slow machine cannot earn enough tokens between the first call and the last.
    let limits = Limits { throughput_per_second: 5, pair_every_ms: 0, ..Limits::default() };
    let settings = whatsapp_sim::Settings { limits, ..Default::default() };
    let sim = Simulator::start(Config { settings, ..Config::default() }).await.expect("simulator");
    sim.resident(SARI, "Sari").expect("resident").text("halo").expect("sent");
    let client = reqwest::Client::new();
    let url = format!("{}/106540352242922/messages", sim.base_url());
    let one = || client.post(&url).bearer_auth("simulator-access-token").json(&text(SARI, "x")).send();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..400 {
        calls.spawn(one());
    }
    let mut refused = 0;
    while let Some(answer) = calls.join_next().await {
        let answer = answer.expect("joined").expect("answered");
        if answer.status() == 429 {
            let body: serde_json::Value = answer.json().await.expect("JSON");
            assert_eq!(body["error"]["code"], 130_429);
            refused += 1;
        }
    }
    assert!(refused > 0, "400 at once must exceed 5 a second");
    assert_eq!(sim.counts().expect("counts").refusals[&130_429], refused);
}

#[tokio::test]
async fn an_unknown_template_and_a_wrong_number_of_parameters_have_codes_of_their_own() {
    let (sim, _office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    sim.template(Template::new("perlu_perbaikan", "id", "{{1}}: mohon kirim ulang {{2}}."));
    let template = |name: &str, values: &[&str]| {
        let parameters: Vec<_> = values.iter().map(|value| json!({"type": "text", "text": value})).collect();
        let components = json!([{"type": "body", "parameters": parameters}]);
        let template = json!({"name": name, "language": {"code": "id"}, "components": components});
        json!({"messaging_product": "whatsapp", "to": SARI, "type": "template", "template": template})
    };
    assert_eq!(code(&send(&sim, template("tidak_ada", &[])).await), 132_001);
    assert_eq!(code(&send(&sim, template("perlu_perbaikan", &["A-1"])).await), 132_000);
    assert_eq!(code(&send(&sim, template("perlu_perbaikan", &["A-1", "foto\nKK"])).await), 132_012);
    assert_eq!(send(&sim, template("perlu_perbaikan", &["A-1", "foto KK"])).await.0, 200);
    let shown = sari.next_message(SOON).await.expect("a message");
    assert_eq!(shown.text(), "A-1: mohon kirim ulang foto KK.");
}

#[tokio::test]
async fn an_injected_error_strikes_as_often_as_asked_and_only_its_recipient() {
    let (sim, _office) = rehearsal().await;
    for phone in [SARI, "6281200000002"] {
        sim.resident(phone, "Sari").expect("resident").text("halo").expect("sent");
    }
    sim.fault(Fault::once(131_016).times(2).to(SARI));
    assert_eq!(send_text(&sim, "6281200000002", "bukan saya").await.0, 200);
    assert_eq!(code(&send_text(&sim, SARI, "satu").await), 131_016);
    assert_eq!(code(&send_text(&sim, SARI, "dua").await), 131_016);
    assert_eq!(send_text(&sim, SARI, "tiga").await.0, 200);
    let id = sim.fault(Fault::always(190).probability(1.0));
    assert_eq!(code(&send_text(&sim, SARI, "selalu").await), 190);
    assert!(sim.remove_fault(id));
    assert_eq!(send_text(&sim, SARI, "pulih").await.0, 200);
}

#[tokio::test]
async fn a_lost_answer_means_the_message_arrived_although_the_caller_was_told_otherwise() {
    let (sim, office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    sari.text("halo").expect("sent");
    sim.fault(Fault::once(131_000).how(How::LostAnswer));
    let mut request = text(SARI, "sampai juga");
    request["biz_opaque_callback_data"] = "outbox-7".into();
    assert_eq!(code(&send(&sim, request).await), 131_000);
    assert_eq!(sari.next_message(SOON).await.expect("a message").text(), "sampai juga");
    office.until(|office| office.items("statuses").len() == 3).await;
    assert!(office.items("statuses").iter().all(|status| status["biz_opaque_callback_data"] == "outbox-7"));
}

#[tokio::test]
async fn a_fault_by_status_fails_after_it_was_accepted() {
    let (sim, office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    sari.text("halo").expect("sent");
    sim.fault(Fault::once(131_026).how(How::Status));
    let accepted = send_text(&sim, SARI, "tidak sampai").await;
    assert_eq!(accepted.0, 200);
    office.until(|office| !office.items("statuses").is_empty()).await;
    assert_eq!(office.items("statuses")[0]["errors"][0]["code"], 131_026);
    let id = accepted.1["messages"][0]["id"].as_str().expect("an id");
    assert_eq!(sim.message(id).expect("kept").status, Status::Failed);
}
