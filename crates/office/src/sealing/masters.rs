//! The master keys: the one that wraps data keys, and former ones that may still have to open some. They come
//! from the settings and are written nowhere.

use super::{Fingerprint, Key, SealError};
use crate::config::{Key256, Secrets};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

struct Master {
    key: Key,
    fingerprint: Fingerprint,
}

pub struct Masters {
    present: Master,
    former: Vec<Master>,
}

impl Master {
    fn new(given: &Key256) -> Result<Self, SealError> {
        let key = given.key();
        let mac = Hmac::<Sha256>::new_from_slice(&*key).map_err(|e| SealError::Broken(e.to_string()))?;
        let tag = mac.chain_update(b"rancak: fingerprint of a master key").finalize().into_bytes();
        let fingerprint = *tag.first_chunk().ok_or_else(|| SealError::Broken("a short tag".to_owned()))?;
        Ok(Self { key, fingerprint })
    }
}

impl Masters {
    pub fn new(secrets: &Secrets) -> Result<Self, SealError> {
        let present = secrets.master_key.as_ref().ok_or(SealError::NoMaster)?;
        let former = secrets.former_master_keys.iter().map(Master::new).collect::<Result<_, _>>()?;
        Ok(Self { present: Master::new(present)?, former })
    }

    pub fn wrap(&self, office: &str, name: &str, data_key: &Key) -> Result<Vec<u8>, SealError> {
        super::key(&self.present.key, self.present.fingerprint, office, name, data_key)
    }

    /// Opens it with whichever of the keys wrapped it.
    pub fn unwrap(&self, office: &str, name: &str, stored: &[u8]) -> Result<Key, SealError> {
        let wanted = super::fingerprint_of(stored)?;
        let mut all = std::iter::once(&self.present).chain(&self.former);
        let master = all.find(|m| m.fingerprint == wanted).ok_or(SealError::UnknownMaster {
            wanted: hex::encode(wanted),
            given: hex::encode(self.present.fingerprint),
        })?;
        super::open_key(&master.key, office, name, stored)
    }

    /// Whether it lies under the present key already.
    pub fn is_present(&self, stored: &[u8]) -> Result<bool, SealError> {
        Ok(super::fingerprint_of(stored)? == self.present.fingerprint)
    }
}
