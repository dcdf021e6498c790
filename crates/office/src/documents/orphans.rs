//! What lies in the store and is nobody's: a crash between keeping a file and recording it leaves such, and so does a
//! restoration to an older copy. Told, and destroyed when it is old enough. A file is somebody's where an event names it.

use super::vault::KeyName;
use crate::app::App;
use crate::error::Error;
use crate::params;
use futures::TryStreamExt;
use jiff::Timestamp;
use procedure::{FileId, Ticket};
use std::collections::HashSet;

/// How many are named one by one.
const NAMED: usize = 100;

/// What was found in the store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Swept {
    pub files: u64,
    /// Nobody's, and last written before the instant that was asked about.
    pub orphans: u64,
    /// The first of them.
    pub named: Vec<FileId>,
}

/// Looks at every file in the store, and destroys those that are nobody's where that is asked for.
pub async fn sweep(app: &App, before: Timestamp, destroy: bool) -> Result<Swept, Error> {
    let (mut swept, mut last) = (Swept::default(), String::new());
    let mut photographs = None;
    let mut stored = app.documents.vault.stored()?;
    while let Some((object, written)) = stored.try_next().await? {
        // Pages of one file lie beside one another.
        let file = object.split('/').next().unwrap_or_default();
        if file == last || !object.contains('/') {
            continue;
        }
        file.clone_into(&mut last);
        swept.files += 1;
        if written >= before || is_somebodys(app, &FileId::new(file), &object, &mut photographs).await? {
            continue;
        }
        swept.orphans += 1;
        if swept.named.len() < NAMED {
            swept.named.push(FileId::new(file));
        }
        if destroy {
            app.documents.vault.delete(file).await?;
        }
    }
    Ok(swept)
}

async fn is_somebodys(
    app: &App,
    file: &FileId,
    object: &str,
    photographs: &mut Option<HashSet<FileId>>,
) -> Result<bool, Error> {
    let Some(key) = app.documents.vault.key_of(object).await? else { return Ok(false) };
    if let Some(ticket) = key.ticket() {
        return names(app, &ticket, file).await;
    }
    // Attached, and not taken under its case's key yet.
    let sql = "SELECT ticket FROM readings WHERE office = ?1 AND file = ?2";
    let waiting = app.db.query(sql, params![app.office(), file.as_str()]).await?;
    if let Some(row) = waiting.first() {
        let ticket =
            Ticket::parse(&row.text(0)?).map_err(|_| Error::Broken("a reading's ticket".to_owned()))?;
        return names(app, &ticket, file).await;
    }
    if photographs.is_none() {
        *photographs = Some(app.stock.photographs().await?);
    }
    Ok(photographs.as_ref().is_some_and(|all| all.contains(file)))
}

/// Whether an event of this case says anything of the file.
async fn names(app: &App, ticket: &Ticket, file: &FileId) -> Result<bool, Error> {
    let Some(loaded) = app.cases.load(app.office(), ticket).await? else { return Ok(false) };
    let said = serde_json::to_string(&loaded.events).map_err(|e| Error::Broken(e.to_string()))?;
    Ok(said.contains(&format!("\"{file}\"")))
}

impl KeyName {
    /// Whose case it is.
    fn ticket(&self) -> Option<Ticket> {
        Ticket::parse(self.as_str().strip_prefix("case-")?).ok()
    }
}
