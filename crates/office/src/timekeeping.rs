//! Wakes what has fallen due: deadlines, drafts nobody came back to, files of purged drafts and those kept long
//! enough, links, appointments that must move. The table remembers; this only looks at it in time.

use crate::app::Shared;
use crate::audit;
use crate::backup;
use crate::cases::timers::{
    ADOPTION, BACKUP, CHECKPOINT, Due, EMERGENCY, FILES, INCIDENT, LINK, REPORTS, RETENTION, VISITS, done,
    set,
};
use crate::db::Write;
use crate::documents::retention;
use crate::error::Error;
use crate::incidents;
use crate::reports::schedule;
use crate::secure_link;
use jiff::SignedDuration;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Looked at least so often, for timers that another process set.
const LOOK: Duration = Duration::from_secs(30);
const PUT_OFF: SignedDuration = SignedDuration::from_hours(1);
const STORE_AWAY: SignedDuration = SignedDuration::from_secs(60);
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

pub fn start(app: &Shared, workers: &mut JoinSet<()>) {
    let app = app.clone();
    workers.spawn(async move {
        let (mut begun, mut counted) = (false, None::<Instant>);
        loop {
            begun = begun || begin(&app).await.is_ok();
            // Now and then: another process may have counted by a calendar that had just changed.
            if counted.is_none_or(|at| at.elapsed() >= LOOK) && recount(&app).await.is_ok() {
                counted = Some(Instant::now());
            }
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

/// At a start: the nightly look is set, and whoever has an appointment on a day that the procedure's file has closed
/// meanwhile is moved.
async fn begin(app: &Shared) -> Result<(), Error> {
    retention::begin(app).await?;
    schedule::begin(app).await?;
    audit::begin(app).await?;
    backup::schedule::begin(app).await?;
    app.visits.settle(&app.cases, app.clock.now()).await?;
    Ok(())
}

/// Deadlines that were counted by another calendar than the present one are counted anew.
async fn recount(app: &Shared) -> Result<usize, Error> {
    Ok(app.cases.recount(app.office(), app.clock.now()).await?)
}

/// Fires everything due; how long nothing else will be.
async fn round(app: &Shared) -> Result<Duration, Error> {
    loop {
        let due = app.cases.due_timers(app.office(), app.clock.now()).await?;
        if due.is_empty() {
            break;
        }
        for timer in due {
            let Err(trouble) = fire(app, &timer).await else { continue };
            let Some(patience) = patience(&timer, &trouble) else { return Err(trouble) };
            tracing::error!(kind = timer.kind, "a timer is put off for {} s: {trouble}", patience.as_secs());
            let later = app.clock.now().saturating_add(patience).unwrap_or(timer.due_at);
            let again = set(app.office(), &timer.subject, &timer.kind, later, &timer.body);
            app.db.write(Write::one(again)).await?;
        }
    }
    let next = app.cases.next_timer(app.office()).await?;
    let wait = next.map_or(SignedDuration::MAX, |at| app.clock.now().duration_until(at));
    Ok(Duration::try_from(wait).unwrap_or(Duration::ZERO).min(LOOK))
}

/// How long a timer in trouble waits, so that it does not keep the others waiting.
fn patience(timer: &Due, trouble: &Error) -> Option<SignedDuration> {
    match trouble {
        Error::Broken(_) => Some(PUT_OFF),
        // The documents' store may be away while the database is not.
        Error::Unavailable(_) if timer.kind == FILES => Some(STORE_AWAY),
        _ => None,
    }
}

async fn fire(app: &Shared, timer: &Due) -> Result<(), Error> {
    match timer.kind.as_str() {
        FILES => return retention::destroy_files(app, timer).await,
        RETENTION => return retention::night(app, timer).await,
        REPORTS => return schedule::night(app, timer).await,
        CHECKPOINT => return audit::hour(app, timer).await,
        BACKUP => return backup::schedule::due(app, timer).await,
        LINK => return secure_link::fall_due(app, timer).await,
        INCIDENT => return incidents::fall_due(app, timer).await,
        VISITS => {
            app.visits.settle(&app.cases, app.clock.now()).await?;
            recount(app).await?;
            return Ok(app.db.write(Write::one(done(app.office(), timer))).await?);
        }
        EMERGENCY => {
            app.accounts.lapse_emergency(&timer.subject, app.clock.now().max(timer.due_at)).await?;
            return Ok(app.db.write(Write::one(done(app.office(), timer))).await?);
        }
        ADOPTION => {
            // Not before it fell due, should the machine's clock have been set back meanwhile.
            app.adopting.come_into_force(app.clock.now().max(timer.due_at)).await?;
            app.db.write(Write::one(done(app.office(), timer))).await?;
            recount(app).await?;
            return Ok(());
        }
        _ => {}
    }
    if !app.cases.fire(app.office(), timer, app.clock.now()).await? {
        tracing::error!(kind = timer.kind, "a timer nobody knows was dropped");
        app.db.write(Write::one(done(app.office(), timer))).await?;
    }
    Ok(())
}
