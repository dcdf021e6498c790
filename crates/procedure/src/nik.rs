//! The population identification number (Nomor Induk Kependudukan). Parsed once, then trusted.
//! Whether a NIK exists is not decided here.

use serde::{Deserialize, Serialize};
use std::fmt;

/// 16 digits: PPKKCC region of first registration, DDMMYY of birth (a woman's day + 40), serial from 0001
/// (UU 23/2006 art. 13; Perpres 62/2019). Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nik(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    Male,
    Female,
}

/// Which check failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case")]
pub enum NikError {
    #[error("contains something that is not a digit")]
    NotDigits,
    #[error("has {digits} digits instead of 16")]
    Length { digits: usize },
    #[error("birth day {day} is not 01-31 or 41-71")]
    Day { day: u8 },
    #[error("birth month {month} is not 01-12")]
    Month { month: u8 },
    #[error("day {day} does not exist in month {month}")]
    Date { day: u8, month: u8 },
    #[error("serial is 0000")]
    Serial,
}

impl NikError {
    /// The key of the text that explains the failed check to a person.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotDigits => "nik-not-digits",
            Self::Length { .. } => "nik-length",
            Self::Day { .. } => "nik-day",
            Self::Month { .. } => "nik-month",
            Self::Date { .. } => "nik-date",
            Self::Serial => "nik-serial",
        }
    }

    /// The values of its text's placeholders.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotDigits | Self::Serial => Vec::new(),
            Self::Length { digits } => vec![("digits", digits.to_string())],
            Self::Day { day } => vec![("day", format!("{day:02}"))],
            Self::Month { month } => vec![("month", format!("{month:02}"))],
            Self::Date { day, month } => vec![("day", day.to_string()), ("month", month.to_string())],
        }
    }
}

/// Digits of `input` after the separators people type (space, dot, dash, slash) are dropped.
/// `Err` where anything else stands among them.
pub(crate) fn digits_of(input: &str) -> Result<String, ()> {
    input.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/' | '\'' | '_')).try_fold(
        String::new(),
        |mut all, c| {
            if !c.is_ascii_digit() {
                return Err(());
            }
            all.push(c);
            Ok(all)
        },
    )
}

fn two(digits: &str, from: usize) -> u8 {
    digits.get(from..from + 2).and_then(|d| d.parse().ok()).unwrap_or(0)
}

impl Nik {
    pub fn parse(input: &str) -> Result<Self, NikError> {
        let digits = digits_of(input).map_err(|()| NikError::NotDigits)?;
        if digits.len() != 16 {
            return Err(NikError::Length { digits: digits.len() });
        }
        let (coded, month) = (two(&digits, 6), two(&digits, 8));
        let day = if coded > 40 { coded - 40 } else { coded };
        if !(1..=31).contains(&day) {
            return Err(NikError::Day { day: coded });
        }
        if !(1..=12).contains(&month) {
            return Err(NikError::Month { month });
        }
        // The century is ambiguous, so 29 February stands for any year.
        let longest = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        if day > longest {
            return Err(NikError::Date { day, month });
        }
        if digits.ends_with("0000") {
            return Err(NikError::Serial);
        }
        Ok(Self(digits))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The six digits of the district of first registration.
    pub fn region(&self) -> &str {
        self.0.get(..6).unwrap_or_default()
    }
    pub fn sex(&self) -> Sex {
        if two(&self.0, 6) > 40 { Sex::Female } else { Sex::Male }
    }
    /// Day and month of birth and the last two digits of the year.
    pub fn born(&self) -> (u8, u8, u8) {
        let day = two(&self.0, 6);
        (if day > 40 { day - 40 } else { day }, two(&self.0, 8), two(&self.0, 10))
    }
    /// For screens and messages where the whole number has no business: `130105••••••0001`.
    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

pub(crate) fn mask(sixteen: &str) -> String {
    format!("{}••••••{}", sixteen.get(..6).unwrap_or_default(), sixteen.get(12..).unwrap_or_default())
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nik({})", self.masked())
    }
}
impl TryFrom<String> for Nik {
    type Error = NikError;
    fn try_from(value: String) -> Result<Self, Self::Error> {
        Self::parse(&value)
    }
}
impl From<Nik> for String {
    fn from(nik: Nik) -> Self {
        nik.0
    }
}
