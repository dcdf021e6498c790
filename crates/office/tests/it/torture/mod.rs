//! The faults of which an office must lose nothing, each so often as it is asked for: in a build's length, in the
//! long one, or from one seed. What a fault is stands in the files; here stands how often, and how a failure is
//! played again. No fault is reached by any setting of the program.

mod crash_states;
mod disk;
mod io_errors;
mod postgres_kills;
mod recording;
mod system_calls;
mod webhook_storm;

use std::io::Write as _;
use std::process::Command;

/// A row of the table: its name, and how many there are in a build and in the long run.
pub struct Row {
    pub name: &'static str,
    pub in_build: u64,
    pub long: u64,
}

impl Row {
    /// How many are asked for: `RANCAK_TORTURE` is `ci` (as where it is not set) or `long`, and
    /// `RANCAK_TORTURE_PERCENT` a share of that.
    pub fn asked(&self) -> u64 {
        let percent = number("RANCAK_TORTURE_PERCENT").unwrap_or(100);
        let all = match std::env::var("RANCAK_TORTURE").as_deref() {
            Ok("long") => self.long,
            Ok("ci") | Err(_) => self.in_build,
            Ok(other) => panic!("RANCAK_TORTURE is ci or long, and not {other}"),
        };
        (all * percent / 100).max(1)
    }

    pub fn is_long(&self) -> bool {
        std::env::var("RANCAK_TORTURE").is_ok_and(|length| length == "long")
    }

    /// The seeds to play: so many as are asked for, or the one that `RANCAK_SEED` names.
    pub fn seeds(&self) -> Vec<u64> {
        match number("RANCAK_SEED") {
            Some(seed) => vec![seed],
            None => (1..=self.asked()).collect(),
        }
    }

    /// Says what was done, as a line that `make torture` makes its table of.
    pub fn done(&self, done: u64, result: &str) {
        say(&format!("torture | {} | {} | {done} | {result}", self.name, self.asked()));
    }

    /// Plays one seed; where it fails, one line says how to play it again.
    pub async fn plays<T>(&self, seed: u64, play: impl Future<Output = T>) -> T {
        let failure = Failure { row: self.name, seed };
        let done = play.await;
        std::mem::forget(failure);
        done
    }
}

/// Says how to play it again when it is dropped by a panic.
pub struct Failure {
    pub row: &'static str,
    pub seed: u64,
}

impl Drop for Failure {
    fn drop(&mut self) {
        say(&again(self.row, self.seed));
    }
}

/// The one line that plays a failure again, with the commit it happened at.
pub fn again(row: &str, seed: u64) -> String {
    let asked = Command::new("git").args(["rev-parse", "--short=12", "HEAD"]).output();
    let commit =
        asked.ok().filter(|o| o.status.success()).map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    let commit = commit.unwrap_or_else(|| "unknown".to_owned());
    format!("RANCAK_SEED={seed} make torture ROW={row}  # at commit {}", commit.trim())
}

/// Past the test's own capture, so that it stands in a build's log too.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

fn number(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name} is a number, and not {value}")))
}

/// A folder in memory where the machine has one: thousands of disks are written there.
pub fn quick_folder() -> tempfile::TempDir {
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    folder.expect("a folder")
}
