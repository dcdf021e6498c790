//! A disk as a loss of power may leave it: of what was written and not yet synced, any part may be there, torn at
//! sectors; of names made, moved and removed in a folder that was not synced, any. Knows no office.
//!
//! Stricter than the file systems in use: nothing is in order but what a sync has ordered.

use super::system_calls::{Call, Done};
use rand::Rng;
use rand::rngs::StdRng;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// What was done to files between a beginning, all of which is on the disk, and an end.
pub struct Disk {
    files: Vec<File>,
    /// Which of them stands under which name at the beginning.
    names: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    changes: Vec<Change>,
    /// Where something happened: the moments at which the power may fail.
    pub moments: Vec<usize>,
}

#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    changes: Vec<Written>,
}

enum What {
    Bytes { at: u64, bytes: Vec<u8> },
    Length(u64),
}

struct Written {
    what: What,
    life: Life,
}

#[derive(Clone)]
enum Name {
    Stands { path: PathBuf, file: usize },
    Moves { from: PathBuf, to: PathBuf, file: usize },
    Goes(PathBuf),
    Folder(PathBuf),
    FolderGoes(PathBuf),
}

struct Change {
    name: Name,
    life: Life,
}

/// From which moment it may be on the disk, and from which it must.
#[derive(Clone, Copy)]
struct Life {
    begun: usize,
    ended: Option<usize>,
    lasts: Option<usize>,
}

impl Life {
    fn of(done: &Done) -> Self {
        Self { begun: done.begun, ended: done.ended, lasts: None }
    }

    /// Synced by a call: what had ended before it began, lasts from when it ends.
    fn synced(&mut self, by: &Done) {
        let (Some(ended), Some(from)) = (self.ended, by.ended) else { return };
        if ended < by.begun {
            self.lasts = Some(self.lasts.map_or(from, |lasts| lasts.min(from)));
        }
    }

    fn lasts_at(&self, moment: usize) -> bool {
        self.lasts.is_some_and(|lasts| lasts <= moment)
    }
}

/// How much of what need not be there is there.
#[derive(Debug, Clone, Copy)]
enum Luck {
    Nothing,
    Everything,
    /// In the order in which it was done, up to a point.
    Until(f64),
    /// Each write and each name by chance.
    Some,
    /// Each sector and each name by chance.
    Torn,
}

impl Luck {
    fn drawn(chance: &mut StdRng) -> Self {
        match chance.random_range(0..8) {
            0 => Self::Nothing,
            1 => Self::Everything,
            2 | 3 => Self::Until(chance.random()),
            4 | 5 => Self::Some,
            _ => Self::Torn,
        }
    }

    fn keeps(self, place: f64, chance: &mut StdRng) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Until(point) => place < point,
            Self::Some | Self::Torn => chance.random(),
        }
    }
}

impl Disk {
    /// `files` and `folders` are there at the beginning; a sync that `counts` says no to is as if it had not been
    /// asked for.
    pub fn of(
        files: &BTreeMap<PathBuf, Vec<u8>>,
        folders: &BTreeSet<PathBuf>,
        calls: &[Done],
        counts: impl Fn(usize, &Path) -> bool,
    ) -> Self {
        let mut disk = Self {
            files: files.values().map(|bytes| File { bytes: bytes.clone(), changes: Vec::new() }).collect(),
            names: files.keys().cloned().zip(0..).collect(),
            folders: folders.clone(),
            changes: Vec::new(),
            moments: calls.iter().flat_map(|d| [Some(d.begun), d.ended]).flatten().collect(),
        };
        disk.moments.sort_unstable();
        disk.moments.dedup();
        let mut now: HashMap<PathBuf, usize> = disk.names.clone().into_iter().collect();
        for (at, done) in calls.iter().enumerate() {
            disk.takes(done, &mut now, |path| counts(at, path));
        }
        disk
    }

