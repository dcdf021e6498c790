//! How many pixels it takes to go from dark to light: what focus that missed and a hand that moved make wider.

use super::blobs::Blob;
use super::grey::Grey;

/// The width of edges in pixels, of upright ones and of level ones: a hand that moved sideways widens only
/// the upright.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Width {
    pub upright: f32,
    pub level: f32,
}

impl Width {
    pub fn worse(self) -> f32 {
        self.upright.max(self.level)
    }
}

/// What one patch of the picture shows.
#[derive(Debug, Clone, Copy)]
pub struct Patch {
    pub darkest: f32,
    pub lightest: f32,
    pub width: Width,
}

impl Patch {
    /// Of a rectangle, as far as it lies inside.
    pub fn of(grey: &Grey, (left, top): (usize, usize), (right, bottom): (usize, usize)) -> Option<Self> {
        let (left, top) = (left.max(1), top.max(1));
        let (right, bottom) = (right.min(grey.width - 2), bottom.min(grey.height - 2));
        if left + 2 > right || top + 2 > bottom {
            return None;
        }
        let (mut darkest, mut lightest, mut steep, mut flat) = (i32::MAX, 0, 0, 0);
        for y in top..bottom {
            let (above, here, below) = (grey.row(y - 1), grey.row(y), grey.row(y + 1));
            for x in left..right {
                let column = |x: usize| i32::from(above[x]) + 2 * i32::from(here[x]) + i32::from(below[x]);
                let line = |row: &[u8]| i32::from(row[x - 1]) + 2 * i32::from(row[x]) + i32::from(row[x + 1]);
                steep = steep.max((column(x + 1) - column(x)).abs());
                flat = flat.max((line(below) - line(here)).abs());
                let value = column(x);
                (darkest, lightest) = (darkest.min(value), lightest.max(value));
            }
        }
        let contrast = (lightest - darkest) as f32;
        let width = |step: i32| contrast / step.max(1) as f32;
        Some(Self {
            darkest: darkest as f32 / 4.0,
            lightest: lightest as f32 / 4.0,
            width: Width { upright: width(steep), level: width(flat) },
        })
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

    pub fn contrast(&self) -> f32 {
        self.lightest - self.darkest
    }
}

/// The value below which this share lies; 0 where there are none.
pub fn quantile(mut values: Vec<f32>, share: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    let at = (values.len() as f32 * share) as usize;
    values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or(0.0)
}
