//! A blank card (blangko) by its serial. The ledger of blanks will stand beside it.

use serde::{Deserialize, Serialize};

/// The serial printed on a blank card: 6 to 20 letters and digits, upper case.
/// The exact form is not published; the bounds only keep out slips of the keyboard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Blangko(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a blank card's serial is 6 to 20 letters and digits")]
pub struct BlangkoError;

impl Blangko {
    pub fn parse(input: &str) -> Result<Self, BlangkoError> {
        let serial: String = input
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if !(6..=20).contains(&serial.len()) || !serial.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(BlangkoError);
        }
        Ok(Self(serial))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl TryFrom<String> for Blangko {
    type Error = BlangkoError;
    fn try_from(value: String) -> Result<Self, Self::Error> {
        Self::parse(&value)
    }
}
impl From<Blangko> for String {
    fn from(blangko: Blangko) -> Self {
        blangko.0
    }
}
