//! The sections on what goes wrong and where: returns by reason and document, photos, districts and reasons, visits and
//! what did not arrive.

use super::asked::named;
use super::chart::{Bars, Shown};
use super::parts::{Cell, Ground, Row, Section, Table, headings};
use crate::figures::By;
use crate::web::numbers::{number, percent};
use crate::workbench::words::reasons;
use procedure::DocumentId;
use procedure::measure::Figure;

/// Counts with their words, most first, as bars and as a table of two columns.
fn ranked(g: &Ground<'_>, heading: &str, mut found: Vec<(String, u64, String)>) -> (Bars, Table) {
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let row = |(words, count, href): &(String, u64, String)| Row {
        head: words.clone(),
        cells: vec![Cell::count(g.page, *count, href.clone())],
    };
    let rows = found.iter().map(row).collect();
    let shown = found.into_iter().map(|(words, count, href)| Shown {
        says: format!("{words}: {count}"),
        label: words,
        values: vec![count],
        mark: None,
        value: number(g.page, count),
        href,
    });
    let bars = Bars::of(Vec::new(), shown.collect(), false);
    (bars, Table { headings: headings(g.page, &[heading, "figures-count"]), rows })
}

fn reason_in_words(g: &Ground<'_>, ids: &str) -> String {
    reasons(g.page, g.p, ids)
}

fn district_in_words(g: &Ground<'_>, district: &str) -> String {
    if district.is_empty() { g.page.t("figures-no-district") } else { district.to_owned() }
}

pub(super) fn returns_by_document(g: &Ground<'_>) -> Section {
    let name = |id: &str| match g.p.document(&DocumentId::new(id)) {
        Some(document) => g.page.of(&document.name).to_owned(),
        None => id.to_owned(),
    };
    let found = g.now.subjects(Figure::Fault).into_iter();
    let found = found.map(|(id, n)| (name(&id), n, g.list(Figure::Fault, Some(&id)))).collect();
    let (bars, table) = ranked(g, "figures-document", found);
    Section::new(g.page, "berkas", "figures-faults", String::new(), table).with_bars(bars)
}

pub(super) fn returns_by_reason(g: &Ground<'_>) -> Section {
    let found = g.now.broken_down(Figure::Returned, By::Reasons).into_iter();
    let link = |ids: &str| {
        let more = [("angka", Figure::Returned.word()), ("alasan", ids)];
        g.asked.link("/meja/dasbor/perkara", &more)
    };
    let found = found.map(|(ids, n)| (reason_in_words(g, &ids), n, link(&ids))).collect();
    let (bars, table) = ranked(g, "figures-reason", found);
    Section::new(g.page, "pengembalian", "figures-returns", String::new(), table).with_bars(bars)
}

/// Photos that can hardly be read, of all that came.
pub(super) fn photos(g: &Ground<'_>) -> Section {
    let found = g.now.subjects(Figure::Unreadable).into_iter();
    let words = |finding: &str| g.page.t(&format!("finding-{finding}"));
    let found = found.map(|(f, n)| (words(&f), n, g.list(Figure::Unreadable, Some(&f)))).collect();
    let (bars, table) = ranked(g, "figures-finding", found);
    let (files, bad) = (g.now.count(Figure::File), g.now.count(Figure::Unreadable));
    let before = (g.before.count(Figure::File), g.before.count(Figure::Unreadable));
    let note = g.page.with(
        "figures-photos-note",
        &[
            ("share", percent(g.page, bad, files)),
            ("files", number(g.page, files)),
            ("before", percent(g.page, before.1, before.0)),
        ],
    );
    Section::new(g.page, "foto", "figures-photos", note, table).with_bars(bars)
}

/// Sent, ended, and within the standard, told apart by district or by reasons.
pub(super) fn apart(g: &Ground<'_>, by: By) -> Section {
    let (id, title, heading, parameter): (&'static str, _, _, _) = match by {
        By::District => ("kecamatan-mana", "figures-by-district", "figures-district", "kecamatan"),
        By::Reasons => ("alasan-apa", "figures-by-reason", "figures-reason", "alasan"),
    };
    let sent = g.now.broken_down(Figure::Submitted, by);
    let ended = g.now.broken_down(Figure::Closed, by);
    let late = g.now.broken_down(Figure::CaseLate, by);
    let before = g.before.broken_down(Figure::Submitted, by);
    let mut all: Vec<&String> = sent.keys().chain(ended.keys()).collect();
    all.sort_unstable();
    all.dedup();
    let rows = all.into_iter().map(|key| {
        let of = |counts: &std::collections::BTreeMap<String, u64>| counts.get(key).copied().unwrap_or(0);
        let value = if by == By::District { named(key) } else { key };
        let link = |figure: Figure| {
            g.asked.link("/meja/dasbor/perkara", &[("angka", figure.word()), (parameter, value)])
        };
        Row {
            head: if by == By::District { district_in_words(g, key) } else { reason_in_words(g, key) },
            cells: vec![
                Cell::count(g.page, of(&sent), link(Figure::Submitted)),
                Cell::plain(number(g.page, of(&before))),
                Cell::count(g.page, of(&ended), link(Figure::Closed)),
                Cell::count(g.page, of(&late), link(Figure::CaseLate)),
            ],
        }
    });
    let keys = [heading, "figures-submitted", "figures-sent-before", "figures-closed", "figures-late"];
    let table = Table { headings: headings(g.page, &keys), rows: rows.collect() };
    Section::new(g.page, id, title, String::new(), table)
}

/// Appointments, and what the applicant was to be told and did not arrive.
pub(super) fn visits(g: &Ground<'_>, owed_calls: u64) -> Section {
    let of = |figure: Figure| (g.now.count(figure), g.before.count(figure));
    let row = |key: &str, figure: Figure| {
        let (now, before) = of(figure);
        let cells = vec![Cell::count(g.page, now, g.list(figure, None)), Cell::plain(number(g.page, before))];
        Row { head: g.page.t(key), cells }
    };
    let share = |kept: u64, missed: u64| percent(g.page, missed, kept + missed);
    let (kept, missed) = (of(Figure::Kept), of(Figure::Missed));
    let no_show = vec![
        match missed.0 {
            0 => Cell::plain(share(kept.0, 0)),
            missed => Cell::link(share(kept.0, missed), g.list(Figure::Missed, None)),
        },
        Cell::plain(share(kept.1, missed.1)),
    ];
    let calls = vec![Cell::count(g.page, owed_calls, "/meja/telepon".to_owned()), Cell::plain("")];
    let rows = vec![
        row("figures-booked", Figure::Booked),
        row("figures-kept", Figure::Kept),
        row("figures-missed", Figure::Missed),
        Row { head: g.page.t("figures-no-show"), cells: no_show },
        row("figures-undelivered", Figure::Undelivered),
        Row { head: g.page.t("figures-owed-calls"), cells: calls },
    ];
    let keys = ["figures-what", "figures-count", "figures-sent-before"];
    let table = Table { headings: headings(g.page, &keys), rows };
    Section::new(g.page, "kunjungan", "figures-visits", String::new(), table)
}
