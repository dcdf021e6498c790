//! The public page's numbers, read together and kept for a minute: however many people look, the database is asked once.

use crate::app::App;
use crate::error::Error;
use crate::figures::Which;
use crate::handover::satisfaction;
use crate::stock::Outlook;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use procedure::measure::{Figure, Period};
use tokio::sync::Mutex;

const GOOD_FOR: SignedDuration = SignedDuration::from_secs(60);
/// So many days back a day is looked for on which something ended.
const LOOK_BACK: u32 = 14;
/// The months that answers to the survey are taken from.
const SURVEYED: u32 = 365;

/// What everybody may be told; small numbers are still in it.
#[derive(Debug, Clone)]
pub struct Told {
    pub at: Timestamp,
    /// The last day on which cards were handed over, how many, and the median of the working time they took.
    pub day: Date,
    pub ended: u64,
    pub median: Option<u64>,
    /// Requests that somebody is to work on now.
    pub waiting: u64,
    pub outlook: Outlook,
    /// This month's requests that the office brought to an end, and those within the standard.
    pub judged: u64,
    pub within: u64,
    /// Of a year: how many answered, the index and its letter.
    pub forms: u64,
    pub index: Option<(f64, &'static str)>,
}

/// What was told last.
#[derive(Default)]
pub struct Kept(Mutex<Option<Told>>);

impl Kept {
    pub async fn told(&self, app: &App) -> Result<Told, Error> {
        // Held while it is read: who comes meanwhile waits for that one answer.
        let mut kept = self.0.lock().await;
        let now = app.clock.now();
        let is_good = |told: &&Told| (SignedDuration::ZERO..=GOOD_FOR).contains(&told.at.duration_until(now));
        if let Some(told) = kept.as_ref().filter(is_good) {
            return Ok(told.clone());
        }
        let told = read(app, now).await?;
        *kept = Some(told.clone());
        Ok(told)
    }
}

async fn read(app: &App, now: Timestamp) -> Result<Told, Error> {
    let today = app.cases.procedures().active().calendar.offset.to_datetime(now).date();
    let whole = Which::default();
    let (day, ended, median) = last_day(app, today).await?;
    let month = app.figures.answer(&whole, &Period::month_of(today)).await?;
    let (judged, within) = month.judged();
    let backlog = app.figures.backlog(now).await?;
    let waiting = backlog.iter().filter(|s| s.turn == "work").flat_map(|s| s.ages).sum();
    let asked = satisfaction(app, &Period::ending(today, SURVEYED)).await?;
    Ok(Told {
        at: now,
        day,
        ended,
        median,
        waiting,
        outlook: app.stock.outlook(&app.figures, now).await?,
        judged,
        within,
        forms: asked.forms,
        index: asked.index.map(|i| (i.value, i.grade.letter())),
    })
}

/// Today, or the last day before on which something was handed over.
async fn last_day(app: &App, today: Date) -> Result<(Date, u64, Option<u64>), Error> {
    let mut day = today;
    for _ in 0..LOOK_BACK {
        let answer = app.figures.answer(&Which::default(), &Period::day(day)).await?;
        let spread = answer.spread_of(Figure::Closed, "handed_over");
        if spread.count() > 0 {
            return Ok((day, spread.count(), spread.median()));
        }
        let Ok(before) = day.yesterday() else { break };
        day = before;
    }
    Ok((today, 0, None))
}
