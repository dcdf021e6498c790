//! The one state behind every surface: Graph, scripts, phone and webhooks all act through here.
//! HTTP and HTML stay outside.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use crate::clock::{Clock, Millis};
use crate::config::{Config, Settings};
use crate::counters::{Counters, Counts};
use crate::error::{Result, SimError};
use crate::faults::Faults;
use crate::limits::Limiter;
use crate::message::{Message, Spoken, Status};
use crate::store::{NewUpdate, ResidentRow, Store};
use crate::template::Template;
use crate::webhook::{self, Subscription, payload};

pub(crate) struct Engine {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) store: Store,
    pub(crate) faults: Faults,
    pub(crate) limiter: Mutex<Limiter>,
    pub(crate) counters: Counters,
    pub(crate) http: reqwest::Client,
    /// Wakes the webhook dispatcher.
    pub(crate) wake: Notify,
    base_url: OnceLock<String>,
    settings: RwLock<Settings>,
    templates: RwLock<Vec<Template>>,
    subscription: RwLock<Option<Subscription>>,
    watchers: Mutex<HashMap<i64, watch::Sender<u64>>>,
    acknowledgements: watch::Sender<u64>,
    /// Changes with every message of the office, whoever gets it.
    spoken: watch::Sender<u64>,
    stop: watch::Sender<bool>,
}

impl Engine {
    pub(crate) fn new(config: Config) -> Result<Arc<Self>> {
        // Another part of the process may have chosen its provider already; either will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // Meta follows no redirects, and a proxy between two ports of one machine helps nobody.
        let http =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
        let store = Store::open(config.db.as_deref())?;
        let clock = Clock::new(store.clock_offset()?);
        Ok(Arc::new(Self {
            settings: RwLock::new(config.settings.clone()),
            templates: RwLock::new(config.templates.clone()),
            config,
            clock,
            store,
            http,
            faults: Faults::default(),
            limiter: Mutex::default(),
            counters: Counters::default(),
            wake: Notify::new(),
            base_url: OnceLock::new(),
            subscription: RwLock::default(),
            watchers: Mutex::default(),
            acknowledgements: watch::channel(0).0,
            spoken: watch::channel(0).0,
            stop: watch::channel(false).0,
        }))
    }

    pub(crate) fn set_base_url(&self, url: String) {
        let _ = self.base_url.set(url);
    }

    pub(crate) fn base_url(&self) -> &str {
        self.base_url.get().map_or("", String::as_str)
    }

