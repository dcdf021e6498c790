//! A place of copies, as its objects are named: `manifests/INSTANT.json`, `parts/TWO/NAME`, `files/…` for documents or keys
//! as they are, and `gone/HOUR/…` for those that were destroyed since. Knows nothing of what they say.

use super::BackupError;
use super::manifest::Manifest;
use super::parts::Names;
use crate::config::Config;
use crate::objects::Objects;
use futures::TryStreamExt;
use jiff::Timestamp;
use object_store::path::Path;
use object_store::{Error, ObjectMeta, ObjectStoreExt, PutMode, PutOptions};
use std::collections::HashMap;

const MANIFESTS: &str = "manifests";
const PARTS: &str = "parts";

pub struct Place {
    pub(super) objects: Objects,
    names: Names,
    office: String,
}

impl Place {
    pub(super) fn open(place: &str, config: &Config, names: Names) -> Result<Self, BackupError> {
        let secret = config.secrets.backup_secret_access_key.as_ref();
        let objects = Objects::open(place, &config.backup.s3, secret, &config.office.id)?;
        Ok(Self { objects, names, office: config.office.id.clone() })
    }

    pub(super) fn name_of(&self, body: &[u8]) -> String {
        self.names.of(body)
    }

    pub(super) fn is_name_of(&self, name: &str, body: &[u8]) -> bool {
        self.names.is(name, body)
    }

    /// Every part there, with the second it was written in.
    pub(super) async fn parts(&self) -> Result<HashMap<String, i64>, BackupError> {
        let all = self.objects.objects.list(Some(&self.objects.base.clone().join(PARTS)));
        let named = all.try_filter_map(|meta| {
            let name = meta.location.filename().map(str::to_owned);
            std::future::ready(Ok(name.map(|name| (name, meta.last_modified.timestamp()))))
        });
        Ok(named.try_collect().await?)
    }

    pub(super) async fn put_part(&self, name: &str, sealed: Vec<u8>) -> Result<(), BackupError> {
        self.objects.objects.put(&self.part_path(name), sealed.into()).await?;
        Ok(())
    }

    pub(super) async fn part(&self, name: &str) -> Result<Vec<u8>, BackupError> {
        match self.objects.objects.get(&self.part_path(name)).await {
            Err(Error::NotFound { .. }) => Err(BackupError::NotOurs(format!("part {name}"))),
            other => Ok(other?.bytes().await?.into()),
        }
    }

    pub(super) async fn drop_part(&self, name: &str) -> Result<(), BackupError> {
        self.drop_object(&self.part_path(name)).await
    }

    /// Names of the manifests, the oldest first.
    pub async fn manifests(&self) -> Result<Vec<String>, BackupError> {
        let folder = self.objects.base.clone().join(MANIFESTS);
        let all = self.objects.objects.list_with_delimiter(Some(&folder)).await?.objects;
        let name = |meta: &ObjectMeta| Some(meta.location.filename()?.strip_suffix(".json")?.to_owned());
        let mut names: Vec<String> = all.iter().filter_map(name).collect();
        names.sort_unstable();
        Ok(names)
    }

    pub(super) async fn manifest(&self, name: &str) -> Result<Manifest, BackupError> {
        let written = match self.objects.objects.get(&self.manifest_path(name)).await {
            Err(Error::NotFound { .. }) => return Err(BackupError::NothingThere),
            other => other?.bytes().await?,
        };
        Manifest::read(&written, &self.names, &self.office)
    }

    /// The newest that can be read; none where there is none.
    pub(super) async fn newest(&self) -> Result<Option<Manifest>, BackupError> {
        for name in self.manifests().await?.iter().rev() {
            match self.manifest(name).await {
                Err(BackupError::NotOurs(_)) => tracing::warn!(name, "a manifest is not what was written"),
                other => return other.map(Some),
            }
        }
        Ok(None)
    }

    pub(super) async fn put_manifest(&self, manifest: &Manifest) -> Result<(), BackupError> {
        let written = manifest.write(&self.names)?;
        let once = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        self.objects.objects.put_opts(&self.manifest_path(&manifest.name()), written.into(), once).await?;
        Ok(())
    }

    pub(super) async fn drop_manifest(&self, name: &str) -> Result<(), BackupError> {
        self.drop_object(&self.manifest_path(name)).await
    }

    /// What other process deletes first is deleted all the same.
    async fn drop_object(&self, path: &Path) -> Result<(), BackupError> {
        match self.objects.objects.delete(path).await {
            Err(Error::NotFound { .. }) => Ok(()),
            other => Ok(other?),
        }
    }

    fn part_path(&self, name: &str) -> Path {
        self.objects.base.clone().join(PARTS).join(name.get(..2).unwrap_or_default()).join(name)
    }

    fn manifest_path(&self, name: &str) -> Path {
        self.objects.base.clone().join(MANIFESTS).join(format!("{name}.json"))
    }
}

/// The instant that a manifest's name says.
pub(super) fn instant_of(name: &str) -> Option<Timestamp> {
    let (date, clock) = name.strip_suffix('Z')?.split_once('T')?;
    let text = format!(
        "{}-{}-{}T{}:{}:{}.{}Z",
        date.get(..4)?,
        date.get(4..6)?,
        date.get(6..)?,
        clock.get(..2)?,
        clock.get(2..4)?,
        clock.get(4..6)?,
        clock.get(6..)?
    );
    text.parse().ok()
}
