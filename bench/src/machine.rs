//! The machine that measures: what it is, how busy others keep it, and what its disk's sync costs.
//! Read from /proc, so this runs on Linux.

use crate::processes;
use crate::stats::Latencies;
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A share of all cores that others may use up while we measure.
pub const OTHERS: f64 = 0.08;

#[derive(Debug, Serialize)]
pub struct Machine {
    pub cpu: String,
    pub cores: usize,
    pub memory_gb: u64,
    pub kernel: String,
    pub file_system: String,
}

impl Machine {
    /// `folder` is where the databases are.
    pub fn describe(folder: &Path) -> Result<Self> {
        let field = |text: &str, name: &str| {
            let line = text.lines().find(|l| l.starts_with(name))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        };
        let cpu = fs::read_to_string("/proc/cpuinfo")?;
        let memory = field(&fs::read_to_string("/proc/meminfo")?, "MemTotal").unwrap_or_default();
        let kilobytes: u64 = memory.split(' ').next().unwrap_or_default().parse().unwrap_or(0);
        Ok(Self {
            cpu: field(&cpu, "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cores: std::thread::available_parallelism()?.get(),
            memory_gb: kilobytes / 1_000_000,
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease")?.trim().to_owned(),
            file_system: file_system(folder)?,
        })
    }
}

/// The kind of file system under a folder. One that lives in memory is refused: nothing on it is durable.
fn file_system(folder: &Path) -> Result<String> {
    let folder = folder.canonicalize()?;
    let mounts = fs::read_to_string("/proc/mounts")?;
    let mount = |line: &str| {
        let mut words = line.split(' ').skip(1);
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    };
    let under = mounts.lines().filter_map(mount).filter(|(at, _)| folder.starts_with(at));
    let (_, kind) = under.max_by_key(|(at, _)| at.len()).context("no mount over the folder")?;
    if ["tmpfs", "ramfs"].contains(&kind.as_str()) {
        bail!("{} is in memory; set TMPDIR to a folder on a disk", folder.display());
    }
    Ok(kind)
}

/// CPU time used since the machine started, in ticks.
#[derive(Debug, Clone, Copy)]
struct Ticks {
    idle: u64,
    all: u64,
    /// Ours: this process and the PostgreSQL it started.
    own: u64,
}

impl Ticks {
    fn now() -> Result<Self> {
        let stat = fs::read_to_string("/proc/stat")?;
        let first = stat.lines().next().unwrap_or_default();
        let cpu: Vec<u64> = first.split_whitespace().skip(1).take(8).flat_map(str::parse).collect();
        let [_, _, _, idle, waiting, ..] = cpu[..] else { bail!("/proc/stat: {first}") };
        Ok(Self { idle: idle + waiting, all: cpu.iter().sum(), own: processes::ticks(std::process::id())? })
    }
}

/// The share of all cores that others used since this was started.
pub struct Watch(Ticks);

impl Watch {
    pub fn start() -> Result<Self> {
        Ok(Self(Ticks::now()?))
    }

    pub fn others(&self) -> Result<f64> {
        let now = Ticks::now()?;
        let all = now.all.saturating_sub(self.0.all);
        let busy = all.saturating_sub(now.idle.saturating_sub(self.0.idle));
        let others = busy.saturating_sub(now.own.saturating_sub(self.0.own));
        Ok(if all == 0 { 0.0 } else { ratio(others, all) })
    }
}

#[expect(clippy::cast_precision_loss, reason = "ticks of a measurement")]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

/// Waits for a quiet moment, a while at the most; whether there was one.
pub fn wait_until_quiet(at_most: Duration) -> Result<bool> {
    let deadline = Instant::now() + at_most;
    loop {
        let watch = Watch::start()?;
        sleep(Duration::from_millis(500));
        if watch.others()? <= OTHERS {
            return Ok(true);
        }
        if Instant::now() > deadline {
            return Ok(false);
        }
    }
}

/// What one `fdatasync` after 4 KiB of new data costs here, so many times over.
pub fn syncs(folder: &Path, count: usize) -> Result<Latencies> {
    let path = folder.join("sync");
    let mut file = fs::File::create(&path)?;
    let page = [0x52_u8; 4_096];
    // Room made beforehand, as a write-ahead log has it: what follows changes data and no size.
    (0..count).try_for_each(|_| file.write_all(&page))?;
    file.sync_all()?;
    file.seek(SeekFrom::Start(0))?;
    let mut all = Latencies::default();
    for _ in 0..count {
        let start = Instant::now();
        file.write_all(&page)?;
        file.sync_data()?;
        all.add(start.elapsed());
    }
    fs::remove_file(&path)?;
    Ok(all)
}
