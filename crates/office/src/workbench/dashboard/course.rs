//! The sections on the course of cases: the numbers at the head, what is open, how long steps take, where time goes.

use super::chart::{Bars, Columns, Shown};
use super::parts::{Cell, Ground, Row, Section, Table, Tile, Trend, headings};
use crate::figures::{AGES, Answer, Point};
use crate::web::numbers::{duration, duration_or_none, number, percent};
use procedure::measure::{Figure, Histogram};

const HANDED_OVER: &str = "handed_over";
/// What a case waits for, in the order of the picture's parts.
pub(super) const TURNS: [&str; 4] = ["work", "applicant", "stock", "equipment"];

pub(super) fn tiles(g: &Ground<'_>) -> Vec<Tile> {
    let tile = |label: &str, href: String, of: &dyn Fn(&Answer) -> String| Tile {
        label: g.page.t(label),
        value: of(g.now),
        href,
        before: g.page.t1("figures-before", "value", of(g.before)),
    };
    let count = |figure: Figure| move |a: &Answer| number(g.page, a.count(figure));
    let within = |a: &Answer| {
        let (done, within) = a.judged();
        percent(g.page, within, done)
    };
    let handed = |a: &Answer| a.spread_of(Figure::Closed, HANDED_OVER);
    let returned = |a: &Answer| percent(g.page, a.count(Figure::Returned), a.count(Figure::Submitted));
    vec![
        tile("figures-submitted", g.list(Figure::Submitted, None), &count(Figure::Submitted)),
        tile("figures-handed-over", g.list(Figure::Closed, Some(HANDED_OVER)), &|a| {
            number(g.page, a.count_of(Figure::Closed, HANDED_OVER))
        }),
        tile("figures-within", g.list(Figure::CaseLate, None), &within),
        tile("figures-whole-median", g.list(Figure::Closed, Some(HANDED_OVER)), &|a| {
            duration_or_none(g.page, handed(a).median())
        }),
        tile("figures-whole-p90", g.list(Figure::Closed, Some(HANDED_OVER)), &|a| {
            duration_or_none(g.page, handed(a).percentile(90))
        }),
        tile("figures-returned-share", g.list(Figure::Returned, None), &returned),
    ]
}

/// Open cases by step, by what they wait for, and by age.
pub(super) fn open(g: &Ground<'_>, overdue: &[u64]) -> Section {
    let page = g.page;
    let ages = (0..=AGES.len()).map(|age| super::open::age_in_words(page, age));
    let ages: Vec<String> = ages.collect();
    let (mut rows, mut shown) = (Vec::new(), Vec::new());
    for (step, overdue) in g.p.steps.iter().zip(overdue) {
        let title = page.of(&step.title);
        let mut together = vec![0; ages.len()];
        for backlog in g.backlog.iter().filter(|s| s.step == step.id.as_str()) {
            let words = match backlog.turn.as_str() {
                "work" => title.to_owned(),
                turn => format!("{title}, {}", page.t(&format!("waiting-{turn}"))),
            };
            let mut cells = Vec::new();
            for (age, count) in backlog.ages.iter().enumerate() {
                together[age] += count;
                let (at, age) = (backlog.step.as_str(), age.to_string());
                let more = [("langkah", at), ("giliran", backlog.turn.as_str()), ("umur", age.as_str())];
                cells.push(Cell::count(page, *count, g.asked.link("/meja/dasbor/terbuka", &more)));
            }
            let late = if backlog.turn == "work" { *overdue } else { 0 };
            cells.push(Cell::count(page, late, format!("/meja?langkah={}", backlog.step)));
            rows.push(Row { head: words, cells });
        }
        let all: u64 = together.iter().sum();
        let says = ages.iter().zip(&together).map(|(age, n)| format!("{age}: {n}"));
        shown.push(Shown {
            label: title.to_owned(),
            says: format!("{title}. {}", says.collect::<Vec<_>>().join(", ")),
            values: together,
            mark: None,
            value: number(page, all),
            href: format!("/meja?langkah={}", step.id),
        });
    }
    let mut names = vec![page.t("figures-step")];
    names.extend(ages.iter().cloned());
    names.push(page.t("figures-overdue"));
    let note = page.t("figures-open-note");
    Section::new(page, "terbuka", "figures-open", note, Table { headings: names, rows })
        .with_bars(Bars::of(ages, shown, false))
}

