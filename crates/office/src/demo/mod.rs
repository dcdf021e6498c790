//! `rancak demo`: a rehearsal of a whole day with invented people and the SIMULATOR, through the very
//! server that goes live. Only this folder knows that the people are invented.

mod blanks;
mod cast;
mod gate;
mod insider;
mod officer;
pub mod page;
mod printing;
mod resident;
mod seed;
mod simulator;
mod station;
mod walkthrough;

use crate::accounts::{By, NewUser};
use crate::app::{App, Shared, serve};
use crate::clock::Clock;
use crate::config::Config;
use crate::documents::models::as_built;
use crate::procedures::Procedures;
use anyhow::anyhow;
use jiff::{SignedDuration, Timestamp};
use procedure::RoleId;
use simulator::{Printer, Secrets, Simulator};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::TcpListener;

/// The procedure that the demonstration runs, carried inside the program.
const PROCEDURE: &str = include_str!("../../../../procedures/penggantian-ktp-el.toml");
const OFFICE_NAME: &str = "Disdukcapil Pesisir Selatan (DEMO)";

pub struct Options {
    /// Where the pages are shown; another free port is taken where it is in use.
    pub port: u16,
    /// Play one request of each reason without a browser, and end.
    pub walkthrough: bool,
    /// Print the walkthrough as JSON.
    pub json: bool,
    /// Residents give their data and documents on the page of a link.
    pub by_link: bool,
    /// Numbers are read from documents; that takes the machine a while at the beginning.
    pub reads: bool,
}

/// True where everything that was played reached its end.
pub async fn run(options: &Options) -> anyhow::Result<bool> {
    let folder = Folder::fresh()?;
    let listener = match TcpListener::bind(("127.0.0.1", options.port)).await {
        Ok(listener) if !options.walkthrough => listener,
        _ => TcpListener::bind(("127.0.0.1", 0)).await?,
    };
    let origin = format!("http://localhost:{}", listener.local_addr()?.port());
    let secrets = Secrets::fresh();
    let sim = Simulator::start(&secrets, &origin, OFFICE_NAME).await?;
    let printer = Printer::start(if options.walkthrough { 300 } else { 6_000 }).await?;
    let file = ("penggantian-ktp-el.toml".to_owned(), PROCEDURE.to_owned());
    let procedures = Procedures::of([file], "penggantian-ktp-el", "")?;
    let clock = Clock::default();
    let mut config = settings(&folder.0, &origin, (&sim, &printer), &secrets)?;
    if options.by_link {
        "secure_link".clone_into(&mut config.whatsapp.capture);
    }
    if !options.reads {
        config.documents.models = PathBuf::new();
    }
    let app = App::open(config, procedures, clock, true).await?;
    staff(&app).await?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(serve(app.clone(), listener, async {
        let _ = stopped.await;
    }));
    forward(&app, &sim, until_morning(&app)).await?;
    let counter = station::Counter::open(&app, &origin).await?;
    let ended = if options.walkthrough {
        walkthrough::play(&app, (&sim, &counter), &origin, options.json).await
    } else {
        show(&app, (&sim, &printer), &origin).await.map(|()| true)
    };
    let _ = stop.send(());
    server.abort();
    ended
}

async fn show(app: &Shared, (sim, printer): (&Simulator, &Printer), origin: &str) -> anyhow::Result<()> {
    println!("Rancak DEMO: menyiapkan kantor contoh … / preparing a synthetic office …");
    seed::fill(app, sim).await?;
    println!("\n  Buka / open:  {origin}/demo\n");
    println!("  SIMULATOR WhatsApp: {}", sim.base);
    println!("  SIMULATOR printer:  {}   (Ctrl-C: berhenti / stop)", printer.page);
    tokio::signal::ctrl_c().await?;
    Ok(())
}

