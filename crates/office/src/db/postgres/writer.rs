//! The one writer: gathers waiting writes into one transaction of pipelined statements, on a connection of its own.
//! Reads nothing and decides nothing.

use super::failure::{Failure, TRIES, Tries, failure, failure_in};
use super::{Target, connected};
use crate::db::batch::gather;
use crate::db::sql::{Dialect, translate};
use crate::db::{DbError, Statement, Write};
use crate::telemetry::numbers;
use futures::future::join_all;
use std::collections::{HashMap, VecDeque};
use std::time::Instant;
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::Client;

/// As [`TRIES`], of a whole batch: the more is in it, the more often somebody is in its way.
const TRIES_TOGETHER: usize = 4;
pub(super) type Job = (Write, oneshot::Sender<Result<u64, DbError>>);

pub(super) struct Writer {
    target: Target,
    connection: Option<Connection>,
}

struct Connection {
    client: Client,
    prepared: HashMap<&'static str, tokio_postgres::Statement>,
}

impl Writer {
    pub(super) fn new(target: Target) -> Self {
        Self { target, connection: None }
    }

    pub(super) async fn run(mut self, mut waiting: mpsc::UnboundedReceiver<Job>) {
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
        let failed = match self.attempt(&writes, tries).await {
            Ok(rows) => {
                return batch.into_iter().zip(rows).for_each(|((_, to), rows)| drop(to.send(Ok(rows))));
            }
            Err(e) => e,
        };
        if batch.len() == 1 || self.connection.is_none() {
            batch.into_iter().for_each(|(_, to)| drop(to.send(Err(failed.clone()))));
            return;
        }
        for (write, to) in batch {
            let alone = self.attempt(&[&write], TRIES).await;
            drop(to.send(alone.map(|rows| rows.into_iter().sum())));
        }
    }

    /// How many rows each write changed.
    async fn attempt(&mut self, writes: &[&Write], tries: usize) -> Result<Vec<u64>, DbError> {
        let at = Instant::now();
        let done = self.attempts(writes, tries).await;
        numbers::committed(done.is_ok(), writes.len(), at.elapsed());
        done
    }

    async fn attempts(&mut self, writes: &[&Write], tries: usize) -> Result<Vec<u64>, DbError> {
        let mut tries = Tries(tries);
        loop {
            let connection = self.connected().await?;
            let outcome = connection.transact(writes).await;
            if connection.client.is_closed() {
                self.connection = None;
            }
            match outcome {
                Ok(rows) => return Ok(rows),
                Err(failure) => tries.again(failure).await?,
            }
        }
    }

    async fn connected(&mut self) -> Result<&mut Connection, DbError> {
        self.connection.take_if(|c| c.client.is_closed());
        if self.connection.is_none() {
            let client = connected(self.target.clone()).await?;
            self.connection = Some(Connection { client, prepared: HashMap::new() });
        }
        self.connection.as_mut().ok_or_else(|| DbError::Unavailable("not connected".to_owned()))
    }
}

impl Connection {
    async fn transact(&mut self, writes: &[&Write]) -> Result<Vec<u64>, Failure> {
        for statement in writes.iter().flat_map(|w| &w.statements) {
            self.prepare(statement.sql).await.map_err(|e| failure_in(&e, statement.sql))?;
        }
        self.client.batch_execute("BEGIN").await.map_err(|e| failure(&e))?;
        let outcome = match self.pipeline(writes).await {
            Ok(rows) => self.client.batch_execute("COMMIT").await.map(|()| rows).map_err(|e| failure(&e)),
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
    async fn pipeline(&self, writes: &[&Write]) -> Result<Vec<u64>, Failure> {
        let run = |s: &Statement| {
            let prepared = self.prepared.get(s.sql);
            let params = s.params.clone();
            async move {
                let prepared = prepared.ok_or_else(|| DbError::Broken("not prepared".to_owned()));
                let prepared = prepared.map_err(Failure::Final)?;
                self.client.execute_raw(prepared, params).await.map_err(|e| failure(&e))
            }
        };
        let statements = writes.iter().flat_map(|w| &w.statements);
        let mut results = join_all(statements.map(run)).await.into_iter();
        let mut rows = Vec::with_capacity(writes.len());
        for write in writes {
            let mut of_write = 0;
            for (statement, changed) in write.statements.iter().zip(&mut results) {
                let changed = changed?;
                if changed == 0 && statement.must_change {
                    let lost = DbError::Conflict("a row was not as expected".to_owned());
                    return Err(Failure::Final(lost));
                }
                of_write += changed;
            }
            rows.push(of_write);
        }
        Ok(rows)
    }
}