    fn takes(&mut self, done: &Done, now: &mut HashMap<PathBuf, usize>, counts: impl Fn(&Path) -> bool) {
        let life = Life::of(done);
        let mut change = |name| self.changes.push(Change { name, life });
        match &done.call {
            Call::Open { path, makes, empties } => match now.get(path) {
                Some(file) if *empties => {
                    self.files[*file].changes.push(Written { what: What::Length(0), life })
                }
                None if *makes => {
                    let file = self.files.len();
                    now.insert(path.clone(), file);
                    change(Name::Stands { path: path.clone(), file });
                    self.files.push(File::default());
                }
                _ => {}
            },
            Call::Write { path, at, bytes } => {
                let what = What::Bytes { at: *at, bytes: bytes.clone() };
                self.written(now, path, Written { what, life });
            }
            Call::Cut { path, length } => {
                self.written(now, path, Written { what: What::Length(*length), life })
            }
            Call::Sync { path } if !counts(path) => {}
            Call::Sync { path } => match now.get(path) {
                Some(file) => self.files[*file].changes.iter_mut().for_each(|w| w.life.synced(done)),
                None => {
                    let here = |c: &&mut Change| c.name.folder() == Some(path.as_path());
                    self.changes.iter_mut().filter(here).for_each(|c| c.life.synced(done));
                }
            },
            Call::Rename { from, to } => {
                let file =
                    now.remove(from).unwrap_or_else(|| panic!("moved, and not there: {}", from.display()));
                now.insert(to.clone(), file);
                change(Name::Moves { from: from.clone(), to: to.clone(), file });
            }
            Call::Link { from, to } => {
                let file = now[from];
                now.insert(to.clone(), file);
                change(Name::Stands { path: to.clone(), file });
            }
            Call::Unlink { path } => {
                now.remove(path);
                change(Name::Goes(path.clone()));
            }
            Call::MakeFolder { path } => change(Name::Folder(path.clone())),
            Call::RemoveFolder { path } => change(Name::FolderGoes(path.clone())),
        }
    }

    fn written(&mut self, now: &HashMap<PathBuf, usize>, path: &Path, written: Written) {
        // A file whose name is gone is nobody's after a crash.
        if let Some(file) = now.get(path) {
            self.files[*file].changes.push(written);
        }
    }

    /// What a loss of power right after this moment may leave, by chance: every file by its name, and every folder.
    pub fn after(&self, moment: usize, chance: &mut StdRng) -> State {
        let luck = Luck::drawn(chance);
        let mut names = self.names.clone();
        let mut folders = self.folders.clone();
        let begun: Vec<&Change> = self.changes.iter().filter(|c| c.life.begun <= moment).collect();
        let open = begun.iter().filter(|c| !c.life.lasts_at(moment)).count();
        let mut place = 0;
        for change in begun {
            let lasts = change.life.lasts_at(moment);
            let keeps = lasts || luck.keeps(f64::from(place) / open.max(1) as f64, chance);
            place += i32::from(!lasts);
            if keeps {
                change.name.apply(&mut names, &mut folders);
            }
        }
        // What lies in a folder that is not there is not there either.
        let reached =
            |path: &Path| path.ancestors().skip(1).all(|f| f.as_os_str().is_empty() || folders.contains(f));
        names.retain(|path, _| reached(path));
        let folders: BTreeSet<PathBuf> = folders.iter().filter(|f| reached(f)).cloned().collect();
        let files =
            names.into_iter().map(|(path, file)| (path, self.files[file].after(moment, luck, chance)));
        State { files: files.collect(), folders, luck: format!("{luck:?}") }
    }
}

/// What is left of a disk.
pub struct State {
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    pub folders: BTreeSet<PathBuf>,
    pub luck: String,
}

impl State {
    pub fn write(&self, to: &Path) {
        for folder in &self.folders {
            std::fs::create_dir_all(to.join(folder)).expect("a folder");
        }
        for (path, bytes) in &self.files {
            std::fs::write(to.join(path), bytes).expect("a file");
        }
    }
}

impl Name {
    /// The folder that must be synced for it to last.
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Stands { path, .. } | Self::Moves { to: path, .. } => path.parent(),
            Self::Goes(path) | Self::Folder(path) | Self::FolderGoes(path) => path.parent(),
        }
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>, folders: &mut BTreeSet<PathBuf>) {
        match self {
            Self::Stands { path, file } => {
                names.insert(path.clone(), *file);
            }
            Self::Moves { from, to, file } => {
                names.remove(from);
                names.insert(to.clone(), *file);
            }
            Self::Goes(path) => {
                names.remove(path);
            }
            Self::Folder(path) => {
                folders.insert(path.clone());
            }
            Self::FolderGoes(path) => {
                folders.remove(path);
            }
        }
    }
}

