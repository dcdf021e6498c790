//! The program itself, as a process of its own over tables of some size: how soon after its start it answers, how much memory
//! it holds while it works, and what it takes to look through its whole record.

use super::cases::CLIENTS;
use super::{Effort, alone, undisturbed};
use crate::course::full_case;
use crate::installation::{Database, Staff};
use crate::load;
use crate::program::{Left, Program, looks_through_the_record, serving};
use crate::report::{Goal, Line, Notes};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

/// Megabytes.
const MEMORY: f64 = 150.0;
/// Milliseconds.
const START: f64 = 1_000.0;

/// Over an installation that was left, with so many cases carried out in it.
pub fn measure(
    (left, staff): (Left, Staff),
    (size, done): (&str, usize),
    effort: Effort,
    database: Database,
    notes: &mut Notes,
) -> Result<Vec<Line>> {
    if serving().is_none() {
        let why = "the program rancak is not beside this one";
        notes.insert("left out: start and memory".to_owned(), json!(why));
        return Ok(Vec::new());
    }
    let (mut starts, mut others, mut running) = (Vec::new(), 0.0_f64, None);
    for _ in 0..effort.rounds.max(1) {
        drop(running.take());
        let start = || Program::start(serving().context("rancak beside this program")?, &left);
        let (program, disturbed) = undisturbed(effort, start)?;
        starts.push(program.started.as_secs_f64() * 1e3);
        others = others.max(disturbed);
        running = Some(program);
    }
    let program = running.context("a start")?;
    let idle = program.resident()?;
    let (most, rate) = loaded(&program, &staff, done, effort)?;
    drop(program);
    let told = json!({
        "MB after the start": idle,
        "cases a second meanwhile, documents looked at": rate,
        "the whole record looked through": record(&left),
    });
    notes.insert(format!("the program, {size} cases, {}", database.name()), told);
    let memory = alone(format!("memory under load, {size} cases"), database.name(), "MB", (&[most], others));
    let start = alone(format!("start, {size} cases"), database.name(), "ms", (&starts, others));
    Ok(vec![memory.with(Goal::OursAtMost(MEMORY)), start.with(Goal::OursAtMost(START))])
}

/// The most memory while clients read inboxes and carry cases through, and how many cases a second that were.
fn loaded(program: &Program, staff: &Staff, done: usize, effort: Effort) -> Result<(f64, f64)> {
    let watch = program.watch();
    let burst = load::closed(&[program.host], CLIENTS, effort.burst * 2, |c, n| {
        let page = c.get("/meja", &staff.operator)?;
        ensure!(page.status == 200, "the inbox was answered with {}", page.status);
        full_case(c, staff, done + n)
    })?;
    Ok((watch.most()?, burst.a_second()))
}

fn record(left: &Left) -> Value {
    match looks_through_the_record(left) {
        Ok((seconds, most)) => json!({ "seconds": seconds, "MB": most }),
        Err(e) => json!(format!("{e:#}")),
    }
}
