//! What the papers on security say is shown by tests: each test and file that they name is there. And the service file's
//! grade, and the list of parts.

use super::source::{files, read, root, table};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// What others got wrong, as it is known to the public.
const OTHERS: [&str; 20] = [
    "CVE-2026-33143",
    "CVE-2026-39969",
    "GHSA-mwhf-vhr5-7j23",
    "OpenSID 11333",
    "OpenSID 4086",
    "OpenSID 3285",
    "OpenSID 4119",
    "OpenSID 1705",
    "OpenSID 11136",
    "OpenSID 4089",
    "cskefu 495",
    "CVE-2026-27898",
    "CVE-2026-43913",
    "chatwoot 14135",
    "DIGIT filestore",
    "CVE-2021-40375",
    "passkey verifier",
    "OpenSID 9081",
    "proses/$id/$status",
    "sequential document download",
];
/// The requirements of level 3 that we hold ourselves to.
const LEVEL_3: [&str; 7] = ["2.3.5", "6.3.3", "7.5.3", "11.3.4", "14.2.8", "15.2.5", "16.4.3"];

/// The names of all tests of the repository.
fn tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, text) in files(&["crates"], &["rs"]) {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for (number, line) in lines.iter().enumerate() {
            let name = line.trim_start_matches("async ").strip_prefix("fn ");
            let Some(name) = name.and_then(|n| n.split(['(', '<']).next()) else { continue };
            let above = &lines[number.saturating_sub(4)..number];
            if above.iter().any(|l| l.starts_with("#[test]") || l.starts_with("#[tokio::test")) {
                found.insert(name.to_owned());
            }
        }
    }
    assert!(found.len() > 500, "the tests were not found: {}", found.len());
    found
}

/// What stands between backticks in the rows of this paper's tables: tests and files, and nothing else.
fn named(paper: &str) -> Vec<(String, Vec<String>)> {
    let text = read(paper);
    let rows = text.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| ---")).skip(1);
    let rows: Vec<_> =
        rows.map(|l| (l.to_owned(), l.split('`').skip(1).step_by(2).map(str::to_owned).collect())).collect();
    assert!(rows.len() > 10, "{paper}: no rows");
    rows
}

fn is_there(word: &str, tests: &BTreeSet<String>) -> bool {
    if word.contains('/') || word.contains('.') { root().join(word).exists() } else { tests.contains(word) }
}

#[test]
fn what_others_got_wrong_is_a_test_each() {
    let (tests, paper) = (tests(), "docs/security/what-others-got-wrong.md");
    for (row, words) in named(paper) {
        assert!(words.iter().any(|w| tests.contains(w)), "{paper}: no test: {row}");
        let gone: Vec<_> = words.iter().filter(|w| !is_there(w, &tests)).collect();
        assert!(gone.is_empty(), "{paper}: not there: {gone:?}");
    }
    let text = read(paper);
    let missing: Vec<_> = OTHERS.iter().filter(|o| !text.contains(**o)).collect();
    assert!(missing.is_empty(), "{paper}: {missing:?}");
}

#[test]
fn every_requirement_of_the_standard_names_where_it_is_met_or_says_that_it_is_not() {
    let (tests, paper) = (tests(), "docs/security/asvs-5.0.md");
    let mut numbers = BTreeSet::new();
    for (row, words) in named(paper) {
        let gone: Vec<_> = words.iter().filter(|w| !is_there(w, &tests)).collect();
        assert!(gone.is_empty(), "{paper}: not there: {gone:?}");
        let says_no = row.contains("**Gap");
        assert!(!words.is_empty() || says_no, "{paper}: neither met nor a gap: {row}");
        let number = row.split('|').nth(1).unwrap_or_default().trim().to_owned();
        assert!(numbers.insert(number.clone()), "{paper}: twice: {number}");
    }
    let missing: Vec<_> = LEVEL_3.iter().filter(|n| !numbers.contains(**n)).collect();
    assert!(missing.is_empty(), "{paper}: {missing:?}");
}

/// A file and what stands in it: the last two things between backticks of each row.
#[test]
fn what_the_rules_say_of_the_source_stands_there() {
    let paper = read("docs/security/rules.md");
    let rows = paper.lines().filter(|l| l.starts_with("| ") && l.matches('`').count() >= 4);
    let mut looked_at = 0;
    for row in rows {
        let row = row.replace("\\`", "\u{1}");
        let said: Vec<String> =
            row.split('`').skip(1).step_by(2).map(|word| word.replace('\u{1}', "`")).collect();
        let [.., file, line] = said.as_slice() else { continue };
        if file.contains('.') && root().join(file).is_file() {
            assert!(read(file).contains(line.as_str()), "{file}: {line}");
            looked_at += 1;
        }
    }
    assert!(looked_at >= 35, "{looked_at} rows were looked at");
}

