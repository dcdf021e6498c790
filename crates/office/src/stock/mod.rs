//! The office's stock of blank cards: blanks are moved and periods closed through [`Stock`], and a case that
//! prints or spoils one moves it through [`moves`], in the case's own transaction. No other module writes these
//! tables. The rules stand in `procedure::ledger`.

mod book;
mod minutes;
mod outlook;
mod read;
mod verify;

pub use book::{Moves, booked_as, moves};
pub use minutes::{OldCard, surrendered};
pub use outlook::Outlook;
pub use read::{Booked, Closed, Holding, Open, in_stock};
pub use verify::{Difference, Verified};

use crate::cases::{CaseError, CaseLog};
use crate::db::{Db, Statement, Write};
use crate::events;
use crate::params;
use crate::procedures::Shelf;
use jiff::Timestamp;
use procedure::blangko::{MOST_AT_ONCE, RangeError};
use procedure::ledger::{CloseCommand, Order, StockCommand, close};
use procedure::{Actor, Blangko, LedgerRefusal, Procedure, Refusal};
use std::sync::Arc;

/// How often what others moved meanwhile is read anew.
const TRIES: usize = 20;

#[derive(Clone)]
pub struct Stock {
    db: Db,
    cases: CaseLog,
    procedures: Arc<Shelf>,
    office: String,
}

/// Who wants something of the stock, when, and the form's token.
#[derive(Debug, Clone)]
pub struct Wish {
    pub actor: Actor,
    pub at: Timestamp,
    pub once: Option<String>,
}

impl Stock {
    pub fn new(db: Db, cases: CaseLog, procedures: Arc<Shelf>, office: &str) -> Self {
        Self { db, cases, procedures, office: office.to_owned() }
    }

    fn procedure(&self) -> Arc<Procedure> {
        self.procedures.active()
    }

    /// Moves the blanks from `first` to `last`: all of them, or none and the first that may not. How many.
    pub async fn shift(
        &self,
        wish: &Wish,
        first: &Blangko,
        last: &Blangko,
        command: StockCommand,
    ) -> Result<usize, CaseError> {
        let serials = first.up_to(last).map_err(|e| CaseError::Refused(range(e)))?;
        let at = crate::clock::instant(wish.at.as_millisecond());
        let order = Order { actor: wish.actor.clone(), at, command };
        for _ in 0..TRIES {
            if self.done_before(wish).await? {
                break;
            }
            let moved = moves(&self.db, &self.office, &self.procedure(), &serials, &order).await?;
            match self.write(wish, moved.statements, moved.touches).await {
                Err(CaseError::Conflict) => {}
                other => return other.map(|()| serials.len()),
            }
        }
        if self.done_before(wish).await? { Ok(serials.len()) } else { Err(CaseError::Conflict) }
    }

    /// Counts or countersigns period `no`.
    pub async fn close(&self, wish: &Wish, no: i64, command: &CloseCommand) -> Result<(), CaseError> {
        for _ in 0..TRIES {
            if self.done_before(wish).await? {
                return Ok(());
            }
            let open = self.open().await?.filter(|o| o.no == no).ok_or_else(closed_already)?;
            let at = crate::clock::instant(wish.at.as_millisecond());
            let event = close(&self.procedure(), &open.period, &wish.actor, at, command);
            let event = event.map_err(CaseError::Refused)?;
            let head = events::head(&self.db, book::closing_of(&self.office, &open.no.to_string())).await?;
            let statements = book::closing(&self.office, &open, head, &event)?;
            match self.write(wish, statements, vec![format!("stock:{}", self.office)]).await {
                Err(CaseError::Conflict) => {}
                other => return other,
            }
        }
        Err(CaseError::Conflict)
    }

    async fn write(
        &self,
        wish: &Wish,
        mut statements: Vec<Statement>,
        touches: Vec<String>,
    ) -> Result<(), CaseError> {
        if let Some(key) = &wish.once {
            let sql = "INSERT INTO once (office, key, ticket, at) VALUES (?1, ?2, '', ?3)";
            statements.push(Statement::new(sql, params![self.office.as_str(), key, wish.at]));
        }
        self.db.write(Write { statements, touches }).await.map_err(CaseError::from)
    }

    async fn done_before(&self, wish: &Wish) -> Result<bool, CaseError> {
        let Some(key) = &wish.once else { return Ok(false) };
        let sql = "SELECT 1 FROM once WHERE office = ?1 AND key = ?2";
        Ok(!self.db.query(sql, params![self.office.as_str(), key]).await?.is_empty())
    }
}

fn range(e: RangeError) -> Refusal {
    let why = match e {
        RangeError::Shape => LedgerRefusal::BadRange,
        RangeError::TooLong => LedgerRefusal::RangeTooLong { max: MOST_AT_ONCE },
    };
    Refusal::Ledger { serial: None, why }
}

/// Whoever closes a period that is closed already was shown an older page.
fn closed_already() -> CaseError {
    CaseError::Refused(Refusal::Ledger { serial: None, why: LedgerRefusal::PeriodClosed })
}
