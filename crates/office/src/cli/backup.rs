//! `rancak backup` and `rancak restore`: copies of the office, a trial of them, and the way back.

use super::{Failure, Settings, audit, configuration, procedures};
use crate::app::install_tls;
use crate::backup::{
    BackupError, Drilled, Manifest, Opener, Restored, Taken, Wanted, drill, fresh_pair, manifests, restore,
    schedule, take,
};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::texts::{text, text_with};
use clap::{Args, Subcommand};
use jiff::SignedDuration;
use procedure::Language;
use secrecy::ExposeSecret;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[derive(Subcommand)]
pub enum Action {
    /// Pasangan kunci baru; bagian rahasianya disimpan jauh dari kantor. / A new pair of keys for copies.
    Key,
    /// Membuat salinan sekarang. / Makes a copy now.
    Now(Settings),
    /// Salinan yang ada. / The copies there are.
    List(Settings),
    /// Mencoba pemulihan dan mengukurnya. / Tries a restoration, and measures it.
    Drill(Drill),
}

#[derive(Args)]
pub struct Drill {
    #[command(flatten)]
    settings: Settings,
    /// Berkas kunci rahasia. / The file of the secret key.
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// Basis data kosong untuk percobaan; baku SQLite. / An empty database for the trial; SQLite without it.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Umur salinan terbesar. / How old a copy may be.
    #[arg(long, default_value_t = 5)]
    rpo_minutes: u32,
    /// Lama pemulihan terbesar. / How long a restoration may take.
    #[arg(long, default_value_t = 30)]
    rto_minutes: u32,
}

#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    settings: Settings,
    /// Berkas kunci rahasia. / The file of the secret key.
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// Nama salinan; baku yang terbaru. / The name of a copy; the newest without it.
    #[arg(long, value_name = "NAME")]
    copy: Option<String>,
    /// Mengapa kejadian yang sudah ditandatangani hilang. / Why events that were signed are lost.
    #[arg(long, value_name = "REASON")]
    lost: Option<String>,
}

pub async fn run(language: Language, action: &Action) -> Result<Vec<String>, Failure> {
    install_tls();
    match action {
        Action::Key => Ok(pair(language)),
        Action::Now(settings) => now(language, &configuration(language, settings)?).await,
        Action::List(settings) => {
            let config = configuration(language, settings)?;
            let all = manifests(&config).await.map_err(|e| failed(language, e))?;
            Ok(all.iter().map(|manifest| listed(language, manifest)).collect())
        }
        Action::Drill(asked) => tried(language, asked).await,
    }
}

/// As age writes such a file: the public half in a remark above the secret one.
fn pair(language: Language) -> Vec<String> {
    let (public, secret) = fresh_pair();
    vec![
        format!("# {}", text(language, "backup-key-remark")),
        format!("# public key: {public}"),
        secret.expose_secret().to_owned(),
    ]
}

async fn now(language: Language, config: &Config) -> Result<Vec<String>, Failure> {
    let (at, begun) = (Clock::default().now(), Instant::now());
    let made = take(config, at).await;
    let db = Db::open(&config.database, config.secrets.database_password.as_ref()).await;
    let db = db.map_err(|e| failed(language, e.into()))?;
    let office = &config.office.id;
    let noted = match &made {
        Ok(taken) => schedule::succeeded(&db, office, (at, begun.elapsed()), taken).await,
        Err(e) => schedule::failed(&db, office, at, &e.to_string()).await,
    };
    noted.map_err(|e| failed(language, e.into()))?;
    Ok(vec![made.map(|taken| account(language, &taken)).map_err(|e| failed(language, e))?])
}

fn account(language: Language, taken: &Taken) -> String {
    let args = [
        ("name", taken.name.clone()),
        ("rows", taken.rows.to_string()),
        ("fresh", taken.fresh.to_string()),
        ("documents", taken.documents.all.to_string()),
        ("sent", taken.documents.sent.to_string()),
        ("keys", taken.keys.all.to_string()),
        ("bytes", taken.bytes.to_string()),
    ];
    text_with(language, "backup-made", &args)
}

fn listed(language: Language, manifest: &Manifest) -> String {
    let args = [
        ("name", manifest.name()),
        ("at", manifest.at.to_string()),
        ("rows", manifest.rows().to_string()),
        ("program", manifest.program.clone()),
    ];
    text_with(language, "backup-listed", &args)
}

