//! The procedure file that Rancak ships, held against the source it stands for.

use crate::support::ktp;

#[test]
fn the_shipped_file_keeps_the_time_standards_of_the_source() {
    assert_eq!(ktp().steps.iter().map(|s| s.minutes).collect::<Vec<_>>(), [10, 10, 15, 10]);
}
