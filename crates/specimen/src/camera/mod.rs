//! Photographs a sheet: lays it on a table, lights it, blurs it, adds grain.

pub mod lens;
pub mod light;
pub mod projection;
pub mod sensor;
pub mod surface;

use crate::dice::Dice;
use crate::page::{PageKind, Sheet};
use image::RgbImage;
use lens::Lens;
use light::Light;
use projection::{Placing, Point, Projection};
use surface::Surface;

/// Everything that decides what a photo looks like.
#[derive(Debug, Clone, PartialEq)]
pub struct Shot {
    pub page: PageKind,
    /// Pixels.
    pub size: (u32, u32),
    pub placing: Placing,
    pub surface: Surface,
    pub light: Light,
    pub lens: Lens,
    /// Standard deviation of the grain.
    pub grain: f32,
    /// Of the JPEG, 1 to 100.
    pub quality: u8,
    /// Folded in three: how much the thirds differ in brightness.
    pub fold: f32,
}

/// Pixels of a drawn sheet for one of the picture: enough that nothing is lost.
const FINER: f32 = 1.15;
/// Light is reckoned once for so many pixels.
const STEP: usize = 8;

impl Shot {
    /// The sheet, as fine as this picture can show it.
    pub fn sheet(&self, dice: &mut Dice) -> Sheet {
        let scale = self.placing.pixels_a_unit(self.page.size(), self.size) * FINER;
        Sheet::draw(self.page, scale.clamp(1.0, 60.0), dice)
    }

    /// From pixels of the sheet to pixels of the picture.
    pub fn projection(&self, sheet: &Sheet) -> Projection {
        let size = (sheet.image.width() as f32, sheet.image.height() as f32);
        Projection::onto(size, self.placing.corners(self.page.size(), self.size))
    }

    pub fn take(&self, sheet: &Sheet, dice: &mut Dice) -> RgbImage {
        let mut image = RgbImage::new(self.size.0, self.size.1);
        let back = self.projection(sheet).inverse();
        let row = self.size.0 as usize * 3;
        for (y, line) in image.chunks_exact_mut(row).enumerate() {
            let light = self.light_along(y as f32);
            for (x, pixel) in line.chunks_exact_mut(3).enumerate() {
                let seen = self.seen(sheet, &back, (x as f32, y as f32));
                let (lit, added) = between(&light, x);
                for (channel, (value, lamp)) in pixel.iter_mut().zip(seen.iter().zip(self.light.colour)) {
                    *channel = (value * lit * lamp + added * 255.0).clamp(0.0, 255.0) as u8;
                }
            }
        }
        let mut image = self.lens.through(image);
        sensor::grain(&mut image, self.grain, dice);
        image
    }

    /// What would be seen here in full light.
    fn seen(&self, sheet: &Sheet, back: &Projection, at: Point) -> [f32; 3] {
        let (u, v) = back.at(at);
        let (width, height) = (sheet.image.width() as f32, sheet.image.height() as f32);
        if u >= 0.0 && v >= 0.0 && u < width && v < height {
            let third = (v / height * 3.0) as u32;
            let fold = [0.0, -self.fold, self.fold * 0.4].get(third as usize).copied().unwrap_or(0.0);
            return sample(&sheet.image, u, v).map(|c| c * (1.0 + fold));
        }
        let unit = self.size.0.max(self.size.1) as f32 / 10.0;
        let under = self.surface.colour_at(at.0 / unit, at.1 / unit);
        // The page throws a narrow shadow.
        let beside = (-u).max(u - width).max(0.0).max((-v).max(v - height)) / sheet.scale;
        let shadow = 1.0 - 0.35 * (1.0 - beside / 1.5).max(0.0);
        under.map(|c| c * shadow)
    }

    fn light_along(&self, y: f32) -> Vec<(f32, f32)> {
        let steps = self.size.0 as usize / STEP + 2;
        (0..steps).map(|n| self.light.at(((n * STEP) as f32, y), self.size)).collect()
    }
}

fn between(light: &[(f32, f32)], x: usize) -> (f32, f32) {
    let share = (x % STEP) as f32 / STEP as f32;
    match light.get(x / STEP..x / STEP + 2) {
        Some([left, right]) => (left.0 + (right.0 - left.0) * share, left.1 + (right.1 - left.1) * share),
        _ => (1.0, 0.0),
    }
}

/// Between four pixels.
fn sample(image: &RgbImage, u: f32, v: f32) -> [f32; 3] {
    let (u, v) = ((u - 0.5).max(0.0), (v - 0.5).max(0.0));
    let (x, y) = (u as u32, v as u32);
    let (right, below) = ((x + 1).min(image.width() - 1), (y + 1).min(image.height() - 1));
    let (s, t) = (u - x as f32, v - y as f32);
    let at = |x: u32, y: u32| image.get_pixel(x, y).0.map(f32::from);
    let (a, b, c, d) = (at(x, y), at(right, y), at(x, below), at(right, below));
    std::array::from_fn(|n| {
        let upper = a[n] + (b[n] - a[n]) * s;
        let lower = c[n] + (d[n] - c[n]) * s;
        upper + (lower - upper) * t
    })
}

/// Lays one picture into another, as an app does.
pub fn paste(into: &mut RgbImage, picture: &RgbImage, (left, top): (u32, u32)) {
    for (x, y, pixel) in picture.enumerate_pixels() {
        if let Some(to) = into.get_pixel_mut_checked(left + x, top + y) {
            *to = *pixel;
        }
    }
}
