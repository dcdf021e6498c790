//! Numbers read from a page: find its lines, read those that can hold sixteen digits, read each number found
//! a second time on its own.

mod digits;
mod eye;
mod letters;
mod lines;
mod strip;

pub use eye::{Eye, alone};

use super::{EyeFault, Found, Turn};
use crate::Picture;
use digits::{Digits, SIXTEEN, label, runs};
use strip::Strip;

/// The longest side of what the finder sees.
const LONGEST: u32 = 1_280;
/// Sixteen digits are so many times as long as high, with or without words beside them.
const SHORTEST: f32 = 4.5;
/// How much shorter a line is drawn for a glance, and the digits of a number that are seen even so.
const GLANCE: f32 = 0.5;
const SOME: usize = 3;
/// How far from a number, in heights of its line, the word may end that names it.
const COLUMN: f32 = 20.0;
/// Lines that are asked which way up they stand.
const ASKED: usize = 5;

impl Eye {
    /// The numbers of sixteen digits on a page, however it lies.
    pub(super) fn numbers(&self, picture: &Picture) -> Result<Vec<Found>, EyeFault> {
        let lines = self.lines(picture)?;
        let turn = self.turn(picture, &lines)?;
        let lines: Vec<Strip> = lines.into_iter().map(|l| forward(l, turn)).collect();
        let mut found = Vec::new();
        let page = Page { eye: self, picture, lines: &lines, turn };
        for line in lines.iter().filter(|l| l.length >= l.height * SHORTEST) {
            if !self.may_be_number(picture, line)? {
                continue;
            }
            for digits in runs(&self.read(picture, line, 1.0)?) {
                found.extend(page.again(line, digits)?);
            }
        }
        Ok(found)
    }

    /// A glance at the line drawn short, which costs less than reading it: whether there are digits at all.
    fn may_be_number(&self, picture: &Picture, line: &Strip) -> Result<bool, EyeFault> {
        let glance = self.read(picture, line, GLANCE)?;
        Ok(glance.iter().filter(|l| l.letter.is_ascii_digit()).count() >= SOME)
    }

    pub(super) fn turned(&self, picture: &Picture) -> Result<Option<Turn>, EyeFault> {
        let lines = self.lines(picture)?;
        self.turn(picture, &lines)
    }

    fn lines(&self, picture: &Picture) -> Result<Vec<Strip>, EyeFault> {
        let heat = self.heat(picture, LONGEST)?;
        let by = |side: u32, seen: usize| side as f32 / seen as f32;
        let by = (by(picture.width(), heat.width), by(picture.height(), heat.height));
        Ok(lines::lines(&heat).iter().map(|l| l.scaled(by)).collect())
    }

    /// Which way the page lies, as most of its long lines do.
    fn turn(&self, picture: &Picture, lines: &[Strip]) -> Result<Option<Turn>, EyeFault> {
        let mut long: Vec<&Strip> = lines.iter().filter(|l| l.length > l.height * 4.0).collect();
        let steep = long.iter().filter(|l| l.is_steep()).count() * 2 > long.len();
        long.retain(|l| l.is_steep() == steep);
        long.sort_by(|a, b| b.length.total_cmp(&a.length));
        let asked = long.iter().take(ASKED);
        let heads = asked.map(|l| self.upside_down(picture, l)).collect::<Result<Vec<f32>, _>>()?;
        let down = heads.iter().filter(|p| **p > 0.5).count() * 2 > heads.len();
        Ok(match (steep, down) {
            (false, false) => None,
            (false, true) => Some(Turn::Half),
            // Lines that run downwards: the page lies on its right side.
            (true, false) => Some(Turn::ThreeQuarters),
            (true, true) => Some(Turn::Quarter),
        })
    }
}

/// A page with its lines, all in the direction in which they are written.
struct Page<'a> {
    eye: &'a Eye,
    picture: &'a Picture,
    lines: &'a [Strip],
    turn: Option<Turn>,
}

impl Page<'_> {
    /// Reads a number once more, drawn on its own and a little larger: what is misread once is seldom
    /// misread alike.
    fn again(&self, line: &Strip, first: Digits) -> Result<Option<Found>, EyeFault> {
        let part = line.part(first.from, first.to, 0.5, 1.12);
        let second = runs(&self.eye.read(self.picture, &part, 1.0)?).into_iter().next();
        let certain = second.as_ref().is_some_and(|s| s.sure && s.value == first.value) && first.sure;
        let values = [Some(first.value), second.map(|s| s.value)];
        let Some(value) = values.into_iter().flatten().find(|v| v.len() == SIXTEEN) else { return Ok(None) };
        let label = if first.label.is_empty() { self.beside(&part)? } else { first.label };
        let (left, top) = upright(part.point(0.0, 0.0), self.turn);
        Ok(Some(Found { value, certain, label, left, top, height: part.height }))
    }

    /// The word that ends before this line begins, at the same height: a form sets its numbers in a column of
    /// their own, often with a colon between.
    fn beside(&self, line: &Strip) -> Result<String, EyeFault> {
        let begins = line.point(0.0, 0.5);
        let gap = |other: &Strip| {
            let ends = other.point(1.0, 0.5);
            let (x, y) = (begins.0 - ends.0, begins.1 - ends.1);
            let (ahead, aside) = (x * line.along.0 + y * line.along.1, y * line.along.0 - x * line.along.1);
            let near =
                aside.abs() < line.height * 0.5 && ahead > -line.height && ahead < line.height * COLUMN;
            near.then_some(ahead)
        };
        let mut near: Vec<(f32, &Strip)> = self.lines.iter().filter_map(|l| gap(l).map(|g| (g, l))).collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, word) in near.into_iter().take(2) {
            let word = label(&self.eye.read(self.picture, word, 1.0)?);
            if !word.is_empty() {
                return Ok(word);
            }
        }
        Ok(String::new())
    }
}

/// The line in the direction in which it is written on a page that lies so.
fn forward(line: Strip, turn: Option<Turn>) -> Strip {
    let down = match turn {
        None | Some(Turn::ThreeQuarters) => false,
        Some(Turn::Half | Turn::Quarter) => true,
    };
    if down { line.upside_down() } else { line }
}

/// A point as it lies on the page once that stands upright; only which is higher and further left counts.
fn upright((x, y): (f32, f32), turn: Option<Turn>) -> (f32, f32) {
    match turn {
        None => (x, y),
        Some(Turn::Half) => (-x, -y),
        Some(Turn::Quarter) => (-y, x),
        Some(Turn::ThreeQuarters) => (y, -x),
    }
}
