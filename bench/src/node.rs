//! `bench node`: an office in a process of its own, with the door for references, told by the same variables as `rancak
//! serve`. So that several of them can share a database, and the machine, as nodes do.

use crate::references;
use anyhow::{Result, anyhow};
use office::app::{App, install_tls, serve};
use office::clock::Clock;
use office::config::Config;
use office::procedures::Procedures;
use tokio::net::TcpListener;

/// The word that asks this program to be one.
pub const NAME: &str = "node";

/// Works until it is killed: in the background by the office's own address, and for the driver at `RANCAK_SERVER_LISTEN`.
pub async fn run() -> Result<()> {
    install_tls();
    let config = Config::parse("", "bench", &|name: &str| std::env::var(name).ok())
        .map_err(|problems| anyhow!("settings: {problems:?}"))?;
    let listen = config.server.listen.clone();
    let procedures = Procedures::read(&config.office.procedures, &config.office.procedure)
        .map_err(|e| anyhow!("{e:?}"))?;
    let app = App::open(config, procedures, Clock::default(), false).await?;
    let own = TcpListener::bind("127.0.0.1:0").await?;
    let door = TcpListener::bind(&listen).await?;
    let working = tokio::spawn(serve(app.clone(), own, std::future::pending()));
    references::serve(&app, door).await?;
    Ok(working.await??)
}
