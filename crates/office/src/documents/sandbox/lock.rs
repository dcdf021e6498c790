//! How the child locks itself up: limits of the process, then no files (Landlock), then only the system calls
//! that reading memory needs (seccomp). What cannot be locked is not used.

use landlock::{ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr};
use rlimit::{Resource, setrlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen as Length, SeccompCmpOp as Compare, SeccompCondition,
    SeccompFilter, SeccompRule,
};
use std::collections::BTreeMap;
use std::io::{Error, Result};

/// What a child may use.
pub struct Limits {
    /// Bytes of memory of its own.
    memory: u64,
    /// Of processor time.
    seconds: u64,
}

const MEBIBYTE: u64 = 1024 * 1024;
/// For a stranger's file.
pub const TO_EXAMINE: Limits = Limits { memory: 256 * MEBIBYTE, seconds: 5 };
/// For a page of our own, with models that take most of it.
pub const TO_READ: Limits = Limits { memory: 1024 * MEBIBYTE, seconds: 30 };

pub fn limit(to: &Limits) -> Result<()> {
    setrlimit(Resource::DATA, to.memory, to.memory)?;
    setrlimit(Resource::CPU, to.seconds, to.seconds)?;
    setrlimit(Resource::FSIZE, 0, 0)?;
    setrlimit(Resource::CORE, 0, 0)?;
    setrlimit(Resource::NPROC, 0, 0)
}

/// No way back from here.
pub fn shut() -> Result<()> {
    // A kernel without Landlock is no reason to go on with less than seccomp, nor to refuse: the calls that
    // open a file are not on the list below either.
    let files = AccessFs::from_all(ABI::V5);
    let net = AccessNet::from_all(ABI::V5);
    Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(files)
        .and_then(|r| r.handle_access(net))
        .and_then(|r| r.create())
        .and_then(landlock::RulesetCreated::restrict_self)
        .map_err(Error::other)?;
    // Nothing beyond the three files it has.
    setrlimit(Resource::NOFILE, 3, 3)?;
    seccompiler::apply_filter(&filter().map_err(Error::other)?).map_err(Error::other)
}

/// What is not on the list answers "not permitted".
fn filter() -> std::result::Result<BpfProgram, seccompiler::BackendError> {
    let refused = SeccompAction::Errno(u32::try_from(libc::EPERM).unwrap_or(1));
    let arch = std::env::consts::ARCH.try_into()?;
    SeccompFilter::new(calls()?, refused, SeccompAction::Allow, arch)?.try_into()
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

fn calls() -> std::result::Result<Rules, seccompiler::BackendError> {
    let always = [
        libc::SYS_read,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_close,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_brk,
        libc::SYS_madvise,
        libc::SYS_futex,
        libc::SYS_sigaltstack,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_clock_gettime,
        libc::SYS_getrandom,
        libc::SYS_sched_yield,
        libc::SYS_sched_getaffinity,
        libc::SYS_exit,
        libc::SYS_exit_group,
    ];
    let mut rules: Rules = always.into_iter().map(|call| (call, Vec::new())).collect();
    // Memory, but none that can be run.
    let executable = u64::try_from(libc::PROT_EXEC).unwrap_or(4);
    for call in [libc::SYS_mmap, libc::SYS_mprotect] {
        let plain = SeccompCondition::new(2, Length::Dword, Compare::MaskedEq(executable), 0)?;
        rules.insert(call, vec![SeccompRule::new(vec![plain])?]);
    }
    Ok(rules)
}

/// Tries what must not be possible, and says of each whether it was.
pub fn attempts() -> Vec<(String, bool)> {
    let own = std::env::current_exe().is_ok();
    let attempts = [
        ("read a file", std::fs::read("/etc/hostname").is_ok()),
        ("read a file of the system", std::fs::File::open("/proc/self/status").is_ok()),
        ("list a folder", std::fs::read_dir("/").is_ok()),
        ("write a file", std::fs::write("/tmp/rancak-probe", b"x").is_ok()),
        ("delete a file", std::fs::remove_file("/tmp/rancak-probe").is_ok()),
        ("open a TCP socket", std::net::TcpListener::bind("127.0.0.1:0").is_ok()),
        ("connect by TCP", std::net::TcpStream::connect("127.0.0.1:1").is_ok_and(|_| true)),
        ("open a UDP socket", std::net::UdpSocket::bind("127.0.0.1:0").is_ok()),
        ("open a local socket", std::os::unix::net::UnixDatagram::unbound().is_ok()),
        ("start a program", std::process::Command::new("/bin/true").status().is_ok()),
        ("start a thread", std::thread::Builder::new().spawn(|| {}).is_ok()),
        ("find its own program", own),
    ];
    attempts.into_iter().map(|(what, could)| (what.to_owned(), could)).collect()
}
