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

    /// The statement for a span of rows and what its marks stand for.
    fn select(&self, span: &Span<'_>, mark: impl Fn(usize) -> String) -> (String, Vec<Value>) {
        let (all, key) = (self.names(0..self.columns.len()), self.names(self.key.iter().copied()));
        let (mut values, mut asked) = (Vec::new(), Vec::new());
        let mut marked = |value: Value| {
            values.push(value);
            mark(values.len())
        };
        if let Some(office) = span.office {
            asked.push(format!("office = {}", marked(Value::from(office))));
        }
        if let Some(after) = span.after {
            let marks: Vec<String> = after.iter().cloned().map(&mut marked).collect();
            asked.push(format!("({key}) > ({})", marks.join(", ")));
        }
        let limit = marked(Value::from(span.most));
        let only = if asked.is_empty() { String::new() } else { format!(" WHERE {}", asked.join(" AND ")) };
        (format!("SELECT {all} FROM {}{only} ORDER BY {key} LIMIT {limit}", self.name), values)
    }
}

/// Rows of a table in the order of its key.
#[derive(Debug, Clone, Copy)]
pub struct Span<'a> {
    /// Of one office only.
    pub office: Option<&'a str>,
    /// Behind this key, or from the beginning.
    pub after: Option<&'a [Value]>,
    pub most: usize,
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

    pub async fn rows(&self, table: &Table, span: Span<'_>) -> Result<Vec<Row>, DbError> {
        match self {
            Self::Sqlite(db) => db.rows(table, span),
            Self::Postgres(db) => db.rows(table, span).await,
        }
    }

    /// How many rows of an office there are up to a number, in a table whose key is one.
    pub async fn rows_until(&self, table: &Table, office: &str, until: i64) -> Result<u64, DbError> {
        let key = table.names(table.key.iter().copied());
        let rows = match self {
            Self::Sqlite(db) => db.count(&table.name, &key, (office, until))?,
            Self::Postgres(db) => db.count(&table.name, &key, (office, until)).await?,
        };
        let count = rows.first().map(|row| row.int(0)).transpose()?.unwrap_or_default();
        Ok(u64::try_from(count).unwrap_or(0))
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

/// What is to be filled in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whose<'a> {
    /// One office's rows; others may be there already.
    pub office: Option<&'a str>,
    /// The migrations that its tables have had; all of this program's where none are named.
    pub migrations: Option<&'a [String]>,
}

/// How far a table has been filled: its last key, and how many rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    pub after: Option<Vec<Value>>,
    pub rows: u64,
}

impl Filled {
    /// A database with the tables of this program, in which nobody has worked yet who is to be filled in.
    pub async fn open(
        settings: &config::Database,
        password: Option<&SecretString>,
        whose: Whose<'_>,
    ) -> Result<Self, DbError> {
        let filled = match settings.url.strip_prefix("sqlite:") {
            Some(file) => Self::Sqlite(sqlite::Filled::open(file, whose)?),
            None => Self::Postgres(postgres::Filled::open(settings, password, whose).await?),
        };
        Ok(filled)
    }

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

/// Whether a database in which this is asked of each table has any row that is in the way.
fn any_of(table: &Table, office: Option<&str>, mark: &str) -> (String, Vec<Value>) {
    let only = office.map_or_else(String::new, |_| format!(" WHERE office = {mark}"));
    (format!("SELECT 1 FROM {}{only} LIMIT 1", table.name), office.map(Value::from).into_iter().collect())
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
