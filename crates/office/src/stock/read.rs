//! What is read of the stock: the open period, who holds how many, the book, one blank's story.

use super::Stock;
use crate::cases::CaseError;
use crate::db::{Db, DbError, Row};
use crate::events;
use crate::params;
use jiff::Timestamp;
use procedure::ledger::{Balance, Close, Count, Movement, MovementBody, Period, StandingKind, evolve_period};
use procedure::{Blangko, FileId, UserId};
use std::collections::HashSet;

/// The period that is open, and how far its closing is.
#[derive(Debug, Clone)]
pub struct Open {
    pub no: i64,
    pub opened_at: Timestamp,
    pub period: Period,
}

/// A closed period with its signatures.
#[derive(Debug, Clone)]
pub struct Closed {
    pub no: i64,
    pub closed_at: Timestamp,
    pub balance: Balance,
    pub count: Option<Count>,
    pub countersigned_by: String,
}

/// Blanks that somebody answers for: an operator, or nobody by name, the store.
#[derive(Debug, Clone)]
pub struct Holding {
    pub name: Option<String>,
    pub blanks: usize,
    /// From which serial to which, without a gap between.
    pub runs: Vec<(Blangko, Blangko)>,
}

/// A line of the stock book.
#[derive(Debug, Clone)]
pub struct Booked {
    pub at: Timestamp,
    pub first: String,
    pub last: String,
    pub blanks: i64,
    /// The movement's name, as it is stored.
    pub kind: String,
    pub officer: String,
    pub ticket: Option<String>,
    pub whom: String,
    pub note: String,
}

/// Periods with their accounts, as [`balance`] reads them.
macro_rules! periods {
    ($which:literal) => {
        concat!(
            "SELECT no, opened_at, closed_at, opening, received, good, spoiled, returned, lost
             FROM stock_periods WHERE office = ?1 ",
            $which
        )
    };
}
pub(super) use periods;

/// Blanks in the store and in operators' hands: one row, however many there are.
pub async fn in_stock(db: &Db, office: &str) -> Result<u64, DbError> {
    let sql = "SELECT opening + received - good - spoiled - returned - lost FROM stock_periods
        WHERE office = ?1 ORDER BY no DESC LIMIT 1";
    let rows = db.query(sql, params![office]).await?;
    let there = rows.first().map(|r| r.int(0)).transpose()?.unwrap_or_default();
    Ok(u64::try_from(there).unwrap_or_default())
}

impl Holding {
    /// One more, after those before it.
    fn add(&mut self, serial: Blangko) {
        self.blanks += 1;
        match self.runs.last_mut() {
            Some((_, last)) if last.precedes(&serial) => *last = serial,
            _ => self.runs.push((serial.clone(), serial)),
        }
    }
}

impl Stock {
    pub async fn in_stock(&self) -> Result<u64, DbError> {
        in_stock(&self.db, &self.office).await
    }

