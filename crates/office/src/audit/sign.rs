//! Signs the record: every hour, and when the office closes. First everything is recomputed and held against what was
//! signed before; where it differs nothing is signed.

use super::verify::{evidence, verify};
use super::{AuditError, Kept};
use crate::app::App;
use crate::cases::timers::{self, CHECKPOINT, Due};
use crate::config::Config;
use crate::db::{Db, Write};
use crate::error::Error;
use crate::events::{self, Log, Stream, hash_in, watermark};
use crate::params;
use crate::telemetry::numbers;
use jiff::{SignedDuration, Timestamp, ToSpan};
use procedure::Calendar;
use seal::record::{Checkpoint, Evidence, Finding, Signer, Verified, origin};

const HOUR_MS: i64 = 3_600_000;
/// Signing that was begun is left to whoever begins it again.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// After the office closed, so that what was done in the last minute is in it.
const AFTER_CLOSING: SignedDuration = SignedDuration::from_mins(1);

/// Signs an office's record, and keeps what it signed.
#[derive(Debug, Clone)]
pub struct Audit {
    pub kept: Kept,
    pub signer: Signer,
    office: String,
}

impl Audit {
    pub fn open(config: &Config) -> Result<Self, AuditError> {
        let key = config.secrets.signing_key.as_ref();
        let key = key.ok_or_else(|| AuditError::Broken("no key signs checkpoints".to_owned()))?;
        let signer = Signer::new(&config.office.id, &key.key())?;
        Ok(Self { kept: Kept::open(config)?, signer, office: config.office.id.clone() })
    }

    /// Everything that is kept of the record.
    pub async fn evidence(&self) -> Result<Evidence, AuditError> {
        evidence(&self.kept, &self.signer.verifier).await
    }

    /// The last checkpoint as a signed note; empty where there is none yet.
    pub async fn last_note(&self) -> Result<String, AuditError> {
        let Some(size) = self.kept.sizes().await?.pop() else { return Ok(String::new()) };
        Ok(self.kept.note(size).await?.unwrap_or_default())
    }

    /// The whole record held against everything that is kept.
    pub async fn verify(&self, db: &Db) -> Result<Verified, AuditError> {
        let until = watermark(db, &self.office).await?;
        self.held(db, &self.evidence().await?, until).await
    }

    /// The record up to a position held against this.
    pub async fn held(&self, db: &Db, evidence: &Evidence, until: i64) -> Result<Verified, AuditError> {
        verify(db, &self.office, (evidence, &self.kept, &self.signer.verifier), until).await
    }

    /// Signs and keeps a checkpoint of everything there is; the last one where nothing has been added since.
    pub async fn sign(&self, db: &Db, at: Timestamp) -> Result<Option<Checkpoint>, AuditError> {
        let evidence = self.evidence().await?;
        let until = watermark(db, &self.office).await?;
        let found = self.held(db, &evidence, until).await?;
        if !found.findings.is_empty() {
            return Err(AuditError::Differs(found.findings));
        }
        if found.fresh.is_empty() {
            return Ok(evidence.last().cloned());
        }
        let origin = origin(&self.office);
        let checkpoint = Checkpoint { origin, size: found.events, root: found.root, at: at.as_millisecond() };
        self.kept.keep(checkpoint.size, &found.fresh, &self.signer.sign(&checkpoint)).await?;
        Ok(Some(checkpoint))
    }

    /// Goes on with a record that ends before what was signed, such as one restored from a copy: what was signed
    /// beyond its end is put aside, and the loss is an event. How many events were lost. Refused where anything else
    /// differs.
    pub async fn resume(&self, db: &Db, reason: &str, at: Timestamp) -> Result<u64, AuditError> {
        let evidence = self.evidence().await?;
        let found = self.held(db, &evidence, watermark(db, &self.office).await?).await?;
        let Some(Finding::RolledBack { size, events, .. }) =
            found.findings.iter().find(|f| matches!(f, Finding::RolledBack { .. }))
        else {
            let intact = found.findings.is_empty();
            return if intact { Ok(0) } else { Err(AuditError::Differs(found.findings)) };
        };
        let only_cut = |f: &&Finding| !matches!(f, Finding::RolledBack { .. } | Finding::Removed { .. });
        let others: Vec<Finding> = found.findings.iter().filter(only_cut).cloned().collect();
        if !others.is_empty() {
            return Err(AuditError::Differs(others));
        }
        let stream = Stream { office: &self.office, log: Log::Record, name: "" };
        let head = events::head(db, stream).await?;
        let loss = serde_json::json!({ "reason": reason, "signed": size, "found": events });
        let (row, _) = events::append_json(stream, head, (at, "lost"), &loss)?;
        db.write(Write::one(row)).await?;
        self.kept.set_aside(*events, at.as_millisecond(), reason).await?;
        Ok(size - events)
    }

