//! The core stays pure: what it may depend on, and what its text may not name. (The clock is banned by
//! `clippy.toml`, panics by `lib.rs`.)

use crate::support::{kk, ktp};
use std::fs;
use std::path::{Path, PathBuf};

/// Each is here for a reason: civil time, stored events, errors, procedure files. None does I/O.
const ALLOWED: &[&str] = &["jiff", "serde", "thiserror", "toml"];

/// What reaches into the world, or makes two runs differ.
const IMPURE: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "async fn",
    ".await",
    "println!",
    "Instant::",
    "SystemTime",
    "::now(",
    "rand::",
    "HashMap",
    "HashSet",
    "static mut",
];

fn manifest() -> toml::Table {
    include_str!("../../Cargo.toml").parse().expect("a manifest")
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => sources.push((path.clone(), fs::read_to_string(&path).expect("a source"))),
            }
        }
    }
    sources
}

#[test]
fn the_core_depends_on_nothing_beyond_the_allow_list() {
    let manifest = manifest();
    let dependencies = manifest["dependencies"].as_table().expect("a table");
    assert_eq!(dependencies.keys().map(String::as_str).collect::<Vec<_>>(), ALLOWED);
    for table in ["build-dependencies", "target", "features"] {
        assert!(!manifest.contains_key(table), "[{table}] would let more in");
    }
    assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join("build.rs").exists());
}

#[test]
fn no_source_of_the_core_reaches_into_the_world() {
    let sources = sources();
    assert!(sources.len() > 20, "only {} sources were found", sources.len());
    for (path, text) in &sources {
        for word in IMPURE {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn no_rule_names_a_role_step_outcome_document_or_reason_of_a_procedure() {
    let mut names: Vec<String> = Vec::new();
    for p in [ktp(), kk()] {
        names.extend(p.roles.iter().map(|r| r.id.to_string()));
        names.extend(p.steps.iter().map(|s| s.id.to_string()));
        names.extend(p.steps.iter().flat_map(|s| &s.outcomes).map(|o| o.id.to_string()));
        names.extend(p.documents.iter().map(|d| d.id.to_string()));
        names.extend(p.reasons.iter().map(|r| r.id.to_string()));
        names.extend(p.elements.iter().map(|e| e.id.to_string()));
    }
    for (path, text) in sources() {
        for name in &names {
            assert!(!text.contains(&format!("\"{name}\"")), "{} names {name:?}", path.display());
        }
    }
}
