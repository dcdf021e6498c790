//! Symbols and connectors, cell by cell. No cell needs to know another: what crosses an edge does so at the same
//! hundredth on both sides.

use super::routes::{Main, Route, Shape, Way, shape};
use super::{Arrow, ChartCell, ChartRow, Crossing, Line, Placed, Symbol, lane};
use crate::definition::Procedure;

const MIDDLE: u8 = 50;
const FAR: u8 = 100;
/// How high connectors run that come from the row above.
const RUN: u8 = 5;
/// How high connectors join that come round others.
const JOIN: u8 = 14;
/// How many ways round there are on each side of a lane before they are shared.
const TRACKS: usize = 3;

pub struct Drawing {
    /// The lane of each row's step, and where its symbols stand.
    spots: Vec<Spot>,
    rows: Vec<ChartRow>,
    /// The ways round given out: lane, whether on the left, and the row led to.
    tracks: Vec<(usize, bool, usize)>,
}

#[derive(Debug, Clone, Copy)]
struct Spot {
    lane: usize,
    /// The height of the step's own symbol, which connectors leave and enter.
    main: u8,
    /// The height at which a connector joins that comes round others.
    join: u8,
}

impl Drawing {
    pub fn new(p: &Procedure, lanes: &[String], routes: &[Route]) -> Self {
        let mut drawing = Self { spots: Vec::new(), rows: Vec::new(), tracks: Vec::new() };
        for (row, step) in p.steps.iter().enumerate() {
            let Some(shape) = shape(p, routes, row) else { continue };
            let lane = lane(p, lanes, step);
            let stack = stack(shape);
            let heights = heights(stack.len());
            let own = stack.iter().position(|s| matches!(s, Symbol::Process | Symbol::Decision)).unwrap_or(0);
            let height = |nth: usize| heights.get(nth).copied().unwrap_or(MIDDLE);
            let join = if own == 0 { JOIN } else { (height(own - 1) + height(own)) / 2 };
            drawing.spots.push(Spot { lane, main: height(own), join });
            let cells = vec![ChartCell::default(); lanes.len()];
            let symbols = stack.len();
            drawing.rows.push(ChartRow { step: step.id.clone(), cells, symbols, crossings: Vec::new() });
            drawing.stand(row, lane, &stack, heights);
        }
        drawing
    }

    /// The row's symbols above one another, each led to by the one above it.
    fn stand(&mut self, row: usize, lane: usize, stack: &[Symbol], heights: &[u8]) {
        let mut above = None;
        for (symbol, y) in stack.iter().zip(heights) {
            if let Some(above) = above {
                self.line(row, lane, (MIDDLE, above), (MIDDLE, *y));
            }
            let entered = above.is_some();
            let ends_below = *symbol == Symbol::Decision && stack.last() == Some(&Symbol::End);
            if let Some(cell) = self.cell(row, lane) {
                cell.symbols.push(Placed { symbol: *symbol, y: *y, entered, yes: ends_below, no: false });
            }
            above = Some(*y);
        }
    }

    pub fn connect(&mut self, route: &Route) {
        let (Some(from), Some(to)) = (self.spot(route.from), self.spot(route.to)) else { return };
        match route.way {
            Way::Straight => self.straight(route, from, to),
            Way::Ahead | Way::Back => self.round(route, from, to),
        }
        self.mark(route.from, from, |s| match route.way {
            Way::Straight => s.yes = s.symbol == Symbol::Decision,
            Way::Back => s.no = s.symbol == Symbol::Decision,
            Way::Ahead => {}
        });
        self.mark(route.to, to, |s| s.entered = true);
    }

    fn straight(&mut self, route: &Route, from: Spot, to: Spot) {
        self.line(route.from, from.lane, (MIDDLE, from.main), (MIDDLE, FAR));
        if from.lane == to.lane {
            return self.line(route.to, to.lane, (MIDDLE, 0), (MIDDLE, to.main));
        }
        self.line(route.to, from.lane, (MIDDLE, 0), (MIDDLE, RUN));
        self.level(route.to, (from.lane, MIDDLE), to.lane, RUN);
        self.line(route.to, to.lane, (MIDDLE, RUN), (MIDDLE, to.main));
    }

