//! What keeps secrets and shows tampering, apart from everything that reads or writes: seals and the keys they are made
//! with, cells that only one office reads, the signature of a webhook, and the record's chain, tree and checkpoints.
//! Knows no database, no file, no clock and no page; randomness is drawn for keys and nonces alone. It is a crate of its
//! own so that it is optimised also where the rest is not, and so that every line of it can be tried broken in seconds
//! (`docs/security/mutants.md`).

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod mac;
mod masters;
pub mod pieces;
pub mod record;
mod sealing;
pub mod signature;
mod veil;

pub use masters::Masters;
pub use sealing::{
    Fingerprint, Key, Rotated, SealError, bound, derived, fingerprint_of, fresh_key, key, not_ours, open,
    open_key, seal,
};
pub use veil::Veil;
