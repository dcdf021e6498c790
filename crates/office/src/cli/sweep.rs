//! `rancak document sweep`: files in the store that are nobody's, and destroying them.

use super::{Failure, Settings, configuration, procedures, unusable};
use crate::app::{App, install_tls};
use crate::clock::Clock;
use crate::documents::orphans::sweep;
use crate::texts::text_with;
use clap::Args;
use jiff::SignedDuration;
use procedure::Language;

#[derive(Args)]
pub struct Sweep {
    #[command(flatten)]
    settings: Settings,
    /// Hanya yang setua ini, dalam hari. / Only those that are so old.
    #[arg(long, default_value_t = 7)]
    days: u32,
    /// Musnahkan. / Destroy them.
    #[arg(long)]
    destroy: bool,
}

pub async fn run(language: Language, asked: &Sweep) -> Result<Vec<String>, Failure> {
    install_tls();
    let config = configuration(language, &asked.settings)?;
    let procedures = procedures(language, &config)?;
    let app = App::open(config, procedures, Clock::default(), false).await;
    let app = app.map_err(|e| unusable(language, &e))?;
    let period = SignedDuration::from_hours(24 * i64::from(asked.days));
    let before = app.clock.now().saturating_sub(period).unwrap_or(jiff::Timestamp::MIN);
    let swept = sweep(&app, before, asked.destroy).await.map_err(|e| unusable(language, &e))?;
    let key = if asked.destroy { "documents-swept" } else { "documents-orphans" };
    let args = [("files", swept.files.to_string()), ("orphans", swept.orphans.to_string())];
    let named = swept.named.iter().map(ToString::to_string);
    Ok(named.chain([text_with(language, key, &args)]).collect())
}
