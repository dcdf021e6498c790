//! PostgreSQL: one writer task that gathers waiting writes into one transaction of pipelined
//! statements, and a pool for reading. Reconnects by itself.

use super::batch::gather;
use super::hints::Hints;
use super::migrations;
use super::sql::{Dialect, translate};
use super::tables;
use super::tls;
use super::{DbError, Row, Statement, Value, Write};
use crate::config;
use bytes::BytesMut;
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use futures::FutureExt;
use futures::future::join_all;
use secrecy::ExposeSecret;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres_rustls::MakeRustlsConnect;

pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// Every statement is one range of one index, whatever is asked for: planned once a connection. Left to
/// itself PostgreSQL plans anew at each page, and once a table is large it compiles the plan and calls workers to help:
/// each takes longer than the reading.
const ONE_PLAN: &str =
    "-c plan_cache_mode=force_generic_plan -c jit=off -c max_parallel_workers_per_gather=0";
/// Tries against serialization failures: each time somebody else got their way.
const TRIES: usize = 40;
/// The same of a whole batch: the more is in it, the more often somebody is in its way.
const TRIES_TOGETHER: usize = 4;
/// The longest pause before the next try, in milliseconds.
const LONGEST_PAUSE: u64 = 8;

pub(super) struct Postgres {
    jobs: mpsc::UnboundedSender<Job>,
    pool: Pool,
    hints: Hints,
}

type Job = (Write, oneshot::Sender<Result<(), DbError>>);

impl Postgres {
    pub(super) async fn open(
        settings: &config::Database,
        password: Option<&secrecy::SecretString>,
    ) -> Result<Self, DbError> {
        let (target, tls) = target(settings, password)?;
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let pool = Pool::builder(Manager::from_config(target.clone(), tls.clone(), recycling))
            .max_size(settings.readers.max(1))
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .build()
            .map_err(|e| DbError::Broken(e.to_string()))?;
        let mut client = pool.get().await.map_err(away)?;
        migrate(&mut client).await?;
        tables::refused(&tables::postgres::names(&client).await?)?;
        drop(client);
        let (jobs, waiting) = mpsc::unbounded_channel();
        let hints = Hints::start(target.clone(), tls.clone());
        tokio::spawn(Writer { target, tls, connection: None }.run(waiting));
        Ok(Self { jobs, pool, hints })
    }

    pub(super) fn hints(&self) -> &Hints {
        &self.hints
    }

    pub(super) async fn query(&self, sql: &'static str, params: &[Value]) -> Result<Vec<Row>, DbError> {
        let mut tries = Tries(TRIES);
        loop {
            match self.try_query(sql, params).boxed().await {
                Ok(rows) => return rows.iter().map(from_postgres).collect(),
                Err(failure) => tries.again(failure).await?,
            }
        }
    }

    async fn try_query(
        &self,
        sql: &'static str,
        params: &[Value],
    ) -> Result<Vec<tokio_postgres::Row>, Failure> {
        let client = self.pool.get().await.map_err(|e| Failure::Final(away(e)))?;
        let prepared = client.prepare_cached(translate(Dialect::Postgres, sql)).await;
        let statement = prepared.map_err(|e| failure_in(&e, sql))?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as _).collect();
        client.query(&statement, &params).await.map_err(|e| failure_in(&e, sql))
    }

    /// Waits for writers that are at work on the table, and has new ones wait for the reading.
    pub(super) async fn query_settled(
        &self,
        table: &'static str,
        sql: &'static str,
        params: &[Value],
    ) -> Result<Vec<Row>, DbError> {
        let mut tries = Tries(TRIES);
        loop {
            match self.try_query_settled(table, sql, params).boxed().await {
                Ok(rows) => return rows.iter().map(from_postgres).collect(),
                Err(failure) => tries.again(failure).await?,
            }
        }
    }

    async fn try_query_settled(
        &self,
        table: &'static str,
        sql: &'static str,
        params: &[Value],
    ) -> Result<Vec<tokio_postgres::Row>, Failure> {
        let mut client = self.pool.get().await.map_err(|e| Failure::Final(away(e)))?;
        let tx = client.transaction().await.map_err(|e| failure(&e))?;
        tx.batch_execute(&format!("LOCK TABLE {table} IN SHARE MODE")).await.map_err(|e| failure(&e))?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as _).collect();
        let rows = tx.query(translate(Dialect::Postgres, sql), &params).await;
        let rows = rows.map_err(|e| failure_in(&e, sql))?;
        tx.commit().await.map_err(|e| failure(&e))?;
        Ok(rows)
    }

    pub(super) async fn write(&self, write: Write) -> Result<(), DbError> {
        let (answer, answered) = oneshot::channel();
        let gone = || DbError::Unavailable("the writer has stopped".to_owned());
        self.jobs.send((write, answer)).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    pub(super) async fn claim(&self, statement: Statement) -> Result<Vec<Row>, DbError> {
        self.query(statement.sql, &statement.params).await
    }
}

type Target = (tokio_postgres::Config, MakeRustlsConnect);

