//! HMAC-SHA256 (RFC 2104): a tag that only whoever holds the key can make.

use ring::hmac::{HMAC_SHA256, Key, sign, verify};

/// 32 bytes.
pub type Tag = [u8; 32];

/// The tag of these bytes.
pub fn of(key: &[u8], bytes: &[u8]) -> Tag {
    let mut tag = Tag::default();
    tag.copy_from_slice(sign(&Key::new(HMAC_SHA256, key), bytes).as_ref());
    tag
}

/// Whether a tag is that of these bytes; compared in constant time.
pub fn is(key: &[u8], bytes: &[u8], tag: &[u8]) -> bool {
    verify(&Key::new(HMAC_SHA256, key), bytes, tag).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_is_the_one_of_the_rfc_and_no_other_is_taken() {
        // RFC 4231, test case 2.
        let known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let tag = of(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex::encode(tag), known);
        assert!(is(b"Jefe", b"what do ya want for nothing?", &tag));
        assert!(!is(b"Jefe", b"what do ya want for nothing!", &tag));
        assert!(!is(b"jefe", b"what do ya want for nothing?", &tag));
        assert!(!is(b"Jefe", b"what do ya want for nothing?", &tag[..31]), "a part of it");
        assert!(!is(b"Jefe", b"what do ya want for nothing?", b""));
    }
}
