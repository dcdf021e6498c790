//! The Graph surface: every documented limit of a message, tokens, paths, and who can be written to.
use serde_json::{Value, json};
use whatsapp_sim::{Handset, Status};

use crate::office::{SARI, SOON, code, rehearsal, send, send_text};

fn interactive(interactive: Value) -> Value {
    json!({"messaging_product": "whatsapp", "to": SARI, "type": "interactive", "interactive": interactive})
}

fn buttons(count: usize, id: usize, title: usize) -> Value {
    let button = |n: usize| {
        let pad = |length: usize| format!("{n}{}", "x".repeat(length.saturating_sub(1)));
        json!({"type": "reply", "reply": {"id": pad(id), "title": pad(title)}})
    };
    let action = json!({"buttons": (0..count).map(button).collect::<Vec<_>>()});
    interactive(json!({"type": "button", "body": {"text": "Pilih"}, "action": action}))
}

fn list(rows: usize, id: usize, title: usize, description: usize) -> Value {
    let row = |n: usize| {
        let pad = |length: usize| format!("{n}{}", "x".repeat(length.saturating_sub(1)));
        json!({"id": pad(id), "title": pad(title), "description": "d".repeat(description)})
    };
    let sections = json!([{"title": "Alasan", "rows": (0..rows).map(row).collect::<Vec<_>>()}]);
    let action = json!({"button": "Pilih alasan", "sections": sections});
    interactive(json!({"type": "list", "body": {"text": "Mengapa?"}, "action": action}))
}

