//! Photos and PDFs. What comes is looked at in a process of its own; what is kept are pages drawn anew, under
//! names of ours. Who may see a file is not decided here: only a case hands one out.

mod fault;
mod incoming;
pub mod models;
pub mod orphans;
pub mod reading;
pub mod retention;
pub mod sandbox;
mod vault;

pub use fault::DocumentFault;
pub use incoming::Incoming;
pub use vault::{Reading, Tried, VaultError};

use crate::config::{self, Config};
use crate::error::Error;
use futures::{StreamExt, TryStreamExt};
use procedure::{Document, DocumentId, FileFacts, FileId, Mark, Ticket};
use reader::facts::Facts;
use reader::{Examined, Likeness, Spot};
pub use sandbox::Drawn;
use sandbox::{Body, PageFacts, Sandbox, SandboxError, Seen};
use seal::Rotated;
use std::path::PathBuf;
use vault::{KeyName, Vault};

#[derive(Debug, Clone)]
pub struct Documents {
    sandbox: Sandbox,
    vault: Vault,
    max_bytes: u64,
}

/// Under whose key a file is kept.
#[derive(Debug, Clone, Copy)]
pub enum Holder<'a> {
    Case(&'a Ticket),
    /// Nobody's yet: it has a key of its own until a case adopts it.
    File,
}

/// How large a page is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Whole,
    Thumbnail,
}

impl Documents {
    pub async fn open(config: &Config) -> Result<Self, Error> {
        let settings = &config.documents;
        let models = models_of(settings);
        match &models {
            Some(folder) => drop(models::load(folder).map_err(|e| Error::Unavailable(e.to_string()))?),
            None => tracing::info!("NIK and No KK are not read from photos: documents.models is empty"),
        }
        Ok(Self {
            sandbox: Sandbox::new(settings.reader.clone(), config.thresholds.clone(), models)?,
            vault: Vault::open(config).await?,
            max_bytes: settings.max_bytes,
        })
    }

    /// Puts every key of the office under its present master key; says how many.
    pub async fn rotate(config: &Config) -> Result<Rotated, VaultError> {
        Vault::to_rotate(config)?.rotate().await
    }

    pub fn max_bytes(&self) -> u64 {
        self.max_bytes
    }

    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// A file that is about to come in.
    pub fn incoming(&self) -> Result<Incoming, Error> {
        Incoming::new(self.max_bytes).map_err(|e| Error::Unavailable(e.to_string()))
    }

    /// Looks at a file and keeps its pages for good: on disk before this returns. The same id again
    /// replaces it.
    pub async fn keep(
        &self,
        file: FileId,
        holder: Holder<'_>,
        incoming: Incoming,
    ) -> Result<FileFacts, DocumentFault> {
        let (sha256, length) = (incoming.sha256(), incoming.length());
        let seen = self.sandbox.look(self.taken(incoming).await?).await?;
        let facts = facts(file, (sha256, length), &seen.pages);
        let key = match holder {
            Holder::Case(ticket) => KeyName::case(ticket),
            Holder::File => KeyName::file(&facts.file),
        };
        let kept = self.keep_pages(&facts, &key, seen).await;
        if matches!(kept, Err(DocumentFault::Refused(_))) {
            // Its reader died over one of the pages: those before it are nobody's.
            self.vault.delete(facts.file.as_str()).await?;
        }
        kept.map(|()| facts)
    }

    async fn keep_pages(
        &self,
        facts: &FileFacts,
        key: &KeyName,
        mut seen: Seen,
    ) -> Result<(), DocumentFault> {
        for number in 1..=facts.pages {
            for size in [Size::Whole, Size::Thumbnail] {
                let mut writing = self.vault.writing(key, &object(&facts.file, number, size)).await?;
                seen.picture().await?;
                while let Some(piece) = seen.piece().await? {
                    writing.add(&piece).await?;
                }
                writing.finish().await?;
            }
        }
        Ok(seen.end().await?)
    }

    /// What these bytes are, and whether a person could read them. Nothing is kept.
    pub async fn examine(&self, incoming: Incoming) -> Result<Examined, DocumentFault> {
        Ok(self.sandbox.look(self.taken(incoming).await?).await?.whole().await?)
    }

    /// A file that is neither empty nor too large, to be looked at.
    async fn taken(&self, incoming: Incoming) -> Result<Body, DocumentFault> {
        if incoming.is_empty() {
            return Err(DocumentFault::Empty);
        }
        if incoming.is_too_large() {
            return Err(DocumentFault::TooLarge { max: self.max_bytes });
        }
        let length = incoming.length();
        Ok(Body { length, pieces: incoming.read().await?.into_stream().boxed() })
    }

    /// Reads numbers and codes from a page. Of one that its reader dies of nothing is known.
    pub async fn read(&self, page: Reading) -> std::io::Result<Facts> {
        match self.sandbox.read(body(page)).await {
            Err(SandboxError::Refused(fault)) => {
                tracing::warn!("a page could not be read: {fault}");
                Ok(Facts::default())
            }
            other => other.map_err(std::io::Error::other),
        }
    }

