//! Where checkpoints are kept, apart from the database: `SIZE.checkpoint` is the signed note, `SIZE.leaves` names the
//! events that came since the checkpoint before, each with its hash, a line each. Neither is ever written twice.

use super::AuditError;
use crate::config::Config;
use crate::objects::Objects;
use object_store::path::Path;
use object_store::{Error, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use seal::record::{KeptLeaf, NoteError};

const NOTE: &str = "checkpoint";
const LEAVES: &str = "leaves";

/// A handle; clones share it.
#[derive(Clone)]
pub struct Kept(Objects);

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Kept")
    }
}

impl Kept {
    pub fn open(config: &Config) -> Result<Self, AuditError> {
        let secret = config.secrets.s3_secret_access_key.as_ref();
        let objects = Objects::open(&config.audit.store, &config.s3, secret, &config.office.id);
        objects.map(Self).map_err(|e| AuditError::Unavailable(e.to_string()))
    }

    /// The sizes for which there is a checkpoint, smallest first.
    pub async fn sizes(&self) -> Result<Vec<u64>, AuditError> {
        let all = self.0.objects.list_with_delimiter(Some(&self.0.base)).await?.objects;
        let size = |path: &Path| path.filename()?.strip_suffix(NOTE)?.strip_suffix('.')?.parse().ok();
        let mut sizes: Vec<u64> = all.iter().filter_map(|meta| size(&meta.location)).collect();
        sizes.sort_unstable();
        Ok(sizes)
    }

    /// The signed note of a size; none where there is none.
    pub async fn note(&self, size: u64) -> Result<Option<String>, AuditError> {
        self.text(size, NOTE).await
    }

    /// The events that came since the checkpoint before.
    pub async fn leaves(&self, size: u64) -> Result<Vec<KeptLeaf>, AuditError> {
        let text = self.text(size, LEAVES).await?.unwrap_or_default();
        text.lines().map(|line| Ok(KeptLeaf::parse(line).ok_or(NoteError::Note)?)).collect()
    }

    /// Keeps a checkpoint for good: its events first, so that a note without them cannot be.
    pub async fn keep(&self, size: u64, leaves: &[KeptLeaf], note: &str) -> Result<(), AuditError> {
        let lines: String = leaves.iter().map(|leaf| format!("{leaf}\n")).collect();
        self.0.objects.put(&self.path(size, LEAVES), lines.into_bytes().into()).await?;
        let once = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        let note = PutPayload::from(note.as_bytes().to_vec());
        match self.0.objects.put_opts(&self.path(size, NOTE), note, once).await {
            // Another process was quicker, with the same events.
            Ok(_) | Err(Error::AlreadyExists { .. }) => Ok(()),
            Err(e) => Err(e.into()),
        }
    }

    /// Puts aside what was signed beyond a size: those events are lost, and this is all that is left of them. They
    /// stay where an inspector finds them, with the reason beside.
    pub async fn set_aside(&self, beyond: u64, at: i64, reason: &str) -> Result<(), AuditError> {
        let aside = self.0.base.clone().join(format!("lost-{at}"));
        self.0.objects.put(&aside.clone().join("reason.txt"), reason.as_bytes().to_vec().into()).await?;
        for size in self.sizes().await?.into_iter().filter(|size| *size > beyond) {
            // The events first: a note that is still there keeps the office from starting without them.
            for kind in [LEAVES, NOTE] {
                let from = self.path(size, kind);
                let to = from.filename().map(|name| aside.clone().join(name));
                match (self.0.objects.get(&from).await, to) {
                    (Err(Error::NotFound { .. }), _) | (_, None) => {}
                    (got, Some(to)) => {
                        self.0.objects.put(&to, got?.bytes().await?.into()).await?;
                        self.0.objects.delete(&from).await?;
                    }
                }
            }
        }
        Ok(())
    }

    async fn text(&self, size: u64, kind: &str) -> Result<Option<String>, AuditError> {
        let bytes = match self.0.objects.get(&self.path(size, kind)).await {
            Err(Error::NotFound { .. }) => return Ok(None),
            other => other?.bytes().await?,
        };
        String::from_utf8(bytes.into()).map(Some).map_err(|_| NoteError::Note.into())
    }

    /// With zeros before it, so that a folder lists them in order.
    fn path(&self, size: u64, kind: &str) -> Path {
        self.0.base.clone().join(format!("{size:012}.{kind}"))
    }
}
