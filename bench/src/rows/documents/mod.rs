//! Documents that residents photograph, drawn by `specimen` from seeds that no threshold was chosen on: what
//! the reader finds against what is true of them, and how long its verdict takes. Needs no database.

mod facts;
mod seen;
mod tally;
mod twins;

use crate::report::Notes;
use crate::stats::Spread;
use anyhow::{Context, Result, ensure};
use reader::Thresholds;
use seen::Seen;
use serde_json::json;
use specimen::{Defect, Order, PageKind, Specimen};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Thresholds were chosen on seeds far below this one.
const FIRST_SEED: u64 = 2_000_000;
/// Pictures on which every word can be read.
const FAIR: u64 = 300;
/// Pictures of each defect.
const BAD: u64 = 60;
/// What a telephone's camera takes: 12 megapixels.
const PHOTO: (u32, u32) = (4_000, 3_000);
const PHOTOS: u64 = 7;
/// What a verdict on such a photo may take, median, on one core.
const MILLISECONDS: f64 = 1_500.0;

/// `pages` readable ones are read for their numbers.
pub fn measure(pages: u64, notes: &mut Notes) -> Result<()> {
    let seen = look(&orders())?;
    let tally = tally::Tally::of(&seen);
    tally.print();
    let verdict = verdict()?;
    let met = if verdict.median <= MILLISECONDS { "met" } else { "MISSED" };
    println!("verdict on 12 megapixels, one core: {:.0} ms, goal ≤ {MILLISECONDS:.0} {met}", verdict.median);
    notes.insert("documents, findings".to_owned(), serde_json::to_value(&tally)?);
    notes.insert("documents, verdict on 12 megapixels in ms".to_owned(), json!(verdict));
    notes.insert("documents, likeness".to_owned(), serde_json::to_value(twins::Twins::of(&seen))?);
    facts::measure(pages, notes)
}

/// The reporting set, in an order in which large and small pictures are mixed.
fn orders() -> Vec<Order> {
    let seeds = |count: u64| (0..count).map(|n| FIRST_SEED + n);
    let bad = seeds(BAD).flat_map(|seed| Defect::ALL.map(|defect| Order::bad(defect, seed)));
    seeds(FAIR).map(Order::fair).chain(bad).collect()
}

/// Draws and looks at every picture, on all cores.
fn look(orders: &[Order]) -> Result<Vec<Seen>> {
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Vec::new());
    let work = || -> Result<()> {
        while let Some(order) = orders.get(next.fetch_add(1, Ordering::Relaxed)) {
            let seen = Seen::look(*order).with_context(|| format!("{order:?}"))?;
            all.lock().map_err(|_| anyhow::anyhow!("another picture failed"))?.push(seen);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|w| w.join().map_err(|_| anyhow::anyhow!("a worker panicked"))?)
    })?;
    let mut all = all.into_inner().map_err(|_| anyhow::anyhow!("a worker panicked"))?;
    ensure!(all.len() == orders.len(), "not every picture was looked at");
    all.sort_by_key(|s: &Seen| (s.order.defect, s.order.seed));
    Ok(all)
}

/// Milliseconds from a 12-megapixel photo's bytes to its verdict, re-encoded and with its thumbnail.
fn verdict() -> Result<Spread> {
    let thresholds = Thresholds::default();
    let mut all = Vec::new();
    for n in 0..PHOTOS {
        let page = PageKind::ALL[n as usize % PageKind::ALL.len()];
        let order = Order { page: Some(page), size: Some(PHOTO), ..Order::fair(FIRST_SEED + n) };
        let bytes = Specimen::draw(order).bytes;
        for _ in 0..3 {
            let begun = Instant::now();
            reader::examine(&bytes, &thresholds)?;
            all.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    Ok(Spread::of(all))
}
