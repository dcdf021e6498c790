//! What pages carry beside words: QR code, signature, stamp, a portrait that is nobody, pale print, damage.

use crate::canvas::{Area, Canvas, Colour, tint};
use crate::dice::Dice;
use crate::face::Face;
use fast_qr::{ECL, QRBuilder};

/// A QR code `size` millimetres wide with its quiet zone.
pub fn qr(canvas: &mut Canvas, (x, y): (f32, f32), size: f32, text: &str) {
    let Ok(code) = QRBuilder::new(text).ecl(ECL::M).build() else { return };
    canvas.fill(Area { x, y, width: size, height: size }, [255, 255, 255]);
    let quiet = 2.0;
    let module = size / (code.size as f32 + 2.0 * quiet);
    for row in 0..code.size {
        for column in (0..code.size).filter(|c| code[row][*c].value()) {
            let at = |n: usize| (n as f32 + quiet) * module;
            let dot = Area { x: x + at(column), y: y + at(row), width: module, height: module };
            canvas.fill(dot, [20, 20, 22]);
        }
    }
}

/// A signature that nobody writes.
pub fn signature(canvas: &mut Canvas, (x, y): (f32, f32), width: f32, dice: &mut Dice) {
    let (waves, lean) = (dice.between(4.0, 7.0), dice.between(0.2, 0.6));
    let point = |n: u32| {
        let t = n as f32 / 60.0;
        let swing = (t * waves * std::f32::consts::TAU).sin();
        let high = width * 0.18 * (1.0 - t) + width * 0.03;
        (x + width * (t + lean * 0.1 * swing), y - swing * high - t * width * 0.05)
    };
    let points: Vec<_> = (0..=60).map(point).collect();
    canvas.stroke(&points, width * 0.012, [34, 44, 120]);
}

/// A rubber stamp: a ring with a word.
pub fn stamp(canvas: &mut Canvas, (x, y): (f32, f32), size: f32, paper: Colour) {
    let violet = tint(paper, [90, 60, 150], 0.7);
    for radius in [size / 2.0, size * 0.36] {
        let point = |n: u32| {
            let angle = n as f32 / 40.0 * std::f32::consts::TAU;
            (x + radius * angle.cos(), y + radius * angle.sin())
        };
        let ring: Vec<_> = (0..=40).map(point).collect();
        canvas.stroke(&ring, size * 0.02, violet);
    }
    canvas.faint(Face::Bold, size * 0.07, (x - size * 0.2, y + size * 0.03), "CONTOH", violet);
}

/// A grey outline where a photo would be.
pub fn portrait(canvas: &mut Canvas, area: Area, ground: Colour) {
    canvas.fill(area, ground);
    let shape = tint(ground, [40, 50, 66], 0.55);
    let Area { x, y, width, height } = area;
    let head = Area { x: x + width * 0.29, y: y + height * 0.16, width: width * 0.42, height: height * 0.4 };
    canvas.ellipse(head, shape);
    let points = [(0.08, 1.0), (0.14, 0.74), (0.38, 0.62), (0.62, 0.62), (0.86, 0.74), (0.92, 1.0)];
    let points = points.map(|(u, v)| (x + width * u, y + height * v));
    canvas.polygon(&points, shape);
}

/// Pale waves and the word CONTOH across the paper, as security print is.
pub fn pale_print(canvas: &mut Canvas, (width, height): (f32, f32), paper: Colour, dice: &mut Dice) {
    let pale = tint(paper, dice.one_of([120, 150, 190], &[[150, 180, 140], [200, 160, 140]]), 0.22);
    let gap = width / 26.0;
    let mut y = gap;
    while y < height {
        let wave = |n: u32| {
            let x = n as f32 / 30.0 * width;
            (x, y + gap * 0.5 * (x / width * 19.0 + y).sin())
        };
        let points: Vec<_> = (0..=30).map(wave).collect();
        canvas.stroke(&points, width * 0.0012, pale);
        y += gap;
    }
    let big = height * 0.07;
    let at = (width * 0.5 - big * 2.6, height * 0.56);
    canvas.faint(Face::Bold, big, at, "CONTOH", tint(paper, pale, 0.6));
}

/// A broken corner, a crack and scratches: why a card is to be replaced. None runs through its number.
pub fn damage(canvas: &mut Canvas, (width, height): (f32, f32), dice: &mut Dice) {
    let dark = [52, 50, 50];
    let bite = dice.between(0.06, 0.11) * width;
    canvas.polygon(&[(width, 0.0), (width, bite), (width - bite, 0.0)], dark);
    let x = dice.between(0.55, 0.66) * width;
    let crack = |n: u32| (x + ((n * 7) % 5) as f32 / 5.0 * width * 0.02, height * (0.36 + n as f32 * 0.08));
    let points: Vec<_> = (0..=8).map(crack).collect();
    canvas.stroke(&points, width * 0.004, dark);
    for n in 0..3 {
        let y = height * (0.72 + 0.07 * n as f32);
        let from = (dice.between(0.05, 0.3) * width, y);
        let to = (dice.between(0.5, 0.95) * width, y - dice.between(0.0, 0.08) * height);
        canvas.line(from, to, width * 0.003, [246, 248, 250]);
    }
}
