//! Sixteen digits among the letters of a line. A letter that is often read for a digit counts as that digit,
//! and then nothing is certain any more.

use super::letters::Letter;

/// Digits of a NIK and of a No KK.
pub const SIXTEEN: usize = 16;
/// From this on a digit is read without doubt, and below it a gap holds none.
const SURE: f32 = 0.9;
const EMPTY: f32 = 0.3;

/// Digits that stand together.
#[derive(Debug, Clone, PartialEq)]
pub struct Digits {
    pub value: String,
    /// Every digit was a digit and read without doubt, and none may be missing between them.
    pub sure: bool,
    /// Where they begin and end on the line, from 0 to 1.
    pub from: f32,
    pub to: f32,
    /// The letters before them, capitals only.
    pub label: String,
}

/// What may be a number: a run of about sixteen digits, or neighbouring runs that make sixteen together.
pub fn runs(letters: &[Letter]) -> Vec<Digits> {
    let pieces = pieces(letters);
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let whole = |n: usize| n == 1 || stands_alone(&pieces, at, n);
        let taken = (1..=4.min(pieces.len() - at)).find(|&n| together(&pieces[at..at + n]) && whole(n));
        if let Some(n) = taken {
            let label = before(letters, pieces[at].0, &found);
            found.push((digits(letters, &pieces[at..at + n], label), pieces[at + n - 1].1));
        }
        at += taken.unwrap_or(1);
    }
    found.into_iter().map(|(digits, _)| digits).collect()
}

/// Whole numbers of 15 to 17 digits are looked at again, parts only where they make 16.
fn together(pieces: &[(usize, usize)]) -> bool {
    let digits: usize = pieces.iter().map(|(from, to)| to - from).sum();
    let near = pieces.windows(2).all(|pair| pair[1].0 - pair[0].1 <= 1);
    match pieces.len() {
        1 => digits.abs_diff(SIXTEEN) <= 1,
        _ => digits == SIXTEEN && near,
    }
}

/// Neither does another run come right before these, nor right after: a date beside a telephone is no number.
fn stands_alone(pieces: &[(usize, usize)], at: usize, n: usize) -> bool {
    let near = |left: usize, right: usize| match (pieces.get(left), pieces.get(right)) {
        (Some(left), Some(right)) => right.0 - left.1 <= 1,
        _ => false,
    };
    !at.checked_sub(1).is_some_and(|before| near(before, at)) && !near(at + n - 1, at + n)
}

/// First and last of each unbroken run of digits.
fn pieces(letters: &[Letter]) -> Vec<(usize, usize)> {
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        if digit(letter.letter).is_none() {
            continue;
        }
        match pieces.last_mut() {
            Some(last) if last.1 == at => last.1 = at + 1,
            _ => pieces.push((at, at + 1)),
        }
    }
    // A word with an O in it is no number.
    pieces.retain(|&(from, to)| letters[from..to].iter().any(|l| l.letter.is_ascii_digit()));
    pieces
}

fn digits(letters: &[Letter], pieces: &[(usize, usize)], label: String) -> Digits {
    let all: Vec<&Letter> = pieces.iter().flat_map(|&(from, to)| &letters[from..to]).collect();
    let plain = pieces.len() == 1 && all.iter().all(|l| l.letter.is_ascii_digit());
    let sure = all.iter().all(|l| l.sure >= SURE) && all.iter().skip(1).all(|l| l.gap <= EMPTY);
    let (from, to) = (all.first().map_or(0.0, |l| l.place), all.last().map_or(1.0, |l| l.place));
    let value = all.iter().filter_map(|l| digit(l.letter)).collect();
    Digits { value, sure: plain && sure, from, to, label }
}

/// The capitals between the number before and this one.
fn before(letters: &[Letter], at: usize, found: &[(Digits, usize)]) -> String {
    let from = found.last().map_or(0, |(_, end)| *end);
    label(&letters[from..at])
}

pub fn label(letters: &[Letter]) -> String {
    let word = letters.iter().map(|l| l.letter).filter(|c| c.is_ascii_alphabetic());
    word.map(|c| c.to_ascii_uppercase()).collect()
}

/// The digit that a letter is, or that it is often read for.
fn digit(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        'O' | 'o' | 'Q' | 'D' => Some('0'),
        'I' | 'l' | '|' | 'i' => Some('1'),
        'Z' | 'z' => Some('2'),
        'S' | 's' => Some('5'),
        'b' | 'G' => Some('6'),
        'B' => Some('8'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Digits> {
        runs(&line(text))
    }

    fn line(text: &str) -> Vec<Letter> {
        let count = text.chars().count() as f32;
        let letter = |(i, letter)| Letter { letter, sure: 0.99, place: (i as f32 + 0.5) / count, gap: 0.0 };
        text.chars().enumerate().map(letter).collect()
    }

    fn value(text: &str) -> String {
        read(text).first().map(|d| d.value.clone()).unwrap_or_default()
    }

    #[test]
    fn sixteen_digits_are_found_with_the_word_before_them() {
        let found = &read("NIK : 1301050101900001 Laki")[0];
        assert_eq!(
            (found.value.as_str(), found.label.as_str(), found.sure),
            ("1301050101900001", "NIK", true)
        );
        assert!(found.from > 0.2 && found.to < 0.85, "{found:?}");
        assert_eq!(read("NO.1301050101900001/1301054101900002").len(), 2);
        assert_eq!(read("No KK 1301050101900001 NIK 1301054101900002")[1].label, "NIK");
    }

    #[test]
    fn dates_telephones_and_longer_numbers_are_none() {
        assert!(read("01-07-1990 081234567890").is_empty());
        assert!(read("197001012000031001").is_empty());
        assert!(read("SOLOK SILO BOBOL OBOS ISIS SOSI").is_empty());
    }

    #[test]
    fn a_number_of_15_or_17_digits_is_looked_at_again() {
        assert_eq!(value("130105010190001").len(), 15);
        assert_eq!(value("13010501019000011").len(), 17);
    }

    #[test]
    fn letters_that_look_like_digits_count_and_make_it_uncertain() {
        let found = &read("13O1O5O1O19OOOOl")[0];
        assert_eq!((found.value.as_str(), found.sure), ("1301050101900001", false));
    }

    #[test]
    fn a_number_written_in_parts_is_one_and_uncertain() {
        let found = &read("1301 0501 0190 0001")[0];
        assert_eq!((found.value.as_str(), found.sure), ("1301050101900001", false));
        assert_eq!(value("130105.010190.0001"), "1301050101900001");
    }

    #[test]
    fn one_doubtful_digit_or_gap_is_enough_for_doubt() {
        let mut doubtful = line("1301050101900001");
        doubtful[5].sure = 0.8;
        assert!(!runs(&doubtful)[0].sure);
        let mut gap = line("1301050101900001");
        gap[5].gap = 0.4;
        assert!(!runs(&gap)[0].sure);
    }
}
