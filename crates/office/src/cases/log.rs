//! The case log itself: events in, events out, sealed with the case's key. Private to `cases`: nobody else appends.

use super::CaseError;
use crate::db::{Db, Row, Statement};
use crate::events::{self, Log, New, Stream};
use crate::params;
use jiff::Timestamp;
use procedure::{Event, Ticket};
use seal::record::Head;
use seal::{Key, Masters, Rotated, SealError};
use std::sync::Arc;

/// The first form of a sealed event. A later form begins with another word.
const EVENT: &[u8; 4] = b"RCE1";

/// Reads what cases' events say: opens each with its case's key.
#[derive(Clone)]
pub struct CaseLog {
    db: Db,
    masters: Arc<Masters>,
}

/// What is needed to go on with a case's story: its key, and where its chain ends.
#[derive(Clone)]
pub(super) struct Pen {
    key: Key,
    head: Head,
}

impl std::fmt::Debug for Pen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pen({})", self.head.seq)
    }
}

/// One event of one case, and its place among all.
#[derive(Debug, Clone)]
pub struct Placed {
    pub position: i64,
    pub ticket: Ticket,
    pub event: Event,
}

impl CaseLog {
    pub fn new(db: Db, masters: Arc<Masters>) -> Self {
        Self { db, masters }
    }

    pub(super) fn masters(&self) -> &Masters {
        &self.masters
    }

    /// A case's events; none where there are none, or where the key was destroyed and nobody can read them.
    pub async fn events(&self, office: &str, ticket: &Ticket) -> Result<Option<Vec<Event>>, CaseError> {
        Ok(self.read(office, ticket, i64::MAX).await?.map(|(events, _)| events))
    }

    /// As [`CaseLog::events`], up to a position.
    pub(super) async fn read(
        &self,
        office: &str,
        ticket: &Ticket,
        until: i64,
    ) -> Result<Option<(Vec<Event>, Pen)>, CaseError> {
        let sql = "SELECT e.seq, e.hash, e.body, k.sealed FROM events AS e
            JOIN case_keys AS k ON k.office = e.office AND k.ticket = e.stream
            WHERE e.office = ?1 AND e.log = 'case' AND e.stream = ?2 AND e.position <= ?3 ORDER BY e.seq";
        let rows = self.db.query(sql, params![office, ticket.as_str(), until]).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        let key = self.key(office, ticket, last.bytes(3)?)?;
        let each = |row: &Row| open(&key, office, ticket, row.int(0)?, row.bytes(2)?);
        let events = rows.iter().map(each).collect::<Result<_, _>>()?;
        Ok(Some((events, Pen { head: events::head_in(last, 0)?, key })))
    }

    /// Events of one kind behind a position, at most `most`; those nobody can read are left out.
    pub async fn of_kind(
        &self,
        office: &str,
        kind: &str,
        after: i64,
        most: usize,
    ) -> Result<Vec<Placed>, CaseError> {
        let sql = "SELECT e.position, e.stream, e.seq, e.body, k.sealed FROM events AS e
            JOIN case_keys AS k ON k.office = e.office AND k.ticket = e.stream
            WHERE e.office = ?1 AND e.log = 'case' AND e.kind = ?2 AND e.position > ?3
            ORDER BY e.position LIMIT ?4";
        let rows = self.db.query(sql, params![office, kind, after, most]).await?;
        rows.iter().map(|row| self.placed(office, row)).collect()
    }

