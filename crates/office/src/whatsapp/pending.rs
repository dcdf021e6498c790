//! Photos that came by chat before there was a request: kept for a while, and part of the request as soon as
//! it is opened, in the chat or on the page of a link.

use super::conversation::{Known, PENDING_KEPT, Thread, next_wanted};
use super::threads::Person;
use crate::app::App;
use crate::cases::{CaseError, Order, timers};
use crate::db::{DbError, Statement, Write};
use crate::error::Error;
use procedure::{Actor, Command, ContactId, Ticket};

/// The conversation may go on at the same time; after so many tries it is left to it.
const TRIES: usize = 5;

/// Files without a request are deleted when nobody came back for them.
pub fn keep_pending(office: &str, contact: &ContactId, before: &Thread, after: &Thread) -> Option<Statement> {
    if before.pending == after.pending {
        return None;
    }
    let last = after.pending.iter().map(|p| p.at).max();
    Some(match last.and_then(|at| at.checked_add(PENDING_KEPT).ok()) {
        Some(due) => {
            let files: Vec<_> = after.pending.iter().map(|p| p.facts.file.as_str()).collect();
            timers::set(office, contact.as_str(), timers::FILES, due, &files.join(","))
        }
        None => timers::unset(office, contact.as_str(), timers::FILES),
    })
}

/// Attaches what waits of this person to the request they opened on the page.
pub async fn attach_pending(app: &App, contact: &ContactId, ticket: &Ticket) -> Result<(), Error> {
    for _ in 0..TRIES {
        let mut person = Person::load(&app.db, app.office(), contact).await?;
        if person.thread.pending.is_empty() {
            return Ok(());
        }
        let before = person.thread.clone();
        for page in std::mem::take(&mut person.thread.pending) {
            attach(app, contact, ticket, page.facts).await?;
        }
        let mut statements = vec![person.save(app.office())?];
        statements.extend(keep_pending(app.office(), contact, &before, &person.thread));
        match app.db.write(Write { statements, touches: vec![format!("thread:{contact}")] }).await {
            Err(DbError::Conflict(_)) => {}
            other => return Ok(other?),
        }
    }
    Ok(())
}

async fn attach(
    app: &App,
    contact: &ContactId,
    ticket: &Ticket,
    facts: procedure::FileFacts,
) -> Result<(), Error> {
    let Some(loaded) = app.cases.load(app.office(), ticket).await? else { return Ok(()) };
    let known = Known { ticket: ticket.clone(), case: loaded.case, procedure: loaded.procedure };
    let document = next_wanted(&known);
    let order = Order::new(
        Some(ticket.clone()),
        Actor::Applicant { contact: contact.clone() },
        app.clock.now(),
        Command::Attach { facts, document },
    );
    match app.cases.dispatch(app.office(), order).await {
        // Attached already, or the request takes none any more.
        Ok(_) | Err(CaseError::Refused(_)) => Ok(()),
        Err(e) => Err(e.into()),
    }
}