    pub(crate) fn settings(&self) -> Settings {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The settings as they stay while this is held: whoever changes them waits.
    pub(crate) fn held_settings(&self) -> RwLockReadGuard<'_, Settings> {
        self.settings.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_settings(&self, settings: Settings) -> Result<()> {
        settings.check().map_err(|wrong| SimError::Unplayable(format!("{wrong:?}")))?;
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = settings;
        self.wake.notify_one();
        Ok(())
    }

    pub(crate) fn templates(&self) -> Vec<Template> {
        self.templates.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Adds a template, or replaces the one of the same name and language.
    pub(crate) fn put_template(&self, template: Template) {
        let mut templates = self.templates.write().unwrap_or_else(PoisonError::into_inner);
        templates.retain(|old| (&old.name, &old.language) != (&template.name, &template.language));
        templates.push(template);
    }

    pub(crate) fn subscription(&self) -> Option<Subscription> {
        self.subscription.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Verifies the address and sends everything there from now on, waiting deliveries included.
    pub(crate) async fn subscribe(&self, url: &str) -> Result<()> {
        let subscription = webhook::verify(&self.http, url, &self.config.verify_token).await?;
        *self.subscription.write().unwrap_or_else(PoisonError::into_inner) = Some(subscription);
        self.wake.notify_one();
        Ok(())
    }

    pub(crate) fn unsubscribe(&self) {
        *self.subscription.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(crate) fn advance(&self, by: Duration) -> Result<()> {
        self.store.keep_clock_offset(self.clock.advance(by))?;
        self.wake.notify_one();
        Ok(())
    }

    pub(crate) fn counts(&self) -> Result<Counts> {
        Ok(self.counters.read(self.store.unacknowledged()?))
    }

    pub(crate) fn resident(&self, key: &str) -> Result<ResidentRow> {
        self.store.find_resident(key)?.ok_or_else(|| SimError::UnknownResident(key.to_owned()))
    }

    /// Queues a body as it stands, signed like any other.
    pub(crate) fn raw_webhook(&self, body: &str) -> Result<()> {
        self.store.bundle(&[(body.to_owned(), Vec::new())], 1, self.clock.now())?;
        self.wake.notify_one();
        Ok(())
    }

    /// Queues one update for the webhook, about a resident or about a stranger.
    pub(crate) fn update(
        &self,
        resident: Option<i64>,
        value: Value,
        message: Option<String>,
        wait: u64,
    ) -> NewUpdate {
        let lanes = i64::try_from(self.config.lanes.max(1)).unwrap_or(1);
        let wait = Millis::try_from(wait + self.settings().delivery.gather_ms).unwrap_or(0);
        NewUpdate { lane: resident.unwrap_or(0) % lanes, due: self.clock.now() + wait, value, message }
    }

    /// Reports a status of an outbound message. Whether it makes sense is the script's affair.
    pub(crate) fn report(
        &self,
        resident: &ResidentRow,
        message: &Message,
        status: Status,
        error: Option<&Value>,
    ) -> Result<()> {
        let recipient = resident.phone.as_deref().unwrap_or(&resident.user_id);
        let of = payload::StatusOf {
            id: &message.id,
            status,
            at: self.clock.now(),
            template: message.kind == "template",
            callback: message.callback.as_deref(),
            error,
        };
        let value = payload::status(&self.config, Some(resident), recipient, &of);
        let update = self.update(Some(resident.no), value, None, 0);
        self.store.set_status(&message.id, status, &[update])?;
        self.wake.notify_one();
        self.touch(resident.no);
        Ok(())
    }

    /// The next message to a resident after `seq`, or none by the deadline.
    pub(crate) async fn next_outbound(
        &self,
        resident: i64,
        after: i64,
        patience: Duration,
    ) -> Result<Option<Message>> {
        let mut changes = self.watch(resident);
        let deadline = Instant::now() + patience;
        loop {
            changes.borrow_and_update();
            if let Some(message) = self.store.next_outbound(resident, after)? {
                return Ok(Some(message));
            }
            if !matches!(tokio::time::timeout_at(deadline, changes.changed()).await, Ok(Ok(()))) {
                return Ok(None);
            }
        }
    }

    /// What the office sent to anybody after `seq`, oldest first; empty at the deadline.
    pub(crate) async fn outbound_after(
        &self,
        after: i64,
        limit: u32,
        patience: Duration,
    ) -> Result<Vec<Spoken>> {
        let mut changes = self.spoken.subscribe();
        let deadline = Instant::now() + patience;
        loop {
            changes.borrow_and_update();
            let spoken = self.store.outbound_after(after, limit)?;
            if !spoken.is_empty() {
                return Ok(spoken);
            }
            if !matches!(tokio::time::timeout_at(deadline, changes.changed()).await, Ok(Ok(()))) {
                return Ok(spoken);
            }
        }
    }

    /// Called when the office sent a message.
    pub(crate) fn spoke(&self, resident: i64) {
        self.touch(resident);
        self.spoken.send_modify(|count| *count += 1);
    }

    /// Waits until the office has acknowledged everything.
    pub(crate) async fn settled(&self, patience: Duration) -> Result<()> {
        let mut changes = self.acknowledgements.subscribe();
        let deadline = Instant::now() + patience;
        loop {
            changes.borrow_and_update();
            let waiting = self.store.unacknowledged()?;
            if waiting == 0 {
                return Ok(());
            }
            if !matches!(tokio::time::timeout_at(deadline, changes.changed()).await, Ok(Ok(()))) {
                return Err(SimError::StillSending(waiting));
            }
        }
    }

    /// Called when the office answered (or was given up on): ticks change, waiters look again.
    pub(crate) fn acknowledged(&self, messages: &[String]) {
        self.acknowledgements.send_modify(|count| *count += 1);
        for id in messages {
            if let Ok(Some((resident, _))) = self.store.message(id) {
                self.touch(resident);
            }
        }
    }

    /// Changes with every event of a resident's conversation.
    pub(crate) fn watch(&self, resident: i64) -> watch::Receiver<u64> {
        self.watchers().entry(resident).or_insert_with(|| watch::channel(0).0).subscribe()
    }

    pub(crate) fn touch(&self, resident: i64) {
        if let Some(watcher) = self.watchers().get(&resident) {
            watcher.send_modify(|version| *version += 1);
        }
    }

    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Resolves once `stop` was called.
    pub(crate) async fn stopped(&self) {
        let mut stop = self.stop.subscribe();
        let _ = stop.wait_for(|stopped| *stopped).await;
    }

    fn watchers(&self) -> std::sync::MutexGuard<'_, HashMap<i64, watch::Sender<u64>>> {
        self.watchers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
