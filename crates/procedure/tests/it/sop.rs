//! The flow chart of the SOP document: the shipped procedure's, and laws that hold for any procedure.

use crate::support::ktp;
use procedure::definition::{Leads, Outcome};
use procedure::sop::{Chart, ChartCell, Line, Symbol};
use procedure::{Act, Closing, Procedure, Step, StepId, Text};
use proptest::prelude::*;

fn symbols(chart: &Chart) -> Vec<(usize, usize, Vec<Symbol>)> {
    let mut found = Vec::new();
    for (row, r) in chart.rows.iter().enumerate() {
        for (lane, cell) in r.cells.iter().enumerate().filter(|(_, c)| !c.symbols.is_empty()) {
            found.push((row, lane, cell.symbols.iter().map(|s| s.symbol).collect()));
        }
    }
    found
}

#[test]
fn the_shipped_sop_has_the_source_s_columns_and_each_step_stands_in_its_actor_s() {
    let chart = Chart::of(ktp());
    assert_eq!(chart.lanes, ["Surat Masuk", "Staf", "Kasi", "Kabid", "Kadis"]);
    let expected = [
        (0, 1, vec![Symbol::Start, Symbol::Decision]),
        (1, 2, vec![Symbol::Decision]),
        (2, 1, vec![Symbol::Process]),
        (3, 1, vec![Symbol::End]),
    ];
    assert_eq!(symbols(&chart), expected);
}

#[test]
fn a_decision_s_way_back_comes_round_on_the_left_and_joins_above_it() {
    let chart = Chart::of(ktp());
    let cell = &chart.rows[1].cells[2];
    let decision = cell.symbols[0];
    assert!(decision.yes && decision.no && decision.entered);
    let arrow = cell.arrows[0];
    assert!(arrow.right && arrow.y < decision.y);
    assert!(cell.lines.contains(&Line { x1: 7, y1: decision.y, x2: 7, y2: arrow.y }));
}

#[test]
fn a_lane_without_a_step_is_crossed_at_most() {
    let chart = Chart::of(ktp());
    for row in &chart.rows {
        for lane in [0, 3, 4] {
            assert_eq!(row.cells[lane], ChartCell::default());
        }
    }
}

#[test]
fn a_procedure_that_names_no_columns_has_its_roles_actors_each_once() {
    let mut p = ktp().clone();
    p.identity.actors.clear();
    assert_eq!(Chart::of(&p).lanes, ["Staf", "Kasi", "Kabid", "Kadis"]);
}

/// Where one outcome leads, of a procedure of `steps` steps.
#[derive(Debug, Clone, Copy)]
enum Lead {
    Step(usize),
    Mend(usize),
    Rejected,
    Done,
    Stay,
}

fn lead(steps: usize) -> impl Strategy<Value = Lead> {
    prop_oneof![
        4 => (0..steps).prop_map(Lead::Step),
        2 => (0..steps).prop_map(Lead::Mend),
        1 => Just(Lead::Rejected),
        1 => Just(Lead::Done),
        1 => Just(Lead::Stay),
    ]
}

fn procedures() -> impl Strategy<Value = Procedure> {
    (1usize..9).prop_flat_map(|n| {
        let step = (0usize..4, prop::collection::vec(lead(n), 0..5));
        (prop::collection::vec(step, n), 0..n).prop_map(|(steps, start)| made(&steps, start))
    })
}

fn made(steps: &[(usize, Vec<Lead>)], start: usize) -> Procedure {
    let mut p = ktp().clone();
    let id = |n: usize| StepId::from(format!("s{n}").as_str());
    let outcome = |nth: usize, lead: &Lead| {
        let (act, leads) = match *lead {
            Lead::Step(to) => (Act::Accept, Leads::Step(id(to))),
            Lead::Mend(to) => (Act::Return, Leads::Applicant { resume: id(to) }),
            Lead::Rejected => (Act::Reject, Leads::End(Closing::Rejected)),
            Lead::Done => (Act::HandOver, Leads::End(Closing::HandedOver)),
            Lead::Stay => (Act::Print, Leads::Stay),
        };
        let id = format!("o{nth}").as_str().into();
        Outcome { id, label: Text::default(), act, leads, asks: vec![], guards: vec![] }
    };
    let step = |(n, (role, leads)): (usize, &(usize, Vec<Lead>))| Step {
        id: id(n),
        role: p.roles[[0, 1, 4, 5][*role]].id.clone(),
        outcomes: leads.iter().enumerate().map(|(nth, l)| outcome(nth, l)).collect(),
        ..p.steps[0].clone()
    };
    p.steps = steps.iter().enumerate().map(step).collect();
    p.start = id(start);
    p
}

/// A place of the whole chart, in hundredths of cells.
type Place = (usize, usize);

