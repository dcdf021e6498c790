//! A head and shoulders of ellipses, which is nobody.

use crate::canvas::{Area, Canvas, Colour, tint};
use crate::dice::Dice;
use image::RgbImage;

const SKINS: [Colour; 4] = [[196, 148, 118], [164, 116, 88], [218, 176, 146], [132, 92, 70]];
const CLOTHES: [Colour; 5] = [[62, 80, 120], [150, 60, 66], [84, 110, 92], [226, 224, 218], [40, 42, 48]];
const HAIRS: [Colour; 3] = [[34, 28, 26], [60, 46, 40], [88, 84, 82]];

/// Stands before what the image shows.
pub fn before(image: RgbImage, dice: &mut Dice) -> RgbImage {
    let (width, height) = (image.width() as f32, image.height() as f32);
    let mut canvas = Canvas { image, scale: 1.0, words: Vec::new() };
    let head = width.min(height) * dice.between(0.36, 0.55);
    let (x, y) = (width * dice.between(0.42, 0.58), height * dice.between(0.34, 0.46));
    let skin = dice.one_of(SKINS[0], &SKINS[1..]);
    let cloth = dice.one_of(CLOTHES[0], &CLOTHES[1..]);
    let hair = dice.one_of(HAIRS[0], &HAIRS[1..]);
    let mut oval = |dx: f32, dy: f32, w: f32, h: f32, colour: Colour| {
        let (w, h) = (w * head, h * head);
        canvas.ellipse(
            Area { x: x + dx * head - w / 2.0, y: y + dy * head - h / 2.0, width: w, height: h },
            colour,
        );
    };
    oval(0.0, -0.08, 0.98, 1.3, hair);
    oval(0.0, 1.45, 2.3, 1.5, cloth);
    oval(0.0, 0.66, 0.42, 0.6, tint(skin, [0, 0, 0], 0.18));
    oval(0.0, 0.04, 0.8, 1.12, skin);
    oval(0.14, 0.1, 0.46, 0.9, tint(skin, [255, 230, 210], 0.12));
    for side in [-0.18, 0.18] {
        oval(side, -0.16, 0.2, 0.03, hair);
        oval(side, -0.07, 0.16, 0.075, [236, 234, 230]);
        oval(side, -0.07, 0.07, 0.07, [50, 34, 26]);
        oval(side * 2.3, 0.0, 0.1, 0.24, skin);
    }
    oval(0.0, 0.12, 0.13, 0.06, tint(skin, [60, 20, 10], 0.3));
    oval(0.0, 0.3, 0.28, 0.07, [156, 76, 72]);
    oval(0.0, 0.295, 0.22, 0.012, [96, 40, 40]);
    canvas.image
}
