//! The flow chart of a procedure with how often each way was taken, as plain geometry: steps below one another, what
//! goes back to the applicant on the left, ends on the right. No words of its own and no colour.

/// The picture's width in its own units: about the pixels of a small phone, so that its texts can be read there.
const WIDTH: i64 = 360;
const LEFT: i64 = 88;
const RIGHT: i64 = 256;
const LINE: i64 = 16;
const GAP: i64 = 44;
/// Letters that a line of a box holds.
const LETTERS: usize = 24;
/// How thick the most taken way is.
const THICKEST: u64 = 9;

/// One step, with what stands in its box below the title.
pub struct Node {
    pub title: String,
    pub lines: Vec<String>,
    /// Its median is beyond its standard.
    pub late: bool,
    /// Ways to another step or back to its applicant: the row they lead to, how often, and for the applicant in words.
    pub onward: Vec<(usize, u64)>,
    pub corrected: Option<Loop>,
    /// Ends, and what comes back from one.
    pub ends: Vec<Out>,
}

/// To the applicant and back.
pub struct Loop {
    pub to: usize,
    pub count: u64,
    pub words: String,
}

pub struct Out {
    pub words: String,
    pub count: u64,
    /// It leads into the step.
    pub inward: bool,
    /// No outcome of the procedure leads there.
    pub unwritten: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Frame {
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
    pub late: bool,
}

/// A connector with its tip.
#[derive(Debug, PartialEq, Eq)]
pub struct Stroke {
    pub path: String,
    pub tip: String,
    pub width: u64,
    pub class: &'static str,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Label {
    pub x: i64,
    pub y: i64,
    pub words: String,
    pub class: &'static str,
}

#[derive(Debug, Default)]
pub struct Picture {
    pub width: i64,
    pub height: i64,
    pub frames: Vec<Frame>,
    pub strokes: Vec<Stroke>,
    pub labels: Vec<Label>,
}

impl Picture {
    pub fn of(nodes: &[Node]) -> Self {
        let counts = nodes.iter().flat_map(|n| {
            let loops = n.corrected.iter().map(|l| l.count);
            n.onward.iter().map(|o| o.1).chain(loops).chain(n.ends.iter().map(|e| e.count))
        });
        let mut drawing = Drawing {
            most: counts.max().unwrap_or(0).max(1),
            picture: Self { width: WIDTH, ..Self::default() },
        };
        let mut y = 8;
        for node in nodes {
            y += drawing.frame(node, y) + GAP;
        }
        drawing.picture.height = y - GAP + 8;
        for (row, node) in nodes.iter().enumerate() {
            drawing.ways(row, node);
        }
        drawing.picture
    }
}

struct Drawing {
    most: u64,
    picture: Picture,
}

impl Drawing {
    /// A step's box with its words; how high it is.
    fn frame(&mut self, node: &Node, y: i64) -> i64 {
        let title = broken(&node.title);
        let rows = (title.len() + node.lines.len()).max(node.ends.len());
        let height = i64::try_from(rows).unwrap_or(1) * LINE + 16;
        let titles = title.into_iter().map(|words| (words, "title"));
        let lines = node.lines.iter().cloned().map(|words| (words, "line"));
        for (nth, (words, class)) in (1..).zip(titles.chain(lines)) {
            self.picture.labels.push(Label { x: LEFT + 8, y: y + 4 + nth * LINE, words, class });
        }
        self.picture.frames.push(Frame { x: LEFT, y, width: RIGHT - LEFT, height, late: node.late });
        height
    }

    fn ways(&mut self, row: usize, node: &Node) {
        let Some((top, bottom)) = self.edges(row) else { return };
        for (to, count) in &node.onward {
            let Some((into, _)) = self.edges(*to) else { continue };
            if *to == row + 1 {
                let x = i64::midpoint(LEFT, RIGHT);
                self.stroke(format!("M{x} {bottom}V{}", into - 6), down(x, into), *count, false);
                self.label(x + 10, i64::midpoint(bottom, into) + 4, count.to_string());
            } else {
                let (from, at) = (bottom - 8, into + 10);
                let way = format!("M{LEFT} {from}H18V{at}H{}", LEFT - 6);
                self.stroke(way, right(LEFT, at), *count, false);
                self.label(22, i64::midpoint(from, at), count.to_string());
            }
        }
        if let Some(Loop { to, count, words }) = &node.corrected
            && let Some((into, _)) = self.edges(*to)
        {
            let (from, at) = (bottom - 12, into + 14);
            self.stroke(format!("M{LEFT} {from}H74V{at}H{}", LEFT - 6), right(LEFT, at), *count, false);
            self.label(2, at + 4, count.to_string());
            self.label(2, at + 4 + LINE, words.clone());
        }
        for (nth, end) in (0..).zip(&node.ends) {
            let y = top + 16 + nth * LINE;
            let way = if end.inward {
                format!("M{} {y}H{}", RIGHT + 18, RIGHT + 6)
            } else {
                format!("M{RIGHT} {y}h12")
            };
            let tip = if end.inward { left(RIGHT, y) } else { right(RIGHT + 18, y) };
            self.stroke(way, tip, end.count, end.unwritten);
            self.label(RIGHT + 24, y + 4, format!("{} {}", end.count, end.words));
        }
    }

