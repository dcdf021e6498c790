//! Typefaces and the drawing of letters. Sizes are heights of a capital, in pixels: what reading depends on.

use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};
use image::RgbImage;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Plain,
    Bold,
    Serif,
    /// Digits of one width, as numbers are printed.
    Mono,
}

impl Face {
    fn font(self) -> Option<FontRef<'static>> {
        let bytes = match self {
            Self::Plain => dejavu::sans_condensed::regular(),
            Self::Bold => dejavu::sans_condensed::bold(),
            Self::Serif => dejavu::serif_condensed::regular(),
            Self::Mono => dejavu::sans_mono::regular(),
        };
        FontRef::try_from_slice(bytes).ok()
    }
}

/// A word or line to be drawn: its baseline begins at `x`, `y`.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    pub face: Face,
    pub capital: f32,
    pub x: f32,
    pub y: f32,
    pub text: &'a str,
    pub ink: [u8; 3],
}

/// Width in pixels.
pub fn width(face: Face, capital: f32, text: &str) -> f32 {
    face.font().map_or(0.0, |font| {
        let scaled = font.as_scaled(scale(&font, capital));
        text.chars().map(|c| scaled.h_advance(font.glyph_id(c))).sum()
    })
}

/// Draws the words; what lies outside is left away.
pub fn draw(image: &mut RgbImage, words: Words) {
    let Some(font) = words.face.font() else { return };
    let scale = scale(&font, words.capital);
    let mut x = words.x;
    for letter in words.text.chars() {
        let id = font.glyph_id(letter);
        if let Some(outlined) = font.outline_glyph(id.with_scale_and_position(scale, point(x, words.y))) {
            let corner = outlined.px_bounds().min;
            let (left, top) = (corner.x as i32, corner.y as i32);
            outlined
                .draw(|dx, dy, covered| lay(image, (left + dx as i32, top + dy as i32), covered, words.ink));
        }
        x += font.as_scaled(scale).h_advance(id);
    }
}

/// `ab_glyph` counts in heights of a line; we count in heights of a capital.
fn scale(font: &FontRef, capital: f32) -> PxScale {
    let tall = font.outline(font.glyph_id('H')).map_or(1.0, |o| o.bounds.height().abs());
    PxScale::from(capital * font.height_unscaled() / tall.max(1.0))
}

fn lay(image: &mut RgbImage, (x, y): (i32, i32), covered: f32, ink: [u8; 3]) {
    let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
    if let Some(pixel) = image.get_pixel_mut_checked(x, y) {
        for (under, over) in pixel.0.iter_mut().zip(ink) {
            *under = mixed(*under, over, covered);
        }
    }
}

/// `share` of `over` upon `under`.
pub fn mixed(under: u8, over: u8, share: f32) -> u8 {
    let (under, over) = (f32::from(under), f32::from(over));
    (under + (over - under) * share.clamp(0.0, 1.0)).round() as u8
}
