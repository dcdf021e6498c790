//! Empties the outbox: at least once towards the world, in order for each person, never two at a time to
//! the same one. What came of a letter is written with its removal.

use super::client::{Action, CallError, action};
use super::letters::{self, Kind, Words, words};
use super::outbound;
use super::pictures::{self, Picture};
use super::statuses::{self, Failure};
use super::threads::{Message, Person, rank};
use super::{LOOK, backoff};
use crate::app::{App, Shared};
use crate::cases::Outgoing;
use crate::cases::outbox::{self, CLAIM, Letter, Taken};
use crate::db::{Covered, Db, DbError, Statement, Write};
use crate::error::Error;
use crate::telemetry::{numbers, trace};
use futures::StreamExt;
use jiff::{SignedDuration, Timestamp};
use procedure::{Language, Mark};
use serde_json::Value;
use std::time::Duration;

/// Longer than a picture and its message may take, and no longer: so long waits what a process that died was
/// sending.
const LEASE: SignedDuration = SignedDuration::from_secs(50);
/// Meta's service window, less a minute for clocks that differ.
pub const WINDOW: SignedDuration = SignedDuration::from_secs(24 * 3_600 - 60);
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
        let sent = futures::stream::iter(taken).map(|letter| async move {
            trace::taken("send", app.office(), letter.trace.as_deref(), Box::pin(one(app, &letter))).await
        });
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
    if !put_on_record(&app.db, app.office(), &message).await? {
        return Ok(());
    }
    let open = person.last_inbound_at.duration_until(app.clock.now()) < WINDOW;
    if let Some(why) = barred(&words, &person, open) {
        return end(app, &message, person, why, Failure::Final).await;
    }
    let picture = match words.picture.as_ref().filter(|_| open) {
        Some(mark) => pictures::ready(app, mark, taken.attempts).await,
        None => Picture::Without,
    };
    let (request, told) = match picture {
        Picture::Later(e) => return failed(app, taken, &message, person, e).await,
        Picture::Without if words.kind == Kind::Picture => {
            return end(app, &message, person, "send-problem-picture", Failure::Final).await;
        }
        Picture::Without => (in_words(app, taken, &words, &person, open), message.text.clone()),
        Picture::Ready(id) => {
            let request = outbound::picture(&person.peer(), &id, &words.turn, &taken.id);
            (request, letters::with_picture(&message.text))
        }
    };
    if open {
        follow(app, taken, &words).await?;
    }
    let call = Box::pin(app.whatsapp.client.send(&request));
    match trace::within("whatsapp", trace::Kind::Asks, app.office(), call).await {
        Ok(wamid) => {
            let statements =
                vec![outbox::remove(app.office(), &taken.id), sent(app.office(), &taken.id, &wamid, &told)];
            app.db.write(Write { statements, touches: Vec::new() }).await?;
            numbers::letter(app.office(), "sent");
            Ok(())
        }
        Err(e) => failed(app, taken, &message, person, e).await,
    }
}

/// Puts a message on record before it goes out, so that a status is never for one that nobody knows. False where its letter
/// is gone, as with a case that was erased meanwhile: nothing of it comes back, and nothing is sent.
pub async fn put_on_record(db: &Db, office: &str, message: &Message) -> Result<bool, DbError> {
    let statements = vec![outbox::still_there(office, &message.id), message.insert(office)];
    match db.write(Write { statements, touches: Vec::new() }).await {
        Err(DbError::Conflict(_)) => Ok(false),
        other => other.map(|()| true),
    }
}

/// Why this message may not go to this person now.
fn barred(words: &Words, person: &Person, open: bool) -> Option<&'static str> {
    match words.kind {
        Kind::Answer => (!open).then_some("send-problem-late"),
        _ if person.thread.stopped => Some("send-problem-stopped"),
        Kind::News => None,
        Kind::Picture => (!open).then_some("send-problem-picture"),
    }
}

fn in_words(app: &App, taken: &Taken, words: &Words, person: &Person, open: bool) -> Value {
    let peer = person.peer();
    if open {
        return outbound::message(&peer, &words.turn, &taken.id);
    }
    let language = if words.language == Language::En { "en" } else { "id" };
    outbound::template(&peer, &app.config.whatsapp.template, language, &words.turn.body, &taken.id)
}

/// Marked pages that this message does not carry go after it, each a letter of its own. Put before the call,
/// because a call without an answer may have been carried out, and then nothing comes back here.
async fn follow(app: &App, taken: &Taken, words: &Words) -> Result<(), Error> {
    let letter = |mark: &Mark| Letter {
        notice: None,
        body: Outgoing::Picture { mark: mark.clone() },
        ..taken.letter.clone()
    };
    let put = |(nth, mark)| outbox::put_along(app.office(), &taken.id, nth, &letter(mark), app.clock.now());
    let statements = words.following.iter().enumerate().map(put).collect::<Result<Vec<_>, _>>()?;
    if !statements.is_empty() {
        app.db.write(Write { statements, touches: Vec::new() }).await?;
    }
    Ok(())
}

/// Never back from a status that was quicker than the answer to the call.
fn sent(office: &str, id: &str, wamid: &str, told: &str) -> Statement {
    let sql = "UPDATE messages SET wamid = ?3, text = ?4, rank = CASE WHEN rank < 1 THEN 1 ELSE rank END
        WHERE office = ?1 AND id = ?2";
    Statement::new(sql, crate::params![office, id, wamid, Covered(told)])
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
    numbers::letter(app.office(), "put_back");
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
    numbers::letter(app.office(), "failed");
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
