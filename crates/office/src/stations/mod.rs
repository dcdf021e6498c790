//! The stations beside the printers, as the office knows them: paired by a code, heard by signed reports, ended by
//! the administrator; and the chips that were ever bound. No other module writes these tables. The program that
//! runs at a station is `station/`.
//!
//! A station reports to the office's server over the local network. It does not listen on its own computer for the
//! browser: that would need a port that every page of every site may knock at, a certificate for `localhost` and an
//! exception in our own policy of content, and what a browser then passed on would be only the browser's word. So a
//! reading comes from a paired station or not at all, and the form that binds a chip carries no reading.

pub mod channel;
mod chips;
pub mod report;

pub use chips::{Alarm, asked, differences, rows, touches};
pub use report::Seen;

use crate::db::{Blind, Db, DbError, Row, Statement, Write};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::{Atr, Chip, ChipUid, StationId, UserId};
use report::Report;

/// How long a pairing code is good.
pub const CODE_MINUTES: i64 = 10;
/// A station that was not heard for so long is silent, and what it told last counts no more.
pub const SILENT: SignedDuration = SignedDuration::from_secs(60);
/// Characters of a pairing code: none that is taken for another.
const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPRSTVWXYZ";
const CODE_LENGTH: usize = 10;

/// A station as it was heard last.
#[derive(Debug, Clone)]
pub struct Station {
    pub id: StationId,
    pub name: String,
    pub public_key: String,
    pub paired_by: String,
    pub paired_at: Timestamp,
    pub heard_at: Option<Timestamp>,
    pub reader: String,
    pub simulator: bool,
    pub seen: Seen,
    pub since: Option<Timestamp>,
}

impl Station {
    pub fn is_silent(&self, now: Timestamp) -> bool {
        self.heard_at.is_none_or(|at| at.duration_until(now) > SILENT)
    }

    /// The chip that lies on its reader now.
    pub fn chip(&self, now: Timestamp) -> Option<Chip> {
        match &self.seen {
            Seen::Card { uid, atr } if !self.is_silent(now) => {
                Some(Chip { uid: uid.clone(), atr: atr.clone() })
            }
            _ => None,
        }
    }
}

/// The stations of one office.
#[derive(Clone)]
pub struct Stations {
    db: Db,
    office: String,
}

/// The columns of a [`Station`], in its order.
macro_rules! stations {
    ($which:literal) => {
        concat!(
            "SELECT id, name, public_key, paired_by, paired_at, heard_at, reader, simulator, state, uid, atr, since
             FROM stations WHERE office = ?1 AND ended_at IS NULL ",
            $which
        )
    };
}

impl Stations {
    pub fn new(db: Db, office: &str) -> Self {
        Self { db, office: office.to_owned() }
    }

