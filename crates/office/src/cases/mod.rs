//! The one way in to a case: [`Cases::dispatch`]. Loads, decides, and writes events, outbox, timers and
//! views in one transaction. No other module writes these tables.

pub mod alerts;
mod bring_over;
mod calendar;
pub mod destructions;
mod effects;
pub mod erasure;
mod hints;
mod household;
pub mod inbox;
mod log;
mod messages;
mod order;
pub mod outbox;
pub mod queue;
pub mod readings;
pub mod register;
pub mod search;
mod story;
pub mod timers;
mod told;
mod turns;
pub mod twins;
mod view;

pub use hints::Change;
pub use log::{CaseLog, Placed};
pub use messages::{Forgotten, OLD as OLD_MESSAGES};
pub use order::{CaseError, Done, Loaded, Order};
pub use outbox::Outgoing;
pub use view::{Summary, word};

use crate::appointments::{self, Visits};
use crate::config::Secrets;
use crate::db::{Db, Statement};
use crate::error::Error;
use crate::handover::Passes;
use crate::office_key;
use crate::params;
use crate::procedures::{Adopting, Procedures, Shelf, Standing};
use crate::reads;
use crate::stations;
use crate::stock::{self, Stock};
use crate::telemetry::numbers;
use crate::telemetry::trace::{self, Kind};
use hints::Hints;
use procedure::ledger::{self, moved_by};
use procedure::{Command, Event, Procedure, Request, Ticket, decide, evolve};
use seal::{Key, Rotated, SealError};
use std::sync::Arc;
use std::time::{Duration, Instant};
use story::Story;
use turns::Turns;

/// How often a decision is made anew because other nodes moved the case on: each time one of them got
/// its way, so this only ends what would never end.
const TRIES: usize = 200;
/// How often where the case stood still, so that what the caller wrote along must be what is in the way.
const IN_VAIN: usize = 4;
/// The longest pause before the next try, in milliseconds.
const LONGEST_PAUSE: u64 = 8;

#[derive(Clone)]
pub struct Cases {
    db: Db,
    log: CaseLog,
    procedures: Arc<Shelf>,
    passes: Passes,
    hints: Hints,
    turns: Turns,
    tickets: Tickets,
}

/// Where the tickets of new cases come from: chance, or a seed where a whole office is played again.
pub type Tickets = Arc<dyn Fn() -> Ticket + Send + Sync>;

impl Cases {
    pub fn new(db: Db, procedures: Arc<Procedures>, secrets: &Secrets) -> Result<Self, SealError> {
        Ok(Self {
            log: CaseLog::new(db.clone(), Arc::new(secrets.masters()?)),
            procedures: Arc::new(Shelf::new(procedures)),
            passes: Passes::of(secrets),
            hints: Hints::new(db.clone()),
            turns: Turns::new(),
            tickets: Arc::new(|| Ticket::from_random(rand::random())),
            db,
        })
    }

    /// As these, with tickets from elsewhere.
    pub fn with_tickets(mut self, tickets: Tickets) -> Self {
        self.tickets = tickets;
        self
    }

    /// The stock of blank cards that these cases are printed on.
    pub fn stock(&self, office: &str) -> Stock {
        Stock::new(self.db.clone(), self.log.clone(), Arc::clone(&self.procedures), office)
    }

    /// The book of appointments at which these cases are handed over.
    pub fn visits(&self, office: &str) -> Visits {
        Visits::new(self.db.clone(), Arc::clone(&self.procedures), office)
    }

    /// The versions of the procedure that these cases run under.
    pub fn adopting(&self, office: &str) -> Adopting {
        Adopting::new(self.db.clone(), Arc::clone(&self.procedures), office)
    }

    /// Brings what was written before there was one table of events into it.
    pub async fn bring_over(&self, office: &str) -> Result<usize, CaseError> {
        bring_over::bring_over(&self.db, &self.log, office).await
    }

