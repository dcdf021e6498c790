//! What lies under a page, or fills a picture without one: tables, cloth, tiles, walls. `x` and `y` in units
//! of a tenth of the picture's longer side.

use crate::canvas::Colour;
use crate::dice::{Dice, hills};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    Wood,
    Cloth,
    Dots,
    Tiles,
    Plain,
    Rough,
    Grass,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surface {
    pub pattern: Pattern,
    pub colour: Colour,
    pub seed: u32,
    /// Hills a unit.
    pub fine: f32,
}

const WOODS: [Colour; 4] = [[142, 98, 62], [92, 62, 42], [178, 136, 94], [112, 84, 64]];
const CLOTHS: [Colour; 5] = [[140, 46, 52], [56, 84, 122], [70, 108, 82], [168, 150, 120], [60, 56, 66]];
const PALES: [Colour; 5] =
    [[190, 188, 182], [206, 200, 188], [150, 152, 156], [118, 116, 112], [178, 196, 204]];

impl Surface {
    /// Something that pages lie on.
    pub fn table(dice: &mut Dice) -> Self {
        use Pattern::{Cloth, Dots, Plain, Rough, Tiles, Wood};
        let pattern = dice.one_of(Wood, &[Wood, Cloth, Dots, Tiles, Plain, Rough]);
        Self::of(pattern, dice)
    }

    /// Something that is photographed by mistake.
    pub fn blank(dice: &mut Dice) -> Self {
        use Pattern::{Cloth, Dots, Grass, Plain, Rough, Tiles, Wood};
        let pattern = dice.one_of(Plain, &[Wood, Cloth, Tiles, Rough, Grass, Plain, Dots]);
        Self::of(pattern, dice)
    }

    pub fn of(pattern: Pattern, dice: &mut Dice) -> Self {
        let colour = match pattern {
            Pattern::Wood => dice.one_of(WOODS[0], &WOODS[1..]),
            Pattern::Cloth | Pattern::Dots => dice.one_of(CLOTHS[0], &CLOTHS[1..]),
            Pattern::Grass => [84, 112, 58],
            _ => dice.one_of(PALES[0], &PALES[1..]),
        };
        Self { pattern, colour, seed: dice.draw() as u32, fine: dice.between(0.7, 1.5) }
    }

    pub fn colour_at(&self, x: f32, y: f32) -> [f32; 3] {
        let (x, y) = (x * self.fine, y * self.fine);
        let noise = |zoom: f32, salt: u32| hills(self.seed ^ salt, x * zoom, y * zoom) - 0.5;
        let shade = match self.pattern {
            Pattern::Wood => self.wood(x, y),
            Pattern::Cloth => 0.16 * weave(x * 14.0, y * 14.0) + 0.2 * noise(9.0, 1),
            Pattern::Dots => {
                if spot(x, y) {
                    0.7
                } else {
                    0.1 * noise(40.0, 2)
                }
            }
            Pattern::Tiles => {
                if joint(x) || joint(y) {
                    -0.45
                } else {
                    0.12 * noise(0.6, 3) + 0.05 * noise(30.0, 4)
                }
            }
            Pattern::Plain => 0.06 * noise(0.5, 5) + 0.02 * noise(24.0, 6),
            Pattern::Rough => 0.25 * noise(3.0, 7) + 0.25 * noise(25.0, 8),
            Pattern::Grass => 0.8 * hills(self.seed, x * 30.0, y * 9.0) - 0.4 + 0.4 * noise(3.0, 9),
        };
        self.colour.map(|c| (f32::from(c) * (1.0 + shade)).clamp(0.0, 255.0))
    }

    fn wood(&self, x: f32, y: f32) -> f32 {
        let bent = y + 0.25 * hills(self.seed, x * 0.4, y * 0.8);
        let grain = hills(self.seed ^ 11, x * 0.5, bent * 14.0) - 0.5;
        let fine = hills(self.seed ^ 12, x * 2.0, bent * 60.0) - 0.5;
        let plank = if (y * 0.35).fract().abs() < 0.012 { -0.4 } else { 0.0 };
        0.4 * grain + 0.18 * fine + plank
    }
}

fn weave(x: f32, y: f32) -> f32 {
    (x * std::f32::consts::PI).sin() * (y * std::f32::consts::PI).sin()
}

fn spot(x: f32, y: f32) -> bool {
    let (u, v) = ((x * 1.4).rem_euclid(1.0) - 0.5, (y * 1.4).rem_euclid(1.0) - 0.5);
    u * u + v * v < 0.05
}

fn joint(along: f32) -> bool {
    (along * 0.45).rem_euclid(1.0) < 0.02
}
