//! The reader's sentence: never a key, a connection or a path.

use std::fs;
use std::path::{Path, PathBuf};

/// What would give a file that takes the reader over something to take.
const WORTH_TAKING: [&str; 8] =
    ["std::env", "std::fs", "std::net", "std::os", "std::path", "std::process", "std::thread", "secret"];

/// Crates that open files or connections, or that know of the office.
const NOT_HERE: [&str; 6] = ["office", "tokio", "reqwest", "rusqlite", "secrecy", "aes-gcm"];

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path());
    let read = |path: PathBuf| match path.is_dir() {
        true => sources(&path),
        false => vec![(path.clone(), fs::read_to_string(&path).expect("a source"))],
    };
    entries.flat_map(read).collect()
}

#[test]
fn the_reader_reaches_for_nothing_of_the_machine() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(sources.len() > 6, "only {} sources were found", sources.len());
    for (path, text) in &sources {
        for word in WORTH_TAKING {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn the_reader_depends_on_nothing_that_holds_something() {
    let manifest = include_str!("../../Cargo.toml");
    let (_, dependencies) = manifest.split_once("[dependencies]").expect("dependencies");
    let (dependencies, _) = dependencies.split_once("\n[").expect("their end");
    for name in NOT_HERE {
        assert!(!dependencies.contains(name), "{name}");
    }
}
