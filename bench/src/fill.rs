//! Many cases quickly: a real case of every stage, then copies of their rows under tickets of their own.
//! For reading only: what the copies do not have is files, messages, and what a form's token was used for.

use crate::installation::Office;
use crate::support::server::{CETAK, KASI, OPERATOR, REGISTER, Server};
use anyhow::Result;
use jiff::SignedDuration;
use office::db::Statement;
use office::params;
use procedure::{Form, Ticket};
use std::collections::HashSet;

/// Copies written in one transaction.
const BATCH: usize = 250;
/// Of ten cases one stands at each of the four steps; the others are over.
const IN_TEN: usize = 10;

const COPY: [&str; 2] = [
    "INSERT INTO cases (office, ticket, seq, procedure, version, status, lane, turn, due_at, minutes, claimed_by,
            claimed_name, name, nik, phone, contact, reasons, channel, opened_at, submitted_at, closed_at, updated_at)
        SELECT office, ?3, seq, procedure, version, status, lane, turn, due_at + ?4, minutes, claimed_by,
            claimed_name, name, nik, phone, contact, reasons, channel, opened_at + ?4, submitted_at + ?4,
            closed_at + ?4, updated_at + ?4 FROM cases WHERE office = ?1 AND ticket = ?2",
    "INSERT INTO timers (office, subject, kind, due_at, body)
        SELECT office, ?3, kind, due_at + ?4, body FROM timers WHERE office = ?1 AND subject = ?2",
];

/// A case is found by its own ticket, written without its strokes.
const TERMS: &str = "INSERT INTO case_terms (office, term, ticket)
    SELECT office, CASE term WHEN lower(replace(?2, '-', '')) THEN lower(replace(?3, '-', '')) ELSE term END, ?3
    FROM case_terms WHERE office = ?1 AND ticket = ?2";

const REGISTER_LINE: &str =
    "INSERT INTO register (office, year, number, ticket, at, name, nik, reasons, blangko,
        received_by, relation, officer)
    SELECT office, year, number + ?5, ?3, at + ?4, name, nik, reasons, blangko, received_by, relation, officer
    FROM register WHERE office = ?1 AND ticket = ?2";

/// Fills an empty office with `count` cases, and has the database settle.
pub async fn fill(filled: &Office, count: usize) -> Result<()> {
    let server = &filled.server;
    let stages = stages(server).await;
    let log = server.app.cases.log();
    let mut stories = Vec::new();
    for ticket in &stages {
        stories.push(log.events(server.app.office(), ticket).await?.unwrap_or_default());
    }
    let mut taken: HashSet<Ticket> = stages.iter().cloned().collect();
    let mut statements = Vec::new();
    for n in stages.len()..count {
        let stage = n % IN_TEN;
        let template = stages.get(stage).unwrap_or(&stages[stages.len() - 1]);
        let ticket = fresh(&mut taken);
        // A second apart, from tomorrow on, so that no deadline passes while we measure.
        let later = i64::try_from(n + 86_400)? * 1_000;
        let (office, old, new) = (server.app.office(), template.as_str(), ticket.as_str());
        let mut story = stories.get(stage).unwrap_or(&stories[stages.len() - 1]).clone();
        for event in &mut story {
            event.at += SignedDuration::from_millis(later);
        }
        statements.extend(log.told(office, &ticket, &story)?);
        statements.extend(COPY.iter().map(|sql| Statement::new(sql, params![office, old, new, later])));
        statements.push(Statement::new(TERMS, params![office, old, new]));
        if stage + 1 >= stages.len() {
            statements.push(Statement::new(REGISTER_LINE, params![office, old, new, later, n]));
        }
        if n % BATCH == 0 || n + 1 == count {
            filled.write(std::mem::take(&mut statements)).await?;
        }
    }
    filled.settle().await
}

/// Of so many drawn by chance, some would come twice.
fn fresh(taken: &mut HashSet<Ticket>) -> Ticket {
    loop {
        let ticket = Ticket::from_random(rand::random());
        if taken.insert(ticket.clone()) {
            return ticket;
        }
    }
}

/// One case at each step, and one that is over, as the last.
async fn stages(server: &Server) -> Vec<Ticket> {
    let operator = server.officer("operator", "Operator Contoh", &[OPERATOR]).await;
    let kasi = server.officer("kasi", "Kasi Contoh", &[KASI]).await;
    let printer = server.officer("cetak", "Cetak Contoh", &[CETAK]).await;
    let register = server.officer("register", "Register Contoh", &[REGISTER]).await;
    let name = "Sari Contoh";
    let received = server.open_case(name).await;
    let checked = server.open_case(name).await;
    server.decide(&checked, &operator, "penerimaan", "lengkap", Form::default()).await;
    let approved = server.open_case(name).await;
    server.decide(&approved, &operator, "penerimaan", "lengkap", Form::default()).await;
    server.decide(&approved, &kasi, "verifikasi", "rekomendasi", Form::default()).await;
    let printed = server.printed_case(name, &operator, &kasi, &printer).await;
    let over = server.printed_case(name, &operator, &kasi, &printer).await;
    server.decide(&over, &register, "penyerahan", "beritahu", Form::default()).await;
    server.hand_over(&over, &register).await;
    vec![received, checked, approved, printed, over]
}
