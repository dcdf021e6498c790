//! The channel to residents: webhook in, messages out, and the conversation between. Everything that
//! happens to a case goes through `cases::dispatch`.

mod client;
mod conversation;
mod letters;
mod outbound;
mod sender;
mod signature;
mod statuses;
mod threads;
pub mod webhook;
mod wire;
mod worker;

pub use threads::{Message, Person, rank};

use crate::app::Shared;
use crate::config::Config;
use crate::error::Error;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// Looked at least so often, for work that another process left.
const LOOK: Duration = Duration::from_secs(5);
const AFTER_TROUBLE: Duration = Duration::from_secs(2);

pub struct Whatsapp {
    client: client::Client,
    /// Wakes the worker: something came in.
    inbound_filled: Notify,
}

impl Whatsapp {
    pub fn new(config: &Config) -> Result<Self, Error> {
        Ok(Self { client: client::Client::new(config)?, inbound_filled: Notify::new() })
    }
}

pub fn start(app: &Shared, workers: &mut JoinSet<()>) {
    let (inward, outward) = (app.clone(), app.clone());
    workers.spawn(async move {
        loop {
            let pause = after("what came in", worker::round(&inward).await);
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = inward.whatsapp.inbound_filled.notified() => {}
            }
        }
    });
    workers.spawn(async move {
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
