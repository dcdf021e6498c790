//! What the simulator remembers: residents, messages, media, webhooks on their way. SQLite, in memory or a file.
//! No rule of WhatsApp lives here. Calls are short and synchronous; none may be held across an await.
mod media;
mod messages;
mod outgoing;
mod residents;

use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use rusqlite::{Connection, OptionalExtension, params};

use crate::clock::Millis;

pub(crate) use media::{Media, Owner};
pub(crate) use messages::NewMessage;
pub(crate) use outgoing::{Due, NewUpdate, Update};
pub(crate) use residents::ResidentRow;

const SCHEMA: &str = "
create table if not exists residents (
    no integer primary key, user_id text not null unique, phone text unique, name text not null,
    hide_phone integer not null, online integer not null, reads integer not null,
    reachable integer not null, last_inbound integer, typing_until integer not null default 0);
create table if not exists messages (
    seq integer primary key, id text not null unique, resident integer not null, direction text not null,
    kind text not null, content text not null, context text, at integer not null, status text not null,
    callback text, error text);
create index if not exists messages_of on messages (resident, seq);
create table if not exists media (
    id text primary key, owner text not null, mime_type text not null, sha256 blob not null,
    file_name text, bytes blob not null, at integer not null);
create table if not exists updates (
    seq integer primary key, lane integer not null, due integer not null, value text not null, message text);
create index if not exists updates_due on updates (due);
create table if not exists deliveries (
    id integer primary key, lane integer not null, body text not null, messages text not null,
    copies integer not null, attempts integer not null, next integer not null, first integer not null,
    sending integer not null);
create index if not exists deliveries_due on deliveries (sending, next);
create table if not exists kept (key text primary key, value integer not null);
";

pub(crate) struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    pub(crate) fn open(path: Option<&Path>) -> rusqlite::Result<Self> {
        let connection = match path {
            Some(path) => Connection::open(path)?,
            None => Connection::open_in_memory()?,
        };
        connection.set_prepared_statement_cache_capacity(64);
        // A rehearsal must survive a killed process, not a power cut: no fsync.
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "off")?;
        connection.execute_batch(SCHEMA)?;
        // Whatever was being sent when the process ended was not answered: it is due again.
        connection.execute("update deliveries set sending = 0", [])?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    pub(crate) fn clock_offset(&self) -> rusqlite::Result<Millis> {
        let sql = "select value from kept where key = 'clock_offset'";
        Ok(self.db().query_row(sql, [], |row| row.get(0)).optional()?.unwrap_or(0))
    }

    pub(crate) fn keep_clock_offset(&self, offset: Millis) -> rusqlite::Result<()> {
        let sql = "insert or replace into kept (key, value) values ('clock_offset', ?1)";
        self.db().execute(sql, params![offset]).map(drop)
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        // A panic while holding the lock leaves SQLite's own state sound: go on.
        self.connection.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
