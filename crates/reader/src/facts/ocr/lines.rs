//! From the finder's heat (how surely each pixel lies inside a line of text) to the lines: spots of heat,
//! the smallest rectangle around each, grown again by what the finder was taught to leave out.

use super::strip::Strip;

/// Heat from which a pixel belongs to a line, and mean heat of a spot that is one.
const WARM: f32 = 0.3;
const HOT: f32 = 0.5;
/// Lines lower than this, in the finder's pixels, cannot be read.
const LOWEST: f32 = 2.0;
/// How much the finder shrinks a line, in areas by circumference.
const SHRUNK: f32 = 1.6;
/// Spots of one page that are looked at.
const MOST: usize = 1_000;

type Point = (f32, f32);

/// The heat of a page, row by row.
pub struct Heat {
    pub width: usize,
    pub height: usize,
    pub values: Vec<f32>,
}

/// The lines of text, in pixels of the heat.
pub fn lines(heat: &Heat) -> Vec<Strip> {
    let mut seen = vec![false; heat.values.len()];
    let mut found = Vec::new();
    for at in 0..heat.values.len() {
        if !seen[at] && heat.values[at] > WARM && found.len() < MOST {
            let spot = spot(heat, at, &mut seen);
            let mean = spot.iter().map(|&i| heat.values[i]).sum::<f32>() / spot.len() as f32;
            let strip = around(&hull(edge(&spot, heat.width)));
            found.extend(strip.filter(|s| mean > HOT && s.height >= LOWEST).map(grown));
        }
    }
    found
}

/// The warm pixels that touch each other, from the one at `start` on.
fn spot(heat: &Heat, start: usize, seen: &mut [bool]) -> Vec<usize> {
    seen[start] = true;
    let mut spot = vec![start];
    let mut next = 0;
    while let Some(&at) = spot.get(next) {
        next += 1;
        let (x, y) = (at % heat.width, at / heat.width);
        for y in y.saturating_sub(1)..(y + 2).min(heat.height) {
            for x in x.saturating_sub(1)..(x + 2).min(heat.width) {
                let near = y * heat.width + x;
                if !seen[near] && heat.values[near] > WARM {
                    seen[near] = true;
                    spot.push(near);
                }
            }
        }
    }
    spot
}

/// The first and the last pixel of each of its rows, from the left.
fn edge(spot: &[usize], width: usize) -> Vec<Point> {
    let top = spot.iter().min().map_or(0, |at| at / width);
    let bottom = spot.iter().max().map_or(0, |at| at / width);
    let mut rows = vec![(usize::MAX, 0); bottom - top + 1];
    for at in spot {
        let (x, row) = (at % width, &mut rows[at / width - top]);
        *row = (row.0.min(x), row.1.max(x));
    }
    let ends = rows.iter().zip(top..).flat_map(|(&(l, r), y)| [(l as f32, y as f32), (r as f32, y as f32)]);
    let mut points: Vec<Point> = ends.collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    points
}

/// The corners of the smallest outline without a dent, of points sorted from the left.
fn hull(points: Vec<Point>) -> Vec<Point> {
    let turns = |a: Point, b: Point, c: Point| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
    let half = |points: &mut dyn Iterator<Item = &Point>| {
        let mut half: Vec<Point> = Vec::new();
        for &point in points {
            while let [.., a, b] = half[..]
                && turns(a, b, point) <= 0.0
            {
                half.pop();
            }
            half.push(point);
        }
        half.pop();
        half
    };
    let (lower, upper) = (half(&mut points.iter()), half(&mut points.iter().rev()));
    [lower, upper].concat()
}

