//! One year by its months.

use super::counted::counted;
use super::monthly::promptness;
use super::{Asked, Frame, Report, Table, number, percent};
use crate::app::App;
use crate::error::Error;
use crate::handover::month_of;
use crate::texts::text;
use jiff::civil::Date;
use procedure::measure::Figure;

pub async fn tell(app: &App, asked: Asked, frame: &Frame, report: &mut Report) -> Result<(), Error> {
    let language = frame.language();
    let columns = [
        ("report-month", 4, false),
        ("report-submitted", 2, true),
        ("report-handed-over", 2, true),
        ("report-otherwise", 2, true),
        ("report-within", 2, true),
        ("report-ikm-short", 2, true),
    ];
    let mut table = Table::new(frame, "report-by-month", &columns);
    let mut sums = [0u64; 3];
    let mut first = Some(asked.from);
    while let Some(month) = first.filter(|m| *m <= asked.to) {
        let (counts, cells) = one(app, frame, month).await?;
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
        if counts.iter().any(|n| *n > 0) {
            table.rows.push(cells);
        }
        first = month.last_of_month().tomorrow().ok();
    }
    if !table.rows.is_empty() {
        let sums = sums.map(|n| number(language, n));
        let ends = [String::new(), String::new()];
        table.total = std::iter::once(text(language, "report-total")).chain(sums).chain(ends).collect();
    }
    report.tables.push(table);
    Ok(())
}

/// Sent, handed over, ended otherwise; and the month's row.
async fn one(app: &App, frame: &Frame, month: Date) -> Result<([u64; 3], Vec<String>), Error> {
    let language = frame.language();
    let facts = counted(app, month, month.last_of_month(), frame).await?;
    let mut counts = [0u64; 3];
    for c in &facts {
        match (c.fact.figure, c.fact.subject.as_str()) {
            (Figure::Submitted, _) => counts[0] += 1,
            (Figure::Closed, "handed_over") => counts[1] += 1,
            (Figure::Closed, _) => counts[2] += 1,
            _ => {}
        }
    }
    let index = month_of(app, month).await?.index;
    let said = |value: f64| {
        let plain = format!("{value:.2}");
        if frame.lang == "id" { plain.replace('.', ",") } else { plain }
    };
    let name = text(language, "months")
        .split_whitespace()
        .nth(usize::from(month.month().unsigned_abs()) - 1)
        .unwrap_or_default()
        .to_owned();
    let ends = [
        percent(language, promptness(&facts).share()),
        index.map_or_else(|| "–".to_owned(), |i| said(i.value)),
    ];
    let cells = std::iter::once(format!("{name} {}", month.year()));
    Ok((counts, cells.chain(counts.map(|n| number(language, n))).chain(ends).collect()))
}
