//! After the rules changed: whoever must move is moved, each by an event of their own case, until nobody must. May be
//! broken off and begun again at any point, and by several processes at once.

use super::{Visits, agenda, read, seats, without_appointments};
use crate::cases::{CaseError, Cases, Order};
use crate::db::{DbError, Statement, Write};
use crate::params;
use jiff::Timestamp;
use procedure::appointment::{Move, Moves, Seat, VisitCommand, VisitRules, evolve_rules, moves, rule};
use procedure::{Actor, Command, Refusal};

/// Rounds of planning; there is a second only where somebody booked, moved or cancelled meanwhile.
const ROUNDS: usize = 20;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled {
    pub moved: usize,
    /// Called off, because no slot ahead had a place.
    pub unplaced: usize,
}

impl Visits {
    /// Who would have to move if somebody changed the rules so.
    pub async fn preview(
        &self,
        actor: &Actor,
        now: Timestamp,
        command: &VisitCommand,
    ) -> Result<Moves, CaseError> {
        let rules = self.rules().await?;
        let change = rule(&self.procedure(), &rules, actor, now, command).map_err(CaseError::Refused)?;
        self.plan(&evolve_rules(rules, &change), now).await
    }

    async fn plan(&self, rules: &VisitRules, now: Timestamp) -> Result<Moves, CaseError> {
        let p = self.procedure();
        let agenda = agenda(&p, rules).ok_or_else(without_appointments)?;
        Ok(moves(agenda, &read::ahead(&self.db, &self.office, now).await?, now))
    }

    /// Moves everybody who must move under the rules as they are, and the calendar of the procedure's file.
    pub async fn settle(&self, cases: &Cases, now: Timestamp) -> Result<Settled, CaseError> {
        let mut settled = Settled::default();
        if self.procedure().appointments.is_none() {
            return Ok(settled);
        }
        for _ in 0..ROUNDS {
            let rules = self.rules().await?;
            let plan = self.plan(&rules, now).await?;
            if plan.is_empty() {
                return Ok(settled);
            }
            for (seat, place) in &plan.reseated {
                self.reseat(&rules, seat, *place).await?;
            }
            for leaving in &plan.moved {
                let moved = self.move_one(cases, now, leaving).await?;
                settled.moved += usize::from(moved && leaving.to.is_some());
                settled.unplaced += usize::from(moved && leaving.to.is_none());
            }
        }
        Err(CaseError::Conflict)
    }

    /// False where there was nothing left to move, or the place was taken meanwhile.
    async fn move_one(&self, cases: &Cases, now: Timestamp, leaving: &Move) -> Result<bool, CaseError> {
        let Move { ticket, from, to, cause } = leaving.clone();
        let command = Command::MoveAppointment { from, to, cause };
        let order = Order::new(Some(ticket), Actor::System, now, command);
        match cases.dispatch(&self.office, order).await {
            Ok(done) => Ok(!done.events.is_empty()),
            Err(CaseError::Refused(Refusal::SlotTaken | Refusal::SlotNotOffered)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// The same time under another number: nobody notices. Where somebody was quicker, the next round sees it.
    async fn reseat(&self, rules: &VisitRules, seat: &Seat, place: u32) -> Result<(), CaseError> {
        let office = self.office.as_str();
        let held = "UPDATE visit_turns SET no = no WHERE office = ?1 AND no = ?2";
        let sql = "UPDATE appointments SET place = ?5 WHERE office = ?1 AND slot = ?2 AND place = ?3
            AND ticket = ?4";
        let values = params![office, seat.slot.from, seat.place, seat.ticket.as_str(), place];
        let statements = vec![
            seats::first(office),
            Statement::new(held, params![office, rules.seq]).must_change(),
            Statement::new(sql, values).must_change(),
        ];
        let touches = vec![format!("slot:{office}:{}", seat.slot.from.as_millisecond())];
        match self.db.write(Write { statements, touches }).await {
            Ok(()) | Err(DbError::Conflict(_)) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }
}
