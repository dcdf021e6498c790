//! The sections on what the office works with: blank cards, people, and what residents think of it.

use super::parts::{Cell, Ground, Row, Section, Table, headings};
use crate::accounts::User;
use crate::handover::Month;
use crate::stock::Outlook;
use crate::web::numbers::{decimals, duration, number};
use procedure::measure::Figure;
use std::collections::BTreeMap;

pub(super) fn blanks(g: &Ground<'_>, outlook: &Outlook) -> Section {
    let page = g.page;
    let count = |figure: Figure| Cell::count(page, g.now.count(figure), g.list(figure, None));
    let stock = "/meja/blangko".to_owned();
    let days = match outlook.days_left {
        Some(days) => page.t1("figures-days", "days", number(page, days)),
        None => page.t("figures-days-unknown"),
    };
    let row = |key: &str, cell: Cell| Row { head: page.t(key), cells: vec![cell] };
    let rows = vec![
        row("figures-in-stock", Cell::link(number(page, outlook.blanks), stock)),
        row("figures-days-left", Cell::plain(days)),
        row("figures-printed", count(Figure::Printed)),
        row("figures-spoiled", count(Figure::Spoiled)),
    ];
    let keys = ["figures-what", "figures-count"];
    let note = page.t1("figures-blanks-note", "days", outlook.looked_back);
    Section::new(page, "blangko", "figures-blanks", note, Table { headings: headings(page, &keys), rows })
}

pub(super) fn satisfaction(g: &Ground<'_>, found: &Month, before: &Month) -> Section {
    let page = g.page;
    let index = |month: &Month| match month.index {
        Some(index) => format!("{} ({})", decimals(page, index.value), index.grade.letter()),
        None => "–".to_owned(),
    };
    let row = |key: &str, now: String, before: String| Row {
        head: page.t(key),
        cells: vec![Cell::plain(now), Cell::plain(before)],
    };
    let rows = vec![
        row("figures-index", index(found), index(before)),
        row("figures-forms", number(page, found.forms), number(page, before.forms)),
        row("figures-forms-wanted", number(page, found.wanted), number(page, before.wanted)),
    ];
    let keys = ["figures-what", "figures-count", "figures-sent-before"];
    let table = Table { headings: headings(page, &keys), rows };
    Section::new(page, "kepuasan", "figures-satisfaction", page.t("figures-satisfaction-note"), table)
}

/// What each person did and has before them, in the order of their names and of nothing else.
pub(super) fn load(g: &Ground<'_>, users: &[User], claimed: &BTreeMap<String, u64>) -> Section {
    let page = g.page;
    let named = users.iter().map(|u| (u.name.as_str(), u.id.as_str()));
    let mut people: Vec<(&str, &str)> = named
        .filter(|(_, id)| g.now.count_of(Figure::Handled, id) > 0 || claimed.get(*id).is_some_and(|n| *n > 0))
        .collect();
    people.sort_unstable();
    let rows = people.into_iter().map(|(name, id)| Row {
        head: name.to_owned(),
        cells: vec![
            Cell::count(page, g.now.count_of(Figure::Handled, id), g.list(Figure::Handled, Some(id))),
            Cell::plain(number(page, g.before.count_of(Figure::Handled, id))),
            Cell::plain(duration(page, g.now.total_of(Figure::Handled, id))),
            Cell::plain(number(page, claimed.get(id).copied().unwrap_or(0))),
        ],
    });
    let keys = [
        "figures-person",
        "figures-handled",
        "figures-sent-before",
        "figures-working-time",
        "figures-before-them",
    ];
    let table = Table { headings: headings(page, &keys), rows: rows.collect() };
    Section::new(page, "beban", "figures-load", page.t("figures-load-note"), table)
}
