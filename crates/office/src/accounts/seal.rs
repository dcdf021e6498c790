//! Seals what must be read again and by nobody else: AES-256-GCM under a key that is derived from the office's own, bound to
//! the office and to whose it is. What an older program sealed under a master key still opens while that key is given.

use crate::config::{Key256, Secrets};
use ::seal::{Key, mac};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The keys derived from the office's own, and from the master keys.
#[derive(Clone, Default)]
pub(super) struct Seal(Arc<[Key]>);

impl Seal {
    pub(super) fn of(secrets: &Secrets, office_key: &Key) -> Self {
        let own = ::seal::derived(office_key, "accounts");
        let masters = secrets.master_key.iter().chain(&secrets.former_master_keys);
        Self(std::iter::once(own).chain(masters.map(derived)).collect())
    }

    /// None where there is no key, or no random bits.
    pub(super) fn seal(&self, whose: &str, plain: &[u8]) -> Option<String> {
        let sealed = ::seal::seal(self.0.first()?, whose.as_bytes(), plain, Vec::new()).ok()?;
        Some(hex::encode(sealed))
    }

    /// None where no key of ours sealed it for this person.
    pub(super) fn open(&self, whose: &str, sealed: &str) -> Option<Zeroizing<Vec<u8>>> {
        let bytes = hex::decode(sealed).ok()?;
        let open = |key: &Key| ::seal::open(key, whose.as_bytes(), &bytes).ok().map(Zeroizing::new);
        self.0.iter().find_map(open)
    }

    /// A mark that only we can make, such as of a browser that somebody signed in from.
    pub(super) fn mark(&self, what: &str) -> Option<String> {
        self.0.first().map(|key| hex::encode(mac::of(&**key, what.as_bytes())))
    }

    /// Whether a mark was made by us, with any of our keys.
    pub(super) fn is_ours(&self, what: &str, mark: &str) -> bool {
        let Ok(mark) = hex::decode(mark) else { return false };
        self.0.iter().any(|key| mac::is(&**key, what.as_bytes(), &mark))
    }
}

fn derived(master: &Key256) -> Key {
    ::seal::derived(&master.key(), "accounts")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(masters: &[&str]) -> Seal {
        let keys = masters.iter().filter_map(|m| Key256::parse(&m.repeat(32)));
        Seal(keys.map(|m| derived(&m)).collect())
    }

    fn secrets(master: &str, former: &[&str]) -> Secrets {
        let key = |m: &str| Key256::parse(&m.repeat(32));
        let former_master_keys = former.iter().filter_map(|m| key(m)).collect();
        Secrets { master_key: key(master), former_master_keys, ..Secrets::default() }
    }

    #[test]
    fn a_new_master_key_leaves_everything_readable_without_the_former_one() {
        let own = Key::new([7; 32]);
        let before = Seal::of(&secrets("0a", &[]), &own);
        let sealed = before.seal("13.01/u1", b"secret").expect("sealed");
        let mark = before.mark("u1:7").expect("a mark");
        let after = Seal::of(&secrets("0b", &[]), &own);
        assert_eq!(after.open("13.01/u1", &sealed).as_deref().map(Vec::as_slice), Some(b"secret".as_slice()));
        assert!(after.is_ours("u1:7", &mark));
    }

    #[test]
    fn what_is_sealed_opens_for_its_owner_alone_also_after_the_master_key_was_changed() {
        let before = keys(&["0a"]);
        let sealed = before.seal("13.01/u1", b"secret").expect("sealed");
        assert!(!sealed.contains(&hex::encode(b"secret")));
        let after = keys(&["0b", "0a"]);
        assert_eq!(after.open("13.01/u1", &sealed).as_deref().map(Vec::as_slice), Some(b"secret".as_slice()));
        assert_eq!(after.open("13.01/u2", &sealed), None);
        assert_eq!(keys(&["0b"]).open("13.01/u1", &sealed), None);
        assert_eq!(after.open("13.01/u1", "00"), None);
    }

    #[test]
    fn a_mark_is_ours_for_what_it_was_made_of_and_nothing_else() {
        let seal = keys(&["0a"]);
        let mark = seal.mark("u1:7").expect("a mark");
        assert!(seal.is_ours("u1:7", &mark) && keys(&["0b", "0a"]).is_ours("u1:7", &mark));
        assert!(
            !seal.is_ours("u2:7", &mark)
                && !keys(&["0b"]).is_ours("u1:7", &mark)
                && !seal.is_ours("u1:7", "")
        );
    }
}
