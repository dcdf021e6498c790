//! SQLite itself under every setting of `synchronous`, by the same recording and the same disk: only FULL loses nothing.
//! It shows that the disk finds what it must, and is none of the program: the program has one setting.

use super::disk::Disk;
use super::quick_folder;
use super::system_calls::{CALLS, Call, Trace, read};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

const COMMITS: i64 = 200;
const STATES: u64 = 150;
/// What the watched process is told by.
const FOLDER: &str = "RANCAK_WATCHED_FOLDER";
const LEVEL: &str = "RANCAK_WATCHED_LEVEL";

/// Commits one row after another, and writes down each that was answered.
#[test]
#[ignore = "watched by the test below"]
fn commits_are_written_down_when_they_are_answered() {
    let folder = std::env::var(FOLDER).expect("a folder");
    let level = std::env::var(LEVEL).expect("a level");
    let db = Connection::open(Path::new(&folder).join("office.db")).expect("opened");
    // The log is carried into the database often.
    let settings =
        format!("PRAGMA journal_mode=WAL; PRAGMA synchronous={level}; PRAGMA wal_autocheckpoint=40;");
    db.execute_batch(&settings).expect("settings");
    db.execute_batch("CREATE TABLE rows (n INTEGER PRIMARY KEY, body BLOB)").expect("a table");
    let mut answered = std::fs::File::create(Path::new(&folder).join("answered")).expect("a file");
    for n in 1..=COMMITS {
        db.execute("INSERT INTO rows VALUES (?1, randomblob(1500))", [n]).expect("committed");
        answered.write_all(b".").expect("written");
    }
}

fn watched(level: &str) -> Trace {
    let folder = quick_folder();
    let log = folder.path().join("calls");
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new("strace");
    command.args(["-f", "-ttt", "-y", "-xx", "-s", "100000000", "-e", CALLS, "-o"]).arg(&log).arg(program);
    command.args([
        "--exact",
        "torture::weaker_syncs::commits_are_written_down_when_they_are_answered",
        "--ignored",
    ]);
    let output = command.env(FOLDER, folder.path()).env(LEVEL, level).output().expect("strace runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    read(&std::fs::read_to_string(log).expect("what was written down"), folder.path())
}

/// Of how many states of the disk answered commits are missing, or the database is corrupt.
fn broken_states(level: &str) -> u64 {
    let trace = watched(level);
    let of_answers = |call: &Call| call.path() == Path::new("answered");
    let answers =
        |d: &&super::system_calls::Done| matches!(&d.call, Call::Write { .. }) && of_answers(&d.call);
    let answered: Vec<usize> = trace.calls.iter().filter(answers).map(|d| d.begun).collect();
    assert_eq!(answered.len() as i64, COMMITS, "each was answered");
    let calls: Vec<_> = trace.calls.iter().filter(|d| !of_answers(&d.call)).cloned().collect();
    let disk = Disk::of(&BTreeMap::new(), &BTreeSet::new(), &calls, |_, _| true);
    (1..=STATES)
        .filter(|seed| {
            let mut chance = StdRng::seed_from_u64(*seed);
            let moment = disk.moments[chance.random_range(0..disk.moments.len())];
            let folder = quick_folder();
            disk.after(moment, &mut chance).write(folder.path());
            let must = answered.iter().filter(|at| **at <= moment).count() as i64;
            !holds(&folder.path().join("office.db"), must)
        })
        .count() as u64
}

fn holds(file: &Path, must: i64) -> bool {
    let sound = || -> rusqlite::Result<bool> {
        let db = Connection::open(file)?;
        let word: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        let there: i64 = match must {
            0 => 0,
            _ => db.query_row("SELECT count(*) FROM rows", [], |row| row.get(0))?,
        };
        Ok(word == "ok" && there >= must)
    };
    sound().unwrap_or(false)
}

#[test]
fn of_the_settings_of_sqlite_only_full_loses_nothing_that_was_answered() {
    assert_eq!(broken_states("FULL"), 0, "FULL");
    for level in ["NORMAL", "OFF"] {
        let broken = broken_states(level);
        assert!(broken > STATES / 10, "{level}: {broken} of {STATES}");
        eprintln!("{level}: {broken} of {STATES} states lost answered commits");
    }
}
