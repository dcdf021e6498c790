//! Empties the outbox: at least once towards the world, in order for each person, never two at a time to
//! the same one. What came of a letter is written with its removal.

use super::client::{Action, CallError, action};
use super::letters::{Words, words};
use super::outbound;
use super::statuses::{self, Failure};
use super::threads::{Message, Person, rank};
use super::{LOOK, backoff};
use crate::app::{App, Shared};
use crate::cases::outbox::{self, CLAIM, Taken};
use crate::db::{Statement, Write};
use crate::error::Error;
use futures::StreamExt;
use jiff::{SignedDuration, Timestamp};
use procedure::Language;
use std::time::Duration;

/// Longer than one call may take, and no longer: so long waits what a process that died was sending.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// Meta's service window, less a minute for clocks that differ.
const WINDOW: SignedDuration = SignedDuration::from_secs(24 * 3_600 - 60);
/// One message in six seconds to the same person, beyond a burst.
const PAIR: SignedDuration = SignedDuration::from_secs(6);
/// While the account is barred nothing is tried for so long.
const BARRED: SignedDuration = SignedDuration::from_mins(5);
/// After so many tries, over more than a day, people are told instead.
const TRIES: i64 = 100;

/// Sends what is due; how long until there is more.
pub async fn round(app: &Shared) -> Result<Duration, Error> {
    loop {
        let taken = app.cases.take_letters(app.office(), app.clock.now(), LEASE).await?;
        if taken.is_empty() {
            let next = app.cases.next_letter(app.office()).await?;
            let wait = next.map(|at| app.clock.now().duration_until(at));
            let wait = wait.map_or(LOOK, |w| Duration::try_from(w).unwrap_or(Duration::ZERO));
            return Ok(wait.clamp(Duration::from_millis(20), LOOK));
        }
        // All at once, so that no lease runs out while its letter waits for another.
        let sent = futures::stream::iter(taken).map(|letter| async move { one(app, &letter).await });
        let results: Vec<Result<(), Error>> = sent.buffer_unordered(CLAIM).collect().await;
        results.into_iter().collect::<Result<(), _>>()?;
    }
}

/// Sends one letter, or puts it back.
async fn one(app: &App, taken: &Taken) -> Result<(), Error> {
    let Some(words) = words(app, &taken.letter).await? else {
        app.db.write(Write::one(outbox::remove(app.office(), &taken.id))).await?;
        return Ok(());
    };
    let person = Person::load(&app.db, app.office(), &taken.letter.contact).await?;
    let message = queued(taken, &words);
    // On record before it goes out, so that a status is never for a message nobody knows.
    app.db.write(Write::one(message.insert(app.office()))).await?;
    if person.thread.stopped && !words.answer {
        return end(app, &message, person, "send-problem-stopped", Failure::Final).await;
    }
    let open = person.last_inbound_at.duration_until(app.clock.now()) < WINDOW;
    if !open && words.answer {
        return end(app, &message, person, "send-problem-late", Failure::Final).await;
    }
    let peer = person.peer();
    let language = if words.language == Language::En { "en" } else { "id" };
    let request = if open {
        outbound::message(&peer, &words.turn, &taken.id)
    } else {
        outbound::template(&peer, &app.config.whatsapp.template, language, &words.turn.body, &taken.id)
    };
    match app.whatsapp.client.send(&request).await {
        Ok(wamid) => {
            let statements =
                vec![outbox::remove(app.office(), &taken.id), sent(app.office(), &taken.id, &wamid)];
            app.db.write(Write { statements, touches: Vec::new() }).await?;
            Ok(())
        }
        Err(e) => failed(app, taken, &message, person, e).await,
    }
}

/// Never back from a status that was quicker than the answer to the call.
fn sent(office: &str, id: &str, wamid: &str) -> Statement {
    let sql = "UPDATE messages SET wamid = ?3, rank = CASE WHEN rank < 1 THEN 1 ELSE rank END
        WHERE office = ?1 AND id = ?2";
    Statement::new(sql, crate::params![office, id, wamid])
}

async fn failed(
    app: &App,
    taken: &Taken,
    message: &Message,
    mut person: Person,
    error: CallError,
) -> Result<(), Error> {
    let code = match &error {
        CallError::Code { code, .. } => Some(*code),
        CallError::Unknown(_) | CallError::Media(_) => None,
    };
    let pause = match code.map_or(Action::Retry, action) {
        Action::Retry => backoff(taken.attempts),
        Action::Delay => PAIR,
        Action::UseTemplate => {
            person.last_inbound_at = Timestamp::UNIX_EPOCH;
            app.db.write(Write::one(person.save(app.office())?)).await?;
            SignedDuration::ZERO
        }
        Action::Unreachable => {
            return end(app, message, person, "send-problem-unreachable", Failure::Unreachable).await;
        }
        Action::OurMistake => {
            tracing::error!("WhatsApp refused a message of ours: {error}");
            return end(app, message, person, "send-problem-mistake", Failure::Final).await;
        }
        Action::Stop => {
            tracing::error!("WhatsApp has barred the account, mend it: {error}");
            BARRED
        }
    };
    if taken.attempts >= TRIES {
        return end(app, message, person, "send-problem-tries", Failure::Final).await;
    }
    tracing::info!(attempts = taken.attempts, "a message waits {pause:#}: {error}");
    let due = app.clock.now().saturating_add(pause).unwrap_or(app.clock.now());
    Ok(app.db.write(Write::one(outbox::put_back(app.office(), &taken.id, due))).await?)
}

/// The letter leaves the outbox unsent, and whoever must know is told.
async fn end(
    app: &App,
    message: &Message,
    person: Person,
    why: &'static str,
    failure: Failure,
) -> Result<(), Error> {
    statuses::fail(app, message, person, why, failure).await
}

fn queued(taken: &Taken, words: &Words) -> Message {
    Message {
        id: taken.id.clone(),
        contact: taken.letter.contact.clone(),
        at: taken.created_at,
        outward: true,
        ticket: taken.letter.ticket.clone(),
        notice: taken.letter.notice.as_ref().map(|n| n.as_str().to_owned()),
        text: words.turn.plain(),
        rank: rank::QUEUED,
        tries: words.tries,
        problem: None,
    }
}
