//! Pictures of numbers as plain geometry: rows of bars in parts, and columns over time. No words of its own and no
//! colour: those are texts and the style's.

/// The width of a row of bars, and the width and height of columns, in the picture's own units.
pub const WIDTH: u64 = 1_000;
pub const HEIGHT: u64 = 240;

/// One part of a bar: what is drawn, and which of the style's tones it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub x: u64,
    pub width: u64,
    pub tone: usize,
}

/// One row of bars, with what it says in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    pub parts: Vec<Part>,
    /// Where the standard is.
    pub mark: Option<u64>,
    /// What stands at its end, and where it leads.
    pub value: String,
    pub href: String,
    /// What the picture says, for who does not see it.
    pub says: String,
}

/// Bars in rows, each part with a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bars {
    pub names: Vec<String>,
    pub rows: Vec<Row>,
}

/// What one row shows, before it is drawn.
pub struct Shown {
    pub label: String,
    pub values: Vec<u64>,
    pub mark: Option<u64>,
    pub value: String,
    pub href: String,
    pub says: String,
}

impl Bars {
    /// All rows to one scale; with `beside` the parts of a row begin at the left each, and lie over one another.
    pub fn of(names: Vec<String>, rows: Vec<Shown>, beside: bool) -> Self {
        let length = |row: &Shown| {
            let values = row.values.iter().copied();
            let bar = if beside { values.max().unwrap_or(0) } else { values.sum() };
            bar.max(row.mark.unwrap_or(0))
        };
        let longest = rows.iter().map(length).max().unwrap_or(0).max(1);
        let scaled = |value: u64| scale(value, longest, WIDTH);
        let drawn = rows.into_iter().map(|row| {
            let (mut x, mut parts) = (0, Vec::new());
            for (tone, value) in row.values.iter().enumerate() {
                let width = scaled(*value);
                if *value > 0 {
                    parts.push(Part { x: if beside { 0 } else { x }, width: width.max(4), tone });
                }
                x += width;
            }
            // The longest lies undermost.
            if beside {
                parts.sort_by_key(|part| std::cmp::Reverse(part.width));
            }
            let Shown { label, mark, value, href, says, .. } = row;
            Row { label, parts, mark: mark.map(scaled), value, href, says }
        });
        Self { names, rows: drawn.collect() }
    }
}

/// One column of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub x: u64,
    pub y: u64,
    pub width: u64,
    pub height: u64,
    pub tone: usize,
}

/// Pairs of columns over time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    pub columns: Vec<Column>,
    pub highest: u64,
}

impl Columns {
    pub fn of(pairs: &[[u64; 2]]) -> Self {
        let highest = pairs.iter().flatten().copied().max().unwrap_or(0);
        let step = WIDTH / u64::try_from(pairs.len().max(1)).unwrap_or(1);
        let width = (step * 2 / 5).clamp(1, 60);
        let mut columns = Vec::new();
        for (nth, pair) in (0u64..).zip(pairs) {
            for (tone, value) in pair.iter().enumerate() {
                let height = scale(*value, highest.max(1), HEIGHT);
                let beside = if tone == 0 { 0 } else { width };
                let x = nth * step + (step.saturating_sub(2 * width)) / 2 + beside;
                columns.push(Column { x, y: HEIGHT - height, width, height, tone });
            }
        }
        Self { columns, highest }
    }
}

fn scale(value: u64, of: u64, to: u64) -> u64 {
    u64::try_from(u128::from(value) * u128::from(to) / u128::from(of)).unwrap_or(to).min(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(values: &[u64], mark: Option<u64>) -> Shown {
        let words = || String::new();
        Shown { label: words(), values: values.to_vec(), mark, value: words(), href: words(), says: words() }
    }

    #[test]
    fn rows_have_one_scale_and_the_parts_of_one_follow_each_other() {
        let bars = Bars::of(Vec::new(), vec![shown(&[50, 0, 50], None), shown(&[25], Some(100))], false);
        let ends: Vec<(u64, u64)> = bars.rows[0].parts.iter().map(|p| (p.x, p.x + p.width)).collect();
        assert_eq!(ends, [(0, 500), (500, 1_000)]);
        assert_eq!(bars.rows[1].parts, [Part { x: 0, width: 250, tone: 0 }]);
        assert_eq!(bars.rows[1].mark, Some(1_000));
    }

    #[test]
    fn parts_beside_one_another_all_begin_at_the_left_and_the_shortest_lies_on_top() {
        let bars = Bars::of(Vec::new(), vec![shown(&[10, 20], None)], true);
        let drawn: Vec<(u64, u64, usize)> =
            bars.rows[0].parts.iter().map(|p| (p.x, p.width, p.tone)).collect();
        assert_eq!(drawn, [(0, 1_000, 1), (0, 500, 0)]);
    }

    #[test]
    fn nothing_and_very_much_are_drawn_too() {
        assert!(Bars::of(Vec::new(), vec![shown(&[0, 0], None)], false).rows[0].parts.is_empty());
        let much = Bars::of(Vec::new(), vec![shown(&[1, u64::MAX - 1], None)], false);
        assert!(much.rows[0].parts.iter().all(|p| p.width <= WIDTH));
        assert_eq!(Columns::of(&[]), Columns::default());
        assert_eq!(Columns::of(&[[0, 0]]).columns.len(), 2);
    }

    #[test]
    fn columns_stand_on_the_ground_and_inside_the_picture() {
        let pairs: Vec<[u64; 2]> = (0..62).map(|n| [n, 61 - n]).collect();
        let drawn = Columns::of(&pairs);
        assert_eq!(drawn.highest, 61);
        for column in &drawn.columns {
            assert!(column.y + column.height == HEIGHT && column.x + column.width <= WIDTH, "{column:?}");
        }
    }
}
