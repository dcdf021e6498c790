//! Draws invented documents and photographs them well or badly, with what is true of each picture beside it.
//! For tests and measurements: it must never be part of the program that reads real documents, and nothing
//! it draws imitates real artwork.

pub mod camera;
pub mod canvas;
mod defect;
pub mod dice;
pub mod face;
mod fair;
pub mod page;
mod people;
mod scene;
mod truth;

pub use defect::Defect;
pub use page::{Content, PageKind, Sheet};
pub use people::Person;
pub use truth::Measured;

use camera::{Shot, sensor};
use dice::Dice;

/// What is to be drawn; what is left open is drawn by lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    pub seed: u64,
    /// Without one every word can be read. The same seed without it is the fair twin.
    pub defect: Option<Defect>,
    pub page: Option<PageKind>,
    /// Pixels.
    pub size: Option<(u32, u32)>,
}

impl Order {
    pub fn fair(seed: u64) -> Self {
        Self { seed, defect: None, page: None, size: None }
    }

    pub fn bad(defect: Defect, seed: u64) -> Self {
        Self { defect: Some(defect), ..Self::fair(seed) }
    }
}

/// The JPEG of an invented face, two by three.
pub fn portrait(seed: u64) -> Vec<u8> {
    scene::portrait((600, 900), &mut Dice::new(seed))
}

/// A picture as a resident sends it, and what is true of it.
#[derive(Debug, Clone)]
pub struct Specimen {
    /// JPEG, or PNG where a phone's screen was kept.
    pub bytes: Vec<u8>,
    pub size: (u32, u32),
    pub defect: Option<Defect>,
    /// What the page says, where there is a page.
    pub content: Option<Content>,
    pub measured: Option<Measured>,
}

/// Shots that are tried until one is as fair, or as bad, as it was ordered.
const TRIES: usize = 200;

impl Specimen {
    pub fn draw(order: Order) -> Self {
        Self::with(order, Dice::new(order.seed))
    }

    /// The page's holder, or the first one named on it, is this person.
    pub fn draw_for(order: Order, name: &str, nik: &str) -> Self {
        let mut dice = Dice::new(order.seed);
        let bearer = Person::named(name, nik, &mut dice.split());
        Self::with(order, dice.for_bearer(bearer))
    }

    fn with(order: Order, mut dice: Dice) -> Self {
        match order.defect {
            Some(Defect::NotADocument) => scene::nothing(order, &mut dice),
            Some(Defect::Screenshot) => scene::screen(order, &mut dice),
            _ => Self::of_page(order, &mut dice),
        }
    }

    fn of_page(order: Order, dice: &mut Dice) -> Self {
        let (shot, words) = shot(order, dice);
        let sheet = shot.sheet(&mut words.clone());
        let image = shot.take(&sheet, dice);
        Self {
            bytes: sensor::jpeg(&image, shot.quality),
            size: shot.size,
            defect: order.defect,
            measured: Some(Measured::of(&shot, &sheet)),
            content: Some(sheet.content),
        }
    }
}

/// A shot as ordered, and the dice that its sheet is drawn with.
pub fn shot(order: Order, dice: &mut Dice) -> (Shot, Dice) {
    let page = order.page.unwrap_or_else(|| {
        dice.one_of(
            PageKind::Kk,
            &[
                PageKind::Kk,
                PageKind::Ktp,
                PageKind::Ktp,
                PageKind::LossLetter,
                PageKind::BirthCertificate,
                PageKind::Diploma,
                PageKind::MarriageRecord,
            ],
        )
    });
    let words = dice.split();
    // Words stand in the same places however finely they are drawn.
    let sheet = Sheet::draw(page, 2.0, &mut words.clone());
    let mut best = fair::fair(page, order.size, dice);
    for _ in 0..TRIES {
        if Measured::of(&best, &sheet).well(best.grain) {
            break;
        }
        best = fair::fair(page, order.size, dice);
    }
    let Some(defect) = order.defect else { return (best, words) };
    let mut bad = best.clone();
    for _ in 0..TRIES {
        bad = best.clone();
        defect.spoil(&mut bad, &sheet, dice);
        if defect.shows(&Measured::of(&bad, &sheet)) {
            break;
        }
    }
    (bad, words)
}
