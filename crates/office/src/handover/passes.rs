//! Passes and survey links: made of ticket, number and a key of the office, so that they can be shown again, and
//! found by what is kept of them. No token and no code is ever stored or logged.

use crate::cases::CaseError;
use crate::config::{Key256, Secrets};
use crate::db::{Db, DbError, Statement};
use crate::params;
use procedure::{Case, Event, EventBody, Procedure, Ticket};
use seal::record::digest;
use seal::{Key, bound, mac};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Characters that nobody mistakes for one another, as in a ticket; nine of them are a code.
const ALPHABET: &[u8; 29] = b"23456789ABCDEFGHJKMNPRSTVWXYZ";
const CODE: usize = 9;
/// Hexadecimal digits of a token: 128 bits.
const TOKEN: usize = 32;

/// Makes and finds passes with the office's present key, and finds those made with a former one.
#[derive(Clone)]
pub struct Passes(Arc<[Key]>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To collect the product.
    Collect,
    Survey,
}

/// The case that a pass belongs to, and the pass's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub ticket: Ticket,
    pub no: u64,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::Survey => "survey",
        }
    }
}

impl Passes {
    /// From the keys that wrap the documents' keys; a key of its own is derived from each.
    pub fn of(secrets: &Secrets) -> Self {
        Self::from_keys(secrets.master_key.iter().chain(&secrets.former_master_keys))
    }

    fn from_keys<'a>(keys: impl IntoIterator<Item = &'a Key256>) -> Self {
        Self(keys.into_iter().map(|k| Zeroizing::new(tag(&*k.key(), &["passes"]))).collect())
    }

    /// The token of this case's pass or survey, made with the present key.
    pub fn token(&self, purpose: Purpose, office: &str, ticket: &Ticket, no: u64) -> String {
        let Some(key) = self.0.first() else { return String::new() };
        token(key, purpose, office, ticket, no)
    }

    /// As [`Passes::token`], made with whichever key it was handed out under; none where it never was.
    pub async fn shown_again(
        &self,
        db: &Db,
        purpose: Purpose,
        office: &str,
        pass: (&Ticket, u64),
    ) -> Result<Option<String>, CaseError> {
        for key in self.0.iter() {
            let token = token(key, purpose, office, pass.0, pass.1);
            if self.find(db, purpose, office, &token).await?.is_some() {
                return Ok(Some(token));
            }
        }
        Ok(None)
    }

    /// What is written when the applicant is told that the product is ready, and when it is handed over.
    pub(crate) fn row(
        &self,
        office: &str,
        ticket: &Ticket,
        p: &Procedure,
        case: &Case,
        event: &Event,
    ) -> Option<Statement> {
        let purpose = match event.body {
            EventBody::Notified { .. } if p.handover.is_some() => Purpose::Collect,
            EventBody::HandedOver { .. } if !p.survey.is_empty() => Purpose::Survey,
            _ => return None,
        };
        let key = self.0.first()?;
        let token = token(key, purpose, office, ticket, case.seq);
        let code = match purpose {
            Purpose::Collect => kept(key, "code", office, &code(&token)),
            Purpose::Survey => String::new(),
        };
        let sql =
            "INSERT INTO passes (office, token, purpose, code, ticket, no) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let kept = kept(key, "token", office, &token);
        Some(Statement::new(sql, params![office, kept, purpose.word(), code, ticket.as_str(), case.seq]))
    }

    pub async fn find(
        &self,
        db: &Db,
        purpose: Purpose,
        office: &str,
        token: &str,
    ) -> Result<Option<Found>, CaseError> {
        let sql = "SELECT ticket, no FROM passes WHERE office = ?1 AND token = ?2 AND purpose = ?3";
        for key in self.0.iter() {
            let kept = kept(key, "token", office, token);
            let rows = db.query(sql, params![office, kept, purpose.word()]).await?;
            if let Some(row) = rows.first() {
                return Ok(Some(found(row)?));
            }
        }
        Ok(None)
    }

    /// What came in at the counter: a token, the address that holds one, or a short code.
    pub async fn read(&self, db: &Db, office: &str, typed: &str) -> Result<Option<Found>, CaseError> {
        let last = typed.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let plain: String = last.chars().filter(char::is_ascii_alphanumeric).collect();
        if plain.len() == TOKEN {
            return self.find(db, Purpose::Collect, office, &plain.to_ascii_lowercase()).await;
        }
        if plain.len() != CODE {
            return Ok(None);
        }
        let sql = "SELECT ticket, no FROM passes WHERE office = ?1 AND code = ?2";
        for key in self.0.iter() {
            let kept = kept(key, "code", office, &plain.to_ascii_uppercase());
            if let Some(row) = db.query(sql, params![office, kept]).await?.first() {
                return Ok(Some(found(row)?));
            }
        }
        Ok(None)
    }
}

