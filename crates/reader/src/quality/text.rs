//! Lines of text: letters of about the same height that stand beside one another. Textures have blobs too,
//! but seldom in a row, and then as often below as beside one another.

use super::blobs::Blob;

/// Heights of a letter up to the next one: words of a line are nearer than this, columns are not.
const REACH: f32 = 0.9;
/// Letters that make a line.
const LETTERS: usize = 4;
/// Words that make a line.
const WORDS: usize = 2;

/// Text found in a picture.
#[derive(Debug, Clone)]
pub struct Text {
    /// Each from left to right.
    pub across: Vec<Vec<Blob>>,
    /// Each from the top down: lines of a page on its side.
    pub down: Vec<Vec<Blob>>,
    /// Words whose letters have run together, in lines across and in lines down.
    pub merged: (Vec<Blob>, Vec<Blob>),
}

impl Text {
    pub fn find(blobs: &[Blob]) -> Self {
        let turned = |of: &[Blob]| of.iter().map(transposed).collect::<Vec<_>>();
        let (down, merged_down) = lines(&turned(blobs));
        let (across, merged_across) = lines(blobs);
        let down = down.iter().map(|line| turned(line)).collect();
        Self { across, down, merged: (merged_across, merged_down) }
    }

    /// Letters in lines that run across, and in lines that run down.
    pub fn letters(&self) -> (usize, usize) {
        let count = |lines: &[Vec<Blob>]| lines.iter().map(Vec::len).sum();
        (count(&self.across), count(&self.down))
    }

    /// The lines of whichever direction has more.
    pub fn lines(&self) -> &[Vec<Blob>] {
        let (across, down) = self.letters();
        if down > across { &self.down } else { &self.across }
    }

    /// The words of that direction whose letters have run together.
    pub fn words(&self) -> &[Blob] {
        let (across, down) = self.letters();
        if down > across { &self.merged.1 } else { &self.merged.0 }
    }

    /// Letters there is room for in text lower than `low` pixels, across less down.
    pub fn tiny(&self, low: f32) -> f32 {
        let room = |b: &Blob| (b.width() / b.height()).max(1.0);
        let of = |words: &[Blob], lines: &[Vec<Blob>], turn: fn(&Blob) -> Blob| -> f32 {
            let low = |b: &Blob| b.height() < low;
            let letters = lines.iter().flatten().map(turn).filter(low).count() as f32;
            letters + words.iter().filter(|b| low(b)).map(room).sum::<f32>()
        };
        of(&self.merged.0, &self.across, |b| *b) - of(&self.merged.1, &self.down, transposed)
    }

    /// The height of most letters, in pixels; 0 where there are none.
    pub fn print(&self) -> f32 {
        let upright = self.letters().0 >= self.letters().1;
        let tall = |b: &Blob| if upright { b.height() } else { b.width() };
        let mut all: Vec<f32> = self.lines().iter().flatten().map(tall).collect();
        all.sort_by(f32::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(0.0)
    }
}

fn transposed(blob: &Blob) -> Blob {
    Blob { left: blob.top, top: blob.left, right: blob.bottom, bottom: blob.right, ink: blob.ink }
}

/// Looks like a letter, or a word whose letters touch.
fn letter(blob: &Blob) -> bool {
    let shape = blob.width() / blob.height();
    blob.height() >= 3.0 && blob.ink >= 6 && (0.08..14.0).contains(&shape) && blob.density() > 0.12
}

/// Lines of letters, and the words of all lines that are no letters.
fn lines(blobs: &[Blob]) -> (Vec<Vec<Blob>>, Vec<Blob>) {
    let mut letters: Vec<Blob> = blobs.iter().filter(|b| letter(b)).copied().collect();
    letters.sort_by_key(|b| (b.left, b.top));
    let next: Vec<Option<usize>> = letters.iter().map(|b| following(&letters, b)).collect();
    let mut taken = vec![false; letters.len()];
    let (mut lines, mut merged) = (Vec::new(), Vec::new());
    for start in 0..letters.len() {
        let mut line = Vec::new();
        let mut at = Some(start);
        while let Some(n) = at.filter(|n| !taken[*n]) {
            taken[n] = true;
            line.push(letters[n]);
            at = next[n];
        }
        if line.len() >= LETTERS && narrow(&line) {
            lines.push(line);
        } else if line.len() >= WORDS {
            merged.extend(line);
        }
    }
    (lines, merged)
}

/// Most of them are no wider than letters are.
fn narrow(line: &[Blob]) -> bool {
    line.iter().filter(|b| b.width() < 1.6 * b.height()).count() * 3 >= line.len() * 2
}

/// The nearest one to the right that stands on the same line.
fn following(letters: &[Blob], of: &Blob) -> Option<usize> {
    let height = of.height();
    let from = of.right.saturating_sub((0.2 * height) as u32).max(of.left + 1);
    let to = of.right + (REACH * height).max(2.0) as u32;
    let first = letters.partition_point(|b| b.left < from);
    let near = letters[first..].iter().enumerate().take_while(|(_, b)| b.left <= to);
    let fitting = near.filter(|(_, b)| beside(of, b));
    fitting.min_by_key(|(_, b)| (b.left, b.top.abs_diff(of.top))).map(|(n, _)| first + n)
}

fn beside(a: &Blob, b: &Blob) -> bool {
    let ratio = b.height() / a.height();
    let slack = (0.25 * a.height().max(b.height())).max(1.0);
    let level = |x: u32, y: u32| x.abs_diff(y) as f32 <= slack;
    (0.55..1.8).contains(&ratio) && (level(a.top, b.top) || level(a.bottom, b.bottom))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(left: u32, top: u32) -> Blob {
        Blob { left, top, right: left + 7, bottom: top + 10, ink: 40 }
    }

    #[test]
    fn letters_beside_one_another_are_a_line_and_letters_below_one_another_are_a_line_down() {
        let row: Vec<Blob> = (0..9).map(|n| at(10 + n * 9, 50)).collect();
        let text = Text::find(&row);
        assert_eq!(text.letters(), (9, 0));
        assert_eq!(text.print(), 10.0);
        let column: Vec<Blob> = row.iter().map(transposed).collect();
        assert_eq!(Text::find(&column).letters(), (0, 9));
    }

    #[test]
    fn lines_of_a_paragraph_run_across_only() {
        let page: Vec<Blob> =
            (0..8).flat_map(|y| (0..12).map(move |x| at(10 + x * 9, 20 + y * 22))).collect();
        assert_eq!(Text::find(&page).letters(), (96, 0));
    }
}
