//! What the operating system says of this process. Elsewhere than on Linux nothing is known and nothing told.

use super::numbers::{ALL, count, seconds};
use crate::clock::Clock;
use crate::db;
use std::fs;
use std::sync::Once;

/// Once: what does not change.
pub(super) fn begun(clock: &Clock) {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        count(|n| {
            let version = env!("CARGO_PKG_VERSION");
            n.build.with_label_values(&[version, db::newest_migration()]).set(1);
            n.started.with_label_values(ALL).set(seconds(clock.now()));
        });
    });
}

pub(super) fn look() {
    let known = |path: &str| fs::read_to_string(path).ok();
    let kilobytes = known("/proc/self/status").as_deref().and_then(|text| field(text, "VmRSS:"));
    let most = known("/proc/self/limits").as_deref().and_then(|text| field(text, "Max open files"));
    let open = fs::read_dir("/proc/self/fd").map(|all| i64::try_from(all.count()).unwrap_or(i64::MAX)).ok();
    count(|n| {
        for (number, of) in
            [(kilobytes.map(|k| k * 1024), &n.resident), (open, &n.open_fds), (most, &n.max_fds)]
        {
            if let Some(number) = number {
                of.with_label_values(ALL).set(number);
            }
        }
    });
}

/// The first number behind these words.
fn field(text: &str, words: &str) -> Option<i64> {
    let line = text.lines().find_map(|line| line.strip_prefix(words))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_behind_its_words() {
        let status = "Name:\trancak\nVmRSS:\t   64312 kB\n";
        assert_eq!(field(status, "VmRSS:"), Some(64_312));
        assert_eq!(
            field("Max open files            8192                 8192     files", "Max open files"),
            Some(8_192)
        );
        assert_eq!(field(status, "VmSwap:"), None);
    }
}