fn found(row: &crate::db::Row) -> Result<Found, DbError> {
    let ticket = Ticket::parse(&row.text(0)?).map_err(|e| DbError::Broken(e.to_string()))?;
    Ok(Found { ticket, no: u64::try_from(row.int(1)?).unwrap_or(0) })
}

fn token(key: &Key, purpose: Purpose, office: &str, ticket: &Ticket, no: u64) -> String {
    let tag = tag(&**key, &["made", purpose.word(), office, ticket.as_str(), &no.to_string()]);
    hex::encode(tag).chars().take(TOKEN).collect()
}

/// The short code of a token, without its dashes.
pub(super) fn code(token: &str) -> String {
    let hash = digest(format!("code {token}").as_bytes());
    let mut rest = hash.iter().take(15).fold(0_u128, |n, byte| n << 8 | u128::from(*byte));
    let base = ALPHABET.len() as u128;
    let mut characters = String::with_capacity(CODE);
    for _ in 0..CODE {
        let at = usize::try_from(rest % base).unwrap_or(0);
        characters.extend(ALPHABET.get(at).map(|b| char::from(*b)));
        rest /= base;
    }
    characters
}

/// What the database keeps of a token or a code. A code is short enough to be guessed from a plain hash.
fn kept(key: &Key, what: &str, office: &str, secret: &str) -> String {
    hex::encode(tag(&**key, &[what, office, secret]))
}

/// Over the parts, each with its length before it, so that no two lists of parts look alike.
fn tag(key: &[u8], parts: &[&str]) -> mac::Tag {
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
    mac::of(key, &bound(&parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(keys: &[u8]) -> Passes {
        let keys: Vec<_> = keys.iter().filter_map(|k| Key256::parse(&hex::encode([*k; 32]))).collect();
        Passes::from_keys(&keys)
    }

    #[test]
    fn a_pass_is_of_one_office_case_number_and_purpose_and_comes_out_the_same_again() {
        let (a, b) = (Ticket::from_random(1), Ticket::from_random(2));
        let made =
            |key: u8, purpose, office: &str, ticket, no| passes(&[key]).token(purpose, office, ticket, no);
        let one = made(1, Purpose::Collect, "13.01", &a, 12);
        assert_eq!(one, made(1, Purpose::Collect, "13.01", &a, 12));
        assert!(one.len() == TOKEN && one.chars().all(|c| c.is_ascii_hexdigit()));
        for other in [
            made(2, Purpose::Collect, "13.01", &a, 12),
            made(1, Purpose::Survey, "13.01", &a, 12),
            made(1, Purpose::Collect, "13.02", &a, 12),
            made(1, Purpose::Collect, "13.01", &b, 12),
            made(1, Purpose::Collect, "13.01", &a, 13),
        ] {
            assert_ne!(one, other);
            assert_ne!(code(&one), code(&other));
        }
    }

    #[test]
    fn a_code_has_nine_characters_that_nobody_mistakes() {
        let code = code("0123456789abcdef0123456789abcdef");
        assert!(code.len() == CODE && code.bytes().all(|b| ALPHABET.contains(&b)), "{code}");
    }
}
