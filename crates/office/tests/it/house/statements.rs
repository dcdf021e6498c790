//! Statements of SQL, as they stand in the code: whatever they read or write, they say of which office.

use super::source::{files, read};
use std::collections::BTreeSet;

/// What an insider types who has the database in their hands: shown, and never carried out by the office.
const SHOWN: &str = "DELETE FROM events WHERE stream = '{stream}' AND seq = {seq};";

/// The string literals of a Rust file, those over several lines too.
fn strings(text: &str) -> Vec<String> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let after = &rest[at..];
        if after.starts_with("//") {
            rest = after.split_once('\n').map_or("", |(_, next)| next);
        } else if let Some(behind) = after.strip_prefix("'\"'") {
            rest = behind;
        } else if let Some(inner) = after.strip_prefix('"') {
            let mut escaped = false;
            let end = inner.find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            let end = end.unwrap_or(inner.len());
            found.push(inner[..end].to_owned());
            rest = inner.get(end + 1..).unwrap_or_default();
        } else {
            rest = &after[1..];
        }
    }
    found
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect()
}

fn tables() -> BTreeSet<String> {
    let texts = files(&["crates/office/migrations"], &["sql"]);
    let all = texts.iter().flat_map(|(_, text)| text.split("CREATE TABLE ").skip(1));
    all.filter_map(|after| words(after).first().map(|w| (*w).to_owned())).collect()
}

/// The tables that a text names behind a word that reads or writes, each time it does.
fn named(text: &str, tables: &BTreeSet<String>) -> usize {
    let words = words(text);
    let pairs = words.windows(2).filter(|pair| ["FROM", "JOIN", "UPDATE", "INTO"].contains(&pair[0]));
    pairs.filter(|pair| tables.contains(pair[1])).count()
}

#[test]
fn a_statement_says_of_which_office_for_every_table_that_it_names() {
    let tables = tables();
    assert!(tables.len() > 50, "{tables:?}");
    let (mut looked_at, mut silent) = (0, Vec::new());
    for (path, text) in files(&["crates/office/src"], &["rs"]) {
        for literal in strings(&text).into_iter().filter(|l| *l != SHOWN) {
            let (named, said) =
                (named(&literal, &tables), words(&literal).iter().filter(|w| **w == "office").count());
            looked_at += usize::from(named > 0);
            if named > said {
                silent.push(format!("{}: {literal}", path.display()));
            }
        }
    }
    assert!(looked_at > 300, "the statements were not found: {looked_at}");
    assert!(silent.is_empty(), "{silent:#?}");
    assert!(read("crates/office/src/demo/insider.rs").contains(SHOWN));
}
