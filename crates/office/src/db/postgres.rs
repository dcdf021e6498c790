//! PostgreSQL: opened, read through a pool, written through one writer. Reconnects by itself.

pub(super) mod cells;
pub(super) mod failure;
mod writer;

use super::hints::Hints;
use super::migrations;
use super::sql::{Dialect, translate};
use super::tables;
use super::tls;
use super::{DbError, Row, Statement, Value, Write};
use crate::config;
use cells::from_postgres;
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use failure::{Failure, TRIES, Tries, away, failed, failure, failure_in};
use futures::FutureExt;
use secrecy::ExposeSecret;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;
use tokio_postgres_rustls::MakeRustlsConnect;
use writer::{Job, Writer};

pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// Every statement is one range of one index, whatever is asked for: planned once a connection. Left to
/// itself PostgreSQL plans anew at each page, and once a table is large it compiles the plan and calls workers to help:
/// each takes longer than the reading.
const ONE_PLAN: &str =
    "-c plan_cache_mode=force_generic_plan -c jit=off -c max_parallel_workers_per_gather=0";
pub(super) struct Postgres {
    jobs: mpsc::UnboundedSender<Job>,
    pool: Pool,
    hints: Hints,
}

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
        tokio::spawn(Writer::new((target, tls)).run(waiting));
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

    pub(super) async fn write(&self, write: Write) -> Result<u64, DbError> {
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
    connected(target(settings, password)?).await
}

async fn connected((target, tls): Target) -> Result<Client, DbError> {
    let (client, driver) = target.connect(tls).await.map_err(away)?;
    tokio::spawn(async move {
        if let Err(e) = driver.await {
            tracing::warn!(error = %e, "the connection to PostgreSQL ended");
        }
    });
    Ok(client)
}

pub(super) async fn migrate(client: &mut Client) -> Result<(), DbError> {
    migrate_within(client, None).await
}

/// Carries out those of the pending migrations that are named, or all.
pub(super) async fn migrate_within(client: &mut Client, names: Option<&[String]>) -> Result<(), DbError> {
    let tx = client.transaction().await.map_err(|e| failed(&e))?;
    tx.batch_execute(migrations::TABLE).await.map_err(|e| failed(&e))?;
    // Two nodes that start together take turns.
    tx.batch_execute("LOCK TABLE migrations IN EXCLUSIVE MODE").await.map_err(|e| failed(&e))?;
    let done = tx.query("SELECT name FROM migrations", &[]).await.map_err(|e| failed(&e))?;
    let done: Vec<String> = done.iter().map(|r| r.get(0)).collect();
    if let Some(migration) = migrations::too_new(&done) {
        return Err(DbError::Newer(migration.to_owned()));
    }
    for (name, sql) in migrations::pending(Dialect::Postgres, &done, names) {
        tx.batch_execute(&sql).await.map_err(|e| DbError::Broken(format!("migration {name}: {e:?}")))?;
        let note = "INSERT INTO migrations VALUES ($1, (extract(epoch from now()) * 1000)::bigint)";
        tx.execute(note, &[&name]).await.map_err(|e| failed(&e))?;
    }
    tx.commit().await.map_err(|e| failed(&e))
}
