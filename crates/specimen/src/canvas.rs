//! A sheet of paper that is drawn upon, in millimetres. Remembers where words stand.

use crate::face::{self, Face, Words, mixed};
use image::{Rgb, RgbImage};

pub type Colour = [u8; 3];

/// `share` of `over` upon `under`.
pub fn tint(under: Colour, over: Colour, share: f32) -> Colour {
    std::array::from_fn(|c| mixed(under[c], over[c], share))
}

/// A rectangle: on paper in millimetres, in a picture in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Area {
    /// From the upper left, clockwise.
    pub fn corners(self) -> [(f32, f32); 4] {
        let (right, bottom) = (self.x + self.width, self.y + self.height);
        [(self.x, self.y), (right, self.y), (right, bottom), (self.x, bottom)]
    }
}

#[derive(Debug, Clone)]
pub struct Canvas {
    pub image: RgbImage,
    /// Pixels a millimetre.
    pub scale: f32,
    pub words: Vec<Area>,
}

impl Canvas {
    pub fn new(width: f32, height: f32, scale: f32, paper: Colour) -> Self {
        let pixels = |side: f32| ((side * scale).round() as u32).max(1);
        Self {
            image: RgbImage::from_pixel(pixels(width), pixels(height), Rgb(paper)),
            scale,
            words: Vec::new(),
        }
    }

    /// Words whose baseline begins at `x`, `y`, with capitals `capital` high. How wide they are.
    pub fn text(&mut self, face: Face, capital: f32, (x, y): (f32, f32), text: &str, ink: Colour) -> f32 {
        let scale = self.scale;
        let words = Words { face, capital: capital * scale, x: x * scale, y: y * scale, text, ink };
        face::draw(&mut self.image, words);
        let width = face::width(face, capital * scale, text) / scale;
        self.words.push(Area { x, y: y - capital, width, height: capital });
        width
    }

    pub fn centred(&mut self, face: Face, capital: f32, (x, y): (f32, f32), text: &str, ink: Colour) {
        let width = face::width(face, capital * self.scale, text) / self.scale;
        self.text(face, capital, (x - width / 2.0, y), text, ink);
    }

    /// Words that are part of the paper and need not be read.
    pub fn faint(&mut self, face: Face, capital: f32, at: (f32, f32), text: &str, ink: Colour) {
        self.text(face, capital, at, text, ink);
        self.words.pop();
    }

    pub fn fill(&mut self, area: Area, colour: Colour) {
        self.polygon(&area.corners(), colour);
    }

    pub fn frame(&mut self, area: Area, thick: f32, colour: Colour) {
        let c = area.corners();
        for (from, to) in [(c[0], c[1]), (c[1], c[2]), (c[2], c[3]), (c[3], c[0])] {
            self.line(from, to, thick, colour);
        }
    }

    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), thick: f32, colour: Colour) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let long = dx.hypot(dy).max(f32::EPSILON);
        let (ox, oy) = (-dy / long * thick / 2.0, dx / long * thick / 2.0);
        let corners = [
            (from.0 + ox, from.1 + oy),
            (to.0 + ox, to.1 + oy),
            (to.0 - ox, to.1 - oy),
            (from.0 - ox, from.1 - oy),
        ];
        self.polygon(&corners, colour);
    }

    pub fn ellipse(&mut self, area: Area, colour: Colour) {
        let (rx, ry) = (area.width / 2.0, area.height / 2.0);
        let point = |n: u32| {
            let angle = n as f32 / 48.0 * std::f32::consts::TAU;
            (area.x + rx + rx * angle.cos(), area.y + ry + ry * angle.sin())
        };
        self.polygon(&(0..48).map(point).collect::<Vec<_>>(), colour);
    }

    /// A pen drawn through these points.
    pub fn stroke(&mut self, points: &[(f32, f32)], thick: f32, colour: Colour) {
        for pair in points.windows(2) {
            if let [from, to] = pair {
                self.line(*from, *to, thick, colour);
            }
        }
    }

    /// Filled, each pixel by how much of it lies inside.
    pub fn polygon(&mut self, points: &[(f32, f32)], colour: Colour) {
        let points: Vec<_> = points.iter().map(|p| (p.0 * self.scale, p.1 * self.scale)).collect();
        let least =
            |f: fn(&(f32, f32)) -> f32| points.iter().map(f).fold(f32::MAX, f32::min).floor().max(0.0);
        let most = |f: fn(&(f32, f32)) -> f32| points.iter().map(f).fold(f32::MIN, f32::max).ceil().max(0.0);
        let right = (most(|p| p.0) as u32).min(self.image.width());
        let bottom = (most(|p| p.1) as u32).min(self.image.height());
        let left = least(|p| p.0) as u32;
        for y in least(|p| p.1) as u32..bottom {
            let row = covered(&points, y, left, right);
            for (x, share) in (left..right).zip(row) {
                if share > 0.0 {
                    let pixel = self.image.get_pixel_mut(x, y);
                    pixel.0 = tint(pixel.0, colour, share);
                }
            }
        }
    }
}

/// Four lines across each row of pixels.
const LINES: usize = 4;

/// How much of each pixel of a row lies inside.
fn covered(points: &[(f32, f32)], y: u32, left: u32, right: u32) -> Vec<f32> {
    let mut row = vec![0.0; right.saturating_sub(left) as usize];
    for line in 0..LINES {
        let at = y as f32 + (line as f32 + 0.5) / LINES as f32;
        let mut crossings = crossings(points, at);
        crossings.sort_by(f32::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let (from, to) = ((pair[0] - left as f32).max(0.0), pair[1] - left as f32);
            let last = (to.ceil().max(0.0) as usize).min(row.len());
            for (x, share) in row.iter_mut().enumerate().take(last).skip(from as usize) {
                let inside = to.min(x as f32 + 1.0) - from.max(x as f32);
                *share += inside.clamp(0.0, 1.0) / LINES as f32;
            }
        }
    }
    row
}

fn crossings(points: &[(f32, f32)], y: f32) -> Vec<f32> {
    let next = points.iter().cycle().skip(1);
    let crossing = |(a, b): (&(f32, f32), &(f32, f32))| {
        ((a.1 <= y) != (b.1 <= y)).then(|| a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0))
    };
    points.iter().zip(next).filter_map(crossing).collect()
}
