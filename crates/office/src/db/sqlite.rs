//! SQLite: one writer thread that gathers waiting writes into one durable commit, a savepoint each,
//! and a few read-only connections. Never opened by two processes of ours at once.

use super::batch::gather;
use super::migrations;
use super::sql::{Dialect, translate};
use super::tables;
use super::{DbError, Row, Statement, Value, Write};
use crate::telemetry::numbers;
use rusqlite::hooks::Wal;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, params_from_iter};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, oneshot};

/// Below 3.51.3 a WAL reset can corrupt the file when two connections are open.
const OLDEST: i32 = 3_051_003;
const BUSY: Duration = Duration::from_secs(5);
/// Pages of the log after which it is carried into the database.
const CARRIED: i32 = 1_000;

pub(super) struct Sqlite {
    jobs: mpsc::Sender<Job>,
    readers: Arc<Readers>,
}

struct Readers {
    free: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

enum Job {
    Write(Write, oneshot::Sender<Result<u64, DbError>>),
    Claim(Statement, oneshot::Sender<Result<Vec<Row>, DbError>>),
}

impl Sqlite {
    pub(super) fn open(file: &str, readers: usize) -> Result<Self, DbError> {
        check_version(rusqlite::version_number())?;
        if let Some(folder) = Path::new(file).parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|e| DbError::Unavailable(format!("{}: {e}", folder.display())))?;
        }
        let mut writer = Connection::open(file).map_err(|e| broken(&e))?;
        prepare(&writer)?;
        migrate(&mut writer)?;
        keep_names(file)?;
        carry(&mut writer)?;
        tables::refused(&tables::sqlite::names(&writer)?)?;
        let readers = readers.max(1);
        let free = (0..readers).map(|_| reader(file)).collect::<Result<Vec<_>, _>>()?;
        let (jobs, waiting) = mpsc::channel();
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write_all(&mut writer, &waiting))
            .map_err(|e| DbError::Broken(e.to_string()))?;
        let readers = Readers { free: Mutex::new(free), permits: Arc::new(Semaphore::new(readers)) };
        Ok(Self { jobs, readers: Arc::new(readers) })
    }

    pub(super) async fn query(&self, sql: &'static str, params: Vec<Value>) -> Result<Vec<Row>, DbError> {
        let of = Arc::clone(&self.readers);
        let permit = Arc::clone(&of.permits).acquire_owned().await;
        let permit = permit.map_err(|e| DbError::Broken(e.to_string()))?;
        let read = move || {
            // Given back when the reading ends, and not when the asker walks away before.
            let _permit = permit;
            let conn = of.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(conn) = conn else { return Err(DbError::Unavailable("no reader".to_owned())) };
            let rows = select(&conn, sql, &params);
            of.free.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
            rows
        };
        tokio::task::spawn_blocking(read).await.map_err(|e| DbError::Broken(e.to_string()))?
    }

    pub(super) async fn write(&self, write: Write) -> Result<u64, DbError> {
        let (answer, answered) = oneshot::channel();
        self.submit(Job::Write(write, answer))?;
        answered.await.map_err(|_| gone())?
    }

    pub(super) async fn claim(&self, statement: Statement) -> Result<Vec<Row>, DbError> {
        let (answer, answered) = oneshot::channel();
        self.submit(Job::Claim(statement, answer))?;
        answered.await.map_err(|_| gone())?
    }

    fn submit(&self, job: Job) -> Result<(), DbError> {
        self.jobs.send(job).map_err(|_| gone())
    }
}

fn gone() -> DbError {
    DbError::Unavailable("the writer has stopped".to_owned())
}

fn check_version(version: i32) -> Result<(), DbError> {
    if version >= OLDEST {
        return Ok(());
    }
    Err(DbError::Broken(format!("SQLite {version} is older than {OLDEST} and can corrupt the file")))
}

/// FULL: a commit that was answered survives a loss of power.
pub(super) fn prepare(conn: &Connection) -> Result<(), DbError> {
    conn.busy_timeout(BUSY).map_err(|e| broken(&e))?;
    conn.set_prepared_statement_cache_capacity(256);
    conn.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;",
    )
    .map_err(|e| broken(&e))
}

/// SQLite syncs the folder in which it makes its log, and does not look whether that failed.
fn keep_names(file: &str) -> Result<(), DbError> {
    let folder = Path::new(file).parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let synced = std::fs::File::open(folder).and_then(|f| f.sync_all());
    synced.map_err(|e| DbError::Unavailable(format!("{}: {e}", folder.display())))
}

