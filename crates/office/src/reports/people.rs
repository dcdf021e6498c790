//! The register book of some days: by name, so only for those who may read the register.

use super::counted::instants;
use super::{Asked, Frame, Report, Table};
use crate::app::App;
use crate::error::Error;
use crate::texts::{moment, of, text, text_with};
use procedure::ReasonId;

/// The longest book that is set; a year of a large office has some fifty thousand lines.
const MOST: usize = 60_000;

pub async fn tell(app: &App, asked: Asked, frame: &Frame, report: &mut Report) -> Result<(), Error> {
    let language = frame.language();
    let columns = [
        ("register-number", 3, true),
        ("register-at", 6, false),
        ("register-ticket", 6, false),
        ("register-name", 8, false),
        ("register-nik", 8, false),
        ("register-reasons", 6, false),
        ("register-blangko", 6, false),
        ("register-received-by", 8, false),
        ("register-way", 4, false),
        ("register-officer", 6, false),
    ];
    let mut table = Table { size: 7, ..Table::new(frame, "", &columns) };
    let (from, to) = instants(app, asked.from, asked.to);
    let lines = app.cases.register(app.office(), from, to, MOST).await?;
    if lines.len() == MOST {
        report.lines.push(text_with(language, "report-cut", &[("most", MOST.to_string())]));
    }
    let p = frame.names(app);
    for line in lines {
        let reason =
            |id: &str| p.reason(&ReasonId::from(id)).map_or(id, |r| of(language, &r.name)).to_owned();
        let reasons: Vec<String> = line.reasons.split(',').map(reason).collect();
        let received = format!("{} ({})", line.received_by, line.relation);
        table.rows.push(vec![
            format!("{}/{}", line.number, line.year),
            moment(language, p.calendar.offset, line.at),
            line.ticket,
            line.name,
            line.nik,
            reasons.join(" + "),
            line.blangko.unwrap_or_default(),
            if line.relation.is_empty() { line.received_by } else { received },
            text(language, &format!("way-{}", line.way)),
            line.officer,
        ]);
    }
    report.tables.push(table);
    Ok(())
}
