//! `rancak figures rebuild`: every figure added up anew from what happened.

use super::{Failure, Settings, cases, configuration, unusable};
use crate::clock::Clock;
use crate::figures::Figures;
use crate::texts::text_with;
use procedure::Language;

/// Says of how many cases. A server that runs beside it on PostgreSQL helps.
pub async fn rebuild(language: Language, settings: &Settings) -> Result<Vec<String>, Failure> {
    let config = configuration(language, settings)?;
    let (db, cases) = cases(language, &config).await?;
    let figures = Figures::new(db, &config.office.id);
    let told = figures.rebuild(&cases, Clock::default().now()).await;
    let told = told.map_err(|e| unusable(language, &e))?;
    Ok(vec![text_with(language, "figures-rebuilt", &[("count", told.to_string())])])
}
