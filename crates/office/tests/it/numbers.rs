//! The numbers that Prometheus reads: whatever alerts and the dashboard ask for is told by a program at work, at an address of
//! its own, with nobody's data in it and no more series than there are rows of the table of addresses.

use crate::house::monitoring::{ALERTS, promtool};
use crate::house::source::read;
use crate::support::databases;
use crate::support::process::{Process, STEPS, port};
use crate::support::reader::Reader;
use office::permissions::Route;
use office::telemetry::QUESTIONS;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

const NIK: &str = "1301054506900001";
const PHONE: &str = "6281234509876";
const DASHBOARD: &str = "deploy/grafana/rancak.json";

/// An office that tells its numbers, and where.
async fn telling() -> (Process, String) {
    let mut office = Process::start(None).await;
    let address = format!("127.0.0.1:{}", port());
    office.terminate();
    assert!(office.ended().await.success());
    office.set("RANCAK_TELEMETRY_METRICS", &address);
    let beside = |name: &str| office.folder.path().join(name).display().to_string();
    let (copies, keys) = (beside("copies"), beside("copied-keys"));
    office.set("RANCAK_BACKUP_STORE", &copies);
    office.set("RANCAK_BACKUP_KEYS", &keys);
    let recipient = age::x25519::Identity::generate().to_public().to_string();
    office.set("RANCAK_BACKUP_RECIPIENTS", &recipient);
    office.up().await;
    (office, format!("http://{address}/metrics"))
}

/// What is told once the tables were looked at.
async fn scrape(address: &str) -> String {
    let begun = Instant::now();
    loop {
        if let Ok(answer) = reqwest::get(address).await {
            let kind = answer.headers()["content-type"].to_str().expect("words").to_owned();
            let text = answer.text().await.expect("text");
            if value(&text, "rancak_measured_timestamp_seconds").is_some_and(|at| at > 0.0) {
                assert_eq!(kind, "text/plain; version=0.0.4");
                return text;
            }
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "never measured");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The value of the series that is written so.
fn value(text: &str, series: &str) -> Option<f64> {
    let line = text.lines().find(|l| l.strip_prefix(series).is_some_and(|rest| rest.starts_with(' ')))?;
    line.rsplit(' ').next()?.parse().ok()
}

/// The numbers that a text of ours asks Prometheus for.
fn asked(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let ours = words.filter(|w| w.starts_with("rancak_") || w.starts_with("process_"));
    ours.map(str::to_owned).collect()
}

fn told(text: &str) -> BTreeSet<String> {
    let series = text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split(['{', ' ']).next());
    series.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_alerts_and_dashboard_read_is_told_by_a_program_at_work_and_nobodys_data_with_it() {
    let (mut office, address) = telling().await;
    let mut sari = Reader::new(office.resident(PHONE));
    let ticket = sari.request(NIK).await;
    for step in 0..STEPS {
        office.staff.record(&ticket, step, "AB12345678").await;
    }
    let operator = &office.staff.operator;
    for path in [format!("/lacak/{ticket}"), format!("/tidak-ada/{NIK}"), format!("/meja/perkara/{ticket}")] {
        operator.get(&path).await;
    }
    let signed = office.sim().sign(b"{}");
    let post = |signature: &str| {
        let call = operator.request(reqwest::Method::POST, "/webhook");
        call.header("x-hub-signature-256", signature.to_owned()).body("{}").send()
    };
    for (signature, status) in [(&*signed, 200), (&*signed, 200), ("sha256=00", 401)] {
        assert_eq!(post(signature).await.expect("an answer").status().as_u16(), status);
    }
    let public = operator.get("/metrics").await;
    assert_eq!((public.status, public.has("rancak_")), (404, false), "never at the public address");
    let text = scrape(&address).await;
    checked(&text);
    for (series, least) in [
        ("rancak_webhooks_total{office=\"13.01\",outcome=\"kept\"}", 10.0),
        ("rancak_webhooks_total{office=\"13.01\",outcome=\"refused\"}", 1.0),
        ("rancak_webhook_updates_total{office=\"13.01\",outcome=\"fresh\"}", 10.0),
        ("rancak_webhook_updates_total{office=\"13.01\",outcome=\"repeated\"}", 1.0),
        ("rancak_letters_total{office=\"13.01\",outcome=\"sent\"}", 5.0),
        ("rancak_dispatch_total{outcome=\"done\"}", 7.0),
        ("rancak_http_requests_total{route=\"/meja/perkara/{ticket}\",status=\"200\",verb=\"GET\"}", 1.0),
        ("rancak_http_connections", 1.0),
        ("process_resident_memory_bytes", 1e6),
    ] {
        assert!(value(&text, series).is_some_and(|v| v >= least), "{series}: {text}");
    }
    for marker in [NIK, PHONE, "1234509876", "Sari", ticket.as_str(), "AB12345678", "Orang"] {
        assert!(!text.contains(marker), "{marker} is told: {text}");
    }
    // What lies in the tables is known after a start as well.
    office.terminate();
    assert!(office.ended().await.success());
    office.up().await;
    let text = scrape(&address).await;
    for (series, wanted) in [
        ("rancak_blanks_in_stock{office=\"13.01\"}", 200.0),
        ("rancak_cases_open{office=\"13.01\"}", 0.0),
        ("rancak_outbox_waiting{office=\"13.01\"}", 0.0),
        ("rancak_database_up", 1.0),
        ("rancak_ready", 1.0),
    ] {
        assert_eq!(value(&text, series), Some(wanted), "{series}");
    }
    let last = value(&text, "rancak_webhook_last_timestamp_seconds{office=\"13.01\"}").expect("told");
    let now = office::clock::Clock::default().now().as_duration().as_secs_f64();
    assert!((0.0..300.0).contains(&(now - last)), "{last} {now}");
}

/// Names, forms and labels.
fn checked(text: &str) {
    let told = told(text);
    for file in [ALERTS, DASHBOARD] {
        let asked = asked(&read(file));
        assert!(asked.len() > 20, "{file}: {asked:?}");
        let missing: Vec<_> = asked.difference(&told).collect();
        assert!(missing.is_empty(), "{file} reads what nobody tells: {missing:?}");
    }
    let rows: BTreeSet<&str> = Route::ALL.iter().map(|r| r.row().path).chain(["none"]).collect();
    let routes: BTreeSet<&str> =
        text.lines().filter_map(|l| l.split("route=\"").nth(1)).filter_map(|l| l.split('"').next()).collect();
    assert!(routes.len() > 5 && routes.is_subset(&rows), "{routes:?}");
    let Some(mut promtool) = promtool(&["check", "metrics"]) else { return };
    let piped = promtool.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = piped.expect("it runs");
    child.stdin.take().expect("open").write_all(text.as_bytes()).expect("written");
    let said = child.wait_with_output().expect("it ends");
    let (out, err) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    assert!(said.status.success() && out.is_empty() && err.is_empty(), "{out}{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_question_for_numbers_reads_along_an_index_and_ends() {
    let b = databases::sqlite().await;
    for question in QUESTIONS {
        let plan = b.plan(question, &[("?1", "'13.01'"), ("?2", "1")]).await;
        let whole = plan.lines().filter(|l| l.starts_with("SCAN") && !l.contains("waiting"));
        assert_eq!(whole.filter(|l| !l.contains("standing")).count(), 0, "{question}\n{plan}");
        assert!(plan.lines().any(|l| l.contains("SEARCH")), "{question}\n{plan}");
        assert!(question.contains("LIMIT") || question.contains("print"), "{question}");
    }
}
