//! Parts of files that nobody has looked at yet lie in the database under a key that only the resident's
//! browser holds: neither a copy of the database nor the office itself can read them.

use crate::error::Error;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;

pub struct Seal(LessSafeKey);

impl Seal {
    /// From the secret in the browser's cookie.
    pub fn of(secret: &str) -> Result<Self, Error> {
        let key = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()), b"rancak upload parts");
        let key = UnboundKey::new(&AES_256_GCM, key.as_ref()).map_err(|_| broken())?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// `place` says which part of which file it is: it cannot be opened as another.
    pub fn close(&self, place: &str, mut bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
        let nonce: [u8; NONCE_LEN] = rand::random();
        let closed = self.0.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(place.as_bytes()),
            &mut bytes,
        );
        closed.map_err(|_| broken())?;
        bytes.extend_from_slice(&nonce);
        Ok(bytes)
    }

    pub fn open(&self, place: &str, closed: &[u8]) -> Result<Vec<u8>, Error> {
        let (bytes, nonce) = closed.split_last_chunk::<NONCE_LEN>().ok_or_else(broken)?;
        let mut bytes = bytes.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let length =
            self.0.open_in_place(nonce, Aad::from(place.as_bytes()), &mut bytes).map_err(|_| broken())?;
        let length = length.len();
        bytes.truncate(length);
        Ok(bytes)
    }
}

fn broken() -> Error {
    Error::Broken("a part of a file cannot be opened".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_opens_in_its_own_place_with_its_own_secret_and_nowhere_else() {
        let (mine, other) = (Seal::of("mine").expect("a key"), Seal::of("other").expect("a key"));
        let closed = mine.close("file/1", b"bytes of a card".to_vec()).expect("closed");
        assert!(!closed.windows(4).any(|w| w == b"card"));
        assert_eq!(mine.open("file/1", &closed).expect("open"), b"bytes of a card");
        assert_ne!(mine.close("file/1", b"bytes of a card".to_vec()).expect("closed"), closed);
        assert!(mine.open("file/2", &closed).is_err() && other.open("file/1", &closed).is_err());
        assert!(mine.open("file/1", &closed[1..]).is_err() && mine.open("file/1", b"").is_err());
    }
}
