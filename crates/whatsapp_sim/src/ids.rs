//! Identifiers in the shapes Meta gives them. They are random, carry nothing, and must never be parsed.
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand::Rng;

/// A message id, `wamid.…`.
pub(crate) fn wamid() -> String {
    let mut bytes = vec![0x1D, 0x18, 0x14];
    bytes.extend_from_slice(uuid::Uuid::now_v7().as_bytes());
    bytes.extend_from_slice(&rand::rng().random::<[u8; 14]>());
    format!("wamid.{}", STANDARD.encode(bytes))
}

/// A business-scoped user id: country, a dot, digits.
pub(crate) fn user_id() -> String {
    format!("ID.{}", digits(20))
}

pub(crate) fn media() -> String {
    digits(16)
}

pub(crate) fn trace() -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    let mut random = rand::rng();
    (0..23).map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())])).collect()
}

fn digits(count: usize) -> String {
    let mut random = rand::rng();
    let first = random.random_range(1..=9u8);
    let rest = (1..count).map(|_| char::from(b'0' + random.random_range(0..10u8)));
    std::iter::once(char::from(b'0' + first)).chain(rest).collect()
}
