//! What a dashboard is made of: numbers with what they were before, and sections of a picture and a table. Plain values
//! for the templates.

use super::asked::Asked;
use super::chart::{Bars, Columns};
use crate::figures::{Answer, Backlog};
use crate::web::Page;
use procedure::Procedure;
use procedure::measure::Figure;

/// Everything that the sections are drawn from.
pub(super) struct Ground<'a> {
    pub(super) page: &'a Page,
    pub(super) p: &'a Procedure,
    pub(super) asked: &'a Asked,
    pub(super) now: &'a Answer,
    pub(super) before: &'a Answer,
    pub(super) backlog: &'a [Backlog],
}

impl Ground<'_> {
    /// The list of cases behind a figure.
    pub(super) fn list(&self, figure: Figure, subject: Option<&str>) -> String {
        let mut more = vec![("angka", figure.word())];
        if let Some(subject) = subject {
            more.push(("subjek", subject));
        }
        self.asked.link("/meja/dasbor/perkara", &more)
    }
}

/// One number at the head of the page.
pub(super) struct Tile {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) href: String,
    /// What it was in the period before.
    pub(super) before: String,
}

#[derive(Clone)]
pub(super) struct Cell {
    pub(super) words: String,
    /// Empty where nothing lies behind it.
    pub(super) href: String,
}

impl Cell {
    pub(super) fn plain(words: impl Into<String>) -> Self {
        Self { words: words.into(), href: String::new() }
    }

    pub(super) fn link(words: impl Into<String>, href: String) -> Self {
        Self { words: words.into(), href }
    }

    /// A count with the list behind it; a zero has none.
    pub(super) fn count(page: &Page, count: u64, href: String) -> Self {
        let words = crate::web::numbers::number(page, count);
        if count == 0 { Self::plain(words) } else { Self::link(words, href) }
    }
}

pub(super) struct Row {
    pub(super) head: String,
    pub(super) cells: Vec<Cell>,
}

#[derive(Default)]
pub(super) struct Table {
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Row>,
}

pub(super) struct Section {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) note: String,
    pub(super) bars: Option<Bars>,
    pub(super) columns: Option<Trend>,
    pub(super) table: Table,
}

/// Columns over time, with the words around them.
pub(super) struct Trend {
    pub(super) columns: Columns,
    pub(super) says: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) highest: String,
}

impl Section {
    pub(super) fn new(page: &Page, id: &str, title: &str, note: String, table: Table) -> Self {
        Self { id: id.to_owned(), title: page.t(title), note, bars: None, columns: None, table }
    }

    pub(super) fn with_bars(mut self, bars: Bars) -> Self {
        self.bars = Some(bars).filter(|b| b.rows.iter().any(|row| !row.parts.is_empty()));
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.table.rows.is_empty()
    }
}

/// Headings by their keys.
pub(super) fn headings(page: &Page, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| page.t(key)).collect()
}
