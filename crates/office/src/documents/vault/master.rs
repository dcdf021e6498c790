//! The master keys: the one that wraps data keys, and former ones that may still have to open some. They come
//! from the settings and are written nowhere.

use super::VaultError;
use super::seal::{self, Fingerprint, Key};
use crate::config::{MasterKey, Secrets};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

struct Master {
    key: Key,
    fingerprint: Fingerprint,
}

pub(super) struct Masters {
    present: Master,
    former: Vec<Master>,
}

impl Master {
    fn new(given: &MasterKey) -> Result<Self, VaultError> {
        let key = given.key();
        let mac = Hmac::<Sha256>::new_from_slice(&*key).map_err(|e| VaultError::Broken(e.to_string()))?;
        let tag = mac.chain_update(b"rancak: fingerprint of a master key").finalize().into_bytes();
        let fingerprint = *tag.first_chunk().ok_or_else(|| VaultError::Broken("a short tag".to_owned()))?;
        Ok(Self { key, fingerprint })
    }
}

impl Masters {
    pub(super) fn new(secrets: &Secrets) -> Result<Self, VaultError> {
        let present = secrets.master_key.as_ref().ok_or(VaultError::NoMaster)?;
        let former = secrets.former_master_keys.iter().map(Master::new).collect::<Result<_, _>>()?;
        Ok(Self { present: Master::new(present)?, former })
    }

    pub(super) fn wrap(&self, office: &str, name: &str, data_key: &Key) -> Result<Vec<u8>, VaultError> {
        seal::key(&self.present.key, self.present.fingerprint, office, name, data_key)
    }

    /// Opens it with whichever of the keys wrapped it.
    pub(super) fn unwrap(&self, office: &str, name: &str, stored: &[u8]) -> Result<Key, VaultError> {
        let wanted = seal::fingerprint_of(stored)?;
        let mut all = std::iter::once(&self.present).chain(&self.former);
        let master = all.find(|m| m.fingerprint == wanted).ok_or(VaultError::UnknownMaster {
            wanted: hex::encode(wanted),
            given: hex::encode(self.present.fingerprint),
        })?;
        seal::open_key(&master.key, office, name, stored)
    }

    /// Whether it lies under the present key already.
    pub(super) fn is_present(&self, stored: &[u8]) -> Result<bool, VaultError> {
        Ok(seal::fingerprint_of(stored)? == self.present.fingerprint)
    }
}
