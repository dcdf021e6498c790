//! Facts read from pages on which every word can be read: how often the right sixteen digits come out, and
//! whether a wrong number was ever shown as certain. Needs the models that `scripts/models` fetches.

use super::FIRST_SEED;
use crate::report::Notes;
use crate::stats::Spread;
use anyhow::{Context, Result};
use office::documents::models;
use reader::facts::{self, Eye, Facts, Number};
use reader::{Kind, Picture, Thresholds};
use serde::Serialize;
use specimen::{Content, Order, PageKind, Specimen};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// The kinds that bear numbers, as often as they come.
const KINDS: [PageKind; 5] = [PageKind::Kk, PageKind::Ktp, PageKind::Kk, PageKind::Ktp, PageKind::LossLetter];
/// Pages with the right number, and certain numbers that are wrong: the goals.
const RIGHT: f64 = 0.97;
const WRONG: f64 = 0.001;

/// What came out on pages of one kind.
#[derive(Debug, Default, Serialize)]
struct Tally {
    pages: usize,
    /// Pages whose own number was read: No KK of a family card, NIK of the others.
    right: usize,
    /// Numbers on the pages, members' included, and those that were read.
    numbers: usize,
    read: usize,
    certain: usize,
    wrong_and_certain: usize,
    codes: usize,
    codes_read: usize,
    #[serde(skip)]
    milliseconds: Vec<f64>,
}

pub fn measure(pages: u64, notes: &mut Notes) -> Result<()> {
    let Some(folder) = models::as_built() else {
        println!("NIK and No KK: not measured, target/models is not there (scripts/models)");
        return Ok(());
    };
    let next = AtomicU64::new(0);
    let work = || -> Result<BTreeMap<&'static str, Tally>> {
        let eye = Eye::load(models::load(&folder)?)?;
        let mut found = BTreeMap::new();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= pages {
                return Ok(found);
            }
            look(n, &eye, &mut found).with_context(|| format!("page {n}"))?;
        }
    };
    let mut all: BTreeMap<&'static str, Tally> = BTreeMap::new();
    std::thread::scope(|scope| {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            let found = worker.join().map_err(|_| anyhow::anyhow!("a worker panicked"))??;
            found.into_iter().for_each(|(kind, tally)| all.entry(kind).or_default().add(tally));
        }
        anyhow::Ok(())
    })?;
    print(&all);
    notes.insert("documents, numbers read".to_owned(), serde_json::to_value(&all)?);
    Ok(())
}

fn look(n: u64, eye: &Eye, found: &mut BTreeMap<&'static str, Tally>) -> Result<()> {
    let page = KINDS[(n % KINDS.len() as u64) as usize];
    let specimen = Specimen::draw(Order { page: Some(page), ..Order::fair(FIRST_SEED + n) });
    let content = specimen.content.context("a page says something")?;
    // As it is kept: drawn anew by us.
    let kept = reader::examine(&specimen.bytes, &Thresholds::default())?.pages.remove(0).jpeg;
    let picture = Picture::decode(&kept, Kind::Jpeg)?;
    let begun = Instant::now();
    let facts = facts::facts(&picture, Some(eye));
    let tally = found.entry(page.as_str()).or_default();
    tally.milliseconds.push(begun.elapsed().as_secs_f64() * 1_000.0);
    tally.count(&content, &facts);
    Ok(())
}

impl Tally {
    fn count(&mut self, content: &Content, facts: &Facts) {
        let true_ones: Vec<&String> = content.niks.iter().chain(&content.nomor_kk).collect();
        let numbers: Vec<&Number> = facts.niks.iter().chain(&facts.nomor_kk).chain(&facts.others).collect();
        let value = |n: Option<&Number>| n.map(|n| n.value.clone());
        self.pages += 1;
        self.right += usize::from(match &content.nomor_kk {
            Some(own) => value(facts.nomor_kk.as_ref()).as_ref() == Some(own),
            None => value(facts.nik()).as_ref() == content.niks.first(),
        });
        self.numbers += true_ones.len();
        self.read += true_ones.iter().filter(|t| numbers.iter().any(|n| n.value == ***t)).count();
        self.certain += numbers.iter().filter(|n| n.certain).count();
        let wrong = |list: &[Number], of: &[String]| list.iter().any(|n| n.certain && !of.contains(&n.value));
        let own = facts.nomor_kk.as_slice();
        let untold = facts.others.iter().filter(|n| n.certain && !true_ones.contains(&&n.value)).count();
        self.wrong_and_certain += usize::from(wrong(&facts.niks, &content.niks))
            + usize::from(wrong(own, content.nomor_kk.as_slice()))
            + untold;
        self.codes += usize::from(content.qr.is_some());
        self.codes_read += usize::from(content.qr.as_ref().is_some_and(|text| facts.qr.contains(text)));
    }

    fn add(&mut self, other: Self) {
        self.pages += other.pages;
        self.right += other.right;
        self.numbers += other.numbers;
        self.read += other.read;
        self.certain += other.certain;
        self.wrong_and_certain += other.wrong_and_certain;
        self.codes += other.codes;
        self.codes_read += other.codes_read;
        self.milliseconds.extend(other.milliseconds);
    }
}

fn print(all: &BTreeMap<&'static str, Tally>) {
    let sum = |of: fn(&Tally) -> usize| all.values().map(of).sum::<usize>();
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let met = |met: bool| if met { "met" } else { "MISSED" };
    for (kind, tally) in all {
        let took = Spread::of(tally.milliseconds.iter().copied());
        println!(
            "{kind:<14} {:>4} pages, own number right {:.1} %, all numbers {:.1} %, QR {}/{}, {:.0} ms",
            tally.pages,
            share(tally.right, tally.pages) * 100.0,
            share(tally.read, tally.numbers) * 100.0,
            tally.codes_read,
            tally.codes,
            took.median,
        );
    }
    let right = share(sum(|t| t.right), sum(|t| t.pages));
    let wrong = share(sum(|t| t.wrong_and_certain), sum(|t| t.pages));
    println!(
        "the right number on {:.1} % of readable pages, goal ≥ 97 % {}",
        right * 100.0,
        met(right >= RIGHT)
    );
    println!("a wrong one as certain on {:.2} %, goal ≤ 0.1 % {}", wrong * 100.0, met(wrong <= WRONG));
}
