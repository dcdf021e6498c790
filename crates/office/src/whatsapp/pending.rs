//! Photos that came by chat before there was a request: kept for a while, and part of the request as soon as
//! it is opened, in the chat or on the page of a link.

use super::conversation::{Known, PENDING_KEPT, Pending, Thread, next_wanted};
use super::threads::Person;
use crate::app::App;
use crate::cases::{CaseError, Order, timers};
use crate::db::{DbError, Statement, Write};
use crate::error::Error;
use procedure::{Actor, Command, ContactId, Ticket};

/// The conversation may go on at the same time; after so many tries it is left to it.
const TRIES: usize = 5;

/// Files without a case are deleted when nobody came back for them.
pub fn keep_loose(office: &str, contact: &ContactId, before: &Thread, after: &Thread) -> Option<Statement> {
    if before.loose_files().eq(after.loose_files()) {
        return None;
    }
    let last = after.loose_files().map(|(_, at)| at).max();
    Some(match last.and_then(|at| at.checked_add(PENDING_KEPT).ok()) {
        Some(due) => {
            let files: Vec<_> = after.loose_files().map(|(file, _)| file.as_str()).collect();
            timers::set(office, contact.as_str(), timers::FILES, due, &files.join(","))
        }
        None => timers::unset(office, contact.as_str(), timers::FILES),
    })
}

/// Attaches what waits of this person to the request they opened on the page. A page at fault goes on waiting:
/// the conversation asks about it.
pub async fn attach_pending(app: &App, contact: &ContactId, ticket: &Ticket) -> Result<(), Error> {
    for _ in 0..TRIES {
        let mut person = Person::load(&app.db, app.office(), contact).await?;
        let before = person.thread.clone();
        let (good, at_fault): (Vec<Pending>, Vec<Pending>) =
            person.thread.pending.into_iter().partition(|p| p.facts.findings.is_empty());
        person.thread.pending = at_fault;
        if before.pending == person.thread.pending {
            return Ok(());
        }
        for page in good {
            attach(app, contact, ticket, page.facts).await?;
        }
        let mut statements = vec![person.save(app.office())?];
        statements.extend(keep_loose(app.office(), contact, &before, &person.thread));
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
