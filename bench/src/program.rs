//! The program itself, `rancak serve`, as a process of its own over an installation that was prepared and left: what only
//! a process of its own can show, its start and its memory.

use crate::http::Connection;
use crate::processes;
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(120);
/// How often its memory is looked at.
const LOOK: Duration = Duration::from_millis(100);

/// An installation that nobody serves any more: its settings, and the folders and database they name.
pub struct Left {
    pub settings: BTreeMap<&'static str, String>,
    pub _folders: Vec<tempfile::TempDir>,
}

/// The program at its work, where it was built beside this one.
pub fn serving() -> Option<Command> {
    let beside = std::env::current_exe().ok()?.with_file_name("rancak");
    let mut command = Command::new(&beside);
    command.arg("serve");
    beside.exists().then_some(command)
}

/// Has the program look through the whole record, as it does each hour before it signs: seconds, and the most megabytes.
pub fn looks_through_the_record(left: &Left) -> Result<(f64, f64)> {
    let beside = std::env::current_exe()?.with_file_name("rancak");
    let mut command = Command::new(beside);
    command.args(["audit", "verify"]).envs(&left.settings).stdout(Stdio::null()).stderr(Stdio::null());
    let (begun, mut most) = (Instant::now(), 0.0_f64);
    let mut looking = command.spawn()?;
    loop {
        if let Some(ended) = looking.try_wait()? {
            ensure!(ended.success(), "it ended with {ended}");
            return Ok((begun.elapsed().as_secs_f64(), most));
        }
        // It may have ended since.
        most = most.max(processes::resident(looking.id()).unwrap_or_default());
        sleep(LOOK);
    }
}

/// It ends when this is dropped.
pub struct Program {
    server: Child,
    pub host: SocketAddr,
    /// From its start to its first answer.
    pub started: Duration,
}

impl Program {
    /// Starts it and waits until it says that it can do its work.
    pub fn start(mut command: Command, left: &Left) -> Result<Self> {
        let host = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        command.envs(&left.settings).env("RANCAK_SERVER_LISTEN", host.to_string());
        command.env("RANCAK_LOG_LEVEL", "error").stdout(Stdio::null()).stderr(Stdio::null());
        let begun = Instant::now();
        let mut program = Self { server: command.spawn()?, host, started: Duration::ZERO };
        loop {
            let answer = Connection::open(host).and_then(|mut c| c.get("/siap", ""));
            if answer.is_ok_and(|a| a.status == 200) {
                program.started = begun.elapsed();
                return Ok(program);
            }
            if let Some(ended) = program.server.try_wait()? {
                bail!("it ended with {ended} before it answered");
            }
            if begun.elapsed() > PATIENCE {
                bail!("it does not answer");
            }
            sleep(Duration::from_millis(1));
        }
    }

    /// Resident memory in megabytes, of the program without what looks at documents for it.
    pub fn resident(&self) -> Result<f64> {
        processes::resident(self.server.id())
    }

    /// Looks at its memory until it is asked for the most.
    pub fn watch(&self) -> Watch {
        let (process, over) = (self.server.id(), Arc::new(AtomicBool::new(false)));
        let stop = Arc::clone(&over);
        let looking = spawn(move || {
            let mut most = 0.0_f64;
            while !stop.load(Ordering::Relaxed) {
                most = most.max(processes::resident(process)?);
                sleep(LOOK);
            }
            Ok(most)
        });
        Watch { over, looking }
    }
}

pub struct Watch {
    over: Arc<AtomicBool>,
    looking: JoinHandle<Result<f64>>,
}

impl Watch {
    /// The most there was, in megabytes.
    pub fn most(self) -> Result<f64> {
        self.over.store(true, Ordering::Relaxed);
        self.looking.join().ok().context("nobody looked")?
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
