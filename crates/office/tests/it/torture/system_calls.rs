//! What `strace` wrote down of a program, read as what was done to files: each with the lines at which it began and
//! ended, since other threads' calls may come in between. Knows no disk and no office.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The calls to write down: whatever changes files, and what makes changes last.
pub const CALLS: &str = "trace=open,openat,creat,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,\
    fsync,fdatasync,sync_file_range,msync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,\
    lseek,copy_file_range,sendfile";

/// What lies in the folder and lasts no longer than the program.
const PASSING: [&str; 2] = ["sementara", "office.log"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// Opened to be written, or made where it was not there; emptied where that was asked for.
    Open {
        path: PathBuf,
        makes: bool,
        empties: bool,
    },
    Write {
        path: PathBuf,
        at: u64,
        bytes: Vec<u8>,
    },
    Cut {
        path: PathBuf,
        length: u64,
    },
    Sync {
        path: PathBuf,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    Link {
        from: PathBuf,
        to: PathBuf,
    },
    Unlink {
        path: PathBuf,
    },
    MakeFolder {
        path: PathBuf,
    },
    RemoveFolder {
        path: PathBuf,
    },
}

impl Call {
    /// What it was done to; where it went, for what was moved.
    pub fn path(&self) -> &Path {
        match self {
            Self::Rename { to: path, .. } | Self::Link { to: path, .. } => path,
            Self::Open { path, .. } | Self::Write { path, .. } | Self::Cut { path, .. } => path,
            Self::Sync { path } | Self::Unlink { path } => path,
            Self::MakeFolder { path } | Self::RemoveFolder { path } => path,
        }
    }
}

/// A call that succeeded, or had not returned when the program ended.
#[derive(Debug, Clone)]
pub struct Done {
    pub call: Call,
    pub begun: usize,
    /// None where it never returned.
    pub ended: Option<usize>,
}

/// What was written down of one run.
#[derive(Debug, Default)]
pub struct Trace {
    pub calls: Vec<Done>,
    /// When each line began, in microseconds.
    pub times: Vec<u64>,
}

/// What stands where a descriptor of this number writes next.
type Offsets = HashMap<String, u64>;

struct Begun {
    text: String,
    at: usize,
}

/// Reads what was done below `folder`.
pub fn read(text: &str, folder: &Path) -> Trace {
    let (mut trace, mut offsets) = (Trace::default(), Offsets::new());
    let mut waiting: HashMap<&str, Begun> = HashMap::new();
    for (at, line) in text.lines().enumerate() {
        let (process, rest) = line.split_once(' ').expect("a process");
        let (time, said) = rest.trim_start().split_once(' ').expect("a time");
        trace.times.push(microseconds(time));
        if let Some(beginning) = said.strip_suffix(" <unfinished ...>") {
            waiting.insert(process, Begun { text: beginning.to_owned(), at });
        } else if said.starts_with("<... ") {
            let Some(Begun { text, at: begun }) = waiting.remove(process) else { continue };
            let (_, end) = said.split_once(" resumed>").expect("the end of a call");
            understand(&format!("{text}{end}"), folder, &mut offsets, (begun, Some(at)), &mut trace.calls);
        } else {
            understand(said, folder, &mut offsets, (at, Some(at)), &mut trace.calls);
        }
    }
    for Begun { text, at } in waiting.into_values() {
        understand(&format!("{text}) = ?"), folder, &mut offsets, (at, None), &mut trace.calls);
    }
    trace.calls.sort_by_key(|done| done.begun);
    trace
}

fn microseconds(time: &str) -> u64 {
    let (seconds, rest) = time.split_once('.').expect("a fraction");
    let number = |digits: &str| digits.parse::<u64>().expect("digits");
    number(seconds) * 1_000_000 + number(rest)
}

fn understand(
    said: &str,
    folder: &Path,
    offsets: &mut Offsets,
    (begun, ended): (usize, Option<usize>),
    to: &mut Vec<Done>,
) {
    // A signal, an end, or a call that changed nothing.
    let Some((name, rest)) = said.split_once('(') else { return };
    if name.starts_with(['+', '-']) {
        return;
    }
    let Some((arguments, result)) = rest.rsplit_once(" = ") else { return };
    let arguments = arguments.trim_end().strip_suffix(')').unwrap_or(arguments);
    if result.starts_with('-') {
        return;
    }
    let known = Known { name, arguments: &split(arguments), result, folder };
    if let Some(call) = known.call(offsets) {
        to.push(Done { call, begun, ended });
    }
}

/// The arguments, at the commas that stand in no string, path or list.
fn split(arguments: &str) -> Vec<&str> {
    let (mut found, mut from, mut at, mut depth) = (Vec::new(), 0, 0, 0);
    while let Some(next) = arguments[at..].find(['"', ',', '[', ']', '{', '}', '<', '>']) {
        at += next + 1;
        match arguments.as_bytes()[at - 1] {
            // What was written is hexadecimal digits, and a million of them are not looked at one by one.
            b'"' => at = arguments[at..].find('"').map_or(arguments.len(), |end| at + end + 1),
            b'[' | b'{' | b'<' => depth += 1,
            b']' | b'}' | b'>' => depth -= 1,
            _ if depth == 0 => {
                found.push(arguments[from..at - 1].trim());
                from = at;
            }
            _ => {}
        }
    }
    found.push(arguments[from..].trim());
    found
}

struct Known<'a> {
    name: &'a str,
    arguments: &'a [&'a str],
    result: &'a str,
    folder: &'a Path,
}

