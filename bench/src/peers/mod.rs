//! The peers: the same four steps on what an office's IT would otherwise build them with. Their programs stand in
//! `bench/peers`; here is what sets one up, starts it over a database of its own, and counts what it kept. Nothing here
//! measures.

pub mod course;
mod setup;

use crate::http::Connection;
use crate::installation::connected;
use crate::processes;
use crate::support::postgres;
use anyhow::{Context, Result, bail, ensure};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

/// What its program is written in, and how it is served.
#[derive(Debug, Clone, Copy)]
enum Server {
    Gunicorn(&'static str),
    Uvicorn,
    Node,
}

/// One of them, as it stands in `bench/peers`.
#[derive(Debug)]
pub struct Peer {
    folder: &'static str,
    /// The package whose version is told.
    package: &'static str,
    server: Server,
    /// Brings tables of its own, made by `python app.py setup`.
    own_tables: bool,
    /// Cases that are done, and cases with every line of history that a full case has.
    found: &'static str,
}

const FOUND: &str = "SELECT (SELECT count(*) FROM cases WHERE state = 'done'),
    (SELECT count(*) FROM (SELECT 1 FROM history GROUP BY case_id HAVING count(*) = 4
        AND count(DISTINCT step) = 4 AND count(data ->> 'note') = 3) AS h)";

/// A task each for the start, the three steps and the end.
const FOUND_TASKS: &str = "SELECT (SELECT count(*) FROM idcard_case WHERE state = 'done'),
    (SELECT count(*) FROM (SELECT 1 FROM viewflow_task GROUP BY process_id HAVING count(*) = 5
        AND count(finished) = 5 AND count(owner_id) = 4 AND count(data ->> 'note') = 3) AS h)";

pub const PEERS: [Peer; 4] = [
    Peer {
        folder: "spiff",
        package: "spiffworkflow",
        server: Server::Gunicorn("app:app"),
        own_tables: false,
        found: FOUND,
    },
    Peer { folder: "bpmn", package: "bpmn-engine", server: Server::Node, own_tables: false, found: FOUND },
    Peer {
        folder: "django",
        package: "django-viewflow",
        server: Server::Gunicorn("app:application"),
        own_tables: true,
        found: FOUND_TASKS,
    },
    Peer { folder: "dbos", package: "dbos", server: Server::Uvicorn, own_tables: false, found: FOUND },
];

impl Peer {
    fn source(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(self.folder)
    }

    /// Its package and the version that is pinned.
    pub fn name(&self) -> Result<String> {
        let version = match self.server {
            Server::Node => {
                let told: serde_json::Value =
                    serde_json::from_str(&std::fs::read_to_string(self.source().join("package.json"))?)?;
                told["dependencies"][self.package].as_str().map(str::to_owned)
            }
            Server::Gunicorn(_) | Server::Uvicorn => {
                let told = std::fs::read_to_string(self.source().join("requirements.txt"))?;
                let pinned = told.lines().find_map(|l| l.strip_prefix(self.package)?.strip_prefix("=="));
                pinned.map(|v| v.trim_end_matches(['\\', ' ']).to_owned())
            }
        };
        Ok(format!("{} {}", self.package, version.context("a pinned version")?))
    }

    /// Sets it up where it is not yet, and starts it over a database of its own.
    pub async fn start(&'static self) -> Result<Running> {
        let programs = setup::programs(self)?;
        let url = postgres::shared().database();
        let client = connected(&url).await?;
        durable(&client).await?;
        let host = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut server = self.command(&programs, host);
        at(&mut server, &url)?;
        if self.own_tables {
            let mut tables = Command::new(programs.join("bin/python"));
            tables.args(["app.py", "setup"]).current_dir(self.source()).stdout(Stdio::null());
            at(&mut tables, &url)?;
            ensure!(tables.status()?.success(), "its tables could not be made");
        } else {
            for folder in [self.source().join(".."), self.source()] {
                let Ok(tables) = std::fs::read_to_string(folder.join("schema.sql")) else { continue };
                client.batch_execute(&tables).await?;
            }
        }
        let running = Running { peer: self, host, url, server: server.spawn()? };
        running.answers()?;
        Ok(running)
    }

