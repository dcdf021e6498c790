//! A restoration on trial: the newest copy is brought back beside the office, into a database and folders of its own, until
//! an office could work there; how much would be lost, and how long it took.

use super::restore::{bring, only_cut};
use super::{BackupError, Opener, Places, Restored, Wanted};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::documents::Tried;
use crate::procedures::Procedures;
use jiff::SignedDuration;
use std::path::Path;
use std::time::{Duration, Instant};

/// Documents that are opened, at most.
const DOCUMENTS: usize = 1_000;

/// What a trial came to.
#[derive(Debug, Clone)]
pub struct Drilled {
    pub restored: Restored,
    /// How old the copy was when the trial began: what would be lost (RPO).
    pub age: SignedDuration,
    /// From the beginning until an office could work there (RTO).
    pub took: Duration,
    pub documents: Tried,
}

/// Brings the newest copy back into a folder, and into `url` where that is given, a database that must be empty.
pub async fn drill(
    config: &Config,
    opener: &Opener,
    (folder, url): (&Path, Option<&str>),
    procedures: Procedures,
    clock: &Clock,
) -> Result<Drilled, BackupError> {
    let newest = Places::of(config)?.store.newest().await?.ok_or(BackupError::NothingThere)?;
    let age = clock.now().duration_since(newest.at);
    let begun = Instant::now();
    let aside = aside(config, folder, url);
    // What was signed since the copy was made is part of what would be lost, and no reason to refuse.
    let wanted = Wanted { copy: None, lost: Some("drill") };
    let mut restored = bring(&aside, opener, wanted, |_, _| {}).await?;
    let app = App::open(aside, procedures, clock.clone(), false).await;
    let app = app.map_err(|e| BackupError::Broken(e.to_string()))?;
    let found = app.audit.verify(&app.db).await?;
    restored.lost = only_cut(&found.findings).ok_or(BackupError::Differs(found.findings))?;
    (restored.checkpoints, restored.events) = (found.checkpoints, found.events);
    let documents = app.documents.try_all(DOCUMENTS).await.map_err(|e| BackupError::Broken(e.to_string()))?;
    Ok(Drilled { restored, age, took: begun.elapsed(), documents })
}

/// The same settings with everything that is written to in a folder of the trial's own.
fn aside(config: &Config, folder: &Path, url: Option<&str>) -> Config {
    let mut aside = config.clone();
    let within = |name: &str| folder.join(name).display().to_string();
    aside.database.url = url.map_or_else(|| format!("sqlite:{}", within("rancak.db")), str::to_owned);
    aside.documents.store = within("documents");
    aside.documents.keys = within("keys");
    aside
}
