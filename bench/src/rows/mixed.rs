//! An office's day pressed together: residents who ask by WhatsApp, through the simulator's protocol, while officers carry
//! cases from the counter to the register and others look at pages. All arrive at fixed rates, whatever the answers do, and
//! each is timed from when they should have come.

use super::{Effort, alone, undisturbed};
use crate::course::full_case;
use crate::http::Connection;
use crate::installation::{Database, Office};
use crate::load;
use crate::report::{Line, Notes};
use crate::stats::{Latencies, Latency};
use crate::support::rehearsal::simulator;
use anyhow::{Context, Result, anyhow, ensure};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use whatsapp_sim::{Message, Resident, Simulator};

/// A second: residents who begin to ask, cases carried from the counter to the register, pages looked at.
const RESIDENTS: f64 = 8.0;
const CASES: f64 = 8.0;
const PAGES: f64 = 40.0;
const CONNECTIONS: usize = 32;
const PATIENCE: Duration = Duration::from_secs(60);

const ASKED: [&str; 4] =
    ["answer to a resident, p99", "whole conversation, median", "full case, p99", "inbox page, p99"];

struct Day {
    office: Office,
    sim: Simulator,
    residents: usize,
    done: usize,
}

pub fn measure(runtime: &Runtime, effort: Effort, notes: &mut Notes) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for database in Database::BOTH {
        let mut day = runtime.block_on(Day::start(database))?;
        let (mut rounds, mut others) = (Vec::new(), 0.0_f64);
        for round in 0..=effort.rounds {
            let (found, disturbed) = undisturbed(effort, || day.round(runtime, effort))?;
            // The first only warms up.
            if round > 0 {
                rounds.push(found);
                others = others.max(disturbed);
            }
        }
        runtime.block_on(day.check())?;
        let figures: [fn(&[Latency; 4]) -> f64; 4] = [|r| r[0].p99, |r| r[1].p50, |r| r[2].p99, |r| r[3].p99];
        for (asked, figure) in ASKED.into_iter().zip(figures) {
            let values: Vec<f64> = rounds.iter().map(figure).collect();
            lines.push(alone(format!("mixed day: {asked}"), database.name(), "ms", (&values, others)));
        }
        let told: Vec<_> = rounds
            .iter()
            .map(|r| json!({"answer": r[0], "conversation": r[1], "case": r[2], "page": r[3]}))
            .collect();
        let rates = json!({"residents a second": RESIDENTS, "cases a second": CASES, "pages a second": PAGES, "rounds": told});
        notes.insert(format!("mixed day, {}", database.name()), rates);
    }
    Ok(lines)
}

/// One each so often, and how many in a burst.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
fn paced(a_second: f64, effort: Effort) -> (Duration, usize) {
    let count = (a_second * effort.burst.as_secs_f64()).ceil();
    (Duration::from_secs_f64(1.0 / a_second), count as usize)
}

impl Day {
    async fn start(database: Database) -> Result<Self> {
        let sim = Simulator::start(simulator()).await.map_err(|e| anyhow!("{e}"))?;
        let office = Office::start_beside(database, sim.base_url()).await?;
        sim.webhook(&format!("{}/webhook", office.server.base)).await.map_err(|e| anyhow!("{e}"))?;
        Ok(Self { office, sim, residents: 0, done: 0 })
    }