impl File {
    fn after(&self, moment: usize, luck: Luck, chance: &mut StdRng) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let begun: Vec<&Written> = self.changes.iter().take_while(|w| w.life.begun <= moment).collect();
        let open = begun.iter().filter(|w| !w.life.lasts_at(moment)).count();
        let mut place = 0;
        for written in begun {
            let lasts = written.life.lasts_at(moment);
            let torn = !lasts && matches!(luck, Luck::Torn);
            let keeps = lasts || torn || luck.keeps(f64::from(place) / open.max(1) as f64, chance);
            place += i32::from(!lasts);
            match &written.what {
                What::Bytes { at, bytes: new } if torn => tear(&mut bytes, *at, new, chance),
                What::Bytes { at, bytes: new } if keeps => put(&mut bytes, *at, new),
                What::Length(length) if keeps && (!torn || chance.random()) => {
                    let length = usize::try_from(*length).expect("a length");
                    bytes.truncate(length);
                    grow(&mut bytes, length);
                }
                _ => {}
            }
        }
        bytes
    }
}

fn put(bytes: &mut Vec<u8>, at: u64, new: &[u8]) {
    let at = usize::try_from(at).expect("an offset");
    grow(bytes, at + new.len());
    bytes[at..at + new.len()].copy_from_slice(new);
}

/// A slice at once: byte by byte it takes a second where nothing is optimised.
fn grow(bytes: &mut Vec<u8>, length: usize) {
    if let Some(more) = length.checked_sub(bytes.len()) {
        bytes.extend_from_slice(&vec![0; more]);
    }
}

/// Writes some of the sectors that this touches; the file may have grown for those that were not written, too.
fn tear(bytes: &mut Vec<u8>, at: u64, new: &[u8], chance: &mut StdRng) {
    let mut from = 0;
    while from < new.len() {
        let place = at + from as u64;
        let into = usize::try_from(place % SECTOR as u64).expect("below a sector");
        let to = new.len().min(from + SECTOR - into);
        match chance.random_range(0..4) {
            0 => {}
            1 => {
                grow(bytes, usize::try_from(place).expect("an offset") + to - from);
            }
            _ => put(bytes, place, &new[from..to]),
        }
        from = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    fn path(name: &str) -> PathBuf {
        PathBuf::from(name)
    }

    fn states(calls: &[Call], moment: usize) -> BTreeSet<BTreeMap<PathBuf, Vec<u8>>> {
        let done = |(at, call): (usize, &Call)| Done { call: call.clone(), begun: at, ended: Some(at) };
        let calls: Vec<Done> = calls.iter().enumerate().map(done).collect();
        let disk = Disk::of(&BTreeMap::new(), &BTreeSet::new(), &calls, |_, _| true);
        (0..400).map(|seed| disk.after(moment, &mut StdRng::seed_from_u64(seed)).files).collect()
    }

    #[test]
    fn what_was_synced_is_in_every_state_and_what_was_not_is_missing_whole_or_in_sectors_from_some() {
        let calls = [
            Call::Open { path: path("a"), makes: true, empties: false },
            Call::Write { path: path("a"), at: 0, bytes: vec![1; 1_024] },
            Call::Sync { path: path("a") },
            Call::Sync { path: path("") },
            Call::Write { path: path("a"), at: 0, bytes: vec![2; 1_024] },
            Call::Rename { from: path("a"), to: path("b") },
            Call::Sync { path: path("") },
        ];
        let first = BTreeMap::from([(path("a"), vec![1; 1_024])]);
        assert_eq!(states(&calls, 3), BTreeSet::from([first.clone()]));
        let unsynced = states(&calls, 1);
        assert!(unsynced.contains(&BTreeMap::new()), "no name");
        assert!(unsynced.contains(&BTreeMap::from([(path("a"), vec![])])), "a name, and nothing under it");
        let torn = states(&calls, 4);
        let half = [vec![1; SECTOR], vec![2; SECTOR]].concat();
        assert!(
            torn.contains(&first) && torn.contains(&BTreeMap::from([(path("a"), half)])),
            "torn at a sector"
        );
        let moved = states(&calls, 5);
        assert!(
            moved.iter().any(|s| s.contains_key(Path::new("a")))
                && moved.iter().any(|s| s.contains_key(Path::new("b")))
        );
        assert!(
            states(&calls, 6).iter().all(|s| s.contains_key(Path::new("b")) && s.len() == 1),
            "the name lasts"
        );
    }
}
