//! What the tests of the rules share: the harness, invented people, and cases brought to a stage.
//! No assertion about a rule stands here.

pub mod given_when_then;
pub mod layers;
pub mod people;
pub mod stages;
pub mod wish;

pub use given_when_then::{Given, Then, minute, monday_at_eight};
use procedure::{Event, Procedure, loader};
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

/// Every event the core knows, some of them in several shapes: one a line.
pub const ALL_EVENTS: &str = include_str!("../golden/events.json");

pub fn all_events() -> Vec<Event> {
    let read = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    ALL_EVENTS.lines().map(read).collect()
}
