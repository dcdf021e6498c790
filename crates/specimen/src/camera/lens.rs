//! What makes edges soft: focus that missed, and a hand that moved.

use image::RgbImage;
use image::imageops::{blur, fast_blur};

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lens {
    /// Standard deviation, in pixels.
    pub focus: f32,
    /// How far the hand moved, in pixels, and which way, in radians.
    pub motion: f32,
    pub motion_towards: f32,
}

impl Lens {
    /// The standard deviation along the worst direction.
    pub fn softness(&self) -> f32 {
        // A line of length L has a standard deviation of L / √12.
        self.focus.hypot(self.motion / 12.0_f32.sqrt())
    }

    pub fn through(&self, mut image: RgbImage) -> RgbImage {
        if self.motion > 1.0 {
            image = moved(&image, self.motion, self.motion_towards);
        }
        match self.focus {
            none if none < 0.2 => image,
            small if small < 2.0 => blur(&image, small),
            large => fast_blur(&image, large),
        }
    }
}

/// The mean of copies laid along the way.
fn moved(image: &RgbImage, length: f32, towards: f32) -> RgbImage {
    let copies = (length.ceil() as i64).clamp(2, 120);
    let offset = |n: i64| {
        let along = length * (n as f32 / (copies - 1) as f32 - 0.5);
        ((along * towards.cos()).round() as i64, (along * towards.sin()).round() as i64)
    };
    let (width, height) = (i64::from(image.width()), i64::from(image.height()));
    let row = width as usize * 3;
    let source = image.as_raw();
    let mut target = RgbImage::new(image.width(), image.height());
    let mut sums = vec![0_u16; row];
    for (y, line) in target.chunks_exact_mut(row).enumerate() {
        sums.fill(0);
        for (dx, dy) in (0..copies).map(offset) {
            let from = (y as i64 + dy).clamp(0, height - 1) as usize * row;
            add_shifted(&mut sums, &source[from..from + row], dx.clamp(1 - width, width - 1));
        }
        for (to, sum) in line.iter_mut().zip(&sums) {
            *to = (i64::from(*sum) / copies) as u8;
        }
    }
    target
}

/// Adds a row moved by `dx` pixels; its ends are repeated.
fn add_shifted(sums: &mut [u16], row: &[u8], dx: i64) {
    let shift = dx.unsigned_abs() as usize * 3;
    let kept = row.len() - shift;
    let add = |sums: &mut [u16], from: &[u8]| {
        for (sum, value) in sums.iter_mut().zip(from) {
            *sum += u16::from(*value);
        }
    };
    if dx >= 0 {
        add(&mut sums[..kept], &row[shift..]);
        sums[kept..].chunks_exact_mut(3).for_each(|to| add(to, &row[row.len() - 3..]));
    } else {
        add(&mut sums[shift..], &row[..kept]);
        sums[..shift].chunks_exact_mut(3).for_each(|to| add(to, &row[..3]));
    }
}
