//! Errors that scripts inject into the Graph surface: once, n times, by chance, for one recipient.
//! Webhook trouble (copies, shuffling, pauses) is `config::Delivery`, not here.
use std::collections::BTreeMap;
use std::sync::Mutex;

use rand::Rng;
use serde::{Deserialize, Serialize};

/// Which calls a fault applies to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    /// Sending a message or marking one as read.
    #[default]
    Messages,
    MediaUpload,
    MediaInfo,
    MediaDownload,
    Any,
}

/// How the error reaches the caller.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Refused: nothing was sent.
    #[default]
    Answer,
    /// Accepted, then reported as a `failed` status.
    Status,
    /// Sent and delivered, but the answer is an error all the same: the caller cannot know.
    LostAnswer,
}

/// One injected error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Meta's error code.
    pub code: u32,
    #[serde(default)]
    pub endpoint: Endpoint,
    #[serde(default)]
    pub how: How,
    /// How often it strikes before it is spent; absent: until cleared.
    #[serde(default)]
    pub times: Option<u32>,
    /// 0 to 1; absent: always.
    #[serde(default)]
    pub probability: Option<f64>,
    /// Only messages to this phone or user id.
    #[serde(default)]
    pub recipient: Option<String>,
    /// Wait before the error is answered, milliseconds.
    #[serde(default)]
    pub delay_ms: u64,
    /// Text of `error_data.details`.
    #[serde(default)]
    pub details: Option<String>,
}

impl Fault {
    /// Strikes the next message, once.
    pub fn once(code: u32) -> Self {
        Self { times: Some(1), ..Self::always(code) }
    }

    /// Strikes every message until cleared.
    pub fn always(code: u32) -> Self {
        Self {
            code,
            endpoint: Endpoint::Messages,
            how: How::Answer,
            times: None,
            probability: None,
            recipient: None,
            delay_ms: 0,
            details: None,
        }
    }

    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }

    #[must_use]
    pub fn to(mut self, recipient: &str) -> Self {
        self.recipient = Some(recipient.to_owned());
        self
    }

    #[must_use]
    pub fn at(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = endpoint;
        self
    }

    #[must_use]
    pub fn how(mut self, how: How) -> Self {
        self.how = how;
        self
    }
}

#[derive(Debug, Default)]
pub(crate) struct Faults {
    active: Mutex<(u64, BTreeMap<u64, Fault>)>,
}

impl Faults {
    pub(crate) fn add(&self, fault: Fault) -> u64 {
        let mut active = self.lock();
        active.0 += 1;
        let id = active.0;
        active.1.insert(id, fault);
        id
    }

    pub(crate) fn list(&self) -> BTreeMap<u64, Fault> {
        self.lock().1.clone()
    }

    pub(crate) fn remove(&self, id: u64) -> bool {
        self.lock().1.remove(&id).is_some()
    }

    pub(crate) fn clear(&self) {
        self.lock().1.clear();
    }

    /// The oldest fault that strikes this call, spent by one.
    pub(crate) fn strike(&self, endpoint: Endpoint, recipient: &[&str]) -> Option<Fault> {
        let mut active = self.lock();
        let id =
            active.1.iter().find_map(|(id, fault)| strikes(fault, endpoint, recipient).then_some(*id))?;
        let fault = active.1.get_mut(&id)?;
        let struck = fault.clone();
        match fault.times.as_mut() {
            Some(left) if *left > 1 => *left -= 1,
            Some(_) => drop(active.1.remove(&id)),
            None => {}
        }
        Some(struck)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, (u64, BTreeMap<u64, Fault>)> {
        self.active.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn strikes(fault: &Fault, endpoint: Endpoint, recipient: &[&str]) -> bool {
    (fault.endpoint == Endpoint::Any || fault.endpoint == endpoint)
        && fault.times != Some(0)
        && fault.recipient.as_deref().is_none_or(|wanted| recipient.contains(&wanted))
        && fault.probability.is_none_or(|chance| rand::rng().random_bool(chance.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_for_one_recipient_leaves_the_others_alone_and_is_spent_after_its_times() {
        let faults = Faults::default();
        faults.add(Fault::once(131026).to("62812").times(2));
        assert!(faults.strike(Endpoint::Messages, &["62899"]).is_none());
        assert!(faults.strike(Endpoint::MediaInfo, &["62812"]).is_none());
        assert!(faults.strike(Endpoint::Messages, &["62812", "ID.1"]).is_some());
        assert!(faults.strike(Endpoint::Messages, &["62812"]).is_some());
        assert!(faults.strike(Endpoint::Messages, &["62812"]).is_none());
        assert!(faults.list().is_empty());
    }
}
