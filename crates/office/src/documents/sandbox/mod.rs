//! The separate process that looks at strangers' bytes: this very program under a hidden name, locked up
//! before it reads the first of them. Whatever a file does to its reader, here it only ends a child.

pub mod child;
mod frames;
mod lock;

use frames::{Answer, PageFacts, Work};
use reader::facts::Facts;
use reader::{Examined, Fault, Page, Thresholds};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::sync::Semaphore;

/// The hidden subcommand.
pub const NAME: &str = "examine-document";
/// A child has some seconds of the processor; on a busy machine those take longer.
const PATIENCE: Duration = Duration::from_secs(60);
const OTHER_ANSWER: &str = "another answer than was asked for";
/// More than ten pages of ours ever have.
const MOST_ANSWERED: u64 = 64_000_000;

#[derive(Debug, Clone)]
pub struct Sandbox {
    program: PathBuf,
    thresholds: Thresholds,
    /// The folder of the models that read numbers; none reads codes only.
    models: Option<PathBuf>,
    /// Each child takes a processor for itself.
    places: Arc<Semaphore>,
    /// Reading takes longer and nobody waits for it: one at a time, so that verdicts never queue behind it.
    reading: Arc<Semaphore>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The file was refused; its sender can send another.
    #[error(transparent)]
    Refused(#[from] Fault),
    /// The child could not be started or does not speak as we do: our trouble, not the sender's.
    #[error("the reader: {0}")]
    Broken(String),
}

impl Sandbox {
    /// `program` is this program; empty finds it by itself.
    pub fn new(program: PathBuf, thresholds: Thresholds, models: Option<PathBuf>) -> std::io::Result<Self> {
        let program = if program.as_os_str().is_empty() { std::env::current_exe()? } else { program };
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            program,
            thresholds,
            models,
            places: Arc::new(Semaphore::new(cores)),
            reading: Arc::new(Semaphore::new(1)),
        })
    }

    /// Looks at one file.
    pub async fn examine(&self, bytes: &[u8]) -> Result<Examined, SandboxError> {
        let work = Work::Examine { thresholds: self.thresholds.clone() };
        let answer = self.ask(&work, bytes, None).await?;
        let (answer, blobs) = frames::parse(&answer).map_err(broken)?;
        match answer {
            Answer::Examined { kind, pages } => examined(kind, pages, blobs),
            Answer::Refused { fault } => Err(fault.into()),
            _ => Err(broken(OTHER_ANSWER)),
        }
    }

    /// Whether numbers are read, and not codes only.
    pub fn reads_numbers(&self) -> bool {
        self.models.is_some()
    }

    /// Reads one page, as [`Sandbox::examine`] drew it.
    pub async fn read(&self, jpeg: &[u8]) -> Result<Facts, SandboxError> {
        let answer = self.ask(&Work::Read, jpeg, self.models.as_deref()).await?;
        match frames::parse(&answer).map_err(broken)?.0 {
            Answer::Read { facts } => Ok(facts),
            _ => Err(broken(OTHER_ANSWER)),
        }
    }

    /// What a locked-up child can still do; each must be refused.
    pub async fn probe(&self) -> Result<Vec<(String, bool)>, SandboxError> {
        let answer = self.ask(&Work::Probe, &[], None).await?;
        match frames::parse(&answer).map_err(broken)?.0 {
            Answer::Tried { allowed } => Ok(allowed),
            _ => Err(broken(OTHER_ANSWER)),
        }
    }

    async fn ask(&self, work: &Work, body: &[u8], models: Option<&Path>) -> Result<Vec<u8>, SandboxError> {
        let request = frames::request(work, body).map_err(broken)?;
        let places = if matches!(work, Work::Read) { &self.reading } else { &self.places };
        let _place = places.acquire().await.map_err(broken)?;
        let mut child = Command::new(&self.program)
            .arg(NAME)
            .args(models)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(broken)?;
        let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(broken("no pipes"));
        };
        let tell = async move {
            // A child that died does not listen to the end; its silence says so.
            let _ = stdin.write_all(&request).await;
        };
        let hear = async move {
            let mut answer = Vec::new();
            stdout.take(MOST_ANSWERED).read_to_end(&mut answer).await.map(|_| answer)
        };
        let spoken = tokio::time::timeout(PATIENCE, async { tokio::join!(tell, hear).1 }).await;
        let Ok(answer) = spoken else {
            return Err(Fault::Broken { why: format!("not read within {PATIENCE:?}") }.into());
        };
        let status = child.wait().await.map_err(broken)?;
        match status.code() {
            Some(0) => answer.map_err(broken),
            // The lock could not be closed: nothing was read.
            Some(child::UNSAFE) => Err(broken("the child could not be locked up; see docs/going-live.md")),
            _ => Err(Fault::Broken { why: format!("its reader died: {status}") }.into()),
        }
    }
}

fn examined(
    kind: reader::Kind,
    pages: Vec<PageFacts>,
    blobs: Vec<Vec<u8>>,
) -> Result<Examined, SandboxError> {
    let mut blobs = blobs.into_iter();
    let mut whole = Vec::new();
    for facts in pages {
        let (Some(jpeg), Some(thumbnail)) = (blobs.next(), blobs.next()) else {
            return Err(broken("a page is missing"));
        };
        let PageFacts { width, height, findings, likeness } = facts;
        whole.push(Page { width, height, jpeg, thumbnail, findings, likeness });
    }
    Ok(Examined { kind, pages: whole })
}

fn broken(why: impl ToString) -> SandboxError {
    SandboxError::Broken(why.to_string())
}
