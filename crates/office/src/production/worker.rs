//! Brings print jobs to the printers and follows them to their end. Every step is on record before the next, so that
//! whatever dies in between, no card is printed twice: a job is created first, and gets its document only while it
//! has none.

use super::jobs::{self, Job, Phase};
use super::judge::{Judgement, ended_at_last, judge, lost, medium};
use super::layer::{self, Way};
use super::printer::{Printer, PrinterError};
use super::seen;
use crate::app::{App, Shared};
use crate::cases::{CaseError, Order, word};
use crate::db::{Statement, Write};
use crate::error::Error;
use futures::StreamExt;
use jiff::SignedDuration;
use procedure::{Actor, Command, PrintEnd, PrintReport, Refusal, Trouble};
use std::time::Duration;
use tokio::task::JoinSet;

/// How often a job that is under way is looked at.
const LOOK: SignedDuration = SignedDuration::from_millis(700);
/// How often where its printer does not answer.
const SILENCE: SignedDuration = SignedDuration::from_secs(3);
/// Looks in vain after which a printer is offline: one may be a hiccup of the line.
const OFFLINE: i64 = 2;
/// Looks in vain after which a job that is to be cancelled is given up, a minute.
const GIVEN_UP: i64 = 20;
/// Looks after which an end that was said is taken for come.
const AT_LAST: i64 = 15;
/// How often printers are looked at while they have nothing to do.
const IDLE: Duration = Duration::from_secs(15);
/// How often a printer is told of a job that was given up.
const TELL_AGAIN: SignedDuration = SignedDuration::from_secs(30);
const AFTER_TROUBLE: Duration = Duration::from_secs(5);
const AT_ONCE: usize = 8;

pub fn start(app: &Shared, workers: &mut JoinSet<()>) {
    if app.printers.is_empty() {
        return;
    }
    let (printing, looking) = (app.clone(), app.clone());
    workers.spawn(async move {
        loop {
            let pause = round(&printing).await.unwrap_or_else(|e| {
                tracing::warn!("print jobs: {e}");
                AFTER_TROUBLE
            });
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = printing.cases.prints_ordered().notified() => {}
            }
        }
    });
    workers.spawn(async move {
        loop {
            look_at_all(&looking).await;
            tokio::time::sleep(IDLE).await;
        }
    });
}

/// Looks at the jobs that are due; how long until there are more.
async fn round(app: &Shared) -> Result<Duration, Error> {
    let taken = jobs::take(&app.db, app.office(), app.clock.now()).await?;
    let looked = futures::stream::iter(taken).map(|job| async move {
        let name = job.name();
        advance(app, job).await.map_err(|e| (name, e))
    });
    for result in looked.buffer_unordered(AT_ONCE).collect::<Vec<_>>().await {
        if let Err((job, e)) = result {
            tracing::warn!(job, "a print job waits for its lease to end: {e}");
        }
    }
    let next = jobs::next(&app.db, app.office()).await?;
    let wait = next.map_or(SignedDuration::MAX, |at| app.clock.now().duration_until(at));
    Ok(Duration::try_from(wait).unwrap_or(Duration::ZERO).clamp(Duration::from_millis(20), IDLE))
}

async fn look_at_all(app: &App) {
    for id in app.printers.ids() {
        let Some(printer) = app.printers.get(id) else { continue };
        let said = printer.state().await.ok();
        if let Err(e) = seen::keep(app, id, said.as_ref()).await {
            tracing::warn!("printers: {e}");
        }
    }
}

async fn advance(app: &App, job: Job) -> Result<(), Error> {
    let Some(printer) = app.printers.get(&job.printer) else {
        return end(app, &job, PrintEnd::Lost, None, "not-in-settings").await;
    };
    match job.phase {
        Phase::Ordered if job.cancel => {
            end(app, &job, PrintEnd::Cancelled, Some(0), "before-it-was-sent").await
        }
        Phase::Ordered => create(app, printer, job).await,
        Phase::Created | Phase::Sent => follow(app, printer, job).await,
        Phase::Abandoned => tell(app, printer, job).await,
    }
}

