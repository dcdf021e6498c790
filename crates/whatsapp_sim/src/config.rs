//! What a simulator is started with. Secrets here are synthetic: never put a real token of Meta's in.
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::template::Template;

/// Everything fixed at start. `Config::default()` is a working simulator on a free port of this machine.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address to listen on; port 0 takes a free one.
    pub bind: SocketAddr,
    /// Signs webhooks: HMAC-SHA256 over the raw body.
    pub app_secret: String,
    /// Bearer token that callers of the Graph surface must send.
    pub access_token: String,
    /// `hub.verify_token` of the subscription handshake.
    pub verify_token: String,
    pub phone_number_id: String,
    /// Id of the business account: `entry[].id` of a webhook.
    pub business_account_id: String,
    /// The office's number as shown to people, digits and spaces.
    pub display_phone_number: String,
    /// The office's name as the phone page shows it.
    pub business_name: String,
    /// Subscribed at start, retried until it answers the challenge.
    pub webhook_url: Option<String>,
    /// Keeps conversations, media and undelivered webhooks across restarts; in memory when absent.
    pub db: Option<PathBuf>,
    /// Origins that may show the phone in an iframe, beside the simulator itself.
    pub frame_ancestors: Vec<String>,
    /// Concurrent webhook requests. Updates of one resident keep their order within a lane.
    pub lanes: usize,
    /// Templates the business has had approved.
    pub templates: Vec<Template>,
    pub settings: Settings,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            bind: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            app_secret: "simulator-app-secret".into(),
            access_token: "simulator-access-token".into(),
            verify_token: "simulator-verify-token".into(),
            phone_number_id: "106540352242922".into(),
            business_account_id: "102290129340398".into(),
            display_phone_number: "6275200000100".into(),
            business_name: "Disdukcapil (contoh)".into(),
            webhook_url: None,
            db: None,
            frame_ancestors: Vec::new(),
            lanes: 32,
            templates: vec![Template::hello_world()],
            settings: Settings::default(),
        }
    }
}

/// What scripts may change while the simulator runs (`PATCH /_sim/settings`, a JSON merge).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    pub limits: Limits,
    pub delivery: Delivery,
    pub latency: Latency,
    /// Residents created without saying otherwise report `read` as soon as a message is delivered.
    pub read_at_once: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            delivery: Delivery::default(),
            latency: Latency::default(),
            read_at_once: true,
        }
    }
}

/// Meta's documented limits. Zero switches a limit off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Customer service window, seconds since the resident's last message.
    pub window_seconds: u64,
    /// Report a closed window as a `failed` status instead of refusing the request. Meta does both.
    pub window_by_status: bool,
    /// One message to the same person every so many milliseconds …
    pub pair_every_ms: u64,
    /// … after this many at once.
    pub pair_burst: u32,
    /// Messages a second for the business number.
    pub throughput_per_second: u32,
    /// Life of a media download URL, seconds.
    pub url_seconds: u64,
    /// Life of media that residents sent, seconds.
    pub inbound_media_seconds: u64,
    /// Life of media that the business uploaded, seconds.
    pub uploaded_media_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        const DAY: u64 = 24 * 60 * 60;
        Self {
            window_seconds: DAY,
            window_by_status: false,
            pair_every_ms: 6_000,
            pair_burst: 45,
            throughput_per_second: 80,
            url_seconds: 5 * 60,
            inbound_media_seconds: 7 * DAY,
            uploaded_media_seconds: 30 * DAY,
        }
    }
}

impl Limits {
    /// No pair or throughput limit: for load runs that play thousands of residents.
    pub fn unhurried() -> Self {
        Self { pair_every_ms: 0, throughput_per_second: 0, ..Self::default() }
    }
}

/// How webhooks reach the office.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Delivery {
    /// Updates in one request, 1 to 1000.
    pub batch: usize,
    /// How long updates wait for others to share a batch or to be shuffled with, milliseconds.
    pub gather_ms: u64,
    /// How often each request is sent although it was answered with 200. 1 is once.
    pub copies: u32,
    /// Shuffle the updates gathered together. Seeded, and never the order in which they happened.
    pub shuffle: bool,
    /// Seed of the shuffle.
    pub seed: u64,
    /// Wait before the status of a message is reported, milliseconds.
    pub status_delay_ms: u64,
    /// First wait before a failed delivery is retried, milliseconds; each later one is twice as long.
    pub retry_base_ms: u64,
    /// A delivery is given up after this time, seconds.
    pub give_up_seconds: u64,
    /// How long the office may take to answer, milliseconds.
    pub timeout_ms: u64,
    /// Hold everything back: nothing is delivered until this is false again.
    pub paused: bool,
}

impl Default for Delivery {
    fn default() -> Self {
        Self {
            batch: 1,
            gather_ms: 0,
            copies: 1,
            shuffle: false,
            seed: 1,
            status_delay_ms: 0,
            retry_base_ms: 1_000,
            give_up_seconds: 7 * 24 * 60 * 60,
            timeout_ms: 10_000,
            paused: false,
        }
    }
}

/// Added to every answer of the Graph surface, milliseconds, uniformly between the two.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Latency {
    pub min_ms: u64,
    pub max_ms: u64,
}

impl Settings {
    /// Says what is wrong with these settings, by field.
    ///
    /// # Errors
    /// A map of field to reason, when any value cannot be played.
    pub fn check(&self) -> Result<(), BTreeMap<&'static str, &'static str>> {
        let mut wrong = BTreeMap::new();
        if !(1..=1000).contains(&self.delivery.batch) {
            wrong.insert("delivery.batch", "1–1000");
        }
        if !(1..=100).contains(&self.delivery.copies) {
            wrong.insert("delivery.copies", "1–100");
        }
        if self.delivery.timeout_ms == 0 {
            wrong.insert("delivery.timeout_ms", "> 0");
        }
        if self.latency.min_ms > self.latency.max_ms {
            wrong.insert("latency.min_ms", "<= latency.max_ms");
        }
        if self.limits.pair_every_ms > 0 && self.limits.pair_burst == 0 {
            wrong.insert("limits.pair_burst", ">= 1");
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}
