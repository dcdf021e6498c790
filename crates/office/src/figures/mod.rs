//! What cases tell of the office's work, added up by day, month and year so that a question costs the same however many
//! cases there are. A worker follows behind the cases; nothing here changes one, and no figure names an applicant.

mod counters;
mod due;
mod listed;
pub mod nation;
mod now;
mod project;
mod read;

pub use counters::{Breakdown, By, Counter, counters};
pub use due::mark;
pub use listed::{Cursor, Listed, PAGE};
pub use now::{AGES, Backlog, Open};
pub use read::{Answer, Point, Which};

use crate::app::Shared;
use crate::cases::Cases;
use crate::db::Db;
use crate::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::task::JoinSet;

/// Looked at least so often, for cases that another process changed.
const LOOK: Duration = Duration::from_secs(5);
/// A moment of quiet, so that a burst of changes is added up together.
const GATHER: Duration = Duration::from_millis(150);
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

/// The figures of one office.
#[derive(Clone)]
pub struct Figures {
    db: Db,
    office: Arc<str>,
    changed: broadcast::Sender<()>,
}

impl Figures {
    pub fn new(db: Db, office: &str) -> Self {
        let (changed, _) = broadcast::channel(16);
        Self { db, office: office.into(), changed }
    }

    /// A hint for every change from now on; one that is missed does no harm.
    pub fn changes(&self) -> broadcast::Receiver<()> {
        self.changed.subscribe()
    }

    /// Something was added up, here or in another process.
    pub fn changed_anywhere(&self) {
        // Nobody listening is fine.
        let _ = self.changed.send(());
    }

    /// Tells everything anew, from the events alone; how many cases that were. What nobody has added up yet is missing
    /// from the answers meanwhile.
    pub async fn rebuild(&self, cases: &Cases, at: jiff::Timestamp) -> Result<u64, Error> {
        self.forget().await?;
        let mut told = 0;
        loop {
            match self.project(cases, at).await? {
                0 => return Ok(told),
                some => told += some,
            }
        }
    }
}

pub fn start(app: &Shared, workers: &mut JoinSet<()>) {
    let app = app.clone();
    workers.spawn(async move {
        loop {
            let pause = match round(&app).await {
                Ok(()) => LOOK,
                Err(e) => {
                    tracing::warn!("figures: {e}");
                    AFTER_TROUBLE
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = app.cases.figures_due().notified() => tokio::time::sleep(GATHER).await,
            }
        }
    });
}

/// Adds up everything that is due.
async fn round(app: &Shared) -> Result<(), Error> {
    while app.figures.project(&app.cases, app.clock.now()).await? > 0 {}
    Ok(())
}
