//! The database: one SQL text for SQLite and PostgreSQL, read through [`Db::query`], written through
//! the batching writer behind [`Db::write`]. Knows nothing of cases; no other module speaks to a driver.

mod batch;
mod hints;
mod migrations;
mod postgres;
mod sql;
mod sqlite;
pub mod tables;
mod tls;
mod value;
mod veil;

pub use hints::Heard;
pub use value::{Row, Value};
pub use veil::{Blind, Covered};

use crate::config;
use crate::telemetry::numbers::{self, Lasting};
use seal::Veil;
use std::sync::{Arc, OnceLock};
use tokio::sync::broadcast;

/// The newest migration that this program knows.
pub fn newest_migration() -> &'static str {
    migrations::newest()
}

/// One SQL statement with its parameters. Placeholders are `?1`, `?2`, …; `{skip_locked}` stands for
/// `FOR UPDATE SKIP LOCKED` on PostgreSQL and for nothing on SQLite.
#[derive(Debug, Clone)]
pub struct Statement {
    sql: &'static str,
    params: Vec<Value>,
    must_change: bool,
}

impl Statement {
    pub fn new(sql: &'static str, params: Vec<Value>) -> Self {
        Self { sql, params, must_change: false }
    }

    /// Its parameters, for whoever fills an empty table by another way than the writer.
    pub fn into_params(self) -> Vec<Value> {
        self.params
    }

    /// Zero changed rows is a [`DbError::Conflict`], and the whole write is undone.
    pub fn must_change(mut self) -> Self {
        self.must_change = true;
        self
    }
}

/// Parameters of a statement: `params![office, ticket, 3]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Value::from($value)),*] };
}

/// Statements that happen together or not at all. Writes that share a `touches` key never sit in one
/// batch, so that a conflict between them costs their neighbours nothing.
#[derive(Debug, Clone, Default)]
pub struct Write {
    pub statements: Vec<Statement>,
    pub touches: Vec<String>,
}

impl Write {
    pub fn one(statement: Statement) -> Self {
        Self { statements: vec![statement], touches: Vec::new() }
    }
}

#[derive(Debug, Clone, thiserror::Error)]
pub enum DbError {
    /// Somebody else was quicker: a unique key is taken, or a row was not as expected. Read again.
    #[error("conflict: {0}")]
    Conflict(String),
    /// Locked, full, or out of reach. Nothing was written; try again later.
    #[error("the database cannot be used at the moment: {0}")]
    Unavailable(String),
    /// A newer program took away what this one uses: the migration that did.
    #[error("a newer program has changed this database ({0}), and this one is too old to work on it")]
    Newer(String),
    /// A mistake of ours or a damaged database.
    #[error("database: {0}")]
    Broken(String),
}

/// A handle to an office's rows; clones share it, and other offices' handles may share its database.
#[derive(Clone)]
pub struct Db {
    engine: Arc<Engine>,
    veil: Arc<OnceLock<Veil>>,
}

enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Db {
    /// Opens the database and brings its tables up to date.
    pub async fn open(
        settings: &config::Database,
        password: Option<&secrecy::SecretString>,
    ) -> Result<Self, DbError> {
        let engine = match settings.url.strip_prefix("sqlite:") {
            Some(file) => Engine::Sqlite(sqlite::Sqlite::open(file, settings.readers)?),
            None => Engine::Postgres(postgres::Postgres::open(settings, password).await?),
        };
        Ok(Self { engine: Arc::new(engine), veil: Arc::default() })
    }

    /// For another office in the same database: the same connections, and cells under keys of its own.
    pub fn for_another_office(&self) -> Self {
        Self { engine: Arc::clone(&self.engine), veil: Arc::default() }
    }

    /// Covered cells are read and written under this office's keys from now on; a second veil changes nothing.
    pub fn veil(&self, veil: Veil) {
        let _ = self.veil.set(veil);
    }

    /// Values as they are written, covered where they are to be: for whoever fills an empty table by another way.
    pub fn as_written(&self, mut values: Vec<Value>) -> Result<Vec<Value>, DbError> {
        self.covered(&mut values)?;
        Ok(values)
    }

    fn covered(&self, params: &mut [Value]) -> Result<(), DbError> {
        veil::cover(self.veil.get(), params)
    }

    fn opened(&self, mut rows: Vec<Row>) -> Vec<Row> {
        rows.iter_mut().for_each(|row| veil::open(self.veil.get(), &mut row.0));
        rows
    }

    /// Whether it answers, and its tables are those that this program works on.
    pub async fn is_current(&self) -> Result<(), DbError> {
        let sql = "SELECT name FROM migrations WHERE name >= ?1 ORDER BY name";
        let rows = self.query(sql, params![migrations::newest()]).await?;
        let done = rows.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
        if let Some(migration) = migrations::too_new(&done) {
            return Err(DbError::Newer(migration.to_owned()));
        }
        if done.first().is_none_or(|name| name != migrations::newest()) {
            return Err(DbError::Unavailable("its tables are older than this program".to_owned()));
        }
        Ok(())
    }

    /// Whether no other process works on it: what another began is then nobody's.
    pub fn is_ours_alone(&self) -> bool {
        matches!(*self.engine, Engine::Sqlite(_))
    }

    /// Tells the other processes a hint: one line, no fact and nothing personal. Lost where nobody listens.
    pub fn tell(&self, hint: String) {
        if let Engine::Postgres(db) = &*self.engine {
            db.hints().tell(hint);
        }
    }

    /// What other processes tell from now on; none where there are no others.
    pub fn heard(&self) -> Option<broadcast::Receiver<Heard>> {
        match &*self.engine {
            Engine::Sqlite(_) => None,
            Engine::Postgres(db) => Some(db.hints().heard()),
        }
    }

    pub async fn query(&self, sql: &'static str, mut params: Vec<Value>) -> Result<Vec<Row>, DbError> {
        self.covered(&mut params)?;
        let rows = match &*self.engine {
            Engine::Sqlite(db) => db.query(sql, params).await,
            Engine::Postgres(db) => db.query(sql, &params).await,
        };
        rows.map(|rows| self.opened(rows))
    }

    /// As [`Db::query`], at an instant at which no write to this table is half done, in any process: whatever gets a
    /// number from the database later gets a higher one.
    pub async fn query_settled(
        &self,
        table: &'static str,
        sql: &'static str,
        mut params: Vec<Value>,
    ) -> Result<Vec<Row>, DbError> {
        self.covered(&mut params)?;
        let rows = match &*self.engine {
            // One writer, and commits in the order of their numbers.
            Engine::Sqlite(db) => db.query(sql, params).await,
            Engine::Postgres(db) => db.query_settled(table, sql, &params).await,
        };
        rows.map(|rows| self.opened(rows))
    }

    /// Returns after the commit is durable.
    pub async fn write(&self, write: Write) -> Result<(), DbError> {
        self.write_counted(write).await.map(|_| ())
    }

    /// As [`Db::write`]; how many rows were put in, changed or removed.
    pub async fn write_counted(&self, mut write: Write) -> Result<u64, DbError> {
        let _waits = Lasting::write();
        for statement in &mut write.statements {
            self.covered(&mut statement.params)?;
        }
        let done = match &*self.engine {
            Engine::Sqlite(db) => db.write(write).await,
            Engine::Postgres(db) => db.write(write).await,
        };
        if matches!(done, Err(DbError::Conflict(_))) {
            numbers::write_conflict();
        }
        done
    }

    /// Runs one `UPDATE … RETURNING` in a transaction of its own: the taking of leases.
    pub async fn claim(&self, mut statement: Statement) -> Result<Vec<Row>, DbError> {
        self.covered(&mut statement.params)?;
        let rows = match &*self.engine {
            Engine::Sqlite(db) => db.claim(statement).await,
            Engine::Postgres(db) => db.claim(statement).await,
        };
        rows.map(|rows| self.opened(rows))
    }
}

impl From<seal::SealError> for DbError {
    fn from(e: seal::SealError) -> Self {
        Self::Broken(e.to_string())
    }
}
