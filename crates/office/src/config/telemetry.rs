//! To whom the program tells how it is: settings, and what a setting may be.

use serde::Deserialize;
use std::net::SocketAddr;

#[derive(Debug, Clone, Deserialize)]
pub struct Telemetry {
    /// Where Prometheus asks for numbers; empty: nowhere.
    pub metrics: String,
    /// The collector of traces; empty: none are told.
    pub traces: String,
    /// Whether whoever asks may say which trace they come from.
    pub trust_traceparent: bool,
}

impl Telemetry {
    /// Each setting that names no address: its name, what it is, and what it should be like.
    pub fn faults(&self) -> Vec<(&'static str, &str, &'static str)> {
        let mut faults = Vec::new();
        if !self.metrics.is_empty() && self.metrics.parse::<SocketAddr>().is_err() {
            faults.push(("telemetry.metrics", &*self.metrics, "127.0.0.1:9464"));
        }
        // In the clear on this machine only.
        let good = ["https://", "http://127.0.0.1:", "http://localhost:"];
        if !self.traces.is_empty() && !good.iter().any(|g| self.traces.starts_with(g)) {
            faults.push(("telemetry.traces", &*self.traces, "http://127.0.0.1:4318, https://\u{2026}"));
        }
        faults
    }
}
