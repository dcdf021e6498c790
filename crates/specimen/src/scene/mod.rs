//! Pictures that residents send by mistake: a face, a wall, a screenshot of a chat.

mod chat;
mod selfie;

use crate::camera::lens::Lens;
use crate::camera::light::Light;
use crate::camera::surface::Surface;
use crate::camera::{Shot, sensor};
use crate::dice::Dice;
use crate::page::PageKind;
use crate::{Order, Specimen};
use chat::chat;
use image::{ImageFormat, RgbImage};
use std::io::Cursor;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Face,
    Blank,
}

/// A photo of no document.
fn photo(subject: Subject, size: (u32, u32), dice: &mut Dice) -> RgbImage {
    let surface = Surface::blank(dice);
    let unit = size.0.max(size.1) as f32 / 10.0;
    let mut image = RgbImage::from_fn(size.0, size.1, |x, y| {
        image::Rgb(surface.colour_at(x as f32 / unit, y as f32 / unit).map(|c| c as u8))
    });
    if subject == Subject::Face {
        image = selfie::before(image, dice);
    }
    lit(&mut image, dice);
    let focus = dice.between(0.5, 1.2) * size.0.max(size.1) as f32 / 1_600.0;
    let mut image = Lens { focus, motion: 0.0, motion_towards: 0.0 }.through(image);
    sensor::grain(&mut image, dice.between(1.0, 5.0), dice);
    image
}

fn lit(image: &mut RgbImage, dice: &mut Dice) {
    let light = Light {
        exposure: dice.between(0.6, 1.05),
        slope: dice.between(0.0, 0.5),
        slope_towards: dice.between(0.0, std::f32::consts::TAU),
        shadow: None,
        glare: Vec::new(),
        colour: [1.0, dice.between(0.93, 1.0), dice.between(0.8, 1.0)],
    };
    let size = image.dimensions();
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        let (lit, _) = light.at((x as f32, y as f32), size);
        for (channel, lamp) in pixel.0.iter_mut().zip(light.colour) {
            *channel = (f32::from(*channel) * lit * lamp).clamp(0.0, 255.0) as u8;
        }
    }
}

/// A face, a wall, a floor.
pub fn nothing(order: Order, dice: &mut Dice) -> Specimen {
    let subject = dice.one_of(Subject::Face, &[Subject::Blank]);
    let (long, short) = dice.one_of((1_600, 1_200), &[(1_280, 960), (1_600, 900), (2_048, 1_536)]);
    let size = order.size.unwrap_or(if dice.chance(0.6) { (short, long) } else { (long, short) });
    let image = photo(subject, size, dice);
    let bytes = sensor::jpeg(&image, dice.between(62.0, 92.0) as u8);
    Specimen { bytes, size, defect: order.defect, content: None, measured: None }
}

/// A face as on a passport photo, as a JPEG.
pub fn portrait(size: (u32, u32), dice: &mut Dice) -> Vec<u8> {
    sensor::jpeg(&photo(Subject::Face, size, dice), 90)
}

const SCREENS: [(u32, u32); 5] = [(1_080, 2_400), (1_080, 1_920), (720, 1_600), (738, 1_600), (1_170, 2_532)];

/// A screenshot of the chat in which the page was sent.
pub fn screen(order: Order, dice: &mut Dice) -> Specimen {
    let inner = Order { defect: None, size: Some((1_280, 960)), page: Some(PageKind::Ktp), ..order };
    let (shot, words) = crate::shot(inner, dice);
    let page = order.page.unwrap_or(dice.one_of(PageKind::Kk, &PageKind::ALL));
    let shot = Shot { page, ..shot };
    let sheet = shot.sheet(&mut words.clone());
    let taken = shot.take(&sheet, dice);
    let size = order.size.unwrap_or(dice.one_of(SCREENS[0], &SCREENS[1..]));
    let screen = chat(&taken, size, dice);
    let bytes =
        if dice.chance(0.3) { png(&screen) } else { sensor::jpeg(&screen, dice.between(65.0, 92.0) as u8) };
    Specimen { bytes, size, defect: order.defect, content: Some(sheet.content), measured: None }
}

/// Encoding into memory does not fail; were it to, the bytes would be empty.
fn png(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    match image.write_to(&mut bytes, ImageFormat::Png) {
        Ok(()) => bytes.into_inner(),
        Err(_) => Vec::new(),
    }
}
