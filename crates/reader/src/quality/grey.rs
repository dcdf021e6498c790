//! The picture without colour, and what can be said of it pixel by pixel: smoothing, noise, runs of ink.

use super::blobs::Blob;

/// Row by row, 0 black to 255 white.
#[derive(Debug, Clone)]
pub struct Grey {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
}

/// Neighbouring pixels of a row that are darker than what surrounds them; `to` is the first beyond them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub y: u32,
    pub from: u32,
    pub to: u32,
}

impl Grey {
    pub fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }

    /// Each pixel with its eight neighbours, the nearer the heavier. The outermost pixels stay as they are.
    pub fn smoothed(&self) -> Self {
        let mut pixels = self.pixels.clone();
        let mut sums = vec![0_u16; self.width];
        for y in 1..self.height.saturating_sub(1) {
            let (above, here, below) = (self.row(y - 1), self.row(y), self.row(y + 1));
            for (x, sum) in sums.iter_mut().enumerate() {
                *sum = u16::from(above[x]) + 2 * u16::from(here[x]) + u16::from(below[x]);
            }
            let line = &mut pixels[y * self.width..(y + 1) * self.width];
            for (pixel, sum) in line.iter_mut().skip(1).zip(sums.windows(3)) {
                *pixel = ((sum[0] + 2 * sum[1] + sum[2] + 8) / 16) as u8;
            }
        }
        Self { width: self.width, height: self.height, pixels }
    }

    /// The grain's standard deviation, told from the quieter half of the picture (after Immerkær 1996).
    pub fn noise(&self) -> f32 {
        let mut found = [0_u32; 256];
        for y in (1..self.height.saturating_sub(1)).step_by(7) {
            let rows = [self.row(y - 1), self.row(y), self.row(y + 1)].map(|row| row.windows(3).step_by(5));
            let [above, here, below] = rows;
            for ((a, h), b) in above.zip(here).zip(below) {
                let v = |row: &[u8], n: usize| i32::from(row[n]);
                let sum = v(a, 0) - 2 * v(a, 1) + v(a, 2) - 2 * v(h, 0) + 4 * v(h, 1) - 2 * v(h, 2) + v(b, 0)
                    - 2 * v(b, 1)
                    + v(b, 2);
                found[(sum.unsigned_abs() as usize).min(255)] += 1;
            }
        }
        // The median of a normal distribution's absolute values is 0.6745 of its deviation; the mask's is 6.
        quantile(&found, 0.4) / 0.6745 / 6.0 * 1.3
    }

    /// Runs of pixels that are darker than their surroundings, `reach` pixels each way: below the mean by
    /// [`DEEP`] deviations of what is around, and by `share` of the mean, and by `least`.
    pub fn ink(&self, reach: usize, share: f32, least: f32) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut columns = vec![Sum::default(); self.width];
        let (mut first, mut last) = (0, 0);
        for y in 0..self.height {
            while last < (y + reach + 1).min(self.height) {
                columns.iter_mut().zip(self.row(last)).for_each(|(sum, v)| sum.add(*v));
                last += 1;
            }
            while first + reach < y {
                columns.iter_mut().zip(self.row(first)).for_each(|(sum, v)| sum.subtract(*v));
                first += 1;
            }
            let row = Row { y: y as u32, values: self.row(y), columns: &columns, rows: last - first };
            row.ink(reach, share, least, &mut runs);
        }
        runs
    }

    /// The lightest of some pixels just outside a blob.
    pub fn beside(&self, blob: &Blob) -> f32 {
        let inside = |n: u32, most: usize| (n as usize).min(most - 1);
        let columns = [blob.left.saturating_sub(2), (blob.left + blob.right) / 2, blob.right + 2];
        let rows = [blob.top.saturating_sub(2), (blob.top + blob.bottom) / 2, blob.bottom + 2];
        let pixel = |x: u32, y: u32| self.row(inside(y, self.height))[inside(x, self.width)];
        let all = rows.iter().flat_map(|y| columns.iter().map(move |x| pixel(*x, *y)));
        f32::from(all.max().unwrap_or(0))
    }

    /// How many pixels of each brightness, of every third pixel each way.
    pub fn histogram(&self) -> [u32; 256] {
        let mut found = [0; 256];
        for y in (0..self.height).step_by(3) {
            self.row(y).iter().step_by(3).for_each(|v| found[usize::from(*v)] += 1);
        }
        found
    }
}

/// Deviations of the surroundings by which ink lies below their mean: strokes part where letters touch.
const DEEP: f32 = 1.0;

/// Of a column's pixels.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    values: u32,
    squares: u32,
}

impl Sum {
    fn add(&mut self, value: u8) {
        self.values += u32::from(value);
        self.squares += u32::from(value) * u32::from(value);
    }

    fn subtract(&mut self, value: u8) {
        self.values -= u32::from(value);
        self.squares -= u32::from(value) * u32::from(value);
    }
}

/// One row of pixels, and the sums of the columns around it.
struct Row<'a> {
    y: u32,
    values: &'a [u8],
    columns: &'a [Sum],
    rows: usize,
}

impl Row<'_> {
    fn ink(&self, reach: usize, share: f32, least: f32, runs: &mut Vec<Run>) {
        let width = self.values.len();
        let (mut sum, mut squares, mut from, mut to) = (0_u32, 0_u64, 0, 0);
        let mut begun = None;
        for (x, value) in self.values.iter().enumerate() {
            while to < (x + reach + 1).min(width) {
                sum += self.columns[to].values;
                squares += u64::from(self.columns[to].squares);
                to += 1;
            }
            while from + reach < x {
                sum -= self.columns[from].values;
                squares -= u64::from(self.columns[from].squares);
                from += 1;
            }
            let count = ((to - from) * self.rows) as f32;
            let mean = sum as f32 / count;
            let spread = squares as f32 / count - mean * mean;
            let below = mean - f32::from(*value);
            let dark = below > (share * mean).max(least) && below * below > DEEP * DEEP * spread;
            match (begun, dark) {
                (None, true) => begun = Some(x),
                (Some(start), false) => {
                    runs.push(Run { y: self.y, from: start as u32, to: x as u32 });
                    begun = None;
                }
                _ => {}
            }
        }
        if let Some(start) = begun {
            runs.push(Run { y: self.y, from: start as u32, to: width as u32 });
        }
    }
}

/// The value below which this share of a histogram lies.
pub fn quantile(histogram: &[u32; 256], share: f32) -> f32 {
    let all: u64 = histogram.iter().map(|n| u64::from(*n)).sum();
    let mut left = (all as f32 * share) as i64;
    for (value, count) in histogram.iter().enumerate() {
        left -= i64::from(*count);
        if left < 0 {
            return value as f32;
        }
    }
    255.0
}
