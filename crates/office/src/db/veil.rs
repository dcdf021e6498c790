//! Cells that only this office reads: covered before they are written, opened as they are read, so that whoever takes the
//! database away without the office's key has neither a NIK nor a word of what was said. And numbers that are looked for
//! without being kept: of those only a keyed mark is written. Which cells, the modules say that write them.

use super::{DbError, Value};
use crate::sealing::{self, Key};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The first form of a covered cell. It begins with what no keyboard types; a later form begins otherwise.
const COVERED: &str = "\u{1}RCV1:";
const BLIND: &str = "\u{1}RCB1:";
const CELL: &[u8] = b"rancak: a cell";
/// Of a mark: too many for two numbers to have the same.
const MARK: usize = 16;

/// Covered when it is written.
pub struct Covered<'a>(pub &'a str);

/// Of which a mark alone is written.
pub struct Blind<'a>(pub &'a str);

/// The keys for both.
pub struct Veil {
    cover: Key,
    blind: Key,
}

impl Veil {
    pub fn of(office_key: &Key) -> Result<Self, DbError> {
        let cover = sealing::derived(office_key, "cells")?;
        Ok(Self { cover, blind: sealing::derived(office_key, "marks")? })
    }

    fn cover(&self, text: &str) -> Result<String, DbError> {
        let sealed = sealing::seal(&self.cover, CELL, text.as_bytes(), Vec::new())?;
        Ok(format!("{COVERED}{}", BASE64.encode(sealed)))
    }

    fn mark(&self, text: &str) -> Result<String, DbError> {
        let mac = Hmac::<Sha256>::new_from_slice(&*self.blind).map_err(|e| DbError::Broken(e.to_string()))?;
        let tag = mac.chain_update(text.as_bytes()).finalize().into_bytes();
        Ok(format!("{BLIND}{}", BASE64.encode(&tag[..MARK])))
    }

    /// None where it is not covered, or not by us: then it is what it looks like.
    fn open(&self, cell: &str) -> Option<String> {
        let sealed = BASE64.decode(cell.strip_prefix(COVERED)?).ok()?;
        String::from_utf8(sealing::open(&self.cover, CELL, &sealed).ok()?).ok()
    }
}

/// Whether a cell's text is covered.
pub fn is_covered(cell: &str) -> bool {
    cell.starts_with(COVERED)
}

impl From<Covered<'_>> for Value {
    fn from(v: Covered<'_>) -> Self {
        match Self::from(v.0) {
            // Nothing needs no cover, and is asked for as such.
            Self::Text(text) if !text.is_empty() => Self::Covered(text),
            nothing => nothing,
        }
    }
}

impl From<Blind<'_>> for Value {
    fn from(v: Blind<'_>) -> Self {
        Self::Blind(v.0.to_owned())
    }
}

/// Covers what is to be covered.
pub(super) fn cover(veil: Option<&Veil>, values: &mut [Value]) -> Result<(), DbError> {
    let none = || DbError::Broken("nothing can be covered without the office's key".to_owned());
    for value in values {
        let written = match value {
            Value::Covered(text) => veil.ok_or_else(none)?.cover(text)?,
            Value::Blind(text) => veil.ok_or_else(none)?.mark(text)?,
            _ => continue,
        };
        *value = Value::Text(written);
    }
    Ok(())
}

/// Opens what is covered.
pub(super) fn open(veil: Option<&Veil>, cells: &mut [Value]) {
    let Some(veil) = veil else { return };
    for cell in cells {
        if let Value::Text(text) = cell
            && let Some(plain) = veil.open(text)
        {
            *text = plain;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veil(byte: u8) -> Veil {
        Veil::of(&Key::new([byte; 32])).expect("keys")
    }

    #[test]
    fn a_cell_opens_under_its_offices_key_alone_and_never_looks_the_same_twice() {
        let mut values =
            crate::params![Covered("1301010101900001"), Covered("1301010101900001"), Covered("")];
        cover(Some(&veil(1)), &mut values).expect("covered");
        assert!(values[0] != values[1], "nobody sees that two are the same");
        assert_eq!(values[2], Value::Text(String::new()));
        let written = values.clone();
        open(Some(&veil(2)), &mut values);
        assert_eq!(values, written, "another office's key opens nothing");
        open(Some(&veil(1)), &mut values);
        assert_eq!(values[0], Value::Text("1301010101900001".to_owned()));
    }

    #[test]
    fn a_mark_is_the_same_each_time_and_tells_nobody_of_what() {
        let mark = |veil: &Veil, text: &str| {
            let mut values = crate::params![Blind(text)];
            cover(Some(veil), &mut values).expect("marked");
            values.remove(0)
        };
        let one = mark(&veil(1), "1301010101900001");
        assert_eq!(one, mark(&veil(1), "1301010101900001"));
        assert_ne!(one, mark(&veil(1), "1301010101900002"));
        assert_ne!(one, mark(&veil(2), "1301010101900001"));
        let Value::Text(one) = one else { panic!("text") };
        assert!(!one.contains("1301"));
    }

    #[test]
    fn what_somebody_typed_that_only_looks_covered_is_left_as_it_is() {
        let typed = format!("{COVERED}AAAA");
        let mut cells = vec![Value::Text(typed.clone()), Value::Int(7), Value::Null];
        open(Some(&veil(1)), &mut cells);
        assert_eq!(cells, [Value::Text(typed), Value::Int(7), Value::Null]);
    }

    #[test]
    fn without_the_offices_key_nothing_is_written_that_should_be_covered() {
        for value in [Value::from(Covered("x")), Value::from(Blind("x"))] {
            assert!(matches!(cover(None, &mut [value]), Err(DbError::Broken(_))));
        }
    }
}
