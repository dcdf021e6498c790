//! `rancak report verify`: every report that has a number counted again, and held against what it came to.

use super::{Failure, Settings, configuration, procedures};
use crate::app::{App, install_tls};
use crate::clock::Clock;
use crate::error::Error;
use crate::reports::kept;
use crate::texts::text_with;
use procedure::Language;

/// How many there are; with differences, those, and exit code 1.
pub async fn verify(language: Language, settings: &Settings) -> Result<Vec<String>, Failure> {
    let config = configuration(language, settings)?;
    let procedures = procedures(language, &config)?;
    let unusable =
        |e: Error| Failure::unready(text_with(language, "storage-unusable", &[("why", e.to_string())]));
    install_tls();
    let app = App::open(config, procedures, Clock::default(), false).await.map_err(unusable)?;
    let (count, differing) = kept::verify(&app).await.map_err(unusable)?;
    let args = [("count", count.to_string()), ("differing", differing.len().to_string())];
    let told = text_with(language, "report-verified", &args);
    if differing.is_empty() {
        return Ok(vec![told]);
    }
    let differs = |number: String| text_with(language, "report-differs", &[("number", number)]);
    let lines = differing.into_iter().map(differs).chain([told]).collect();
    Err(Failure { code: 1, lines })
}