    fn command(&self, programs: &Path, host: SocketAddr) -> Command {
        let port = host.port().to_string();
        let (program, args): (PathBuf, Vec<String>) = match self.server {
            Server::Gunicorn(app) => {
                let words =
                    ["-w", "2", "-k", "gthread", "--threads", "16", "--keep-alive", "75", "--timeout", "0"];
                let more = ["-b".to_owned(), host.to_string(), app.to_owned()];
                (programs.join("bin/gunicorn"), words.map(str::to_owned).into_iter().chain(more).collect())
            }
            Server::Uvicorn => {
                let words =
                    ["app:app", "--workers", "2", "--no-access-log", "--log-level", "warning", "--port"];
                let words = words.into_iter().chain([port.as_str()]);
                (programs.join("bin/uvicorn"), words.map(str::to_owned).collect())
            }
            Server::Node => ("node".into(), vec![programs.join("app.mjs").display().to_string()]),
        };
        let mut command = Command::new(program);
        command.args(args).env("PORT", port).env("PYTHONDONTWRITEBYTECODE", "1").current_dir(self.source());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }
}

/// Tells a program by libpq's variables where its database is.
fn at(command: &mut Command, url: &str) -> Result<()> {
    let (name, sockets) = url
        .strip_prefix("postgres:///")
        .and_then(|rest| rest.split_once("?host="))
        .context("an address of a database")?;
    let sockets = sockets.split('&').next().unwrap_or_default();
    command.env("PGHOST", sockets).env("PGUSER", "postgres").env("PGDATABASE", name);
    Ok(())
}

/// What was answered has been written.
async fn durable(client: &tokio_postgres::Client) -> Result<()> {
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        let is: String = client.query_one(&format!("SHOW {setting}"), &[]).await?.get(0);
        ensure!(is == "on", "{setting} is {is}");
    }
    Ok(())
}

/// A peer that serves. It ends when this is dropped.
pub struct Running {
    pub peer: &'static Peer,
    pub host: SocketAddr,
    url: String,
    server: Child,
}

impl Running {
    pub fn process(&self) -> u32 {
        self.server.id()
    }

    /// Waits until it answers.
    fn answers(&self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let asked =
                Connection::open(self.host).and_then(|mut c| c.get("/inbox", &course::bearer("intake")));
            match asked {
                Ok(answer) if answer.status == 200 => return Ok(()),
                _ if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(100)),
                Ok(answer) => bail!("its inbox is answered with {}", answer.status),
                Err(e) => return Err(e.context("it does not answer")),
            }
        }
    }

    /// Statistics of what is in the tables by now.
    pub async fn analyse(&self) -> Result<()> {
        Ok(connected(&self.url).await?.batch_execute("ANALYZE").await?)
    }

    /// Finished cases = full histories = what was sent.
    pub async fn check(&self, done: usize) -> Result<()> {
        let row = connected(&self.url).await?.query_one(self.peer.found, &[]).await?;
        let found: (i64, i64) = (row.get(0), row.get(1));
        let done = i64::try_from(done)?;
        ensure!(found == (done, done), "of {done} cases: {} over, {} full histories", found.0, found.1);
        Ok(())
    }

    /// Holds all its processes still, or has them go on: while others are measured it must do nothing.
    pub fn rest(&self, still: bool) -> Result<()> {
        let signal = if still { "-STOP" } else { "-CONT" };
        let ids = processes::family(self.process())?;
        Command::new("kill").arg(signal).args(ids.iter().map(u32::to_string)).status()?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let family = processes::family(self.process()).unwrap_or_default();
        let ids: Vec<String> = family.iter().map(u32::to_string).collect();
        let _ = Command::new("kill").arg("-KILL").args(ids).stderr(Stdio::null()).status();
        let _ = self.server.wait();
    }
}