/// SQLite would carry its log into the database by itself, and keep to itself that the disk failed meanwhile.
fn carry(writer: &mut Connection) -> Result<(), DbError> {
    let hook = |log: &mut Wal, pages: i32| {
        if pages >= CARRIED
            && let Err(e) = log.checkpoint()
        {
            stop_on_lost_sync(&e);
            tracing::warn!("the log is carried into the database another time: {e}");
        }
        Ok(())
    };
    writer.wal_hook(Some(hook)).map_err(|e| broken(&e))
}

fn reader(file: &str) -> Result<Connection, DbError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags).map_err(|e| broken(&e))?;
    conn.busy_timeout(BUSY).map_err(|e| broken(&e))?;
    conn.set_prepared_statement_cache_capacity(256);
    conn.execute_batch("PRAGMA cache_size=-4000;").map_err(|e| broken(&e))?;
    Ok(conn)
}

pub(super) fn migrate(conn: &mut Connection) -> Result<(), DbError> {
    migrate_within(conn, None)
}

/// Carries out those of the pending migrations that are named, or all.
pub(super) fn migrate_within(conn: &mut Connection, names: Option<&[String]>) -> Result<(), DbError> {
    let tx =
        conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(|e| broken(&e))?;
    tx.execute_batch(migrations::TABLE).map_err(|e| broken(&e))?;
    let done = select(&tx, "SELECT name FROM migrations", &[])?;
    let done = done.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    if let Some(migration) = migrations::too_new(&done) {
        return Err(DbError::Newer(migration.to_owned()));
    }
    for (name, sql) in migrations::pending(Dialect::Sqlite, &done, names) {
        tx.execute_batch(&sql).map_err(|e| DbError::Broken(format!("migration {name}: {e}")))?;
        tx.execute("INSERT INTO migrations VALUES (?1, unixepoch() * 1000)", [name])
            .map_err(|e| broken(&e))?;
    }
    tx.commit().map_err(|e| broken(&e))
}

/// The writer's life: wait for one job, gather what else waits, commit once, answer all.
fn write_all(conn: &mut Connection, waiting: &mpsc::Receiver<Job>) {
    let mut held = VecDeque::new();
    loop {
        let first = match held.pop_front() {
            Some(job) => job,
            None => match waiting.recv() {
                Ok(job) => job,
                Err(_) => return,
            },
        };
        commit(conn, gather(first, &mut held, || waiting.try_recv().ok(), Job::touches));
    }
}

impl Job {
    fn touches(&self) -> &[String] {
        match self {
            Self::Write(write, _) => &write.touches,
            Self::Claim(..) => &[],
        }
    }
}

enum Answer {
    Write(oneshot::Sender<Result<u64, DbError>>, Result<u64, DbError>),
    Claim(oneshot::Sender<Result<Vec<Row>, DbError>>, Result<Vec<Row>, DbError>),
}

impl Answer {
    /// Nobody may be waiting any more; the commit stands all the same.
    fn send(self, commit: &Result<(), DbError>) {
        let over = |e: &DbError| e.clone();
        match (self, commit) {
            (Self::Write(to, own), Ok(())) => drop(to.send(own)),
            (Self::Claim(to, own), Ok(())) => drop(to.send(own)),
            (Self::Write(to, _), Err(e)) => drop(to.send(Err(over(e)))),
            (Self::Claim(to, _), Err(e)) => drop(to.send(Err(over(e)))),
        }
    }
}

fn commit(conn: &mut Connection, batch: Vec<Job>) {
    let (at, writes) = (Instant::now(), batch.len());
    let begun = conn.execute_batch("BEGIN IMMEDIATE").map_err(|e| broken(&e));
    let mut answers = Vec::with_capacity(batch.len());
    for job in batch {
        answers.push(match job {
            Job::Write(write, to) => Answer::Write(to, in_savepoint(conn, |c| apply(c, &write))),
            Job::Claim(statement, to) => {
                let claim =
                    |c: &Connection| select(c, translate(Dialect::Sqlite, statement.sql), &statement.params);
                Answer::Claim(to, in_savepoint(conn, claim))
            }
        });
    }
    // A full disk ends the whole transaction, whatever the savepoints say.
    let ended = conn.is_autocommit();
    let done = begun.and_then(|()| {
        if ended {
            return Err(DbError::Unavailable("the disk is full or failed; nothing was written".to_owned()));
        }
        conn.execute_batch("COMMIT").map_err(|e| {
            stop_on_lost_sync(&e);
            broken(&e)
        })
    });
    if done.is_err() && !conn.is_autocommit() {
        let _ = conn.execute_batch("ROLLBACK");
    }
    numbers::committed(done.is_ok(), writes, at.elapsed());
    answers.into_iter().for_each(|a| a.send(&done));
}

