//! The flow that was measured beside the flow that is written: how often each way was taken from each step, and after how
//! much work; and which step it would help most to mend. Counts nothing itself.

use super::asked::{Asked, Query};
use super::filters::Filters;
use super::flow_picture::{Loop, Node, Out, Picture};
use super::listed::days_in_words;
use super::parts::{Cell, Ground, Row, Section, Table, headings};
use crate::app::Shared;
use crate::error::Error;
use crate::texts;
use crate::web::numbers::{duration, duration_or_none, number, percent};
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::fields::Faults;
use askama::Template;
use axum::extract::{Query as Asks, State};
use axum::http::StatusCode;
use axum::response::Response;
use procedure::definition::{Leads, Outcome};
use procedure::measure::{Figure, Path, PathKind};
use procedure::{Procedure, Step, StepId};

/// The ways that no outcome of a procedure names.
const UNWRITTEN: [PathKind; 3] = [PathKind::Corrected, PathKind::Withdrawn, PathKind::Reopened];

#[derive(Template)]
#[template(path = "dashboard/flow.html")]
struct Flow {
    page: Page,
    days: String,
    before: String,
    filters: Filters,
    /// What it would help most to mend, in words, with the cases behind each.
    mend: Vec<Cell>,
    picture: Picture,
    /// What the picture says.
    says: String,
    sections: Vec<Section>,
    faults: Faults,
}

pub(super) async fn show(
    State(app): State<Shared>,
    page: Page,
    Asks(query): Asks<Query>,
) -> Result<Response, Error> {
    let p = &*app.cases.procedures().active();
    let asked = Asked::read(&app, &page, &query, "bulan");
    let before = asked.period.before();
    let (now, earlier) = tokio::try_join!(
        app.figures.answer(&asked.which, &asked.period),
        app.figures.answer(&asked.which, &before),
    )?;
    let g = Ground { page: &page, p, asked: &asked, now: &now, before: &earlier, backlog: &[] };
    let flow = Flow {
        days: days_in_words(&page, &asked.period),
        before: days_in_words(&page, &before),
        filters: Filters::of(&app, &page, &asked, "/meja/dasbor/alur"),
        mend: mend(&g),
        picture: Picture::of(&p.steps.iter().map(|step| node(&g, step)).collect::<Vec<_>>()),
        says: says(&g),
        sections: p.steps.iter().map(|step| section(&g, step)).collect(),
        faults: asked.faults,
        page: page.clone(),
    };
    if flow.faults.is_empty() { html(&flow) } else { page_with(StatusCode::UNPROCESSABLE_ENTITY, &flow) }
}

/// A way from a step as it is kept.
fn subject(step: &Step, kind: PathKind) -> String {
    Path { step: step.id.clone(), kind, time: jiff::SignedDuration::ZERO, seq: 0 }.subject()
}

impl Ground<'_> {
    fn taken(&self, step: &Step, kind: PathKind) -> u64 {
        self.now.count_of(Figure::Path, &subject(step, kind))
    }

    fn taken_by(&self, step: &Step, outcome: &Outcome) -> u64 {
        self.taken(step, PathKind::Outcome(outcome.id.clone()))
    }
}

/// The kinds of way there are from a step: as written, those that are written no more, and those that never were.
fn kinds(g: &Ground<'_>, step: &Step) -> Vec<PathKind> {
    let mut kinds: Vec<_> = step.outcomes.iter().map(|o| PathKind::Outcome(o.id.clone())).collect();
    let seen = g.now.subjects(Figure::Path).into_iter().filter_map(|(subject, _)| Path::parse(&subject));
    for (_, kind) in seen.filter(|(at, kind)| *at == step.id && matches!(kind, PathKind::Outcome(_))) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.extend(UNWRITTEN.into_iter().filter(|kind| g.taken(step, kind.clone()) > 0));
    kinds
}

fn kind_in_words(page: &Page, step: Option<&Step>, kind: &PathKind) -> String {
    match kind {
        PathKind::Outcome(id) => match step.and_then(|s| s.outcome(id)) {
            Some(outcome) => page.of(&outcome.label).to_owned(),
            None => id.to_string(),
        },
        PathKind::Corrected => page.t("flow-corrected"),
        PathKind::Withdrawn => page.t("flow-withdrawn"),
        PathKind::Reopened => page.t("flow-reopened"),
    }
}

