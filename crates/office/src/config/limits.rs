//! How long and how much the office bears from whoever asks: settings, and what a setting may be.

use serde::Deserialize;
use std::time::Duration;

#[derive(Debug, Clone, Deserialize)]
pub struct Limits {
    /// For the head of a request, and for a connection that asks nothing.
    pub head_seconds: u64,
    /// For the next piece of a body.
    pub silence_seconds: u64,
    /// For a whole request, until its answer begins.
    pub request_seconds: u64,
    /// Requests of one address whose sender has not signed in: at once, and then one each so many milliseconds.
    pub anonymous_at_once: u32,
    pub anonymous_pause_ms: u64,
}

impl Limits {
    pub fn head(&self) -> Duration {
        Duration::from_secs(self.head_seconds)
    }

    pub fn silence(&self) -> Duration {
        Duration::from_secs(self.silence_seconds)
    }

    pub fn request(&self) -> Duration {
        Duration::from_secs(self.request_seconds)
    }

    pub fn anonymous_pause(&self) -> Duration {
        Duration::from_millis(self.anonymous_pause_ms)
    }

    /// Each setting that would let nobody in, or somebody stay for ever: its name, and what it is.
    pub fn faults(&self) -> Vec<(&'static str, String)> {
        let seconds = [
            ("limits.head_seconds", self.head_seconds),
            ("limits.silence_seconds", self.silence_seconds),
            ("limits.request_seconds", self.request_seconds),
            ("limits.anonymous_at_once", self.anonymous_at_once.into()),
            ("limits.anonymous_pause_ms", self.anonymous_pause_ms),
        ];
        let bad = seconds.into_iter().filter(|(_, given)| *given == 0);
        bad.map(|(setting, given)| (setting, given.to_string())).collect()
    }
}