impl Known<'_> {
    fn call(&self, offsets: &mut Offsets) -> Option<Call> {
        let argument =
            |n: usize| *self.arguments.get(n).unwrap_or_else(|| panic!("{}: no argument {n}", self.name));
        match self.name {
            "open" | "openat" | "creat" => return self.open(offsets),
            "rename" => return self.two(argument(0), argument(1), |from, to| Call::Rename { from, to }),
            "renameat" | "renameat2" => {
                return self.two(argument(1), argument(3), |from, to| Call::Rename { from, to });
            }
            "link" => return self.two(argument(0), argument(1), |from, to| Call::Link { from, to }),
            "linkat" => return self.two(argument(1), argument(3), |from, to| Call::Link { from, to }),
            "unlink" => return self.ours(named(argument(0))?).map(|path| Call::Unlink { path }),
            "unlinkat" => {
                let folder = argument(2).contains("AT_REMOVEDIR");
                // Relative to a folder that is open, as when whole folders are removed.
                let path = self.ours(beside(argument(0), named(argument(1))?))?;
                return Some(if folder { Call::RemoveFolder { path } } else { Call::Unlink { path } });
            }
            "mkdir" => return self.ours(named(argument(0))?).map(|path| Call::MakeFolder { path }),
            "mkdirat" => return self.ours(named(argument(1))?).map(|path| Call::MakeFolder { path }),
            "rmdir" => return self.ours(named(argument(0))?).map(|path| Call::RemoveFolder { path }),
            _ => {}
        }
        let (descriptor, path) = opened(argument(0))?;
        let path = self.ours(path)?;
        // Shared between connections and made anew after a crash: nothing is read from it then.
        if path.to_string_lossy().ends_with("-shm") {
            return None;
        }
        match self.name {
            "write" => {
                let bytes = bytes(argument(1));
                let at = offsets.entry(descriptor.to_owned()).or_default();
                let call = Call::Write { path, at: *at, bytes };
                *at += self.result.parse::<u64>().unwrap_or(0);
                Some(call)
            }
            "pwrite64" => Some(Call::Write { path, at: digits(argument(3)), bytes: bytes(argument(1)) }),
            "ftruncate" => Some(Call::Cut { path, length: digits(argument(1)) }),
            "fsync" | "fdatasync" => Some(Call::Sync { path }),
            "lseek" => {
                offsets.insert(descriptor.to_owned(), self.result.parse().expect("an offset"));
                None
            }
            other => panic!("nobody has told the disk what {other} does to {}", path.display()),
        }
    }

    fn open(&self, offsets: &mut Offsets) -> Option<Call> {
        let at = usize::from(self.name == "openat");
        let flags = self.arguments.get(at + 1).copied().unwrap_or("O_CREAT|O_TRUNC");
        let path = self.ours(named(self.arguments[at])?)?;
        let (descriptor, _) = opened(self.result)?;
        assert!(!flags.contains("O_APPEND"), "nobody has told the disk where {path:?} ends");
        offsets.insert(descriptor.to_owned(), 0);
        let (makes, empties) = (flags.contains("O_CREAT"), flags.contains("O_TRUNC"));
        (makes || empties).then_some(Call::Open { path, makes, empties })
    }

    fn two(&self, from: &str, to: &str, call: impl FnOnce(PathBuf, PathBuf) -> Call) -> Option<Call> {
        let (from, to) = (self.ours(named(from)?), self.ours(named(to)?));
        assert_eq!(from.is_some(), to.is_some(), "moved in or out: {:?}", self.arguments);
        Some(call(from?, to?))
    }

    /// The path below the folder that is watched; what the program keeps for a moment is nobody's loss.
    fn ours(&self, path: PathBuf) -> Option<PathBuf> {
        let path = path.strip_prefix(self.folder).ok()?;
        (!PASSING.iter().any(|top| path.starts_with(top))).then(|| path.to_owned())
    }
}

