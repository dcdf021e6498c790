//! Every acknowledged message, every recorded outcome and every document is there after a loss of power at any moment,
//! whatever the disk kept of what was not yet synced: the calls of the program itself are written down and replayed
//! into states of the disk, and each is opened as the program opens it. A program that syncs less must be found out.

use super::disk::{Disk, State};
use super::recording::{Fact, Recording, record};
use super::system_calls::{Call, Done};
use super::{Row, again, quick_folder};
use crate::house::source::root;
use office::audit::Audit;
use office::cases::Cases;
use office::config::Config;
use office::db::{Db, Value};
use office::documents::{Documents, Size};
use office::error::Error;
use office::params;
use office::procedures::Procedures;
use procedure::Ticket;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const ROW: Row = Row { name: "crash_states", in_build: 2_000, long: 100_000 };
const RESIDENTS: u32 = 4;
/// States of a program that syncs less, of which at least one must show a loss.
const STATES_OF_A_MUTANT: u64 = 50;

/// Which syncs count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syncs {
    All,
    /// As with `synchronous=NORMAL`: the log is synced before it is carried into the database, and not at a commit.
    Normal,
    /// As with `synchronous=OFF`: neither log nor database.
    Off,
    /// Documents and their keys as if they were written without.
    NotOfDocuments,
}

#[tokio::test(flavor = "multi_thread")]
async fn no_crash_state_of_the_disk_lacks_anything_acknowledged_and_a_program_that_syncs_less_is_found_out() {
    let recording = match std::env::var_os("RANCAK_RECORDING") {
        Some(kept) => Recording::kept(Path::new(&kept)).await,
        None => record(RESIDENTS).await,
    };
    assert!(carried_into_the_database(&recording.calls), "the log was never carried into the database");
    let bench = Bench::of(&recording);
    let seeds = ROW.seeds();
    let lost = bench.losses(Syncs::All, &seeds);
    if !lost.is_empty() {
        let kept = root().join(format!("target/torture/recording-{}", std::process::id()));
        recording.keep(&kept).expect("kept");
        for (seed, why) in lost.iter().take(3) {
            eprintln!("{why}\nRANCAK_RECORDING={} {}", kept.display(), again(ROW.name, *seed));
        }
    }
    assert_eq!(lost.len(), 0, "of {} states", seeds.len());
    let few: Vec<u64> = (1..=STATES_OF_A_MUTANT).collect();
    let mut said = Vec::new();
    for mutant in [Syncs::Normal, Syncs::Off, Syncs::NotOfDocuments] {
        let lost = bench.losses(mutant, &few);
        assert!(!lost.is_empty(), "{mutant:?} was not found out");
        said.push(format!("{mutant:?} {}", lost.len()));
    }
    let calls = recording.calls.len();
    let mutants = said.join(", ");
    ROW.done(
        seeds.len() as u64,
        &format!("lost 0, corrupt 0 ({calls} calls; of {STATES_OF_A_MUTANT}: {mutants})"),
    );
}

fn carried_into_the_database(calls: &[Done]) -> bool {
    calls.iter().any(|d| matches!(&d.call, Call::Write { path, .. } if path == Path::new("office.db")))
}

/// Whether the log's pages were written since it was last synced: such a sync belongs to a commit.
fn syncs_of_commits(calls: &[Done]) -> BTreeSet<usize> {
    let (mut found, mut pages) = (BTreeSet::new(), false);
    for (at, done) in calls.iter().enumerate() {
        match &done.call {
            // The head of the log is written when it begins anew, and synced by itself.
            Call::Write { path, at, .. } if is_log(path) && *at > 0 => pages = true,
            Call::Sync { path } if is_log(path) => {
                if pages {
                    found.insert(at);
                }
                pages = false;
            }
            _ => {}
        }
    }
    found
}

fn is_log(path: &Path) -> bool {
    path == Path::new("office.db-wal")
}

/// What states are made of, and what they are held against.
struct Bench<'a> {
    recording: &'a Recording,
    settings: Config,
    procedures: Arc<Procedures>,
    of_commits: BTreeSet<usize>,
}

impl<'a> Bench<'a> {
    fn of(recording: &'a Recording) -> Self {
        let settings = recording.office.settings();
        let procedures =
            Procedures::read(&settings.office.procedures, &settings.office.procedure).expect("procedures");
        Self {
            recording,
            settings,
            procedures: Arc::new(procedures),
            of_commits: syncs_of_commits(&recording.calls),
        }
    }

    fn disk(&self, syncs: Syncs) -> Disk {
        let recording = self.recording;
        Disk::of(&recording.files, &recording.folders, &recording.calls, |at, path| {
            let of_documents = path.starts_with("documents") || path.starts_with("keys");
            match syncs {
                Syncs::All => true,
                Syncs::Normal => !self.of_commits.contains(&at),
                Syncs::Off => of_documents,
                Syncs::NotOfDocuments => !of_documents,
            }
        })
    }

    /// The office's settings, with what it keeps in another folder.
    fn settings_in(&self, folder: &Path) -> Config {
        let mut settings = self.settings.clone();
        let at = |name: &str| folder.join(name).display().to_string();
        (settings.database.url, settings.database.readers) = (format!("sqlite:{}", at("office.db")), 1);
        (settings.documents.store, settings.documents.keys) = (at("documents"), at("keys"));
        settings.audit.store = at("record");
        settings
    }

