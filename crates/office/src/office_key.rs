//! The office's own key: 256 random bits, made when its database is first opened, kept in it wrapped by the master key. What
//! an office seals for good and no case's key is there for, is sealed under keys derived from it, so that a new master key
//! leaves all of it readable.

use crate::db::{Blind, Covered, Db, DbError, Row, Statement, Write};
use crate::params;
use seal::{Key, Masters, Rotated, SealError, Veil};

/// What the wrapped key is bound to beside the office.
const NAME: &str = "the office's own";
const SELECT: &str = "SELECT sealed, covered FROM office_keys WHERE office = ?1";
const AT_ONCE: usize = 500;

/// The office's key; the database reads and writes covered cells from now on.
pub async fn open(db: &Db, office: &str, masters: &Masters) -> Result<Key, crate::error::Error> {
    let key = match db.query(SELECT, params![office]).await?.first() {
        Some(row) => masters.unwrap(office, NAME, row.bytes(0)?)?,
        None => fresh(db, office, masters).await?,
    };
    db.veil(Veil::of(&key));
    cover(db, office).await?;
    Ok(key)
}

/// Another process may make it at the same time: whose key was written first is everybody's.
async fn fresh(db: &Db, office: &str, masters: &Masters) -> Result<Key, crate::error::Error> {
    let sealed = masters.wrap(office, NAME, &seal::fresh_key()?)?;
    let sql = "INSERT INTO office_keys (office, sealed, covered) VALUES (?1, ?2, 0) ON CONFLICT DO NOTHING";
    db.write(Write::one(Statement::new(sql, params![office, sealed]))).await?;
    let rows = db.query(SELECT, params![office]).await?;
    let row = rows.first().ok_or_else(|| DbError::Broken("the office's key is gone".to_owned()))?;
    Ok(masters.unwrap(office, NAME, row.bytes(0)?)?)
}

/// Puts it under the present master key.
pub async fn rotate(db: &Db, office: &str, masters: &Masters) -> Result<Rotated, crate::error::Error> {
    let rows = db.query(SELECT, params![office]).await?;
    let Some(row) = rows.first() else { return Ok(Rotated::default()) };
    let sealed = row.bytes(0)?;
    if masters.is_present(sealed)? {
        return Ok(Rotated { already: 1, ..Rotated::default() });
    }
    let key = match masters.unwrap(office, NAME, sealed) {
        Err(SealError::UnknownMaster { .. }) => return Ok(Rotated { unknown: 1, ..Rotated::default() }),
        other => other?,
    };
    let sql = "UPDATE office_keys SET sealed = ?2 WHERE office = ?1";
    let again = masters.wrap(office, NAME, &key)?;
    db.write(Write::one(Statement::new(sql, params![office, again]))).await?;
    Ok(Rotated { rewrapped: 1, ..Rotated::default() })
}

/// A column that is covered: which rows are not yet, by their key behind the last one that was looked at, and how one is
/// written again.
struct Column {
    select: &'static str,
    update: &'static str,
}

/// A table's column `$cell`, its rows found by one column `$key` beside the office.
macro_rules! column {
    ($table:literal, $key:literal, $cell:literal) => {
        Column {
            select: concat!(
                "SELECT ",
                $key,
                ", ",
                $cell,
                " FROM ",
                $table,
                " WHERE office = ?1 AND ",
                $key,
                " > ?2 ORDER BY ",
                $key,
                " LIMIT ?3"
            ),
            update: concat!(
                "UPDATE ",
                $table,
                " SET ",
                $cell,
                " = ?3 WHERE office = ?1 AND ",
                $key,
                " = ?2 AND ",
                $cell,
                " = ?4"
            ),
        }
    };
}

const COLUMNS: [Column; 16] = [
    column!("cases", "ticket", "name"),
    column!("cases", "ticket", "nik"),
    column!("cases", "ticket", "phone"),
    column!("register", "ticket", "name"),
    column!("register", "ticket", "nik"),
    column!("register", "ticket", "received_by"),
    column!("old_cards", "ticket", "name"),
    column!("old_cards", "ticket", "nik"),
    column!("old_cards", "ticket", "address"),
    column!("threads", "contact", "phone"),
    column!("threads", "contact", "name"),
    column!("threads", "contact", "state"),
    column!("messages", "id", "text"),
    column!("outbox", "id", "body"),
    column!("inbound", "id", "body"),
    column!("strange_inbound", "id", "body"),
];

/// Covers what was written before cells were, once.
async fn cover(db: &Db, office: &str) -> Result<(), DbError> {
    let rows = db.query(SELECT, params![office]).await?;
    if rows.first().map_or(Ok(1), |row| row.int(1))? != 0 {
        return Ok(());
    }
    for column in &COLUMNS {
        cover_column(db, office, column).await?;
    }
    mark_numbers(db, office).await?;
    let done = "UPDATE office_keys SET covered = 1 WHERE office = ?1";
    db.write(Write::one(Statement::new(done, params![office]))).await
}

async fn cover_column(db: &Db, office: &str, column: &Column) -> Result<(), DbError> {
    let mut after = String::new();
    loop {
        let rows = db.query(column.select, params![office, &after, AT_ONCE]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.text(0)?;
        // A cell that is covered already is read as it was, and is not found again as that.
        let again = |row: &Row| {
            let (key, cell) = (row.text(0)?, row.text(1)?);
            Ok(Statement::new(column.update, params![office, key, Covered(&cell), &cell]))
        };
        let statements = rows.iter().map(again).collect::<Result<Vec<_>, DbError>>()?;
        db.write(Write { statements, touches: Vec::new() }).await?;
    }
}

/// Numbers by which cases were found, of which a mark is kept instead.
async fn mark_numbers(db: &Db, office: &str) -> Result<(), DbError> {
    let select = "SELECT term, ticket FROM case_terms WHERE office = ?1 AND term >= '0' AND term < ':'
        AND length(term) >= 10 LIMIT ?2";
    let insert = "INSERT INTO case_terms (office, term, ticket) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    let delete = "DELETE FROM case_terms WHERE office = ?1 AND term = ?2 AND ticket = ?3";
    loop {
        let rows = db.query(select, params![office, AT_ONCE]).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut statements = Vec::new();
        for row in &rows {
            let (term, ticket) = (row.text(0)?, row.text(1)?);
            statements.push(Statement::new(insert, params![office, Blind(&term), &ticket]));
            statements.push(Statement::new(delete, params![office, &term, &ticket]));
        }
        db.write(Write { statements, touches: Vec::new() }).await?;
    }
}
