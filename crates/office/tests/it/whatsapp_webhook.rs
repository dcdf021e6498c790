//! The webhook from outside: signatures, storms, strange bodies.

use crate::support::rehearsal::{PATIENCE, Rehearsal};
use office::params;
use whatsapp_sim::Sample;

async fn post(r: &Rehearsal, body: &str, signature: Option<&str>) -> u16 {
    let url = format!("{}/webhook", r.office.base);
    let mut call = reqwest::Client::new().post(url).body(body.to_owned());
    if let Some(signature) = signature {
        call = call.header("x-hub-signature-256", signature);
    }
    call.send().await.expect("an answer").status().as_u16()
}

async fn count(r: &Rehearsal, sql: &'static str) -> i64 {
    r.office.app.db.query(sql, params![]).await.expect("rows")[0].int(0).expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_or_missing_signature_is_401_and_leaves_no_row() {
    let r = Rehearsal::start().await;
    let body = r#"{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"messages":[{"id":"w1","from":"628120","type":"text","text":{"body":"x"}}]}}]}]}"#;
    let right = r.sim.sign(body.as_bytes());
    let other = r.sim.sign(b"another body");
    for wrong in [None, Some(""), Some("sha256="), Some(&other[..]), Some(&right[..60]), Some(&right[7..])] {
        assert_eq!(post(&r, body, wrong).await, 401, "{wrong:?}");
    }
    assert_eq!(post(&r, "{not json", Some(&other)).await, 401, "a bad body with a bad signature is 401 too");
    assert_eq!(count(&r, "SELECT count(*) FROM inbound").await, 0);
    assert_eq!(count(&r, "SELECT count(*) FROM strange_inbound").await, 0);
    assert_eq!(post(&r, body, Some(&right)).await, 200);
    assert_eq!(count(&r, "SELECT count(*) FROM inbound").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rightly_signed_body_that_nobody_understands_is_kept_and_answered_200() {
    let r = Rehearsal::start().await;
    for body in ["{not json", "[]", "{}", r#"{"object":"page","entry":[]}"#, "\u{0}\u{1}", ""] {
        let signature = r.sim.sign(body.as_bytes());
        assert_eq!(post(&r, body, Some(&signature)).await, 200, "{body:?}");
        assert_eq!(post(&r, body, Some(&signature)).await, 200, "again: {body:?}");
    }
    assert_eq!(count(&r, "SELECT count(*) FROM strange_inbound").await, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_handshake_answers_only_who_knows_the_word() {
    let r = Rehearsal::start().await;
    let ask = |word: &str| {
        let url =
            format!("{}/webhook?hub.mode=subscribe&hub.verify_token={word}&hub.challenge=42", r.office.base);
        async move {
            let got = reqwest::get(url).await.expect("an answer");
            (got.status().as_u16(), got.text().await.expect("a body"))
        }
    };
    assert_eq!(ask("verify-for-tests").await, (200, "42".to_owned()));
    assert_eq!(ask("wrong").await, (403, String::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_that_come_five_times_and_shuffled_have_one_effect() {
    let r = Rehearsal::start().await;
    r.sim
        .change(|s| {
            s.delivery.copies = 5;
            s.delivery.gather_ms = 120;
            s.delivery.batch = 7;
            s.delivery.shuffle = true;
        })
        .expect("settings");
    let sari = r.resident();
    sari.ask("KTP-el rusak", "1301054506900001", "Sari Contoh").await;
    let ticket = sari.send_all(&[Sample::Kk, Sample::KtpRusak]).await;
    r.sim.settled(PATIENCE).await.expect("delivered");
    let case = r.office.case(&ticket).await;
    assert_eq!(case.standing().count(), 2);
    assert_eq!(count(&r, "SELECT count(*) FROM cases").await, 1);
    assert_eq!(count(&r, "SELECT count(*) FROM events WHERE kind = 'submitted'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_webhook_brings_is_heard_in_the_order_it_was_said() {
    let r = Rehearsal::start().await;
    r.sim.change(|s| (s.delivery.paused, s.delivery.batch) = (true, 20)).expect("settings");
    let sari = r.resident();
    let said: Vec<String> = (1..=12).map(|n| format!("kata ke-{n}")).collect();
    for words in &said {
        sari.0.text(words).expect("sent");
    }
    r.sim.change(|s| s.delivery.paused = false).expect("settings");
    r.sim.settled(PATIENCE).await.expect("delivered");
    let sql = "SELECT id FROM inbound WHERE contact NOT LIKE 'status:%' ORDER BY received_at, id";
    let rows = r.office.app.db.query(sql, params![]).await.expect("rows");
    let ids: Vec<String> = rows.iter().map(|row| row.text(0).expect("an id")).collect();
    let heard: Vec<String> =
        ids.iter().map(|id| r.sim.message(id).expect("a message").text().to_owned()).collect();
    assert_eq!(heard, said);
}
