//! One request of each reason without a browser: residents through the SIMULATOR's protocol, staff
//! through our pages, ending in the register. Prints what happened, step by step.

use super::blanks;
use super::cast::{ASKS, Ask, STAFF, resident};
use super::gate;
use super::officer::Officer;
use super::printing;
use super::resident::{begin, documents, fill_in, send};
use super::simulator::Simulator;
use super::station::Counter;
use crate::app::{App, Shared};
use crate::cases::register::Line;
use anyhow::{Context, ensure};
use jiff::Timestamp;
use procedure::Ticket;
use serde_json::{Value, json};
use std::time::Instant;

/// The first serial of the walk-through's delivery.
const FIRST_BLANK: usize = 900;

/// The straight way through the procedure: role, outcome, what is filled in.
type Move = (&'static str, &'static str, Vec<(&'static str, String)>);

pub async fn play(
    app: &Shared,
    machines: (&Simulator, &Counter),
    origin: &str,
    as_json: bool,
) -> anyhow::Result<bool> {
    let mut officers = Vec::new();
    for (role, login, _) in STAFF {
        officers.push((*role, Officer::sign_in(app, origin, login).await?));
    }
    let (keeper, overseer) = (who(&officers, "kasi")?, who(&officers, "kabid")?);
    let printer = STAFF.iter().find(|(role, ..)| *role == "operator_cetak").map_or("", |(_, login, _)| login);
    blanks::begin_day(app, keeper, printer, FIRST_BLANK).await?;
    let mut cases = Vec::new();
    for (n, ask) in ASKS.iter().enumerate() {
        cases.push(case(app, (machines, origin), &officers, n, ask, as_json).await?);
    }
    let registered = cases.iter().filter(|c| !c["register"].is_null()).count();
    let stock = blanks::close_day(app, keeper, overseer).await?;
    let differences = app.stock.verify().await?.differences;
    ensure!(differences.is_empty(), "the stock does not hold: {differences:?}");
    if as_json {
        println!("{}", json!({ "cases": cases, "stock": stock }));
    } else {
        println!("\n== Penutupan persediaan blangko: {stock}");
    }
    Ok(registered == ASKS.len())
}

fn who<'a>(officers: &'a [(&str, Officer)], role: &str) -> anyhow::Result<&'a Officer> {
    let found = officers.iter().find(|(r, _)| *r == role).map(|(_, officer)| officer);
    found.with_context(|| format!("nobody is {role}"))
}

async fn case(
    app: &Shared,
    ((sim, counter), origin): ((&Simulator, &Counter), &str),
    officers: &[(&'static str, Officer)],
    n: usize,
    ask: &Ask,
    quiet: bool,
) -> anyhow::Result<Value> {
    let say = |line: String| {
        if !quiet {
            println!("{line}");
        }
    };
    let person = resident(900 + n);
    say(format!("\n== {} ({}), SIMULATOR {}", person.name, ask.title, person.phone));
    let begun = Instant::now();
    let mut talker = sim.resident(&person.phone, &person.name).await?;
    let review = if n == 0 {
        let blurred = begin(&mut talker, &person, ask).await.map(|_| ask.pages[0])?;
        let told = talker.blurred(&person, blurred).await?;
        let caught = told.words.lines().next().unwrap_or_default().to_owned();
        say(format!("   warga    mengirim foto buram; dijawab: {caught}"));
        ensure!(told.finds_fault(), "a blurred photo was taken: {}", told.words);
        let review = documents(&mut talker, &person, ask).await?;
        say("   warga    mengirim foto yang baru; diterima".to_owned());
        review
    } else {
        fill_in(&mut talker, &person, ask).await?
    };
    let ticket = send(&mut talker, &review).await?;
    say(format!("   warga    permohonan terkirim, tiket {ticket}  ({:.1} s)", begun.elapsed().as_secs_f64()));
    let (mut steps, mut pass) = (Vec::new(), String::new());
    for (role, outcome, fields) in moves(n) {
        let officer = who(officers, role)?;
        let begun = Instant::now();
        if n == 0 && outcome == "perintah_cetak" {
            printing::order(app, sim, officer, &ticket, &person).await?;
            printing::printed(app, &ticket).await?;
            say("   printer  SIMULATOR melaporkan: selesai".to_owned());
        } else if outcome == "serahkan" {
            gate::hand_over(officer, &ticket, &pass, n, FIRST_BLANK + n).await?;
        } else {
            if outcome == "aktif" {
                counter.binds(app, officer, &ticket).await?;
                say("   stasiun  SIMULATOR: chip diikat pada kartu".to_owned());
            }
            officer.record(&ticket, outcome, &fields).await?;
        }
        let step = stands(app, role);
        let seconds = begun.elapsed().as_secs_f64();
        say(format!("   langkah {} {:<19} {outcome}  ({seconds:.2} s)", step, officer.name));
        steps.push(json!({"no": step, "actor": officer.name, "outcome": outcome, "seconds": seconds}));
        if outcome == "beritahu" || outcome == "serahkan" {
            let told = talker.hear().await?;
            say(format!("   warga    menerima: {}", told.words.lines().next().unwrap_or_default()));
            if outcome == "beritahu" {
                pass = gate::token(&told.words, "/tanda/")?;
            } else {
                gate::answer_survey(origin, &gate::token(&told.words, "/survei/")?, 4 - n % 2).await?;
                say("   warga    mengisi survei".to_owned());
            }
        }
    }
    let line = registered(app, &ticket).await?;
    if let Some(line) = &line {
        say(format!(
            "   register {}/{}: {} {}, blangko {}, diterima {} ({})",
            line.number,
            line.year,
            line.ticket,
            line.name,
            line.blangko.as_deref().unwrap_or("-"),
            line.received_by,
            line.relation
        ));
    }
    Ok(json!({
        "ticket": ticket.as_str(),
        "reason": ask.id,
        "steps": steps,
        "messages_in": talker.sent,
        "messages_out": talker.got,
        "register": line.map(|l| json!({
            "number": l.number, "year": l.year, "name": l.name, "blangko": l.blangko,
            "received_by": l.received_by, "relation": l.relation, "officer": l.officer,
        })),
    }))
}

fn moves(n: usize) -> Vec<Move> {
    let blank = |n: usize| ("blangko", blanks::serial(FIRST_BLANK + n));
    let mut moves = vec![("operator_pelayanan", "lengkap", vec![]), ("kasi", "rekomendasi", vec![])];
    if n == 1 {
        // The second card fails in the printer: its blank is spoiled, and another is taken.
        moves.push(("operator_cetak", "perintah_cetak", vec![]));
        moves.push(("operator_cetak", "gagal_cetak", vec![blank(9), ("why", "Cetakan bergaris".to_owned())]));
    }
    moves.extend([
        ("operator_cetak", "perintah_cetak", vec![]),
        ("operator_cetak", "tercetak", vec![blank(n)]),
        ("operator_cetak", "aktif", vec![]),
        ("petugas_register", "beritahu", vec![]),
        ("petugas_register", "serahkan", vec![]),
    ]);
    moves
}

fn stands(app: &App, role: &str) -> u32 {
    app.cases.procedures().active().steps.iter().find(|s| s.role == role).map_or(0, |s| s.no)
}

async fn registered(app: &App, ticket: &Ticket) -> anyhow::Result<Option<Line>> {
    let all = app.cases.register(app.office(), Timestamp::MIN, Timestamp::MAX, 1_000).await?;
    Ok(all.into_iter().find(|l| l.ticket == ticket.as_str()))
}
