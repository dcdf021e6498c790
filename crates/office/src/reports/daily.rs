//! One day of the office: requests in and out, each step, what reached nobody, and the stock's closing.

use super::counted::{Counted, counted, instants};
use super::{Asked, Frame, Report, Table, number};
use crate::app::App;
use crate::error::Error;
use crate::texts::{moment, of, text, text_with};
use procedure::measure::Figure;

/// What is counted of the whole day, and under which words.
const COUNTS: [(&str, Figure, &str); 8] = [
    ("report-submitted", Figure::Submitted, ""),
    ("report-handed-over", Figure::Closed, "handed_over"),
    ("report-rejected", Figure::Closed, "rejected"),
    ("report-withdrawn", Figure::Closed, "withdrawn"),
    ("report-not-collected", Figure::Closed, "not_collected"),
    ("report-undelivered", Figure::Undelivered, ""),
    ("report-printed", Figure::Printed, ""),
    ("report-spoiled", Figure::Spoiled, ""),
];

pub async fn tell(app: &App, asked: Asked, frame: &Frame, report: &mut Report) -> Result<(), Error> {
    let facts = counted(app, asked.from, asked.to, frame).await?;
    report.tables.push(counts(frame, &facts));
    report.tables.push(steps(app, frame, &facts));
    stock(app, asked, frame, report).await
}

/// A fact of this figure, and of this subject where one is asked for.
fn is(c: &Counted, figure: Figure, subject: &str) -> bool {
    c.fact.figure == figure && (subject.is_empty() || c.fact.subject == subject)
}

fn count(facts: &[Counted], figure: Figure, subject: &str) -> u64 {
    facts.iter().filter(|c| is(c, figure, subject)).fold(0, |n, _| n + 1)
}

fn counts(frame: &Frame, facts: &[Counted]) -> Table {
    let language = frame.language();
    let columns = [("report-what", 6, false), ("report-count", 1, true)];
    let mut table = Table::new(frame, "report-requests", &columns);
    let row = |&(key, figure, subject): &(&str, Figure, &str)| {
        vec![text(language, key), number(language, count(facts, figure, subject))]
    };
    if !facts.is_empty() {
        table.rows = COUNTS.iter().map(row).collect();
    }
    table
}

fn steps(app: &App, frame: &Frame, facts: &[Counted]) -> Table {
    let language = frame.language();
    let columns = [
        ("report-step", 5, false),
        ("report-done", 2, true),
        ("report-late", 2, true),
        ("report-returned", 2, true),
    ];
    let mut table = Table::new(frame, "report-steps", &columns);
    for step in &frame.names(app).steps {
        let figures = [Figure::Step, Figure::StepLate, Figure::Returned];
        let counts = figures.map(|f| count(facts, f, step.id.as_str()));
        if counts.iter().any(|n| *n > 0) {
            let title = format!("{}. {}", step.no, of(language, &step.title));
            table.rows.push(std::iter::once(title).chain(counts.map(|n| number(language, n))).collect());
        }
    }
    table
}

/// Every closing of the day with both its signatures.
async fn stock(app: &App, asked: Asked, frame: &Frame, report: &mut Report) -> Result<(), Error> {
    let language = frame.language();
    let columns = [("report-what", 6, false), ("report-blanks", 1, true)];
    let closed = app.stock.closed_in(instants(app, asked.from, asked.to)).await?;
    if closed.is_empty() {
        report.lines.push(text(language, "report-no-closing"));
    }
    for period in closed {
        let mut table = Table::new(frame, "report-closing", &columns);
        let b = &period.balance;
        for (key, blanks) in [
            ("stock-opening", b.opening),
            ("stock-received", b.received),
            ("stock-good", b.good),
            ("stock-spoiled", b.spoiled),
            ("stock-returned", b.returned),
            ("stock-lost", b.lost),
        ] {
            table.rows.push(vec![text(language, key), blanks.to_string()]);
        }
        table.total = vec![text(language, "stock-closing"), b.closing().to_string()];
        let offset = frame.names(app).calendar.offset;
        let signed = [
            ("no", period.no.to_string()),
            ("when", moment(language, offset, period.closed_at)),
            ("counted", period.count.as_ref().map_or(0, |c| c.counted).to_string()),
            ("by", period.countersigned_by.clone()),
        ];
        report.lines.push(text_with(language, "report-signed", &signed));
        report.tables.push(table);
    }
    Ok(())
}