    /// A code for the station of this name; nobody can read it again. Those that ran out are forgotten.
    /// With what is to be written of it in the record.
    pub async fn make_code(
        &self,
        name: &str,
        by: &str,
        now: Timestamp,
        told: Option<Statement>,
    ) -> Result<String, DbError> {
        let letter = || char::from(*ALPHABET.get(rand::random_range(0..ALPHABET.len())).unwrap_or(&b'X'));
        let code: String = (0..CODE_LENGTH).map(|_| letter()).collect();
        let old = "DELETE FROM station_codes WHERE office = ?1 AND made_at < ?2";
        let new =
            "INSERT INTO station_codes (office, code, name, made_by, made_at) VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut statements = vec![
            Statement::new(old, params![&self.office, oldest_code(now)]),
            Statement::new(new, params![&self.office, Blind(&marked(&code)), name, by, now]),
        ];
        statements.extend(told);
        self.db.write(Write { statements, touches: Vec::new() }).await?;
        Ok(match code.split_at_checked(CODE_LENGTH / 2) {
            Some((first, last)) => format!("{first}-{last}"),
            None => code,
        })
    }

    /// Exchanges a code for a station with this key, once; its id and name. None for a code that is not good.
    pub async fn pair(
        &self,
        code: &str,
        public_key: &str,
        now: Timestamp,
    ) -> Result<Option<(StationId, String)>, DbError> {
        let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        let code = marked(&code.to_ascii_uppercase());
        let sql = "SELECT name, made_by FROM station_codes WHERE office = ?1 AND code = ?2 AND made_at >= ?3";
        let rows = self.db.query(sql, params![&self.office, Blind(&code), oldest_code(now)]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (id, name, by) = (uuid::Uuid::now_v7().simple().to_string(), row.text(0)?, row.text(1)?);
        let used = "DELETE FROM station_codes WHERE office = ?1 AND code = ?2";
        let paired =
            "INSERT INTO stations (office, id, name, public_key, paired_by, paired_at, reported, state,
            reader, simulator, uid, atr) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, '', 0, '', '')";
        let state = Seen::NoReader.word();
        let statements = vec![
            Statement::new(used, params![&self.office, Blind(&code)]).must_change(),
            Statement::new(paired, params![&self.office, &id, &name, public_key, by, now, state]),
        ];
        match self.db.write(Write { statements, touches: vec![format!("station-code:{code}")] }).await {
            Ok(()) => Ok(Some((StationId::new(id), name))),
            // Somebody else used it at the same instant.
            Err(DbError::Conflict(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Keeps what a station told, signed for the instant `stamp`. False for a replay.
    pub async fn hear(
        &self,
        id: &StationId,
        stamp: Timestamp,
        report: &Report,
        now: Timestamp,
    ) -> Result<bool, DbError> {
        let sql = "UPDATE stations SET reported = ?3, heard_at = ?4, reader = ?6, simulator = ?7,
            since = CASE WHEN state = ?5 AND uid = ?8 AND since IS NOT NULL THEN since ELSE ?4 END,
            state = ?5, uid = ?8, atr = ?9
            WHERE office = ?1 AND id = ?2 AND reported < ?3 AND ended_at IS NULL";
        let (uid, atr) = match &report.seen {
            Seen::Card { uid, atr } => (uid.as_str(), atr.as_str()),
            _ => ("", ""),
        };
        let state = report.seen.word();
        let reader: String = report.reader.chars().take(120).collect();
        let values =
            params![&self.office, id.as_str(), stamp, now, state, reader, report.simulator, uid, atr];
        let write = Write {
            statements: vec![Statement::new(sql, values).must_change()],
            touches: vec![format!("station:{id}")],
        };
        match self.db.write(write).await {
            Ok(()) => Ok(true),
            Err(DbError::Conflict(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Those in use, by name.
    pub async fn all(&self) -> Result<Vec<Station>, DbError> {
        let rows = self.db.query(stations!("ORDER BY name, id"), params![&self.office]).await?;
        rows.iter().map(station).collect()
    }

    /// None where it never was, or was ended.
    pub async fn station(&self, id: &str) -> Result<Option<Station>, DbError> {
        let rows = self.db.query(stations!("AND id = ?2"), params![&self.office, id]).await?;
        rows.first().map(station).transpose()
    }

    /// From now on its reports are refused. False where it was not in use.
    pub async fn end(&self, id: &str, now: Timestamp, told: Option<Statement>) -> Result<bool, DbError> {
        let sql = "UPDATE stations SET ended_at = ?3 WHERE office = ?1 AND id = ?2 AND ended_at IS NULL";
        let ended = Statement::new(sql, params![&self.office, id, now]).must_change();
        let left = "DELETE FROM station_users WHERE office = ?1 AND station = ?2";
        let mut statements = vec![ended, Statement::new(left, params![&self.office, id])];
        statements.extend(told);
        match self.db.write(Write { statements, touches: vec![format!("station:{id}")] }).await {
            Ok(()) => Ok(true),
            Err(DbError::Conflict(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// The officer sits at this station from now on.
    pub async fn sit(&self, user: &UserId, station: &StationId) -> Result<(), DbError> {
        let sql = "INSERT INTO station_users (office, user_id, station) VALUES (?1, ?2, ?3)
            ON CONFLICT (office, user_id) DO UPDATE SET station = excluded.station";
        let values = params![&self.office, user.as_str(), station.as_str()];
        self.db.write(Write::one(Statement::new(sql, values))).await
    }

    /// At which station the officer sits.
    pub async fn of(&self, user: &UserId) -> Result<Option<Station>, DbError> {
        let sql = "SELECT station FROM station_users WHERE office = ?1 AND user_id = ?2";
        let rows = self.db.query(sql, params![&self.office, user.as_str()]).await?;
        match rows.first() {
            Some(row) => self.station(&row.text(0)?).await,
            None => Ok(None),
        }
    }
}

/// Ten letters are soon tried out: of a code a keyed mark alone is kept.
fn marked(code: &str) -> String {
    format!("station {code}")
}

/// A code made before then has run out.
fn oldest_code(now: Timestamp) -> Timestamp {
    now.saturating_sub(SignedDuration::from_mins(CODE_MINUTES)).unwrap_or(now)
}

fn station(row: &Row) -> Result<Station, DbError> {
    let card = (ChipUid::parse(&row.text(9)?), Atr::parse(&row.text(10)?));
    Ok(Station {
        id: StationId::new(row.text(0)?),
        name: row.text(1)?,
        public_key: row.text(2)?,
        paired_by: row.text(3)?,
        paired_at: row.instant(4)?,
        heard_at: row.opt_instant(5)?,
        reader: row.text(6)?,
        simulator: row.int(7)? != 0,
        seen: Seen::of(&row.text(8)?, card),
        since: row.opt_instant(11)?,
    })
}
