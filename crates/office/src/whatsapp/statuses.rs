//! What became of messages: sent, delivered, read, failed. They come late, twice and in any order; a
//! message only ever gets further.

use super::client::{Action, action};
use super::threads::{Message, Person, rank};
use super::wire::Delivery;
use crate::app::App;
use crate::cases::outbox::{self, Letter};
use crate::cases::{CaseError, Order, Outgoing};
use crate::db::Write;
use crate::error::Error;
use crate::texts;
use jiff::Timestamp;
use procedure::{Actor, Command, Language, NoticeId};

/// A status whose message is not on record yet is waited for so often.
const WAITED: i64 = 5;
/// Words that were taken and not delivered are sent again so often.
const REPEATS: i64 = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Nothing reaches this person: telephone them.
    Unreachable,
    /// Only this message.
    Final,
}

/// False: the message is not known yet, and the status is to be tried again.
pub async fn apply(app: &App, status: &Delivery, attempts: i64) -> Result<bool, Error> {
    let found = Message::find(&app.db, app.office(), &status.wamid, status.ours.as_deref()).await?;
    let Some(message) = found else { return Ok(attempts >= WAITED) };
    let Some(reached) = reached(&status.status) else { return Ok(true) };
    let further = match (message.rank, reached) {
        (rank::FAILED, rank::DELIVERED | rank::READ) => true,
        (now, rank::FAILED) => now < rank::DELIVERED,
        (now, new) => new > now,
    };
    if !further {
        return Ok(true);
    }
    if reached == rank::FAILED {
        refused(app, &message, status.code.unwrap_or(0)).await?;
        return Ok(true);
    }
    // Where the call itself got no answer, this is how we learn that it arrived.
    let statements = vec![
        Message::progress(app.office(), &message.id, reached, Some(&status.wamid), None),
        outbox::remove(app.office(), &message.id),
    ];
    app.db.write(Write { statements, touches: Vec::new() }).await?;
    if reached >= rank::DELIVERED {
        tell(app, &message, |notice| Command::ConfirmNotice { notice }).await?;
    }
    Ok(true)
}

fn reached(status: &str) -> Option<i64> {
    Some(match status {
        "sent" => rank::SENT,
        "delivered" => rank::DELIVERED,
        "read" | "played" => rank::READ,
        "failed" => rank::FAILED,
        _ => return None,
    })
}

/// The platform took the message and could not deliver it after all.
async fn refused(app: &App, message: &Message, code: i64) -> Result<(), Error> {
    let mut person = Person::load(&app.db, app.office(), &message.contact).await?;
    match action(code) {
        Action::Unreachable => {
            fail(app, message, person, "send-problem-unreachable", Failure::Unreachable).await
        }
        Action::OurMistake | Action::Stop => {
            tracing::error!(code, "WhatsApp could not deliver a message of ours");
            fail(app, message, person, "send-problem-mistake", Failure::Final).await
        }
        // Its words are there; the picture alone is not worth a telephone call.
        _ if message.is_picture() || message.tries >= REPEATS => {
            fail(app, message, person, "send-problem-tries", Failure::Final).await
        }
        again => {
            let problem = texts::text(Language::Id, "send-problem-repeated");
            let mut statements = vec![
                Message::progress(app.office(), &message.id, rank::FAILED, None, Some(&problem)),
                outbox::remove(app.office(), &message.id),
            ];
            if again == Action::UseTemplate {
                person.last_inbound_at = Timestamp::UNIX_EPOCH;
                statements.push(person.save(app.office())?);
            }
            let letter = Letter {
                contact: message.contact.clone(),
                ticket: message.ticket.clone(),
                notice: message.notice.clone().map(NoticeId::new),
                body: Outgoing::Repeat { text: message.text.clone(), tries: message.tries + 1 },
            };
            statements.push(outbox::put(app.office(), &letter, app.clock.now())?);
            app.db.write(Write { statements, touches: Vec::new() }).await?;
            app.cases.outbox_filled().notify_one();
            Ok(())
        }
    }
}

/// A message that will not arrive: noted, and the case is told so that somebody telephones.
pub async fn fail(
    app: &App,
    message: &Message,
    mut person: Person,
    why: &str,
    failure: Failure,
) -> Result<(), Error> {
    let why = texts::text(Language::Id, why);
    let mut statements = vec![
        Message::progress(app.office(), &message.id, rank::FAILED, None, Some(&why)),
        outbox::remove_all(app.office(), &message.id),
    ];
    if failure == Failure::Unreachable {
        person.unreachable = Some(why.clone());
        statements.push(person.save(app.office())?);
    }
    app.db.write(Write { statements, touches: Vec::new() }).await?;
    tell(app, message, |notice| Command::FailNotice { notice, why }).await
}

async fn tell(app: &App, message: &Message, command: impl FnOnce(NoticeId) -> Command) -> Result<(), Error> {
    let (Some(ticket), Some(notice)) = (&message.ticket, &message.notice) else { return Ok(()) };
    let command = command(NoticeId::new(notice.clone()));
    let order = Order::new(Some(ticket.clone()), Actor::System, app.clock.now(), command);
    match app.cases.dispatch(app.office(), order).await {
        // Purged meanwhile: nobody left to tell.
        Ok(_) | Err(CaseError::Refused(_)) => Ok(()),
        Err(other) => Err(other.into()),
    }
}
