//! The three sentences that the three crates stand for.

use super::source::{files, table};
use std::collections::BTreeSet;
use toml::{Table, Value};

#[test]
fn the_core_depends_on_nothing_that_could_touch_the_world() {
    let known = BTreeSet::from(["jiff", "serde", "thiserror", "toml"].map(str::to_owned));
    assert_eq!(dependencies("crates/procedure", "dependencies"), known);
}

#[test]
fn the_core_asks_the_machine_for_nothing() {
    for (path, text) in files(&["crates/procedure/src"], &["rs"]) {
        for asked in
            ["std::fs", "std::io", "std::net", "std::env", "std::process", "std::thread", "std::time"]
        {
            assert!(!text.contains(asked), "{}: {asked}", path.display());
        }
    }
}

#[test]
fn the_simulator_and_the_office_share_no_code() {
    for kind in ["dependencies", "dev-dependencies"] {
        let of_simulator = dependencies("crates/whatsapp_sim", kind);
        assert!(!of_simulator.contains("office") && !of_simulator.contains("procedure"), "{of_simulator:?}");
    }
    // The office's tests speak to the simulator as to WhatsApp; the office itself does not know it.
    assert!(!dependencies("crates/office", "dependencies").contains("whatsapp_sim"));
}

fn dependencies(of: &str, kind: &str) -> BTreeSet<String> {
    let manifest = table(&format!("{of}/Cargo.toml"));
    manifest.get(kind).and_then(Value::as_table).into_iter().flat_map(Table::keys).cloned().collect()
}
