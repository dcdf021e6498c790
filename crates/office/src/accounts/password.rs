//! Passwords: argon2id, a length, and a list of those everybody uses. Slow on purpose, so always called
//! from a thread that may wait.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;

pub const SHORTEST: usize = 10;
/// Longer would only cost time.
pub const LONGEST: usize = 200;

/// What people here think of first, beside the lists that come with the estimate (lower case).
const LOCAL: &[&str] = &[
    "administrator",
    "bismillah",
    "blangko",
    "capil",
    "dinas",
    "disdukcapil",
    "dukcapil",
    "indonesia",
    "katasandi",
    "kependudukan",
    "ktp",
    "merdeka",
    "minangkabau",
    "operator",
    "padang",
    "painan",
    "pelayanan",
    "pesisir",
    "pesisirselatan",
    "petugas",
    "rahasia",
    "rancak",
    "sandi",
    "sayang",
    "sayangku",
    "selatan",
    "sumatera",
];

/// What a word is guessed by costs time with its length, and nothing is learnt from more.
const LOOKED_AT: usize = 100;

/// The key of the text that says why a password cannot be taken.
pub fn fault(password: &str, login: &str) -> Option<&'static str> {
    let lower = password.to_lowercase();
    let length = password.chars().count();
    if length < SHORTEST {
        Some("password-too-short")
    } else if length > LONGEST {
        Some("password-too-long")
    } else if lower.contains(&login.to_lowercase()) || is_guessed(&lower, login) {
        Some("password-too-common")
    } else {
        None
    }
}

/// Whether somebody who tries what people choose finds it within some hundred million tries.
fn is_guessed(lower: &str, login: &str) -> bool {
    let looked_at: String = lower.chars().take(LOOKED_AT).collect();
    let words: Vec<&str> = LOCAL.iter().copied().chain([login]).collect();
    zxcvbn::zxcvbn(&looked_at, &words).score() < zxcvbn::Score::Three
}

pub async fn hash(password: String) -> Option<String> {
    let work = move || Argon2::default().hash_password(password.as_bytes()).map(|h| h.to_string()).ok();
    tokio::task::spawn_blocking(work).await.ok().flatten()
}

/// An unknown login is checked against this, so that it takes as long as a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    let random = hex::encode(rand::random::<[u8; 16]>());
    Argon2::default().hash_password(random.as_bytes()).map(|h| h.to_string()).unwrap_or_default()
});

/// Takes as long whether or not there is a hash to check against.
pub async fn matches(password: String, hash: Option<String>) -> bool {
    let work = move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let same = PasswordHash::new(&hash)
            .is_ok_and(|h| Argon2::default().verify_password(password.as_bytes(), &h).is_ok());
        known && same
    };
    tokio::task::spawn_blocking(work).await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_and_name_bearing_passwords_are_refused_each_with_its_reason() {
        assert_eq!(fault("pendek", "budi"), Some("password-too-short"));
        assert_eq!(fault("Dukcapil123", "budi"), Some("password-too-common"));
        assert_eq!(fault("nama-Budi-saya", "budi"), Some("password-too-common"));
        for guessed in
            ["bismillah123", "pesisirselatan1", "qwertyuiop", "password1234", "1q2w3e4r5t", "sayangku2020"]
        {
            assert_eq!(fault(guessed, "budi"), Some("password-too-common"), "{guessed}");
        }
        assert_eq!(fault(&"x".repeat(201), "budi"), Some("password-too-long"));
        assert_eq!(fault("kuda biru di loket", "budi"), None);
    }

    #[tokio::test]
    async fn a_password_of_sixty_four_characters_and_of_two_hundred_is_taken_whole() {
        for length in [64, 200] {
            let long: String = "kuda biru di loket, jalan ke pantai: ".chars().cycle().take(length).collect();
            assert_eq!(fault(&long, "budi"), None, "{length}");
            let kept = hash(long.clone()).await;
            assert!(matches(long.clone(), kept.clone()).await, "{length}");
            assert!(
                !matches(long[..length - 1].to_owned(), kept).await,
                "{length}: its last character counts"
            );
        }
    }

    #[tokio::test]
    async fn only_the_right_password_matches_and_an_unknown_login_never_does() {
        let kept = hash("kuda biru di loket".to_owned()).await;
        assert!(kept.as_ref().is_some_and(|h| h.starts_with("$argon2id$")));
        assert!(matches("kuda biru di loket".to_owned(), kept.clone()).await);
        assert!(!matches("kuda hijau di loket".to_owned(), kept).await);
        assert!(!matches("kuda biru di loket".to_owned(), None).await);
    }
}
