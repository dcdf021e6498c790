//! The webhook queue: updates wait to be gathered, deliveries wait to be answered with 200.
//! Both are rows before anything is sent, so that a restart loses none.
use rusqlite::{Transaction, params};
use serde_json::Value;

use super::Store;
use crate::clock::Millis;

/// One thing to tell the office, not yet in a request.
#[derive(Debug, Clone)]
pub(crate) struct NewUpdate {
    pub(crate) lane: i64,
    pub(crate) due: Millis,
    /// A `value` object of the webhook with exactly one message or status.
    pub(crate) value: Value,
    /// The inbound message this tells of, if any.
    pub(crate) message: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Update {
    pub(crate) seq: i64,
    pub(crate) lane: i64,
    pub(crate) value: Value,
    pub(crate) message: Option<String>,
}

/// A request ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    pub(crate) id: i64,
    pub(crate) lane: i64,
    pub(crate) body: String,
    pub(crate) messages: Vec<String>,
    pub(crate) copies: u32,
    pub(crate) attempts: u32,
    pub(crate) first: Millis,
}

pub(super) fn insert_updates(transaction: &Transaction<'_>, updates: &[NewUpdate]) -> rusqlite::Result<()> {
    let sql = "insert into updates (lane, due, value, message) values (?1, ?2, ?3, ?4)";
    let mut statement = transaction.prepare_cached(sql)?;
    for update in updates {
        statement.execute(params![update.lane, update.due, update.value.to_string(), update.message])?;
    }
    Ok(())
}

impl Store {
    /// How many updates wait, and when the first is due.
    pub(crate) fn waiting_updates(&self) -> rusqlite::Result<(u64, Option<Millis>)> {
        let sql = "select count(*), min(due) from updates";
        self.db()
            .prepare_cached(sql)?
            .query_row([], |row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?)))
    }

    pub(crate) fn updates_due(&self, until: Millis, limit: usize) -> rusqlite::Result<Vec<Update>> {
        let db = self.db();
        let mut statement = db.prepare_cached(
            "select seq, lane, value, message from updates where due <= ?1 order by due, seq limit ?2",
        )?;
        let rows = statement.query_map(params![until, limit as i64], |row| {
            let value: String = row.get(2)?;
            Ok(Update {
                seq: row.get(0)?,
                lane: row.get(1)?,
                value: serde_json::from_str(&value).unwrap_or(Value::Null),
                message: row.get(3)?,
            })
        })?;
        rows.collect()
    }

    /// Turns gathered updates into requests: each bundle is its body and the updates in it.
    pub(crate) fn bundle(
        &self,
        bundles: &[(String, Vec<Update>)],
        copies: u32,
        now: Millis,
    ) -> rusqlite::Result<()> {
        let mut db = self.db();
        let transaction = db.transaction()?;
        for (body, updates) in bundles {
            let messages: Vec<&str> = updates.iter().filter_map(|update| update.message.as_deref()).collect();
            transaction
                .prepare_cached(
                    "insert into deliveries (lane, body, messages, copies, attempts, next, first, sending)
                     values (?1, ?2, ?3, ?4, 0, ?5, ?5, 0)",
                )?
                .execute(params![
                    updates.first().map_or(0, |update| update.lane),
                    body,
                    serde_json::json!(messages).to_string(),
                    copies,
                    now
                ])?;
            let mut gone = transaction.prepare_cached("delete from updates where seq = ?1")?;
            for update in updates {
                gone.execute([update.seq])?;
            }
        }
        transaction.commit()
    }

    /// Claims what is due; it stays claimed until `delivered`, `postponed` or a restart.
    pub(crate) fn claim_due(&self, now: Millis, limit: u32) -> rusqlite::Result<Vec<Due>> {
        let mut db = self.db();
        let transaction = db.transaction()?;
        let due: Vec<Due> = {
            let mut statement = transaction.prepare_cached(
                "select id, lane, body, messages, copies, attempts, first from deliveries
                 where sending = 0 and next <= ?1 order by next, id limit ?2",
            )?;
            let rows = statement.query_map(params![now, limit], |row| {
                let messages: String = row.get(3)?;
                Ok(Due {
                    id: row.get(0)?,
                    lane: row.get(1)?,
                    body: row.get(2)?,
                    messages: serde_json::from_str(&messages).unwrap_or_default(),
                    copies: row.get(4)?,
                    attempts: row.get(5)?,
                    first: row.get(6)?,
                })
            })?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        {
            let mut claim = transaction.prepare_cached("update deliveries set sending = 1 where id = ?1")?;
            for delivery in &due {
                claim.execute([delivery.id])?;
            }
        }
        transaction.commit()?;
        Ok(due)
    }

    pub(crate) fn next_delivery(&self) -> rusqlite::Result<Option<Millis>> {
        let sql = "select min(next) from deliveries where sending = 0";
        self.db().prepare_cached(sql)?.query_row([], |row| row.get(0))
    }

    /// Ends a delivery, answered or given up. With `reached`, its inbound messages count as delivered.
    pub(crate) fn end_delivery(&self, delivery: &Due, reached: bool) -> rusqlite::Result<()> {
        let mut db = self.db();
        let transaction = db.transaction()?;
        transaction.prepare_cached("delete from deliveries where id = ?1")?.execute([delivery.id])?;
        if reached {
            let sql = "update messages set status = 'delivered' where id = ?1 and status = 'sent'";
            let mut arrive = transaction.prepare_cached(sql)?;
            for message in &delivery.messages {
                arrive.execute([message])?;
            }
        }
        transaction.commit()
    }

    pub(crate) fn postpone_delivery(&self, delivery: &Due, next: Millis) -> rusqlite::Result<()> {
        self.db()
            .prepare_cached(
                "update deliveries set sending = 0, attempts = ?2, next = ?3, copies = ?4 where id = ?1",
            )?
            .execute(params![delivery.id, delivery.attempts + 1, next, delivery.copies])
            .map(drop)
    }

    /// Updates and deliveries that the office has not acknowledged.
    pub(crate) fn unacknowledged(&self) -> rusqlite::Result<u64> {
        let sql = "select (select count(*) from updates) + (select count(*) from deliveries)";
        self.db().prepare_cached(sql)?.query_row([], |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()))
    }
}