    /// None until the first delivery.
    pub async fn open(&self) -> Result<Option<Open>, CaseError> {
        let sql = periods!("ORDER BY no DESC LIMIT 1");
        let rows = self.db.query(sql, params![self.office.as_str()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let no = row.int(0)?;
        let start = Period { balance: balance(row)?, ..Period::default() };
        let signed = self.signatures(no).await?;
        let period = signed.iter().fold(start, evolve_period);
        Ok(Some(Open { no, opened_at: row.instant(1)?, period }))
    }

    /// The periods closed last, latest first.
    pub async fn closed(&self, most: usize) -> Result<Vec<Closed>, CaseError> {
        let sql = periods!("AND closed_at IS NOT NULL ORDER BY no DESC LIMIT ?2");
        self.closed_by(self.db.query(sql, params![self.office.as_str(), most]).await?).await
    }

    /// The periods closed in `from..to`, the earliest first.
    pub async fn closed_in(&self, (from, to): (Timestamp, Timestamp)) -> Result<Vec<Closed>, CaseError> {
        let sql = periods!("AND closed_at >= ?2 AND closed_at < ?3 ORDER BY no");
        self.closed_by(self.db.query(sql, params![self.office.as_str(), from, to]).await?).await
    }

    async fn closed_by(&self, rows: Vec<Row>) -> Result<Vec<Closed>, CaseError> {
        let mut closed = Vec::new();
        for row in rows {
            let no = row.int(0)?;
            let signed = self.signatures(no).await?;
            let countersigned_by = signed.last().map(|s| name(&s.actor)).unwrap_or_default();
            let period = signed.iter().fold(Period::default(), evolve_period);
            let (closed_at, balance) = (row.instant(2)?, balance(&row)?);
            closed.push(Closed { no, closed_at, balance, count: period.count, countersigned_by });
        }
        Ok(closed)
    }

    pub(super) async fn signatures(&self, period: i64) -> Result<Vec<Close>, CaseError> {
        let sql =
            "SELECT body FROM events WHERE office = ?1 AND log = 'closing' AND stream = ?2 ORDER BY seq";
        let rows = self.db.query(sql, params![self.office.as_str(), period.to_string()]).await?;
        Ok(rows.iter().map(|row| events::json_in(row, 0)).collect::<Result<_, _>>()?)
    }

    /// Who answers for which blanks; the store first. Reads what is in stock, and nothing of what was used.
    pub async fn holdings(&self) -> Result<Vec<Holding>, CaseError> {
        let sql = "SELECT holder, holder_name, serial FROM blanks
            WHERE office = ?1 AND standing = ?2 ORDER BY holder, serial";
        let mut holdings: Vec<Holding> = Vec::new();
        for standing in [StandingKind::InStore, StandingKind::Held] {
            let mut holder = None;
            for row in self.db.query(sql, params![self.office.as_str(), standing.word()]).await? {
                let (who, name, serial) = (row.text(0)?, row.text(1)?, row.text(2)?);
                let serial = Blangko::parse(&serial).map_err(|e| CaseError::Broken(e.to_string()))?;
                if holder.as_ref() != Some(&who) {
                    let name = (standing == StandingKind::Held).then_some(name);
                    holdings.push(Holding { name, blanks: 0, runs: Vec::new() });
                    holder = Some(who);
                }
                if let Some(holding) = holdings.last_mut() {
                    holding.add(serial);
                }
            }
        }
        Ok(holdings)
    }

    /// The serials in one operator's hands, lowest first, at most `most`.
    pub async fn held_by(&self, user: &UserId, most: usize) -> Result<Vec<String>, DbError> {
        let sql = "SELECT serial FROM blanks WHERE office = ?1 AND standing = 'held' AND holder = ?2
            ORDER BY serial LIMIT ?3";
        let rows = self.db.query(sql, params![self.office.as_str(), user.as_str(), most]).await?;
        rows.iter().map(|r| r.text(0)).collect()
    }

    /// The last lines of a period's book, latest first.
    pub async fn book(&self, period: i64, most: usize) -> Result<Vec<Booked>, CaseError> {
        let sql = "SELECT at, first_serial, last_serial, blanks, kind, officer, ticket, whom, note
            FROM stock_book WHERE office = ?1 AND period = ?2 ORDER BY at DESC, first_serial DESC LIMIT ?3";
        let rows = self.db.query(sql, params![self.office.as_str(), period, most]).await?;
        rows.iter().map(booked).collect()
    }

    /// The files of all photographs of spoiled blanks.
    pub async fn photographs(&self) -> Result<HashSet<FileId>, CaseError> {
        let sql = "SELECT body FROM events WHERE office = ?1 AND log = 'blank' AND kind = 'photographed'";
        let rows = self.db.query(sql, params![self.office.as_str()]).await?;
        let movements = rows.iter().map(|row| events::json_in::<Movement>(row, 0));
        let photographs = movements.filter_map(|movement| match movement.map(|m| m.body) {
            Ok(MovementBody::Photographed { photo }) => Some(Ok(photo.file)),
            Ok(_) => None,
            Err(e) => Some(Err(e)),
        });
        Ok(photographs.collect::<Result<_, _>>()?)
    }

    /// Everything that happened to one blank, oldest first.
    pub async fn story(&self, serial: &Blangko) -> Result<Vec<Movement>, CaseError> {
        let sql = "SELECT body FROM events WHERE office = ?1 AND log = 'blank' AND stream = ?2 ORDER BY seq";
        let rows = self.db.query(sql, params![self.office.as_str(), serial.as_str()]).await?;
        Ok(rows.iter().map(|row| events::json_in(row, 0)).collect::<Result<_, _>>()?)
    }
}

/// The account in the columns of [`periods`].
pub(super) fn balance(row: &Row) -> Result<Balance, DbError> {
    Ok(Balance {
        opening: row.int(3)?,
        received: row.int(4)?,
        good: row.int(5)?,
        spoiled: row.int(6)?,
        returned: row.int(7)?,
        lost: row.int(8)?,
    })
}

fn booked(row: &Row) -> Result<Booked, CaseError> {
    Ok(Booked {
        at: row.instant(0)?,
        first: row.text(1)?,
        last: row.text(2)?,
        blanks: row.int(3)?,
        kind: row.text(4)?,
        officer: row.text(5)?,
        ticket: row.opt_text(6)?,
        whom: row.text(7)?,
        note: row.text(8)?,
    })
}

/// An officer's name; empty for the system.
pub(super) fn name(actor: &procedure::Actor) -> String {
    match actor {
        procedure::Actor::Officer { name, .. } => name.clone(),
        _ => String::new(),
    }
}
