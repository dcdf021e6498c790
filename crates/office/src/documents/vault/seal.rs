//! What is written down of a document: sealed under a head that names its key. Whose it is, and under which name it
//! lies, is bound to the seal.

use super::VaultError;
use ::seal::{bound, not_ours};

/// Sealed in one; only read any more.
const WHOLE: &[u8; 4] = b"RCD1";
/// Sealed in pieces. A later form begins with another word.
const PIECES: &[u8; 4] = b"RCD2";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Whole,
    Pieces,
}

impl Form {
    fn word(self) -> &'static [u8; 4] {
        match self {
            Self::Whole => WHOLE,
            Self::Pieces => PIECES,
        }
    }
}

/// What a stored document begins with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) form: Form,
    /// The name of the key that it is sealed with, so that whoever reads it can find that.
    pub(super) key: String,
    /// Its bytes.
    pub(super) length: usize,
}

/// The head of a document that is written now.
pub(super) fn head(key_name: &str) -> Result<Vec<u8>, VaultError> {
    let length = u8::try_from(key_name.len()).map_err(|_| VaultError::BadName)?;
    Ok([PIECES.as_slice(), &[length], key_name.as_bytes()].concat())
}

/// What the seals of a document are bound to.
pub(super) fn whose(form: Form, office: &str, object: &str, key_name: &str) -> Vec<u8> {
    bound(&[form.word(), office.as_bytes(), object.as_bytes(), key_name.as_bytes()])
}

/// The head, as soon as all of it is there.
pub(super) fn parse_head(stored: &[u8]) -> Result<Option<Head>, VaultError> {
    let Some((word, rest)) = stored.split_first_chunk::<4>() else { return Ok(None) };
    let forms = [Form::Whole, Form::Pieces].into_iter();
    let form = forms.into_iter().find(|form| form.word() == word).ok_or_else(|| not_ours("document"))?;
    let Some((length, rest)) = rest.split_first() else { return Ok(None) };
    let Some(name) = rest.get(..(*length).into()) else { return Ok(None) };
    let key = std::str::from_utf8(name).map_err(|_| not_ours("document"))?.to_owned();
    Ok(Some(Head { form, length: word.len() + 1 + name.len(), key }))
}
