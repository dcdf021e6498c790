//! docs/permissions.md against what the program prints of the shipped procedure.

use super::source::read;
use crate::support::installation::rancak;

#[test]
fn the_page_of_permissions_is_what_the_program_prints() {
    let printed = rancak(&["--lang", "en", "permissions", "procedures/penggantian-ktp-el.toml"]).output();
    let printed = String::from_utf8(printed.expect("it runs").stdout).expect("text");
    assert!(printed.contains("POST `/meja/perkara/{ticket}/{act}`"), "{printed}");
    let again = "rancak --lang en permissions procedures/penggantian-ktp-el.toml > docs/permissions.md";
    assert!(read("docs/permissions.md") == printed, "the table has changed: {again}");
}
