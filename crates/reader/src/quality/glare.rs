//! A lamp mirrored in the page: letters fade into white.

use super::edges::quantile;
use super::{Measures, Study};
use crate::Thresholds;

pub fn glare(of: &Measures, thresholds: &Thresholds) -> bool {
    of.faded > thresholds.glare_letters
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
