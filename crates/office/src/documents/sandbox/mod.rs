//! The separate process that looks at strangers' bytes: this very program under a hidden name, locked up
//! before it reads the first of them. Whatever a file does to its reader, here it only ends a child.

pub mod child;
mod frames;
mod lock;
mod talk;

pub use frames::PageFacts;
pub use talk::Body;

use bytes::Bytes;
use frames::{Answer, Work};
use reader::facts::Facts;
use reader::{Examined, Fault, Kind, Page, Spot, Thresholds};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use talk::Talk;
use tokio::sync::Semaphore;

/// The hidden subcommand.
pub const NAME: &str = "examine-document";
const OTHER_ANSWER: &str = "another answer than was asked for";

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

/// A file that was looked at: its pages' pictures come one after the other, each page whole and then small.
pub struct Seen {
    pub kind: Kind,
    pub pages: Vec<PageFacts>,
    talk: Talk,
}

impl Seen {
    /// Begins with the next picture.
    pub async fn picture(&mut self) -> Result<(), SandboxError> {
        self.talk.picture().await.map(drop)
    }

    /// The next piece of it; none at its end.
    pub async fn piece(&mut self) -> Result<Option<Bytes>, SandboxError> {
        self.talk.piece().await
    }

    /// After the last picture: whether the child came to a good end.
    pub async fn end(self) -> Result<(), SandboxError> {
        self.talk.end().await
    }

    /// All of it at once.
    pub async fn whole(mut self) -> Result<Examined, SandboxError> {
        let mut pages = Vec::new();
        for PageFacts { width, height, findings, likeness } in std::mem::take(&mut self.pages) {
            let (jpeg, thumbnail) = (self.bytes().await?, self.bytes().await?);
            pages.push(Page { width, height, jpeg, thumbnail, findings, likeness });
        }
        let kind = self.kind;
        self.end().await?;
        Ok(Examined { kind, pages })
    }

    async fn bytes(&mut self) -> Result<Vec<u8>, SandboxError> {
        self.picture().await?;
        let mut bytes = Vec::new();
        while let Some(piece) = self.piece().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }
}

/// A picture that a child has drawn.
pub struct Drawn {
    pub length: u64,
    talk: Talk,
}

impl Drawn {
    /// It piece by piece; one that is not whole ends with an error.
    pub fn into_stream(self) -> impl futures::Stream<Item = Result<Bytes, SandboxError>> + Send + 'static {
        futures::stream::try_unfold(Some(self.talk), async |talk| {
            let Some(mut talk) = talk else { return Ok(None) };
            match talk.piece().await? {
                Some(piece) => Ok(Some((piece, Some(talk)))),
                None => talk.end().await.map(|()| None),
            }
        })
    }
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
    pub async fn look(&self, body: Body) -> Result<Seen, SandboxError> {
        let work = Work::Examine { thresholds: self.thresholds.clone() };
        let mut talk = self.ask(&work, body, None).await?;
        match talk.answer().await? {
            Answer::Examined { kind, pages } => Ok(Seen { kind, pages, talk }),
            Answer::Refused { fault } => Err(fault.into()),
            _ => Err(broken(OTHER_ANSWER)),
        }
    }

    /// The same of bytes that somebody holds, and with the pictures.
    pub async fn examine(&self, bytes: &[u8]) -> Result<Examined, SandboxError> {
        self.look(Body::of(Bytes::copy_from_slice(bytes))).await?.whole().await
    }

    /// Whether numbers are read, and not codes only.
    pub fn reads_numbers(&self) -> bool {
        self.models.is_some()
    }

    /// Reads one page, as it was drawn here.
    pub async fn read(&self, page: Body) -> Result<Facts, SandboxError> {
        let mut talk = self.ask(&Work::Read, page, self.models.as_deref()).await?;
        match talk.answer().await? {
            Answer::Read { facts } => talk.end().await.map(|()| facts),
            _ => Err(broken(OTHER_ANSWER)),
        }
    }

    /// Draws one page with a frame around a place.
    pub async fn mark(&self, page: Body, spot: Spot) -> Result<Drawn, SandboxError> {
        let mut talk = self.ask(&Work::Mark { spot }, page, None).await?;
        match talk.answer().await? {
            Answer::Drawn => Ok(Drawn { length: talk.picture().await?, talk }),
            Answer::Refused { fault } => Err(fault.into()),
            _ => Err(broken(OTHER_ANSWER)),
        }
    }

    /// What a locked-up child can still do; each must be refused.
    pub async fn probe(&self) -> Result<Vec<(String, bool)>, SandboxError> {
        let mut talk = self.ask(&Work::Probe, Body::of(Bytes::new()), None).await?;
        match talk.answer().await? {
            Answer::Tried { allowed } => Ok(allowed),
            _ => Err(broken(OTHER_ANSWER)),
        }
    }

    async fn ask(&self, work: &Work, body: Body, models: Option<&Path>) -> Result<Talk, SandboxError> {
        let head = frames::request(work, body.length).map_err(broken)?;
        let places = if matches!(work, Work::Read) { &self.reading } else { &self.places };
        let place = Arc::clone(places).acquire_owned().await.map_err(broken)?;
        Talk::begin((&self.program, NAME, models), place, head, body).await
    }
}

fn broken(why: impl ToString) -> SandboxError {
    SandboxError::Broken(why.to_string())
}
