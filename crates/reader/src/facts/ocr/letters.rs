//! From the reader's guesses to letters. It looks at a line column by column and says for each how likely
//! every letter is; a letter that fills several columns is one, and columns between letters are none
//! (connectionist temporal classification).

/// One letter of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Letter {
    pub letter: char,
    /// From 0 to 1.
    pub sure: f32,
    /// Where on the line, from 0 to 1.
    pub place: f32,
    /// The most that a column between the letter before and this one looked like one more.
    pub gap: f32,
}

/// `guesses` holds one likelihood a column and letter; the first of each column is that of no letter.
pub fn letters(guesses: &[f32], alphabet: &[char]) -> Vec<Letter> {
    let classes = alphabet.len() + 1;
    let columns = guesses.len() / classes;
    let mut found: Vec<Letter> = Vec::new();
    let (mut before, mut gap) = (0, 0.0_f32);
    for (at, column) in guesses.chunks_exact(classes).enumerate() {
        let (best, sure) = likeliest(column);
        let place = (at as f32 + 0.5) / columns as f32;
        match alphabet.get(best.wrapping_sub(1)) {
            None => gap = gap.max(1.0 - sure),
            Some(_) if best == before => {
                if let Some(last) = found.last_mut() {
                    last.sure = last.sure.max(sure);
                }
            }
            Some(&letter) => {
                found.push(Letter { letter, sure, place, gap });
                gap = 0.0;
            }
        }
        before = best;
    }
    found
}

fn likeliest(column: &[f32]) -> (usize, f32) {
    let first = (0, f32::MIN);
    column.iter().enumerate().fold(first, |best, (i, &p)| if p > best.1 { (i, p) } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(columns: &[[f32; 3]]) -> Vec<(char, f32)> {
        letters(&columns.concat(), &['1', '2']).iter().map(|l| (l.letter, l.sure)).collect()
    }

    const NONE: [f32; 3] = [0.9, 0.1, 0.0];

    #[test]
    fn a_letter_over_several_columns_is_one_as_sure_as_its_surest() {
        assert_eq!(read(&[NONE, [0.3, 0.7, 0.0], [0.1, 0.9, 0.0], NONE]), [('1', 0.9)]);
    }

    #[test]
    fn the_same_letter_twice_has_a_column_of_none_between() {
        let one = [0.0, 1.0, 0.0];
        assert_eq!(read(&[one, NONE, one]), [('1', 1.0), ('1', 1.0)]);
        assert_eq!(read(&[one, one]), [('1', 1.0)]);
        assert_eq!(read(&[one, [0.0, 0.2, 0.8]]), [('1', 1.0), ('2', 0.8)]);
    }

    #[test]
    fn a_gap_remembers_how_much_it_looked_like_a_letter() {
        let found = letters(&[[0.0, 1.0, 0.0], [0.6, 0.4, 0.0], [0.0, 0.0, 1.0]].concat(), &['1', '2']);
        assert!(found[0].gap == 0.0 && (found[1].gap - 0.4).abs() < 1e-6);
        assert!((found[1].place - 2.5 / 3.0).abs() < 1e-6);
    }
}