async fn create(app: &App, printer: &Printer, mut job: Job) -> Result<(), Error> {
    let state = match printer.state().await {
        Ok(state) => state,
        Err(e) => return silent(app, job, &e).await,
    };
    seen::keep(app, &printer.id, Some(&state)).await?;
    let media = match medium(&state) {
        Ok(media) => media,
        Err(why) => return end(app, &job, PrintEnd::Aborted, Some(0), why).await,
    };
    let Some(document) = document(app, &job).await? else {
        return end(app, &job, PrintEnd::Aborted, Some(0), "nothing-to-print").await;
    };
    match printer.create(&job.name(), media).await {
        Ok(remote) => {
            (job.remote, job.phase, job.rounds) = (remote, Phase::Created, 0);
            keep(app, &job, LOOK).await?;
            give(app, printer, job, document).await
        }
        Err(PrinterError::Refused(status)) => {
            end(app, &job, PrintEnd::Aborted, Some(0), &status.to_string()).await
        }
        Err(e) => silent(app, job, &e).await,
    }
}

/// Only where the printer has said that the job has no document.
async fn give(app: &App, printer: &Printer, mut job: Job, document: Vec<u8>) -> Result<(), Error> {
    match printer.send(job.remote, document).await {
        Ok(()) => {
            (job.phase, job.rounds) = (Phase::Sent, 0);
            keep(app, &job, LOOK).await
        }
        Err(PrinterError::Refused(status)) => {
            // So that no empty job stays behind; it ends by itself where this is not heard.
            let _ = printer.cancel(job.remote).await;
            end(app, &job, PrintEnd::Aborted, Some(0), &status.to_string()).await
        }
        // It may have heard: the next look tells.
        Err(e) => silent(app, job, &e).await,
    }
}

async fn follow(app: &App, printer: &Printer, mut job: Job) -> Result<(), Error> {
    if job.cancel {
        // Said at every look until the job has ended; whether it was in time, the look tells.
        let _ = printer.cancel(job.remote).await;
    }
    let state = match printer.state().await {
        Ok(state) => state,
        Err(e) => return silent(app, job, &e).await,
    };
    seen::keep(app, &printer.id, Some(&state)).await?;
    let (name, judgement) = (job.name(), printer.job(job.remote).await);
    let judgement = match judgement {
        Ok(said) if job.rounds >= AT_LAST && judge(&name, &said, &state) == Judgement::Ending => {
            ended_at_last(&said)
        }
        Ok(said) => judge(&name, &said, &state),
        Err(e) if e.knows_no_job() => lost("job-not-found"),
        Err(e) => return silent(app, job, &e).await,
    };
    match judgement {
        Judgement::Incoming if job.phase == Phase::Created && !job.cancel => {
            match document(app, &job).await? {
                Some(document) => give(app, printer, job, document).await,
                None => keep(app, &job, LOOK).await,
            }
        }
        Judgement::Incoming | Judgement::UnderWay => {
            job.rounds = 0;
            well(app, job).await
        }
        Judgement::Stopped(trouble) => {
            job.rounds = 0;
            troubled(app, job, trouble, LOOK).await
        }
        Judgement::Ending => {
            job.rounds += 1;
            keep(app, &job, LOOK).await
        }
        Judgement::Ended { end, impressions, reasons } => ended(app, &job, end, impressions, reasons).await,
    }
}

