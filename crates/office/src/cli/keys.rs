//! `rancak keys`: a new master key, and putting every document's key under it.

use super::{Failure, Settings, configuration};
use crate::documents::Documents;
use crate::error::Error;
use crate::texts::text_with;
use procedure::Language;

/// A fresh master key, and nothing else: so that it can be sent straight into its file.
pub fn new() -> Vec<String> {
    vec![hex::encode(rand::random::<[u8; 32]>())]
}

/// Puts every key under the present master key; says how many, and how many nobody could open.
pub async fn rotate(language: Language, settings: &Settings) -> Result<Vec<String>, Failure> {
    let config = configuration(language, settings)?;
    let done = Documents::rotate(&config).await.map_err(|e| {
        let why = Error::from(e).to_string();
        Failure::unready(text_with(language, "storage-unusable", &[("why", why)]))
    })?;
    let args = [("rewrapped", done.rewrapped.to_string()), ("already", done.already.to_string())];
    let told = text_with(language, "keys-rotated", &args);
    if done.unknown == 0 {
        return Ok(vec![told]);
    }
    let unknown = text_with(language, "keys-unknown", &[("count", done.unknown.to_string())]);
    Err(Failure { code: 1, lines: vec![told, unknown] })
}