    /// Opens what this office keeps sealed, and brings what an older program wrote into the form it has now. The office's
    /// own key.
    pub async fn open_office(&self, office: &str) -> Result<Key, Error> {
        let key = office_key::open(&self.db, office, self.log.masters()).await?;
        self.bring_over(office).await?;
        Ok(key)
    }

    /// Puts every key of this office that lies in the database under the present master key, beside whatever else runs.
    pub async fn rotate_keys(&self, office: &str) -> Result<Rotated, Error> {
        let of_cases = self.log.rotate(office).await?;
        Ok(of_cases.and(office_key::rotate(&self.db, office, self.log.masters()).await?))
    }

    /// What cases' events say.
    pub fn log(&self) -> &CaseLog {
        &self.log
    }

    pub fn procedures(&self) -> &Shelf {
        &self.procedures
    }

    /// Passes to the counter, and links to the survey.
    pub fn passes(&self) -> &Passes {
        &self.passes
    }

    pub async fn load(&self, office: &str, ticket: &Ticket) -> Result<Option<Loaded>, CaseError> {
        let standing = self.procedures.look(&self.db, office).await?;
        let loaded = self.load_under(&standing, office, ticket).await?;
        if loaded.is_some() {
            reads::seen(ticket.as_str());
        }
        Ok(loaded)
    }

    async fn load_under(
        &self,
        standing: &Standing,
        office: &str,
        ticket: &Ticket,
    ) -> Result<Option<Loaded>, CaseError> {
        let Some((events, pen)) = self.log.read(office, ticket, i64::MAX).await? else { return Ok(None) };
        let Some(case) = events.iter().fold(None, evolve) else { return Ok(None) };
        let procedure = standing.get(&case.procedure, &case.version).cloned().ok_or_else(|| {
            CaseError::Broken(format!("no procedure {} version {}", case.procedure, case.version))
        })?;
        Ok(Some(Loaded { case, events, procedure, pen }))
    }

    /// Carries out an order, or says why not. After a conflict the case is read and the order decided anew.
    pub async fn dispatch(&self, office: &str, order: Order) -> Result<Done, CaseError> {
        let begun = Instant::now();
        let work = Box::pin(self.dispatched(office, order));
        let done = trace::within("dispatch", Kind::Within, office, work).await;
        numbers::dispatched(order::outcome(&done), begun.elapsed());
        done
    }

    async fn dispatched(&self, office: &str, order: Order) -> Result<Done, CaseError> {
        let _turn = match &order.ticket {
            Some(ticket) => self.turns.wait(office, ticket).await,
            None => None,
        };
        let (mut seen, mut in_vain) = (None, 0);
        for _ in 0..TRIES {
            if let Some(done) = self.done_before(office, &order).await? {
                return Ok(done);
            }
            let standing = self.procedures.look(&self.db, office).await?;
            let loaded = match &order.ticket {
                Some(ticket) => self.load_under(&standing, office, ticket).await?,
                None => None,
            };
            let seq = loaded.as_ref().map(|l| l.case.seq);
            in_vain = if seq == seen { in_vain + 1 } else { 0 };
            seen = seq;
            match self.attempt(office, &order, &standing, loaded).await {
                Err(CaseError::Conflict) if in_vain < IN_VAIN => {
                    numbers::decided_again();
                    pause().await;
                }
                // Another node may just have done it under the same key: then that is the answer.
                Err(refused @ CaseError::Refused(_)) => {
                    return self.done_before(office, &order).await?.ok_or(refused);
                }
                other => return other,
            }
        }
        Err(CaseError::Conflict)
    }