fn target(settings: &config::Database, password: Option<&secrecy::SecretString>) -> Result<Target, DbError> {
    let mut target: tokio_postgres::Config =
        settings.url.parse().map_err(|e| DbError::Broken(format!("database.url: {e}")))?;
    if let Some(password) = password {
        target.password(password.expose_secret());
    }
    tls::demand(&mut target)?;
    let tls = tls::connector(&target, &settings.ca_file)?;
    let options = target.get_options().map_or_else(|| ONE_PLAN.to_owned(), |o| format!("{o} {ONE_PLAN}"));
    target.options(options).connect_timeout(PATIENCE).application_name("rancak");
    Ok((target, tls))
}

/// A connection beside the office's own.
pub(super) async fn connect(
    settings: &config::Database,
    password: Option<&secrecy::SecretString>,
) -> Result<Client, DbError> {
    let (target, tls) = target(settings, password)?;
    let (client, driver) = target.connect(tls).await.map_err(away)?;
    tokio::spawn(async move {
        if let Err(e) = driver.await {
            tracing::debug!(error = %e, "a connection to PostgreSQL ended");
        }
    });
    Ok(client)
}

pub(super) async fn migrate(client: &mut Client) -> Result<(), DbError> {
    let tx = client.transaction().await.map_err(|e| failed(&e))?;
    tx.batch_execute(migrations::TABLE).await.map_err(|e| failed(&e))?;
    // Two nodes that start together take turns.
    tx.batch_execute("LOCK TABLE migrations IN EXCLUSIVE MODE").await.map_err(|e| failed(&e))?;
    let done = tx.query("SELECT name FROM migrations", &[]).await.map_err(|e| failed(&e))?;
    let done: Vec<String> = done.iter().map(|r| r.get(0)).collect();
    for (name, sql) in migrations::pending(Dialect::Postgres, &done) {
        tx.batch_execute(&sql).await.map_err(|e| DbError::Broken(format!("migration {name}: {e:?}")))?;
        let note = "INSERT INTO migrations VALUES ($1, (extract(epoch from now()) * 1000)::bigint)";
        tx.execute(note, &[&name]).await.map_err(|e| failed(&e))?;
    }
    tx.commit().await.map_err(|e| failed(&e))
}

struct Writer {
    target: tokio_postgres::Config,
    tls: MakeRustlsConnect,
    connection: Option<Connection>,
}

struct Connection {
    client: Client,
    prepared: HashMap<&'static str, tokio_postgres::Statement>,
}

impl Writer {
    async fn run(mut self, mut waiting: mpsc::UnboundedReceiver<Job>) {
        let mut held = VecDeque::new();
        loop {
            let first = match held.pop_front() {
                Some(job) => job,
                None => match waiting.recv().await {
                    Some(job) => job,
                    None => return,
                },
            };
            let batch = gather(first, &mut held, || waiting.try_recv().ok(), |(w, _)| &w.touches);
            self.commit(batch).await;
        }
    }

    /// All in one transaction; where one fails, each in its own, so that only the guilty one fails.
    /// Where the server cannot be reached they all hear so at once, and not each after its own wait.
    async fn commit(&mut self, batch: Vec<Job>) {
        let writes: Vec<&Write> = batch.iter().map(|(w, _)| w).collect();
        let tries = if batch.len() == 1 { TRIES } else { TRIES_TOGETHER };
        let together = self.attempt(&writes, tries).await;
        if together.is_ok() || batch.len() == 1 || self.connection.is_none() {
            batch.into_iter().for_each(|(_, to)| drop(to.send(together.clone())));
            return;
        }
        for (write, to) in batch {
            let alone = self.attempt(&[&write], TRIES).await;
            drop(to.send(alone));
        }
    }

    async fn attempt(&mut self, writes: &[&Write], tries: usize) -> Result<(), DbError> {
        let mut tries = Tries(tries);
        loop {
            let connection = self.connected().await?;
            let outcome = connection.transact(writes).await;
            if connection.client.is_closed() {
                self.connection = None;
            }
            match outcome {
                Ok(()) => return Ok(()),
                Err(failure) => tries.again(failure).await?,
            }
        }
    }

    async fn connected(&mut self) -> Result<&mut Connection, DbError> {
        self.connection.take_if(|c| c.client.is_closed());
        if self.connection.is_none() {
            let connected = self.target.connect(self.tls.clone()).await;
            let (client, driver) = connected.map_err(away)?;
            tokio::spawn(async move {
                if let Err(e) = driver.await {
                    tracing::warn!(error = %e, "the connection to PostgreSQL ended");
                }
            });
            self.connection = Some(Connection { client, prepared: HashMap::new() });
        }
        self.connection.as_mut().ok_or_else(|| DbError::Unavailable("not connected".to_owned()))
    }
}

/// How often something may still be tried.
struct Tries(usize);

impl Tries {
    /// Returns when it may be tried again; fails where it failed for good. The pauses are by chance, so that two do not
    /// meet again.
    async fn again(&mut self, failure: Failure) -> Result<(), DbError> {
        self.0 = self.0.saturating_sub(1);
        match failure {
            Failure::Again(_) if self.0 > 0 => {
                let pause = Duration::from_millis(rand::random_range(0..=LONGEST_PAUSE));
                tokio::time::sleep(pause).await;
                Ok(())
            }
            Failure::Again(e) | Failure::Final(e) => Err(e),
        }
    }
}

