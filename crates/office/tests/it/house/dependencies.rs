//! Dependencies: each is explained, each is used, and none brings what `deny.toml` keeps out.

use super::source::{files, read, root, table};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use toml::{Table, Value};

#[test]
fn every_dependency_is_explained_and_nothing_else_is() {
    let named: BTreeSet<String> = table("Cargo.toml")["workspace"]["dependencies"]
        .as_table()
        .expect("dependencies")
        .keys()
        .cloned()
        .collect();
    let text = read("docs/dependencies.md");
    let (ours, _) = text.split_once("\n## ").expect("a heading after the table");
    let rows = ours.lines().filter(|l| l.starts_with("| ")).skip(1);
    let rows: Vec<Vec<&str>> = rows.map(|l| l.split('|').map(str::trim).collect()).collect();
    for row in &rows {
        assert!(row[2].len() > 10, "why is {} there?", row[1]);
    }
    assert_eq!(rows.iter().map(|r| r[1].to_owned()).collect::<BTreeSet<_>>(), named);
}

#[test]
fn a_crate_names_only_dependencies_that_its_code_uses() {
    let mut unused = Vec::new();
    for member in table("Cargo.toml")["workspace"]["members"].as_array().expect("members") {
        let member = member.as_str().expect("a path");
        let own = files(&[member], &["rs"]);
        let code = own.iter().map(|(file, text)| taken_in(file, text) + text).collect::<String>();
        let manifest = table(&format!("{member}/Cargo.toml"));
        for kind in ["dependencies", "dev-dependencies"] {
            for name in manifest.get(kind).and_then(Value::as_table).into_iter().flat_map(Table::keys) {
                if !code.contains(&format!("{}::", name.replace('-', "_"))) {
                    unused.push(format!("{member}: {name}"));
                }
            }
        }
    }
    assert!(unused.is_empty(), "{unused:#?}");
}

/// The code of another folder, or of another file, that a file compiles as its crate's own, by `#[path]`.
fn taken_in(file: &Path, code: &str) -> String {
    let beside = root().join(file).parent().expect("a folder").to_owned();
    let paths = code.split("#[path = \"").skip(1).filter_map(|rest| rest.split('"').next());
    let there = paths.map(|p| beside.join(p).canonicalize().expect("what is named is there"));
    let read = |place: PathBuf| {
        if place.is_file() {
            return std::fs::read_to_string(place).expect("read");
        }
        let inside = place.strip_prefix(root().canonicalize().expect("the root")).expect("ours").to_owned();
        files(&[inside.to_str().expect("a path")], &["rs"])
            .into_iter()
            .map(|(_, text)| text)
            .collect::<String>()
    };
    there.map(read).collect()
}

#[test]
fn every_dependency_comes_from_the_registry_and_none_that_is_banned() {
    let banned = strings(&table("deny.toml")["bans"]["deny"], "crate");
    let lock = table("Cargo.lock");
    for package in lock["package"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("a name");
        let source = package.get("source").and_then(Value::as_str).unwrap_or("registry+ours");
        assert!(source.starts_with("registry+"), "{name} comes from {source}");
        assert!(!banned.contains(name), "{name} is banned by deny.toml");
    }
}

#[test]
fn every_dependency_may_be_used_under_a_licence_that_deny_toml_allows() {
    let allowed = table("deny.toml")["licenses"]["allow"].clone();
    let allowed: BTreeSet<&str> =
        allowed.as_array().expect("licences").iter().filter_map(Value::as_str).collect();
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 100, "too few packages to be true");
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(may_be_used(licence, &allowed), "{}: {licence:?}", package["name"]);
    }
}

#[test]
fn a_licence_is_allowed_where_each_part_offers_one_that_is() {
    let allowed = BTreeSet::from(["MIT", "ISC"]);
    for good in ["MIT", "MIT OR GPL-3.0", "Apache-2.0/MIT", "(Apache-2.0 OR MIT) AND ISC"] {
        assert!(may_be_used(good, &allowed), "{good}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(Apache-2.0 OR BSL-1.0) AND ISC"] {
        assert!(!may_be_used(bad, &allowed), "{bad}");
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

/// Each is there for a reason that reaches nowhere: ciphers and hashes, text for bytes, civil time, errors, keys wiped.
const PURE: [(&str, &[&str]); 2] = [
    ("crates/permissions", &["procedure", "serde"]),
    ("crates/seal", &["aes-gcm", "base64", "hex", "jiff", "rand", "ring", "sha2", "thiserror", "zeroize"]),
];

/// What reaches into the world.
const IMPURE: [&str; 10] = [
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "async fn",
    ".await",
    "println!",
    "::now(",
];

#[test]
fn who_may_go_where_and_what_is_sealed_is_worked_out_without_reaching_into_the_world() {
    for (ours, allowed) in PURE {
        let there = dependencies(ours, "dependencies");
        assert_eq!(there.iter().map(String::as_str).collect::<Vec<_>>(), allowed, "{ours}");
        for (path, text) in files(&[&format!("{ours}/src")], &["rs"]) {
            for word in IMPURE {
                assert!(!text.contains(word), "{}: {word}", path.display());
            }
        }
    }
}

#[test]
fn what_draws_invented_documents_is_never_part_of_what_reads_real_ones() {
    for ours in ["crates/office", "crates/reader", "crates/procedure"] {
        assert!(!dependencies(ours, "dependencies").contains("specimen"), "{ours} depends on specimen");
    }
}

fn may_be_used(licence: &str, allowed: &BTreeSet<&str>) -> bool {
    let plain = licence.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|l| allowed.contains(l.trim())))
}

/// Every package that is built on this machine, as cargo sees it.
fn metadata() -> serde_json::Value {
    let rustc = Command::new("rustc").arg("-vV").output().expect("rustc").stdout;
    let rustc = String::from_utf8(rustc).expect("text");
    let host = rustc.lines().find_map(|l| l.strip_prefix("host: ")).expect("the host");
    let args = ["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host];
    let output = Command::new(env!("CARGO")).args(args).current_dir(root()).output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn strings(list: &Value, key: &str) -> BTreeSet<String> {
    let list = list.as_array().expect("a list");
    list.iter().map(|v| v[key].as_str().expect("a string").to_owned()).collect()
}

fn dependencies(of: &str, kind: &str) -> BTreeSet<String> {
    let manifest = table(&format!("{of}/Cargo.toml"));
    manifest.get(kind).and_then(Value::as_table).into_iter().flat_map(Table::keys).cloned().collect()
}