#[test]
fn the_service_file_leaves_the_program_what_it_needs_and_little_else() {
    let unit = read("deploy/rancak.service");
    for line in [
        "Type=notify",
        "StateDirectory=rancak",
        "NoNewPrivileges=yes",
        "MemoryDenyWriteExecute=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=",
        "UMask=0077",
        "LimitCORE=0",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
    ] {
        assert!(unit.lines().any(|l| l == line), "{line}");
    }
    // What the process needs that looks at strangers' files, to lock itself up.
    for call in ["landlock_restrict_self", "landlock_create_ruleset", "seccomp", "prlimit64"] {
        assert!(unit.lines().any(|l| l.starts_with("SystemCallFilter=") && l.contains(call)), "{call}");
    }
    let secrets = read("deploy/rancak.service.d/credentials.conf");
    for name in ["app_secret", "access_token", "verify_token", "master_key", "signing_key"] {
        assert!(secrets.contains(&format!("LoadCredential={name}:")), "{name}");
        assert!(secrets.contains(&format!("_{}_FILE=%d/{name}", name.to_uppercase())), "{name}");
    }
    let docs = read("docs/going-live.md");
    assert!(docs.contains("deploy/rancak.service") && !docs.contains("\nCapabilityBoundingSet="));
}

#[test]
fn the_socket_holds_the_address_that_the_settings_name() {
    let (socket, defaults) = (read("deploy/rancak.socket"), table("rancak.toml"));
    let listen = defaults["server"]["listen"].as_str().expect("an address");
    assert!(socket.lines().any(|l| l == format!("ListenStream={listen}")), "{socket}");
    let drain = defaults["server"]["drain_seconds"].as_integer().expect("seconds");
    let stop = read("deploy/rancak.service");
    let stop =
        stop.lines().find_map(|l| l.strip_prefix("TimeoutStopSec=")).and_then(|s| s.parse::<i64>().ok());
    assert!(stop.is_some_and(|stop| stop > drain + 10), "{stop:?}");
}

#[test]
fn the_service_file_is_graded_two_or_better() {
    let args = ["security", "--offline=true", "--threshold=20", "--no-pager", "deploy/rancak.service"];
    let graded = match Command::new("systemd-analyze").args(args).current_dir(root()).output() {
        Ok(graded) => graded,
        Err(e) if std::env::var_os("CI").is_none() => {
            eprintln!("left out: systemd-analyze does not run here: {e}");
            return;
        }
        Err(e) => panic!("systemd-analyze: {e}"),
    };
    let said = String::from_utf8_lossy(&graded.stdout).into_owned();
    assert!(graded.status.success() && said.contains("Overall exposure level"), "{said}");
    let warned = String::from_utf8_lossy(&graded.stderr).into_owned();
    assert!(!warned.contains("Unknown"), "{warned}");
}

#[test]
fn the_list_of_parts_names_every_package_with_its_checksum_and_comes_out_the_same_again() {
    let write = || {
        let made = Command::new(root().join("scripts/sbom")).output().expect("it runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        made.stdout
    };
    let bytes = write();
    assert!(bytes == write(), "the same lock file, another list");
    let list: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!((list["bomFormat"].as_str(), list["specVersion"].as_str()), (Some("CycloneDX"), Some("1.5")));
    let lock = table("Cargo.lock");
    let packages = lock["package"].as_array().expect("packages");
    let parts = list["components"].as_array().expect("components");
    assert!(parts.len() > 200, "{}", parts.len());
    for part in parts {
        let (name, version) = (part["name"].as_str(), part["version"].as_str());
        let same = |p: &&toml::Value| p["name"].as_str() == name && p["version"].as_str() == version;
        let locked = packages.iter().find(same).unwrap_or_else(|| panic!("{name:?} is in no lock file"));
        let checksum = locked.get("checksum").and_then(toml::Value::as_str);
        assert_eq!(part["hashes"][0]["content"].as_str(), checksum, "{name:?}");
        assert!(part["licenses"][0]["expression"].is_string(), "{name:?}");
    }
}

#[test]
fn what_is_built_is_what_the_lock_files_say() {
    for (path, text) in scripts() {
        for line in text.lines().map(str::trim).filter(|l| !l.starts_with('#')) {
            let builds =
                ["cargo build", "cargo test", "cargo run", "cargo clippy"].iter().any(|b| line.contains(b));
            assert!(!builds || line.contains("--locked"), "{}: {line}", path.display());
            assert!(!line.contains("npm install"), "{}: npm ci reads the lock file: {line}", path.display());
        }
    }
    assert!(read("scripts/setup").contains("npm ci"), "the pages are built from their lock file");
}

/// Those without an ending in their name.
fn scripts() -> Vec<(std::path::PathBuf, String)> {
    let named = ["scripts/setup", "scripts/test", ".ci/run", "Makefile"];
    named.map(|n| (root().join(n), read(n))).to_vec()
}

/// The ways in which a script makes words into elements or into code.
const WORDS_AS_CODE: [&str; 7] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "createContextualFragment",
    "eval(",
    "Function(",
];

#[test]
fn no_script_of_ours_makes_words_into_elements_or_code() {
    let mut looked_at = 0;
    for (path, text) in files(&["crates/office/assets/script"], &["js"]) {
        let found = WORDS_AS_CODE.iter().find(|way| text.contains(**way));
        assert_eq!(found, None, "{}", path.display());
        looked_at += 1;
    }
    assert!(looked_at > 10, "{looked_at}");
}
