//! A phone's screen: taller than any page, with bars at top and bottom that no camera would see so even.

use super::{Grey, Measures};
use crate::Thresholds;

pub fn screenshot(of: &Measures, thresholds: &Thresholds) -> bool {
    of.tall >= thresholds.screen_tall && of.even_bars >= thresholds.screen_even
}

/// The share of even patches in the top and in the bottom of the picture, whichever has fewer.
pub fn even_bars(grey: &Grey) -> f32 {
    let bar = grey.height / 16;
    even(grey, 0, bar).min(even(grey, grey.height - bar, grey.height))
}

/// Pixels.
const PATCH: usize = 8;

fn even(grey: &Grey, top: usize, bottom: usize) -> f32 {
    let (mut all, mut even) = (0, 0);
    for y in (top..bottom.saturating_sub(PATCH - 1)).step_by(PATCH) {
        for x in (0..grey.width.saturating_sub(PATCH - 1)).step_by(PATCH) {
            all += 1;
            even += u32::from(spread(grey, x, y) <= 2);
        }
    }
    even as f32 / all.max(1) as f32
}

/// Between the least and the most of a patch.
fn spread(grey: &Grey, x: usize, y: usize) -> u8 {
    let inside = (y..y + PATCH).flat_map(|y| &grey.row(y)[x..x + PATCH]);
    let (least, most) = inside.fold((255, 0), |(least, most), v| (*v.min(&least), *v.max(&most)));
    most - least
}
