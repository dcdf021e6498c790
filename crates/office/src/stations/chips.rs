//! The chips that were ever bound: written with the case's own event, so that of two cases that want one chip, one
//! gets it; and what is raised of those that were bound before. The rules stand in `procedure`.

use super::Stations;
use crate::cases::CaseError;
use crate::db::{Db, DbError, Row, Statement};
use crate::params;
use crate::stock::Difference;
use jiff::Timestamp;
use procedure::{Blangko, ChipUid, Command, Event, EventBody, OnReader, Ticket};

/// Chips and events read at once.
const PAGE: usize = 10_000;

/// A case on which a known chip was to be bound.
#[derive(Debug, Clone)]
pub struct Alarm {
    pub ticket: String,
    /// The applicant's.
    pub name: String,
    pub at: Timestamp,
}

/// What the rules must know where a chip is to be bound: what lies on the station's reader, and what is known of it.
pub async fn asked(
    db: &Db,
    office: &str,
    command: &Command,
    now: Timestamp,
) -> Result<Option<OnReader>, CaseError> {
    let Command::BindChip { station: id, serial, .. } = command else { return Ok(None) };
    let stations = Stations::new(db.clone(), office);
    let chip = stations.station(id.as_str()).await?.and_then(|s| s.chip(now));
    let bound_to = match &chip {
        Some(chip) => stations.bound_to(&chip.uid).await?,
        None => None,
    };
    let serial_of = match Blangko::parse(serial) {
        Ok(serial) => printed_for(db, office, &serial).await?,
        Err(_) => None,
    };
    Ok(Some(OnReader { chip, bound_to, serial_of }))
}

async fn printed_for(db: &Db, office: &str, serial: &Blangko) -> Result<Option<Ticket>, CaseError> {
    let sql = "SELECT ticket FROM blanks WHERE office = ?1 AND serial = ?2 AND ticket IS NOT NULL";
    ticket(db.query(sql, params![office, serial.as_str()]).await?.first())
}

fn ticket(row: Option<&Row>) -> Result<Option<Ticket>, CaseError> {
    let Some(row) = row else { return Ok(None) };
    Ticket::parse(&row.text(0)?).map(Some).map_err(|e| CaseError::Broken(e.to_string()))
}

/// What an event writes beside itself. The keys of `chips` are the lock: who comes second writes nothing.
pub fn rows(office: &str, of: &Ticket, event: &Event) -> Option<Statement> {
    let of = of.as_str();
    Some(match &event.body {
        EventBody::ChipBound { blangko, uid, .. } => {
            let sql = "INSERT INTO chips (office, uid, serial, ticket, bound_at) VALUES (?1, ?2, ?3, ?4, ?5)";
            Statement::new(sql, params![office, uid.as_str(), blangko.as_str(), of, event.at])
        }
        EventBody::ChipRefused { .. } => {
            let sql = "INSERT INTO chip_alarms (office, ticket, at) VALUES (?1, ?2, ?3)
                ON CONFLICT (office, ticket) DO UPDATE SET at = excluded.at";
            Statement::new(sql, params![office, of, event.at])
        }
        EventBody::ChipReviewed { .. } => {
            Statement::new("DELETE FROM chip_alarms WHERE office = ?1 AND ticket = ?2", params![office, of])
        }
        _ => return None,
    })
}

/// What must not share a commit with another case's.
pub fn touches(office: &str, events: &[Event]) -> Vec<String> {
    let key = |e: &Event| match &e.body {
        EventBody::ChipBound { uid, .. } => Some(format!("chip:{office}:{}", uid.as_str())),
        _ => None,
    };
    events.iter().filter_map(key).collect()
}

/// Where cases and the table of chips do not say the same of one another, and how many chips there are.
pub async fn differences(db: &Db, office: &str) -> Result<(u64, Vec<Difference>), CaseError> {
    let mut found = Vec::new();
    let mut after = String::new();
    let mut chips = 0;
    loop {
        let sql = "SELECT uid, serial, ticket, bound_at FROM chips WHERE office = ?1 AND uid > ?2
            ORDER BY uid LIMIT ?3";
        let rows = db.query(sql, params![office, &after, PAGE]).await?;
        let Some(last) = rows.last() else { break };
        after = last.text(0)?;
        for row in &rows {
            chips += 1;
            let (uid, serial, ticket, at) = (row.text(0)?, row.text(1)?, row.text(2)?, row.instant(3)?);
            let sql = "SELECT body FROM events WHERE office = ?1 AND ticket = ?2 AND kind = 'chip_bound'";
            let events = db.query(sql, params![office, &ticket]).await?;
            if !events
                .iter()
                .any(|row| says(row, 0).is_some_and(|told| told == (uid.clone(), serial.clone(), at)))
            {
                found.push(Difference::Chip { uid, ticket });
            }
        }
    }
    ask_table(db, office, &mut found).await?;
    Ok((chips, found))
}

/// Whether the table knows of every chip that a case has bound.
async fn ask_table(db: &Db, office: &str, found: &mut Vec<Difference>) -> Result<(), CaseError> {
    let mut after = 0;
    loop {
        let sql = "SELECT position, ticket, body FROM events WHERE office = ?1 AND position > ?2
            AND kind = 'chip_bound' ORDER BY position LIMIT ?3";
        let rows = db.query(sql, params![office, after, PAGE]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.int(0)?;
        for row in &rows {
            let ticket = row.text(1)?;
            let told = says(row, 2);
            let (uid, serial, _) = told.ok_or_else(|| CaseError::Broken(format!("an event of {ticket}")))?;
            let sql = "SELECT 1 FROM chips WHERE office = ?1 AND uid = ?2 AND serial = ?3 AND ticket = ?4";
            if db.query(sql, params![office, &uid, &serial, &ticket]).await?.is_empty() {
                found.push(Difference::Chip { uid, ticket });
            }
        }
    }
}

/// The chip, the card's serial and the instant of an event that binds one.
fn says(row: &Row, column: usize) -> Option<(String, String, Timestamp)> {
    let event: Event = serde_json::from_str(&row.text(column).ok()?).ok()?;
    match event.body {
        EventBody::ChipBound { uid, blangko, .. } => {
            Some((uid.as_str().to_owned(), blangko.as_str().to_owned(), event.at))
        }
        _ => None,
    }
}

impl Stations {
    /// The case to which this chip was bound.
    pub async fn bound_to(&self, uid: &ChipUid) -> Result<Option<Ticket>, CaseError> {
        let sql = "SELECT ticket FROM chips WHERE office = ?1 AND uid = ?2";
        ticket(self.db.query(sql, params![&self.office, uid.as_str()]).await?.first())
    }

    /// Cases on which known chips were to be bound, the latest first.
    pub async fn alarms(&self, most: usize) -> Result<Vec<Alarm>, DbError> {
        let sql = "SELECT a.ticket, c.name, a.at FROM chip_alarms a
            JOIN cases c ON c.office = a.office AND c.ticket = a.ticket
            WHERE a.office = ?1 ORDER BY a.at DESC LIMIT ?2";
        let rows = self.db.query(sql, params![&self.office, most]).await?;
        let alarm = |row: &Row| Ok(Alarm { ticket: row.text(0)?, name: row.text(1)?, at: row.instant(2)? });
        rows.iter().map(alarm).collect()
    }
}
