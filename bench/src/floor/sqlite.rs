//! The floor on SQLite: one writer thread that gathers what waits into one durable commit. It knows the
//! staff by heart.

use super::schema::{FIELDS, STANDARD, TABLES};
use super::{Act, Found, OVER, STAFF, found_sql};
use anyhow::{Context, Result};
use rusqlite::{Connection, params};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;

/// Acts that one commit gathers at the most.
const BATCH: usize = 256;

type Job = (Act, &'static str, oneshot::Sender<bool>);

pub struct Sqlite {
    file: PathBuf,
    jobs: Sender<Job>,
}

impl Sqlite {
    pub fn open(file: &str) -> Result<Self> {
        let conn = Connection::open(file)?;
        conn.set_prepared_statement_cache_capacity(64);
        conn.execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;",
        )?;
        conn.execute_batch(TABLES)?;
        let (jobs, waiting) = channel();
        std::thread::spawn(move || {
            if let Err(e) = write_all(&conn, &waiting) {
                eprintln!("the floor's writer failed: {e}");
            }
        });
        Ok(Self { file: file.into(), jobs })
    }

    pub async fn carry_out(&self, cookie: &str, act: Act) -> Result<bool> {
        let role = match &act {
            Act::Move { step, .. } => step.role,
            Act::Open { .. } | Act::Attach { .. } => STAFF[0].2,
        };
        let Some((_, name, _)) = STAFF.iter().find(|(c, _, r)| *c == cookie && *r == role) else {
            return Ok(false);
        };
        let (answer, answered) = oneshot::channel();
        self.jobs.send((act, *name, answer)).ok().context("the writer has stopped")?;
        Ok(answered.await?)
    }

    pub fn found(&self) -> Result<Found> {
        let read = |row: &rusqlite::Row<'_>| {
            let (over, full, registered, last_number) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(Found { over, full, registered, last_number })
        };
        Ok(Connection::open(&self.file)?.query_row(&found_sql(), [], read)?)
    }
}

fn write_all(conn: &Connection, waiting: &Receiver<Job>) -> rusqlite::Result<()> {
    while let Ok(first) = waiting.recv() {
        conn.execute_batch("BEGIN IMMEDIATE")?;
        let mut answers = Vec::new();
        let mut job = Some(first);
        while let Some((act, who, to)) = job {
            answers.push((to, apply(conn, &act, who)?));
            job = if answers.len() < BATCH { waiting.try_recv().ok() } else { None };
        }
        conn.execute_batch("COMMIT")?;
        // Nobody may be waiting any more.
        answers.into_iter().for_each(|(to, done)| _ = to.send(done));
    }
    Ok(())
}

/// False, and nothing written, where the case is not in the right state.
fn apply(conn: &Connection, act: &Act, who: &str) -> rusqlite::Result<bool> {
    let now = super::now();
    let note = |ticket: &str, step: &str, note: &str| {
        conn.prepare_cached(
            "INSERT INTO history (ticket, step, actor, at, note) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![ticket, step, who, now, note])
    };
    match act {
        Act::Open { ticket, fields } => {
            let [reason, nik, kk, name, phone, village] =
                FIELDS.map(|f| fields.get(f).map_or("", String::as_str));
            conn.prepare_cached("INSERT INTO cases VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'draft', ?8)")?
                .execute(params![ticket, reason, nik, kk, name, phone, village, now])?;
            note(ticket, "open", "")?;
        }
        Act::Attach { ticket, document, file } => {
            let sql = "INSERT INTO documents SELECT ticket, ?2, ?3 FROM cases WHERE ticket = ?1 AND state = 'draft'";
            if conn.prepare_cached(sql)?.execute(params![ticket, document, file])? == 0 {
                return Ok(false);
            }
            note(ticket, "attach", document)?;
        }
        Act::Move { ticket, step, note: words } => {
            let sql = "UPDATE cases SET state = ?3, due_at = ?4 WHERE ticket = ?1 AND state = ?2";
            let values = params![ticket, step.from, step.to, now + STANDARD];
            if conn.prepare_cached(sql)?.execute(values)? == 0 {
                return Ok(false);
            }
            note(ticket, step.from, words)?;
            if step.to == OVER {
                conn.prepare_cached("UPDATE register_last SET number = number + 1")?.execute([])?;
                conn.prepare_cached("INSERT INTO register SELECT number, ?1, ?2, ?3 FROM register_last")?
                    .execute(params![ticket, now, words])?;
            }
        }
    }
    Ok(true)
}