async fn tried(language: Language, asked: &Drill) -> Result<Vec<String>, Failure> {
    let config = configuration(language, &asked.settings)?;
    let opener = opener(language, &asked.identity)?;
    let cannot = |e: std::io::Error| failed(language, e.into());
    // Beside the office's own files: whatever is opened there lies where such things lie already.
    let folder = tempdir(&config).map_err(cannot)?;
    let into = (folder.as_path(), asked.database.as_deref());
    let done = drill(&config, &opener, into, procedures(language, &config)?, &Clock::default()).await;
    std::fs::remove_dir_all(&folder).map_err(cannot)?;
    let done = done.map_err(|e| failed(language, e))?;
    let lines = vec![restored(language, &done.restored), measured(language, &done)];
    let late = done.age > SignedDuration::from_mins(asked.rpo_minutes.into())
        || done.took > Duration::from_mins(asked.rto_minutes.into())
        || done.documents.broken > 0;
    if late { Err(Failure { code: 1, lines }) } else { Ok(lines) }
}

/// A new folder that only we can read.
fn tempdir(config: &Config) -> std::io::Result<PathBuf> {
    use std::os::unix::fs::DirBuilderExt;
    let beside = match config.database.url.strip_prefix("sqlite:") {
        Some(file) => Path::new(file).parent().map(Path::to_path_buf).unwrap_or_default(),
        None => std::env::temp_dir(),
    };
    let folder = beside.join(format!("drill-{}", uuid::Uuid::new_v4()));
    std::fs::DirBuilder::new().mode(0o700).create(&folder)?;
    Ok(folder)
}

fn measured(language: Language, done: &Drilled) -> String {
    let args = [
        ("age", done.age.as_secs().to_string()),
        ("took", format!("{:.1}", done.took.as_secs_f64())),
        ("lost", done.restored.lost.to_string()),
        ("opened", done.documents.opened.to_string()),
        ("destroyed", done.documents.destroyed.to_string()),
        ("broken", done.documents.broken.to_string()),
    ];
    text_with(language, "backup-measured", &args)
}

pub async fn bring_back(language: Language, asked: &Restore) -> Result<Vec<String>, Failure> {
    install_tls();
    let config = configuration(language, &asked.settings)?;
    let opener = opener(language, &asked.identity)?;
    let lost = asked.lost.as_deref().map(str::trim);
    if lost == Some("") {
        return Err(Failure::asked(text(language, "restore-no-reason")));
    }
    let wanted = Wanted { copy: asked.copy.as_deref(), lost };
    let told = |table: &str, rows: u64| {
        let args = [("table", table.to_owned()), ("rows", rows.to_string())];
        eprintln!("{}", text_with(language, "migrate-table", &args));
    };
    let done = restore(&config, &opener, wanted, Clock::default().now(), told).await;
    let done = done.map_err(|e| failed(language, e))?;
    let mut lines = vec![restored(language, &done)];
    if done.lost > 0 {
        lines.push(text_with(language, "record-resumed", &[("count", done.lost.to_string())]));
    }
    if done.checkpoints == 0 {
        lines.push(text(language, "restore-no-checkpoint"));
    }
    lines.push(text(language, "restore-next"));
    Ok(lines)
}

fn restored(language: Language, done: &Restored) -> String {
    let args = [
        ("name", done.copy.clone()),
        ("rows", done.rows.to_string()),
        ("documents", done.documents.all.to_string()),
        ("keys", done.keys.all.to_string()),
        ("events", done.events.to_string()),
        ("checkpoints", done.checkpoints.to_string()),
    ];
    text_with(language, "restore-done", &args)
}

fn opener(language: Language, file: &Path) -> Result<Opener, Failure> {
    let refused = |why: String| {
        let args = [("file", file.display().to_string()), ("why", why)];
        Failure::asked(text_with(language, "backup-bad-identity", &args))
    };
    let text = std::fs::read_to_string(file).map_err(|e| refused(e.to_string()))?;
    Opener::parse(&text).map_err(|e| refused(e.to_string()))
}

fn failed(language: Language, e: BackupError) -> Failure {
    let said = |key: &str, args: &[(&str, String)]| Failure::unready(text_with(language, key, args));
    match e {
        BackupError::NoPlace => said("backup-no-place", &[]),
        BackupError::NothingThere => said("restore-nothing", &[]),
        BackupError::WrongIdentity => said("restore-wrong-identity", &[]),
        BackupError::NotOurs(what) => said("restore-not-ours", &[("what", what)]),
        BackupError::OtherProgram(which) => said("restore-other-program", &[("which", which)]),
        BackupError::RolledBack { held, signed } => {
            said("restore-rolled-back", &[("held", held.to_string()), ("signed", signed.to_string())])
        }
        BackupError::Differs(findings) => audit::differs(language, &findings, None),
        e => said("backup-unusable", &[("why", e.to_string())]),
    }
}
