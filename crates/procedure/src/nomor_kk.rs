//! The family card's number (Nomor Kartu Keluarga). Parsed once, then trusted.

use crate::nik::{digits_of, mask};
use serde::{Deserialize, Serialize};
use std::fmt;

/// 16 digits: 6 region, 6 date of issue, 4 serial. Only the length and the digits are checked: the
/// inner structure is background knowledge that no source has confirmed. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NomorKk(String);

/// Which check failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NomorKkError {
    #[error("contains something that is not a digit")]
    NotDigits,
    #[error("has {digits} digits instead of 16")]
    Length { digits: usize },
}

impl NomorKkError {
    /// The key of the text that explains the failed check to a person.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotDigits => "nomor-kk-not-digits",
            Self::Length { .. } => "nomor-kk-length",
        }
    }

    /// The values of its text's placeholders.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotDigits => Vec::new(),
            Self::Length { digits } => vec![("digits", digits.to_string())],
        }
    }
}

impl NomorKk {
    pub fn parse(input: &str) -> Result<Self, NomorKkError> {
        let digits = digits_of(input).map_err(|()| NomorKkError::NotDigits)?;
        if digits.len() != 16 {
            return Err(NomorKkError::Length { digits: digits.len() });
        }
        Ok(Self(digits))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

impl fmt::Debug for NomorKk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NomorKk({})", self.masked())
    }
}
impl TryFrom<String> for NomorKk {
    type Error = NomorKkError;
    fn try_from(value: String) -> Result<Self, Self::Error> {
        Self::parse(&value)
    }
}
impl From<NomorKk> for String {
    fn from(nomor_kk: NomorKk) -> Self {
        nomor_kk.0
    }
}