    /// Sideways out of the symbol, along the lane's edge, and sideways onto the line into the other symbol.
    fn round(&mut self, route: &Route, from: Spot, to: Spot) {
        let left = route.way == Way::Back;
        let x = self.track(from.lane, left, route.to);
        self.line(route.from, from.lane, (MIDDLE, from.main), (x, from.main));
        if route.from == route.to {
            self.line(route.from, from.lane, (x, from.main), (x, to.join));
        } else {
            let (leaves, arrives) = if left { (0, FAR) } else { (FAR, 0) };
            self.line(route.from, from.lane, (x, from.main), (x, leaves));
            for row in route.from.min(route.to) + 1..route.from.max(route.to) {
                self.line(row, from.lane, (x, 0), (x, FAR));
            }
            self.line(route.to, from.lane, (x, arrives), (x, to.join));
        }
        self.level(route.to, (from.lane, x), to.lane, to.join);
        self.line(route.to, to.lane, (MIDDLE, to.join), (MIDDLE, to.main));
        let right = from.lane < to.lane || from.lane == to.lane && left;
        if let Some(cell) = self.cell(route.to, to.lane) {
            cell.arrows.push(Arrow { x: MIDDLE, y: to.join, right });
        }
    }

    /// From a place in one lane to the middle of another, all at one height.
    fn level(&mut self, row: usize, (lane, x): (usize, u8), to: usize, y: u8) {
        let (out, into) = if to > lane { (FAR, 0) } else { (0, FAR) };
        if lane == to {
            return self.line(row, lane, (x, y), (MIDDLE, y));
        }
        self.line(row, lane, (x, y), (out, y));
        for between in lane.min(to) + 1..lane.max(to) {
            self.line(row, between, (0, y), (FAR, y));
        }
        self.line(row, to, (into, y), (MIDDLE, y));
    }

    /// Connectors of one lane that lead to the same row share a way.
    fn track(&mut self, lane: usize, left: bool, to: usize) -> u8 {
        let same = |t: &(usize, bool, usize)| t.0 == lane && t.1 == left;
        let known = self.tracks.iter().filter(|t| same(t)).position(|t| t.2 == to);
        let nth = known.unwrap_or_else(|| {
            let count = self.tracks.iter().filter(|t| same(t)).count();
            self.tracks.push((lane, left, to));
            count
        });
        let inward = u8::try_from(nth % TRACKS).unwrap_or(0) * 6 + 7;
        if left { inward } else { FAR - inward }
    }

    fn line(&mut self, row: usize, lane: usize, (x1, y1): (u8, u8), (x2, y2): (u8, u8)) {
        let line = Line { x1, y1, x2, y2 };
        if let Some(cell) = self.cell(row, lane).filter(|c| !c.lines.contains(&line)) {
            cell.lines.push(line);
        }
    }

    fn mark(&mut self, row: usize, spot: Spot, how: impl Fn(&mut Placed)) {
        if let Some(cell) = self.cell(row, spot.lane) {
            cell.symbols.iter_mut().filter(|s| s.y == spot.main).for_each(how);
        }
    }

    fn cell(&mut self, row: usize, lane: usize) -> Option<&mut ChartCell> {
        self.rows.get_mut(row)?.cells.get_mut(lane)
    }

    fn spot(&self, row: usize) -> Option<Spot> {
        self.spots.get(row).copied()
    }

    pub fn finish(mut self) -> Vec<ChartRow> {
        for row in &mut self.rows {
            for (lane, cell) in row.cells.iter().enumerate() {
                for line in cell.lines.iter().filter(|l| l.y1.max(l.y2) == FAR) {
                    let x = if line.y1 == FAR { line.x1 } else { line.x2 };
                    // Ways back run on the left, and nothing else does.
                    let crossing = Crossing { lane, x, up: x < MIDDLE };
                    if !row.crossings.contains(&crossing) {
                        row.crossings.push(crossing);
                    }
                }
            }
        }
        self.rows
    }
}

fn stack(shape: Shape) -> Vec<Symbol> {
    let main = shape.main.map(|m| match m {
        Main::Process => Symbol::Process,
        Main::Decision => Symbol::Decision,
    });
    let start = shape.start.then_some(Symbol::Start);
    let end = shape.end.then_some(Symbol::End);
    start.into_iter().chain(main).chain(end).collect()
}

/// Where so many symbols stand above one another.
fn heights(symbols: usize) -> &'static [u8] {
    match symbols {
        1 => &[58],
        2 => &[33, 76],
        _ => &[22, 54, 84],
    }
}
