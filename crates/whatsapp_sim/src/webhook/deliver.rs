//! Gathers updates into requests, sends them over lanes, and retries whatever is not answered with 200.
//! State lives in the store alone: this task may be aborted at any point and started again.
use std::sync::Arc;
use std::time::Duration;

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::payload;
use crate::clock::{Millis, to_millis};
use crate::config::Delivery;
use crate::counters::add;
use crate::engine::Engine;
use crate::store::{Due, Update};

/// How many deliveries are claimed at a time: enough to keep every lane busy.
const CLAIM: u32 = 1024;
/// How many updates are gathered at a time.
const GATHER: usize = 10_000;

/// Runs until aborted.
pub(crate) async fn run(engine: Arc<Engine>) {
    let mut tasks = JoinSet::new();
    let lanes: Vec<_> = (0..engine.config.lanes.max(1))
        .map(|_| {
            let (sender, receiver) = mpsc::unbounded_channel();
            tasks.spawn(lane(Arc::clone(&engine), receiver));
            sender
        })
        .collect();
    loop {
        let wait = match dispatch(&engine, &lanes) {
            Ok(wait) => wait,
            Err(error) => {
                tracing::error!(%error, "SIMULATOR: antrean webhook gagal / the webhook queue failed");
                Some(Duration::from_secs(1))
            }
        };
        match wait {
            Some(wait) => drop(tokio::time::timeout(wait, engine.wake.notified()).await),
            None => engine.wake.notified().await,
        }
    }
}

/// Sends on what is due and says how long nothing will be.
fn dispatch(engine: &Engine, lanes: &[mpsc::UnboundedSender<Due>]) -> rusqlite::Result<Option<Duration>> {
    // Held to the end: once a pause was asked for and granted, nothing goes out any more.
    let settings = engine.held_settings();
    if engine.subscription().is_none() || settings.delivery.paused {
        return Ok(None);
    }
    gather(engine, &settings.delivery)?;
    let now = engine.clock.now();
    for delivery in engine.store.claim_due(now, CLAIM)? {
        let lane = usize::try_from(delivery.lane).unwrap_or(0) % lanes.len();
        // A closed lane means that the runtime is going down; the row stays for the next start.
        let _ = lanes[lane].send(delivery);
    }
    let next = [engine.store.next_delivery()?, engine.store.waiting_updates()?.1];
    let wait = |at: Millis| Duration::from_millis(u64::try_from(at - now).unwrap_or(0).max(1));
    Ok(next.into_iter().flatten().min().map(wait))
}

fn gather(engine: &Engine, settings: &Delivery) -> rusqlite::Result<()> {
    let now = engine.clock.now();
    loop {
        let (count, first) = engine.store.waiting_updates()?;
        let full = settings.batch > 1 && count >= settings.batch as u64;
        match first {
            Some(first) if first <= now || full => {}
            _ => return Ok(()),
        }
        let until = now + Millis::try_from(settings.gather_ms).unwrap_or(0);
        let mut updates = engine.store.updates_due(until, GATHER)?;
        if updates.is_empty() {
            return Ok(());
        }
        if settings.shuffle {
            shuffle(&mut updates, settings.seed);
        }
        let bundles: Vec<(String, Vec<Update>)> = updates
            .chunks(settings.batch)
            .map(|chunk| {
                let values = chunk.iter().map(|update| update.value.clone());
                (payload::body(&engine.config, values), chunk.to_vec())
            })
            .collect();
        engine.store.bundle(&bundles, settings.copies, now)?;
    }
}

/// A seeded order that is never the one in which things happened.
fn shuffle(updates: &mut [Update], seed: u64) {
    let before: Vec<i64> = updates.iter().map(|update| update.seq).collect();
    let salt = before.first().copied().unwrap_or(0).unsigned_abs();
    updates.shuffle(&mut StdRng::seed_from_u64(seed ^ salt));
    if updates.len() > 1 && updates.iter().map(|update| update.seq).eq(before) {
        updates.rotate_left(1);
    }
}

async fn lane(engine: Arc<Engine>, mut deliveries: mpsc::UnboundedReceiver<Due>) {
    while let Some(mut delivery) = deliveries.recv().await {
        let mut answered = true;
        while delivery.copies > 0 && answered {
            answered = post(&engine, &delivery.body).await;
            if answered {
                add(&engine.counters.webhooks_answered);
                delivery.copies -= 1;
            } else {
                add(&engine.counters.webhooks_failed);
            }
        }
        if let Err(error) = settle(&engine, &delivery, answered) {
            tracing::error!(%error, "SIMULATOR: hasil webhook tidak tersimpan / a webhook's outcome was not kept");
        }
    }
}

async fn post(engine: &Engine, body: &str) -> bool {
    let Some(subscription) = engine.subscription() else { return false };
    let signature = payload::signature(&engine.config.app_secret, body.as_bytes());
    let answer = engine
        .http
        .post(&subscription.url)
        .timeout(Duration::from_millis(engine.settings().delivery.timeout_ms))
        .header("content-type", "application/json")
        .header("user-agent", "facebookexternalua")
        .header("x-hub-signature-256", signature)
        .body(body.to_owned())
        .send()
        .await;
    // Nothing but 200 counts, not even 204.
    answer.is_ok_and(|answer| answer.status() == reqwest::StatusCode::OK)
}

fn settle(engine: &Engine, delivery: &Due, answered: bool) -> rusqlite::Result<()> {
    let settings = engine.settings().delivery;
    let now = engine.clock.now();
    if answered {
        engine.store.end_delivery(delivery, true)?;
        engine.acknowledged(&delivery.messages);
        return Ok(());
    }
    let base = Millis::try_from(settings.retry_base_ms.max(1)).unwrap_or(Millis::MAX);
    let next = now.saturating_add(base.saturating_mul(1 << delivery.attempts.min(40)));
    let end = delivery.first.saturating_add(to_millis(Duration::from_secs(settings.give_up_seconds)));
    if next > end {
        add(&engine.counters.webhooks_given_up);
        engine.store.end_delivery(delivery, false)?;
        engine.acknowledged(&[]);
        return Ok(());
    }
    engine.store.postpone_delivery(delivery, next)?;
    engine.wake.notify_one();
    Ok(())
}
