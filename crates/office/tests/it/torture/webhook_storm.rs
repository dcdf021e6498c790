//! Webhooks that come five times each, shuffled and many at once, leave the office as one delivery each would have.

use super::Row;
use crate::support::server::Server;
use office::params;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const ROW: Row = Row { name: "webhook_storm", in_build: 10_000, long: 1_000_000 };
const COPIES: usize = 5;
const AT_ONCE: usize = 16;
/// As the settings of these tests have it.
const SECRET: &[u8] = b"secret-for-tests";
/// For one message to be answered, where thousands wait.
const PATIENCE: Duration = Duration::from_secs(2);

/// The first words of the `n`-th person, as WhatsApp tells of them.
fn webhook(n: usize) -> String {
    let phone = format!("62813{n:08}");
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{{
        "messaging_product":"whatsapp","metadata":{{"phone_number_id":"1301"}},
        "contacts":[{{"profile":{{"name":"Orang Contoh"}},"wa_id":"{phone}"}}],
        "messages":[{{"id":"wamid.{n}","from":"{phone}","timestamp":"1795500000","type":"text",
        "text":{{"body":"halo"}}}}]}}}}]}}]}}"#
    )
}

async fn delivered(server: &Server, bodies: Vec<String>) {
    use futures::{StreamExt, stream};
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET);
    let client = reqwest::Client::new();
    let post = |body: String| {
        let signature = format!("sha256={}", hex::encode(ring::hmac::sign(&key, body.as_bytes())));
        let call = client.post(format!("{}/webhook", server.base)).header("x-hub-signature-256", signature);
        async move { call.body(body).send().await.expect("an answer").status().as_u16() }
    };
    let statuses: Vec<u16> =
        stream::iter(bodies.into_iter().map(post)).buffer_unordered(AT_ONCE).collect().await;
    assert!(statuses.iter().all(|status| *status == 200), "each is acknowledged");
}

/// What each person's words have come to, once all of them were answered.
async fn came_to(server: &Server, people: usize) -> Vec<String> {
    let begun = Instant::now();
    // An answer is on record once somebody has tried to send it.
    let sql = "SELECT count(*) FROM messages WHERE office = ?1 AND outward = 1";
    let db = &server.app.db;
    let office = server.app.office();
    while db.query(sql, params![office]).await.expect("read")[0].int(0).expect("a number") < people as i64 {
        assert!(begun.elapsed() < PATIENCE * u32::try_from(people).expect("few"), "they are not answered");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let sql = "SELECT t.contact, t.seq, t.with_staff,
            (SELECT count(*) FROM inbound AS i WHERE i.office = t.office AND i.contact = t.contact),
            (SELECT count(*) FROM messages AS m WHERE m.office = t.office AND m.contact = t.contact AND m.outward = 0),
            (SELECT count(*) FROM messages AS a WHERE a.office = t.office AND a.contact = t.contact AND a.outward = 1),
            (SELECT count(*) FROM cases AS c WHERE c.office = t.office AND c.contact = t.contact)
        FROM threads AS t WHERE t.office = ?1 ORDER BY t.contact";
    let rows = db.query(sql, params![office]).await.expect("read");
    rows.iter()
        .map(|row| format!("{:?}", [1, 2, 3, 4, 5, 6].map(|n| row.int(n).expect("a number"))))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_webhooks_five_times_each_and_shuffled_leaves_what_one_delivery_each_leaves() {
    let quick = |config: &mut office::config::Config| config.whatsapp.quiet_ms = 10;
    let people = usize::try_from(ROW.asked()).expect("few").div_ceil(COPIES);
    let calm = Server::start_with(quick).await;
    delivered(&calm, (0..10).map(webhook).collect()).await;
    let once: BTreeSet<String> = came_to(&calm, 10).await.into_iter().collect();
    assert_eq!(once.len(), 1, "everybody said the same: {once:?}");
    drop(calm);
    let stormy = Server::start_with(quick).await;
    let mut bodies: Vec<String> = (0..people * COPIES).map(|n| webhook(n % people)).collect();
    bodies.shuffle(&mut StdRng::seed_from_u64(2026));
    let deliveries = bodies.len() as u64;
    delivered(&stormy, bodies).await;
    let states = came_to(&stormy, people).await;
    assert_eq!(states.len(), people);
    assert_eq!(states.into_iter().collect::<BTreeSet<_>>(), once, "as one delivery each leaves it");
    ROW.done(deliveries, &format!("one effect each ({people} messages)"));
}
