//! The machine itself: jobs, faults, and the time a card takes. Knows no protocol.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

const TICK: Duration = Duration::from_millis(10);

/// What stands in a printer's way until somebody mends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    NoCards,
    RibbonLow,
    RibbonEnd,
    Jam,
    CoverOpen,
    /// Nobody can reach it; it goes on with what it has.
    Offline,
}

impl Fault {
    pub const ALL: [Self; 6] =
        [Self::NoCards, Self::RibbonLow, Self::RibbonEnd, Self::Jam, Self::CoverOpen, Self::Offline];

    /// Its name in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoCards => "no-cards",
            Self::RibbonLow => "ribbon-low",
            Self::RibbonEnd => "ribbon-end",
            Self::Jam => "jam",
            Self::CoverOpen => "cover-open",
            Self::Offline => "offline",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.word() == word)
    }

    /// What the printer says of it: a keyword of `printer-state-reasons` (RFC 8011 5.4.12, PWG 5100.9).
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Self::NoCards => Some("media-empty-error"),
            Self::RibbonLow => Some("marker-supply-low-warning"),
            Self::RibbonEnd => Some("marker-supply-empty-error"),
            Self::Jam => Some("media-jam-error"),
            Self::CoverOpen => Some("cover-open-error"),
            Self::Offline => None,
        }
    }

    fn stops(self) -> bool {
        !matches!(self, Self::RibbonLow | Self::Offline)
    }
}

/// What befalls the next card, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// Aborted before a card was drawn in.
    AbortBefore,
    /// Aborted after the card was printed.
    AbortAfter,
    /// The line breaks before the document is there.
    LosesDocument,
    /// The line breaks after it, before the answer.
    LosesAnswer,
}

impl Mishap {
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "abort-before" => Some(Self::AbortBefore),
            "abort-after" => Some(Self::AbortAfter),
            "loses-document" => Some(Self::LosesDocument),
            "loses-answer" => Some(Self::LosesAnswer),
            _ => None,
        }
    }
}

/// As RFC 8011 5.3.7 numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    Pending = 3,
    Held = 4,
    Processing = 5,
    Stopped = 6,
    Cancelled = 7,
    Aborted = 8,
    Completed = 9,
}

impl JobState {
    pub fn ended(self) -> bool {
        matches!(self, Self::Cancelled | Self::Aborted | Self::Completed)
    }
}

/// A job as somebody who looks at the printer sees it.
#[derive(Debug, Clone)]
pub struct JobSeen {
    pub id: i32,
    pub name: String,
    pub media: String,
    pub state: JobState,
    pub impressions: i32,
    pub format: String,
    pub document: Vec<u8>,
}

struct Job {
    seen: JobSeen,
    /// How long its card has been under way.
    worked: Duration,
}

struct State {
    jobs: Vec<Job>,
    next: i32,
    faults: BTreeSet<Fault>,
    mishap: Option<Mishap>,
    card: Duration,
}

/// A handle; clones share the machine.
#[derive(Clone)]
pub struct Printer(Arc<Mutex<State>>);

impl Printer {
    pub fn new(card: Duration) -> Self {
        let (jobs, faults) = (Vec::new(), BTreeSet::new());
        Self(Arc::new(Mutex::new(State { jobs, next: 1, faults, mishap: None, card })))
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn set(&self, fault: Fault, there: bool) {
        self.with(|s| if there { s.faults.insert(fault) } else { s.faults.remove(&fault) });
    }

    pub fn faults(&self) -> BTreeSet<Fault> {
        self.with(|s| s.faults.clone())
    }

    pub fn befall(&self, mishap: Mishap) {
        self.with(|s| s.mishap = Some(mishap));
    }

    /// Whether this befalls now; then it is over.
    pub(crate) fn befalls(&self, mishap: Mishap) -> bool {
        self.with(|s| s.mishap.take_if(|m| *m == mishap)).is_some()
    }

    /// Switched off and on: it knows no job any more, and counts them anew.
    pub fn restart(&self) {
        self.with(|s| {
            s.jobs.clear();
            s.next = 1;
        });
    }

    pub fn jobs(&self) -> Vec<JobSeen> {
        self.with(|s| s.jobs.iter().map(|j| j.seen.clone()).collect())
    }

    pub fn job(&self, id: i32) -> Option<JobSeen> {
        self.with(|s| s.jobs.iter().find(|j| j.seen.id == id).map(|j| j.seen.clone()))
    }

    /// A job that waits for its document.
    pub fn create(&self, name: &str, media: &str) -> JobSeen {
        self.with(|s| {
            let seen = JobSeen {
                id: s.next,
                name: name.to_owned(),
                media: media.to_owned(),
                state: JobState::Held,
                impressions: 0,
                format: String::new(),
                document: Vec::new(),
            };
            s.next += 1;
            s.jobs.push(Job { seen: seen.clone(), worked: Duration::ZERO });
            seen
        })
    }

    /// False where there is no such job, or it has its document.
    pub fn give(&self, id: i32, format: &str, document: Vec<u8>) -> bool {
        self.with(|s| {
            let held = |j: &&mut Job| j.seen.id == id && j.seen.state == JobState::Held;
            let Some(job) = s.jobs.iter_mut().find(held) else { return false };
            job.seen.state = JobState::Pending;
            (job.seen.format, job.seen.document) = (format.to_owned(), document);
            true
        })
    }

    /// False where there is no such job, or it has ended.
    pub fn cancel(&self, id: i32) -> bool {
        self.with(|s| {
            let under_way = |j: &&mut Job| j.seen.id == id && !j.seen.state.ended();
            let Some(job) = s.jobs.iter_mut().find(under_way) else { return false };
            // Past its middle a card is printed to the end, as real printers do.
            job.seen.impressions = i32::from(job.worked * 2 > s.card);
            job.seen.state = JobState::Cancelled;
            true
        })
    }

    /// Prints, one card after another, for as long as this is polled.
    pub async fn run(self) {
        let mut last = Instant::now();
        loop {
            tokio::time::sleep(TICK).await;
            let now = Instant::now();
            self.with(|s| s.work(now - last));
            last = now;
        }
    }
}

impl State {
    fn work(&mut self, passed: Duration) {
        let stopped = self.faults.iter().any(|f| f.stops());
        let due = |j: &&mut Job| !j.seen.state.ended() && j.seen.state != JobState::Held;
        let Some(job) = self.jobs.iter_mut().find(due) else { return };
        if stopped {
            job.seen.state = JobState::Stopped;
            return;
        }
        job.seen.state = JobState::Processing;
        job.worked += passed;
        let done = job.worked >= self.card;
        match self.mishap {
            Some(Mishap::AbortBefore) => job.seen.state = JobState::Aborted,
            Some(Mishap::AbortAfter) if done => {
                (job.seen.state, job.seen.impressions) = (JobState::Aborted, 1);
            }
            _ if done => (job.seen.state, job.seen.impressions) = (JobState::Completed, 1),
            _ => {}
        }
        if job.seen.state == JobState::Aborted {
            self.mishap = None;
        }
    }
}
