//! `rancak migrate`: from SQLite to PostgreSQL or back, while the office rests. Goes on where it was when it was ended.

use super::{Failure, Settings, audit, configuration, configured, unusable};
use crate::config::Config;
use crate::moving::{MoveError, Place, bring};
use crate::texts::{text, text_with};
use clap::Args;
use procedure::Language;
use std::path::PathBuf;

#[derive(Args)]
pub struct Migrate {
    #[command(flatten)]
    settings: Settings,
    /// Pengaturan dengan basis data yang baru, boleh berulang. / Settings with the new database, repeatable.
    #[arg(long, value_name = "FILE", required = true)]
    to: Vec<PathBuf>,
}

pub async fn run(language: Language, asked: &Migrate) -> Result<Vec<String>, Failure> {
    let old = configuration(language, &asked.settings)?;
    let new = configured(language, &asked.to)?;
    if old.database.url == new.database.url {
        return Err(Failure::asked(text(language, "migrate-same")));
    }
    let told = |table: &str, rows: u64| {
        let args = [("table", table.to_owned()), ("rows", rows.to_string())];
        eprintln!("{}", text_with(language, "migrate-table", &args));
    };
    let arrived = bring(&place(&old), &place(&new), told).await.map_err(|e| failed(language, e))?;
    // Read as the office would, and verified, before the old one is left.
    let record = audit::held(language, &new, &[]).await?;
    let moved = arrived.leave().await.map_err(|e| unusable(language, &e.into()))?;
    let args = [
        ("tables", moved.tables.to_string()),
        ("rows", moved.rows.to_string()),
        ("before", moved.before.to_string()),
    ];
    Ok(vec![text_with(language, "migrate-done", &args), record, text(language, "migrate-next")])
}

fn place(config: &Config) -> Place<'_> {
    Place { settings: &config.database, password: config.secrets.database_password.as_ref() }
}

fn failed(language: Language, e: MoveError) -> Failure {
    match e {
        MoveError::Db(e) => unusable(language, &e.into()),
        MoveError::OtherTables(table) => {
            Failure::unready(text_with(language, "migrate-other-tables", &[("table", table)]))
        }
        MoveError::Differs(table) => {
            Failure::unready(text_with(language, "migrate-differs", &[("table", table)]))
        }
    }
}
