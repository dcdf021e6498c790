//! Invented documents, drawn flat and clean. Nothing imitates real artwork, and each sheet says what it is.

mod card;
mod family;
mod letter;
mod marks;

use crate::canvas::{Area, Canvas};
use crate::dice::Dice;
use crate::people::Person;
use image::RgbImage;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// A family card, A4 across.
    Kk,
    /// An identity card.
    Ktp,
    LossLetter,
    BirthCertificate,
    Diploma,
    MarriageRecord,
}

impl PageKind {
    pub const ALL: [Self; 6] =
        [Self::Kk, Self::Ktp, Self::LossLetter, Self::BirthCertificate, Self::Diploma, Self::MarriageRecord];

    /// Width and height in millimetres.
    pub fn size(self) -> (f32, f32) {
        match self {
            Self::Kk => (297.0, 210.0),
            Self::Ktp => (85.6, 54.0),
            _ => (210.0, 297.0),
        }
    }

    /// The height of a capital, or a digit, in the print that has to be read, in millimetres.
    pub fn print(self) -> f32 {
        match self {
            Self::Kk => family::PRINT,
            Self::Ktp => card::PRINT,
            _ => letter::PRINT,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ktp => "ktp",
            Self::LossLetter => "loss_letter",
            Self::BirthCertificate => "birth_certificate",
            Self::Diploma => "diploma",
            Self::MarriageRecord => "marriage_record",
        }
    }
}

/// What a page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub kind: PageKind,
    /// In the order in which they stand on the page.
    pub niks: Vec<String>,
    pub nomor_kk: Option<String>,
    pub qr: Option<String>,
    pub people: Vec<Person>,
}

/// A drawn page.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub content: Content,
    pub image: RgbImage,
    /// Pixels a millimetre.
    pub scale: f32,
    /// Where words stand, in pixels of the image.
    pub words: Vec<Area>,
}

impl Sheet {
    /// Draws a page with so many pixels a millimetre.
    pub fn draw(kind: PageKind, scale: f32, dice: &mut Dice) -> Self {
        let (content, canvas) = match kind {
            PageKind::Kk => family::draw(scale, dice),
            PageKind::Ktp => card::draw(scale, dice),
            other => letter::draw(other, scale, dice),
        };
        let pixels = |area: &Area| Area {
            x: area.x * scale,
            y: area.y * scale,
            width: area.width * scale,
            height: area.height * scale,
        };
        let words = canvas.words.iter().map(pixels).collect();
        Self { content, words, scale, image: canvas.image }
    }
}

/// Ink as printers and ballpoints lay it: hardly ever quite black.
fn ink(dice: &mut Dice) -> [u8; 3] {
    dice.one_of([28, 30, 36], &[[16, 16, 18], [44, 44, 50], [30, 34, 70]])
}

fn paper(dice: &mut Dice) -> [u8; 3] {
    dice.one_of([250, 249, 244], &[[255, 255, 255], [244, 240, 228], [240, 246, 240], [236, 242, 248]])
}

fn canvas(kind: PageKind, scale: f32, paper: [u8; 3]) -> Canvas {
    let (width, height) = kind.size();
    Canvas::new(width, height, scale, paper)
}
