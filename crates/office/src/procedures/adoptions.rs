//! What was proposed, approved and came into force in this office, as a log; no other module writes it. The rules are
//! those of `procedure::adoption`; what is in force is put on the shelf by [`super::Shelf::look`].

use super::Shelf;
use crate::cases::{CaseError, timers};
use crate::db::{Db, Statement, Write};
use crate::events::{self, Log, Stream};
use crate::params;
use crate::stock::Wish;
use jiff::Timestamp;
use procedure::Actor;
use procedure::adoption::{Adoption, AdoptionCommand, Adoptions, InForce, adopt, evolve_adoptions};
use seal::record::Head;
use std::sync::Arc;

/// How often what others did meanwhile is read anew.
const TRIES: usize = 20;

/// Everything that was done, oldest first.
pub(super) async fn log(db: &Db, office: &str) -> Result<Vec<Adoption>, CaseError> {
    let sql = "SELECT body FROM events WHERE office = ?1 AND log = 'procedure' AND stream = '' ORDER BY seq";
    let rows = db.query(sql, params![office]).await?;
    Ok(rows.iter().map(|row| events::json_in(row, 0)).collect::<Result<_, _>>()?)
}

pub(super) async fn standing(db: &Db, office: &str) -> Result<Adoptions, CaseError> {
    Ok(log(db, office).await?.iter().fold(Adoptions::default(), evolve_adoptions))
}

/// Proposes, approves and puts into force.
#[derive(Clone)]
pub struct Adopting {
    db: Db,
    shelf: Arc<Shelf>,
    office: String,
}

impl Adopting {
    pub fn new(db: Db, shelf: Arc<Shelf>, office: &str) -> Self {
        Self { db, shelf, office: office.to_owned() }
    }

    pub async fn standing(&self) -> Result<Adoptions, CaseError> {
        standing(&self.db, &self.office).await
    }

    /// Does it, and what follows: a version whose day has come is in force at once, for another a timer is set.
    pub async fn change(&self, wish: &Wish, command: &AdoptionCommand) -> Result<(), CaseError> {
        for _ in 0..TRIES {
            if self.done_before(wish).await? {
                return Ok(());
            }
            match self.attempt(wish, command).await {
                Err(CaseError::Conflict) => {}
                Err(other) => return Err(other),
                Ok(()) => {
                    self.shelf.look(&self.db, &self.office).await?;
                    return Ok(());
                }
            }
        }
        Err(CaseError::Conflict)
    }

    /// Whether it would be refused; nothing is done.
    pub async fn check(&self, wish: &Wish, command: &AdoptionCommand) -> Result<(), CaseError> {
        let standing = self.shelf.look(&self.db, &self.office).await?;
        let by = (&wish.actor, wish.at);
        let taken = standing.versions();
        let now = InForce { p: standing.active(), text: standing.text(), taken: &taken };
        let wanted = adopt(now, &self.standing().await?, by, command);
        wanted.map(|_| ()).map_err(CaseError::Refused)
    }

    async fn attempt(&self, wish: &Wish, command: &AdoptionCommand) -> Result<(), CaseError> {
        let standing = self.shelf.look(&self.db, &self.office).await?;
        let taken = standing.versions();
        let now = InForce { p: standing.active(), text: standing.text(), taken: &taken };
        let before = self.standing().await?;
        let at = crate::clock::instant(wish.at.as_millisecond());
        let refused = CaseError::Refused;
        let mut done = adopt(now, &before, (&wish.actor, at), command).map_err(refused)?;
        let mut after = done.iter().cloned().fold(before.clone(), |all, one| evolve_adoptions(all, &one));
        let by_itself = (&Actor::System, at);
        let came = adopt(now, &after, by_itself, &AdoptionCommand::ComeIntoForce).map_err(refused)?;
        after = came.iter().fold(after, evolve_adoptions);
        done.extend(came);
        let office = self.office.as_str();
        let stream = Stream { office, log: Log::Procedure, name: "" };
        // Decided upon what was read before: should another have done something since, the number is taken.
        let mut head = Head { seq: before.seq, ..events::head(&self.db, stream).await? };
        let mut statements = Vec::new();
        for one in &done {
            let (log, end) = events::append_json(stream, head, (one.at, "adoption"), one)?;
            statements.push(log);
            head = end;
        }
        statements.push(match after.next(&now.p.calendar) {
            Some(begins) => timers::set(office, office, timers::ADOPTION, begins, ""),
            None => timers::unset(office, office, timers::ADOPTION),
        });
        if let Some(key) = &wish.once {
            let sql = "INSERT INTO once (office, key, ticket, at) VALUES (?1, ?2, '', ?3)";
            statements.push(Statement::new(sql, params![office, key, wish.at]));
        }
        let write = Write { statements, touches: vec![format!("adoptions:{office}")] };
        self.db.write(write).await.map_err(CaseError::from)
    }

    /// Puts into force whatever was approved and whose day has come.
    pub async fn come_into_force(&self, at: Timestamp) -> Result<(), CaseError> {
        let wish = Wish { actor: Actor::System, at, once: None };
        self.change(&wish, &AdoptionCommand::ComeIntoForce).await
    }

    async fn done_before(&self, wish: &Wish) -> Result<bool, CaseError> {
        let Some(key) = &wish.once else { return Ok(false) };
        let sql = "SELECT 1 FROM once WHERE office = ?1 AND key = ?2";
        Ok(!self.db.query(sql, params![self.office.as_str(), key]).await?.is_empty())
    }
}
