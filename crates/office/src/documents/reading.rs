//! Takes files that cases were given under the case's key, and reads numbers and codes from their pages: after
//! their sender was answered, since it takes seconds and nobody waits for it. What was read lies in the vault beside its page and is destroyed with it.

use crate::app::{App, Shared};
use crate::cases::readings::Unread;
use crate::documents::Size;
use crate::error::Error;
use jiff::SignedDuration;
use reader::facts::Facts;
use std::time::Duration;
use tokio::task::JoinSet;

/// Looked at least so often, for files that another process attached.
const LOOK: Duration = Duration::from_secs(30);
/// Longer than the pages of one file take.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

pub fn start(app: &Shared, workers: &mut JoinSet<()>) {
    let app = app.clone();
    workers.spawn(async move {
        loop {
            let pause = match round(&app).await {
                Ok(pause) => pause,
                Err(e) => {
                    tracing::warn!("reading documents: {e}");
                    AFTER_TROUBLE
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = app.cases.files_attached().notified() => {}
            }
        }
    });
}

/// Reads everything that is due; how long nothing else will be.
async fn round(app: &App) -> Result<Duration, Error> {
    loop {
        let taken = app.cases.take_unread(app.office(), app.clock.now(), LEASE).await?;
        if taken.is_empty() {
            break;
        }
        let all = taken.iter().map(|unread| one(app, unread));
        futures::future::join_all(all).await.into_iter().collect::<Result<(), _>>()?;
    }
    let next = app.cases.next_unread(app.office()).await?;
    let wait = next.map(|at| app.clock.now().duration_until(at));
    let wait = wait.map_or(LOOK, |w| Duration::try_from(w).unwrap_or(Duration::ZERO));
    Ok(wait.clamp(Duration::from_millis(20), LOOK))
}

async fn one(app: &App, unread: &Unread) -> Result<(), Error> {
    // A file that came before its case was known has a key of its own until now.
    app.documents.adopt(&unread.file, &unread.ticket).await?;
    let mut facts = Vec::new();
    for number in 1..=unread.pages {
        let page = app.documents.page(&unread.file, number, Size::Whole).await?;
        facts.push(match page {
            Some(page) => app.documents.read(page).await?,
            // Destroyed meanwhile.
            None => Facts::default(),
        });
    }
    app.documents.keep_facts(&unread.file, &facts).await?;
    Ok(app.cases.was_read(app.office(), unread).await?)
}
