//! The vault: documents lie sealed with a data key of their case, data keys lie wrapped by a master key, and
//! the two lie apart. Whoever destroys a key has destroyed everything it seals, in every copy and backup that
//! does not hold the keys. Nothing leaves here sealed, and nothing is stored plain.

mod flow;
mod folder;
mod keys;
mod seal;
mod store;

use crate::config::Config;
use crate::error::Error;
use ::seal::{Masters, Rotated, SealError};
use flow::Headed;
pub use flow::{Reading, Writing};
use futures::{StreamExt, TryStreamExt};
use keys::Keys;
use procedure::{FileId, Ticket};
use std::sync::Arc;
use store::{Store, Stored};

/// The name of a data key: a case's, or of one file that is nobody's yet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyName(String);

impl KeyName {
    pub fn case(ticket: &Ticket) -> Self {
        Self(["case", ticket.as_str()].join("-"))
    }

    pub fn file(file: &FileId) -> Self {
        Self::own(file.as_str())
    }

    /// The key that everything below this name has while it has none of a case.
    fn own(prefix: &str) -> Self {
        Self(["file", prefix].join("-"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// Full, not writable or out of reach: nothing was changed, try again later.
    #[error("the documents' store cannot be used at the moment: {0}")]
    Unavailable(String),
    /// What is there was sealed with a key that is no more: nobody can read it.
    #[error("its key was destroyed")]
    Destroyed,
    /// Altered, cut off, or put in another's place.
    #[error("{0}")]
    Broken(String),
    #[error("no name of ours")]
    BadName,
    #[error("no master key was given")]
    NoMaster,
    /// The data keys lie under a master key that is not among those given.
    #[error("the keys lie under master key {wanted}, and the one given is {given}")]
    UnknownMaster { wanted: String, given: String },
}

impl From<object_store::Error> for VaultError {
    fn from(e: object_store::Error) -> Self {
        Self::Unavailable(e.to_string())
    }
}

impl From<std::io::Error> for VaultError {
    fn from(e: std::io::Error) -> Self {
        Self::Unavailable(e.to_string())
    }
}

impl From<SealError> for VaultError {
    fn from(e: SealError) -> Self {
        match e {
            SealError::Broken(why) => Self::Broken(why),
            SealError::NoMaster => Self::NoMaster,
            SealError::UnknownMaster { wanted, given } => Self::UnknownMaster { wanted, given },
        }
    }
}

impl From<VaultError> for Error {
    fn from(e: VaultError) -> Self {
        match e {
            VaultError::Unavailable(why) => Self::Unavailable(why),
            VaultError::Destroyed | VaultError::BadName => Self::NotFound,
            VaultError::UnknownMaster { wanted, given } => Self::WrongMasterKey { wanted, given },
            other => Self::Broken(other.to_string()),
        }
    }
}

/// What came of opening objects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tried {
    pub opened: u64,
    /// Whose key was destroyed: as it should be.
    pub destroyed: u64,
    /// Altered or cut off.
    pub broken: u64,
}

/// The object, and its key, that show at every start whether the vault can be used.
const PROOF: &str = "proof";

/// A handle; clones share it.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

struct Inner {
    office: String,
    objects: Store,
    keys: Keys,
}

impl Vault {
    /// Opens both stores. Fails where the keys there are lie under another master key.
    pub async fn open(config: &Config) -> Result<Self, VaultError> {
        let vault = Self::to_rotate(config)?;
        vault.prove().await?;
        Ok(vault)
    }

    /// Seals something of no meaning: shows that both stores can be written, and that the master key is theirs.
    async fn prove(&self) -> Result<(), VaultError> {
        self.put(&KeyName(PROOF.to_owned()), PROOF, PROOF.into()).await
    }

    /// As [`Vault::open`], without asking whether the master key given opens all there is.
    pub fn to_rotate(config: &Config) -> Result<Self, VaultError> {
        let (office, secrets) = (&config.office.id, &config.secrets);
        let store = |place: &str| Store::open(place, &config.s3, secrets, office);
        let (objects, keys) = (store(&config.documents.store)?, store(&config.documents.keys)?);
        Ok(Self::of(office, objects, keys, secrets.masters()?))
    }

    fn of(office: &str, objects: Store, keys: Store, masters: Masters) -> Self {
        let keys = Keys::new(keys, office, masters);
        Self(Arc::new(Inner { office: office.to_owned(), objects, keys }))
    }

    /// Seals an object as it comes, and keeps it once that is finished; the key is made where it is new. The same object
    /// again replaces it.
    pub async fn writing(&self, key: &KeyName, object: &str) -> Result<Writing, VaultError> {
        let data_key = self.0.keys.obtain(key).await?;
        let into = self.0.objects.writing(object)?;
        Writing::begin(into, &data_key, (key.as_str(), &self.0.office, object)).await
    }

    /// As [`Vault::writing`], of something small: for good before this returns.
    pub async fn put(&self, key: &KeyName, object: &str, plain: Vec<u8>) -> Result<(), VaultError> {
        let mut writing = self.writing(key, object).await?;
        writing.add(&plain).await?;
        writing.finish().await
    }

    /// As [`Vault::put`], with the key that another object lies under, so that they end together.
    pub async fn put_beside(&self, other: &str, object: &str, plain: Vec<u8>) -> Result<(), VaultError> {
        let held = self.headed(other).await?.ok_or(VaultError::Destroyed)?;
        let key = KeyName(held.head.key);
        if self.0.keys.existing(&key).await?.is_none() {
            return Err(VaultError::Destroyed);
        }
        self.put(&key, object, plain).await
    }

    /// An object piece by piece, the first one opened already; none where no such object is.
    pub async fn reading(&self, object: &str) -> Result<Option<Reading>, VaultError> {
        let Some(held) = self.headed(object).await? else { return Ok(None) };
        let key = KeyName(held.head.key.clone());
        let data_key = self.0.keys.existing(&key).await?.ok_or(VaultError::Destroyed)?;
        held.open(&data_key, &self.0.office, object).await.map(Some)
    }

    /// All of an object at once, of something small.
    pub async fn get(&self, object: &str) -> Result<Option<Vec<u8>>, VaultError> {
        match self.reading(object).await? {
            Some(reading) => reading.whole().await.map(Some),
            None => Ok(None),
        }
    }

    async fn headed(&self, object: &str) -> Result<Option<Headed>, VaultError> {
        match self.0.objects.reading(object).await? {
            Some((sealed, size)) => Headed::of(sealed, size).await.map(Some),
            None => Ok(None),
        }
    }

    /// Removes every object below a name, and the key that was theirs alone.
    pub async fn delete(&self, prefix: &str) -> Result<(), VaultError> {
        self.0.keys.destroy(&KeyName::own(prefix)).await?;
        self.0.objects.delete_below(prefix).await
    }

    /// Seals every object below a name with another key; the key that was theirs alone is destroyed then.
    /// Stopped at any point, it is done again from the start and comes to the same end.
    pub async fn rekey(&self, prefix: &str, to: &KeyName) -> Result<(), VaultError> {
        let names: Vec<String> = self.0.objects.names(Some(prefix))?.try_collect().await?;
        for object in names {
            let Some(held) = self.headed(&object).await? else { continue };
            if held.head.key == to.as_str() {
                continue;
            }
            let Some(mut reading) = self.reading(&object).await? else { continue };
            let mut writing = self.writing(to, &object).await?;
            while let Some(piece) = reading.next().await? {
                writing.add(&piece).await?;
            }
            writing.finish().await?;
        }
        let own = KeyName::own(prefix);
        if own == *to { Ok(()) } else { self.0.keys.destroy(&own).await }
    }

    /// Nothing that this key seals can be read by anybody afterwards, here at once and by other processes
    /// within a minute; the objects themselves stay until they are deleted.
    pub async fn destroy(&self, key: &KeyName) -> Result<(), VaultError> {
        self.0.keys.destroy(key).await
    }

    /// Every object, and when it was last written.
    pub fn stored(&self) -> Result<Stored<'_>, VaultError> {
        self.0.objects.stored(None)
    }

    /// The key that an object lies under; none where the object or that key is no more.
    pub async fn key_of(&self, object: &str) -> Result<Option<KeyName>, VaultError> {
        let Some(held) = self.headed(object).await? else { return Ok(None) };
        let key = KeyName(held.head.key);
        Ok(self.0.keys.existing(&key).await?.map(|_| key))
    }

    /// Opens so many objects, one by one.
    pub async fn try_all(&self, most: usize) -> Result<Tried, VaultError> {
        let mut tried = Tried::default();
        let mut names = self.0.objects.names(None)?.take(most);
        while let Some(name) = names.try_next().await? {
            let opened = async {
                let Some(mut reading) = self.reading(&name).await? else { return Ok(()) };
                while reading.next().await?.is_some() {}
                Ok(())
            };
            match opened.await {
                Ok(()) => tried.opened += 1,
                Err(VaultError::Destroyed) => tried.destroyed += 1,
                Err(VaultError::Broken(_)) => tried.broken += 1,
                Err(e) => return Err(e),
            }
        }
        Ok(tried)
    }

    /// Puts every data key under the present master key, beside whatever else runs. Stopped at any point, it
    /// is done again and comes to the same end.
    pub async fn rotate(&self) -> Result<Rotated, VaultError> {
        self.0.keys.rotate().await
    }
}

#[cfg(test)]
pub(super) mod tests;
