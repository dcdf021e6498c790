//! `rancak stock verify`: every blank, account and signature recomputed from what happened.

use super::{Failure, Settings, cases, configuration, unusable};
use crate::stock::{Difference, Verified};
use crate::texts::text_with;
use procedure::Language;

/// The account in one line; with differences, those, and exit code 1.
pub async fn verify(language: Language, settings: &Settings) -> Result<Vec<String>, Failure> {
    let config = configuration(language, settings)?;
    let (_, cases) = cases(language, &config).await?;
    let found = cases.stock(&config.office.id).verify().await.map_err(|e| unusable(language, &e.into()))?;
    let told = account(language, &found);
    if found.differences.is_empty() {
        return Ok(vec![told]);
    }
    let mut lines: Vec<String> = found.differences.iter().map(|d| difference(language, d)).collect();
    lines.push(told);
    Err(Failure { code: 1, lines })
}

fn account(language: Language, found: &Verified) -> String {
    let b = &found.balance;
    let numbers = [
        ("serials", found.serials.to_string()),
        ("movements", found.movements.to_string()),
        ("periods", found.periods.to_string()),
        ("chips", found.chips.to_string()),
        ("received", b.received.to_string()),
        ("good", b.good.to_string()),
        ("spoiled", b.spoiled.to_string()),
        ("returned", b.returned.to_string()),
        ("lost", b.lost.to_string()),
        ("closing", b.closing().to_string()),
        ("differences", found.differences.len().to_string()),
    ];
    text_with(language, "stock-verified", &numbers)
}

fn difference(language: Language, difference: &Difference) -> String {
    let serial = |serial: &String| ("serial", serial.clone());
    let ticket = |ticket: &String| ("ticket", ticket.clone());
    let period = |period: &i64| ("no", period.to_string());
    match difference {
        Difference::Standing { serial: s } => text_with(language, "stock-differs-standing", &[serial(s)]),
        Difference::Case { serial: s, ticket: t } => {
            text_with(language, "stock-differs-case", &[serial(s), ticket(t)])
        }
        Difference::Ledger { serial: s, ticket: t } => {
            text_with(language, "stock-differs-ledger", &[serial(s), ticket(t)])
        }
        Difference::Chip { uid, ticket: t } => {
            text_with(language, "stock-differs-chip", &[("uid", uid.clone()), ticket(t)])
        }
        Difference::Account { period: p } => text_with(language, "stock-differs-account", &[period(p)]),
        Difference::Minutes { no } => text_with(language, "stock-differs-minutes", &[period(no)]),
        Difference::Opening { period: p } => text_with(language, "stock-differs-opening", &[period(p)]),
        Difference::Signatures { period: p } => text_with(language, "stock-differs-signatures", &[period(p)]),
    }
}
