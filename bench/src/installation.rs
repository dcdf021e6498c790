//! The office under measurement: the real one, on a free port of this machine, on SQLite or on a private
//! PostgreSQL, with an officer of every role signed in.

use crate::bulk::Bulk;
use crate::support::browser::Browser;
use crate::support::postgres;
use crate::support::server::{CETAK, KASI, OPERATOR, REGISTER, Server};
use anyhow::{Context, Result};
use axum::{Json, Router, routing::post};
use office::db::{Row, Statement, Value, Write};
use office::params;
use reqwest::Method;
use serde_json::json;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tokio::net::TcpListener;

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
    _folder: tempfile::TempDir,
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
    pub async fn start(database: Database) -> Result<Self> {
        let platform = platform().await?;
        let folder = tempfile::tempdir()?;
        let url = database.fresh(folder.path());
        let server = Server::start_with(|config| {
            config.office.procedures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../procedures");
            config.database.url.clone_from(&url);
            // In a test the program that looks at documents is another.
            if let Some(program) = option_env!("CARGO_BIN_EXE_bench") {
                config.documents.reader = program.into();
            }
            config.whatsapp.base_url = format!("http://{platform}");
        })
        .await;
        // Before anybody signs in: a leap of the clock ends sessions.
        server.at_nine();
        let host = server.base.trim_start_matches("http://").parse()?;
        let staff = Staff {
            operator: cookie(&server, OPERATOR).await?,
            kasi: cookie(&server, KASI).await?,
            printer: supplied(&server).await?,
            register: cookie(&server, REGISTER).await?,
        };
        Ok(Self { server, host, staff, url, _folder: folder })
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

pub async fn postgres_version() -> Result<String> {
    let client = connected(&postgres::shared().database()).await?;
    Ok(client.query_one("SHOW server_version", &[]).await?.get(0))
}

/// The print operator, with all the blanks that the cases of a measurement are printed on.
async fn supplied(server: &Server) -> Result<String> {
    let printer = server.bearer(CETAK).await;
    for thousand in (0..10_000).step_by(1_000) {
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
async fn platform() -> Result<SocketAddr> {
    let take = || async { Json(json!({"messages": [{"id": format!("wamid.{}", uuid::Uuid::new_v4())}]})) };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let host = listener.local_addr()?;
    let routes = Router::new().route("/{*path}", post(take));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(host)
}
