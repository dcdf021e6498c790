//! What each printer said of itself last: kept so that every page can show it without asking a printer.

use super::judge::trouble_of;
use crate::app::App;
use crate::cases::word;
use crate::db::{Statement, Write};
use crate::error::Error;
use crate::params;
use jiff::Timestamp;
use procedure::{PrinterId, Trouble};

/// A printer as it was seen last. Never seen: `at` is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub printer: PrinterId,
    pub trouble: Option<Trouble>,
    /// Its own words, such as `marker-supply-low-warning`.
    pub reasons: Vec<String>,
    pub at: Option<Timestamp>,
}

impl Seen {
    /// Cards or ribbon will soon be used up.
    pub fn runs_low(&self) -> bool {
        self.reasons.iter().any(|r| r.starts_with("marker-supply-low") || r.starts_with("media-low"))
    }
}

/// Keeps what a printer said, or its silence (none).
pub async fn keep(app: &App, printer: &PrinterId, said: Option<&super::printer::State>) -> Result<(), Error> {
    let (trouble, reasons) = match said {
        Some(state) => (trouble_of(state), state.reasons.join(",")),
        None => (Some(Trouble::Offline), String::new()),
    };
    let trouble = trouble.map(|t| word(&t)).unwrap_or_default();
    let sql = "INSERT INTO printers (office, printer, trouble, reasons, seen_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (office, printer) DO UPDATE
        SET trouble = excluded.trouble, reasons = excluded.reasons, seen_at = excluded.seen_at";
    let values = params![app.office(), printer.as_str(), trouble, reasons, app.clock.now()];
    Ok(app.db.write(Write::one(Statement::new(sql, values))).await?)
}

/// The office's printers in the order of its settings.
pub async fn all(app: &App) -> Result<Vec<Seen>, Error> {
    if app.printers.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "SELECT printer, trouble, reasons, seen_at FROM printers WHERE office = ?1";
    let rows = app.db.query(sql, params![app.office()]).await?;
    let mut seen = Vec::new();
    for id in app.printers.ids() {
        let mut found = Seen { printer: id.clone(), trouble: None, reasons: Vec::new(), at: None };
        for row in &rows {
            if row.text(0)? == id.as_str() {
                found.trouble = parse(&row.text(1)?);
                found.reasons =
                    row.text(2)?.split(',').filter(|r| !r.is_empty()).map(str::to_owned).collect();
                found.at = Some(row.instant(3)?);
            }
        }
        seen.push(found);
    }
    Ok(seen)
}

fn parse(stored: &str) -> Option<Trouble> {
    serde_json::from_value(serde_json::Value::String(stored.to_owned())).ok()
}
