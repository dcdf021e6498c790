//! The vault on a folder and on a bucket that speaks S3: what is kept comes back, and what is destroyed does not.

#[path = "../../../../tests/it/support/bucket.rs"]
mod bucket;
mod kept;
mod rotated;
mod shredded;
mod unwritable;

use super::*;
use crate::config::{Key256, S3, Secrets};
use bucket::Bucket;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const OFFICE: &str = "13.01";
/// What no raw byte may show.
const MARKER: &[u8] = b"MARKER of an invented resident, born on no day, of no village";

/// A photo of that resident.
fn photo(n: u64) -> Vec<u8> {
    let noise = (0..3_000).map(|i| u8::try_from(i * (n + 7) % 251).unwrap_or(0));
    MARKER.iter().copied().chain(noise).collect()
}

fn thumbnail(n: u64) -> Vec<u8> {
    [MARKER, &n.to_be_bytes()].concat()
}

/// The master key of this number.
fn master(n: u8) -> Key256 {
    Key256::parse(&hex::encode([n; 32])).expect("a master key")
}

fn secrets(present: u8, former: &[u8]) -> Secrets {
    let former_master_keys = former.iter().map(|n| master(*n)).collect();
    Secrets { master_key: Some(master(present)), former_master_keys, ..Secrets::default() }
}

/// Where a vault of a test lies: its stores outlive the vault, as they outlive a process.
#[derive(Clone)]
pub(super) struct Place {
    documents: String,
    keys: String,
    s3: S3,
    secret: String,
}

impl Place {
    fn folder(folder: &Path) -> Self {
        let at = |name: &str| folder.join(name).display().to_string();
        let s3 = S3 {
            endpoint: String::new(),
            region: String::new(),
            access_key_id: String::new(),
            secret_access_key_file: String::new(),
            allow_http: false,
        };
        Self { documents: at("documents"), keys: at("keys"), s3, secret: String::new() }
    }

    /// Two prefixes of the server's buckets.
    fn bucket(server: &Bucket) -> Self {
        crate::app::install_tls();
        let [documents, keys] = server.places();
        let s3 = S3 {
            endpoint: server.endpoint.clone(),
            region: "us-east-1".to_owned(),
            access_key_id: server.access_key_id.clone(),
            secret_access_key_file: String::new(),
            allow_http: true,
        };
        Self { documents, keys, s3, secret: server.secret.clone() }
    }

    /// A process that has just started, with these master keys.
    fn vault(&self, present: u8, former: &[u8]) -> Vault {
        let mut secrets = secrets(present, former);
        secrets.s3_secret_access_key = Some(self.secret.clone().into());
        let store = |place: &str| Store::open(place, &self.s3, &secrets, OFFICE).expect("a store");
        Vault::of(OFFICE, store(&self.documents), store(&self.keys), secrets.masters().expect("keys"))
    }
}

/// A vault for the tests of what is built upon it.
pub(in crate::documents) fn in_folder(folder: &Path) -> Vault {
    Place::folder(folder).vault(1, &[])
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Every file below a folder, hidden and half-written ones too.
fn raw(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(raw(&path));
        } else if let Ok(bytes) = std::fs::read(&path) {
            // One that another process has removed meanwhile is not there.
            found.insert(path, bytes);
        }
    }
    found
}

/// Runs the same test on a folder and on a bucket.
async fn on_both<F: Future<Output = ()>>(test: impl Fn(Place) -> F) {
    let folder = tempfile::tempdir().expect("a folder");
    test(Place::folder(folder.path())).await;
    test(Place::bucket(Bucket::shared().await)).await;
}

fn ticket(n: u64) -> Ticket {
    Ticket::from_random(n.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

fn case(n: u64) -> KeyName {
    KeyName::case(&ticket(n))
}

fn file(n: u64) -> FileId {
    FileId::new(format!("0192f00dcafe7000{n:016x}"))
}

/// A page and its thumbnail, under a key.
async fn keep(vault: &Vault, n: u64, key: &KeyName) {
    let id = file(n);
    vault.put(key, &format!("{id}/1"), photo(n)).await.expect("kept");
    vault.put(key, &format!("{id}/1s"), thumbnail(n)).await.expect("kept");
}

/// Whether both are there, whole.
async fn is_there(vault: &Vault, n: u64) -> bool {
    let get = async |part: &str| vault.get(&format!("{}/{part}", file(n))).await;
    match (get("1").await, get("1s").await) {
        (Ok(Some(page)), Ok(Some(small))) => {
            assert!((page, small) == (photo(n), thumbnail(n)), "{n}");
            true
        }
        (Ok(None) | Err(VaultError::Destroyed), Ok(None) | Err(VaultError::Destroyed)) => false,
        other => panic!("{n}: {other:?}"),
    }
}
