//! `rancak figures rebuild`: every figure added up anew from what happened.

use super::{Failure, Settings, configuration, procedures};
use crate::cases::Cases;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::Error;
use crate::figures::Figures;
use crate::handover::Passes;
use crate::texts::text_with;
use procedure::Language;
use std::sync::Arc;

/// Says of how many cases. A server that runs beside it on PostgreSQL helps.
pub async fn rebuild(language: Language, settings: &Settings) -> Result<Vec<String>, Failure> {
    let config = configuration(language, settings)?;
    let procedures = procedures(language, &config)?;
    let unusable =
        |e: Error| Failure::unready(text_with(language, "storage-unusable", &[("why", e.to_string())]));
    let db = Db::open(&config.database, config.secrets.database_password.as_ref()).await;
    let db = db.map_err(|e| unusable(e.into()))?;
    let cases = Cases::new(db.clone(), Arc::new(procedures), Passes::of(&config.secrets));
    let figures = Figures::new(db, &config.office.id);
    let told = figures.rebuild(&cases, Clock::default().now()).await.map_err(unusable)?;
    Ok(vec![text_with(language, "figures-rebuilt", &[("count", told.to_string())])])
}
