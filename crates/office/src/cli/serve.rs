//! `rancak serve`: an office at work, or several at one address, until they are asked to stop.

use super::{Failure, Settings, configuration, configured, print, procedures, refused, supervisor};
use crate::app::{App, Listening, Shared};
use crate::assets;
use crate::clock::Clock;
use crate::config::{Config, ConfigProblem, Log};
use crate::db::{Db, newest_migration};
use crate::error::Error;
use crate::texts::{text, text_with};
use clap::Args;
use procedure::Language;
use std::path::PathBuf;
use std::time::Duration;
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

/// How long requests under way may take once somebody asked for the end; pages that listen never end.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    settings: Settings,
    /// Map dengan satu berkas pengaturan tiap kantor; semuanya dilayani. / A folder with settings of one office each,
    /// laid over the others; all of them are served.
    #[arg(long, value_name = "FOLDER")]
    offices: Option<PathBuf>,
}

pub async fn serve(language: Language, asked: &Serve) -> Result<Vec<String>, Failure> {
    let configs = configurations(language, asked)?;
    if !assets::are_built() {
        return Err(Failure::unready(text(language, "serve-no-assets")));
    }
    let Some(first) = configs.first() else {
        return Err(Failure::unready(text(language, "serve-no-offices")));
    };
    log(&first.log);
    let listen = first.server.listen.clone();
    let cannot_listen = |e: std::io::Error| {
        let args = [("listen", listen.clone()), ("why", e.to_string())];
        Failure::unready(text_with(language, "serve-cannot-listen", &args))
    };
    let listener = supervisor::listener(&listen).await.map_err(cannot_listen)?;
    let address = listener.local_addr().map_err(cannot_listen)?.to_string();
    let listening = Listening::begin(listener, first.limits.head());
    let grace =
        GRACE + Duration::from_secs(configs.iter().map(|c| c.server.drain_seconds).max().unwrap_or(0));
    let (offices, ready) = all_opened(language, configs, &address).await?;
    let asked_to_stop = stop_signal().map_err(cannot_listen)?;
    let say = |lines: &[String]| print(&mut std::io::stdout(), lines).map_err(|e| closed(language, e.into()));
    say(&ready)?;
    supervisor::tell("READY=1");
    tracing::info!(version = env!("CARGO_PKG_VERSION"), schema = newest_migration(), "started");

    let (stop, stopped) = oneshot::channel::<()>();
    let serving = listening.serve(offices, async move {
        let _ = stopped.await;
    });
    tokio::pin!(serving);
    tokio::select! {
        ended = &mut serving => ended.map_err(cannot_listen)?,
        () = asked_to_stop => {
            let _ = stop.send(());
            supervisor::tell("STOPPING=1");
            say(&[text(language, "serve-stopping")])?;
            // What is not finished by then was never answered, so nobody counts on it.
            let _ = tokio::time::timeout(grace, serving).await;
        }
    }
    Ok(Vec::new())
}

/// Every office, open, and what is said of each.
async fn all_opened(
    language: Language,
    configs: Vec<Config>,
    address: &str,
) -> Result<(Vec<Shared>, Vec<String>), Failure> {
    let (mut offices, mut ready) = (Vec::new(), Vec::new());
    let Some(first) = configs.first() else { return Ok((offices, ready)) };
    let password = first.secrets.database_password.clone();
    let db = Db::open(&first.database, password.as_ref()).await.map_err(|e| closed(language, e.into()))?;
    for config in configs {
        let args = [
            ("office", config.office.name.clone()),
            ("url", config.server.public_url.clone()),
            ("listen", address.to_owned()),
        ];
        ready.push(text_with(language, "serve-ready", &args));
        offices.push(opened(language, db.for_another_office(), config).await?);
    }
    Ok((offices, ready))
}

/// Settings of every office that is to be served, in the order of their files' names.
fn configurations(language: Language, asked: &Serve) -> Result<Vec<Config>, Failure> {
    let Some(folder) = &asked.offices else { return Ok(vec![configuration(language, &asked.settings)?]) };
    let unreadable = |e: std::io::Error| {
        let problem = ConfigProblem::Unreadable { file: folder.display().to_string(), why: e.to_string() };
        refused(language, &[problem])
    };
    let files = std::fs::read_dir(folder).map_err(unreadable)?.map(|entry| Ok(entry?.path()));
    let mut files = files.collect::<std::io::Result<Vec<PathBuf>>>().map_err(unreadable)?;
    files.retain(|file| file.extension().is_some_and(|e| e == "toml"));
    files.sort();
    let of = |file| configured(language, &[asked.settings.config.clone(), vec![file]].concat());
    let configs = files.into_iter().map(of).collect::<Result<Vec<_>, _>>()?;
    let problems = Config::faults_together(&configs);
    if problems.is_empty() { Ok(configs) } else { Err(refused(language, &problems)) }
}

/// An office that may be served: its keys are right, its procedures there, its database not an older copy.
async fn opened(language: Language, db: Db, config: Config) -> Result<Shared, Failure> {
    let procedures = procedures(language, &config)?;
    let unusable = |e: Error| closed(language, e);
    let app = App::over(db, config, procedures, Clock::default(), false).await.map_err(unusable)?;
    let stranded = app.cases.stranded(app.office()).await.map_err(|e| unusable(e.into()))?;
    if let Some((id, version, cases)) = stranded.into_iter().next() {
        let args = [("procedure", id), ("version", version), ("cases", cases.to_string())];
        return Err(Failure::unready(text_with(language, "serve-stranded", &args)));
    }
    if app.audit.is_rolled_back(&app.db).await.map_err(|e| unusable(e.into()))? {
        return Err(unusable(Error::RolledBack));
    }
    Ok(app)
}

fn closed(language: Language, e: Error) -> Failure {
    Failure::unready(match e {
        Error::WrongMasterKey { wanted, given } => {
            text_with(language, "keys-wrong-master", &[("wanted", wanted), ("given", given)])
        }
        Error::RolledBack => text(language, "record-rolled-back"),
        Error::Newer(migration) => text_with(language, "storage-newer", &[("migration", migration)]),
        e => text_with(language, "storage-unusable", &[("why", e.to_string())]),
    })
}

fn log(settings: &Log) {
    let filter = EnvFilter::try_new(&settings.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Where the log's disk is full a line is lost; to say so there would end whatever was being done.
    let builder = builder.log_internal_errors(false);
    if settings.format == "json" { builder.json().init() } else { builder.init() }
}

/// Resolves once somebody asks for the end. Listens from the moment it is called.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