/// The settings of the real thing, with the SIMULATORs in WhatsApp's and the printer's place.
fn settings(
    folder: &Path,
    origin: &str,
    (sim, printer): (&Simulator, &Printer),
    secrets: &Secrets,
) -> anyhow::Result<Config> {
    let env = |name: &str| {
        let value = match name {
            "RANCAK_OFFICE_ID" => "13.01",
            "RANCAK_OFFICE_NAME" => OFFICE_NAME,
            "RANCAK_OFFICE_ADDRESS" => "Jalan Contoh 1, Painan",
            "RANCAK_OFFICE_PLACE" => "Painan",
            "RANCAK_SERVER_PUBLIC_URL" => origin,
            "RANCAK_SERVER_FRAME_ANCESTORS" => "'self'",
            "RANCAK_WHATSAPP_PHONE_NUMBER_ID" => simulator::PHONE_NUMBER_ID,
            "RANCAK_WHATSAPP_DISPLAY_NUMBER" => simulator::DISPLAY_NUMBER,
            "RANCAK_WHATSAPP_BASE_URL" => &sim.base,
            "RANCAK_WHATSAPP_SIMULATOR" => "true",
            "RANCAK_WHATSAPP_QUIET_MS" => "1200",
            "RANCAK_WHATSAPP_ACCESS_TOKEN" => &secrets.access_token,
            "RANCAK_WHATSAPP_APP_SECRET" => &secrets.app_secret,
            "RANCAK_WHATSAPP_VERIFY_TOKEN" => &secrets.verify_token,
            "RANCAK_PRINTING_PRINTERS" => return Some(format!("{}={}", printing::PRINTER, printer.uri)),
            "RANCAK_PRINTING_SIMULATOR" => "true",
            "RANCAK_OPERATOR_PROOF_REQUIRED" => "false",
            "RANCAK_ACCOUNTS_SECOND_FACTOR" => "optional",
            "RANCAK_SESSION_IDLE_MINUTES" => "600",
            "RANCAK_DATABASE_URL" => return Some(format!("sqlite:{}", folder.join("demo.db").display())),
            "RANCAK_DOCUMENTS_MODELS" => return as_built().map(|folder| folder.display().to_string()),
            "RANCAK_DOCUMENTS_STORE" => return Some(folder.join("documents").display().to_string()),
            "RANCAK_DOCUMENTS_KEYS" => return Some(folder.join("keys").display().to_string()),
            "RANCAK_DOCUMENTS_MASTER_KEY" => &secrets.master_key,
            "RANCAK_AUDIT_STORE" => return Some(folder.join("record").display().to_string()),
            "RANCAK_AUDIT_SIGNING_KEY" => &secrets.signing_key,
            _ => return None,
        };
        Some(value.to_owned())
    };
    Config::parse("", "demo", &env).map_err(|problems| anyhow!("{problems:?}"))
}

async fn staff(app: &App) -> anyhow::Result<()> {
    for (role, login, name) in cast::STAFF {
        let roles = [RoleId::from(*role)];
        app.accounts.add(&NewUser { login, name, roles: &roles }, &By::system(), app.clock.now()).await?;
    }
    Ok(())
}

/// How long until the office opens, so that minutes count whatever the hour of the rehearsal.
fn until_morning(app: &App) -> SignedDuration {
    let calendar = &app.cases.procedures().active().calendar;
    let now = app.clock.now();
    let two_hours = SignedDuration::from_hours(2);
    let busy =
        |from: Timestamp| from.checked_add(two_hours).is_ok_and(|to| calendar.between(from, to) == two_hours);
    if busy(now) {
        return SignedDuration::ZERO;
    }
    let today = calendar.offset.to_datetime(now).date();
    let mornings = (0..60).filter_map(|ahead| {
        let day = today.checked_add(jiff::Span::new().days(ahead)).ok()?;
        calendar.offset.to_timestamp(day.at(8, 30, 0, 0)).ok()
    });
    let morning = mornings.into_iter().find(|at| *at > now && busy(*at));
    morning.map_or(SignedDuration::ZERO, |at| now.duration_until(at))
}

/// Moves both clocks.
async fn forward(app: &App, sim: &Simulator, by: SignedDuration) -> anyhow::Result<()> {
    let by = Duration::from_secs(by.as_secs().unsigned_abs());
    app.clock.advance(by);
    sim.advance(by).await
}

/// A folder that goes with the demonstration.
struct Folder(PathBuf);

impl Folder {
    fn fresh() -> std::io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("rancak-demo-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
