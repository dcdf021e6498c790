//! Copies of an office and the way back: the first one, one after a hundred changes, and a restoration into an empty database
//! of the same kind, whose record is verified before it counts. What is lost at most is as old as a copy takes to make.

use super::{Effort, undisturbed};
use crate::fill::fill;
use crate::installation::{Database, Office};
use crate::report::{Goal, Line, Notes};
use crate::stats::Spread;
use crate::support::story::officer;
use anyhow::{Context, Result, anyhow, ensure};
use jiff::SignedDuration;
use office::backup::{Opener, Wanted, fresh_pair, restore, take};
use office::cases::Order;
use office::config::Config;
use office::params;
use procedure::{Command, Ticket};
use secrecy::ExposeSecret;
use serde_json::json;
use std::path::Path;
use std::time::Instant;
use tokio::runtime::Runtime;

/// The most cases that are copied; a million is for whoever asks by `--cases`.
const MOST: usize = 100_000;
/// Seconds: RPO of five minutes, RTO of thirty.
const LOST: f64 = 300.0;
const AWAY: f64 = 1_800.0;

pub fn measure(
    runtime: &Runtime,
    effort: Effort,
    (cases, only): (usize, Option<&str>),
    notes: &mut Notes,
) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for database in Database::BOTH.into_iter().filter(|d| only.is_none_or(|name| d.name() == name)) {
        let count = cases.min(MOST);
        let once = || runtime.block_on(copied(database, count));
        let (times, others) =
            undisturbed(Effort { patience: effort.patience, ..effort }, once).context("copied")?;
        let line = |row: &str, seconds: f64, goal| {
            let line = Line {
                row: format!("{row}, {count} cases"),
                database: database.name(),
                unit: "s",
                ours: Spread::of([seconds]),
                against: None,
                ratio: None,
                goal: None,
                met: None,
                others,
            };
            line.with(Goal::OursAtMost(goal))
        };
        lines.push(line("a first copy", times.first, LOST));
        lines.push(line("a copy after a hundred changes", times.next, LOST));
        lines.push(line("a restoration, verified", times.back, AWAY));
        let told = json!({ "rows": times.rows, "bytes": times.bytes, "bytes of the next": times.more });
        notes.insert(format!("backup, {}", database.name()), told);
    }
    Ok(lines)
}

/// Seconds, and what was sent.
struct Times {
    first: f64,
    next: f64,
    back: f64,
    rows: u64,
    bytes: u64,
    more: u64,
}

async fn copied(database: Database, count: usize) -> Result<Times> {
    let office = Office::start(database).await?;
    fill(&office, count).await?;
    let app = &office.server.app;
    app.audit.sign(&app.db, app.clock.now()).await.context("signed")?;
    let folder = tempfile::tempdir()?;
    let (public, secret) = fresh_pair();
    let config = with_copies(&app.config, folder.path(), public);
    let begun = Instant::now();
    let first = take(&config, app.clock.now()).await?;
    let took = begun.elapsed().as_secs_f64();
    let again = app.clock.now() + SignedDuration::from_secs(1);
    noted(&office).await?;
    let begun = Instant::now();
    let next = take(&config, again).await?;
    let then = begun.elapsed().as_secs_f64();
    ensure!(next.rows > first.rows && next.fresh > 0, "{next:?}");
    let mut there = config.clone();
    there.database.url = database.fresh(folder.path());
    let at = |name: &str| folder.path().join(name).display().to_string();
    (there.documents.store, there.documents.keys) = (at("documents-back"), at("keys-back"));
    let begun = Instant::now();
    let back =
        restore(&there, &Opener::parse(secret.expose_secret())?, Wanted::default(), again, |_, _| {}).await?;
    let away = begun.elapsed().as_secs_f64();
    ensure!(back.checkpoints == 1 && back.lost == 0, "{back:?}");
    Ok(Times { first: took, next: then, back: away, rows: first.rows, bytes: first.bytes, more: next.bytes })
}

/// A little work, all over the tables.
async fn noted(office: &Office) -> Result<()> {
    let app = &office.server.app;
    let some = "SELECT ticket FROM cases WHERE office = ?1 AND lane > '' ORDER BY ticket LIMIT 100";
    for row in app.db.query(some, params![app.office()]).await? {
        let ticket = Ticket::parse(&row.text(0)?).map_err(|_| anyhow!("a ticket"))?;
        let note = Command::Note { text: "diperiksa".to_owned() };
        let order = Order::new(Some(ticket), officer("kasi", "B"), app.clock.now(), note);
        app.cases.dispatch(app.office(), order).await?;
    }
    Ok(())
}

fn with_copies(config: &Config, folder: &Path, public: String) -> Config {
    let mut config = config.clone();
    config.backup.store = folder.join("copies").display().to_string();
    config.backup.keys = folder.join("copied-keys").display().to_string();
    config.backup.recipients = vec![public];
    config
}
