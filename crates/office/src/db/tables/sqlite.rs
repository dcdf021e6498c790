//! Tables of a SQLite file.

use super::{GONE, NOTES, Span, Table, Whose, any_of, described, is_moved};
use crate::db::sqlite::{broken, migrate, migrate_within, prepare, select_as};
use crate::db::{DbError, Row, Value};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params_from_iter};
use std::path::Path;

/// One reading transaction.
pub struct Source(Connection);

impl Source {
    pub(super) fn open(file: &str) -> Result<Self, DbError> {
        if !Path::new(file).exists() {
            return Err(DbError::Unavailable(format!("{file} is not there")));
        }
        let mut conn = Connection::open(file).map_err(|e| broken(&e))?;
        prepare(&conn)?;
        migrate(&mut conn)?;
        conn.execute_batch("BEGIN").map_err(|e| broken(&e))?;
        // A transaction sees the instant of its first reading.
        let _: i64 =
            conn.query_row("SELECT count(*) FROM migrations", [], |r| r.get(0)).map_err(|e| broken(&e))?;
        Ok(Self(conn))
    }

    pub(super) fn hold(&self) -> Result<(), DbError> {
        self.0.execute_batch("COMMIT; BEGIN IMMEDIATE").map_err(|e| broken(&e))
    }

    pub(super) fn tables(&self) -> Result<Vec<Table>, DbError> {
        tables(&self.0)
    }

    pub(super) fn migrations(&self) -> Result<Vec<String>, DbError> {
        migrations(&self.0)
    }

    pub(super) fn count(
        &self,
        table: &str,
        key: &str,
        (office, until): (&str, i64),
    ) -> Result<Vec<Row>, DbError> {
        let sql = format!("SELECT count(*) FROM {table} WHERE office = ?1 AND {key} <= ?2");
        select_as(&self.0, &sql, &[Value::from(office), Value::from(until)])
    }

    pub(super) fn rows(&self, table: &Table, span: Span<'_>) -> Result<Vec<Row>, DbError> {
        let (sql, params) = table.select(&span, |n| format!("?{n}"));
        select_as(&self.0, &sql, &params)
    }

    pub(super) fn leave(self) -> Result<(), DbError> {
        let gone = format!(
            "CREATE TABLE {GONE} (at BIGINT); INSERT INTO {GONE} VALUES (unixepoch() * 1000); COMMIT"
        );
        self.0.execute_batch(&gone).map_err(|e| broken(&e))
    }
}

pub struct Filled(Connection);

impl Filled {
    pub(super) fn open(file: &str, whose: Whose<'_>) -> Result<Self, DbError> {
        if let Some(folder) = Path::new(file).parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|e| DbError::Unavailable(format!("{}: {e}", folder.display())))?;
        }
        let mut conn = Connection::open(file).map_err(|e| broken(&e))?;
        prepare(&conn)?;
        migrate_within(&mut conn, whose.migrations)?;
        let begun = names(&conn)?.iter().any(|n| n == NOTES);
        if !begun {
            for table in tables(&conn)? {
                let (any, params) = any_of(&table, whose.office, "?1");
                if !select_as(&conn, &any, &params)?.is_empty() {
                    return Err(DbError::Broken(format!("{file} is not empty: {} has rows", table.name)));
                }
            }
            let notes = format!("CREATE TABLE {NOTES} (name TEXT PRIMARY KEY, rows BIGINT, after TEXT)");
            conn.execute_batch(&notes).map_err(|e| broken(&e))?;
        }
        Ok(Self(conn))
    }

    pub(super) fn tables(&self) -> Result<Vec<Table>, DbError> {
        tables(&self.0)
    }

    pub(super) fn migrations(&self) -> Result<Vec<String>, DbError> {
        migrations(&self.0)
    }

    pub(super) fn noted(&self, table: &Table) -> Result<Option<(i64, String)>, DbError> {
        let sql = format!("SELECT rows, after FROM {NOTES} WHERE name = ?1");
        let row = self.0.query_row(&sql, [&table.name], |r| Ok((r.get(0)?, r.get(1)?)));
        row.optional().map_err(|e| broken(&e))
    }

    pub(super) fn add(&mut self, table: &Table, rows: &[Row], note: (i64, &str)) -> Result<(), DbError> {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|e| broken(&e))?;
        let all = table.names(0..table.columns.len());
        let marks: Vec<String> = (1..=table.columns.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("INSERT INTO {} ({all}) VALUES ({})", table.name, marks.join(", "));
        let mut insert = tx.prepare(&sql).map_err(|e| broken(&e))?;
        for row in rows {
            insert.execute(params_from_iter(row.cells())).map_err(|e| broken(&e))?;
        }
        drop(insert);
        let sql = format!(
            "INSERT INTO {NOTES} VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET rows = ?2, after = ?3"
        );
        tx.execute(&sql, (&table.name, note.0, note.1)).map_err(|e| broken(&e))?;
        tx.commit().map_err(|e| broken(&e))
    }

    pub(super) fn finish(&self) -> Result<(), DbError> {
        self.0.execute_batch(&format!("DROP TABLE {NOTES}")).map_err(|e| broken(&e))
    }
}

pub(in crate::db) fn names(conn: &Connection) -> Result<Vec<String>, DbError> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@' ORDER BY name";
    select_as(conn, sql, &[])?.iter().map(|r| r.text(0)).collect()
}

fn migrations(conn: &Connection) -> Result<Vec<String>, DbError> {
    select_as(conn, "SELECT name FROM migrations ORDER BY name", &[])?.iter().map(|r| r.text(0)).collect()
}

fn tables(conn: &Connection) -> Result<Vec<Table>, DbError> {
    let mut tables = Vec::new();
    for name in names(conn)?.into_iter().filter(|n| is_moved(n)) {
        let sql = "SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid";
        let columns = select_as(conn, sql, &[Value::from(&name)])?;
        tables.push(described(name, &columns)?);
    }
    Ok(tables)
}
