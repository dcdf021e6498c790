//! The chips that were ever bound: written with the case's own event, so that of two cases that want one chip, one
//! gets it; and what is raised of those that were bound before. The rules stand in `procedure`.

use super::Stations;
use crate::cases::{CaseError, CaseLog, Placed};
use crate::db::{Db, DbError, Row, Statement};
use crate::params;
use crate::reads;
use crate::stock::Difference;
use jiff::Timestamp;
use procedure::{Blangko, ChipUid, Command, Event, EventBody, OnReader, Ticket};
use std::collections::BTreeMap;

/// By ticket and UID: serial and instant.
type Told = BTreeMap<(String, String), Vec<(String, Timestamp)>>;

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
pub async fn differences(
    db: &Db,
    cases: &CaseLog,
    office: &str,
) -> Result<(u64, Vec<Difference>), CaseError> {
    let told = told(cases, office).await?;
    let mut shown = BTreeMap::new();
    let mut after = String::new();
    loop {
        let sql = "SELECT uid, serial, ticket, bound_at FROM chips WHERE office = ?1 AND uid > ?2
            ORDER BY uid LIMIT ?3";
        let rows = db.query(sql, params![office, &after, PAGE]).await?;
        let Some(last) = rows.last() else { break };
        after = last.text(0)?;
        for row in &rows {
            shown.insert((row.text(2)?, row.text(0)?), (row.text(1)?, row.instant(3)?));
        }
    }
    let mut found = Vec::new();
    for ((ticket, uid), chip) in &shown {
        let says_so = told.get(&(ticket.clone(), uid.clone())).is_some_and(|bound| bound.contains(chip));
        if !says_so && !is_unreadable(db, office, ticket).await? {
            found.push(Difference::Chip { uid: uid.clone(), ticket: ticket.clone() });
        }
    }
    for (chip, bound) in &told {
        let serial = shown.get(chip).map(|(serial, _)| serial);
        let strange = bound.iter().filter(|(told, _)| serial != Some(told));
        let (ticket, uid) = chip;
        found.extend(strange.map(|_| Difference::Chip { uid: uid.clone(), ticket: ticket.clone() }));
    }
    Ok((shown.len() as u64, found))
}

/// Every chip that a case has bound, by the case's ticket and its UID: serial and instant.
async fn told(cases: &CaseLog, office: &str) -> Result<Told, CaseError> {
    let mut told = Told::new();
    let mut after = 0;
    loop {
        let events = cases.of_kind(office, "chip_bound", after, PAGE).await?;
        let Some(last) = events.last() else { return Ok(told) };
        after = last.position;
        for Placed { ticket, event, .. } in &events {
            if let EventBody::ChipBound { uid, blangko, .. } = &event.body {
                let key = (ticket.to_string(), uid.as_str().to_owned());
                told.entry(key).or_default().push((blangko.as_str().to_owned(), event.at));
            }
        }
    }
}

/// A case whose key was destroyed can say nothing any more.
async fn is_unreadable(db: &Db, office: &str, ticket: &str) -> Result<bool, CaseError> {
    let sql = "SELECT 1 FROM case_keys WHERE office = ?1 AND ticket = ?2";
    Ok(db.query(sql, params![office, ticket]).await?.is_empty())
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
        let alarm = |row: &Row| {
            let ticket = row.text(0)?;
            reads::seen(&ticket);
            Ok(Alarm { ticket, name: row.text(1)?, at: row.instant(2)? })
        };
        rows.iter().map(alarm).collect()
    }
}
