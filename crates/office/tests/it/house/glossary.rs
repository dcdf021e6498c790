//! GLOSSARY.md against the words in the code.

use super::source::{files, read, variants};
use std::collections::BTreeSet;

#[test]
fn every_event_command_and_refusal_stands_in_the_glossary() {
    let listed = listed();
    for (file, name) in [("event", "EventBody"), ("command", "Command"), ("refusal", "Refusal")] {
        let words = variants(&format!("crates/procedure/src/{file}.rs"), name).into_iter().map(|v| v.name);
        let missing: Vec<String> = words.filter(|w| !listed.contains(w)).collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
    }
}

#[test]
fn every_type_that_the_core_exports_stands_in_the_glossary() {
    let lib = read("crates/procedure/src/lib.rs");
    let uses = lib.split("pub use ").skip(1).filter_map(|part| part.split(';').next());
    let names = uses.flat_map(|u| u.split(|c: char| !c.is_alphanumeric() && c != '_'));
    let types: BTreeSet<String> =
        names.filter(|n| n.starts_with(|c: char| c.is_ascii_uppercase())).map(str::to_owned).collect();
    assert!(types.len() > 20, "the types were not found: {types:?}");
    let listed = listed();
    let missing: Vec<_> = types.iter().filter(|t| !listed.contains(*t)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_table_and_column_stands_in_the_glossary() {
    let listed = listed();
    let missing: Vec<String> = tables_and_columns().into_iter().filter(|w| !listed.contains(w)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_term_of_the_glossary_stands_in_the_code() {
    let ours = ["office/src", "procedure/src", "permissions/src", "seal/src", "office/migrations"];
    let ours = ours.map(|folder| format!("crates/{folder}"));
    let code = files(&ours.each_ref().map(String::as_str), &["rs", "sql"]);
    let words: BTreeSet<&str> =
        code.iter().flat_map(|(_, text)| text.split(|c: char| !c.is_alphanumeric() && c != '_')).collect();
    let gone: Vec<String> = listed().into_iter().filter(|t| !words.contains(t.as_str())).collect();
    assert!(gone.is_empty(), "{gone:?}");
}

#[test]
fn every_term_has_its_indonesian_and_a_line() {
    for cells in rows() {
        assert!(cells.len() == 3 && cells.iter().all(|c| !c.is_empty()), "{cells:?}");
    }
}

/// The rows of the tables whose first cell names terms of the code.
fn rows() -> Vec<Vec<String>> {
    let glossary = read("GLOSSARY.md");
    let rows = glossary.lines().filter(|l| l.starts_with("| `"));
    rows.map(|l| l.trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect()).collect()
}

fn listed() -> BTreeSet<String> {
    let terms = rows().into_iter().flat_map(|cells| {
        let quoted = cells[0].split('`').skip(1).step_by(2).map(str::to_owned);
        quoted.collect::<Vec<_>>()
    });
    terms.collect()
}

fn tables_and_columns() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    // In the order of their numbers: a table may get another name.
    for (_, sql) in files(&["crates/office/migrations"], &["sql"]) {
        for line in sql.lines().filter_map(|l| l.strip_prefix("ALTER TABLE ")) {
            if let Some((former, name)) = line.trim_end_matches(';').split_once(" RENAME TO ") {
                found.remove(former);
                found.insert(name.to_owned());
            }
        }
        for part in sql.split("CREATE TABLE ").skip(1) {
            let (table, after) = part.split_once(" (\n").expect("a table's columns");
            let (columns, _) = after.split_once("\n);").expect("a table's end");
            found.insert(table.to_owned());
            let first = columns.lines().filter_map(|l| l.split_whitespace().next());
            let small = first.filter(|w| w.starts_with(|c: char| c.is_ascii_lowercase()));
            found.extend(small.map(str::to_owned));
        }
    }
    assert!(found.len() > 50, "the columns were not found: {found:?}");
    found
}
