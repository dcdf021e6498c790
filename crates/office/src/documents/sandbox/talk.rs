//! A conversation with a child: what it is to look at goes in piece by piece, and what it answers comes out so.

use super::SandboxError;
use super::child::UNSAFE;
use bytes::{Bytes, BytesMut};
use futures::stream::{BoxStream, StreamExt};
use reader::Fault;
use serde::de::DeserializeOwned;
use std::io::Result;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::OwnedSemaphorePermit;

/// A child has some seconds of the processor; on a busy machine those take longer.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes of an answer without its pictures.
const MOST_SAID: u32 = 1_000_000;
/// More than ten pages of ours ever have.
const MOST_ANSWERED: u64 = 64_000_000;
const PIECE: usize = 64 * 1024;

/// What a child is to look at.
pub struct Body {
    pub length: u64,
    pub pieces: BoxStream<'static, Result<Bytes>>,
}

impl Body {
    /// What somebody holds.
    pub fn of(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self { length: bytes.len() as u64, pieces: futures::stream::once(async { Ok(bytes) }).boxed() }
    }
}

pub(super) struct Talk {
    child: Child,
    stdout: ChildStdout,
    /// Bytes that may still come, and those of the part that is being read.
    left: u64,
    part: u64,
    _place: OwnedSemaphorePermit,
}

impl Talk {
    /// Starts a child and tells it everything.
    pub(super) async fn begin(
        (program, argument, models): (&Path, &str, Option<&Path>),
        place: OwnedSemaphorePermit,
        head: Vec<u8>,
        body: Body,
    ) -> std::result::Result<Self, SandboxError> {
        let mut child = Command::new(program)
            .arg(argument)
            .args(models)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(broken)?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(broken("no pipes"));
        };
        let told = tokio::time::timeout(PATIENCE, tell(stdin, head, body)).await;
        told.map_err(|_| too_slow())?.map_err(broken)?;
        Ok(Self { child, stdout, left: MOST_ANSWERED, part: 0, _place: place })
    }

    /// What it answers, pictures apart.
    pub(super) async fn answer<T: DeserializeOwned>(&mut self) -> std::result::Result<T, SandboxError> {
        let said = tokio::time::timeout(PATIENCE, self.said()).await.map_err(|_| too_slow())?;
        match said {
            Ok(json) => serde_json::from_slice(&json).map_err(broken),
            Err(_) => Err(self.died().await),
        }
    }

    async fn said(&mut self) -> Result<Vec<u8>> {
        let length = self.stdout.read_u32().await?;
        if length > MOST_SAID {
            return Err(std::io::Error::other("more than it has to say"));
        }
        let mut json = vec![0; usize::try_from(length).map_err(std::io::Error::other)?];
        self.stdout.read_exact(&mut json).await?;
        Ok(json)
    }

    /// Begins with the next picture: how many bytes it has.
    pub(super) async fn picture(&mut self) -> std::result::Result<u64, SandboxError> {
        match tokio::time::timeout(PATIENCE, self.stdout.read_u32()).await.map_err(|_| too_slow())? {
            Ok(length) if u64::from(length) <= self.left => {
                self.part = length.into();
                Ok(self.part)
            }
            _ => Err(self.died().await),
        }
    }

    /// The next piece of it; none at its end.
    pub(super) async fn piece(&mut self) -> std::result::Result<Option<Bytes>, SandboxError> {
        if self.part == 0 {
            return Ok(None);
        }
        let most = usize::try_from(self.part).unwrap_or(PIECE).min(PIECE);
        let mut piece = BytesMut::zeroed(most);
        let got =
            tokio::time::timeout(PATIENCE, self.stdout.read(&mut piece)).await.map_err(|_| too_slow())?;
        match got {
            Ok(got) if got > 0 => {
                piece.truncate(got);
                (self.part, self.left) = (self.part - got as u64, self.left.saturating_sub(got as u64));
                Ok(Some(piece.freeze()))
            }
            _ => Err(self.died().await),
        }
    }

    /// It has said everything and ended well.
    pub(super) async fn end(mut self) -> std::result::Result<(), SandboxError> {
        let more =
            tokio::time::timeout(PATIENCE, self.stdout.read(&mut [0])).await.map_err(|_| too_slow())?;
        let status = self.child.wait().await.map_err(broken)?;
        if status.success() && more.is_ok_and(|n| n == 0) { Ok(()) } else { Err(self.died().await) }
    }

    /// Why it says no more.
    async fn died(&mut self) -> SandboxError {
        let _ = self.child.start_kill();
        match self.child.wait().await {
            // The lock could not be closed: nothing was read.
            Ok(status) if status.code() == Some(UNSAFE) => {
                broken("the child could not be locked up; see docs/going-live.md")
            }
            Ok(status) if status.success() => broken("another answer than was asked for"),
            Ok(status) => Fault::Broken { why: format!("its reader died: {status}") }.into(),
            Err(e) => broken(e),
        }
    }
}

/// A child that died does not listen to the end; its silence says so. Only that the body cannot be had is told here.
async fn tell(mut stdin: ChildStdin, head: Vec<u8>, mut body: Body) -> Result<()> {
    if stdin.write_all(&head).await.is_err() {
        return Ok(());
    }
    while let Some(piece) = body.pieces.next().await {
        if stdin.write_all(&piece?).await.is_err() {
            return Ok(());
        }
    }
    Ok(())
}

fn too_slow() -> SandboxError {
    Fault::Broken { why: format!("not read within {PATIENCE:?}") }.into()
}

fn broken(why: impl ToString) -> SandboxError {
    SandboxError::Broken(why.to_string())
}
