//! What single processes and threads use: processor time and memory. Read from /proc, so this runs on Linux.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

/// The kernel tells times of processes in hundredths of a second, whatever it counts in.
const TICK: Duration = Duration::from_millis(10);

/// What all processes have used, in ticks, and who started each.
struct Table(BTreeMap<u32, (u32, u64)>);

impl Table {
    fn read() -> Result<Self> {
        let mut table = BTreeMap::new();
        for entry in fs::read_dir("/proc")?.flatten() {
            let Some(id) = entry.file_name().to_str().and_then(|n| n.parse::<u32>().ok()) else { continue };
            // A process may end between the listing and the reading.
            let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
            // Behind the name, which may hold anything: state, parent, … utime, stime, cutime, cstime.
            let Some((_, rest)) = stat.rsplit_once(')') else { continue };
            let words: Vec<&str> = rest.split_whitespace().collect();
            let number = |at: usize| words.get(at).and_then(|w| w.parse::<u64>().ok()).unwrap_or(0);
            table.insert(id, (u32::try_from(number(1))?, (11..=14).map(number).sum()));
        }
        Ok(Self(table))
    }

    fn is_of(&self, process: u32, root: u32) -> bool {
        let mut at = process;
        while at != root {
            match self.0.get(&at) {
                Some((parent, _)) if *parent > 1 => at = *parent,
                _ => return false,
            }
        }
        true
    }
}

/// A process and everything it started that still runs.
pub fn family(root: u32) -> Result<Vec<u32>> {
    let table = Table::read()?;
    Ok(table.0.keys().copied().filter(|id| table.is_of(*id, root)).collect())
}

/// Ticks that a process and its descendants have used, those that have ended included.
pub fn ticks(root: u32) -> Result<u64> {
    let table = Table::read()?;
    Ok(table.0.iter().filter(|(id, _)| table.is_of(**id, root)).map(|(_, (_, used))| used).sum())
}

/// The same as time.
pub fn used(root: u32) -> Result<Duration> {
    Ok(TICK * u32::try_from(ticks(root)?)?)
}

/// This process alone, without those it started.
pub fn used_here() -> Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, rest) = stat.rsplit_once(')').context("/proc/self/stat")?;
    let words = rest.split_whitespace().skip(11).take(2).map(str::parse::<u32>);
    Ok(TICK * words.sum::<Result<u32, _>>()?)
}

/// The processor time of the thread that asks.
pub fn used_by_this_thread() -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = told.split(' ').next().and_then(|ns| ns.parse().ok());
    Duration::from_nanos(first.unwrap_or(0))
}

pub fn parent(process: u32) -> Result<u32> {
    Ok(field(process, "PPid")?.parse()?)
}

/// Resident memory in megabytes.
pub fn resident(process: u32) -> Result<f64> {
    let told = field(process, "VmRSS")?;
    let kilobytes: f64 = told.split(' ').next().unwrap_or_default().parse()?;
    Ok(kilobytes / 1_024.0)
}

fn field(process: u32, name: &str) -> Result<String> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':'));
    Ok(line.with_context(|| format!("{name} of {process}"))?.trim().to_owned())
}