    fn edges(&self, row: usize) -> Option<(i64, i64)> {
        self.picture.frames.get(row).map(|f| (f.y, f.y + f.height))
    }

    fn stroke(&mut self, path: String, tip: String, count: u64, unwritten: bool) {
        let class = match (count, unwritten) {
            (0, _) => "never",
            (_, true) => "unwritten",
            (_, false) => "taken",
        };
        let width =
            u64::try_from(u128::from(count) * u128::from(THICKEST - 1) / u128::from(self.most)).unwrap_or(0);
        self.picture.strokes.push(Stroke { path, tip, width: 1 + width, class });
    }

    fn label(&mut self, x: i64, y: i64, words: String) {
        self.picture.labels.push(Label { x, y, words, class: "count" });
    }
}

fn down(x: i64, y: i64) -> String {
    format!("M{x} {y}l-6 -8h12z")
}

fn right(x: i64, y: i64) -> String {
    format!("M{x} {y}l-8 -6v12z")
}

fn left(x: i64, y: i64) -> String {
    format!("M{x} {y}l8 -6v12z")
}

/// A title on two lines at most; what is longer ends in dots.
fn broken(title: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in title.split_whitespace() {
        let room = lines.last().map_or(0, |l| l.chars().count() + 1 + word.chars().count());
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if room <= LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let longer = lines.len() > 2;
    lines.truncate(2);
    for line in &mut lines {
        if line.chars().count() > LETTERS {
            *line = line.chars().take(LETTERS - 1).chain(['…']).collect();
        }
    }
    if let Some(last) = lines.last_mut().filter(|l| longer && !l.ends_with('…')) {
        last.push('…');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(title: &str, onward: Vec<(usize, u64)>) -> Node {
        let lines = vec!["median".to_owned()];
        Node { title: title.to_owned(), lines, late: false, onward, corrected: None, ends: Vec::new() }
    }

    #[test]
    fn the_most_taken_way_is_the_thickest_and_one_never_taken_is_told_apart() {
        let picture =
            Picture::of(&[node("a", vec![(1, 40), (2, 0)]), node("b", vec![(2, 10)]), node("c", vec![])]);
        let drawn: Vec<_> = picture.strokes.iter().map(|s| (s.width, s.class)).collect();
        assert_eq!(drawn, [(9, "taken"), (1, "never"), (3, "taken")]);
    }

    #[test]
    fn boxes_stand_below_one_another_and_everything_lies_in_the_picture() {
        let mut last = node("c", vec![]);
        let out = |inward| Out { words: "ditolak".to_owned(), count: u64::MAX, inward, unwritten: inward };
        last.ends = (0..6).map(|n| out(n == 5)).collect();
        last.corrected = Some(Loop { to: 0, count: 3, words: "dikembalikan".to_owned() });
        let picture = Picture::of(&[node("a", vec![(1, 1)]), node("b", vec![(2, 1)]), last]);
        for pair in picture.frames.windows(2) {
            assert!(pair[0].y + pair[0].height < pair[1].y);
        }
        let inside = |label: &Label| (0..WIDTH).contains(&label.x) && (0..picture.height).contains(&label.y);
        assert!(picture.labels.iter().all(inside), "{:?}", picture.labels);
    }

    #[test]
    fn a_long_title_is_broken_between_words_and_a_very_long_one_is_cut() {
        assert_eq!(broken("Pemberitahuan dan penyerahan"), ["Pemberitahuan dan", "penyerahan"]);
        assert_eq!(broken("Verifikasi berkas"), ["Verifikasi berkas"]);
        let endless = "x".repeat(80);
        assert!(broken(&endless).iter().all(|line| line.chars().count() <= LETTERS));
        assert_eq!(broken("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas").len(), 2);
        assert!(broken("").len() == 1);
    }
}