#[tokio::test]
async fn every_documented_limit_of_an_interactive_message_is_enforced_at_its_edge() {
    let (sim, _office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident").text("halo").expect("sent");
    let with = |mut message: Value, part: &str, text: String| {
        message["interactive"][part] = json!({"type": "text", "text": text});
        message
    };
    let cases = [
        ("3 buttons", buttons(3, 256, 20), 0),
        ("4 buttons", buttons(4, 5, 5), 131_009),
        ("no button", buttons(0, 5, 5), 131_009),
        ("button id 257", buttons(1, 257, 5), 131_009),
        ("button title 21", buttons(1, 5, 21), 131_009),
        ("10 rows", list(10, 200, 24, 72), 0),
        ("11 rows", list(11, 5, 5, 5), 131_009),
        ("row id 201", list(1, 201, 5, 5), 131_009),
        ("row title 25", list(1, 5, 25, 5), 131_009),
        ("description 73", list(1, 5, 5, 73), 131_009),
        ("body 1024", with(buttons(1, 5, 5), "body", "b".repeat(1024)), 0),
        ("body 1025", with(buttons(1, 5, 5), "body", "b".repeat(1025)), 131_009),
        ("footer 61", with(buttons(1, 5, 5), "footer", "f".repeat(61)), 131_009),
        ("header 60", with(buttons(1, 5, 5), "header", "h".repeat(60)), 0),
        ("header 61", with(buttons(1, 5, 5), "header", "h".repeat(61)), 131_009),
    ];
    for (name, message, expected) in cases {
        let answer = send(&sim, message).await;
        let got = if answer.0 == 200 { 0 } else { code(&answer) };
        assert_eq!(got, expected, "{name}: {}", answer.1);
    }
}

#[tokio::test]
async fn malformed_requests_get_metas_envelope_and_a_code() {
    let (sim, _office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident").text("halo").expect("sent");
    let base = json!({"messaging_product": "whatsapp", "to": SARI});
    let with = |more: Value| {
        let mut message = base.clone();
        for (key, value) in more.as_object().expect("an object") {
            message[key] = value.clone();
        }
        message
    };
    let url = json!({"name": "cta_url", "parameters": {"display_text": "Buka", "url": "bukan alamat"}});
    let cases = [
        (json!({"to": SARI, "type": "text", "text": {"body": "x"}}), 100),
        (json!({"messaging_product": "whatsapp", "type": "text", "text": {"body": "x"}}), 100),
        (with(json!({"to": "abc", "type": "text", "text": {"body": "x"}})), 100),
        (with(json!({"to": "6275200000100", "type": "text", "text": {"body": "x"}})), 131_021),
        (with(json!({"type": "text", "text": {"body": ""}})), 100),
        (with(json!({"type": "text", "text": {"body": "x".repeat(4097)}})), 100),
        (with(json!({"type": "poll", "poll": {}})), 131_051),
        (with(json!({"type": "image", "image": {"id": "1"}})), 100),
        (with(json!({"type": "image", "image": {}})), 100),
        (with(json!({"type": "image", "image": {"id": "1", "caption": "c".repeat(1025)}})), 100),
        (with(json!({"type": "reaction", "reaction": {"message_id": "wamid.x", "emoji": "👍"}})), 131_009),
        (interactive(json!({"type": "cta_url", "body": {"text": "x"}, "action": url})), 100),
        (interactive(json!({"type": "button", "body": {"text": "x"}, "action": {}})), 131_008),
        (with(json!({"type": "text", "text": {"body": "x"}, "context": {"message_id": "wamid.x"}})), 131_009),
        (json!({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.x"}), 100),
    ];
    for (message, expected) in cases {
        let answer = send(&sim, message.clone()).await;
        assert_eq!(code(&answer), expected, "{message} got {}", answer.1);
        assert_eq!(answer.1["error"]["type"], "OAuthException");
        assert!(answer.1["error"]["fbtrace_id"].is_string());
    }
}

#[tokio::test]
async fn a_wrong_token_gets_190_and_a_wrong_number_gets_100_33() {
    let (sim, _office) = rehearsal().await;
    let client = reqwest::Client::new();
    let url = format!("{}/v23.0/106540352242922/messages", sim.base_url());
    let answer = client.post(url).bearer_auth("salah").json(&json!({})).send().await.expect("an answer");
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.json::<Value>().await.expect("JSON")["error"]["code"], 190);
    let url = format!("{}/v23.0/999/messages", sim.base_url());
    let call = client.post(url).bearer_auth("simulator-access-token").json(&json!({}));
    let body: Value = call.send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!((&body["error"]["code"], &body["error"]["error_subcode"]), (&json!(100), &json!(33)));
}

#[tokio::test]
async fn a_path_without_a_version_is_the_same_call() {
    let (sim, _office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    sari.text("halo").expect("sent");
    let url = format!("{}/106540352242922/messages", sim.base_url());
    let call = reqwest::Client::new().post(url).bearer_auth("simulator-access-token");
    let answer = call.json(&crate::office::text(SARI, "tanpa versi")).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    assert_eq!(sari.next_message(SOON).await.expect("a message").text(), "tanpa versi");
}

#[tokio::test]
async fn marking_as_read_gives_the_resident_blue_ticks() {
    let (sim, office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    let id = sari.text("halo").expect("sent");
    office.until(|office| office.items("messages").len() == 1).await;
    sim.settled(SOON).await.expect("settled");
    assert_eq!(sim.message(&id).expect("kept").status, Status::Delivered);
    let read = json!({"messaging_product": "whatsapp", "status": "read", "message_id": id,
        "typing_indicator": {"type": "text"}});
    assert_eq!(send(&sim, read).await, (200, json!({"success": true})));
    assert_eq!(sim.message(&id).expect("kept").status, Status::Read);
}

#[tokio::test]
async fn a_message_to_nobody_is_accepted_and_then_fails_with_131026() {
    let (sim, office) = rehearsal().await;
    assert_eq!(send_text(&sim, "6289999999999", "siapa?").await.0, 200);
    office.until(|office| !office.items("statuses").is_empty()).await;
    assert_eq!(office.items("statuses")[0]["errors"][0]["code"], 131_026);
}

#[tokio::test]
async fn a_handset_that_is_off_delivers_when_it_is_switched_on_and_reads_when_opened() {
    let (sim, office) = rehearsal().await;
    let off = Handset { online: Some(false), reads: Some(false), ..Handset::default() };
    let sari = sim.resident_with(SARI, "Sari", off).expect("resident");
    sari.text("halo").expect("sent");
    send_text(&sim, SARI, "apa kabar").await;
    let statuses = |office: &crate::office::Office| -> Vec<String> {
        let all = office.items("statuses");
        all.iter().map(|status| status["status"].as_str().unwrap_or("").to_owned()).collect()
    };
    office.until(|office| statuses(office) == ["sent"]).await;
    sari.handset(&Handset { online: Some(true), ..Handset::default() }).expect("on");
    office.until(|office| statuses(office) == ["sent", "delivered"]).await;
    sari.read().expect("read");
    office.until(|office| statuses(office) == ["sent", "delivered", "read"]).await;
}

#[tokio::test]
async fn a_hidden_phone_number_appears_nowhere_and_the_user_id_can_be_written_to() {
    let (sim, office) = rehearsal().await;
    let hidden = Handset { hide_phone: Some(true), ..Handset::default() };
    let sari = sim.resident_with(SARI, "Sari", hidden).expect("resident");
    sari.text("halo").expect("sent");
    let user_id = sari.user_id().expect("an id");
    let to_id = json!({"messaging_product": "whatsapp", "recipient": user_id, "text": {"body": "halo"}});
    let answer = send(&sim, to_id).await;
    assert_eq!(answer.1["contacts"][0]["user_id"], user_id.as_str());
    office.until(|office| office.items("statuses").len() == 3).await;
    assert_eq!(office.items("messages")[0]["from_user_id"], user_id.as_str());
    assert_eq!(office.items("contacts")[0]["user_id"], user_id.as_str());
    assert_eq!(office.items("statuses")[0]["recipient_user_id"], user_id.as_str());
    for hook in office.hooks() {
        assert!(!String::from_utf8_lossy(&hook.body).contains(SARI));
    }
}
