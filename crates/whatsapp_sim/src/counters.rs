//! What has happened since the start, in numbers: for load runs and for a person's eye.
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) requests: AtomicU64,
    pub(crate) inbound: AtomicU64,
    pub(crate) outbound: AtomicU64,
    pub(crate) marked_read: AtomicU64,
    pub(crate) media_uploaded: AtomicU64,
    pub(crate) media_downloaded: AtomicU64,
    pub(crate) webhooks_answered: AtomicU64,
    pub(crate) webhooks_failed: AtomicU64,
    pub(crate) webhooks_given_up: AtomicU64,
    refusals: Mutex<BTreeMap<u32, u64>>,
}

/// A reading of the counters. All count since the process started, but `webhooks_waiting`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Calls of the Graph surface, refused ones included.
    pub requests: u64,
    /// Messages residents sent.
    pub inbound: u64,
    /// Messages the office sent that were accepted.
    pub outbound: u64,
    pub marked_read: u64,
    pub media_uploaded: u64,
    pub media_downloaded: u64,
    /// Webhook requests answered with 200.
    pub webhooks_answered: u64,
    /// Webhook requests answered otherwise, or not at all.
    pub webhooks_failed: u64,
    /// Webhook requests dropped after the give-up time.
    pub webhooks_given_up: u64,
    /// Updates and webhook requests the office has not acknowledged yet.
    pub webhooks_waiting: u64,
    /// Refusals by Meta's error code.
    pub refusals: BTreeMap<u32, u64>,
}

pub(crate) fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl Counters {
    pub(crate) fn refused(&self, code: u32) {
        let mut refusals = self.refusals.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *refusals.entry(code).or_default() += 1;
    }

    pub(crate) fn read(&self, webhooks_waiting: u64) -> Counts {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            requests: get(&self.requests),
            inbound: get(&self.inbound),
            outbound: get(&self.outbound),
            marked_read: get(&self.marked_read),
            media_uploaded: get(&self.media_uploaded),
            media_downloaded: get(&self.media_downloaded),
            webhooks_answered: get(&self.webhooks_answered),
            webhooks_failed: get(&self.webhooks_failed),
            webhooks_given_up: get(&self.webhooks_given_up),
            webhooks_waiting,
            refusals: self.refusals.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone(),
        }
    }
}