/// A way as a list of cases names it.
pub(super) fn path_in_words(page: &Page, p: &Procedure, subject: &str) -> String {
    let Some((step, kind)) = Path::parse(subject) else { return subject.to_owned() };
    let found = p.step(&step);
    let title = found.map_or_else(|| step.to_string(), |s| page.of(&s.title).to_owned());
    format!("{title}: {}", kind_in_words(page, found, &kind))
}

/// Where the way leads as it is written; nothing where it is not.
fn leads(g: &Ground<'_>, step: &Step, kind: &PathKind) -> String {
    match kind {
        PathKind::Outcome(id) => match step.outcome(id) {
            Some(outcome) => texts::leads(g.page.language, g.p, &outcome.leads),
            None => g.page.t("flow-no-longer"),
        },
        _ => g.page.t("flow-unwritten"),
    }
}

fn section(g: &Ground<'_>, step: &Step) -> Section {
    let page = g.page;
    let kinds = kinds(g, step);
    let all: u64 = kinds.iter().map(|kind| g.taken(step, kind.clone())).sum();
    let rows = kinds.into_iter().map(|kind| {
        let subject = subject(step, kind.clone());
        let count = g.now.count_of(Figure::Path, &subject);
        let spread = g.now.spread_of(Figure::Path, &subject);
        let list = g.list(Figure::Path, Some(&subject));
        let cells = vec![
            Cell::plain(leads(g, step, &kind)),
            match count {
                0 => Cell::plain(page.t("flow-never")),
                _ => Cell::count(page, count, list),
            },
            Cell::plain(percent(page, count, all)),
            Cell::plain(duration_or_none(page, spread.median())),
            Cell::plain(duration_or_none(page, spread.percentile(90))),
            Cell::plain(number(page, g.before.count_of(Figure::Path, &subject))),
        ];
        Row { head: kind_in_words(page, Some(step), &kind), cells }
    });
    let keys = [
        "flow-path",
        "flow-leads",
        "flow-times",
        "flow-share",
        "figures-median",
        "figures-p90",
        "figures-sent-before",
    ];
    let table = Table { headings: headings(page, &keys), rows: rows.collect() };
    let visits = g.now.count_of(Figure::Step, step.id.as_str());
    let late = g.now.count_of(Figure::StepLate, step.id.as_str());
    let note = page.with(
        "flow-step-note",
        &[
            ("actor", step.source.actor.clone()),
            ("standard", duration(page, u64::from(step.minutes) * 60)),
            ("visits", number(page, visits)),
            ("within", percent(page, visits.saturating_sub(late), visits)),
        ],
    );
    Section {
        id: format!("langkah-{}", step.no),
        title: format!("{}. {}", step.no, page.of(&step.title)),
        note,
        bars: None,
        columns: None,
        table,
    }
}

fn node(g: &Ground<'_>, step: &Step) -> Node {
    let page = g.page;
    let (onward, corrected) = within(g, step);
    let spread = g.now.spread_of(Figure::Step, step.id.as_str());
    let standard = u64::from(step.minutes) * 60;
    let late = spread.median().is_some_and(|median| median > standard);
    let args = [("median", duration_or_none(page, spread.median())), ("standard", duration(page, standard))];
    let mut lines = vec![page.with(if late { "flow-median-late" } else { "flow-median" }, &args)];
    let stays = |o: &&Outcome| matches!(o.leads, Leads::Stay | Leads::Await);
    if step.outcomes.iter().any(|o| stays(&o)) {
        let here: u64 = step.outcomes.iter().filter(stays).map(|o| g.taken_by(step, o)).sum();
        lines.push(page.t1("flow-here", "count", number(page, here)));
    }
    let title = format!("{}. {}", step.no, page.of(&step.title));
    Node { title, lines, late, onward, corrected, ends: ends(g, step) }
}

