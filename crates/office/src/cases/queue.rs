//! The print queue: cases that wait for blank cards, in the order in which they are printed. One range of one index.

use super::view::columns;
use super::{CaseError, Cases, Order, Summary};
use crate::db::Db;
use crate::params;
use crate::stock;
use jiff::Timestamp;
use procedure::definition::Leads;
use procedure::event::Waiting;
use procedure::ledger::recording;
use procedure::{Act, Actor, Case, Command, Procedure, Step, StepId, Ticket};

/// Office, lane and the number of lines: who is printed next, first.
pub const IN_ORDER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE office = ?1 AND lane = ?2 AND turn = 'stock'
     ORDER BY precedence, submitted_at, ticket LIMIT ?3"
);

/// Who was granted a jump comes before everybody else.
pub(super) fn precedence(case: &Case) -> i64 {
    if case.jumps() { 0 } else { 1 }
}

/// Whether the rules will ask who waits longer.
pub(super) fn asks(p: &Procedure, case: &Case, command: &Command) -> bool {
    match command {
        Command::Resume => case.waits_for_blanks(),
        Command::Decide { step, outcome, .. } => {
            p.step(step).and_then(|s| s.outcome(outcome)).is_some_and(|o| o.act == Act::OrderPrint)
        }
        _ => false,
    }
}

/// Whether the rules will ask if there are blanks: a case is to wait for some, or comes to where one is needed.
pub(super) fn asks_for_stock(p: &Procedure, command: &Command) -> bool {
    match command {
        Command::Pause { waiting, .. } => *waiting == Waiting::Stock,
        Command::Decide { step, outcome, .. } => {
            let leads = p.step(step).and_then(|s| s.outcome(outcome)).map(|o| &o.leads);
            matches!(leads, Some(Leads::Step(next)) if p.step(next).is_some_and(Step::records_blank))
        }
        _ => false,
    }
}

/// How many come before this case, whether it stands in the queue or not.
pub(super) async fn ahead(db: &Db, office: &str, ticket: &Ticket, case: &Case) -> Result<u64, CaseError> {
    let Some((step, sent)) = case.step.as_ref().zip(case.submitted_at) else { return Ok(0) };
    let sql = "SELECT count(*) FROM cases WHERE office = ?1 AND lane = ?2 AND turn = 'stock'
        AND (precedence, submitted_at, ticket) < (?3, ?4, ?5)";
    let values = params![office, step.id.as_str(), precedence(case), sent, ticket.as_str()];
    let rows = db.query(sql, values).await?;
    let count = rows.first().map(|r| r.int(0)).transpose()?.unwrap_or_default();
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Cases called at once.
const CALLED: usize = 500;

impl Cases {
    /// Lets those who wait for blanks go on in turn, as many as there are blanks that nobody at work needs.
    /// How many. Whoever is not called, because the process ended here, an officer lets go on.
    pub async fn call_in_turn(&self, office: &str, at: Timestamp) -> Result<usize, CaseError> {
        let p = self.procedures.active();
        let mut called = 0;
        for step in recording(&p) {
            let at_work = u64::try_from(self.waiting(office, &step.id, "work").await?).unwrap_or_default();
            let blanks = stock::in_stock(&self.db, office).await?.saturating_sub(at_work);
            let most = CALLED.min(usize::try_from(blanks).unwrap_or(CALLED));
            for next in self.queue(office, &step.id, most).await? {
                let order = Order::new(Some(next.ticket), Actor::System, at, Command::Resume);
                match self.dispatch(office, order).await {
                    Ok(_) => called += 1,
                    // Somebody else was quicker, or it was withdrawn.
                    Err(CaseError::Refused(_)) => {}
                    Err(other) => return Err(other),
                }
            }
        }
        Ok(called)
    }

    /// Those who are printed next, at most `most`.
    pub async fn queue(&self, office: &str, lane: &StepId, most: usize) -> Result<Vec<Summary>, CaseError> {
        let rows = self.db.query(IN_ORDER, params![office, lane.as_str(), most]).await?;
        Ok(rows.iter().map(Summary::read).collect::<Result<_, _>>()?)
    }

    /// The place of a case in the print queue, from 1; none where it does not wait for blanks.
    pub async fn place(&self, office: &str, ticket: &Ticket, case: &Case) -> Result<Option<u64>, CaseError> {
        if !case.waits_for_blanks() {
            return Ok(None);
        }
        Ok(Some(ahead(&self.db, office, ticket, case).await? + 1))
    }

    /// Cases for which a jump is asked and nobody has answered, oldest first.
    pub async fn jumps_asked(&self, office: &str, most: usize) -> Result<Vec<Summary>, CaseError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE office = ?1 AND jump_asked = 1 ORDER BY submitted_at, ticket LIMIT ?2"
        );
        let rows = self.db.query(sql, params![office, most]).await?;
        Ok(rows.iter().map(Summary::read).collect::<Result<_, _>>()?)
    }
}
