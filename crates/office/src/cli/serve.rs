//! `rancak serve`: the office at work, until it is asked to stop.

use super::{Failure, Settings, configuration, print, procedures};
use crate::app::{self, App};
use crate::assets;
use crate::clock::Clock;
use crate::config::Log;
use crate::error::Error;
use crate::texts::{text, text_with};
use procedure::Language;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

/// How long requests under way may take once somebody asked for the end; pages that listen never end.
const GRACE: Duration = Duration::from_secs(10);

pub async fn serve(language: Language, settings: &Settings) -> Result<Vec<String>, Failure> {
    let config = configuration(language, settings)?;
    if !assets::are_built() {
        return Err(Failure::unready(text(language, "serve-no-assets")));
    }
    let procedures = procedures(language, &config)?;
    log(&config.log);
    let (listen, url, office) =
        (config.server.listen.clone(), config.server.public_url.clone(), config.office.name.clone());
    let cannot_listen = |e: std::io::Error| {
        let args = [("listen", listen.clone()), ("why", e.to_string())];
        Failure::unready(text_with(language, "serve-cannot-listen", &args))
    };
    let unusable = |e: Error| {
        Failure::unready(match e {
            Error::WrongMasterKey { wanted, given } => {
                text_with(language, "keys-wrong-master", &[("wanted", wanted), ("given", given)])
            }
            Error::RolledBack => text(language, "record-rolled-back"),
            e => text_with(language, "storage-unusable", &[("why", e.to_string())]),
        })
    };
    let listener = TcpListener::bind(&listen).await.map_err(cannot_listen)?;
    let address = listener.local_addr().map_err(cannot_listen)?.to_string();
    let office_app = App::open(config, procedures, Clock::default(), false).await.map_err(unusable)?;
    let stranded = office_app.cases.stranded(office_app.office()).await.map_err(|e| unusable(e.into()))?;
    if let Some((id, version, cases)) = stranded.into_iter().next() {
        let args = [("procedure", id), ("version", version), ("cases", cases.to_string())];
        return Err(Failure::unready(text_with(language, "serve-stranded", &args)));
    }
    if office_app.audit.is_rolled_back(&office_app.db).await.map_err(|e| unusable(e.into()))? {
        return Err(unusable(Error::RolledBack));
    }
    let asked_to_stop = stop_signal().map_err(cannot_listen)?;
    let args = [("office", office), ("url", url), ("listen", address)];
    let ready = text_with(language, "serve-ready", &args);
    print(&mut std::io::stdout(), &[ready]).map_err(|e| unusable(e.into()))?;

    let (stop, stopped) = oneshot::channel::<()>();
    let serving = app::serve(office_app, listener, async move {
        let _ = stopped.await;
    });
    tokio::pin!(serving);
    tokio::select! {
        ended = &mut serving => ended.map_err(cannot_listen)?,
        () = asked_to_stop => {
            let _ = stop.send(());
            print(&mut std::io::stdout(), &[text(language, "serve-stopping")]).map_err(|e| unusable(e.into()))?;
            // What is not finished by then was never answered, so nobody counts on it.
            let _ = tokio::time::timeout(GRACE, serving).await;
        }
    }
    Ok(Vec::new())
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
