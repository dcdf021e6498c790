//! How long files are kept: once a night closed cases are looked at whose period is over. What is destroyed is
//! first recorded with the case, in one transaction with a timer that destroys key and bytes; so a crash leaves
//! neither a record of nothing nor files without one. Decides about no case: the core does.

use crate::app::App;
use crate::cases::timers::{self, Due, RETENTION};
use crate::cases::{Order, word};
use crate::config::Retention;
use crate::db::Write;
use crate::error::Error;
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use procedure::event::Closing;
use procedure::{Actor, Command, FileId, Ticket};

/// Cases looked up at a time.
const BATCH: usize = 50;
/// A night's work that was begun is left to whoever begins it again, unless it said meanwhile that it goes on.
const LEASE: SignedDuration = SignedDuration::from_mins(10);

/// Has the next night's look remembered, where none is.
pub async fn begin(app: &App) -> Result<(), Error> {
    let first = timers::set_once(app.office(), "", RETENTION, next_night(app));
    Ok(app.db.write(Write::one(first)).await?)
}

/// The nightly look: only one process has it, and one that is killed at it leaves it to the next.
pub async fn night(app: &App, timer: &Due) -> Result<(), Error> {
    let Some(mut mine) = take(app, timer).await? else { return Ok(()) };
    let mut destroyed = 0;
    for (class, days) in classes(&app.config.retention) {
        let before = app.clock.now().saturating_sub(SignedDuration::from_hours(24 * i64::from(days)));
        let Ok(before) = before else { continue };
        loop {
            let due = app.cases.expired(app.office(), class, before, BATCH).await?;
            let count = destroy(app, class, before, &due).await?;
            destroyed += count;
            // Cases that stay in the way would be looked at for ever.
            if count == 0 || due.len() < BATCH {
                break;
            }
            match take(app, &mine).await? {
                Some(still) => mine = still,
                None => return Ok(()),
            }
        }
    }
    let data = crate::retention::night(app, &mut mine).await?;
    if data.cases + data.messages + data.looks > 0 {
        let crate::retention::Night { cases, messages, looks } = data;
        tracing::info!(cases, messages, looks, "data were destroyed, their period being over");
    }
    if let days @ 1.. = app.config.retention.orphans {
        let before = app.clock.now().saturating_sub(SignedDuration::from_hours(24 * i64::from(days)));
        let swept = super::orphans::sweep(app, before.unwrap_or(Timestamp::MIN), true).await?;
        if swept.orphans > 0 {
            tracing::warn!(files = swept.orphans, "files that nobody knew were destroyed");
        }
    }
    if destroyed > 0 {
        tracing::info!(destroyed, "the files of cases were destroyed, their period being over");
    }
    let next = timers::set(app.office(), "", RETENTION, next_night(app), "");
    Ok(app.db.write(Write::one(next)).await?)
}

/// Records the destruction with each case; how many there were.
async fn destroy(app: &App, class: Closing, before: Timestamp, due: &[Ticket]) -> Result<usize, Error> {
    let mut count = 0;
    for ticket in due {
        let command = Command::DestroyDocuments { class, closed_before: before };
        let order = Order::new(Some(ticket.clone()), Actor::System, app.clock.now(), command);
        match app.cases.dispatch(app.office(), order).await.map_err(Error::from) {
            Ok(done) => count += usize::from(!done.events.is_empty()),
            // One case that cannot be read must not keep the others' files.
            Err(Error::Broken(why)) => {
                tracing::error!(%ticket, class = word(&class), "its files are not destroyed: {why}");
            }
            Err(e) => return Err(e),
        }
    }
    Ok(count)
}

/// Destroys the files of a purged draft, or of a case whose record says so: the key, and the bytes too. Where
/// the case has new files since (it was reopened), its key seals those as well and stays; the old bytes go.
pub async fn destroy_files(app: &App, timer: &Due) -> Result<(), Error> {
    // Files that are nobody's have a key of their own, which goes with them.
    if let Ok(ticket) = Ticket::parse(&timer.subject) {
        let case = app.cases.load(app.office(), &ticket).await?.map(|l| l.case);
        if case.is_none_or(|c| c.kept().next().is_none()) {
            app.documents.shred(&ticket).await?;
        }
    }
    let files: Vec<_> = timer.body.split(',').filter(|f| !f.is_empty()).map(FileId::new).collect();
    app.documents.delete(&files).await?;
    Ok(app.db.write(Write::one(timers::done(app.office(), timer))).await?)
}

/// The classes that have a period, in days.
fn classes(settings: &Retention) -> impl Iterator<Item = (Closing, u32)> {
    let all = [
        (Closing::HandedOver, settings.handed_over),
        (Closing::Rejected, settings.rejected),
        (Closing::Withdrawn, settings.withdrawn),
        (Closing::NotCollected, settings.not_collected),
    ];
    all.into_iter().filter(|(_, days)| *days > 0)
}

/// Puts the timer off while we work; none where another process was quicker.
pub async fn take(app: &App, timer: &Due) -> Result<Option<Due>, Error> {
    let until = app.clock.now().saturating_add(LEASE).unwrap_or(timer.due_at);
    let taken = app.db.claim(timers::take(app.office(), timer, until)).await?;
    Ok((!taken.is_empty()).then(|| Due { due_at: until, ..timer.clone() }))
}

/// The next time the hour strikes at the office.
fn next_night(app: &App) -> Timestamp {
    let offset = app.cases.procedures().active().calendar.offset;
    let now = app.clock.now();
    let hour = Time::new(app.config.retention.hour, 0, 0, 0).unwrap_or_default();
    let today = offset.to_datetime(now).date();
    let days = std::iter::successors(Some(today), |day| day.tomorrow().ok()).take(3);
    let strikes = days.filter_map(|day| offset.to_timestamp(day.to_datetime(hour)).ok());
    strikes.into_iter().find(|at| *at > now).unwrap_or(now)
}