/// Every line of the chart, its ends as places of the whole.
fn lines(chart: &Chart) -> Vec<(Place, Place)> {
    let mut all = Vec::new();
    for (row, r) in chart.rows.iter().enumerate() {
        for (lane, cell) in r.cells.iter().enumerate() {
            let place = |x: u8, y: u8| (lane * 100 + usize::from(x), row * 100 + usize::from(y));
            all.extend(cell.lines.iter().map(|l| (place(l.x1, l.y1), place(l.x2, l.y2))));
        }
    }
    all
}

fn on(point: Place, (a, b): (Place, Place)) -> bool {
    let between = |p: usize, q: usize, r: usize| (q.min(r)..=q.max(r)).contains(&p);
    between(point.0, a.0, b.0) && between(point.1, a.1, b.1)
}

fn centres(chart: &Chart) -> Vec<Place> {
    let mut all = Vec::new();
    for (row, r) in chart.rows.iter().enumerate() {
        for (lane, cell) in r.cells.iter().enumerate() {
            all.extend(cell.symbols.iter().map(|s| (lane * 100 + 50, row * 100 + usize::from(s.y))));
        }
    }
    all
}

/// What can be walked to from here, from end of line to whatever it touches.
fn reached(from: &[Place], lines: &[(Place, Place)]) -> Vec<bool> {
    let mut seen: Vec<bool> = lines.iter().map(|l| from.iter().any(|p| on(*p, *l))).collect();
    loop {
        let touches = |i: usize, j: usize| {
            [lines[i].0, lines[i].1].iter().any(|p| on(*p, lines[j]))
                || [lines[j].0, lines[j].1].iter().any(|p| on(*p, lines[i]))
        };
        let more: Vec<usize> = (0..lines.len())
            .filter(|i| !seen[*i] && (0..lines.len()).any(|j| seen[j] && touches(*i, j)))
            .collect();
        if more.is_empty() {
            return seen;
        }
        more.into_iter().for_each(|i| seen[i] = true);
    }
}

fn links(p: &Procedure) -> Vec<(usize, usize)> {
    let row = |id: &StepId| p.steps.iter().position(|s| s.id == *id).expect("a step");
    let mut links = Vec::new();
    for (from, step) in p.steps.iter().enumerate() {
        for outcome in &step.outcomes {
            match &outcome.leads {
                Leads::Step(to) | Leads::Applicant { resume: to } => links.push((from, row(to))),
                _ => {}
            }
        }
    }
    links
}

proptest! {
    #[test]
    fn no_line_dangles(p in procedures()) {
        let chart = Chart::of(&p);
        let (lines, centres) = (lines(&chart), centres(&chart));
        for (nth, (a, b)) in lines.iter().enumerate() {
            prop_assert!(a.0 == b.0 || a.1 == b.1, "neither upright nor level: {a:?} {b:?}");
            for end in [a, b] {
                let held = centres.contains(end)
                    || lines.iter().enumerate().any(|(other, l)| other != nth && on(*end, *l));
                prop_assert!(held, "{end:?} of {:?}", (a, b));
            }
        }
    }

    #[test]
    fn every_link_of_the_procedure_can_be_walked_from_step_to_step(p in procedures()) {
        let chart = Chart::of(&p);
        let lines = lines(&chart);
        let of_row = |row: usize| -> Vec<Place> {
            centres(&chart).into_iter().filter(|c| c.1 / 100 == row).collect()
        };
        for (from, to) in links(&p) {
            let seen = reached(&of_row(from), &lines);
            let arrives = lines.iter().zip(&seen).any(|(l, s)| *s && of_row(to).iter().any(|c| on(*c, *l)));
            prop_assert!(arrives, "from {from} to {to}");
        }
    }

    #[test]
    fn every_step_has_symbols_in_one_lane_and_what_is_led_to_has_an_arrow(p in procedures()) {
        let chart = Chart::of(&p);
        prop_assert_eq!(chart.rows.len(), p.steps.len());
        for (row, r) in chart.rows.iter().enumerate() {
            let filled: Vec<_> = r.cells.iter().filter(|c| !c.symbols.is_empty()).collect();
            prop_assert_eq!(filled.len(), 1);
            prop_assert_eq!(filled[0].symbols.len(), r.symbols);
            let led_to = links(&p).iter().any(|(_, to)| *to == row);
            prop_assert!(!led_to || filled[0].symbols.iter().any(|s| s.entered));
            for arrow in &filled[0].arrows {
                prop_assert!(filled[0].symbols.iter().any(|s| s.y > arrow.y && s.entered));
            }
        }
    }

    #[test]
    fn a_connector_that_leaves_a_row_below_enters_the_next_at_the_same_place(p in procedures()) {
        let chart = Chart::of(&p);
        for pair in chart.rows.windows(2) {
            for crossing in &pair[0].crossings {
                let enters = pair[1].cells[crossing.lane].lines.iter()
                    .any(|l| (l.x1, l.y1) == (crossing.x, 0) || (l.x2, l.y2) == (crossing.x, 0));
                prop_assert!(enters, "{crossing:?}");
            }
        }
        prop_assert!(chart.rows.last().is_none_or(|r| r.crossings.is_empty()));
    }
}
