//! The four steps as a peer's clients send them, and what a peer must refuse. The same for all of them.

use crate::http::{Answer, Connection};
use crate::stats::Latencies;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::time::Instant;

/// After the creation: the step and whose token takes it.
const STEPS: [(&str, &str); 3] = [("verify", "verifier"), ("print_card", "printer"), ("handover", "counter")];

/// The head of somebody's request.
pub fn bearer(who: &str) -> String {
    format!("authorization: Bearer tok-{who}\r\ncontent-type: application/json\r\n")
}

fn created(n: usize) -> Value {
    json!({
        "ticket": format!("T{n:08}"),
        "reason": "hilang",
        "nik": format!("130105{:02}0190{:04}", n % 28 + 1, n % 9_999 + 1),
        "name": format!("Sari Contoh {n}"),
        "phone": format!("0812{n:08}"),
        "doc1": format!("kk-{n}"),
        "doc2": format!("surat-hilang-{n}"),
    })
}

fn open(connection: &mut Connection, who: &str, n: usize) -> Result<Answer> {
    connection.post("/cases", &bearer(who), created(n).to_string().as_bytes())
}

fn take(connection: &mut Connection, id: i64, step: &str, who: &str) -> Result<Answer> {
    let note = json!({ "note": "sesuai" }).to_string();
    connection.post(&format!("/cases/{id}/{step}"), &bearer(who), note.as_bytes())
}

fn id(answer: &Answer) -> Result<i64> {
    let told: Value = serde_json::from_slice(&answer.body)?;
    told["id"].as_i64().context("a case's number")
}

/// Carries case `n` from its creation to the handover; how long each request took.
pub fn four_steps(connection: &mut Connection, n: usize, latencies: &mut Latencies) -> Result<()> {
    let begun = Instant::now();
    let answer = open(connection, "intake", n)?;
    latencies.add(begun.elapsed());
    ensure!(answer.status == 201, "a creation was answered with {}", answer.status);
    let id = id(&answer)?;
    for (step, who) in STEPS {
        let begun = Instant::now();
        let answer = take(connection, id, step, who)?;
        latencies.add(begun.elapsed());
        ensure!(answer.status == 200, "{step} was answered with {}", answer.status);
    }
    Ok(())
}

/// Case `n`, with everything that must be refused on its way, its line in the inbox and its history; finished.
pub fn scrutinise(connection: &mut Connection, n: usize) -> Result<()> {
    let wrong = open(connection, "counter", n)?;
    ensure!(wrong.status == 403, "a creation by a wrong role was answered with {}", wrong.status);
    let id = id(&open(connection, "intake", n)?)?;
    for (at, (step, who)) in STEPS.into_iter().enumerate() {
        for (other, whose) in STEPS.into_iter().filter(|(other, _)| *other != step) {
            let early = take(connection, id, other, whose)?;
            ensure!(early.status == 409, "{other} instead of {step} was answered with {}", early.status);
        }
        let wrong = take(connection, id, step, STEPS[(at + 1) % STEPS.len()].1)?;
        ensure!(wrong.status == 403, "{step} by a wrong role was answered with {}", wrong.status);
        let inbox: Value = serde_json::from_slice(&connection.get("/inbox", &bearer(who))?.body)?;
        let lines = inbox.as_array().context("an inbox")?;
        let text = id.to_string();
        let is_it = |line: &&Value| line["id"].as_i64() == Some(id) || line["id"].as_str() == Some(&text);
        let line = lines.iter().find(is_it);
        ensure!(!line.context("its line in the inbox")?["sla_left_s"].is_null(), "no time left is told");
        ensure!(take(connection, id, step, who)?.status == 200, "{step} was refused");
    }
    let history: Value =
        serde_json::from_slice(&connection.get(&format!("/cases/{id}/history"), &bearer("intake"))?.body)?;
    for (step, _) in STEPS {
        let told = history.as_array().context("a history")?.iter().find(|line| line["step"] == step);
        ensure!(told.context(step)?["data"]["note"] == "sesuai", "{step} has lost its note");
    }
    Ok(())
}