    /// Keeps what was read of each page of a file.
    pub async fn keep_facts(&self, file: &FileId, facts: &[Facts]) -> Result<(), Error> {
        let json = serde_json::to_vec(facts).map_err(|e| Error::Broken(e.to_string()))?;
        // Under the key of the page that they were read from.
        Ok(self.vault.put_beside(&object(file, 1, Size::Whole), &format!("{file}/facts"), json).await?)
    }

    /// What was read of each page of a file; none where it was not read yet.
    pub async fn facts(&self, file: &FileId) -> Result<Option<Vec<Facts>>, Error> {
        let json = self.vault.get(&format!("{file}/facts")).await?;
        json.map(|j| serde_json::from_slice(&j)).transpose().map_err(|e| Error::Broken(e.to_string()))
    }

    /// A page of a file as a JPEG; none where there is no such page any more.
    pub async fn page(&self, file: &FileId, page: u32, size: Size) -> Result<Option<Reading>, Error> {
        Ok(self.vault.reading(&object(file, page, size)).await?)
    }

    /// The same at once, for what is drawn with it.
    pub async fn photo(&self, file: &FileId) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.vault.get(&object(file, 1, Size::Whole)).await?)
    }

    /// A page as a JPEG with a frame around the marked place; none where the page is gone or cannot be drawn,
    /// which the log says.
    pub async fn marked(&self, mark: &Mark) -> Option<Drawn> {
        let page = self.page(&mark.file, mark.page, Size::Whole).await;
        let page = page.inspect_err(|e| tracing::warn!("a marked page cannot be read: {e}")).ok()??;
        let spot = Spot { x: mark.x, y: mark.y, width: mark.width, height: mark.height };
        let drawn = self.sandbox.mark(body(page), spot).await;
        drawn.inspect_err(|e| tracing::warn!("a marked page cannot be drawn: {e}")).ok()
    }

    /// Seals a file that had a key of its own with its case's.
    pub async fn adopt(&self, file: &FileId, ticket: &Ticket) -> Result<(), Error> {
        Ok(self.vault.rekey(file.as_str(), &KeyName::case(ticket)).await?)
    }

    /// Destroys the case's key: nothing that it seals can be read by anybody afterwards, in no copy either.
    pub async fn shred(&self, ticket: &Ticket) -> Result<(), Error> {
        Ok(self.vault.destroy(&KeyName::case(ticket)).await?)
    }

    /// Opens so many of the documents, one by one: whether they are what was kept.
    pub async fn try_all(&self, most: usize) -> Result<Tried, Error> {
        Ok(self.vault.try_all(most).await?)
    }

    /// Deletes what is there of these files.
    pub async fn delete(&self, files: &[FileId]) -> Result<(), Error> {
        for file in files {
            self.vault.delete(file.as_str()).await?;
        }
        Ok(())
    }
}

/// Where the models lie; none where the office has switched reading numbers off.
fn models_of(settings: &config::Documents) -> Option<PathBuf> {
    Some(settings.models.clone()).filter(|folder| !folder.as_os_str().is_empty())
}

/// The same photo, also where it was made smaller or compressed once more on its way.
pub fn same_picture(one: &FileFacts, other: &FileFacts) -> bool {
    let read = |f: &FileFacts| f.likeness.iter().filter_map(|l| l.parse().ok()).collect::<Vec<Likeness>>();
    let (pages, others) = (read(one), read(other));
    let alike = pages.iter().any(|p| others.iter().any(|o| p.same(*o)));
    one.sha256 == other.sha256 || alike
}

/// The very same bytes, or a photo that already stands for another document. A better photo of the same page
/// looks alike too, and is welcome.
pub fn repeats(standing: &Document, facts: &FileFacts, document: Option<&DocumentId>) -> bool {
    let other = standing.document.as_ref().zip(document).is_some_and(|(is, meant)| is != meant);
    let same_file = standing.facts.file == facts.file;
    !same_file && (standing.facts.sha256 == facts.sha256 || other && same_picture(&standing.facts, facts))
}

/// A page of ours, for a child to look at.
fn body(page: Reading) -> Body {
    Body { length: page.length, pieces: page.into_stream().map_err(std::io::Error::other).boxed() }
}

fn facts(file: FileId, (sha256, bytes): (String, u64), pages: &[PageFacts]) -> FileFacts {
    let mut findings: Vec<String> = Vec::new();
    for finding in pages.iter().flat_map(|p| &p.findings) {
        if !findings.iter().any(|f| f == finding.as_str()) {
            findings.push(finding.as_str().to_owned());
        }
    }
    FileFacts {
        file,
        media_type: "image/jpeg".to_owned(),
        sha256,
        bytes,
        pages: u32::try_from(pages.len()).unwrap_or(u32::MAX),
        findings,
        likeness: pages.iter().map(|p| p.likeness.to_string()).collect(),
    }
}

/// The name of one page within the store.
fn object(file: &FileId, page: u32, size: Size) -> String {
    match size {
        Size::Whole => format!("{file}/{page}"),
        Size::Thumbnail => format!("{file}/{page}s"),
    }
}
