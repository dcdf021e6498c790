//! `printer-sim`: the SIMULATOR as a program. One line of JSON on standard output says where it is.

use clap::Parser;
use printer_sim::Running;
use std::io::Write;
use std::net::IpAddr;
use std::time::Duration;

/// SIMULATOR printer kartu untuk gladi dan uji. / SIMULATOR of a card printer for rehearsals and tests.
#[derive(Parser)]
#[command(name = "printer-sim", version)]
struct Options {
    /// Alamat dengar; hanya mesin ini secara baku. / Address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    bind: IpAddr,
    /// Port; 0 memilih yang bebas. / 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Lama satu kartu, milidetik. / How long a card takes, in milliseconds.
    #[arg(long, default_value_t = 4_000)]
    card_ms: u64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let card = Duration::from_millis(options.card_ms);
    let running = Running::start((options.bind, options.port).into(), card).await?;
    let page = format!("http://localhost:{}/", running.address.port());
    let mut out = std::io::stdout();
    writeln!(out, "{}", serde_json::json!({"uri": running.uri(), "page": page}))?;
    out.flush()?;
    tokio::signal::ctrl_c().await?;
    Ok(())
}
