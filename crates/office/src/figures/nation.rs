//! Figures of every office in this database beside one another, for a ministry. The one place where rows of several offices
//! are read together: counters and numbers, nothing of a case and nobody's data.

use super::counters::{ALL, MONTH};
use super::read::count;
use crate::db::{Db, DbError, Row, Statement, Write};
use crate::params;
use jiff::Timestamp;
use procedure::measure::{Figure, Month};
use std::collections::BTreeMap;

/// What an office has done in some months, and how it stands now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfOffice {
    pub office: String,
    pub name: String,
    pub submitted: u64,
    /// Cases that ended, however they did.
    pub closed: u64,
    /// Of these, how many after more work than the procedure's standard.
    pub late: u64,
    /// Working seconds of all that ended.
    pub worked: u64,
    pub open: u64,
    /// Open ones past their deadline, while somebody should be at work on them.
    pub overdue: u64,
    /// Blank cards that are left.
    pub in_stock: u64,
}

/// An office says that it is there, and what it is called.
pub async fn register(db: &Db, office: &str, name: &str, at: Timestamp) -> Result<(), DbError> {
    let sql = "INSERT INTO offices (office, name, seen_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (office) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at";
    db.write(Write::one(Statement::new(sql, params![office, name, at]))).await
}

/// Every office, in the order of their ids, over these months and at this instant.
pub async fn nation(db: &Db, (from, to): (Month, Month), now: Timestamp) -> Result<Vec<OfOffice>, DbError> {
    let named = db.query("SELECT office, name FROM offices ORDER BY office", params![]).await?;
    let mut all = BTreeMap::new();
    for row in &named {
        let office = row.text(0)?;
        all.insert(office.clone(), OfOffice { office, name: row.text(1)?, ..OfOffice::default() });
    }
    let (done, open, stock) = tokio::try_join!(done(db, from, to), open(db, now), stock(db))?;
    for row in &done {
        let Some(of) = all.get_mut(&row.text(0)?) else { continue };
        let (figure, counted) = (row.text(1)?, count(row, 2)?);
        if figure == Figure::Submitted.word() {
            of.submitted = counted;
        } else if figure == Figure::CaseLate.word() {
            of.late = counted;
        } else {
            (of.closed, of.worked) = (counted, count(row, 3)?);
        }
    }
    for row in &open {
        let Some(of) = all.get_mut(&row.text(0)?) else { continue };
        (of.open, of.overdue) = (count(row, 1)?, count(row, 2)?);
    }
    for row in &stock {
        let Some(of) = all.get_mut(&row.text(0)?) else { continue };
        of.in_stock = u64::try_from(row.int(1)?).unwrap_or(0);
    }
    Ok(all.into_values().collect())
}

/// An office's counters are one range of the key each: what this costs goes by offices and months.
async fn done(db: &Db, from: Month, to: Month) -> Result<Vec<Row>, DbError> {
    let sql = "SELECT f.office, f.figure, CAST(sum(f.counted) AS BIGINT), CAST(sum(f.total) AS BIGINT)
        FROM offices AS o JOIN figures AS f ON f.office = o.office
        WHERE f.grain = ?1 AND f.district = ?2 AND f.reasons = ?2 AND f.period >= ?3 AND f.period <= ?4
        AND f.figure IN ('submitted', 'closed', 'case_late') GROUP BY f.office, f.figure";
    db.query(sql, params![MONTH, ALL, from.to_string(), to.to_string()]).await
}

/// Cases that are over stand at no step, and are not looked at.
async fn open(db: &Db, now: Timestamp) -> Result<Vec<Row>, DbError> {
    let sql = "SELECT c.office, count(*), count(CASE WHEN c.turn = 'work' AND c.due_at < ?1 THEN 1 END)
        FROM offices AS o JOIN cases AS c ON c.office = o.office WHERE c.lane > '' GROUP BY c.office";
    db.query(sql, params![now]).await
}

async fn stock(db: &Db) -> Result<Vec<Row>, DbError> {
    let sql = "SELECT s.office, s.opening + s.received - s.good - s.spoiled - s.returned - s.lost
        FROM offices AS o JOIN stock_periods AS s ON s.office = o.office
        WHERE s.no = (SELECT max(l.no) FROM stock_periods AS l WHERE l.office = o.office)";
    db.query(sql, params![]).await
}