    /// Answers, conversations, full cases and pages.
    fn round(&mut self, runtime: &Runtime, effort: Effort) -> Result<[Latency; 4]> {
        let (gap, count) = paced(RESIDENTS, effort);
        let first = self.residents;
        let residents: Vec<Resident> = (first..first + count)
            .map(|n| self.sim.resident(&format!("62813{n:08}"), "Sari Contoh"))
            .collect::<Result<_, _>>()
            .map_err(|e| anyhow!("{e}"))?;
        self.residents += count;
        let talking = runtime.spawn(conversations(residents, first, gap));
        let (office, done) = (&self.office, self.done);
        let (cases, pages) = std::thread::scope(|scope| {
            let (gap, count) = paced(CASES, effort);
            let at_work = scope.spawn(move || {
                let work = |c: &mut Connection, n: usize| full_case(c, &office.staff, done + n);
                load::open(&[office.host], CONNECTIONS, gap, count, work)
            });
            let (gap, count) = paced(PAGES, effort);
            let pages = load::open(&[office.host], CONNECTIONS, gap, count, |c, _| {
                let answer = c.get("/meja", &office.staff.operator)?;
                ensure!(answer.status == 200, "the inbox was answered with {}", answer.status);
                Ok(())
            });
            (at_work.join().map_err(|_| anyhow!("a client panicked")), pages)
        });
        let (cases, pages) = (cases??, pages?);
        self.done += cases.done;
        let (answers, whole) = runtime.block_on(talking)??;
        Ok([answers.latency(), whole.latency(), cases.latencies.latency(), pages.latencies.latency()])
    }

    /// Every resident asked as far as the documents, and every case that was carried out stands in the register.
    async fn check(&self) -> Result<()> {
        let drafts = self.office.count("SELECT count(*) FROM cases WHERE status = 'draft'").await?;
        let over = self.office.count("SELECT count(*) FROM register").await?;
        let strange = self.office.count("SELECT count(*) FROM strange_inbound").await?;
        let right = (i64::try_from(self.residents)?, i64::try_from(self.done)?, 0);
        ensure!(
            (drafts, over, strange) == right,
            "{drafts} drafts, {over} registered, {strange} strange: {right:?}"
        );
        Ok(())
    }
}

/// A resident each `gap`; how long each answer and each conversation took.
async fn conversations(
    residents: Vec<Resident>,
    first: usize,
    gap: Duration,
) -> Result<(Latencies, Latencies)> {
    let begun = Instant::now() + Duration::from_millis(50);
    let mut talking = Vec::new();
    for (n, resident) in residents.into_iter().enumerate() {
        let due = begun + gap * u32::try_from(n)?;
        tokio::time::sleep_until(due.into()).await;
        talking.push(tokio::spawn(async move { asks(&resident, first + n, due).await }));
    }
    let (mut answers, mut whole) = (Latencies::default(), Latencies::default());
    for conversation in talking {
        let (of_answers, took) = conversation.await??;
        answers.join(&of_answers);
        whole.add(took);
    }
    Ok((answers, whole))
}

/// Asks for a lost card as far as the documents, from when the first word was due.
async fn asks(resident: &Resident, n: usize, due: Instant) -> Result<(Latencies, Duration)> {
    let mut talk = Talk { resident, answers: Latencies::default(), from: due };
    let greeting = talk.says("halo").await?;
    let reasons = talk.taps(&greeting, "Setuju").await?;
    talk.taps(&reasons, "KTP-el hilang").await?;
    talk.says(&crate::fill::Person::nth(n).nik).await?;
    talk.says("Sari Contoh").await?;
    Ok((talk.answers, due.elapsed()))
}

struct Talk<'a> {
    resident: &'a Resident,
    answers: Latencies,
    /// Since when an answer is waited for.
    from: Instant,
}

impl Talk<'_> {
    async fn says(&mut self, words: &str) -> Result<Message> {
        self.resident.text(words).map_err(|e| anyhow!("{e}"))?;
        self.hears().await.with_context(|| words.to_owned())
    }

    async fn taps(&mut self, on: &Message, choice: &str) -> Result<Message> {
        self.resident.tap(on, choice).map_err(|e| anyhow!("{e}"))?;
        self.hears().await.with_context(|| choice.to_owned())
    }

    async fn hears(&mut self) -> Result<Message> {
        let answer = self.resident.next_message(PATIENCE).await.map_err(|e| anyhow!("{e}"))?;
        self.answers.add(self.from.elapsed());
        self.from = Instant::now();
        Ok(answer)
    }
}
