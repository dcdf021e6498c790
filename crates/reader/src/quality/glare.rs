//! A lamp mirrored in the page: letters fade into white, and paper between them turns white.

use super::blobs::Blob;
use super::edges::{Patch, quantile};
use super::{Measures, Study};
use crate::Thresholds;

pub fn glare(of: &Measures, thresholds: &Thresholds) -> bool {
    // A reflection beside the words has no letters that fade at its rim.
    let white = of.white > thresholds.glare_white && of.faded > thresholds.glare_rim;
    of.has_text(thresholds) && (of.faded > thresholds.glare_letters || white)
}

/// The share of letters that are much paler than the rest, on paper that is lighter than the rest.
pub fn faded(study: &Study) -> f32 {
    let patches = || study.letters.iter().map(|(_, patch)| patch);
    let ink = quantile(patches().map(Patch::paleness).collect(), 0.5);
    let paper = quantile(patches().map(|p| p.lightest).collect(), 0.5);
    // Pale print on white paper is no lighter than the paper.
    let lit = (paper * 1.08).max(LIT).min((paper + 4.0).clamp(f32::from(WHITE), 253.0));
    let faded = patches().filter(|p| p.paleness() > ink + 0.45 * (1.0 - ink) && p.lightest > lit);
    faded.count() as f32 / study.letters.len().max(1) as f32
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
    let all: Vec<bool> =
        rows.flat_map(|y| columns.clone().map(move |x| is_white(study, (x, y), side))).collect();
    all.iter().filter(|white| **white).count() as f32 / all.len().max(1) as f32
}

fn is_white(study: &Study, (x, y): (usize, usize), side: usize) -> bool {
    let (right, bottom) = ((x + side).min(study.grey.width), (y + side).min(study.grey.height));
    (y..bottom).step_by(2).all(|y| study.grey.row(y)[x..right].iter().all(|v| *v >= WHITE))
}

/// Levels of brightness.
const LIT: f32 = 225.0;
const WHITE: u8 = 246;
const WHITE_PAPER: f32 = 232.0;
