//! Shots as careful people take them: a little skewed, a little soft, unevenly lit, compressed. Every word
//! can be read.

use crate::camera::Shot;
use crate::camera::lens::Lens;
use crate::camera::light::{Glare, Light, Shadow};
use crate::camera::projection::Placing;
use crate::camera::surface::Surface;
use crate::dice::Dice;
use crate::page::PageKind;
use crate::truth::kept;
use std::f32::consts::{PI, TAU};

/// What phones take, and what chat apps make of it.
const SIZES: [(u32, u32); 9] = [
    (1_600, 1_200),
    (1_600, 1_200),
    (1_600, 1_200),
    (1_600, 1_200),
    (1_280, 960),
    (1_280, 960),
    (1_600, 900),
    (2_048, 1_536),
    (4_000, 3_000),
];

/// A shot that is meant well; whether every word can be read, the truth says.
pub(crate) fn fair(page: PageKind, size: Option<(u32, u32)>, dice: &mut Dice) -> Shot {
    match dice.below(100) {
        0..=11 if size.is_none() => scanned(page, dice),
        12..=17 if size.is_none() => flat(page, dice),
        _ => photographed(page, size, dice),
    }
}

fn photographed(page: PageKind, size: Option<(u32, u32)>, dice: &mut Dice) -> Shot {
    let size = size.unwrap_or_else(|| {
        let (long, short) = dice.one_of(SIZES[0], &SIZES[1..]);
        let (width, height) = page.size();
        let across = if dice.chance(0.85) { width > height } else { width <= height };
        if across { (long, short) } else { (short, long) }
    });
    let fill = dice.between(0.5, 1.0).max(dice.between(0.5, 1.0));
    let placing = Placing {
        fill,
        shift: (dice.between(-0.3, 0.3) * (1.0 - fill), dice.between(-0.3, 0.3) * (1.0 - fill)),
        turn: 0.06 * dice.bell(),
        tilt: (0.1 * dice.bell(), 0.12 * dice.bell()),
    };
    let mut shot = Shot {
        page,
        size,
        placing,
        surface: Surface::table(dice),
        light: light(size, dice),
        lens: Lens { focus: 0.0, motion: 0.0, motion_towards: dice.between(0.0, PI) },
        grain: dice.between(0.8, 4.0) / kept(size),
        quality: dice.between(62.0, 92.0) as u8,
        fold: if page != PageKind::Ktp && dice.chance(0.3) { dice.between(0.02, 0.08) } else { 0.0 },
    };
    let print = page.print() * shot.placing.pixels_a_unit(page.size(), size);
    shot.lens.focus = (print * dice.between(0.02, 0.09)).max(0.45 / kept(size));
    if dice.chance(0.2) {
        shot.lens.motion = print * dice.between(0.08, 0.2);
    }
    shot
}

fn light(size: (u32, u32), dice: &mut Dice) -> Light {
    let shadow = Shadow {
        edge: (dice.between(0.1, 0.9), dice.between(0.1, 0.9)),
        towards: dice.between(0.0, TAU),
        depth: dice.between(0.12, 0.45),
        soft: dice.between(0.02, 0.3),
    };
    let mut glare = Vec::new();
    if dice.chance(0.2) {
        let long = size.0.max(size.1) as f32;
        let radius = long * dice.between(0.03, 0.12);
        let middle = (dice.between(0.0, 1.0) * size.0 as f32, dice.between(0.0, 1.0) * size.1 as f32);
        glare.push(Glare { middle, radius: (radius, radius * 0.7), strength: dice.between(0.6, 1.4) });
    }
    Light {
        exposure: dice.between(0.55, 1.08),
        slope: dice.between(0.0, 0.35),
        slope_towards: dice.between(0.0, TAU),
        shadow: dice.chance(0.35).then_some(shadow),
        glare,
        colour: [1.0, dice.between(0.93, 1.0), dice.between(0.78, 1.0)],
    }
}

/// From a flatbed: straight, even, to the paper's edge.
fn scanned(page: PageKind, dice: &mut Dice) -> Shot {
    let mut shot = flat(page, dice);
    shot.placing.fill = dice.between(0.99, 1.01);
    shot.placing.turn = dice.between(-0.012, 0.012);
    shot.light.exposure = dice.between(0.9, 1.06);
    shot.lens.focus = 0.5;
    shot.grain = dice.between(0.5, 2.0);
    shot.quality = dice.between(70.0, 92.0) as u8;
    shot
}

/// As a program exports it: no camera was there.
fn flat(page: PageKind, dice: &mut Dice) -> Shot {
    let (width, height) = page.size();
    let scale = dice.between(1_400.0, 2_300.0) / width.max(height);
    let surface =
        Surface { colour: [255, 255, 255], ..Surface::of(crate::camera::surface::Pattern::Plain, dice) };
    Shot {
        page,
        size: ((width * scale) as u32, (height * scale) as u32),
        placing: Placing { fill: 1.0, shift: (0.0, 0.0), turn: 0.0, tilt: (0.0, 0.0) },
        surface,
        light: Light {
            exposure: 1.0,
            slope: 0.0,
            slope_towards: 0.0,
            shadow: None,
            glare: Vec::new(),
            colour: [1.0; 3],
        },
        lens: Lens { focus: 0.0, motion: 0.0, motion_towards: 0.0 },
        grain: 0.0,
        quality: 92,
        fold: 0.0,
    }
}