/// The ways to other steps, and to the applicant and back, each with how often it was taken.
fn within(g: &Ground<'_>, step: &Step) -> (Vec<(usize, u64)>, Option<Loop>) {
    let row = |id: &StepId| g.p.steps.iter().position(|s| s.id == *id);
    let (mut onward, mut corrected): (Vec<(usize, u64)>, Option<Loop>) = (Vec::new(), None);
    for outcome in &step.outcomes {
        let count = g.taken_by(step, outcome);
        match &outcome.leads {
            Leads::Step(id) => {
                let Some(to) = row(id) else { continue };
                match onward.iter_mut().find(|o| o.0 == to) {
                    Some(known) => known.1 += count,
                    None => onward.push((to, count)),
                }
            }
            Leads::Applicant { resume } => {
                let Some(to) = row(resume) else { continue };
                let words = g.page.t("flow-returned");
                corrected.get_or_insert(Loop { to, count: 0, words }).count += count;
            }
            Leads::End(_) | Leads::Stay | Leads::Await => {}
        }
    }
    (onward, corrected)
}

/// The ends that a step leads to, as written and otherwise, and what came back from one.
fn ends(g: &Ground<'_>, step: &Step) -> Vec<Out> {
    let written = step.outcomes.iter().filter_map(|outcome| match &outcome.leads {
        Leads::End(closing) => {
            let words = g.page.t(&format!("closing-{}", crate::cases::word(closing)));
            Some(Out { words, count: g.taken_by(step, outcome), inward: false, unwritten: false })
        }
        _ => None,
    });
    let others = [
        (PathKind::Withdrawn, "closing-withdrawn", false),
        (PathKind::Reopened, "flow-reopened-short", true),
    ];
    let unwritten = others.into_iter().filter_map(|(kind, key, inward)| {
        let count = g.taken(step, kind);
        (count > 0).then(|| Out { words: g.page.t(key), count, inward, unwritten: true })
    });
    written.chain(unwritten).collect()
}

/// All counts of the picture in one sentence a step.
fn says(g: &Ground<'_>) -> String {
    let step = |step: &Step| {
        let ways = kinds(g, step).into_iter().map(|kind| {
            let count = g.taken(step, kind.clone());
            format!("{} {count}", kind_in_words(g.page, Some(step), &kind))
        });
        format!("{}: {}.", g.page.of(&step.title), ways.collect::<Vec<_>>().join(", "))
    };
    g.p.steps.iter().map(step).collect::<Vec<_>>().join(" ")
}

/// Where most time is lost beyond the standards, where cases wait longest for what the office owes, and from where most
/// are sent back.
fn mend(g: &Ground<'_>) -> Vec<Cell> {
    let page = g.page;
    let title = |step: &Step| page.of(&step.title).to_owned();
    let most = |of: &dyn Fn(&Step) -> u64| {
        let found = g.p.steps.iter().map(|step| (of(step), step)).filter(|(value, _)| *value > 0);
        // Of equals the first.
        found.rev().max_by_key(|(value, _)| *value)
    };
    let mut all = Vec::new();
    if let Some((lost, step)) = most(&|s| g.now.total_of(Figure::StepLate, s.id.as_str())) {
        let id = step.id.as_str();
        let (late, visits) = (g.now.count_of(Figure::StepLate, id), g.now.count_of(Figure::Step, id));
        let args = [
            ("step", title(step)),
            ("time", duration(page, lost)),
            ("late", number(page, late)),
            ("visits", number(page, visits)),
        ];
        all.push(Cell::link(page.with("flow-mend-late", &args), g.list(Figure::StepLate, Some(id))));
    }
    for (figure, key) in
        [(Figure::WaitedStock, "flow-mend-stock"), (Figure::WaitedEquipment, "flow-mend-equipment")]
    {
        if let Some((waited, step)) = most(&|s| g.now.total_of(figure, s.id.as_str())) {
            let args = [("step", title(step)), ("time", duration(page, waited))];
            all.push(Cell::link(page.with(key, &args), g.list(figure, Some(step.id.as_str()))));
        }
    }
    let returned = |s: &Step| g.now.count_of(Figure::Returned, s.id.as_str());
    if let Some((count, step)) = most(&returned) {
        let id = step.id.as_str();
        let share = percent(page, count, g.now.count_of(Figure::Step, id));
        let args = [("step", title(step)), ("count", number(page, count)), ("share", share)];
        all.push(Cell::link(page.with("flow-mend-returned", &args), g.list(Figure::Returned, Some(id))));
    }
    all
}
