//! Draws what an officer marked: the page smaller, a thick frame around one spot, the rest dimmed. Only ever
//! given a page that we drew ourselves.

use crate::{Fault, Kind, Picture};
use image::Rgb;
use serde::{Deserialize, Serialize};

/// The longest side of a marked picture: sharp on any phone, and far below what a messenger takes.
pub const MARKED: u32 = 1_600;
/// Red between two lines of white stands out from every page, and for those who see no red.
const RED: Rgb<u8> = Rgb([214, 0, 28]);
const WHITE: Rgb<u8> = Rgb([255, 255, 255]);

/// A spot on a page, in thousandths of its width and height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

/// A picture of the page with the spot marked, as JPEG.
pub fn mark(page: &[u8], spot: Spot) -> Result<Vec<u8>, Fault> {
    let kind = Kind::of(page).map_err(|kind| Fault::Foreign { kind })?;
    let page = Picture::decode(page, kind)?.within(MARKED)?;
    let mut image = page.image().clone();
    let spot = Pixels::of(spot, image.width(), image.height());
    let unit = (image.width().max(image.height()) / 250).max(1);
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        let away = spot.distance(x, y);
        *pixel = match away / unit {
            _ if away == 0 => *pixel,
            0 | 4 => WHITE,
            1..=3 => RED,
            _ => dimmed(*pixel),
        };
    }
    Picture::of(image).jpeg()
}

/// A rectangle of pixels, its far edges excluded.
struct Pixels {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

impl Pixels {
    /// What lies beside the page is left out.
    fn of(spot: Spot, width: u32, height: u32) -> Self {
        let at = |thousandths: u32, side: u32| (thousandths * side / 1_000).min(side);
        let (x, y) = (u32::from(spot.x), u32::from(spot.y));
        Self {
            left: at(x, width),
            top: at(y, height),
            right: at(x + u32::from(spot.width), width),
            bottom: at(y + u32::from(spot.height), height),
        }
    }

    /// How far outside the rectangle a pixel lies; 0 inside it.
    fn distance(&self, x: u32, y: u32) -> u32 {
        let outside = |at: u32, from: u32, to: u32| match at {
            at if at < from => from - at,
            at if at >= to => at - to + 1,
            _ => 0,
        };
        outside(x, self.left, self.right).max(outside(y, self.top, self.bottom))
    }
}

fn dimmed(pixel: Rgb<u8>) -> Rgb<u8> {
    Rgb(pixel.0.map(|c| c / 5 * 3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    const MIDDLE: Spot = Spot { x: 250, y: 400, width: 500, height: 200 };

    fn paper(width: u32, height: u32) -> Vec<u8> {
        Picture::of(RgbImage::from_pixel(width, height, Rgb([200, 200, 200]))).jpeg().expect("a page")
    }

    fn marked(page: &[u8], spot: Spot) -> RgbImage {
        let jpeg = mark(page, spot).expect("a marked page");
        Picture::decode(&jpeg, Kind::Jpeg).expect("a picture").image().clone()
    }

    fn near(pixel: &Rgb<u8>, wanted: [u8; 3]) -> bool {
        pixel.0.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 30)
    }

    #[test]
    fn the_spot_stays_as_it_is_a_red_frame_goes_around_it_and_the_rest_is_dimmed() {
        let image = marked(&paper(1_200, 800), MIDDLE);
        assert_eq!((image.width(), image.height()), (1_200, 800));
        assert!(near(image.get_pixel(600, 400), [200, 200, 200]), "{:?}", image.get_pixel(600, 400));
        assert!(near(image.get_pixel(600, 320 - 8), RED.0), "{:?}", image.get_pixel(600, 312));
        assert!(near(image.get_pixel(100, 100), [120, 120, 120]), "{:?}", image.get_pixel(100, 100));
    }

    #[test]
    fn a_large_page_is_drawn_smaller_and_the_mark_with_it() {
        let image = marked(&paper(3_200, 2_400), MIDDLE);
        assert_eq!((image.width(), image.height()), (1_600, 1_200));
        assert!(near(image.get_pixel(800, 480 - 10), RED.0), "{:?}", image.get_pixel(800, 470));
    }

    #[test]
    fn a_mark_at_the_edge_or_beyond_it_harms_nothing() {
        let whole = Spot { x: 0, y: 0, width: 1_000, height: 1_000 };
        assert!(near(marked(&paper(300, 200), whole).get_pixel(0, 0), [200, 200, 200]));
        let beyond = Spot { x: 900, y: 900, width: u16::MAX, height: u16::MAX };
        assert!(near(marked(&paper(300, 200), beyond).get_pixel(299, 199), [200, 200, 200]));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(mark(b"%PDF-1.7", MIDDLE).is_err());
        assert!(mark(b"", MIDDLE).is_err());
    }
}
