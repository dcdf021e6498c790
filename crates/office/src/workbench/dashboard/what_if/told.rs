//! The numbers of a month as it was measured, as it is replayed, and as it would be: three columns of the same rows. Only
//! words are made here.

use super::super::parts::{Cell, Row, Section, Table, Tile};
use crate::web::Page;
use crate::web::numbers::{duration, number, percent};
use crate::what_if::{Replayed, Told};
use procedure::Procedure;
use procedure::what_if::{CaseTally, RoleTally, Spread, StepTally};

/// How a number is read.
#[derive(Clone, Copy)]
enum Unit {
    Count,
    /// Seconds of working time.
    Time,
    /// Parts of a thousand.
    Share,
}

const CASES: [(&str, Unit); 6] = [
    ("what-if-sent", Unit::Count),
    ("what-if-ended", Unit::Count),
    ("figures-median", Unit::Time),
    ("figures-p90", Unit::Time),
    ("figures-within", Unit::Share),
    ("what-if-open", Unit::Count),
];
const STEPS: [(&str, Unit); 5] = [
    ("figures-count", Unit::Count),
    ("figures-median", Unit::Time),
    ("figures-p90", Unit::Time),
    ("figures-within", Unit::Share),
    ("what-if-queue", Unit::Time),
];
const ROLES: [(&str, Unit); 2] = [("what-if-people", Unit::Count), ("what-if-busy", Unit::Share)];

fn of_cases<N: Copy>(c: &CaseTally<N>) -> [N; 6] {
    [c.sent, c.ended, c.median, c.ninetieth, c.within, c.open]
}

fn of_step<N: Copy>(s: &StepTally<N>) -> [N; 5] {
    [s.visits, s.median, s.ninetieth, s.within, s.queue]
}

fn of_role<N: Copy>(r: &RoleTally<N>) -> [N; 2] {
    [r.people, r.busy]
}

pub(super) struct Telling<'a> {
    pub(super) page: &'a Page,
    pub(super) p: &'a Procedure,
    pub(super) told: &'a Told,
    pub(super) as_it_was: bool,
}

impl Telling<'_> {
    /// The replays that are shown: as it was, and as it would be where that is otherwise.
    fn replayed(&self) -> Vec<&Replayed> {
        let shown = if self.as_it_was { 1 } else { 2 };
        self.told.replayed.iter().take(shown).flatten().collect()
    }

    fn one(&self, unit: Unit, value: Option<u64>) -> String {
        let Some(value) = value else { return "–".to_owned() };
        match unit {
            Unit::Count => number(self.page, value),
            Unit::Time => duration(self.page, value),
            Unit::Share => percent(self.page, value, 1_000),
        }
    }

    /// What it mostly was, and how far it went where that reads otherwise.
    fn spread(&self, unit: Unit, spread: Option<Spread>) -> String {
        let Some(spread) = spread else { return "–".to_owned() };
        let read = |value| self.one(unit, Some(value));
        let (middle, low, high) = (read(spread.median), read(spread.lowest), read(spread.highest));
        if low == high { middle } else { format!("{middle} ({low} – {high})") }
    }

    fn rows<const N: usize>(
        &self,
        before: &str,
        numbers: &[(&str, Unit); N],
        measured: [Option<u64>; N],
        replayed: &[[Option<Spread>; N]],
    ) -> Vec<Row> {
        let row = |(at, (key, unit)): (usize, &(&str, Unit))| {
            let mut cells = vec![Cell::plain(self.one(*unit, measured.get(at).copied().flatten()))];
            let spread = |of: &[Option<Spread>; N]| self.spread(*unit, of.get(at).copied().flatten());
            cells.extend(replayed.iter().map(|of| Cell::plain(spread(of))));
            let words = self.page.t(key);
            Row { head: if before.is_empty() { words } else { format!("{before}: {words}") }, cells }
        };
        numbers.iter().enumerate().map(row).collect()
    }

    fn section(&self, id: &str, title: String, note: String, rows: Vec<Row>) -> Section {
        let mut keys = vec!["what-if-number", "what-if-measured", "what-if-replayed"];
        keys.extend((!self.as_it_was).then_some("what-if-would"));
        let headings = super::super::parts::headings(self.page, &keys);
        Section { id: id.to_owned(), title, note, bars: None, columns: None, table: Table { headings, rows } }
    }

    pub(super) fn sections(&self) -> Vec<Section> {
        let (page, replayed) = (self.page, self.replayed());
        let cases: Vec<_> = replayed.iter().map(|t| of_cases(&t.cases)).collect();
        let rows = self.rows("", &CASES, of_cases(&self.told.measured.cases), &cases);
        let mut all =
            vec![self.section("permohonan", page.t("what-if-cases"), page.t("what-if-cases-note"), rows)];
        for (at, step) in self.told.measured.steps.iter().enumerate() {
            let title = self
                .p
                .step(&step.step)
                .map_or_else(|| step.step.to_string(), |s| format!("{}. {}", s.no, page.of(&s.title)));
            let of: Vec<_> = replayed.iter().filter_map(|t| t.steps.get(at)).map(of_step).collect();
            let rows = self.rows("", &STEPS, of_step(step), &of);
            all.push(self.section(&format!("langkah-{}", at + 1), title, String::new(), rows));
        }
        let mut rows = Vec::new();
        for (at, role) in self.told.measured.roles.iter().enumerate() {
            let name = self
                .p
                .role(&role.role)
                .map_or_else(|| role.role.to_string(), |r| page.of(&r.name).to_owned());
            let of: Vec<_> = replayed.iter().filter_map(|t| t.roles.get(at)).map(of_role).collect();
            rows.extend(self.rows(&name, &ROLES, of_role(role), &of));
        }
        all.push(self.section("peran", page.t("what-if-roles"), page.t("what-if-roles-note"), rows));
        all
    }

    /// What would change most visibly, beside how it is when replayed as it was.
    pub(super) fn tiles(&self) -> Vec<Tile> {
        let replayed = self.replayed();
        let (Some(was), Some(would)) = (replayed.first(), replayed.last()) else { return Vec::new() };
        let (was, would) = (of_cases(&was.cases), of_cases(&would.cases));
        let shown = CASES.iter().zip(was).zip(would).skip(2);
        shown
            .map(|(((key, unit), was), would)| Tile {
                label: self.page.t(key),
                value: self.one(*unit, would.map(|s| s.median)),
                href: "#permohonan".to_owned(),
                before: self.page.t1("what-if-was", "value", self.one(*unit, was.map(|s| s.median))),
            })
            .collect()
    }

    /// In words where the replay of how it was tells a median far from the one measured: a quarter and a minute.
    pub(super) fn strays(&self) -> Option<String> {
        let replayed = self.replayed().first()?.cases.median?.median;
        let measured = self.told.measured.cases.median?;
        let strays = replayed.abs_diff(measured) > (measured / 4).max(60);
        let args = [("replayed", duration(self.page, replayed)), ("measured", duration(self.page, measured))];
        strays.then(|| self.page.with("what-if-strays", &args))
    }
}