/// The printer does not answer. What was to be cancelled is given up after a while, so that nobody's work waits for
/// a printer that may never come back; it is told when it does.
async fn silent(app: &App, mut job: Job, error: &PrinterError) -> Result<(), Error> {
    job.rounds += 1;
    tracing::info!(job = job.name(), rounds = job.rounds, "{error}");
    if job.rounds < OFFLINE {
        return keep(app, &job, LOOK).await;
    }
    seen::keep(app, &job.printer, None).await?;
    if !job.cancel || job.rounds < GIVEN_UP {
        return troubled(app, job, Trouble::Offline, SILENCE).await;
    }
    let (printer, phase) = (job.printer.clone(), job.phase);
    job.phase = Phase::Abandoned;
    job.rounds = 0;
    let rest = if phase == Phase::Ordered { job.remove(app.office()) } else { later(app, &job, TELL_AGAIN) };
    tracing::warn!(job = job.name(), printer = printer.as_str(), "a print job was given up");
    let report =
        PrintReport::Ended { end: PrintEnd::Lost, impressions: None, reasons: vec!["no-answer".to_owned()] };
    report_to_case(app, &job, report, rest).await
}

/// Cancels what the case has given up, once the printer answers.
async fn tell(app: &App, printer: &Printer, job: Job) -> Result<(), Error> {
    match printer.cancel(job.remote).await {
        Err(PrinterError::Unreachable(_)) => keep(app, &job, TELL_AGAIN).await,
        Ok(()) | Err(PrinterError::Refused(_)) => {
            Ok(app.db.write(Write::one(job.remove(app.office()))).await?)
        }
    }
}

async fn well(app: &App, mut job: Job) -> Result<(), Error> {
    if job.trouble.is_empty() {
        return keep(app, &job, LOOK).await;
    }
    job.trouble = String::new();
    let rest = later(app, &job, LOOK);
    report_to_case(app, &job, PrintReport::Well, rest).await
}

async fn troubled(app: &App, mut job: Job, trouble: Trouble, pause: SignedDuration) -> Result<(), Error> {
    let said = word(&trouble);
    if job.trouble == said {
        return keep(app, &job, pause).await;
    }
    job.trouble = said;
    let rest = later(app, &job, pause);
    report_to_case(app, &job, PrintReport::Troubled(trouble), rest).await
}

async fn end(app: &App, job: &Job, end: PrintEnd, impressions: Option<u32>, why: &str) -> Result<(), Error> {
    ended(app, job, end, impressions, vec![why.to_owned()]).await
}

async fn ended(
    app: &App,
    job: &Job,
    end: PrintEnd,
    impressions: Option<u32>,
    reasons: Vec<String>,
) -> Result<(), Error> {
    tracing::info!(job = job.name(), ?end, ?impressions, ?reasons, "a print job has ended");
    let report = PrintReport::Ended { end, impressions, reasons };
    report_to_case(app, job, report, job.remove(app.office())).await
}

/// The report and what becomes of the row are one transaction.
async fn report_to_case(app: &App, job: &Job, report: PrintReport, rest: Statement) -> Result<(), Error> {
    let command = Command::ReportPrint { job: job.no, report };
    let order = Order::new(Some(job.ticket.clone()), Actor::System, app.clock.now(), command);
    match app.cases.dispatch(app.office(), order.also(vec![rest])).await {
        Err(CaseError::Refused(Refusal::NoSuchCase)) => {
            Ok(app.db.write(Write::one(job.remove(app.office()))).await?)
        }
        other => Ok(other.map(|_| ())?),
    }
}

async fn keep(app: &App, job: &Job, pause: SignedDuration) -> Result<(), Error> {
    Ok(app.db.write(Write::one(later(app, job, pause))).await?)
}

fn later(app: &App, job: &Job, pause: SignedDuration) -> Statement {
    let now = app.clock.now();
    job.keep(app.office(), now.saturating_add(pause).unwrap_or(now))
}

/// The layer as it was prepared; none where it, or its photo, is gone.
async fn document(app: &App, job: &Job) -> Result<Option<Vec<u8>>, Error> {
    let Some(loaded) = app.cases.load(app.office(), &job.ticket).await? else { return Ok(None) };
    let Some(layer) = loaded.case.layer else { return Ok(None) };
    let Some(photo) = app.documents.photo(&layer.photo.file).await? else { return Ok(None) };
    Ok(layer::pdf(&loaded.case.applicant.nik, &layer, &photo, Way::Fed))
}
