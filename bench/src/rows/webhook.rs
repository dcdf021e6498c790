//! A signed text message to its 200, at a fixed rate that does not wait for answers, beside one
//! `fdatasync`: the least that keeping it durably can cost. The office answers every message meanwhile.

use super::{Effort, Pairs, undisturbed};
use crate::http::Connection;
use crate::installation::{Database, Office};
use crate::load;
use crate::machine::syncs;
use crate::report::{Goal, Line, Notes};
use crate::stats::{Latency, Spread};
use anyhow::{Result, ensure};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

const CLIENTS: usize = 32;
/// More than are ever busy at that rate.
const CONNECTIONS: usize = 128;
const SYNCS: usize = 200;
const RESIDENTS: usize = 1_000;
/// Of the peak.
const RATE: f64 = 0.8;
/// Of one `fdatasync`.
const GOAL: f64 = 5.0;
const PATIENCE: Duration = Duration::from_secs(600);

pub fn measure(runtime: &Runtime, effort: Effort, notes: &mut Notes) -> Result<Vec<Line>> {
    let mut subjects = Vec::new();
    for database in Database::BOTH {
        let office = runtime.block_on(Office::start(database))?;
        let mut subject = Subject { office, sent: 0, rate: 0.0, p99: Pairs::default(), answered: Vec::new() };
        subject.peak(runtime, effort)?;
        subjects.push((database, subject, Pairs::default()));
    }
    for _ in 0..effort.rounds {
        for (_, subject, pairs) in &mut subjects {
            let (round, others) = undisturbed(effort, || subject.round(runtime, effort))?;
            subject.p99.push(round.latency.p99, round.sync, others);
            subject.answered.push(round.answered);
            pairs.push(round.latency.p50, round.sync, others);
        }
    }
    let mut lines = Vec::new();
    for (database, subject, pairs) in &subjects {
        runtime.block_on(subject.check())?;
        lines.push(pairs.line("webhook to 200, median : one fdatasync", database.name(), "ms"));
        let p99 = subject.p99.line("webhook to 200, p99 : one fdatasync", database.name(), "ms");
        lines.push(p99.with(Goal::RatioAtMost(GOAL)));
        notes.insert(format!("webhook, {}", database.name()), subject.note());
    }
    Ok(lines)
}

struct Subject {
    office: Office,
    sent: usize,
    /// Messages a second in an open loop.
    rate: f64,
    p99: Pairs,
    answered: Vec<f64>,
}

struct Round {
    latency: Latency,
    sync: f64,
    /// Messages a second that the office answered, the wait for the last of them included.
    answered: f64,
}

impl Subject {
    /// Finds out how much the webhook takes, and sets the rate by it.
    fn peak(&mut self, runtime: &Runtime, effort: Effort) -> Result<()> {
        for _ in 0..2 {
            // The first only warms up.
            let (first, office) = (self.sent, &self.office);
            let burst =
                load::closed(&[office.host], CLIENTS, effort.burst, |c, n| send(c, office, first + n))?;
            self.sent += burst.done;
            self.rate = (burst.a_second() * RATE).round();
            self.rest(runtime)?;
        }
        Ok(())
    }

    fn round(&mut self, runtime: &Runtime, effort: Effort) -> Result<Round> {
        let folder = tempfile::tempdir()?;
        let sync = syncs(folder.path(), SYNCS)?.latency().p50;
        let (first, office) = (self.sent, &self.office);
        let begun = Instant::now();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few thousand messages"
        )]
        let count = (self.rate * effort.burst.as_secs_f64()) as usize;
        let gap = Duration::from_secs_f64(1.0 / self.rate);
        let burst = load::open(&[office.host], CONNECTIONS, gap, count, |c, n| send(c, office, first + n))?;
        self.sent += burst.done;
        self.rest(runtime)?;
        #[expect(clippy::cast_precision_loss, reason = "a few thousand messages")]
        let answered = count as f64 / begun.elapsed().as_secs_f64();
        Ok(Round { latency: burst.latencies.latency(), sync, answered })
    }

    /// Waits until every message is answered.
    fn rest(&self, runtime: &Runtime) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        let open = "SELECT (SELECT count(*) FROM inbound WHERE done = 0) + (SELECT count(*) FROM outbox)";
        while runtime.block_on(self.office.count(open))? > 0 {
            ensure!(Instant::now() < deadline, "the messages were never all answered");
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Every message that was answered with 200 is kept, once, and was worked off.
    async fn check(&self) -> Result<()> {
        let sent = i64::try_from(self.sent)?;
        let kept = self.office.count("SELECT count(*) FROM inbound WHERE done = 1").await?;
        let heard = self.office.count("SELECT count(*) FROM messages WHERE outward = 0").await?;
        let strange = self.office.count("SELECT count(*) FROM strange_inbound").await?;
        ensure!((kept, heard, strange) == (sent, sent, 0), "sent {sent}, kept {kept}, heard {heard}");
        Ok(())
    }

    fn note(&self) -> Value {
        json!({
            "messages a second": self.rate,
            "of the peak": RATE,
            "answered a second": Spread::of(self.answered.iter().copied()),
        })
    }
}

/// Resident `n`'s next word, as the platform brings it.
fn send(connection: &mut Connection, office: &Office, n: usize) -> Result<()> {
    let config = &office.server.app.config;
    let phone = format!("6281200{:06}", n % RESIDENTS);
    let user = format!("ID.{:08}", n % RESIDENTS);
    let body =
        json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages",
        "value": {"messaging_product": "whatsapp",
            "metadata": {"display_phone_number": config.whatsapp.display_number,
                "phone_number_id": config.whatsapp.phone_number_id},
            "contacts": [{"profile": {"name": "Sari Contoh"}, "wa_id": phone, "user_id": user}],
            "messages": [{"from": phone, "from_user_id": user, "id": format!("wamid.bench{n}"),
                "timestamp": "1795410000", "type": "text", "text": {"body": "halo"}}]}}]}]})
        .to_string();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(config.secrets.app_secret.expose_secret().as_bytes())?;
    mac.update(body.as_bytes());
    let signature = hex::encode(mac.finalize().into_bytes());
    let headers = format!("content-type: application/json\r\nx-hub-signature-256: sha256={signature}\r\n");
    let answer = connection.post("/webhook", &headers, body.as_bytes())?;
    ensure!(answer.status == 200, "a webhook was answered with {}", answer.status);
    Ok(())
}
