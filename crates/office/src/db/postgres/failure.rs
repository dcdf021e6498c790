//! What a failure of PostgreSQL's means to whoever asked, and how often it is tried again. Carries out nothing itself.

use crate::db::DbError;
use std::time::Duration;
use tokio_postgres::error::SqlState;

/// Tries against serialization failures: each time somebody else got their way.
pub(super) const TRIES: usize = 40;
/// The longest pause before the next try, in milliseconds.
const LONGEST_PAUSE: u64 = 8;

/// How often something may still be tried.
pub(super) struct Tries(pub(super) usize);

impl Tries {
    /// Returns when it may be tried again; fails where it failed for good. The pauses are by chance, so that two do not
    /// meet again.
    pub(super) async fn again(&mut self, failure: Failure) -> Result<(), DbError> {
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

pub(super) enum Failure {
    /// A serialization failure or a deadlock: the same again may succeed.
    Again(DbError),
    Final(DbError),
}

pub(super) fn failure(e: &tokio_postgres::Error) -> Failure {
    failure_as(e, failed(e))
}

pub(super) fn failure_in(e: &tokio_postgres::Error, sql: &str) -> Failure {
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
pub(in crate::db) fn away(e: impl std::error::Error + Send + Sync + 'static) -> DbError {
    DbError::Unavailable(format!("{:#}", anyhow::Error::new(e)))
}

pub(in crate::db) fn failed(e: &tokio_postgres::Error) -> DbError {
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