/// The rectangle of the smallest area around an outline; one of its sides lies on the outline's.
fn around(outline: &[Point]) -> Option<Strip> {
    let ends = outline.iter().skip(1).chain(outline.first());
    let boxes = outline.iter().zip(ends).filter_map(|(a, b)| {
        let (x, y) = (b.0 - a.0, b.1 - a.1);
        let length = (x * x + y * y).sqrt();
        (length > 0.0).then(|| along(outline, (x / length, y / length)))
    });
    boxes.min_by(|a, b| (a.length * a.height).total_cmp(&(b.length * b.height))).map(level)
}

/// The rectangle around an outline with one side in the given direction.
fn along(outline: &[Point], (x, y): Point) -> Strip {
    let range = |x: f32, y: f32| {
        let places = outline.iter().map(|p| p.0 * x + p.1 * y);
        places.fold((f32::MAX, f32::MIN), |(low, high), at| (low.min(at), high.max(at)))
    };
    let ((from, to), (above, below)) = (range(x, y), range(-y, x));
    let (middle, depth) = ((from + to) / 2.0, (above + below) / 2.0);
    let centre = (middle * x - depth * y + 0.5, middle * y + depth * x + 0.5);
    Strip { centre, along: (x, y), length: to - from, height: below - above }
}

/// The same rectangle with its long side along the writing: to the right, or downwards where it is steep.
fn level(strip: Strip) -> Strip {
    let (x, y) = strip.along;
    let strip = match strip.length >= strip.height {
        true => strip,
        false => Strip { along: (-y, x), length: strip.height, height: strip.length, ..strip },
    };
    let forward = if strip.is_steep() { strip.along.1 } else { strip.along.0 };
    if forward < 0.0 { strip.upside_down() } else { strip }
}

fn grown(strip: Strip) -> Strip {
    let by = strip.length * strip.height * SHRUNK / (2.0 * (strip.length + strip.height));
    Strip { length: strip.length + 2.0 * by, height: strip.height + 2.0 * by, ..strip }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heat(warm: impl Fn(f32, f32) -> bool) -> Heat {
        let (width, height) = (120, 80);
        let point = |at: usize| ((at % width) as f32, (at / width) as f32);
        let values = (0..width * height).map(|at| f32::from(u8::from(warm(point(at).0, point(at).1))));
        Heat { width, height, values: values.collect() }
    }

    #[test]
    fn each_spot_of_heat_is_a_line() {
        let found =
            lines(&heat(|x, y| (10.0..90.0).contains(&x) && (y - 20.0).abs() < 4.0 || y > 60.0 && x < 30.0));
        assert_eq!(found.len(), 2);
        let strip = found[0];
        assert!((strip.centre.0 - 50.0).abs() < 1.0 && (strip.centre.1 - 20.5).abs() < 1.0, "{strip:?}");
        assert_eq!(strip.along, (1.0, 0.0));
        assert!(strip.length > 85.0 && strip.height > 12.0, "{strip:?}");
    }

    #[test]
    fn a_slanting_line_is_found_with_its_slant() {
        let found = lines(&heat(|x, y| (15.0..105.0).contains(&x) && (y - 20.0 - x * 0.2).abs() < 4.0));
        assert_eq!(found.len(), 1);
        let (x, y) = found[0].along;
        assert!((y / x - 0.2).abs() < 0.02, "{:?}", found[0]);
        assert!(found[0].height < 20.0, "{:?}", found[0]);
    }

    #[test]
    fn a_line_on_its_side_is_steep() {
        let found = lines(&heat(|x, y| (x - 40.0).abs() < 4.0 && y > 5.0 && y < 75.0));
        assert!(found[0].is_steep() && found[0].along.1 > 0.0, "{found:?}");
    }

    #[test]
    fn lukewarm_and_tiny_spots_are_no_lines() {
        let mut lukewarm = heat(|x, y| x < 60.0 && y < 10.0);
        lukewarm.values.iter_mut().for_each(|v| *v *= 0.4);
        assert!(lines(&lukewarm).is_empty());
        assert!(lines(&heat(|x, y| x == 5.0 && y == 5.0)).is_empty());
    }
}
