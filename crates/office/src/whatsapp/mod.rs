//! The channel to residents: webhook in, messages out, and the conversation between. Everything that
//! happens to a case goes through `cases::dispatch`.

mod client;
mod conversation;
mod letters;
mod looked;
mod outbound;
mod pending;
mod pictures;
mod sender;
mod statuses;
mod threads;
mod turns;
pub mod webhook;
mod wire;
mod worker;

pub use conversation::is_name;
pub use pending::attach_pending;
pub use sender::put_on_record;
pub use threads::{Message, Person, code, rank};

use crate::app::{App, Shared};
use crate::cases::Outgoing;
use crate::cases::outbox::{self, Letter};
use crate::config::Config;
use crate::db::{DbError, Statement, Write};
use crate::error::Error;
use crate::params;
use crate::texts;
use procedure::ContactId;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// Looked at least so often, for work that another process left.
const LOOK: Duration = Duration::from_secs(5);
const AFTER_TROUBLE: Duration = Duration::from_secs(2);

pub struct Whatsapp {
    pub client: client::Client,
    /// Wakes the worker: something came in.
    pub inbound_filled: Notify,
}

impl Whatsapp {
    pub fn new(config: &Config) -> Result<Self, Error> {
        Ok(Self { client: client::Client::new(config)?, inbound_filled: Notify::new() })
    }
}

pub fn start(app: &Shared, workers: &mut JoinSet<()>) {
    let (inward, outward) = (app.clone(), app.clone());
    workers.spawn(async move {
        if inward.db.is_ours_alone()
            && let Err(e) = turns::free(&inward).await
        {
            tracing::warn!("whoever was being served waits until the lease is over: {e}");
        }
        loop {
            let pause = after("what came in", worker::round(&inward).await);
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = inward.whatsapp.inbound_filled.notified() => {}
            }
        }
    });
    workers.spawn(async move {
        if outward.db.is_ours_alone()
            && let Err(e) = outward.cases.free_letters(outward.office(), outward.clock.now()).await
        {
            tracing::warn!("what was being sent goes out when its lease is over: {e}");
        }
        loop {
            let pause = after("what goes out", sender::round(&outward).await);
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = outward.cases.outbox_filled().notified() => {}
            }
        }
    });
}

/// How long to rest after a round.
fn after(what: &str, round: Result<Duration, Error>) -> Duration {
    round.unwrap_or_else(|e| {
        tracing::warn!("{what}: {e}");
        AFTER_TROUBLE
    })
}

/// Ever longer pauses between tries, in seconds: 2, 4, 8, … at most a quarter of an hour.
fn backoff(attempts: i64) -> jiff::SignedDuration {
    let doubled = 2_i64.saturating_pow(u32::try_from(attempts.clamp(0, 9)).unwrap_or(9) + 1);
    jiff::SignedDuration::from_secs(doubled.min(900))
}

/// A member of staff answers a person outside any case. The same key sends once.
pub async fn say(app: &App, to: &ContactId, text: &str, by: &str, once: Option<&str>) -> Result<(), Error> {
    let body = Outgoing::Say { text: text.to_owned(), by: by.to_owned() };
    let letter = Letter { contact: to.clone(), ticket: None, notice: None, body };
    let mut statements = vec![outbox::put(app.office(), &letter, app.clock.now())?];
    if let Some(key) = once {
        let sql = "INSERT INTO once (office, key, ticket, at) VALUES (?1, ?2, '', ?3)";
        statements.push(Statement::new(sql, params![app.office(), key, app.clock.now()]));
    }
    match app.db.write(Write { statements, touches: Vec::new() }).await {
        // The same form once more: it is said already.
        Ok(()) | Err(DbError::Conflict(_)) => {}
        Err(e) => return Err(e.into()),
    }
    app.cases.outbox_filled().notify_one();
    Ok(())
}

/// Ends the hand-over to staff; the person learns that the automatic service answers again.
pub async fn back_from_staff(app: &App, mut person: Person) -> Result<(), Error> {
    person.thread.with_staff = false;
    let body = texts::text(person.thread.language, "chat-from-staff-done");
    let turn = serde_json::to_value(outbound::Turn { body, ..Default::default() });
    let body = Outgoing::Turn { turn: turn.map_err(|e| Error::Broken(e.to_string()))? };
    let letter = Letter { contact: person.contact.clone(), ticket: None, notice: None, body };
    let put = outbox::put(app.office(), &letter, app.clock.now())?;
    let touches = vec![format!("thread:{}", person.contact)];
    app.db.write(Write { statements: vec![person.save(app.office())?, put], touches }).await?;
    app.cases.outbox_filled().notify_one();
    Ok(())
}
