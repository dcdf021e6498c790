//! Whole tables as rows in the order of their keys, out of one database and into another of either kind: what a move and a
//! backup are made of. Cells travel as they lie there: what is covered stays covered. Knows no table's meaning.

pub(super) mod postgres;
pub(super) mod sqlite;

use super::{DbError, Row, Value};
use crate::config;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// A table as both databases know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// Which columns its key is made of, in the key's order.
    pub key: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Int,
    Text,
    Bytes,
}

/// Where its rows were noted as moved; never moved itself.
const NOTES: &str = "moving";
/// Says that everything was moved elsewhere, and where to.
const GONE: &str = "moved";
/// Carried out by every program that opens a database; never moved.
const MIGRATIONS: &str = "migrations";

impl Table {
    /// A row's key.
    pub fn key_of(&self, row: &Row) -> Vec<Value> {
        self.key.iter().filter_map(|at| row.cells().get(*at).cloned()).collect()
    }

    fn names(&self, of: impl Iterator<Item = usize>) -> String {
        let names: Vec<&str> = of.filter_map(|at| self.columns.get(at)).map(|c| c.name.as_str()).collect();
        names.join(", ")
    }

    /// Rows behind a key, or from the beginning, in the key's order. The marks of the key come first, the limit is last.
    fn select(&self, after: bool, mark: impl Fn(usize) -> String) -> String {
        let (all, key) = (self.names(0..self.columns.len()), self.names(self.key.iter().copied()));
        let marks: Vec<String> = (1..=self.key.len()).map(&mark).collect();
        let from = if after { format!(" WHERE ({key}) > ({})", marks.join(", ")) } else { String::new() };
        let limit = mark(if after { self.key.len() + 1 } else { 1 });
        format!("SELECT {all} FROM {}{from} ORDER BY {key} LIMIT {limit}", self.name)
    }
}

/// Everything that lies in a database at one instant, read beside whatever works on it.
pub enum Source {
    Sqlite(sqlite::Source),
    Postgres(postgres::Source),
}

impl Source {
    pub async fn open(settings: &config::Database, password: Option<&SecretString>) -> Result<Self, DbError> {
        Ok(match settings.url.strip_prefix("sqlite:") {
            Some(file) => Self::Sqlite(sqlite::Source::open(file)?),
            None => Self::Postgres(postgres::Source::open(settings, password).await?),
        })
    }

    /// As [`Source::open`], and nobody writes there until this is dropped.
    pub async fn hold(settings: &config::Database, password: Option<&SecretString>) -> Result<Self, DbError> {
        let source = Self::open(settings, password).await?;
        match &source {
            Self::Sqlite(db) => db.hold()?,
            Self::Postgres(db) => db.hold().await?,
        }
        Ok(source)
    }

    /// Every table, in the order of their names.
    pub async fn tables(&self) -> Result<Vec<Table>, DbError> {
        match self {
            Self::Sqlite(db) => db.tables(),
            Self::Postgres(db) => db.tables().await,
        }
    }

    /// Names of the migrations that were carried out.
    pub async fn migrations(&self) -> Result<Vec<String>, DbError> {
        match self {
            Self::Sqlite(db) => db.migrations(),
            Self::Postgres(db) => db.migrations().await,
        }
    }

    /// At most so many rows behind this key, or from the beginning.
    pub async fn rows(
        &self,
        table: &Table,
        after: Option<&[Value]>,
        most: usize,
    ) -> Result<Vec<Row>, DbError> {
        match self {
            Self::Sqlite(db) => db.rows(table, after, most),
            Self::Postgres(db) => db.rows(table, after, most).await,
        }
    }

    /// Whoever opens this database from now on is told that everything is elsewhere.
    pub async fn leave(self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(db) => db.leave(),
            Self::Postgres(db) => db.leave().await,
        }
    }
}

/// A database that is being filled, with a note of how far, so that it can go on where it was.
pub enum Filled {
    Sqlite(sqlite::Filled),
    Postgres(postgres::Filled),
}

/// How far a table has been filled: its last key, and how many rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    pub after: Option<Vec<Value>>,
    pub rows: u64,
}

impl Filled {
    /// A database with the tables of this program, in which no office has worked yet.
    pub async fn open(settings: &config::Database, password: Option<&SecretString>) -> Result<Self, DbError> {
        let filled = match settings.url.strip_prefix("sqlite:") {
            Some(file) => Self::Sqlite(sqlite::Filled::open(file)?),
            None => Self::Postgres(postgres::Filled::open(settings, password).await?),
        };
        Ok(filled)
    }

    pub async fn tables(&self) -> Result<Vec<Table>, DbError> {
        match self {
            Self::Sqlite(db) => db.tables(),
            Self::Postgres(db) => db.tables().await,
        }
    }

