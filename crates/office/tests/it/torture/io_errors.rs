//! A disk that fails once, at a moment drawn by chance, under the program itself: it ends or refuses, and never
//! acknowledges what is not there. After a start everything acknowledged is there, and work goes on.

use super::Row;
use crate::support::process::{AFTER_A_KILL, Process};
use crate::support::reader::Reader;
use crate::support::story::applicant;
use office::documents::Size;
use office::params;
use procedure::Ticket;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const ROW: Row = Row { name: "io_errors", in_build: 8, long: 500 };
/// What fails, and how.
const FAULTS: [(&str, &str); 4] =
    [("fsync,fdatasync", "EIO"), ("fsync,fdatasync", "ENOSPC"), ("pwrite64", "EIO"), ("pwrite64", "ENOSPC")];

#[derive(Default)]
struct Found {
    failed: u64,
    syncs_of_the_database: u64,
    ends: u64,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fails_at_any_moment_makes_the_program_end_or_refuse_and_loses_nothing_acknowledged() {
    let mut office = Process::start(None).await;
    let mut found = Found::default();
    let seeds = ROW.seeds();
    for seed in &seeds {
        ROW.plays(*seed, fails_once(&mut office, *seed, &mut found)).await;
    }
    let Found { failed, syncs_of_the_database, ends } = found;
    assert!(seeds.len() < 8 || failed * 2 >= seeds.len() as u64, "only {failed} calls failed");
    let said = format!(
        "lost 0 ({failed} calls failed, {syncs_of_the_database} syncs of the database; ended {ends} times)"
    );
    ROW.done(seeds.len() as u64, &said);
}

/// Where no sync can be trusted any more, it stops with this.
const LOST_SYNC: i32 = 70;
/// Webhooks after which the log was surely carried into the database.
const MANY: u32 = 3_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_that_fails_while_the_log_is_carried_into_the_database_ends_the_program() {
    let mut office = Process::start(None).await;
    office.kill();
    let (log, database) = (office.folder.path().join("failed"), office.database().display().to_string());
    let inject = "inject=fsync,fdatasync:error=EIO";
    let arguments =
        ["-P", &database, "-y", "-o", &log.display().to_string(), "-e", inject].map(str::to_owned);
    office.watch = Some(arguments.to_vec());
    office.up().await;
    let client = reqwest::Client::new();
    let (mut taken, mut ended) = (0, None);
    while ended.is_none() {
        assert!(taken < MANY, "it went on: {:?}", failed_calls(&log));
        let body = format!("{{\"taken\":{taken}}}");
        let signature = office.sim().sign(body.as_bytes());
        let call = client.post(format!("{}/webhook", office.base)).header("x-hub-signature-256", signature);
        let answer = call.body(body).send().await;
        taken += u32::from(answer.is_ok_and(|a| a.status().is_success()));
        ended = office.has_ended();
    }
    assert_eq!(ended.and_then(|status| status.code()), Some(LOST_SYNC), "{}", office.said());
    assert!(!failed_calls(&log).is_empty());
    office.watch = None;
    let app = office.look().await;
    let rows = app.db.query("SELECT count(*) FROM strange_inbound", params![]).await.expect("read");
    assert!(rows[0].int(0).expect("a number") >= i64::from(taken), "acknowledged, and not there");
}

async fn fails_once(office: &mut Process, seed: u64, found: &mut Found) {
    let mut chance = StdRng::seed_from_u64(seed);
    let (calls, error) = FAULTS[chance.random_range(0..FAULTS.len())];
    // Counted by thread: most are the writer's.
    let at = chance.random_range(1..60);
    let log = office.folder.path().join(format!("failed-{seed}"));
    let (trace, inject) = (format!("trace={calls}"), format!("inject={calls}:error={error}:when={at}"));
    office.kill();
    let arguments = ["-y", "-o", &log.display().to_string(), "-e", &trace, "-e", &inject].map(str::to_owned);
    office.watch = Some(arguments.to_vec());
    office.begin();
    let n = u32::try_from(seed % 100).expect("small") + 10;
    let phone = format!("6281200{n:06}");
    let mut reader = Reader::new(office.resident(&phone));
    let nik = applicant(n).nik.as_str().to_owned();
    let talk = tokio::spawn(async move { reader.request(&nik).await });
    let begun = Instant::now();
    while !talk.is_finished() {
        assert!(begun.elapsed() < AFTER_A_KILL, "it does not go on: {}", office.said());
        if let Some(status) = office.has_ended() {
            found.ends += 1;
            assert!(!status.success(), "it ended as if it had been asked to: {}", office.said());
            assert!(status.code() != Some(101), "it panicked: {}", office.said());
            office.watch = None;
            office.up().await;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let ticket = talk.await.expect("a ticket");
    let failed = failed_calls(&log);
    let of_database =
        failed.iter().filter(|(call, path)| call.ends_with("sync") && is_database(path)).count();
    if of_database > 0 {
        let ended = office.watch.is_none() || office.has_ended().is_some();
        assert!(ended, "a sync of the database failed, and it went on: {failed:?}");
    }
    found.failed += failed.len() as u64;
    found.syncs_of_the_database += of_database as u64;
    nothing_is_lost(office, &phone, &ticket).await;
}

/// The calls that were made to fail, and of which files.
fn failed_calls(log: &std::path::Path) -> Vec<(String, PathBuf)> {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let failed = text.lines().filter(|line| line.ends_with("(INJECTED)"));
    let read = |line: &str| {
        let said = line.split_once(' ').map_or("", |(_, said)| said.trim_start());
        let (call, rest) = said.split_once('(')?;
        let (path, _) = rest.split_once('<')?.1.split_once('>')?;
        Some((call.to_owned(), PathBuf::from(path)))
    };
    failed.filter_map(read).collect()
}

fn is_database(path: &std::path::Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("office.db"))
}

async fn nothing_is_lost(office: &mut Process, phone: &str, ticket: &Ticket) {
    office.watch = None;
    office.stop_now();
    let said = office.resident(phone).conversation().expect("a conversation");
    let acknowledged: BTreeSet<String> = said
        .into_iter()
        .filter(|m| m.direction == whatsapp_sim::Direction::Inbound && m.status != whatsapp_sim::Status::Sent)
        .map(|m| m.id)
        .collect();
    let app = office.look().await;
    let rows = app.db.query("PRAGMA integrity_check", params![]).await.expect("read");
    assert_eq!(rows[0].text(0).expect("a word"), "ok");
    let rows =
        app.db.query("SELECT id FROM inbound WHERE office = ?1", params![app.office()]).await.expect("read");
    let heard: BTreeSet<String> = rows.iter().map(|r| r.text(0).expect("an id")).collect();
    let lost: Vec<_> = acknowledged.difference(&heard).collect();
    assert!(lost.is_empty(), "acknowledged, and not there: {lost:?}");
    let case = app.cases.load(app.office(), ticket).await.expect("read").expect("a case").case;
    assert_eq!(case.documents.len(), 2, "{ticket}");
    for document in &case.documents {
        let page = app.documents.page(&document.facts.file, 1, Size::Whole).await;
        assert!(page.expect("opened").is_some(), "{ticket}: {}", document.facts.file);
    }
    drop(app);
    office.up().await;
}