fn in_savepoint<T>(
    conn: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, DbError>,
) -> Result<T, DbError> {
    if conn.is_autocommit() {
        return Err(DbError::Unavailable("no transaction".to_owned()));
    }
    conn.execute_batch("SAVEPOINT one").map_err(|e| broken(&e))?;
    let result = work(conn);
    if !conn.is_autocommit() {
        let end = if result.is_ok() { "RELEASE one" } else { "ROLLBACK TO one; RELEASE one" };
        conn.execute_batch(end).map_err(|e| broken(&e))?;
    }
    result
}

fn apply(conn: &Connection, write: &Write) -> Result<u64, DbError> {
    let mut rows = 0;
    for statement in &write.statements {
        let mut prepared = conn
            .prepare_cached(translate(Dialect::Sqlite, statement.sql))
            .map_err(|e| DbError::Broken(format!("{e}: {}", statement.sql)))?;
        let changed = prepared.execute(params_from_iter(&statement.params)).map_err(|e| broken(&e))?;
        if changed == 0 && statement.must_change {
            return Err(DbError::Conflict("a row was not as expected".to_owned()));
        }
        rows += u64::try_from(changed).unwrap_or(0);
    }
    Ok(rows)
}

fn select(conn: &Connection, sql: &'static str, params: &[Value]) -> Result<Vec<Row>, DbError> {
    select_as(conn, translate(Dialect::Sqlite, sql), params)
}

/// As it stands, in this database's own dialect.
pub(super) fn select_as(conn: &Connection, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
    let mut prepared = conn.prepare_cached(sql).map_err(|e| DbError::Broken(format!("{e}: {sql}")))?;
    let columns = prepared.column_count();
    let mut rows = prepared.query(params_from_iter(params)).map_err(|e| broken(&e))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(|e| broken(&e))? {
        let value = |i| row.get_ref(i).map_err(|e| broken(&e)).and_then(from_sqlite);
        found.push(Row((0..columns).map(value).collect::<Result<_, _>>()?));
    }
    Ok(found)
}

fn from_sqlite(value: ValueRef<'_>) -> Result<Value, DbError> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(i) => Value::Int(i),
        ValueRef::Text(t) => Value::Text(String::from_utf8_lossy(t).into_owned()),
        ValueRef::Blob(b) => Value::Bytes(b.to_owned()),
        // None is ever written here: whoever asks for a number or text is told that it is neither.
        ValueRef::Real(fraction) => Value::Bytes(fraction.to_be_bytes().to_vec()),
    })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(i) => ValueRef::Integer(*i),
            Self::Text(t) => ValueRef::Text(t.as_bytes()),
            Self::Bytes(b) => ValueRef::Blob(b),
            Self::Covered(_) | Self::Blind(_) => {
                let why = "a cell that was not covered".into();
                return Err(rusqlite::Error::ToSqlConversionFailure(why));
            }
        }))
    }
}

pub(super) fn broken(e: &rusqlite::Error) -> DbError {
    let rusqlite::Error::SqliteFailure(code, _) = e else { return DbError::Broken(e.to_string()) };
    match (code.code, code.extended_code) {
        (ErrorCode::ConstraintViolation, 1_555 | 2_067) => DbError::Conflict(e.to_string()),
        (
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::OutOfMemory
            | ErrorCode::ReadOnly,
            _,
        ) => DbError::Unavailable(e.to_string()),
        _ => DbError::Broken(e.to_string()),
    }
}

/// After a failed fsync the kernel may have dropped the pages: nothing that follows could be trusted.
fn stop_on_lost_sync(e: &rusqlite::Error) {
    const LOST: [i32; 2] = [rusqlite::ffi::SQLITE_IOERR_FSYNC, rusqlite::ffi::SQLITE_IOERR_DIR_FSYNC];
    if let rusqlite::Error::SqliteFailure(code, _) = e
        && LOST.contains(&code.extended_code)
    {
        tracing::error!("fsync failed; stopping, so that a restart reads what is really on the disk");
        std::process::exit(70);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_that_can_corrupt_its_file_is_refused() {
        assert!(check_version(3_051_002).is_err());
        assert!(check_version(3_051_003).is_ok());
        assert!(check_version(rusqlite::version_number()).is_ok());
    }
}
