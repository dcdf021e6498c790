//! A station's own key, and the file it keeps it in. The key never leaves the station.

use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::Path;

/// Who this station is, to which office, and the key it signs with.
#[derive(Serialize, Deserialize)]
pub struct Key {
    pub server: String,
    pub station: String,
    pub name: String,
    /// PKCS#8, hex.
    private_key: String,
}

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// The file holds no key.
    #[error("no key in the file")]
    NoKey,
}

/// A fresh private key as hex of PKCS#8, and the public half as hex.
pub fn fresh() -> Result<(String, String), KeyError> {
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| KeyError::NoKey)?;
    let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).map_err(|_| KeyError::NoKey)?;
    Ok((hex::encode(pkcs8.as_ref()), hex::encode(pair.public_key().as_ref())))
}

impl Key {
    pub fn new(server: &str, station: String, name: String, private_key: String) -> Self {
        Self { server: server.to_owned(), station, name, private_key }
    }

    pub fn read(file: &Path) -> Result<Self, KeyError> {
        toml::from_str(&std::fs::read_to_string(file)?).map_err(|_| KeyError::NoKey)
    }

    /// Writes a new file that only its owner can read; one that is there is never overwritten.
    pub fn write(&self, file: &Path) -> Result<(), KeyError> {
        let text = toml::to_string(self).map_err(|_| KeyError::NoKey)?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(file)?;
        file.write_all(text.as_bytes())?;
        Ok(file.sync_all()?)
    }

    pub(super) fn pair(&self) -> Result<Ed25519KeyPair, KeyError> {
        let pkcs8 = hex::decode(&self.private_key).map_err(|_| KeyError::NoKey)?;
        Ed25519KeyPair::from_pkcs8(&pkcs8).map_err(|_| KeyError::NoKey)
    }
}