/// Number and path of a descriptor: `5</a/path>`.
fn opened(argument: &str) -> Option<(&str, PathBuf)> {
    let (number, path) = argument.split_once('<')?;
    let path = path.strip_suffix('>')?;
    Some((number, PathBuf::from(String::from_utf8(unescaped(path)).ok()?)))
}

fn beside(folder: &str, path: PathBuf) -> PathBuf {
    match opened(folder) {
        Some((_, folder)) if path.is_relative() => folder.join(path),
        _ => path,
    }
}

fn named(argument: &str) -> Option<PathBuf> {
    String::from_utf8(bytes(argument)).ok().map(PathBuf::from)
}

fn digits(argument: &str) -> u64 {
    argument.parse().unwrap_or_else(|_| panic!("a number: {argument}"))
}

/// The bytes of a string; whoever reads half of what was written would find losses that never were.
fn bytes(argument: &str) -> Vec<u8> {
    assert!(!argument.ends_with("..."), "cut off: {} characters", argument.len());
    unescaped(argument.trim_matches('"'))
}

fn unescaped(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len() / 4), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        match after {
            [b'x', high, low, after @ ..] if *first == b'\\' => {
                let half = |digit: u8| char::from(digit).to_digit(16).expect("a hexadecimal digit");
                bytes.push(u8::try_from(half(*high) * 16 + half(*low)).expect("a byte"));
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}

#[test]
fn what_strace_writes_down_is_understood_also_where_threads_speak_at_once() {
    let text = r#"7 10.000001 openat(AT_FDCWD, "\x2f\x64\x2f\x61", O_WRONLY|O_CREAT, 0644) = 4</d/a>
7 10.000002 write(4</d/a>, "\x31\x32", 2 <unfinished ...>
8 10.000003 fsync(5</d>) = 0
7 10.000004 <... write resumed>) = 2
7 10.000005 write(4</d/a>, "\x33", 1) = 1
7 10.000006 write(1<pipe:[3]>, "\x33", 1) = 1
7 10.000007 fdatasync(4</d/a>) = -1 EIO (Input/output error)
7 10.000008 rename("\x2f\x64\x2f\x61", "\x2f\x64\x2f\x62") = 0
8 10.000009 fdatasync(4</d/a> <unfinished ...>
7 10.000010 +++ killed by SIGKILL +++"#;
    let trace = read(text, Path::new("/d"));
    let calls: Vec<_> = trace.calls.iter().map(|d| (d.call.clone(), d.begun, d.ended)).collect();
    let path = |name: &str| PathBuf::from(name);
    let write = |at, bytes: &[u8]| Call::Write { path: path("a"), at, bytes: bytes.to_vec() };
    assert_eq!(
        calls,
        [
            (Call::Open { path: path("a"), makes: true, empties: false }, 0, Some(0)),
            (write(0, b"12"), 1, Some(3)),
            (Call::Sync { path: path("") }, 2, Some(2)),
            (write(2, b"3"), 4, Some(4)),
            (Call::Rename { from: path("a"), to: path("b") }, 7, Some(7)),
            (Call::Sync { path: path("a") }, 8, None),
        ]
    );
    assert_eq!(trace.times.first(), Some(&10_000_001));
}
