//! The ticket: a case's name, short enough for the telephone. Chance comes in as a number.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Digits and letters that are hard to mistake for one another, aloud or in handwriting: no 0/O, 1/I/L, U/V, Q.
/// Their number is prime, so that a weighted sum finds every single wrong character and every swap of neighbours.
const ALPHABET: &[u8; 29] = b"23456789ABCDEFGHJKMNPRSTVWXYZ";
const LENGTH: usize = 8;

/// Eight characters, written `K7MR-4TXB`, of which the last is a check character. 29⁷ ≈ 1.7·10¹⁰ tickets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ticket(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    #[error("a ticket has 8 letters and digits")]
    Shape,
    #[error("the check character does not fit: one character is wrong or two are swapped")]
    Check,
}

fn value(byte: u8) -> Option<usize> {
    ALPHABET.iter().position(|a| *a == byte)
}

/// Weights 1…7 over a prime alphabet: distinct and non-zero, so single errors and swaps change the sum.
fn check(body: &[usize]) -> usize {
    body.iter().zip(1..).map(|(v, weight)| v * weight).sum::<usize>() % ALPHABET.len()
}

impl Ticket {
    /// A ticket from 64 random bits.
    pub fn from_random(random: u64) -> Self {
        let mut rest = random;
        let base = ALPHABET.len() as u64;
        let mut values: Vec<usize> = (1..LENGTH)
            .map(|_| {
                let v = rest % base;
                rest /= base;
                usize::try_from(v).unwrap_or(0)
            })
            .collect();
        values.push(check(&values));
        let mut text: String =
            values.iter().filter_map(|v| ALPHABET.get(*v)).map(|b| char::from(*b)).collect();
        text.insert(LENGTH / 2, '-');
        Self(text)
    }

    /// Accepts lower case and any spacing.
    pub fn parse(input: &str) -> Result<Self, TicketError> {
        let text: String = input
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let values: Vec<usize> = text.bytes().filter_map(value).collect();
        if text.len() != LENGTH || values.len() != LENGTH {
            return Err(TicketError::Shape);
        }
        match values.split_last() {
            Some((last, body)) if check(body) == *last => {
                let (head, tail) = text.split_at(LENGTH / 2);
                Ok(Self(format!("{head}-{tail}")))
            }
            _ => Err(TicketError::Check),
        }
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl TryFrom<String> for Ticket {
    type Error = TicketError;
    fn try_from(value: String) -> Result<Self, Self::Error> {
        Self::parse(&value)
    }
}
impl From<Ticket> for String {
    fn from(ticket: Ticket) -> Self {
        ticket.0
    }
}