    /// A state of the disk for each seed, on every processor; what was lost in which.
    fn losses(&self, syncs: Syncs, seeds: &[u64]) -> Vec<(u64, String)> {
        let disk = self.disk(syncs);
        let next = AtomicUsize::new(0);
        let work = || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            let mut lost = Vec::new();
            while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                let why = runtime.block_on(self.loss(&disk, *seed));
                lost.extend(why.map(|why| (*seed, why)));
            }
            lost
        };
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
            threads.into_iter().flat_map(|t| t.join().expect("no thread panicked")).collect()
        })
    }

    /// What is not there, of all that must be.
    async fn loss(&self, disk: &Disk, seed: u64) -> Option<String> {
        let mut chance = StdRng::seed_from_u64(seed);
        let moment = disk.moments[chance.random_range(0..disk.moments.len())];
        let State { files, folders, luck } = disk.after(moment, &mut chance);
        let folder = quick_folder();
        State { files, folders, luck: String::new() }.write(folder.path());
        let config = self.settings_in(folder.path());
        let told = format!("seed {seed}, line {moment}, kept {luck}");
        let opened = match Opened::of(config, &self.procedures).await {
            Ok(opened) => opened,
            Err(e) => return Some(format!("{told}: it does not open: {e}")),
        };
        let now = self.recording.times[moment];
        let must: Vec<&Fact> =
            self.recording.facts.iter().filter(|(at, _)| *at < now).map(|(_, f)| f).collect();
        opened.misses(&must).await.err().map(|why| format!("{told}: {why}"))
    }
}

/// What the office keeps, opened by its own code as at a start.
struct Opened {
    office: String,
    db: Db,
    cases: Cases,
    documents: Documents,
    audit: Audit,
}

impl Opened {
    async fn of(config: Config, procedures: &Arc<Procedures>) -> Result<Self, Error> {
        let db = Db::open(&config.database, None).await?;
        let cases = Cases::new(db.clone(), Arc::clone(procedures), &config.secrets)?;
        cases.open_office(&config.office.id).await?;
        let documents = Documents::open(&config).await?;
        Ok(Self { audit: Audit::open(&config)?, office: config.office.id, db, cases, documents })
    }

    /// Says what is corrupt or is not there.
    async fn misses(&self, must: &[&Fact]) -> Result<(), String> {
        let sound = self.words("PRAGMA integrity_check", params![]).await?;
        if sound != BTreeSet::from(["ok".to_owned()]) {
            return Err(format!("corrupt: {sound:?}"));
        }
        let heard = self.words("SELECT id FROM inbound WHERE office = ?1", params![&self.office]).await?;
        let cases = self.words("SELECT ticket FROM cases WHERE office = ?1", params![&self.office]).await?;
        for fact in must {
            match fact {
                Fact::Heard(id) if !heard.contains(id) => return Err(format!("a message was lost: {id}")),
                Fact::Recorded(ticket, _) if !cases.contains(ticket.as_str()) => {
                    return Err(format!("a case was lost: {ticket}"));
                }
                _ => {}
            }
        }
        for ticket in cases {
            let ticket = Ticket::parse(&ticket).map_err(|e| format!("{e:?}"))?;
            self.stands(&ticket, must).await.map_err(|why| format!("{ticket}: {why}"))?;
        }
        match self.audit.is_rolled_back(&self.db).await {
            Ok(false) => Ok(()),
            other => Err(format!("the record: {other:?}")),
        }
    }

    async fn words(&self, sql: &'static str, values: Vec<Value>) -> Result<BTreeSet<String>, String> {
        let rows = self.db.query(sql, values).await.map_err(|e| e.to_string())?;
        rows.iter().map(|r| r.text(0).map_err(|e| e.to_string())).collect()
    }

    /// Whether a case is as far as it was said to be, and its documents can be read.
    async fn stands(&self, ticket: &Ticket, must: &[&Fact]) -> Result<(), String> {
        let loaded = self.cases.load(&self.office, ticket).await.map_err(|e| e.to_string())?;
        let case = loaded.ok_or("its events are gone")?.case;
        let said = must.iter().filter_map(|fact| match fact {
            Fact::Recorded(of, outcomes) if of == ticket => Some(*outcomes),
            _ => None,
        });
        let said = said.max().unwrap_or(0);
        if case.performed.len() < said {
            return Err(format!("{} outcomes of {said}", case.performed.len()));
        }
        for document in case.documents.iter().filter(|d| d.destroyed.is_none()) {
            for page in 1..=document.facts.pages {
                for size in [Size::Whole, Size::Thumbnail] {
                    let kept = self.documents.page(&document.facts.file, page, size).await;
                    if !matches!(&kept, Ok(Some(jpeg)) if jpeg.starts_with(&[0xff, 0xd8])) {
                        let found = kept.map(|jpeg| jpeg.map(|j| j.len()));
                        return Err(format!("page {page} of {}: {found:?}", document.facts.file));
                    }
                }
            }
        }
        Ok(())
    }
}
