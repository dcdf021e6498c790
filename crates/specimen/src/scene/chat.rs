//! A phone's screen with a chat in which somebody sent the photo: status bar, bubbles, the photo in a bubble.

use crate::camera::paste;
use crate::canvas::{Area, Canvas, Colour};
use crate::dice::{Dice, hills};
use crate::face::Face;
use image::RgbImage;
use image::imageops::{FilterType, resize};

struct Looks {
    header: Colour,
    ground: Colour,
    ours: Colour,
    theirs: Colour,
    ink: Colour,
}

const DAY: Looks = Looks {
    header: [0, 128, 105],
    ground: [236, 229, 221],
    ours: [217, 253, 211],
    theirs: [255, 255, 255],
    ink: [20, 24, 28],
};
const NIGHT: Looks = Looks {
    header: [31, 44, 52],
    ground: [11, 20, 26],
    ours: [0, 92, 75],
    theirs: [31, 44, 52],
    ink: [233, 237, 239],
};
const WHITE: Looks = Looks {
    header: [255, 255, 255],
    ground: [245, 245, 247],
    ours: [208, 228, 250],
    theirs: [255, 255, 255],
    ink: [20, 20, 24],
};

/// Sizes are in hundredths of the screen's width.
pub fn chat(photo: &RgbImage, size: (u32, u32), dice: &mut Dice) -> RgbImage {
    let looks = [DAY, NIGHT, WHITE].into_iter().nth(dice.below(3) as usize).unwrap_or(DAY);
    let scale = size.0 as f32 / 100.0;
    let height = size.1 as f32 / scale;
    let mut canvas = Canvas::new(100.0, height, scale, looks.ground);
    if dice.chance(0.5) {
        doodles(&mut canvas, &looks, height, dice);
    }
    let mut y = 26.0 + dice.between(0.0, 8.0);
    let wide = dice.between(62.0, 78.0);
    let tall = wide * (photo.height() as f32 / photo.width() as f32).clamp(0.6, 1.3);
    let left = if dice.chance(0.5) { 3.0 } else { 97.0 - wide };
    let bubble = if left < 10.0 { looks.theirs } else { looks.ours };
    y = talk(&mut canvas, y, &looks, "Assalamualaikum, ini berkas saya", dice);
    let inner = Area { x: left, y, width: wide, height: tall };
    canvas.fill(Area { x: left - 1.0, y: y - 1.0, width: wide + 2.0, height: tall + 6.5 }, bubble);
    let pixels = |v: f32| (v * scale).round() as u32;
    let small = resize(photo, pixels(inner.width), pixels(inner.height), FilterType::Triangle);
    paste(&mut canvas.image, &small, (pixels(inner.x), pixels(inner.y)));
    canvas.text(Face::Plain, 2.0, (left + wide - 10.0, y + tall + 3.6), "09.41", looks.ink);
    y += tall + 12.0;
    for line in ["Apakah sudah benar?", "Tolong dicek ya kak", "Terima kasih banyak"] {
        if y < height - 34.0 {
            y = talk(&mut canvas, y, &looks, line, dice);
        }
    }
    bars(&mut canvas, &looks, height);
    canvas.image
}

/// A bubble with a line of text; where the next one begins.
fn talk(canvas: &mut Canvas, y: f32, looks: &Looks, text: &str, dice: &mut Dice) -> f32 {
    let wide = text.chars().count() as f32 * 2.0 + 8.0;
    let (left, colour) = if dice.chance(0.5) { (3.0, looks.theirs) } else { (97.0 - wide, looks.ours) };
    canvas.fill(Area { x: left, y, width: wide, height: 9.0 }, colour);
    canvas.text(Face::Plain, 2.8, (left + 3.0, y + 6.0), text, looks.ink);
    y + 12.0
}

fn bars(canvas: &mut Canvas, looks: &Looks, height: f32) {
    let pale = if looks.header[0] > 128 { [20, 20, 24] } else { [240, 244, 246] };
    canvas.fill(Area { x: 0.0, y: 0.0, width: 100.0, height: 20.0 }, looks.header);
    canvas.text(Face::Bold, 2.2, (5.0, 4.8), "09.41", pale);
    canvas.fill(Area { x: 88.0, y: 2.4, width: 6.0, height: 2.8 }, pale);
    canvas.ellipse(Area { x: 10.0, y: 8.5, width: 9.0, height: 9.0 }, [168, 178, 186]);
    canvas.text(Face::Bold, 2.9, (22.0, 14.4), "Pak RT Contoh", pale);
    canvas.text(Face::Bold, 3.0, (3.5, 14.6), "<", pale);
    canvas.fill(Area { x: 0.0, y: height - 15.0, width: 100.0, height: 15.0 }, looks.ground);
    canvas.fill(Area { x: 3.0, y: height - 13.0, width: 80.0, height: 10.0 }, looks.theirs);
    canvas.text(Face::Plain, 2.8, (12.0, height - 6.8), "Pesan", [130, 138, 144]);
    canvas.ellipse(Area { x: 86.0, y: height - 13.0, width: 10.0, height: 10.0 }, [0, 168, 132]);
}

/// The pale drawings behind a chat.
fn doodles(canvas: &mut Canvas, looks: &Looks, height: f32, dice: &mut Dice) {
    let seed = dice.draw() as u32;
    let dark = if looks.ground[0] > 128 { -10.0 } else { 12.0 };
    let colour = looks.ground.map(|c| (f32::from(c) + dark).clamp(0.0, 255.0) as u8);
    for n in 0..(height * 1.2) as u32 {
        let pick = |salt: u32, most: f32| hills(seed ^ salt, n as f32 * 3.7, 0.5) * most * 1.4 - most * 0.2;
        let (x, y) = (pick(1, 100.0), pick(2, height));
        let ring = |k: u32| {
            let angle = k as f32 / 9.0 * std::f32::consts::TAU;
            let far = 1.6 + (angle * f32::from(1 + (n % 4) as u8)).sin() * 0.8;
            (x + far * angle.cos(), y + far * angle.sin())
        };
        canvas.stroke(&(0..=9).map(ring).collect::<Vec<_>>(), 0.3, colour);
    }
}
