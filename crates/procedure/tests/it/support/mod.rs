//! What the tests of the rules share: the harness, invented people, and cases brought to a stage.
//! No assertion about a rule stands here.

pub mod given_when_then;
pub mod people;
pub mod stages;

pub use given_when_then::{Given, Then, minute, monday_at_eight};
use procedure::{Procedure, loader};
use std::sync::LazyLock;

pub const KTP: &str = include_str!("../../../../../procedures/penggantian-ktp-el.toml");

const KK: &str = include_str!("../penggantian-kk.toml");

static KK_LOADED: LazyLock<Procedure> = LazyLock::new(|| loaded(KK));
static KTP_LOADED: LazyLock<Procedure> = LazyLock::new(|| loaded(KTP));

pub fn loaded(text: &str) -> Procedure {
    loader::load(text).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// The procedure that Rancak ships.
pub fn ktp() -> &'static Procedure {
    &KTP_LOADED
}

/// Another procedure, which only the tests run.
pub fn kk() -> &'static Procedure {
    &KK_LOADED
}
