//! Rows of residents: who holds a phone in this rehearsal, and how that phone behaves.
use rusqlite::{OptionalExtension, Row, params};

use super::Store;
use crate::clock::Millis;

/// A resident. `no` never changes; phone and user id can.
#[derive(Debug, Clone)]
pub(crate) struct ResidentRow {
    pub(crate) no: i64,
    pub(crate) user_id: String,
    pub(crate) phone: Option<String>,
    pub(crate) name: String,
    /// Webhooks leave out `wa_id`, `from` and `recipient_id`.
    pub(crate) hide_phone: bool,
    /// The handset is switched on: messages reach it.
    pub(crate) online: bool,
    /// Messages are read as soon as they are delivered.
    pub(crate) reads: bool,
    /// False: messages fail with 131026.
    pub(crate) reachable: bool,
    pub(crate) last_inbound: Option<Millis>,
    pub(crate) typing_until: Millis,
}

const COLUMNS: &str =
    "no, user_id, phone, name, hide_phone, online, reads, reachable, last_inbound, typing_until";

impl Store {
    pub(crate) fn insert_resident(&self, resident: &ResidentRow) -> rusqlite::Result<i64> {
        let db = self.db();
        db.prepare_cached(
            "insert into residents (user_id, phone, name, hide_phone, online, reads, reachable)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            resident.user_id,
            resident.phone,
            resident.name,
            resident.hide_phone,
            resident.online,
            resident.reads,
            resident.reachable
        ])?;
        Ok(db.last_insert_rowid())
    }

    /// Writes everything about a resident but the moment of the last message.
    pub(crate) fn update_resident(&self, resident: &ResidentRow) -> rusqlite::Result<()> {
        self.db()
            .prepare_cached(
                "update residents set user_id = ?2, phone = ?3, name = ?4, hide_phone = ?5, online = ?6,
                 reads = ?7, reachable = ?8, typing_until = ?9 where no = ?1",
            )?
            .execute(params![
                resident.no,
                resident.user_id,
                resident.phone,
                resident.name,
                resident.hide_phone,
                resident.online,
                resident.reads,
                resident.reachable,
                resident.typing_until
            ])
            .map(drop)
    }

    /// By phone or by user id.
    pub(crate) fn find_resident(&self, key: &str) -> rusqlite::Result<Option<ResidentRow>> {
        let sql = format!("select {COLUMNS} from residents where phone = ?1 or user_id = ?1");
        self.db().prepare_cached(&sql)?.query_row([key], read).optional()
    }

    pub(crate) fn resident_by_no(&self, no: i64) -> rusqlite::Result<Option<ResidentRow>> {
        let sql = format!("select {COLUMNS} from residents where no = ?1");
        self.db().prepare_cached(&sql)?.query_row([no], read).optional()
    }

    /// The newest first.
    pub(crate) fn residents(&self, limit: u32) -> rusqlite::Result<Vec<ResidentRow>> {
        let sql = format!(
            "select {COLUMNS} from residents order by coalesce(last_inbound, 0) desc, no desc limit ?1"
        );
        let db = self.db();
        let mut statement = db.prepare_cached(&sql)?;
        statement.query_map([limit], read)?.collect()
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<ResidentRow> {
    Ok(ResidentRow {
        no: row.get(0)?,
        user_id: row.get(1)?,
        phone: row.get(2)?,
        name: row.get(3)?,
        hide_phone: row.get(4)?,
        online: row.get(5)?,
        reads: row.get(6)?,
        reachable: row.get(7)?,
        last_inbound: row.get(8)?,
        typing_until: row.get(9)?,
    })
}