enum Failure {
    /// A serialization failure or a deadlock: the same again may succeed.
    Again(DbError),
    Final(DbError),
}

impl Connection {
    async fn transact(&mut self, writes: &[&Write]) -> Result<(), Failure> {
        for statement in writes.iter().flat_map(|w| &w.statements) {
            self.prepare(statement.sql).await.map_err(|e| failure_in(&e, statement.sql))?;
        }
        self.client.batch_execute("BEGIN").await.map_err(|e| failure(&e))?;
        let outcome = match self.pipeline(writes).await {
            Ok(()) => self.client.batch_execute("COMMIT").await.map_err(|e| failure(&e)),
            Err(e) => Err(e),
        };
        if outcome.is_err() {
            // On a lost connection there is nothing to undo.
            let _ = self.client.batch_execute("ROLLBACK").await;
        }
        outcome
    }

    async fn prepare(&mut self, sql: &'static str) -> Result<(), tokio_postgres::Error> {
        if !self.prepared.contains_key(sql) {
            let statement = self.client.prepare(translate(Dialect::Postgres, sql)).await?;
            self.prepared.insert(sql, statement);
        }
        Ok(())
    }

    /// Statements go out without waiting for one another's answers; the server keeps their order.
    async fn pipeline(&self, writes: &[&Write]) -> Result<(), Failure> {
        let run = |s: &Statement| {
            let prepared = self.prepared.get(s.sql);
            let params = s.params.clone();
            async move {
                let prepared = prepared.ok_or_else(|| DbError::Broken("not prepared".to_owned()));
                let prepared = prepared.map_err(Failure::Final)?;
                self.client.execute_raw(prepared, params).await.map_err(|e| failure(&e))
            }
        };
        let statements: Vec<&Statement> = writes.iter().flat_map(|w| &w.statements).collect();
        let results = join_all(statements.iter().map(|s| run(s))).await;
        for (statement, changed) in statements.iter().zip(results) {
            if changed? == 0 && statement.must_change {
                let lost = DbError::Conflict("a row was not as expected".to_owned());
                return Err(Failure::Final(lost));
            }
        }
        Ok(())
    }
}

fn failure(e: &tokio_postgres::Error) -> Failure {
    failure_as(e, failed(e))
}

fn failure_in(e: &tokio_postgres::Error, sql: &str) -> Failure {
    match failed(e) {
        DbError::Broken(why) => failure_as(e, DbError::Broken(format!("{why}: {sql}"))),
        other => failure_as(e, other),
    }
}

fn failure_as(e: &tokio_postgres::Error, told: DbError) -> Failure {
    let again = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED];
    if e.code().is_some_and(|code| again.contains(code)) {
        Failure::Again(told)
    } else {
        Failure::Final(told)
    }
}

/// No connection, with what each cause says of it: that a handshake failed helps nobody.
pub(super) fn away(e: impl std::error::Error + Send + Sync + 'static) -> DbError {
    DbError::Unavailable(format!("{:#}", anyhow::Error::new(e)))
}

pub(super) fn failed(e: &tokio_postgres::Error) -> DbError {
    let Some(db) = e.as_db_error() else { return DbError::Unavailable(format!("{e:?}")) };
    let text = db.to_string();
    match db.code().code() {
        "23505" => DbError::Conflict(text),
        // Classes: connection, resources, operator intervention, system; 40: asked to try again.
        c if ["08", "53", "57", "58", "40"].contains(&c.get(..2).unwrap_or_default()) => {
            DbError::Unavailable(text)
        }
        _ => DbError::Broken(text),
    }
}

pub(super) fn from_postgres(row: &tokio_postgres::Row) -> Result<Row, DbError> {
    let value = |i| row.try_get::<_, Value>(i).map_err(|e| DbError::Broken(e.to_string()));
    Ok(Row((0..row.len()).map(value).collect::<Result<_, _>>()?))
}

type Fault = Box<dyn std::error::Error + Sync + Send>;

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::BYTEA => Self::Bytes(raw.to_owned()),
            _ => Self::Text(String::from_sql(ty, raw)?),
        })
    }
    fn from_sql_null(_: &Type) -> Result<Self, Fault> {
        Ok(Self::Null)
    }
    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(i) if *ty == Type::INT4 => i32::try_from(*i)?.to_sql(ty, out),
            Self::Int(i) if *ty == Type::INT8 => i.to_sql(ty, out),
            Self::Text(t) if *ty == Type::TEXT || *ty == Type::VARCHAR => t.to_sql(ty, out),
            Self::Bytes(b) if *ty == Type::BYTEA => b.to_sql(ty, out),
            _ => Err(format!("a parameter of type {ty} was given another kind of value").into()),
        }
    }
    fn accepts(ty: &Type) -> bool {
        <Self as FromSql>::accepts(ty)
    }
    to_sql_checked!();
}
