//! A lamp mirrored in the page: letters fade into white, and paper between them turns white.

use super::blobs::Blob;
use super::edges::quantile;
use super::{Measures, Study};
use crate::Thresholds;

pub fn glare(of: &Measures, thresholds: &Thresholds) -> bool {
    of.has_text(thresholds) && (of.faded > thresholds.glare_letters || of.white > thresholds.glare_white)
}

/// The share of letters that are much paler than the rest, on paper that is lighter than the rest.
pub fn faded(study: &Study) -> f32 {
    let all = study.letters.len().max(1) as f32;
    let ink = quantile(study.letters.iter().map(|(_, p)| p.darkest / p.lightest.max(1.0)).collect(), 0.5);
    let paper = quantile(study.letters.iter().map(|(_, p)| p.lightest).collect(), 0.5);
    let pale = |darkest: f32, lightest: f32| darkest / lightest > ink + 0.45 * (1.0 - ink);
    let lit = |lightest: f32| lightest > (paper * 1.08).min(246.0);
    let faded = study.letters.iter().filter(|(_, p)| pale(p.darkest, p.lightest) && lit(p.lightest));
    faded.count() as f32 / all
}

/// The share of white cells among the cells in which the text's lines lie. Where paper itself is nearly
/// white, none can be told from it.
pub fn white(study: &Study) -> f32 {
    let paper = quantile(study.letters.iter().map(|(_, p)| p.lightest).collect(), 0.5);
    if paper > WHITE_PAPER || study.letters.is_empty() {
        return 0.0;
    }
    let side = (study.print * 1.2).max(8.0) as usize;
    let at = |of: fn(&Blob) -> u32, share: f32| {
        quantile(study.letters.iter().map(|(b, _)| of(b) as f32).collect(), share) as usize
    };
    let columns = (at(|b| b.left, 0.02)..at(|b| b.right, 0.98)).step_by(side);
    let rows = (at(|b| b.top, 0.02)..at(|b| b.bottom, 0.98)).step_by(side);
    let cells: Vec<(usize, usize)> = rows.flat_map(|y| columns.clone().map(move |x| (x, y))).collect();
    let white = cells.iter().filter(|cell| is_white(study, **cell, side)).count();
    white as f32 / cells.len().max(1) as f32
}

fn is_white(study: &Study, (x, y): (usize, usize), side: usize) -> bool {
    let (right, bottom) = ((x + side).min(study.grey.width), (y + side).min(study.grey.height));
    (y..bottom).step_by(2).all(|y| study.grey.row(y)[x..right].iter().all(|v| *v >= WHITE))
}

/// Levels of brightness.
const WHITE: u8 = 246;
const WHITE_PAPER: f32 = 232.0;
