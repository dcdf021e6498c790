//! The month that a what-if replays, read from the events of its cases, and the replays on a thread of their own. What a
//! setting is and what a replay tells, the core knows; nothing here is kept.

use crate::app::App;
use crate::cases::CaseError;
use crate::error::Error;
use futures::future::join_all;
use procedure::measure::Period;
use procedure::what_if::{Course, Draws, MonthOfCases, Setting, Spread, Tally, measured, replay, summary};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// How often a setting is replayed, each time with other draws.
pub const REPLAYS: u64 = 20;
/// Cases that are read together.
const TOGETHER: usize = 50;
/// One at a time: a replay takes a whole processor.
static TURN: Semaphore = Semaphore::const_new(1);

/// A replayed setting's numbers, each with how far it went.
pub type Replayed = Tally<Option<Spread>>;

/// The cases that were sent in a period, by the standards in force now.
pub async fn month(app: &App, period: Period) -> Result<MonthOfCases, Error> {
    let tickets = app.figures.sent(&period).await?;
    let mut courses = Vec::new();
    for some in tickets.chunks(TOGETHER) {
        for found in join_all(some.iter().map(|ticket| app.cases.load(app.office(), ticket))).await {
            match found {
                Ok(found) => courses.extend(found.and_then(|case| Course::of(&case.procedure, &case.events))),
                Err(CaseError::Broken(why)) => tracing::error!("a case is not replayed: {why}"),
                Err(other) => return Err(other.into()),
            }
        }
    }
    Ok(MonthOfCases::of(&app.cases.procedures().active(), period, courses))
}

/// A month as it was measured, and the settings replayed, in their order.
pub struct Told {
    pub measured: Tally,
    pub replayed: Vec<Option<Replayed>>,
}

/// Every setting replayed with the same draws; the same seed tells the same. A setting with a fault is not replayed.
pub async fn replays(month: MonthOfCases, settings: Vec<Setting>, seed: u64) -> Result<Told, Error> {
    let broken = |_| Error::Broken("the turn of a replay".to_owned());
    let _turn = TURN.acquire().await.map_err(broken)?;
    let tell = move || Told {
        measured: measured(&month, &Setting::as_it_was(&month)),
        replayed: settings.iter().map(|setting| summary(&tallies(&month, setting, seed))).collect(),
    };
    spawn_blocking(tell).await.map_err(|e| Error::Broken(format!("a replay: {e}")))
}

fn tallies(month: &MonthOfCases, setting: &Setting, seed: u64) -> Vec<Tally> {
    let one = |nth| {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        chance.set_stream(nth);
        let draws = Draws::of(month, &mut |below| chance.next_u64() % below.max(1));
        replay(month, setting, &draws).ok()
    };
    (0..REPLAYS).filter_map(one).collect()
}
