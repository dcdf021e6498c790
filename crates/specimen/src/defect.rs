//! What can be wrong with a photo, and how a fair one is spoilt.

use crate::camera::Shot;
use crate::camera::light::Glare;
use crate::camera::projection::{Point, Projection};
use crate::dice::Dice;
use crate::page::Sheet;
use crate::truth::{KEPT, Measured, kept};
use std::f32::consts::{FRAC_PI_2, PI, TAU};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Defect {
    NotADocument,
    Screenshot,
    TooDark,
    Blurred,
    Glare,
    CutOff,
    TooSmall,
    Rotated,
}

impl Defect {
    pub const ALL: [Self; 8] = [
        Self::NotADocument,
        Self::Screenshot,
        Self::TooDark,
        Self::Blurred,
        Self::Glare,
        Self::CutOff,
        Self::TooSmall,
        Self::Rotated,
    ];

    /// As the reader calls what it finds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotADocument => "not_a_document",
            Self::Screenshot => "screenshot",
            Self::TooDark => "too_dark",
            Self::Blurred => "blurred",
            Self::Glare => "glare",
            Self::CutOff => "cut_off",
            Self::TooSmall => "too_small",
            Self::Rotated => "rotated",
        }
    }

    /// Makes a fair shot of this sheet a bad one. How bad is drawn; whether it is bad enough, the truth says.
    pub(crate) fn spoil(self, shot: &mut Shot, sheet: &Sheet, dice: &mut Dice) {
        match self {
            Self::TooDark => darken(shot, dice),
            Self::Blurred => blur(shot, sheet, dice),
            Self::Glare => glare(shot, sheet, dice),
            Self::CutOff => cut(shot, dice),
            Self::TooSmall => shrink(shot, dice),
            Self::Rotated => turn(shot, dice),
            // These are no photos of a page.
            Self::NotADocument | Self::Screenshot => {}
        }
    }

    /// Nobody could read it, or would take it: by this defect alone.
    pub(crate) fn shows(self, measured: &Measured) -> bool {
        match self {
            Self::NotADocument | Self::Screenshot => true,
            Self::TooDark => measured.brightest < 36.0,
            Self::Blurred => measured.softness >= 0.22,
            Self::Glare => measured.washed >= 0.06,
            Self::CutOff => measured.outside >= 0.08 && measured.outside <= 0.7,
            Self::TooSmall => measured.print <= 5.0,
            Self::Rotated => measured.turned,
        }
    }
}

fn darken(shot: &mut Shot, dice: &mut Dice) {
    shot.light.exposure = dice.between(0.04, 0.13);
    shot.light.slope *= 0.5;
    shot.grain = dice.between(1.5, 4.5);
}

fn blur(shot: &mut Shot, sheet: &Sheet, dice: &mut Dice) {
    let print = Measured::of(shot, sheet).print / kept(shot.size);
    if dice.chance(0.65) {
        shot.lens.focus = print * dice.between(0.24, 0.7);
    } else {
        shot.lens.motion = print * dice.between(0.85, 2.2);
        shot.lens.motion_towards = dice.between(0.0, PI);
    }
}

fn glare(shot: &mut Shot, sheet: &Sheet, dice: &mut Dice) {
    let there = Projection::onto(
        (sheet.image.width() as f32, sheet.image.height() as f32),
        shot.placing.corners(shot.page.size(), shot.size),
    );
    let long = shot.size.0.max(shot.size.1) as f32;
    for _ in 0..1 + dice.below(2) {
        let Some(word) = sheet.words.get(dice.below(sheet.words.len() as u64) as usize) else { return };
        let middle: Point = there.at((word.x + word.width * dice.between(0.2, 0.8), word.y));
        let radius = long * dice.between(0.07, 0.2);
        let radius = (radius, radius * dice.between(0.4, 0.9));
        shot.light.glare.push(Glare { middle, radius, strength: dice.between(0.95, 1.6) });
    }
}

fn cut(shot: &mut Shot, dice: &mut Dice) {
    shot.placing.fill = shot.placing.fill.max(0.8) * dice.between(1.0, 1.35);
    let (sin, cos) = dice.between(0.0, TAU).sin_cos();
    let far = dice.between(0.1, 0.4);
    shot.placing.shift = (far * cos, far * sin);
}

fn shrink(shot: &mut Shot, dice: &mut Dice) {
    let wanted = dice.between(2.6, 4.9) / kept(shot.size);
    let full = shot.placing.pixels_a_unit(shot.page.size(), shot.size) / shot.placing.fill;
    shot.placing.fill = wanted / shot.page.print() / full;
    shot.placing.shift = (dice.between(-0.2, 0.2), dice.between(-0.2, 0.2));
    // What is far away is in focus as well as what is near.
    shot.lens.focus = shot.lens.focus.min(0.5 * shot.size.0.max(shot.size.1) as f32 / KEPT);
}

fn turn(shot: &mut Shot, dice: &mut Dice) {
    let quarters = 1 + dice.below(3);
    shot.placing.turn += FRAC_PI_2 * quarters as f32;
    if quarters % 2 == 1 {
        shot.size = (shot.size.1, shot.size.0);
        shot.placing.shift = (shot.placing.shift.1, shot.placing.shift.0);
    }
}
