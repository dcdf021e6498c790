//! What a shot does to the words of its sheet, reckoned from its geometry and never from its pixels. Between
//! what reads well and what nobody reads lies a zone that is used for neither.

use crate::camera::Shot;
use crate::camera::projection::{Point, Projection};
use crate::page::Sheet;

/// The longer side to which pictures are reduced before anybody looks at them, in pixels.
pub const KEPT: f32 = 3_200.0;

/// Pixels that are kept for one of the picture.
pub fn kept(size: (u32, u32)) -> f32 {
    (KEPT / size.0.max(size.1) as f32).min(1.0)
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The smallest height of a capital, in pixels as kept.
    pub print: f32,
    /// The standard deviation of all blur, in smallest heights of a capital. At 0.1 the finest strokes of a
    /// digit keep a third of their contrast; at 0.22 a two-hundredth: 6, 8 and 0 are one.
    pub softness: f32,
    /// How light paper is beside the darkest and the brightest word; 255 is white.
    pub darkest: f32,
    pub brightest: f32,
    /// The share of all words whose contrast a reflection took.
    pub washed: f32,
    /// The share of all words whose contrast a reflection lessened at all.
    pub touched: f32,
    /// The share of all words outside the picture.
    pub outside: f32,
    /// Room between the nearest word and the picture's edge, in heights of a capital.
    pub room: f32,
    /// On its side or upside down.
    pub turned: bool,
}

/// What is left of ink's contrast where a reflection took it, of 255.
const WASHED: f32 = 30.0;
const PAPER: f32 = 245.0;
const INK: f32 = 32.0;

impl Measured {
    pub fn of(shot: &Shot, sheet: &Sheet) -> Self {
        let there = shot.projection(sheet);
        let (width, height) = (shot.size.0 as f32, shot.size.1 as f32);
        let spots = spots(sheet, &there);
        let count = spots.len().max(1) as f32;
        let inside = |p: &Point| p.0 >= 0.0 && p.1 >= 0.0 && p.0 < width && p.1 < height;
        let share = |of: &dyn Fn(&Point) -> bool| spots.iter().filter(|p| of(p)).count() as f32 / count;
        let least = |of: &dyn Fn(&Point) -> f32| spots.iter().map(of).fold(f32::MAX, f32::min);
        let lit = |p: &Point| PAPER * shot.light.at(*p, shot.size).0;
        let smallest = smallest(sheet, &there);
        let border = |p: &Point| p.0.min(p.1).min(width - p.0).min(height - p.1);
        Self {
            print: smallest * kept(shot.size),
            softness: shot.lens.softness() / smallest,
            darkest: least(&lit),
            brightest: -least(&|p| -lit(p)),
            washed: share(&|p| inside(p) && contrast(shot, *p) < WASHED.min(0.4 * lit(p))),
            touched: share(&|p| {
                inside(p) && contrast(shot, *p) < 0.6 * (1.0 - INK / PAPER) * lit(p).min(255.0)
            }),
            outside: share(&|p| !inside(p)),
            room: least(&border) / smallest,
            turned: shot.placing.turn.cos() < 0.7,
        }
    }

    /// A person reads every word without effort.
    pub fn well(&self, grain: f32) -> bool {
        self.print >= 9.0
            && self.softness <= 0.1
            && self.darkest >= 80.0
            && self.darkest >= 16.0 * grain
            && self.touched <= 0.005
            && self.outside == 0.0
            && self.room >= 1.5
            && !self.turned
    }
}

/// What tells ink from paper here.
fn contrast(shot: &Shot, at: Point) -> f32 {
    let (lit, added) = shot.light.at(at, shot.size);
    let shown = |of: f32| (of * lit + added * 255.0).min(255.0);
    shown(PAPER) - shown(INK)
}

/// Points of all words in the picture, one a letter.
fn spots(sheet: &Sheet, there: &Projection) -> Vec<Point> {
    let along = |word: &crate::canvas::Area| {
        let letters = (word.width / word.height.max(0.1)).ceil().max(1.0) as u32;
        let word = *word;
        (0..letters).map(move |n| {
            let share = (n as f32 + 0.5) / letters as f32;
            (word.x + word.width * share, word.y + word.height / 2.0)
        })
    };
    sheet.words.iter().flat_map(along).map(|p| there.at(p)).collect()
}

/// The smallest height of a capital in the picture, in its pixels.
fn smallest(sheet: &Sheet, there: &Projection) -> f32 {
    let tall = |word: &crate::canvas::Area| {
        let [upper, _, _, lower] = word.corners();
        let (a, b) = (there.at(upper), there.at(lower));
        (a.0 - b.0).hypot(a.1 - b.1)
    };
    sheet.words.iter().map(tall).fold(f32::MAX, f32::min).max(0.01)
}
