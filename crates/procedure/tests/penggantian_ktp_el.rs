//! The procedure file that Rancak ships, held against the source it stands for.

use procedure::loader::load;

const FILE: &str = include_str!("../../../procedures/penggantian-ktp-el.toml");

#[test]
fn the_shipped_file_loads() {
    let p = load(FILE).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(p.steps.iter().map(|s| s.minutes).collect::<Vec<_>>(), [10, 10, 15, 10]);
}
