//! The master keys: the one that wraps data keys, and former ones that may still have to open some. They come
//! from the settings and are written nowhere.

use crate::mac;
use crate::sealing::{self, Fingerprint, Key, SealError};

struct Master {
    key: Key,
    fingerprint: Fingerprint,
}

pub struct Masters {
    present: Master,
    former: Vec<Master>,
}

impl Master {
    fn new(key: Key) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = mac::of(&*key, b"rancak: fingerprint of a master key");
        Self { key, fingerprint: [a, b, c, d, e, f, g, h] }
    }
}

impl Masters {
    pub fn new(present: Key, former: impl IntoIterator<Item = Key>) -> Self {
        Self { present: Master::new(present), former: former.into_iter().map(Master::new).collect() }
    }

    pub fn wrap(&self, office: &str, name: &str, data_key: &Key) -> Result<Vec<u8>, SealError> {
        sealing::key(&self.present.key, self.present.fingerprint, office, name, data_key)
    }

    /// Opens it with whichever of the keys wrapped it.
    pub fn unwrap(&self, office: &str, name: &str, stored: &[u8]) -> Result<Key, SealError> {
        let wanted = sealing::fingerprint_of(stored)?;
        let mut all = std::iter::once(&self.present).chain(&self.former);
        let master = all.find(|m| m.fingerprint == wanted).ok_or(SealError::UnknownMaster {
            wanted: hex::encode(wanted),
            given: hex::encode(self.present.fingerprint),
        })?;
        sealing::open_key(&master.key, office, name, stored)
    }

    /// Whether it lies under the present key already.
    pub fn is_present(&self, stored: &[u8]) -> Result<bool, SealError> {
        Ok(sealing::fingerprint_of(stored)? == self.present.fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masters(present: u8, former: &[u8]) -> Masters {
        Masters::new(Key::new([present; 32]), former.iter().map(|f| Key::new([*f; 32])))
    }

    #[test]
    fn a_key_opens_with_the_master_that_wrapped_it_be_it_present_or_former() {
        let wrapped = masters(1, &[]).wrap("13.01", "case/A", &Key::new([5; 32])).expect("wrapped");
        for held in [masters(1, &[]), masters(2, &[1]), masters(3, &[2, 1])] {
            assert_eq!(*held.unwrap("13.01", "case/A", &wrapped).expect("open"), [5; 32]);
        }
        assert!(masters(1, &[]).unwrap("13.71", "case/A", &wrapped).is_err(), "another office");
        assert!(masters(1, &[]).is_present(&wrapped).expect("a fingerprint"));
        assert!(!masters(2, &[1]).is_present(&wrapped).expect("a fingerprint"));
        assert!(masters(1, &[]).is_present(b"").is_err());
    }

    /// The fingerprints that Python's `hmac` and `hashlib` give.
    #[test]
    fn a_key_of_another_master_is_said_to_be_one_by_both_fingerprints() {
        let wrapped = masters(1, &[]).wrap("13.01", "case/A", &Key::new([5; 32])).expect("wrapped");
        let refused = masters(2, &[3]).unwrap("13.01", "case/A", &wrapped);
        let Err(SealError::UnknownMaster { wanted, given }) = refused else { panic!("opened") };
        assert_eq!((wanted.as_str(), given.as_str()), ("fc58bf46e5026266", "03c5193eeae779f1"));
    }
}
