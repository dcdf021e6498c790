//! Where objects lie: a folder of this machine, or a bucket that speaks S3, opened alike. Knows no object.

use crate::config;
use object_store::aws::{AmazonS3Builder, Checksum};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, RetryConfig};
use secrecy::{ExposeSecret, SecretString};
use std::io::{Error, Result};
use std::sync::Arc;
use std::time::Duration;

/// How often a bucket that does not answer is asked again, and how long in all.
const RETRIES: usize = 3;
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Clone)]
pub struct Objects {
    pub objects: Arc<dyn ObjectStore>,
    /// Where it is a folder.
    pub folder: Option<LocalFileSystem>,
    /// What all names of this office begin with.
    pub base: Path,
}

impl Objects {
    /// `place` is a folder, which is made where there is none, or `s3://BUCKET/PREFIX`.
    pub fn open(place: &str, s3: &config::S3, secret: Option<&SecretString>, office: &str) -> Result<Self> {
        match place.strip_prefix("s3://") {
            Some(place) => Self::bucket(place, s3, secret, office),
            None => Self::folder(place, office),
        }
    }

    fn folder(place: &str, office: &str) -> Result<Self> {
        std::fs::create_dir_all(place).map_err(|e| Error::other(format!("the folder {place}: {e}")))?;
        let folder = LocalFileSystem::new_with_prefix(place).map_err(Error::other)?.with_fsync(true);
        let base = Path::default().join(office);
        Ok(Self { objects: Arc::new(folder.clone()), folder: Some(folder), base })
    }

    /// What is sent is checked by its SHA-256 where it arrives.
    fn bucket(place: &str, s3: &config::S3, secret: Option<&SecretString>, office: &str) -> Result<Self> {
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let secret = secret.map_or("", |s| s.expose_secret());
        let retry = RetryConfig { max_retries: RETRIES, retry_timeout: PATIENCE, ..RetryConfig::default() };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket)
            .with_region(&s3.region)
            .with_access_key_id(&s3.access_key_id)
            .with_secret_access_key(secret)
            .with_allow_http(s3.allow_http)
            .with_checksum_algorithm(Checksum::SHA256)
            .with_retry(retry);
        if !s3.endpoint.is_empty() {
            builder = builder.with_endpoint(&s3.endpoint);
        }
        let objects = Arc::new(builder.build().map_err(Error::other)?);
        Ok(Self { objects, folder: None, base: Path::from(prefix).join(office) })
    }
}
