//! One decision on its way into the database: its events, and every row that follows from them, in one transaction.

use super::log::Pen;
use super::{CaseError, Order, destructions, effects, register, view};
use crate::db::{Statement, Write};
use crate::handover::Passes;
use crate::params;
use crate::{figures, stations, stock};
use procedure::{Case, Event, Procedure, Ticket, evolve};

/// One decision on its way into the database.
pub(super) struct Story<'a> {
    pub(super) passes: &'a Passes,
    pub(super) office: &'a str,
    pub(super) ticket: &'a Ticket,
    pub(super) procedure: &'a Procedure,
    pub(super) before: Option<&'a Case>,
    pub(super) events: &'a [Event],
    /// The name of the calendar by which it counts.
    pub(super) calendar: &'a str,
}

impl Story<'_> {
    /// The case afterwards and everything to be written for it, in one transaction.
    pub(super) fn write(
        &self,
        order: &Order,
        (mut pen, key): (Pen, Option<Statement>),
    ) -> Result<(Option<Case>, Write), CaseError> {
        let mut statements = order.also.clone();
        if !self.events.is_empty() {
            statements.extend(key);
        }
        if let Some(key) = &order.once {
            let sql = "INSERT INTO once (office, key, ticket, at) VALUES (?1, ?2, ?3, ?4)";
            statements.push(Statement::new(sql, params![self.office, key, self.ticket.as_str(), order.at]));
        }
        let mut case = self.before.cloned();
        for event in self.events {
            case = evolve(case, event);
            let Some(now) = &case else {
                return Err(CaseError::Broken("an event that opens nothing".to_owned()));
            };
            statements.push(pen.append(self.office, self.ticket, event)?);
            statements.extend(effects::of(self, now, event)?);
            statements.extend(register::line(self, now, event));
            statements.extend(self.passes.row(self.office, self.ticket, self.procedure, now, event));
            statements.extend(stations::rows(self.office, self.ticket, event));
            statements.extend(stock::surrendered(self.office, self.ticket, self.procedure, now, event));
        }
        if let Some(now) = &case
            && !self.events.is_empty()
        {
            if view::is_purged(now) {
                statements.extend(view::purge(self.office, self.ticket, now, order.at));
                case = None;
            } else {
                statements.extend(view::refresh(self, now));
                statements.extend(figures::mark(self.office, self.ticket, now, order.at));
                // After the case's own timers were cleared: these outlive it.
                statements.extend(self.events.iter().flat_map(|e| destructions::of(self, now, e)));
            }
        }
        Ok((case, Write { statements, touches: vec![format!("case:{}:{}", self.office, self.ticket)] }))
    }
}
