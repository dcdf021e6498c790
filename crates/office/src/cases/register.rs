//! The register book (buku register): a line for every product handed over, numbered without gaps in
//! each year of the office's own time.

use super::{CaseError, Cases, Story};
use crate::db::{Covered, DbError, Row, Statement};
use crate::params;
use crate::reads;
use jiff::Timestamp;
use procedure::{Actor, Blangko, Case, Event, EventBody};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub year: i64,
    pub number: i64,
    pub ticket: String,
    pub at: Timestamp,
    pub name: String,
    pub nik: String,
    pub reasons: String,
    pub blangko: Option<String>,
    pub received_by: String,
    pub relation: String,
    /// `counter`, `courier` or `nagari`.
    pub way: String,
    pub officer: String,
}

/// The line of a handover; nothing for any other event. Handovers of one office take turns at the row
/// that counts the year, so that nodes wait for one another instead of taking the same number.
pub(super) fn line(story: &Story<'_>, case: &Case, event: &Event) -> Vec<Statement> {
    let EventBody::HandedOver { received_by, relation, way, .. } = &event.body else { return Vec::new() };
    let Actor::Officer { name: officer, .. } = &event.actor else { return Vec::new() };
    let year = i64::from(story.procedure.calendar.offset.to_datetime(event.at).year());
    let count = "INSERT INTO register_years (office, year, last) VALUES (?1, ?2, 1)
        ON CONFLICT (office, year) DO UPDATE SET last = register_years.last + 1";
    let sql = "INSERT INTO register (office, year, number, ticket, at, name, nik, reasons, blangko, received_by, relation, officer, way)
        SELECT ?1, ?2, last, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12
        FROM register_years WHERE office = ?1 AND year = ?2";
    let line = Statement::new(
        sql,
        params![
            story.office,
            year,
            story.ticket.as_str(),
            event.at,
            Covered(&case.applicant.name),
            Covered(case.applicant.nik.as_str()),
            case.grounds.reasons.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(","),
            case.blangko().map(Blangko::as_str),
            Covered(received_by),
            relation,
            officer,
            super::word(way)
        ],
    );
    vec![Statement::new(count, params![story.office, year]), line]
}

impl Cases {
    /// Lines handed over in `from..to`, in the order of their numbers, at most `most`.
    pub async fn register(
        &self,
        office: &str,
        from: Timestamp,
        to: Timestamp,
        most: usize,
    ) -> Result<Vec<Line>, CaseError> {
        let sql =
            "SELECT year, number, ticket, at, name, nik, reasons, blangko, received_by, relation, officer, way
            FROM register WHERE office = ?1 AND at >= ?2 AND at < ?3 ORDER BY year, number LIMIT ?4";
        let rows = self.db.query(sql, params![office, from, to, most]).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

fn read(row: &Row) -> Result<Line, DbError> {
    reads::seen(&row.text(2)?);
    Ok(Line {
        year: row.int(0)?,
        number: row.int(1)?,
        ticket: row.text(2)?,
        at: row.instant(3)?,
        name: row.text(4)?,
        nik: row.text(5)?,
        reasons: row.text(6)?,
        blangko: row.opt_text(7)?,
        received_by: row.text(8)?,
        relation: row.text(9)?,
        officer: row.text(10)?,
        way: row.text(11)?,
    })
}
