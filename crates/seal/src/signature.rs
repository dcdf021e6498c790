//! Whether a webhook comes from who it says: HMAC-SHA256 over the raw bytes, compared in constant time,
//! before a byte is parsed.

use crate::mac;

/// `header` is the value of `X-Hub-Signature-256`: `sha256=` and 64 lower-case hex digits.
pub fn is_right(secret: &[u8], body: &[u8], header: Option<&str>) -> bool {
    let given = header.and_then(|h| h.strip_prefix("sha256=")).and_then(|h| hex::decode(h).ok());
    given.is_some_and(|given| mac::is(secret, body, &given))
}

#[cfg(test)]
mod tests {
    use super::is_right;

    /// RFC 4231, test case 2.
    const RIGHT: &str = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    #[test]
    fn only_the_whole_right_signature_over_the_same_bytes_is_taken() {
        let body = b"what do ya want for nothing?";
        assert!(is_right(b"Jefe", body, Some(RIGHT)));
        assert!(!is_right(b"Jefe", b"what do ya want for nothing!", Some(RIGHT)));
        assert!(!is_right(b"jefe", body, Some(RIGHT)));
        for wrong in ["", "sha256=", &RIGHT[..70], &RIGHT[7..], "sha1=5bdcc146bf60754e6a042426089575c7"] {
            assert!(!is_right(b"Jefe", body, Some(wrong)), "{wrong}");
        }
        assert!(!is_right(b"Jefe", body, None));
    }
}
