//! Rows of messages, both directions, each with the furthest status it has reached.
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use super::{NewUpdate, Store, outgoing};
use crate::clock::Millis;
use crate::message::{Direction, Message, Spoken, Status};

/// A message about to be stored.
pub(crate) struct NewMessage<'a> {
    pub(crate) id: &'a str,
    pub(crate) resident: i64,
    pub(crate) direction: Direction,
    pub(crate) kind: &'a str,
    pub(crate) content: &'a Value,
    pub(crate) context: Option<&'a str>,
    pub(crate) at: Millis,
    pub(crate) status: Status,
    pub(crate) callback: Option<&'a str>,
    pub(crate) error: Option<&'a Value>,
}

const COLUMNS: &str = "seq, id, direction, kind, content, context, at, status, callback, error, resident";

impl Store {
    /// Stores a message together with the webhook updates that tell of it; an inbound one opens the window.
    pub(crate) fn insert_message(
        &self,
        new: &NewMessage<'_>,
        opens_window: bool,
        updates: &[NewUpdate],
    ) -> rusqlite::Result<i64> {
        let mut db = self.db();
        let transaction = db.transaction()?;
        transaction
            .prepare_cached(
                "insert into messages (id, resident, direction, kind, content, context, at, status, callback, error)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                new.id,
                new.resident,
                new.direction.as_str(),
                new.kind,
                new.content.to_string(),
                new.context,
                new.at,
                new.status.as_str(),
                new.callback,
                new.error.map(Value::to_string)
            ])?;
        let seq = transaction.last_insert_rowid();
        if opens_window {
            transaction
                .prepare_cached("update residents set last_inbound = ?2 where no = ?1")?
                .execute(params![new.resident, new.at])?;
        }
        outgoing::insert_updates(&transaction, updates)?;
        transaction.commit()?;
        Ok(seq)
    }

    pub(crate) fn message(&self, id: &str) -> rusqlite::Result<Option<(i64, Message)>> {
        let sql = format!("select {COLUMNS} from messages where id = ?1");
        self.db().prepare_cached(&sql)?.query_row([id], |row| Ok((row.get(10)?, read(row)?))).optional()
    }

    /// A resident's conversation after `seq`, oldest first.
    pub(crate) fn conversation(
        &self,
        resident: i64,
        after: i64,
        limit: u32,
    ) -> rusqlite::Result<Vec<Message>> {
        let sql = format!(
            "select {COLUMNS} from (select * from messages where resident = ?1 and seq > ?2
             order by seq desc limit ?3) order by seq"
        );
        let db = self.db();
        let mut statement = db.prepare_cached(&sql)?;
        statement.query_map(params![resident, after, limit], read)?.collect()
    }

    /// The first message after `seq` that the business sent to this resident's handset.
    pub(crate) fn next_outbound(&self, resident: i64, after: i64) -> rusqlite::Result<Option<Message>> {
        let sql = format!(
            "select {COLUMNS} from messages where resident = ?1 and seq > ?2 and direction = 'outbound'
             and status <> 'failed' order by seq limit 1"
        );
        self.db().prepare_cached(&sql)?.query_row(params![resident, after], read).optional()
    }

    /// What the business sent to any resident after `seq`, oldest first.
    pub(crate) fn outbound_after(&self, after: i64, limit: u32) -> rusqlite::Result<Vec<Spoken>> {
        let sql = format!(
            "select {COLUMNS}, coalesce(phone, user_id) from messages join residents on no = resident
             where seq > ?1 and direction = 'outbound' and status <> 'failed' order by seq limit ?2"
        );
        let db = self.db();
        let mut statement = db.prepare_cached(&sql)?;
        let rows = statement.query_map(params![after, limit], |row| {
            Ok(Spoken { message: read(row)?, resident: row.get(11)? })
        })?;
        rows.collect()
    }

    /// Outbound messages that have got no further than `sent` (or `delivered`, when reading).
    pub(crate) fn awaiting(&self, resident: i64, reading: bool) -> rusqlite::Result<Vec<Message>> {
        let sql = format!(
            "select {COLUMNS} from messages where resident = ?1 and direction = 'outbound'
             and (status = 'sent' or (?2 and status = 'delivered')) order by seq"
        );
        let db = self.db();
        let mut statement = db.prepare_cached(&sql)?;
        statement.query_map(params![resident, reading], read)?.collect()
    }

    /// Moves a message to a status and queues the updates that tell of it.
    pub(crate) fn set_status(&self, id: &str, status: Status, updates: &[NewUpdate]) -> rusqlite::Result<()> {
        let mut db = self.db();
        let transaction = db.transaction()?;
        transaction
            .prepare_cached("update messages set status = ?2 where id = ?1")?
            .execute(params![id, status.as_str()])?;
        outgoing::insert_updates(&transaction, updates)?;
        transaction.commit()
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Message> {
    let json = |text: String| serde_json::from_str(&text).unwrap_or(Value::Null);
    Ok(Message {
        seq: row.get(0)?,
        id: row.get(1)?,
        direction: Direction::parse(&row.get::<_, String>(2)?),
        kind: row.get(3)?,
        content: json(row.get(4)?),
        context: row.get(5)?,
        at: row.get(6)?,
        status: Status::parse(&row.get::<_, String>(7)?),
        callback: row.get(8)?,
        error: row.get::<_, Option<String>>(9)?.map(json),
    })
}
