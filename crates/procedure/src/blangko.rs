//! A blank card (blangko) by its serial, and serials that follow one another. What becomes of a blank stands
//! in `ledger`.

use serde::{Deserialize, Serialize};

/// The serial printed on a blank card: 6 to 20 letters and digits, upper case.
/// The exact form is not published; the bounds only keep out slips of the keyboard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Blangko(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a blank card's serial is 6 to 20 letters and digits")]
pub struct BlangkoError;

/// The most blanks that are moved at once.
pub const MOST_AT_ONCE: usize = 2_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    #[error("the last serial does not follow the first: same letters, as many digits, a higher number")]
    Shape,
    #[error("no more than {MOST_AT_ONCE} blanks at once")]
    TooLong,
}

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

    /// The serials from this one to `last`, both included: the digits at the end count up, what stands before
    /// them stays.
    pub fn up_to(&self, last: &Self) -> Result<Vec<Self>, RangeError> {
        if self == last {
            return Ok(vec![self.clone()]);
        }
        let (letters, from) = self.numbered().ok_or(RangeError::Shape)?;
        let (same, to) = last.numbered().ok_or(RangeError::Shape)?;
        if letters != same || self.0.len() != last.0.len() || from > to {
            return Err(RangeError::Shape);
        }
        if to - from >= MOST_AT_ONCE as u128 {
            return Err(RangeError::TooLong);
        }
        let width = self.0.len() - letters.len();
        Ok((from..=to).map(|n| Self(format!("{letters}{n:0width$}"))).collect())
    }

    /// Whether `next` is the serial after this one.
    pub fn precedes(&self, next: &Self) -> bool {
        let follows = |(letters, n): (&str, u128)| {
            next.numbered().is_some_and(|(same, m)| letters == same && n.checked_add(1) == Some(m))
        };
        self.0.len() == next.0.len() && self.numbered().is_some_and(follows)
    }

    fn numbered(&self) -> Option<(&str, u128)> {
        let letters = self.0.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = self.0.get(letters.len()..)?.parse().ok()?;
        Some((letters, number))
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