    /// What happened to cases from one instant until before another, in order; what nobody can read is left out.
    pub async fn between(
        &self,
        office: &str,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<Vec<Placed>, CaseError> {
        let sql = "SELECT e.position, e.stream, e.seq, e.body, k.sealed FROM events AS e
            JOIN case_keys AS k ON k.office = e.office AND k.ticket = e.stream
            WHERE e.office = ?1 AND e.log = 'case' AND e.at >= ?2 AND e.at < ?3 ORDER BY e.position";
        let rows = self.db.query(sql, params![office, from, until]).await?;
        rows.iter().map(|row| self.placed(office, row)).collect()
    }

    fn placed(&self, office: &str, row: &Row) -> Result<Placed, CaseError> {
        let of = ticket(&row.text(1)?)?;
        let key = self.key(office, &of, row.bytes(4)?)?;
        let event = open(&key, office, &of, row.int(2)?, row.bytes(3)?)?;
        Ok(Placed { position: row.int(0)?, ticket: of, event })
    }

    fn key(&self, office: &str, ticket: &Ticket, sealed: &[u8]) -> Result<Key, CaseError> {
        Ok(self.masters.unwrap(office, &key_name(ticket), sealed)?)
    }

    /// A pen for a case that begins, and the row of its key.
    pub(super) fn begin(&self, office: &str, ticket: &Ticket) -> Result<(Pen, Statement), CaseError> {
        let key = seal::fresh_key()?;
        let sealed = self.masters.wrap(office, &key_name(ticket), &key)?;
        let sql = "INSERT INTO case_keys (office, ticket, sealed) VALUES (?1, ?2, ?3)";
        let row = Statement::new(sql, params![office, ticket.as_str(), sealed]);
        Ok((Pen { key, head: Head::default() }, row))
    }

    /// The rows of a whole story under a ticket of its own, with its key.
    pub fn told(&self, office: &str, ticket: &Ticket, events: &[Event]) -> Result<Vec<Statement>, CaseError> {
        let (mut pen, key) = self.begin(office, ticket)?;
        let rows = events.iter().map(|event| pen.append(office, ticket, event));
        std::iter::once(Ok(key)).chain(rows).collect()
    }

    /// Puts every case's key under the present master key, beside whatever else runs.
    pub async fn rotate(&self, office: &str) -> Result<Rotated, CaseError> {
        let (mut after, mut done) = (String::new(), Rotated::default());
        loop {
            let sql = "SELECT ticket, sealed FROM case_keys WHERE office = ?1 AND ticket > ?2
                ORDER BY ticket LIMIT 500";
            let rows = self.db.query(sql, params![office, &after]).await?;
            let Some(last) = rows.last() else { return Ok(done) };
            after = last.text(0)?;
            for row in &rows {
                let (name, sealed) = (row.text(0)?, row.bytes(1)?);
                if self.masters.is_present(sealed)? {
                    done.already += 1;
                    continue;
                }
                let name = ticket(&name)?;
                let key = match self.masters.unwrap(office, &key_name(&name), sealed) {
                    Err(SealError::UnknownMaster { .. }) => {
                        done.unknown += 1;
                        continue;
                    }
                    other => other?,
                };
                let again = self.masters.wrap(office, &key_name(&name), &key)?;
                // One that was destroyed meanwhile stays destroyed.
                let sql = "UPDATE case_keys SET sealed = ?3 WHERE office = ?1 AND ticket = ?2";
                let again = Statement::new(sql, params![office, name.as_str(), again]);
                self.db.write(crate::db::Write::one(again)).await?;
                done.rewrapped += 1;
            }
        }
    }
}

impl Pen {
    /// The row of the next event. Its number in the chain is the optimistic lock.
    pub(super) fn append(
        &mut self,
        office: &str,
        ticket: &Ticket,
        event: &Event,
    ) -> Result<Statement, CaseError> {
        let said = serde_json::to_value(event).map_err(|e| CaseError::Broken(e.to_string()))?;
        let kind = said.get("event").and_then(|k| k.as_str()).unwrap_or_default();
        let bound = bound(office, ticket, self.head.seq + 1);
        let body = seal::seal(&self.key, &bound, said.to_string().as_bytes(), EVENT.to_vec())?;
        let stream = Stream { office, log: Log::Case, name: ticket.as_str() };
        let (row, head) = events::append(stream, self.head, New { at: event.at, kind, body });
        self.head = head;
        Ok(row)
    }
}

/// Without its key nobody can read a case's events. They stay where they are: the chain and the tree are whole.
pub(super) fn destroy_key(office: &str, ticket: &Ticket) -> Statement {
    let sql = "DELETE FROM case_keys WHERE office = ?1 AND ticket = ?2";
    Statement::new(sql, params![office, ticket.as_str()])
}

fn open(key: &Key, office: &str, ticket: &Ticket, seq: i64, body: &[u8]) -> Result<Event, CaseError> {
    let broken = |e: &dyn std::fmt::Display| CaseError::Broken(format!("event {seq} of {ticket}: {e}"));
    let sealed = body.strip_prefix(EVENT.as_slice()).ok_or_else(|| broken(&"not sealed by us"))?;
    let seq = u64::try_from(seq).unwrap_or_default();
    let plain = seal::open(key, &bound(office, ticket, seq), sealed).map_err(|e| broken(&e))?;
    serde_json::from_slice(&plain).map_err(|e| broken(&e))
}

fn bound(office: &str, ticket: &Ticket, seq: u64) -> Vec<u8> {
    seal::bound(&[EVENT, office.as_bytes(), ticket.as_str().as_bytes(), &seq.to_be_bytes()])
}

/// The name to which a case's key is bound; another than that of its documents' key.
fn key_name(ticket: &Ticket) -> String {
    ["events", ticket.as_str()].join("-")
}

impl From<SealError> for CaseError {
    fn from(e: SealError) -> Self {
        Self::Broken(e.to_string())
    }
}

pub(super) fn ticket(text: &str) -> Result<Ticket, CaseError> {
    Ticket::parse(text).map_err(|e| CaseError::Broken(format!("ticket: {e}")))
}
