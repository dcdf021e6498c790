//! Where sealed bytes lie: a folder of this machine, or a bucket that speaks S3. Knows nothing of keys and
//! seals; what it is given it keeps whole or not at all.

use super::VaultError;
use super::folder;
use crate::config::{self, Secrets};
use crate::objects::Objects;
use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use jiff::Timestamp;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, UpdateVersion};
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::sync::Arc;

/// Bytes of a document that are gathered before they are written; buckets take no smaller piece of a large object.
const FOLDERS: usize = 256 * 1024;
const BUCKETS: usize = 5 * 1024 * 1024;

/// Names of objects, and when each was last written.
pub(super) type Stored<'a> = BoxStream<'a, Result<(String, Timestamp), VaultError>>;

#[derive(Clone)]
pub(super) struct Store {
    objects: Arc<dyn ObjectStore>,
    /// Where it is a folder: what a bucket does by condition is done under a lock there.
    folder: Option<LocalFileSystem>,
    /// What all names of this office begin with.
    base: Path,
}

/// An object as it was when it was read.
pub(super) struct Held {
    pub(super) bytes: Vec<u8>,
    version: UpdateVersion,
}

impl Store {
    /// `place` is a folder, which is made where there is none, or `s3://BUCKET/PREFIX`.
    pub(super) fn open(
        place: &str,
        s3: &config::S3,
        secrets: &Secrets,
        office: &str,
    ) -> Result<Self, VaultError> {
        let Objects { objects, folder, base } =
            Objects::open(place, s3, secrets.s3_secret_access_key.as_ref(), office)?;
        Ok(Self { objects, folder, base })
    }

    /// A store that is no folder.
    #[cfg(test)]
    pub(super) fn of(objects: Arc<dyn ObjectStore>, prefix: &str, office: &str) -> Self {
        Self { objects, folder: None, base: Path::from(prefix).join(office) }
    }

    /// Where a document is written to: there whole and for good, in place of what lay there, once it is shut down, and
    /// not at all before.
    pub(super) fn writing(&self, name: &str) -> Result<BufWriter, VaultError> {
        let piece = if self.folder.is_some() { FOLDERS } else { BUCKETS };
        let writer = BufWriter::with_capacity(self.objects.clone(), self.path(name)?, piece);
        Ok(writer.with_max_concurrency(1))
    }

    /// A document as it lies there, and its bytes; none where there is none.
    pub(super) async fn reading(
        &self,
        name: &str,
    ) -> Result<Option<(BoxStream<'static, Result<Bytes, Error>>, u64)>, VaultError> {
        let got = match self.objects.get(&self.path(name)?).await {
            Err(Error::NotFound { .. }) => return Ok(None),
            other => other?,
        };
        let size = got.meta.size;
        Ok(Some((got.into_stream(), size)))
    }

