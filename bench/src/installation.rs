//! The office under measurement: the real one, on a free port of this machine, on SQLite or on a private
//! PostgreSQL, with an officer of every role signed in.

use crate::bulk::Bulk;
use crate::program::Left;
use crate::support::browser::Browser;
use crate::support::postgres;
use crate::support::server::{CETAK, KASI, OPERATOR, REGISTER, Server, variables};
use anyhow::{Context, Result, ensure};
use axum::{Json, Router, routing::post};
use office::db::{Row, Statement, Value, Write};
use office::params;
use reqwest::Method;
use serde_json::json;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// An office that is left ends what it has begun.
const PATIENCE: Duration = Duration::from_secs(60);

/// As many cards can be printed on one installation, in thousands. Few, unless whoever measures asks for more: each is an
/// event of its own.
pub static BLANKS: AtomicUsize = AtomicUsize::new(1_000);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

impl Database {
    pub const BOTH: [Self; 2] = [Self::Sqlite, Self::Postgres];

    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// The address of a database that does not exist yet; `folder` is for the one that is a file.
    pub fn fresh(self, folder: &Path) -> String {
        match self {
            Self::Sqlite => format!("sqlite:{}", folder.join("bench.db").display()),
            Self::Postgres => postgres::shared().database(),
        }
    }
}

pub struct Office {
    pub server: Server,
    pub host: SocketAddr,
    pub staff: Staff,
    url: String,
    platform: String,
    folder: tempfile::TempDir,
}

fn procedures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../procedures")
}

/// The cookie of one officer for each role of the way to the register, as a line of a request's head.
#[derive(Debug, Clone)]
pub struct Staff {
    pub operator: String,
    pub kasi: String,
    pub printer: String,
    pub register: String,
}

impl Office {
    /// At nine o'clock of a working day.
    pub async fn start(database: Database) -> Result<Self> {
        Self::start_with(database, platform().await?, |server| server.at_nine()).await
    }

    /// At the time that it is, as a program started over it later will have it.
    pub async fn start_today(database: Database) -> Result<Self> {
        Self::start_beside(database, platform().await?).await
    }

    /// The same, with somebody's WhatsApp beside it: both must have one time, or answers come too late.
    pub async fn start_beside(database: Database, platform: String) -> Result<Self> {
        Self::start_with(database, platform, |_| {}).await
    }

    async fn start_with(database: Database, platform: String, prepare: impl FnOnce(&Server)) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let url = database.fresh(folder.path());
        let server = Server::start_with(|config| {
            config.office.procedures = procedures();
            config.database.url.clone_from(&url);
            // In a test the program that looks at documents is another.
            if let Some(program) = option_env!("CARGO_BIN_EXE_bench") {
                config.documents.reader = program.into();
            }
            config.whatsapp.base_url.clone_from(&platform);
        })
        .await;
        // Before anybody signs in: a leap of the clock ends sessions.
        prepare(&server);
        let host = server.base.trim_start_matches("http://").parse()?;
        let staff = Staff {
            operator: cookie(&server, OPERATOR).await?,
            kasi: cookie(&server, KASI).await?,
            printer: supplied(&server).await?,
            register: cookie(&server, REGISTER).await?,
        };
        Ok(Self { server, host, staff, url, platform, folder })
    }

    /// Leaves it to be served by another process: who worked here, and what that process must be told.
    pub async fn leave(self) -> Result<(Left, Staff)> {
        let Self { server, staff, url, platform, folder, .. } = self;
        let app = Arc::downgrade(&server.app);
        drop(server);
        let deadline = Instant::now() + PATIENCE;
        while app.upgrade().is_some() {
            ensure!(Instant::now() < deadline, "the office does not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let stores = tempfile::tempdir()?;
        let mut settings = variables(stores.path(), 0);
        settings.extend([
            ("RANCAK_OFFICE_PROCEDURES", procedures().display().to_string()),
            ("RANCAK_DATABASE_URL", url),
            ("RANCAK_WHATSAPP_BASE_URL", platform),
        ]);
        settings.remove("RANCAK_DOCUMENTS_READER");
        Ok((Left { settings, _folders: vec![folder, stores] }, staff))
    }

    /// One number out of the database, through the office's own connection.
    pub async fn count(&self, sql: &'static str) -> Result<i64> {
        let rows: Vec<Row> = self.server.app.db.query(sql, params![]).await?;
        Ok(rows.first().context("a row")?.int(0)?)
    }

    pub async fn write(&self, statements: Vec<Statement>) -> Result<()> {
        Ok(self.server.app.db.write(Write { statements, touches: Vec::new() }).await?)
    }

    /// A connection for filling it.
    pub async fn bulk(&self) -> Result<Bulk> {
        Bulk::open(&self.url).await
    }

    /// What a database does by itself in a quiet hour: statistics, and on PostgreSQL the clean-up too.
    pub async fn settle(&self) -> Result<()> {
        if self.url.starts_with("sqlite:") {
            return self.write(vec![Statement::new("ANALYZE", Vec::<Value>::new())]).await;
        }
        let client = connected(&self.url).await?;
        client.batch_execute("VACUUM ANALYZE").await?;
        Ok(client.batch_execute("CHECKPOINT").await?)
    }
}

pub async fn connected(url: &str) -> Result<tokio_postgres::Client> {
    let (client, driver) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    tokio::spawn(driver);
    Ok(client)
}

/// The process of the PostgreSQL that all measurements share.
pub async fn postgres_process() -> Result<u32> {
    let client = connected(&postgres::shared().database()).await?;
    let backend: i32 = client.query_one("SELECT pg_backend_pid()", &[]).await?.get(0);
    crate::processes::parent(u32::try_from(backend)?)
}

pub async fn postgres_version() -> Result<String> {
    let client = connected(&postgres::shared().database()).await?;
    Ok(client.query_one("SHOW server_version", &[]).await?.get(0))
}

/// The print operator, with all the blanks that the cases of a measurement are printed on.
async fn supplied(server: &Server) -> Result<String> {
    let printer = server.bearer(CETAK).await;
    for thousand in (0..BLANKS.load(Ordering::Relaxed)).step_by(1_000) {
        let serial = |n: usize| format!("AB{n:08}");
        server.supply(&printer, &serial(thousand), &serial(thousand + 999)).await;
    }
    head(&printer)
}

pub async fn cookie(server: &Server, role: &str) -> Result<String> {
    head(&server.bearer(role).await)
}

fn head(officer: &Browser) -> Result<String> {
    let request = officer.request(Method::GET, "/").build()?;
    let cookie = request.headers().get("cookie").context("a cookie")?.to_str()?.to_owned();
    Ok(format!("cookie: {cookie}\r\nsec-fetch-site: same-origin\r\n"))
}

/// Stands where WhatsApp stands: takes every message of the office.
async fn platform() -> Result<String> {
    let take = || async { Json(json!({"messages": [{"id": format!("wamid.{}", uuid::Uuid::new_v4())}]})) };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}", listener.local_addr()?);
    let routes = Router::new().route("/{*path}", post(take));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(base)
}
