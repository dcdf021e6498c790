//! Ink that hangs together: letters, words that have run into one, rulings, shadows. Each as its outermost
//! pixels.

use super::grey::Run;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blob {
    pub left: u32,
    pub top: u32,
    /// The first column and row beyond it.
    pub right: u32,
    pub bottom: u32,
    /// Pixels of ink.
    pub ink: u32,
}

impl Blob {
    pub fn width(&self) -> f32 {
        (self.right - self.left) as f32
    }

    pub fn height(&self) -> f32 {
        (self.bottom - self.top) as f32
    }

    /// The share of its rectangle that is ink.
    pub fn density(&self) -> f32 {
        self.ink as f32 / (self.width() * self.height())
    }

    fn take_in(&mut self, other: &Self) {
        self.left = self.left.min(other.left);
        self.top = self.top.min(other.top);
        self.right = self.right.max(other.right);
        self.bottom = self.bottom.max(other.bottom);
        self.ink += other.ink;
    }
}

/// Joins runs that touch, at a corner at least. Runs come in the order of their rows.
pub fn blobs(runs: &[Run]) -> Vec<Blob> {
    let mut owner: Vec<u32> = (0..runs.len() as u32).collect();
    let mut above = 0;
    for (n, run) in runs.iter().enumerate() {
        while runs[above].y + 1 < run.y || (runs[above].y + 1 == run.y && runs[above].to < run.from) {
            above += 1;
        }
        let touching = runs[above..n].iter().enumerate();
        for (m, other) in touching.take_while(|(_, o)| o.y < run.y && o.from <= run.to) {
            if other.to >= run.from {
                join(&mut owner, n, above + m);
            }
        }
    }
    gather(runs, &mut owner)
}

fn gather(runs: &[Run], owner: &mut [u32]) -> Vec<Blob> {
    let mut place = vec![u32::MAX; runs.len()];
    let mut found: Vec<Blob> = Vec::new();
    for (n, run) in runs.iter().enumerate() {
        let part =
            Blob { left: run.from, top: run.y, right: run.to, bottom: run.y + 1, ink: run.to - run.from };
        let root = root(owner, n);
        match found.get_mut(place[root] as usize) {
            Some(blob) => blob.take_in(&part),
            None => {
                place[root] = found.len() as u32;
                found.push(part);
            }
        }
    }
    found
}

fn root(owner: &mut [u32], mut n: usize) -> usize {
    while owner[n] as usize != n {
        owner[n] = owner[owner[n] as usize];
        n = owner[n] as usize;
    }
    n
}

fn join(owner: &mut [u32], a: usize, b: usize) {
    let (a, b) = (root(owner, a), root(owner, b));
    owner[a.max(b)] = a.min(b) as u32;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_touch_are_one_blob_and_others_are_not() {
        let run = |y, from, to| Run { y, from, to };
        // A U, whose arms meet only in its last row, and a dot beside it.
        let found =
            blobs(&[run(0, 1, 2), run(0, 4, 5), run(1, 1, 2), run(1, 4, 5), run(1, 8, 9), run(2, 1, 5)]);
        let u = Blob { left: 1, top: 0, right: 5, bottom: 3, ink: 8 };
        assert_eq!(found, [u, Blob { left: 8, top: 1, right: 9, bottom: 2, ink: 1 }]);
        assert!(blobs(&[]).is_empty());
    }
}