    /// Written whole, and there for good, before this returns. What lay there is replaced.
    pub(super) async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), VaultError> {
        self.objects.put(&self.path(name)?, bytes.into()).await?;
        Ok(())
    }

    /// As [`Store::put`], where nothing lies there yet; false where something does.
    pub(super) async fn create(&self, name: &str, bytes: Vec<u8>) -> Result<bool, VaultError> {
        let _lock = self.lock().await?;
        self.conditional(name, bytes, PutMode::Create).await
    }

    /// As [`Store::put`], where there still lies what was `held`; false where not.
    pub(super) async fn replace(&self, name: &str, held: &Held, bytes: Vec<u8>) -> Result<bool, VaultError> {
        let Some(folder) = &self.folder else {
            return self.conditional(name, bytes, PutMode::Update(held.version.clone())).await;
        };
        let _lock = self.lock().await?;
        if self.get(name).await?.is_none_or(|now| now.bytes != held.bytes) {
            return Ok(false);
        }
        let former = folder::Former::of(folder.path_to_filesystem(&self.path(name)?)?)?;
        self.put(name, bytes).await?;
        blocking(move || former.wipe()).await??;
        Ok(true)
    }

    async fn conditional(&self, name: &str, bytes: Vec<u8>, mode: PutMode) -> Result<bool, VaultError> {
        let options = PutOptions { mode, ..PutOptions::default() };
        match self.objects.put_opts(&self.path(name)?, PutPayload::from(bytes), options).await {
            Ok(_) => Ok(true),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(false),
            Err(e) => Err(e.into()),
        }
    }

    pub(super) async fn get(&self, name: &str) -> Result<Option<Held>, VaultError> {
        let got = match self.objects.get(&self.path(name)?).await {
            Err(Error::NotFound { .. }) => return Ok(None),
            other => other?,
        };
        let version = UpdateVersion { e_tag: got.meta.e_tag.clone(), version: got.meta.version.clone() };
        match got.bytes().await {
            Ok(bytes) => Ok(Some(Held { bytes: bytes.into(), version })),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    /// Removes one object for good. In a folder its bytes, and those of copies that a crash left beside it, are
    /// overwritten first, and all of it is on the disk before this returns.
    pub(super) async fn wipe(&self, name: &str) -> Result<(), VaultError> {
        let path = self.path(name)?;
        if let Some(store) = &self.folder {
            let _lock = self.lock().await?;
            let file = store.path_to_filesystem(&path)?;
            return Ok(blocking(move || folder::wipe(&file)).await??);
        }
        match self.objects.delete(&path).await {
            Err(Error::NotFound { .. }) => Ok(()),
            other => Ok(other?),
        }
    }

    /// Removes every object below a name.
    pub(super) async fn delete_below(&self, name: &str) -> Result<(), VaultError> {
        let path = self.path(name)?;
        if let Some(store) = &self.folder {
            let folder = store.path_to_filesystem(&path)?;
            return Ok(blocking(move || folder::remove(&folder)).await??);
        }
        let there = self.objects.list(Some(&path)).map_ok(|meta| meta.location).boxed();
        let deleted: Vec<Result<Path, Error>> = self.objects.delete_stream(there).collect().await;
        for one in deleted {
            match one {
                Ok(_) | Err(Error::NotFound { .. }) => {}
                Err(e) => return Err(e.into()),
            }
        }
        Ok(())
    }

    /// The names below a name, or all of the office's.
    pub(super) fn names(
        &self,
        below: Option<&str>,
    ) -> Result<BoxStream<'_, Result<String, VaultError>>, VaultError> {
        Ok(self.stored(below)?.map_ok(|(name, _)| name).boxed())
    }

    /// The same with the instants at which they were last written.
    pub(super) fn stored(&self, below: Option<&str>) -> Result<Stored<'_>, VaultError> {
        let path = below.map_or_else(|| Ok(self.base.clone()), |name| self.path(name))?;
        let named = |meta: object_store::ObjectMeta| {
            let written = crate::clock::instant(meta.last_modified.timestamp_millis());
            std::future::ready(Ok(self.name(&meta.location).map(|name| (name, written))))
        };
        Ok(self.objects.list(Some(&path)).map_err(VaultError::from).try_filter_map(named).boxed())
    }

    /// Two levels by the hash of the name's first part, so that no folder grows without bound. A name is ours
    /// where it is letters, digits and hyphens, with slashes between its parts.
    fn path(&self, name: &str) -> Result<Path, VaultError> {
        let ours =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if name.len() > 120 || !name.split('/').all(ours) {
            return Err(VaultError::BadName);
        }
        let first = name.split('/').next().unwrap_or_default();
        let level = hex::encode(&Sha256::digest(first)[..2]);
        let levels = [&level[..2], &level[2..]];
        Ok(levels.into_iter().chain(name.split('/')).fold(self.base.clone(), |path, part| path.join(part)))
    }

    /// The way back from [`Store::path`].
    fn name(&self, path: &Path) -> Option<String> {
        let parts: Vec<_> = path.prefix_match(&self.base)?.skip(2).collect();
        let name = parts.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("/");
        (!name.is_empty()).then_some(name)
    }

    async fn lock(&self) -> Result<Option<std::fs::File>, VaultError> {
        let Some(store) = &self.folder else { return Ok(None) };
        let file: PathBuf = store.path_to_filesystem(&Path::from("lock"))?;
        Ok(Some(blocking(move || folder::lock(&file)).await??))
    }
}

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, VaultError> {
    tokio::task::spawn_blocking(work).await.map_err(|e| VaultError::Broken(e.to_string()))
}
