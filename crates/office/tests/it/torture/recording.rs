//! The program at work, with every call to its files written down, and beside it what it acknowledged and when.

use super::system_calls::{CALLS, Done, read};
use crate::support::process::{Process, STEPS};
use crate::support::reader::{Reader, request, ticket};
use crate::support::story::applicant;
use futures::future::join_all;
use office::clock::Clock;
use procedure::Ticket;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long whoever watches may need to write down the end.
const WRITTEN_DOWN: Duration = Duration::from_secs(20);
/// What an office must not lose: its database, its documents, their keys, its record.
const KEPT: [&str; 5] = ["office.db", "office.db-wal", "documents", "keys", "record"];

/// What somebody was told is done.
#[derive(Debug, Clone)]
pub enum Fact {
    Heard(String),
    /// So many outcomes of officers.
    Recorded(Ticket, usize),
}

pub struct Recording {
    pub office: Process,
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    pub folders: BTreeSet<PathBuf>,
    pub calls: Vec<Done>,
    /// When each line of what was written down began, in microseconds.
    pub times: Vec<u64>,
    /// What was acknowledged, and from when on it must be there.
    pub facts: Vec<(u64, Fact)>,
    /// What was written down, and in which folder that was.
    text: String,
    root: PathBuf,
}

impl Recording {
    fn of(
        office: Process,
        root: PathBuf,
        (files, folders): (BTreeMap<PathBuf, Vec<u8>>, BTreeSet<PathBuf>),
        text: String,
        facts: Vec<(u64, Fact)>,
    ) -> Self {
        let trace = read(&text, &root);
        let kept = |path: &Path| KEPT.iter().any(|top| path.starts_with(top)) || path.as_os_str().is_empty();
        let calls = trace.calls.into_iter().filter(|done| kept(done.call.path())).collect();
        Self { office, files, folders, calls, times: trace.times, facts, text, root }
    }

    /// Keeps all of it, so that a state in which something was lost can be made again.
    pub fn keep(&self, folder: &Path) -> std::io::Result<()> {
        let start = folder.join("start");
        for made in &self.folders {
            std::fs::create_dir_all(start.join(made))?;
        }
        std::fs::create_dir_all(&start)?;
        for (path, bytes) in &self.files {
            std::fs::write(start.join(path), bytes)?;
        }
        std::fs::write(folder.join("calls"), &self.text)?;
        std::fs::write(folder.join("root"), self.root.display().to_string())?;
        let line = |(at, fact): &(u64, Fact)| match fact {
            Fact::Heard(id) => format!("{at} heard {id}\n"),
            Fact::Recorded(ticket, outcomes) => format!("{at} {outcomes} {ticket}\n"),
        };
        std::fs::write(folder.join("facts"), self.facts.iter().map(line).collect::<String>())
    }

    /// One that was kept.
    pub async fn kept(folder: &Path) -> Self {
        let text =
            |name: &str| std::fs::read_to_string(folder.join(name)).expect("a recording that was kept");
        let fact = |line: &str| {
            let mut words = line.split(' ');
            let mut next = || words.next().expect("a word");
            let (at, kind, of) = (next().parse().expect("a time"), next().to_owned(), next().to_owned());
            let fact = match kind.parse() {
                Ok(outcomes) => Fact::Recorded(Ticket::parse(&of).expect("a ticket"), outcomes),
                Err(_) => Fact::Heard(of),
            };
            (at, fact)
        };
        let mut office = Process::start(None).await;
        office.kill();
        let facts = text("facts").lines().map(fact).collect();
        let start = there(&folder.join("start"));
        Self::of(office, PathBuf::from(text("root")), start, text("calls"), facts)
    }
}

struct Told(Mutex<Vec<(u64, Fact)>>);

impl Told {
    fn add(&self, fact: Fact) {
        // The end of this millisecond: by then it was surely told.
        let at = u64::try_from(Clock::default().now().as_millisecond()).expect("after 1970") * 1_000 + 999;
        self.0.lock().expect("nobody panicked").push((at, fact));
    }
}

/// So many residents at once, each from the first word to the register; then the program is stopped as a supervisor
/// stops it.
pub async fn record(residents: u32) -> Recording {
    let mut office = Process::start(None).await;
    office.kill();
    let root = office.folder.path().to_owned();
    let start = there(&root);
    let trace = root.join("calls");
    let written_to = trace.display().to_string();
    // Strings whole, in hexadecimal digits; paths beside descriptors; the time of each.
    let arguments = ["-o", &written_to, "-ttt", "-y", "-xx", "-s", "100000000", "--seccomp-bpf", "-e", CALLS];
    office.watch = Some(arguments.map(str::to_owned).to_vec());
    office.up().await;
    let told = Told(Mutex::default());
    join_all((0..residents).map(|n| requests(&office, n, &told))).await;
    let id = office.id();
    office.terminate();
    assert!(office.ended().await.success());
    let text = ended(&trace, id).await;
    Recording::of(office, root, start, text, told.0.into_inner().expect("nobody panicked"))
}

async fn requests(office: &Process, n: u32, told: &Told) {
    let mut reader = Reader::new(office.resident(&format!("6281200{n:06}")));
    let mut last = None;
    for act in request(applicant(n).nik.as_str()) {
        let sent = reader.act(&act, last.as_ref());
        office.acknowledged(&sent).await;
        told.add(Fact::Heard(sent));
        last = Some(reader.read().await);
    }
    let ticket = ticket(&last.expect("an answer"));
    for step in 0..STEPS {
        office.staff.record(&ticket, step, &format!("AB{n:08}")).await;
        told.add(Fact::Recorded(ticket.clone(), step + 1));
    }
}

/// What was written down, once the end of the program is.
async fn ended(trace: &Path, id: u32) -> String {
    let begun = Instant::now();
    loop {
        let text = std::fs::read_to_string(trace).expect("what was written down");
        let last = text.lines().next_back().unwrap_or_default();
        if text.ends_with('\n') && last.starts_with(&format!("{id} ")) && last.contains("+++ ") {
            return text;
        }
        assert!(begun.elapsed() < WRITTEN_DOWN, "no end: {last}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Every file and folder of what is kept.
fn there(root: &Path) -> (BTreeMap<PathBuf, Vec<u8>>, BTreeSet<PathBuf>) {
    let (mut files, mut folders) = (BTreeMap::new(), BTreeSet::new());
    let mut open: Vec<PathBuf> = KEPT.iter().map(|top| root.join(top)).filter(|p| p.exists()).collect();
    while let Some(path) = open.pop() {
        let name = path.strip_prefix(root).expect("below it").to_owned();
        if path.is_dir() {
            folders.insert(name);
            open.extend(std::fs::read_dir(&path).expect("a folder").map(|e| e.expect("an entry").path()));
        } else {
            files.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
    (files, folders)
}
