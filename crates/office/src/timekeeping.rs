//! Wakes what has fallen due: deadlines, drafts nobody came back to, files of purged drafts, links. The table
//! remembers; this only looks at it in time.

use crate::app::Shared;
use crate::cases::timers::{Due, FILES, LINK, done, set};
use crate::db::Write;
use crate::error::Error;
use crate::secure_link;
use jiff::SignedDuration;
use procedure::FileId;
use std::time::Duration;
use tokio::task::JoinSet;

/// Looked at least so often, for timers that another process set.
const LOOK: Duration = Duration::from_secs(30);
const PUT_OFF: SignedDuration = SignedDuration::from_hours(1);
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

pub fn start(app: &Shared, workers: &mut JoinSet<()>) {
    let app = app.clone();
    workers.spawn(async move {
        loop {
            let pause = match round(&app).await {
                Ok(pause) => pause,
                Err(e) => {
                    tracing::warn!("timers: {e}");
                    AFTER_TROUBLE
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = app.cases.timers_set().notified() => {}
            }
        }
    });
}

/// Fires everything due; how long nothing else will be.
async fn round(app: &Shared) -> Result<Duration, Error> {
    loop {
        let due = app.cases.due_timers(app.office(), app.clock.now()).await?;
        if due.is_empty() {
            break;
        }
        for timer in due {
            match fire(app, &timer).await {
                Err(Error::Broken(why)) => {
                    // One case that cannot be read must not keep the others waiting.
                    tracing::error!(kind = timer.kind, "a timer is put off for an hour: {why}");
                    let later = app.clock.now().saturating_add(PUT_OFF).unwrap_or(timer.due_at);
                    let again = set(app.office(), &timer.subject, &timer.kind, later, &timer.body);
                    app.db.write(Write::one(again)).await?;
                }
                other => other?,
            }
        }
    }
    let next = app.cases.next_timer(app.office()).await?;
    let wait = next.map_or(SignedDuration::MAX, |at| app.clock.now().duration_until(at));
    Ok(Duration::try_from(wait).unwrap_or(Duration::ZERO).min(LOOK))
}

async fn fire(app: &Shared, timer: &Due) -> Result<(), Error> {
    if timer.kind == FILES {
        let files: Vec<_> = timer.body.split(',').filter(|f| !f.is_empty()).map(FileId::new).collect();
        app.documents.delete(&files).await?;
        return Ok(app.db.write(Write::one(done(app.office(), timer))).await?);
    }
    if timer.kind == LINK {
        return secure_link::fall_due(app, timer).await;
    }
    if !app.cases.fire(app.office(), timer, app.clock.now()).await? {
        tracing::error!(kind = timer.kind, "a timer nobody knows was dropped");
        app.db.write(Write::one(done(app.office(), timer))).await?;
    }
    Ok(())
}
