//! The cover of cells that only one office reads: sealed as text, so that whoever takes the database away without the
//! office's key has neither a NIK nor a word of what was said. And marks of numbers that are looked for without being kept.

use crate::mac;
use crate::sealing::{self, Key, SealError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;

/// The first form of a covered cell. It begins with what no keyboard types; a later form begins otherwise.
const COVERED: &str = "\u{1}RCV1:";
const BLIND: &str = "\u{1}RCB1:";
const CELL: &[u8] = b"rancak: a cell";
/// Of a mark: too many for two numbers to have the same.
const MARK: usize = 16;

/// The keys for both.
pub struct Veil {
    cover: Key,
    blind: Key,
}

impl Veil {
    pub fn of(office_key: &Key) -> Self {
        let derived = |purpose| sealing::derived(office_key, purpose);
        Self { cover: derived("cells"), blind: derived("marks") }
    }

    /// The text as it is written.
    pub fn cover(&self, text: &str) -> Result<String, SealError> {
        let sealed = sealing::seal(&self.cover, CELL, text.as_bytes(), Vec::new())?;
        Ok(format!("{COVERED}{}", BASE64.encode(sealed)))
    }

    /// What is written, and looked for, in place of the text: the same each time.
    pub fn mark(&self, text: &str) -> String {
        let tag = mac::of(&*self.blind, text.as_bytes());
        format!("{BLIND}{}", BASE64.encode(tag.first_chunk::<MARK>().unwrap_or(&[0; MARK])))
    }

    /// None where it is not covered, or not by us: then it is what it looks like.
    pub fn open(&self, cell: &str) -> Option<String> {
        let sealed = BASE64.decode(cell.strip_prefix(COVERED)?).ok()?;
        String::from_utf8(sealing::open(&self.cover, CELL, &sealed).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veil(byte: u8) -> Veil {
        Veil::of(&Key::new([byte; 32]))
    }

    #[test]
    fn a_cell_opens_under_its_offices_key_alone_and_never_looks_the_same_twice() {
        let one = veil(1).cover("1301010101900001").expect("covered");
        let two = veil(1).cover("1301010101900001").expect("covered");
        assert_ne!(one, two, "nobody sees that two are the same");
        assert!(one.starts_with(COVERED) && !one.contains("1301"));
        assert_eq!(veil(1).open(&one).as_deref(), Some("1301010101900001"));
        assert_eq!(veil(2).open(&one), None, "another office's key opens nothing");
    }

    #[test]
    fn a_mark_is_the_same_each_time_and_tells_nobody_of_what() {
        let one = veil(1).mark("1301010101900001");
        assert_eq!(one, veil(1).mark("1301010101900001"));
        assert_ne!(one, veil(1).mark("1301010101900002"));
        assert_ne!(one, veil(2).mark("1301010101900001"));
        let digits = one.strip_prefix(BLIND).expect("a mark");
        assert!(!digits.contains("1301"));
        assert_eq!(BASE64.decode(digits).expect("base 64").len(), MARK);
    }

    #[test]
    fn a_mark_is_not_made_with_the_key_that_covers() {
        let veil = veil(1);
        assert_ne!(*veil.cover, *veil.blind);
    }

    #[test]
    fn what_somebody_typed_that_only_looks_covered_is_left_as_it_is() {
        for typed in [format!("{COVERED}AAAA"), COVERED.to_owned(), String::new(), "Budi".to_owned()] {
            assert_eq!(veil(1).open(&typed), None, "{typed:?}");
        }
    }
}
