//! A telephone number in international form, digits only, as WhatsApp writes it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// 8 to 15 digits beginning with the country code (E.164 without the plus). Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a telephone number")]
pub struct PhoneError;

impl Phone {
    /// Accepts `0812…`, `+62 812…`, `0062 812…`, `62812…` and the separators people type.
    pub fn parse(input: &str) -> Result<Self, PhoneError> {
        let bare: String =
            input.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '+')).collect();
        let digits = match (bare.strip_prefix("00"), bare.strip_prefix('0')) {
            (Some(international), _) => international.to_owned(),
            (None, Some(national)) => format!("62{national}"),
            (None, None) => bare,
        };
        // No country code begins with 0.
        if digits.starts_with('0')
            || !(8..=15).contains(&digits.len())
            || !digits.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(PhoneError);
        }
        Ok(Self(digits))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
    pub fn last4(&self) -> &str {
        self.0.get(self.0.len().saturating_sub(4)..).unwrap_or_default()
    }
    pub fn masked(&self) -> String {
        format!("•••• {}", self.last4())
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}
impl TryFrom<String> for Phone {
    type Error = PhoneError;
    fn try_from(value: String) -> Result<Self, Self::Error> {
        Self::parse(&value)
    }
}
impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}
