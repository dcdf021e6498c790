//! The way back: an office out of its copies into an empty database of either kind, with its documents and keys. Refused
//! where more was signed than the copy holds, unless somebody says why that is so; and the whole record is verified
//! before anybody may work there.

use super::files::{Mirrored, bring_back};
use super::manifest::{Held, Manifest};
use super::parts::{Opener, rows};
use super::place::Place;
use super::{BackupError, Places};
use crate::audit::Audit;
use crate::config::Config;
use crate::db::Db;
use crate::db::tables::{Filled, Progress, Table, Whose};
use crate::events::watermark;
use crate::objects::Objects;
use jiff::Timestamp;
use seal::record::Finding;

/// What is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// The name of a copy; the newest without one.
    pub copy: Option<&'a str>,
    /// Why events that were signed may be missing.
    pub lost: Option<&'a str>,
}

/// What was brought back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    pub copy: String,
    pub rows: u64,
    pub documents: Mirrored,
    pub keys: Mirrored,
    /// Checkpoints that the record was held against: none says that nothing was there to compare with.
    pub checkpoints: usize,
    pub events: u64,
    /// Signed events that are missing.
    pub lost: u64,
}

/// Brings an office back into the database and the places of these settings. `told` hears of every table. Ended at any
/// point, it is asked for again and goes on.
pub async fn restore(
    config: &Config,
    opener: &Opener,
    wanted: Wanted<'_>,
    now: Timestamp,
    told: impl Fn(&str, u64),
) -> Result<Restored, BackupError> {
    let mut done = bring(config, opener, wanted, told).await?;
    let audit = Audit::open(config)?;
    let db = Db::open(&config.database, config.secrets.database_password.as_ref()).await?;
    if let Some(reason) = wanted.lost {
        done.lost = audit.resume(&db, reason, now).await?;
    }
    let mut evidence = audit.evidence().await?;
    let places = Places::of(config)?;
    let checkpoint = places.store.manifest(&done.copy).await?.checkpoint;
    if !checkpoint.is_empty() {
        let read = audit.signer.verifier.read(&checkpoint);
        evidence.add(read.map_err(|_| BackupError::NotOurs("the checkpoint".to_owned()))?);
    }
    let until = watermark(&db, &config.office.id).await?;
    let found = audit.held(&db, &evidence, until).await?;
    if !found.findings.is_empty() {
        return Err(BackupError::Differs(found.findings));
    }
    (done.checkpoints, done.events) = (found.checkpoints, found.events);
    Ok(done)
}

/// Everything but the verification.
pub(super) async fn bring(
    config: &Config,
    opener: &Opener,
    wanted: Wanted<'_>,
    told: impl Fn(&str, u64),
) -> Result<Restored, BackupError> {
    let places = Places::of(config)?;
    let manifest = match wanted.copy {
        Some(name) => places.store.manifest(name).await?,
        None => places.store.newest().await?.ok_or(BackupError::NothingThere)?,
    };
    let held = manifest.of(super::EVENTS).map_or(0, |events| events.rows);
    let signed = Audit::open(config)?.kept.sizes().await?.pop().unwrap_or(0);
    if signed > held && wanted.lost.is_none() {
        return Err(BackupError::RolledBack { held, signed });
    }
    // The keys as they are now, and not as they were: what was destroyed since stays destroyed.
    let keys = places.keys.newest().await?.ok_or(BackupError::NothingThere)?;
    let mut done = Restored { copy: manifest.name(), ..Restored::default() };
    done.keys = back(config, &places.keys, &config.documents.keys).await?;
    done.documents = back(config, &places.store, &config.documents.store).await?;
    let mut filling = Filling::open(config, opener, &manifest).await?;
    for (place, held) in of(&places.store, &manifest).chain(of(&places.keys, &keys)) {
        done.rows += filling.table(place, held).await?;
        told(&held.table.name, held.rows);
    }
    filling.finish().await?;
    Ok(done)
}

fn of<'a>(place: &'a Place, manifest: &'a Manifest) -> impl Iterator<Item = (&'a Place, &'a Held)> {
    manifest.tables.iter().map(move |held| (place, held))
}

async fn back(config: &Config, from: &Place, to: &str) -> Result<Mirrored, BackupError> {
    let secret = config.secrets.s3_secret_access_key.as_ref();
    let to = Objects::open(to, &config.s3, secret, &config.office.id)?;
    bring_back(&from.objects, &to).await
}

/// A database on its way to being an office's.
struct Filling<'a> {
    filled: Filled,
    tables: Vec<Table>,
    opener: &'a Opener,
    office: &'a str,
}

impl<'a> Filling<'a> {
    async fn open(config: &'a Config, opener: &'a Opener, manifest: &Manifest) -> Result<Self, BackupError> {
        let office = config.office.id.as_str();
        let whose = Whose { office: Some(office), migrations: Some(&manifest.migrations) };
        let password = config.secrets.database_password.as_ref();
        let filled = Filled::open(&config.database, password, whose).await?;
        let carried_out = filled.migrations().await?;
        let odd = manifest.migrations.iter().find(|name| !carried_out.contains(name));
        let odd = odd.or_else(|| carried_out.iter().find(|name| !manifest.migrations.contains(name)));
        if let Some(name) = odd {
            return Err(BackupError::OtherProgram(format!("{} ({name})", manifest.program)));
        }
        Ok(Self { tables: filled.tables().await?, filled, opener, office })
    }

    async fn table(&mut self, place: &Place, held: &Held) -> Result<u64, BackupError> {
        if !self.tables.contains(&held.table) {
            return Err(BackupError::OtherProgram(held.table.name.clone()));
        }
        let mut progress = self.filled.progress(&held.table).await?;
        let mut behind = 0;
        for piece in &held.parts {
            behind += piece.rows;
            // Filled by an earlier try: a part is added whole or not at all.
            if behind <= progress.rows {
                continue;
            }
            progress = self.part(place, &held.table, &piece.name, &progress).await?;
        }
        if progress.rows == held.rows {
            return Ok(progress.rows);
        }
        Err(BackupError::NotOurs(held.table.name.clone()))
    }

    async fn part(
        &mut self,
        place: &Place,
        table: &Table,
        name: &str,
        before: &Progress,
    ) -> Result<Progress, BackupError> {
        let body = self.opener.open(&place.part(name).await?)?;
        if !place.is_name_of(name, &body) {
            return Err(BackupError::NotOurs(format!("part {name}")));
        }
        Ok(self.filled.add(table, &rows(self.office, &table.name, &body)?, before).await?)
    }

    async fn finish(mut self) -> Result<(), BackupError> {
        Ok(self.filled.finish(&self.tables).await?)
    }
}

/// How many signed events are missing, where nothing else differs.
pub(super) fn only_cut(findings: &[Finding]) -> Option<u64> {
    let mut lost = 0;
    for finding in findings {
        match finding {
            Finding::RolledBack { size, events, .. } => lost = size - events,
            Finding::Removed { .. } => {}
            _ => return None,
        }
    }
    Some(lost)
}