    pub async fn progress(&self, table: &Table) -> Result<Progress, DbError> {
        let noted = match self {
            Self::Sqlite(db) => db.noted(table)?,
            Self::Postgres(db) => db.noted(table).await?,
        };
        let Some((rows, after)) = noted else { return Ok(Progress::default()) };
        Ok(Progress { after: Some(note::read(&after)?), rows: u64::try_from(rows).unwrap_or(0) })
    }

    /// Adds rows behind those that are there, and notes it, in one transaction.
    pub async fn add(&mut self, table: &Table, rows: &[Row], before: &Progress) -> Result<Progress, DbError> {
        let Some(last) = rows.last() else { return Ok(before.clone()) };
        let after = table.key_of(last);
        let progress =
            Progress { rows: before.rows + u64::try_from(rows.len()).unwrap_or(0), after: Some(after) };
        let note = note::write(progress.after.as_deref().unwrap_or_default());
        let count = i64::try_from(progress.rows).unwrap_or(i64::MAX);
        match self {
            Self::Sqlite(db) => db.add(table, rows, (count, &note))?,
            Self::Postgres(db) => db.add(table, rows, (count, &note)).await?,
        }
        Ok(progress)
    }

    /// What counts up goes on behind what is there, and the notes go. An office may work here now.
    pub async fn finish(&mut self, tables: &[Table]) -> Result<(), DbError> {
        match self {
            Self::Sqlite(db) => db.finish(),
            Self::Postgres(db) => db.finish(tables).await,
        }
    }
}

/// Whether an office may not work there: it is half filled, or everything was moved elsewhere.
pub(super) fn refused(tables: &[String]) -> Result<(), DbError> {
    let has = |name: &str| tables.iter().any(|t| t == name);
    if has(GONE) {
        return Err(DbError::Broken("everything in this database was moved to another".to_owned()));
    }
    if has(NOTES) {
        return Err(DbError::Broken(
            "this database is only half filled: let the move come to its end".to_owned(),
        ));
    }
    Ok(())
}

/// A table by its columns' names, types and places in the key, 0 for those beside it.
fn described(name: String, columns: &[Row]) -> Result<Table, DbError> {
    let mut table = Table { name, columns: Vec::new(), key: Vec::new() };
    let mut key = Vec::new();
    for (at, row) in columns.iter().enumerate() {
        let kind = match row.text(1)?.to_lowercase().as_str() {
            "integer" | "bigint" => Kind::Int,
            "text" => Kind::Text,
            "blob" | "bytea" => Kind::Bytes,
            other => return Err(DbError::Broken(format!("{} has a column of type {other}", table.name))),
        };
        table.columns.push(Column { name: row.text(0)?, kind });
        if row.int(2)? > 0 {
            key.push((row.int(2)?, at));
        }
    }
    key.sort_unstable();
    table.key = key.into_iter().map(|(_, at)| at).collect();
    Ok(table)
}

fn is_moved(name: &str) -> bool {
    ![NOTES, GONE, MIGRATIONS].contains(&name)
}

/// A key as text, for the note of how far a table is filled.
mod note {
    use super::{DbError, Value};
    use serde_json::{Value as Json, json};

    pub(super) fn write(key: &[Value]) -> String {
        let cell = |v: &Value| match v {
            Value::Int(i) => json!(i),
            Value::Text(t) | Value::Covered(t) | Value::Blind(t) => json!(t),
            Value::Bytes(b) => json!([hex::encode(b)]),
            Value::Null => Json::Null,
        };
        Json::Array(key.iter().map(cell).collect()).to_string()
    }

    pub(super) fn read(text: &str) -> Result<Vec<Value>, DbError> {
        let broken = || DbError::Broken(format!("how far the move was: {text}"));
        let cell = |json: Json| match json {
            Json::Null => Some(Value::Null),
            Json::Number(n) => n.as_i64().map(Value::Int),
            Json::String(t) => Some(Value::Text(t)),
            Json::Array(bytes) => Some(Value::Bytes(hex::decode(bytes.first()?.as_str()?).ok()?)),
            _ => None,
        };
        let cells: Vec<Json> = serde_json::from_str(text).map_err(|_| broken())?;
        cells.into_iter().map(cell).collect::<Option<_>>().ok_or_else(broken)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_key_of_any_kind_comes_back_from_its_note() {
            let key = vec![
                Value::Text("13.01 \"a\"".to_owned()),
                Value::Int(i64::MAX),
                Value::Bytes(vec![0, 255]),
                Value::Null,
            ];
            assert_eq!(read(&write(&key)).expect("read"), key);
            assert!(read("{}").is_err() && read("[true]").is_err());
        }
    }
}