    async fn done_before(&self, office: &str, order: &Order) -> Result<Option<Done>, CaseError> {
        let Some(key) = &order.once else { return Ok(None) };
        let sql = "SELECT ticket FROM once WHERE office = ?1 AND key = ?2";
        let rows = self.db.query(sql, params![office, key]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let ticket = log::ticket(&row.text(0)?)?;
        let case = self.load(office, &ticket).await?.map(|l| l.case);
        Ok(Some(Done { ticket, events: Vec::new(), case, repeated: true }))
    }

    async fn attempt(
        &self,
        office: &str,
        order: &Order,
        standing: &Standing,
        loaded: Option<Loaded>,
    ) -> Result<Done, CaseError> {
        let (before, procedure, pen) = match loaded {
            Some(l) => (Some(l.case), l.procedure, Some(l.pen)),
            None => (None, Arc::clone(standing.active()), None),
        };
        let mut request = Request::new(order.actor.clone(), order.at, order.command.clone());
        if let (Some(ticket), Some(case), Command::Submit) = (&order.ticket, &before, &order.command)
            && procedure.duplicates.refuses_any()
        {
            let found = self.twins(office, (ticket, case), &procedure, order.at).await?;
            request.twins = found.into_iter().map(|f| f.twin).collect();
        }
        if queue::asks_for_stock(&procedure, &order.command) {
            request.stock = Some(stock::in_stock(&self.db, office).await?);
        }
        if let (Some(ticket), Some(case)) = (&order.ticket, &before)
            && queue::asks(&procedure, case, &order.command)
        {
            request.ahead = queue::ahead(&self.db, office, ticket, case).await?;
        }
        let by = (&order.actor, order.at);
        let asked = appointments::asked(&self.db, office, standing.active(), by, &order.command).await?;
        request.diary = asked.as_ref().map(|a| a.diary.clone());
        if let (Some(case), Command::ShowHouseholdPass { of }) = (&before, &order.command) {
            request.household = self.serves_household(office, of, case, &order.actor, order.at).await?;
        }
        request.on_reader = stations::asked(&self.db, office, &order.command, order.at).await?;
        let events = decide(&procedure, before.as_ref(), &request).map_err(CaseError::Refused)?;
        let ticket = order.ticket.clone().unwrap_or_else(|| (self.tickets)());
        let moves = self.blanks_moved(office, &procedure, &ticket, &events).await?;
        let seats = appointments::seats(office, &ticket, before.as_ref(), &events, asked.as_ref())?;
        let story = Story {
            passes: &self.passes,
            office,
            ticket: &ticket,
            procedure: &procedure,
            before: before.as_ref(),
            events: &events,
            calendar: standing.calendar(),
        };
        let (case, mut write) = story.write(order, self.pen(office, &ticket, pen)?)?;
        write.statements.extend(moves.statements);
        write.touches.extend(moves.touches);
        write.statements.extend(seats.statements);
        write.touches.extend(seats.touches);
        write.touches.extend(stations::touches(office, &events));
        if !write.statements.is_empty() {
            self.db.write(write).await?;
            self.announce(&story, case.as_ref());
        }
        Ok(Done { ticket: ticket.clone(), events: events.clone(), case, repeated: false })
    }

    /// The pen of a case; for one that begins, with the row of its key.
    fn pen(
        &self,
        office: &str,
        ticket: &Ticket,
        held: Option<log::Pen>,
    ) -> Result<(log::Pen, Option<Statement>), CaseError> {
        match held {
            Some(pen) => Ok((pen, None)),
            None => self.log.begin(office, ticket).map(|(pen, row)| (pen, Some(row))),
        }
    }

    /// What these events do to blank cards: the ledger may say no, and then nothing has happened.
    async fn blanks_moved(
        &self,
        office: &str,
        p: &Procedure,
        ticket: &Ticket,
        events: &[Event],
    ) -> Result<stock::Moves, CaseError> {
        for event in events {
            if let Some((blangko, command)) = moved_by(ticket, &event.body) {
                let order = ledger::Order { actor: event.actor.clone(), at: event.at, command };
                return stock::moves(&self.db, office, p, &[blangko], &order).await;
            }
        }
        Ok(stock::Moves::default())
    }
}

/// A short while, by chance, so that two nodes do not get into each other's way again.
async fn pause() {
    tokio::time::sleep(Duration::from_millis(rand::random_range(0..=LONGEST_PAUSE))).await;
}
