//! The office's book of appointments: which places are given out, under which rules, and who must move when those
//! change. A case's own events give and take places ([`seats`]), in the case's own transaction; no other module writes
//! these tables. What slots there are and who moves is said by `procedure::appointment`.

mod read;
mod seats;
mod settle;

pub use read::{Change, Offer, Visit, rules};
pub use seats::{Asked, Seats, asked, seats};
pub use settle::Settled;

use crate::cases::{CaseError, timers};
use crate::db::{Db, Statement, Write};
use crate::events::{self, Log, Stream};
use crate::params;
use crate::procedures::Shelf;
use crate::stock::Wish;
use procedure::appointment::{Agenda, VisitCommand, VisitRule, VisitRules, rule};
use procedure::{Procedure, Refusal};
use seal::record::Head;
use std::sync::Arc;

/// How often what others changed meanwhile is read anew.
const TRIES: usize = 20;

#[derive(Clone)]
pub struct Visits {
    db: Db,
    procedures: Arc<Shelf>,
    office: String,
}

impl Visits {
    pub fn new(db: Db, procedures: Arc<Shelf>, office: &str) -> Self {
        Self { db, procedures, office: office.to_owned() }
    }

    fn procedure(&self) -> Arc<Procedure> {
        self.procedures.active()
    }

    /// Changes the level or a closed day. Who must move is moved by [`Visits::settle`]: a timer sees to it, should
    /// the process end before.
    pub async fn change(&self, wish: &Wish, command: &VisitCommand) -> Result<(), CaseError> {
        for _ in 0..TRIES {
            if self.done_before(wish).await? {
                return Ok(());
            }
            let rules = read::rules(&self.db, &self.office).await?;
            let at = crate::clock::instant(wish.at.as_millisecond());
            let change = rule(&self.procedure(), &rules, &wish.actor, at, command);
            let change = change.map_err(CaseError::Refused)?;
            match self.write(wish, &rules, &change).await {
                Err(CaseError::Conflict) => {}
                other => return other,
            }
        }
        Err(CaseError::Conflict)
    }

    async fn write(&self, wish: &Wish, rules: &VisitRules, change: &VisitRule) -> Result<(), CaseError> {
        let office = self.office.as_str();
        let stream = Stream { office, log: Log::Visits, name: "" };
        // Decided upon the rules as they were read: should they have changed since, the number is taken.
        let head = Head { seq: rules.seq, ..events::head(&self.db, stream).await? };
        let (log, _) = events::append_json(stream, head, (change.at, "visit_rule"), change)?;
        let count = "UPDATE visit_turns SET no = no + 1 WHERE office = ?1 AND no = ?2";
        let mut statements = vec![
            seats::first(office),
            Statement::new(count, params![office, rules.seq]).must_change(),
            log,
            timers::set(office, office, timers::VISITS, change.at, ""),
        ];
        if let Some(key) = &wish.once {
            let sql = "INSERT INTO once (office, key, ticket, at) VALUES (?1, ?2, '', ?3)";
            statements.push(Statement::new(sql, params![office, key, wish.at]));
        }
        let write = Write { statements, touches: vec![format!("visits:{office}")] };
        self.db.write(write).await.map_err(CaseError::from)
    }

    async fn done_before(&self, wish: &Wish) -> Result<bool, CaseError> {
        let Some(key) = &wish.once else { return Ok(false) };
        let sql = "SELECT 1 FROM once WHERE office = ?1 AND key = ?2";
        Ok(!self.db.query(sql, params![self.office.as_str(), key]).await?.is_empty())
    }
}

/// What slots are made from; none where the office hands over without appointments.
fn agenda<'a>(p: &'a Procedure, rules: &'a VisitRules) -> Option<Agenda<'a>> {
    let settings = p.appointments.as_ref()?;
    Some(Agenda { calendar: &p.calendar, settings, rules })
}

fn without_appointments() -> CaseError {
    CaseError::Refused(Refusal::SlotNotOffered)
}