    /// Whether the record ends before the last event that was signed, as an older copy of the database does.
    pub async fn is_rolled_back(&self, db: &Db) -> Result<bool, AuditError> {
        let Some(size) = self.kept.sizes().await?.pop() else { return Ok(false) };
        let Some(last) = self.kept.leaves(size).await?.pop() else { return Ok(false) };
        let sql = "SELECT hash FROM events WHERE office = ?1 AND log = ?2 AND stream = ?3 AND seq = ?4";
        let values = params![&self.office, &last.name.log, &last.name.stream, last.name.seq];
        let rows = db.query(sql, values).await?;
        Ok(match rows.first() {
            Some(row) => hash_in(row, 0)? != last.hash,
            None => true,
        })
    }
}

/// Refuses a record that ends before what was signed; has the next checkpoint remembered, where none is.
pub async fn begin(app: &App) -> Result<(), Error> {
    let first = timers::set_once(app.office(), "", CHECKPOINT, next(app));
    Ok(app.db.write(Write::one(first)).await?)
}

/// Signs, and remembers the next time: by one process, and by the next where that one dies.
pub async fn hour(app: &App, timer: &Due) -> Result<(), Error> {
    let until = app.clock.now().saturating_add(LEASE).unwrap_or(timer.due_at);
    if app.db.claim(timers::take(app.office(), timer, until)).await?.is_empty() {
        return Ok(());
    }
    match app.audit.sign(&app.db, app.clock.now()).await {
        Ok(_) => numbers::record_checked(app.office(), true, app.clock.now()),
        // Not the end of the office's work: it is said where overseers look, and whoever verifies sees it.
        Err(AuditError::Differs(findings)) => {
            numbers::record_checked(app.office(), false, app.clock.now());
            for finding in findings.iter().take(20) {
                tracing::error!("nothing was signed, for the record differs from what was: {finding:?}");
            }
        }
        Err(e) => return Err(e.into()),
    }
    let again = timers::set(app.office(), "", CHECKPOINT, next(app), "");
    Ok(app.db.write(Write::one(again)).await?)
}

fn next(app: &App) -> Timestamp {
    after(app.clock.now(), &app.cases.procedures().active().calendar)
}

/// The next full hour, or shortly after the office closes, whichever comes first.
fn after(now: Timestamp, calendar: &Calendar) -> Timestamp {
    let hour = crate::clock::instant((now.as_millisecond() / HOUR_MS + 1) * HOUR_MS);
    let day = calendar.day_of(now);
    let days = [day, day.saturating_add(1.day())];
    let closings = days.into_iter().filter_map(|day| {
        let closes = calendar.hours(day).last()?.to;
        let at = calendar.offset.to_timestamp(day.to_datetime(closes)).ok()?;
        at.checked_add(AFTER_CLOSING).ok()
    });
    closings.filter(|at| *at > now).min().map_or(hour, |closing| closing.min(hour))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checkpoints_are_made_every_hour_and_when_the_office_closes() {
        let shelf = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures");
        let shelf =
            crate::procedures::Procedures::read(shelf.as_ref(), "penggantian-ktp-el").expect("shipped");
        let calendar = &shelf.active().calendar;
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let after = |text: &str| after(at(text), calendar);
        assert_eq!(after("2026-11-23T08:10:00+07:00"), at("2026-11-23T09:00:00+07:00"));
        assert_eq!(after("2026-11-23T09:00:00+07:00"), at("2026-11-23T10:00:00+07:00"));
        let closes = calendar.hours("2026-11-23".parse().expect("a day")).last().expect("open").to;
        let closing = at(&format!("2026-11-23T{closes}+07:00")) + AFTER_CLOSING;
        assert_eq!(after(&format!("2026-11-23T{closes}+07:00")), closing);
    }
}
