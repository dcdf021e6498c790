//! Whose messages are worked off next, and by whom: taken by lease, so that processes that share a database share the
//! work and serve nobody twice at once. What is said to anybody stands elsewhere.

use super::{AFTER_TROUBLE, LOOK, backoff};
use crate::app::App;
use crate::db::{DbError, Row, Statement, Write};
use crate::error::Error;
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::ContactId;
use std::time::Duration;

/// Longer than serving one person takes.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// However many photos follow one another, an answer comes after this.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_secs(30);

/// One person's messages, ours to work off until then.
pub(super) struct Turn {
    pub(super) contact: ContactId,
    until: Timestamp,
}

/// Takes the people whose messages are due and whom nobody else serves, whoever waits longest first.
pub(super) async fn take(app: &App) -> Result<Vec<Turn>, Error> {
    let now = app.clock.now();
    // Taken in one order by everybody, so that two processes never wait for each other.
    let sql = "WITH due AS (SELECT i.contact FROM inbound AS i WHERE i.office = ?1 AND i.done = 0
            AND NOT EXISTS (SELECT 1 FROM inbound_turns AS t
                WHERE t.office = i.office AND t.contact = i.contact AND t.until > ?2 AND t.until <= ?5)
            GROUP BY i.contact HAVING max(i.due_at) <= ?2 OR (max(i.attempts) = 0 AND min(i.received_at) <= ?3)
            ORDER BY min(i.received_at) LIMIT 64)
        INSERT INTO inbound_turns (office, contact, until)
        SELECT ?1, contact, ?4 FROM due WHERE true ORDER BY contact
        ON CONFLICT (office, contact) DO UPDATE SET until = excluded.until
            WHERE inbound_turns.until <= ?2 OR inbound_turns.until > ?5
        RETURNING contact";
    let long_ago = now.saturating_sub(LONGEST_WAIT).unwrap_or(now);
    let until = now.saturating_add(LEASE).unwrap_or(now);
    // No lease is so long: the clock of whoever took it has been set back since.
    let never = until.saturating_add(LEASE).unwrap_or(until);
    let rows = app.db.claim(Statement::new(sql, params![app.office(), now, long_ago, until, never])).await?;
    let turn = |r: &Row| Ok(Turn { contact: ContactId::new(r.text(0)?), until });
    Ok(rows.iter().map(turn).collect::<Result<_, DbError>>()?)
}

/// How long nobody will be due.
pub(super) async fn next(app: &App) -> Result<Duration, Error> {
    let now = app.clock.now();
    let sql = "SELECT min(due_at) FROM inbound WHERE office = ?1 AND done = 0 AND due_at > ?2";
    let rows = app.db.query(sql, params![app.office(), now]).await?;
    let at = rows.first().map(|r| r.opt_instant(0)).transpose()?.flatten();
    let wait = at.and_then(|at| Duration::try_from(now.duration_until(at)).ok());
    Ok(wait.unwrap_or(LOOK).min(LOOK).max(Duration::from_millis(20)))
}

/// Ends every lease: nobody else can be serving anybody, and whoever was has died.
pub(super) async fn free(app: &App) -> Result<(), Error> {
    let sql = "DELETE FROM inbound_turns WHERE office = ?1";
    Ok(app.db.write(Write::one(Statement::new(sql, params![app.office()]))).await?)
}

impl Turn {
    /// Fails where the lease was over and somebody else has it by now.
    pub(super) fn end(&self, app: &App) -> Statement {
        let sql = "DELETE FROM inbound_turns WHERE office = ?1 AND contact = ?2 AND until = ?3";
        Statement::new(sql, params![app.office(), self.contact.as_str(), self.until]).must_change()
    }

    /// After trouble everything of this person waits, ever longer, so that their order stays. While the database is away
    /// this waits for it: else they would wait until the lease is over.
    pub(super) async fn put_off(&self, app: &App) -> Result<(), Error> {
        loop {
            match self.try_to_put_off(app).await {
                Err(Error::Unavailable(why)) => {
                    tracing::warn!("a message cannot be put off: {why}");
                    tokio::time::sleep(AFTER_TROUBLE).await;
                }
                other => return other,
            }
        }
    }

    async fn try_to_put_off(&self, app: &App) -> Result<(), Error> {
        let sql = "SELECT max(attempts) FROM inbound WHERE office = ?1 AND contact = ?2 AND done = 0";
        let rows = app.db.query(sql, params![app.office(), self.contact.as_str()]).await?;
        let attempts = rows.first().map(|r| r.opt_int(0)).transpose()?.flatten().unwrap_or(0);
        let now = app.clock.now();
        let due = now.saturating_add(backoff(attempts)).unwrap_or(now);
        let sql = "UPDATE inbound SET attempts = attempts + 1, due_at = ?3
            WHERE office = ?1 AND contact = ?2 AND done = 0";
        let waits = Statement::new(sql, params![app.office(), self.contact.as_str(), due]);
        match app.db.write(Write { statements: vec![waits, self.end(app)], touches: Vec::new() }).await {
            // Somebody else serves them by now.
            Err(DbError::Conflict(_)) => Ok(()),
            other => Ok(other?),
        }
    }
}
