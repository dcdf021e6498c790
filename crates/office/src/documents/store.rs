//! Objects on disk by names of ours, each written whole or not at all.

use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    pub fn open(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    pub async fn put(&self, object: &str, bytes: Vec<u8>) -> Result<()> {
        let path = self.path(object)?;
        tokio::task::spawn_blocking(move || write_durably(&path, &bytes)).await.map_err(Error::other)?
    }

    pub async fn get(&self, object: &str) -> Result<Option<Vec<u8>>> {
        match tokio::fs::read(self.path(object)?).await {
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        }
    }

    /// Deletes everything of one file.
    pub async fn delete(&self, file: &str) -> Result<()> {
        match tokio::fs::remove_dir_all(self.path(file)?).await {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }

    /// Two levels, so that no folder grows without bound. Ids are letters and digits only.
    fn path(&self, object: &str) -> Result<PathBuf> {
        let own = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
        let file = object.split('/').next().unwrap_or_default();
        match file.get(..2).filter(|_| file.len() >= 8 && object.split('/').all(own)) {
            Some(level) => Ok(self.folder.join(level).join(object)),
            None => Err(Error::new(ErrorKind::NotFound, "not one of our file names")),
        }
    }
}

/// Written beside, synced, then given its name, and the folder synced too: never half a file.
fn write_durably(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write;
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let part = path.with_extension(format!("part{:x}", rand::random::<u64>()));
    let result = (|| {
        let mut file = std::fs::File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)?;
        std::fs::File::open(folder)?.sync_all()
    })();
    if result.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    result
}
