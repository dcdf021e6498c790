//! A procedure as the flow chart of its SOP document: a column per actor, a row per step, and in each cell the
//! symbols and pieces of connectors that stand there. Where a page ends, and how anything looks, is not known here.

mod drawing;
mod routes;

use crate::definition::{Procedure, Step};
use crate::ids::StepId;
use drawing::Drawing;
use serde::Serialize;

/// Rows and columns of the chart. Permenpan RB 35/2012 (annex) names the five symbols: terminator, process, decision,
/// arrow, off-page connector. The last is drawn by whoever breaks pages, at [`ChartRow::crossings`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// The actors' names, a column each; some have no step.
    pub lanes: Vec<String>,
    pub rows: Vec<ChartRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChartRow {
    pub step: StepId,
    /// A cell a lane.
    pub cells: Vec<ChartCell>,
    /// How many symbols stand above one another in this row.
    pub symbols: usize,
    /// Where connectors cross the row's lower edge.
    pub crossings: Vec<Crossing>,
}

/// What is drawn in one cell. Places are in hundredths of the cell's width and height, from its upper left corner.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChartCell {
    pub symbols: Vec<Placed>,
    pub lines: Vec<Line>,
    /// Tips of arrows that end on another connector.
    pub arrows: Vec<Arrow>,
}

/// A symbol in the middle of its cell's width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Placed {
    pub symbol: Symbol,
    pub y: u8,
    /// An arrow ends on its upper edge.
    pub entered: bool,
    /// A decision's way on leaves below it.
    pub yes: bool,
    /// A decision's way back leaves to its left.
    pub no: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Symbol {
    /// The terminator with which the procedure begins.
    Start,
    Process,
    Decision,
    /// The terminator with which it ends.
    End,
}

/// A piece of a connector, upright or level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Line {
    pub x1: u8,
    pub y1: u8,
    pub x2: u8,
    pub y2: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Arrow {
    pub x: u8,
    pub y: u8,
    /// Towards the right; otherwise towards the left.
    pub right: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Crossing {
    pub lane: usize,
    pub x: u8,
    /// It leads upwards, back to an earlier step.
    pub up: bool,
}

impl Chart {
    pub fn of(p: &Procedure) -> Self {
        let lanes = lanes(p);
        let routes = routes::routes(p);
        let mut drawing = Drawing::new(p, &lanes, &routes);
        for route in &routes {
            drawing.connect(route);
        }
        Self { rows: drawing.finish(), lanes }
    }
}

/// The columns that the document names, in its order, then any other actor of a role.
fn lanes(p: &Procedure) -> Vec<String> {
    let mut lanes: Vec<String> = Vec::new();
    for actor in p.identity.actors.iter().chain(p.roles.iter().map(|r| &r.actor)) {
        if !lanes.contains(actor) {
            lanes.push(actor.clone());
        }
    }
    lanes
}

/// The column of the step's actor.
fn lane(p: &Procedure, lanes: &[String], step: &Step) -> usize {
    let actor = p.role(&step.role).map(|r| &r.actor);
    lanes.iter().position(|l| Some(l) == actor).unwrap_or(0)
}
