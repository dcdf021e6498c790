//! How many pixels it takes to go from dark to light, direction by direction.

use super::blobs::Blob;
use super::grey::Grey;

/// Directions in which edges are crossed, over half a turn.
pub const DIRECTIONS: usize = 8;

/// How many pixels edges take that are crossed in each direction: a hand that moved widens only those crossed
/// in the direction of its move.
pub type Widths = [f32; DIRECTIONS];

/// What one patch of the picture shows.
#[derive(Debug, Clone, Copy)]
pub struct Patch {
    pub darkest: f32,
    pub lightest: f32,
    pub widths: Widths,
}

impl Patch {
    /// Of a rectangle, as far as it lies inside.
    pub fn of(grey: &Grey, (left, top): (usize, usize), (right, bottom): (usize, usize)) -> Option<Self> {
        let (left, top) = (left.max(1), top.max(1));
        let (right, bottom) = (right.min(grey.width - 2), bottom.min(grey.height - 2));
        if left + 2 > right || top + 2 > bottom {
            return None;
        }
        let (mut darkest, mut lightest, mut steps) = (i32::MAX, 0, [0; DIRECTIONS]);
        for y in top..bottom {
            let (above, here, below) = (grey.row(y - 1), grey.row(y), grey.row(y + 1));
            for x in left..right {
                let column = |x: usize| i32::from(above[x]) + 2 * i32::from(here[x]) + i32::from(below[x]);
                let line = |row: &[u8]| i32::from(row[x - 1]) + 2 * i32::from(row[x]) + i32::from(row[x + 1]);
                let value = column(x);
                let (across, down) = (column(x + 1) - value, line(below) - line(here));
                for (step, (cos, sin)) in steps.iter_mut().zip(UNITS) {
                    *step = (across * cos + down * sin).abs().max(*step);
                }
                (darkest, lightest) = (darkest.min(value), lightest.max(value));
            }
        }
        let contrast = ((lightest - darkest) * WHOLE) as f32;
        let widths = steps.map(|step| contrast / step.max(1) as f32);
        Some(Self { darkest: darkest as f32 / 4.0, lightest: lightest as f32 / 4.0, widths })
    }

    /// A letter with a little of what surrounds it.
    pub fn around(grey: &Grey, blob: &Blob) -> Option<Self> {
        let outside = |n: u32| (n as usize).saturating_sub(3);
        Self::of(
            grey,
            (outside(blob.left), outside(blob.top)),
            (blob.right as usize + 3, blob.bottom as usize + 3),
        )
    }

    /// 0 is ink without light, 1 is paper.
    pub fn paleness(&self) -> f32 {
        self.darkest / self.lightest.max(1.0)
    }

    pub fn contrast(&self) -> f32 {
        self.lightest - self.darkest
    }
}

/// One, in the unit of [`UNITS`].
const WHOLE: i32 = 256;
/// Cosine and sine of every eighth of half a turn.
const UNITS: [(i32, i32); DIRECTIONS] =
    [(256, 0), (237, 98), (181, 181), (98, 237), (0, 256), (-98, 237), (-181, 181), (-237, 98)];

/// The width that this share of the patches keeps below, in the direction in which it is best, and in the one
/// in which it is worst.
pub fn spread<'a>(patches: impl Iterator<Item = &'a Patch> + Clone, share: f32) -> (f32, f32) {
    let of = |direction: usize| quantile(patches.clone().map(|p| p.widths[direction]).collect(), share);
    let all: [f32; DIRECTIONS] = std::array::from_fn(of);
    (all.iter().copied().fold(f32::MAX, f32::min), all.iter().copied().fold(0.0, f32::max))
}

/// The value below which this share lies; 0 where there are none.
pub fn quantile(mut values: Vec<f32>, share: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    let at = (values.len() as f32 * share) as usize;
    values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or(0.0)
}
