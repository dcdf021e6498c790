//! `whatsapp-sim`: the SIMULATOR as a program. One line of JSON on standard output says where it is.
use std::io::Write;
use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use whatsapp_sim::{Config, Limits, Settings, Simulator, Template};

/// SIMULATOR WhatsApp Cloud API untuk gladi dan uji. / SIMULATOR of the WhatsApp Cloud API for rehearsals and tests.
#[derive(Parser)]
#[command(name = "whatsapp-sim", version)]
struct Options {
    /// Alamat dengar; hanya mesin ini secara baku. / Address to listen on.
    #[arg(long, env = "WHATSAPP_SIM_BIND", default_value = "127.0.0.1")]
    bind: IpAddr,
    /// Port; 0 memilih yang bebas. / 0 takes a free one.
    #[arg(long, env = "WHATSAPP_SIM_PORT", default_value_t = 0)]
    port: u16,
    /// Menandatangani webhook. / Signs webhooks.
    #[arg(long, env = "WHATSAPP_SIM_APP_SECRET", hide_env_values = true)]
    app_secret: Option<String>,
    /// Token pembawa untuk API Graph. / Bearer token of the Graph API.
    #[arg(long, env = "WHATSAPP_SIM_ACCESS_TOKEN", hide_env_values = true)]
    access_token: Option<String>,
    /// `hub.verify_token`.
    #[arg(long, env = "WHATSAPP_SIM_VERIFY_TOKEN", hide_env_values = true)]
    verify_token: Option<String>,
    #[arg(long, env = "WHATSAPP_SIM_PHONE_NUMBER_ID")]
    phone_number_id: Option<String>,
    /// Nomor kantor seperti dilihat warga. / The office's number as people see it.
    #[arg(long, env = "WHATSAPP_SIM_DISPLAY_NUMBER")]
    display_number: Option<String>,
    /// Nama kantor di layar telepon. / The office's name on the phone page.
    #[arg(long, env = "WHATSAPP_SIM_BUSINESS_NAME")]
    business_name: Option<String>,
    /// Webhook kantor; dicoba sampai menjawab tantangan. / Tried until it answers the challenge.
    #[arg(long, env = "WHATSAPP_SIM_WEBHOOK_URL")]
    webhook_url: Option<String>,
    /// Berkas SQLite; tanpa ini semuanya di memori. / SQLite file; everything in memory without it.
    #[arg(long, env = "WHATSAPP_SIM_DB")]
    db: Option<PathBuf>,
    /// Asal yang boleh membingkai /phone, boleh berulang. / Origins that may frame /phone, repeatable.
    #[arg(long, env = "WHATSAPP_SIM_FRAME_ANCESTORS", value_delimiter = ',')]
    frame_ancestors: Vec<String>,
    /// Berkas JSON berisi larik templat. / JSON file with an array of templates.
    #[arg(long, env = "WHATSAPP_SIM_TEMPLATES")]
    templates: Option<PathBuf>,
    /// Tanpa batas pasangan dan laju. / No pair limit and no throughput limit.
    #[arg(long, env = "WHATSAPP_SIM_UNHURRIED")]
    unhurried: bool,
}

impl Options {
    fn config(self) -> anyhow::Result<Config> {
        let standard = Config::default();
        let mut templates = standard.templates;
        if let Some(path) = &self.templates {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            let more: Vec<Template> =
                serde_json::from_str(&text).with_context(|| path.display().to_string())?;
            templates.extend(more);
        }
        let limits = if self.unhurried { Limits::unhurried() } else { Limits::default() };
        Ok(Config {
            bind: (self.bind, self.port).into(),
            app_secret: self.app_secret.unwrap_or(standard.app_secret),
            access_token: self.access_token.unwrap_or(standard.access_token),
            verify_token: self.verify_token.unwrap_or(standard.verify_token),
            phone_number_id: self.phone_number_id.unwrap_or(standard.phone_number_id),
            display_phone_number: self.display_number.unwrap_or(standard.display_phone_number),
            business_name: self.business_name.unwrap_or(standard.business_name),
            webhook_url: self.webhook_url,
            db: self.db,
            frame_ancestors: self.frame_ancestors,
            templates,
            settings: Settings { limits, ..Settings::default() },
            ..Config::default()
        })
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let sim = Simulator::start(Options::parse().config()?).await?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", sim.addresses())?;
    out.flush()?;
    tokio::select! {
        () = sim.stopped() => {}
        _ = tokio::signal::ctrl_c() => {}
        () = terminated() => {}
    }
    sim.shutdown().await;
    Ok(())
}

#[cfg(unix)]
async fn terminated() {
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
