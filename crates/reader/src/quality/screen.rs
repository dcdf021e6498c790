//! A phone's screen: taller than any page, with bars at top and bottom that no camera would see so even.

use super::Measures;
use crate::{Picture, Thresholds};

pub fn screenshot(of: &Measures, thresholds: &Thresholds) -> bool {
    of.tall >= thresholds.screen_tall && of.even_bars >= thresholds.screen_even
}

/// The share of even patches in the top and in the bottom of the picture, whichever has fewer.
pub fn even_bars(picture: &Picture) -> f32 {
    let bar = picture.height() / 16;
    even(picture, 0, bar).min(even(picture, picture.height() - bar, picture.height()))
}

/// Pixels.
const PATCH: u32 = 8;

fn even(picture: &Picture, top: u32, bottom: u32) -> f32 {
    let starts = |from: u32, to: u32| (from..to.saturating_sub(PATCH - 1)).step_by(PATCH as usize);
    let patches = starts(top, bottom).flat_map(|y| starts(0, picture.width()).map(move |x| (x, y)));
    let (mut all, mut even) = (0, 0);
    for (x, y) in patches {
        all += 1;
        even += u32::from(spread(picture, x, y) <= 2);
    }
    even as f32 / all.max(1) as f32
}

/// Between the least and the most green of a patch.
fn spread(picture: &Picture, x: u32, y: u32) -> u8 {
    let inside = (0..PATCH).flat_map(|dy| (0..PATCH).map(move |dx| (x + dx, y + dy)));
    let green = inside.map(|(x, y)| picture.image().get_pixel(x, y).0[1]);
    let (least, most) = green.fold((255, 0), |(least, most), v| (v.min(least), v.max(most)));
    most - least
}
