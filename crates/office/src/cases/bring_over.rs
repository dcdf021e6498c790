//! What was written before there was one table of events is brought into it, once, when the program starts: sealed,
//! chained, in the order in which it happened. All of it or nothing. Kept reports go on being counted up to the event
//! up to which they were counted.

use super::{CaseError, CaseLog, log};
use crate::db::{Db, Row, Statement, Write};
use crate::events::{self, Log, New, Stream};
use crate::params;
use procedure::Event;
use seal::record::Head;
use std::collections::HashMap;

/// Each of the office's other logs as it was: stream, time, kind, body; by the order in which it is brought over.
const OTHERS: [(Log, &str); 4] = [
    (
        Log::Blank,
        "SELECT serial, at, kind, body, period AS turn, 0 AS last, seq FROM blank_log_before WHERE office = ?1
        UNION ALL SELECT CAST(period AS TEXT), at, '', body, period, 1, seq FROM closing_log_before
            WHERE office = ?1
        ORDER BY turn, last, at, seq",
    ),
    (Log::Minutes, "SELECT '', at, 'minutes', body FROM minutes_log_before WHERE office = ?1 ORDER BY no"),
    (Log::Visits, "SELECT '', at, 'visit_rule', body FROM visit_log_before WHERE office = ?1 ORDER BY no"),
    (Log::Procedure, "SELECT '', at, 'adoption', body FROM procedure_log_before WHERE office = ?1 ORDER BY no"),
];

const FORGET: [&str; 6] = [
    "DELETE FROM events_before WHERE office = ?1",
    "DELETE FROM blank_log_before WHERE office = ?1",
    "DELETE FROM closing_log_before WHERE office = ?1",
    "DELETE FROM minutes_log_before WHERE office = ?1",
    "DELETE FROM visit_log_before WHERE office = ?1",
    "DELETE FROM procedure_log_before WHERE office = ?1",
];

/// What was brought over, or written since.
const BEGUN: &str = "SELECT 1 FROM events WHERE office = ?1
    AND log IN ('case', 'blank', 'closing', 'minutes', 'visits', 'procedure') LIMIT 1";

/// How many events were brought over. None once the record has begun: what stands in the former tables then was put there
/// by hand, and is not sealed and signed for whoever did.
pub(super) async fn bring_over(db: &Db, log: &CaseLog, office: &str) -> Result<usize, CaseError> {
    let mut statements = of_cases(db, log, office).await?;
    for (log, sql) in OTHERS {
        let mut heads: HashMap<(Log, String), Head> = HashMap::new();
        for row in db.query(sql, params![office]).await? {
            statements.push(one(office, log, &row, &mut heads)?);
        }
    }
    if statements.is_empty() {
        return Ok(0);
    }
    let count = statements.len();
    if !db.query(BEGUN, params![office]).await?.is_empty() {
        tracing::error!(
            count,
            "the tables of before hold events although the record has begun: they are left there"
        );
        return Ok(0);
    }
    statements.extend(watermarks(db, office).await?);
    statements.extend(FORGET.iter().map(|sql| Statement::new(sql, params![office])));
    db.write(Write { statements, touches: Vec::new() }).await?;
    tracing::info!(count, "events were brought into the record");
    Ok(count)
}

/// Cases' events in the order of their positions.
async fn of_cases(db: &Db, cases: &CaseLog, office: &str) -> Result<Vec<Statement>, CaseError> {
    let sql = "SELECT ticket, body FROM events_before WHERE office = ?1 ORDER BY position";
    let mut pens: HashMap<String, log::Pen> = HashMap::new();
    let mut statements = Vec::new();
    for row in db.query(sql, params![office]).await? {
        let name = row.text(0)?;
        let ticket = log::ticket(&name)?;
        let event: Event = serde_json::from_str(&row.text(1)?)
            .map_err(|e| CaseError::Broken(format!("an event of {ticket}: {e}")))?;
        if !pens.contains_key(&name) {
            let (pen, key) = cases.begin(office, &ticket)?;
            statements.push(key);
            pens.insert(name.clone(), pen);
        }
        if let Some(pen) = pens.get_mut(&name) {
            statements.push(pen.append(office, &ticket, &event)?);
        }
    }
    Ok(statements)
}

/// Closings come between the movements of one period and those of the next; they had no kind of their own.
fn one(
    office: &str,
    log: Log,
    row: &Row,
    heads: &mut HashMap<(Log, String), Head>,
) -> Result<Statement, CaseError> {
    let (name, at, kind, body) = (row.text(0)?, row.instant(1)?, row.text(2)?, row.text(3)?);
    let (log, kind) = match (log, kind.as_str()) {
        (Log::Blank, "") if body.contains("\"closing\":\"countersigned\"") => (Log::Closing, "countersigned"),
        (Log::Blank, "") => (Log::Closing, "counted"),
        (log, kind) => (log, kind),
    };
    let head = heads.entry((log, name.clone())).or_default();
    let new = New { at, kind, body: body.into_bytes() };
    let (row, end) = events::append(Stream { office, log, name: &name }, *head, new);
    *head = end;
    Ok(row)
}

/// Kept reports were counted up to a position of the former table.
async fn watermarks(db: &Db, office: &str) -> Result<Vec<Statement>, CaseError> {
    let sql = "SELECT kind, year, number, (SELECT count(*) FROM events_before AS e
            WHERE e.office = r.office AND e.position <= r.watermark)
        FROM reports AS r WHERE office = ?1";
    let set = "UPDATE reports SET watermark = COALESCE((SELECT position FROM events
            WHERE office = ?1 AND log = 'case' ORDER BY position LIMIT 1 OFFSET ?5), 0)
        WHERE office = ?1 AND kind = ?2 AND year = ?3 AND number = ?4";
    let mut statements = Vec::new();
    for row in db.query(sql, params![office]).await? {
        let (kind, year, number, counted) = (row.text(0)?, row.int(1)?, row.int(2)?, row.int(3)?);
        if counted > 0 {
            statements.push(Statement::new(set, params![office, kind, year, number, counted - 1]));
        }
    }
    Ok(statements)
}
