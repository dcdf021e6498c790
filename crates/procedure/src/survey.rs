//! The satisfaction survey of Permenpan RB 14/2017: nine elements, each answered 1 to 4, the index made of them, and
//! how many answers are enough. Pure numbers; whose answers they are is known to nobody.

/// Elements of the survey, U1 to U9.
pub const ELEMENTS: usize = 9;

/// One filled-in form: a mark from 1 to 4 for each element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answers([u8; ELEMENTS]);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    A,
    B,
    C,
    D,
}

/// What a number of forms comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// The mean of each element (NRR).
    pub means: [f64; ELEMENTS],
    /// 25 to 100.
    pub value: f64,
    pub grade: Grade,
}

impl Answers {
    /// None where a mark is not one of the four.
    pub fn new(marks: [u8; ELEMENTS]) -> Option<Self> {
        marks.iter().all(|m| (1..=4).contains(m)).then_some(Self(marks))
    }

    pub fn marks(&self) -> [u8; ELEMENTS] {
        self.0
    }
}

impl Grade {
    /// By the index as it is published, with two decimals.
    pub fn of(index: f64) -> Self {
        match (index * 100.0).round() / 100.0 {
            i if i >= 88.31 => Self::A,
            i if i >= 76.61 => Self::B,
            i if i >= 65.0 => Self::C,
            _ => Self::D,
        }
    }

    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }
}

/// The index of `forms` forms whose marks add up to `sums`, element by element; none where there is no form. Each
/// element weighs 1/9, not 0.11.
pub fn index(sums: [u64; ELEMENTS], forms: u64) -> Option<Index> {
    if forms == 0 {
        return None;
    }
    let means = sums.map(|sum| as_float(sum) / as_float(forms));
    let value = means.iter().sum::<f64>() / 9.0 * 25.0;
    Some(Index { means, value, grade: Grade::of(value) })
}

/// How many of `population` have to answer, after Krejcie and Morgan (95 % sure, 5 % wide): 384 at most.
pub fn sample_size(population: u64) -> u64 {
    let n = as_float(population);
    if population == 0 {
        return 0;
    }
    let size = 3.841 * n * 0.25 / (0.0025 * (n - 1.0) + 0.960_25);
    as_count(size.round())
}

/// Exact for every number of forms that an office will ever have.
#[expect(clippy::cast_precision_loss, reason = "counts of forms stay far below 2^52")]
fn as_float(count: u64) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 384")]
fn as_count(size: f64) -> u64 {
    size as u64
}
