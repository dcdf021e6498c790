//! ARCHITECTURE.md's map against the folders there are.

use super::source::{entries, read, root};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Made by building or running, and kept out of the repository.
const MADE: [&str; 6] = ["target", "node_modules", "dist", "var", "test-results", "__pycache__"];

#[test]
fn the_map_names_exactly_the_folders_that_exist() {
    let named: BTreeSet<String> = mapped().into_iter().filter(|p| p.ends_with('/')).collect();
    let there = folders();
    let missing: Vec<_> = there.difference(&named).collect();
    let gone: Vec<_> = named.difference(&there).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not on the map: {missing:?}; not there: {gone:?}");
}

#[test]
fn every_folder_on_the_map_says_what_it_is_for() {
    for line in map().lines() {
        let said = line.trim_start().split_once(' ').map_or("", |(_, said)| said.trim());
        assert!(said.len() > 8, "{line}");
    }
}

/// The paths of the map: an indent of two is a level.
fn mapped() -> Vec<String> {
    let mut above: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for line in map().lines() {
        let name = line.split_whitespace().next().expect("a name");
        above.truncate((line.len() - line.trim_start().len()) / 2);
        found.push(format!("{}{name}", above.concat()));
        above.push(name.to_owned());
    }
    found
}

fn map() -> String {
    let text = read("ARCHITECTURE.md");
    let (_, after) = text.split_once("## The map\n\n```\n").expect("the map");
    after.split_once("```").expect("its end").0.to_owned()
}

/// Top-level folders, those of each crate and of `tests`, and every folder of a crate's sources.
fn folders() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    gather("", &mut found);
    found
}

fn gather(path: &str, found: &mut BTreeSet<String>) {
    for folder in below(&root().join(path)) {
        let path = format!("{path}{}/", named(&folder));
        let of_a_crate = path.starts_with("crates/") && path.matches('/').count() <= 2;
        if of_a_crate || path.contains("/src/") || path.starts_with("tests/") {
            gather(&path, found);
        }
        found.insert(path);
    }
}

/// The folders in a folder that the repository keeps.
fn below(folder: &Path) -> Vec<PathBuf> {
    let kept = |p: &Path| {
        let name = named(p);
        let hidden = name.starts_with('.') && name != ".ci";
        p.is_dir() && !hidden && !MADE.contains(&name.as_str()) && !entries(p).is_empty()
    };
    entries(folder).into_iter().filter(|p| kept(p)).collect()
}

fn named(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}
