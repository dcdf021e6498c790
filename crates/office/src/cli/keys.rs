//! `rancak keys`: a new master key, and putting the keys of documents and of cases' events under it.

use super::{Failure, Settings, configuration, sealed_cases, unusable};
use crate::documents::Documents;
use crate::texts::text_with;
use procedure::Language;

/// A fresh master key, and nothing else: so that it can be sent straight into its file.
pub fn new() -> Vec<String> {
    vec![hex::encode(rand::random::<[u8; 32]>())]
}

/// Puts every key under the present master key; says how many, and how many nobody could open.
pub async fn rotate(language: Language, settings: &Settings) -> Result<Vec<String>, Failure> {
    let config = configuration(language, settings)?;
    let done = Documents::rotate(&config).await.map_err(|e| unusable(language, &e.into()))?;
    let (_, cases) = sealed_cases(language, &config).await?;
    let cases = cases.rotate_keys(&config.office.id).await.map_err(|e| unusable(language, &e))?;
    let done = done.and(cases);
    let args = [("rewrapped", done.rewrapped.to_string()), ("already", done.already.to_string())];
    let told = text_with(language, "keys-rotated", &args);
    if done.unknown == 0 {
        return Ok(vec![told]);
    }
    let unknown = text_with(language, "keys-unknown", &[("count", done.unknown.to_string())]);
    Err(Failure { code: 1, lines: vec![told, unknown] })
}
