//! Random numbers from a seed, the same on every machine and with every version: a seed names a picture.

use crate::people::Person;

/// SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
    /// Loaded: whoever is invented first is this person.
    bearer: Option<Person>,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self { state: seed, bearer: None }
    }

    /// The first person that is invented with these is this one.
    pub fn for_bearer(self, person: Person) -> Self {
        Self { bearer: Some(person), ..self }
    }

    pub fn bearer(&mut self) -> Option<Person> {
        self.bearer.take()
    }

    pub fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.state)
    }

    /// From 0 to `n` - 1.
    pub fn below(&mut self, n: u64) -> u64 {
        self.draw() % n.max(1)
    }

    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * fraction(self.draw())
    }

    pub fn chance(&mut self, of_one: f32) -> bool {
        fraction(self.draw()) < of_one
    }

    pub fn one_of<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        match self.below(others.len() as u64 + 1) {
            0 => first,
            n => others.get(n as usize - 1).copied().unwrap_or(first),
        }
    }

    /// Somewhere around 0, with a standard deviation of 1.
    pub fn bell(&mut self) -> f32 {
        let sum: f32 = (0..6).map(|_| fraction(self.draw())).sum();
        (sum - 3.0) * std::f32::consts::SQRT_2
    }

    /// A sign, as likely one as the other.
    pub fn sign(&mut self) -> f32 {
        if self.chance(0.5) { 1.0 } else { -1.0 }
    }

    /// Other dice, so that what one part draws does not shift what another draws.
    pub fn split(&mut self) -> Self {
        Self { state: self.draw(), bearer: self.bearer() }
    }
}

fn mixed(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// At least 0, below 1.
fn fraction(bits: u64) -> f32 {
    (bits >> 40) as f32 / (1_u64 << 24) as f32
}

/// Smooth noise over the plane, from 0 to 1, one hill a unit.
pub fn hills(seed: u32, x: f32, y: f32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(x - left), ease(y - top));
    let at = |dx: i32, dy: i32| corner(seed, left as i32 + dx, top as i32 + dy);
    let upper = at(0, 0) + (at(1, 0) - at(0, 0)) * u;
    let lower = at(0, 1) + (at(1, 1) - at(0, 1)) * u;
    upper + (lower - upper) * v
}

fn corner(seed: u32, x: i32, y: i32) -> f32 {
    let mut z = (x as u32).wrapping_mul(0x85EB_CA6B) ^ (y as u32).wrapping_mul(0xC2B2_AE35) ^ seed;
    z = (z ^ (z >> 15)).wrapping_mul(0x2C1B_3C6D);
    z = (z ^ (z >> 12)).wrapping_mul(0x297A_2D39);
    ((z ^ (z >> 15)) >> 8) as f32 / (1_u32 << 24) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_seed_gives_others() {
        let draw = |seed| (0..50).map(|_| Dice::new(seed).split().draw()).collect::<Vec<_>>();
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn numbers_stay_within_what_was_asked_for() {
        let mut dice = Dice::new(1);
        for _ in 0..1_000 {
            assert!((2.0..3.0).contains(&dice.between(2.0, 3.0)));
            assert!(dice.below(3) < 3);
            assert!(dice.bell().abs() < 4.3);
            assert!((0.0..=1.0).contains(&hills(9, dice.between(-50.0, 50.0), dice.between(-50.0, 50.0))));
        }
    }
}