/// How long the office worked at each step, against its standard.
pub(super) fn steps(g: &Ground<'_>) -> Section {
    let page = g.page;
    let (mut rows, mut shown) = (Vec::new(), Vec::new());
    for step in &g.p.steps {
        let (id, title) = (step.id.as_str(), page.of(&step.title));
        let visits = g.now.count_of(Figure::Step, id);
        if visits == 0 {
            continue;
        }
        let late = g.now.count_of(Figure::StepLate, id);
        let spread: Histogram = g.now.spread_of(Figure::Step, id);
        let before = g.before.spread_of(Figure::Step, id).median();
        let (median, p90) = (spread.median(), spread.percentile(90));
        let standard = u64::from(step.minutes) * 60;
        let list = g.list(Figure::Step, Some(id));
        rows.push(Row {
            head: title.to_owned(),
            cells: vec![
                Cell::plain(duration(page, standard)),
                Cell::count(page, visits, list.clone()),
                Cell::link(duration_or_none(page, median), list.clone()),
                Cell::plain(duration_or_none(page, before)),
                Cell::link(duration_or_none(page, p90), list.clone()),
                Cell::link(percent(page, visits - late, visits), g.list(Figure::StepLate, Some(id))),
            ],
        });
        let value = format!("{} / {}", duration_or_none(page, median), duration_or_none(page, p90));
        shown.push(Shown {
            label: title.to_owned(),
            values: vec![median.unwrap_or(0), p90.unwrap_or(0)],
            mark: Some(standard),
            says: format!("{title}: {value}, {} {}", page.t("figures-standard"), duration(page, standard)),
            value,
            href: list,
        });
    }
    let keys = [
        "figures-step",
        "figures-standard",
        "figures-count",
        "figures-median",
        "figures-median-before",
        "figures-p90",
        "figures-within",
    ];
    let table = Table { headings: headings(page, &keys), rows };
    let names = headings(page, &["figures-median", "figures-p90"]);
    Section::new(page, "waktu", "figures-steps", page.t("figures-steps-note"), table)
        .with_bars(Bars::of(names, shown, true))
}

/// Working time of the visits that ended, by what it went to.
pub(super) fn where_time_goes(g: &Ground<'_>) -> Section {
    let page = g.page;
    let (mut rows, mut shown) = (Vec::new(), Vec::new());
    for step in &g.p.steps {
        let (id, title) = (step.id.as_str(), page.of(&step.title));
        let of = |figure| g.now.total_of(figure, id);
        let parts = [
            of(Figure::Step) + of(Figure::GivenUp),
            of(Figure::WaitedApplicant),
            of(Figure::WaitedStock),
            of(Figure::WaitedEquipment),
        ];
        let all: u64 = parts.iter().sum();
        if all == 0 {
            continue;
        }
        let figures = [Figure::Step, Figure::WaitedApplicant, Figure::WaitedStock, Figure::WaitedEquipment];
        let cells = figures.iter().zip(parts).map(|(figure, seconds)| match seconds {
            0 => Cell::plain("–"),
            _ => Cell::link(duration(page, seconds), g.list(*figure, Some(id))),
        });
        rows.push(Row { head: title.to_owned(), cells: cells.collect() });
        shown.push(Shown {
            label: title.to_owned(),
            values: parts.to_vec(),
            mark: None,
            value: duration(page, all),
            href: g.list(Figure::Step, Some(id)),
            says: format!("{title}: {}", duration(page, all)),
        });
    }
    let names: Vec<String> = TURNS.iter().map(|turn| turn_in_words(g, turn)).collect();
    let mut columns = vec![page.t("figures-step")];
    columns.extend(names.iter().cloned());
    Section::new(
        page,
        "ke-mana",
        "figures-time",
        page.t("figures-time-note"),
        Table { headings: columns, rows },
    )
    .with_bars(Bars::of(names, shown, false))
}

fn turn_in_words(g: &Ground<'_>, turn: &str) -> String {
    match turn {
        "work" => g.page.t("figures-working"),
        turn => g.page.t(&format!("waiting-{turn}")),
    }
}

/// What was sent and what ended, over time; every point stands, those without either too.
pub(super) fn trend(g: &Ground<'_>, points: &[Point], monthly: bool) -> Section {
    let page = g.page;
    let all = super::listed::filled(points, &g.asked.period, monthly);
    let name = |point: &Point| super::listed::point_in_words(page, &point.period);
    let row = |point: &Point| Row {
        head: name(point),
        cells: vec![Cell::plain(number(page, point.submitted)), Cell::plain(number(page, point.closed))],
    };
    let pairs: Vec<[u64; 2]> = all.iter().map(|p| [p.submitted, p.closed]).collect();
    let columns = Columns::of(&pairs);
    let trend = Trend {
        says: page.with(
            "figures-trend-says",
            &[
                ("submitted", number(page, pairs.iter().map(|p| p[0]).sum())),
                ("closed", number(page, pairs.iter().map(|p| p[1]).sum())),
            ],
        ),
        first: all.first().map(name).unwrap_or_default(),
        last: all.last().map(name).unwrap_or_default(),
        highest: number(page, columns.highest),
        columns,
    };
    let keys = ["figures-when", "figures-submitted", "figures-closed"];
    let table = Table { headings: headings(page, &keys), rows: all.iter().map(row).collect() };
    let drawn = all.len() > 1 && trend.columns.highest > 0;
    let mut section = Section::new(page, "arus", "figures-trend", String::new(), table);
    section.columns = drawn.then_some(trend);
    section
}
