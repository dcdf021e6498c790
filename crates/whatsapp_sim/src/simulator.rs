//! Starting and stopping a simulator, and what a script may do to all of it at once.
//! What one resident does stands in `resident`.
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::config::{Config, Settings};
use crate::counters::Counts;
use crate::engine::Engine;
use crate::error::{Result, SimError};
use crate::faults::Fault;
use crate::message::{Message, Spoken};
use crate::resident::{self, Handset, Resident};
use crate::template::Template;
use crate::{graph, phone, script, webhook};

/// Wait between two attempts to verify the webhook given at start: the office may still be starting.
const VERIFY_EVERY: Duration = Duration::from_millis(300);

/// A running simulator. Dropping it stops it, as a killed process would.
pub struct Simulator {
    engine: Arc<Engine>,
    tasks: Vec<JoinHandle<()>>,
}

impl Simulator {
    /// Listens, and delivers webhooks once one is verified.
    ///
    /// # Errors
    /// When the address is taken, the database cannot be opened, or the settings make no sense.
    pub async fn start(config: Config) -> Result<Self> {
        let listener = TcpListener::bind(config.bind).await?;
        let port = listener.local_addr()?.port();
        let url = config.webhook_url.clone();
        let engine = Engine::new(config)?;
        engine.set_settings(engine.settings())?;
        engine.set_base_url(format!("http://localhost:{port}"));
        let app = router(&engine)?;
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                tracing::error!(%error, "SIMULATOR berhenti / stopped");
            }
        });
        let delivering = tokio::spawn(webhook::run(Arc::clone(&engine)));
        let mut tasks = vec![serving, delivering];
        if let Some(url) = url {
            tasks.push(tokio::spawn(subscribe(Arc::clone(&engine), url)));
        }
        Ok(Self { engine, tasks })
    }

    /// `http://localhost:PORT`, what the office takes for `https://graph.facebook.com`.
    pub fn base_url(&self) -> String {
        self.engine.base_url().to_owned()
    }

    /// Where a person plays this resident: a page with a phone on it.
    pub fn phone_url(&self, phone: &str) -> String {
        format!("{}/phone?resident={phone}", self.engine.base_url())
    }

    /// Verifies a callback address and delivers everything there from now on.
    ///
    /// # Errors
    /// [`SimError::Unverified`] when the address does not echo the challenge.
    pub async fn webhook(&self, url: &str) -> Result<()> {
        self.engine.subscribe(url).await
    }

    /// The resident of this phone number, created when new. Digits with the country code.
    ///
    /// # Errors
    /// [`SimError::BadPhone`].
    pub fn resident(&self, phone: &str, name: &str) -> Result<Resident> {
        self.resident_with(phone, name, Handset::default())
    }

    /// As `resident`, with a handset that behaves otherwise.
    ///
    /// # Errors
    /// [`SimError::BadPhone`].
    pub fn resident_with(&self, phone: &str, name: &str, handset: Handset) -> Result<Resident> {
        resident::create(&self.engine, phone, name, &handset)
    }

    /// As many residents with consecutive phone numbers, called `name 1`, `name 2` …
    ///
    /// # Errors
    /// [`SimError::BadPhone`] when a number is none; [`SimError::Unplayable`] beyond 100,000 residents.
    pub fn crowd(&self, first_phone: &str, count: u32, name: &str) -> Result<Vec<Resident>> {
        resident::crowd(&self.engine, first_phone, count, name)
    }

    /// What the office sent to anybody after `seq`, oldest first, at most `limit`; waits for the first.
    ///
    /// # Errors
    /// When the store fails; nothing within `patience` is an empty list.
    pub async fn outbound_after(&self, seq: i64, limit: u32, patience: Duration) -> Result<Vec<Spoken>> {
        self.engine.outbound_after(seq, limit, patience).await
    }

    /// A known resident, by phone or by user id.
    ///
    /// # Errors
    /// [`SimError::UnknownResident`].
    pub fn find_resident(&self, key: &str) -> Result<Resident> {
        Ok(Resident::new(&self.engine, self.engine.resident(key)?.no))
    }

    /// A message of either direction, by its id.
    ///
    /// # Errors
    /// [`SimError::UnknownMessage`].
    pub fn message(&self, id: &str) -> Result<Message> {
        let found = self.engine.store.message(id)?;
        found.map(|(_, message)| message).ok_or_else(|| SimError::UnknownMessage(id.to_owned()))
    }

    /// Injects an error into the Graph surface; the number removes it again.
    pub fn fault(&self, fault: Fault) -> u64 {
        self.engine.faults.add(fault)
    }

    pub fn remove_fault(&self, id: u64) -> bool {
        self.engine.faults.remove(id)
    }

    pub fn clear_faults(&self) {
        self.engine.faults.clear();
    }

    pub fn settings(&self) -> Settings {
        self.engine.settings()
    }

    /// # Errors
    /// [`SimError::Unplayable`] names the values out of range.
    pub fn set_settings(&self, settings: Settings) -> Result<()> {
        self.engine.set_settings(settings)
    }

    /// Changes some settings in place.
    ///
    /// # Errors
    /// [`SimError::Unplayable`] names the values out of range.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) -> Result<()> {
        let mut settings = self.engine.settings();
        change(&mut settings);
        self.engine.set_settings(settings)
    }

    /// Approves a template, or replaces the one of the same name and language.
    pub fn template(&self, template: Template) {
        self.engine.put_template(template);
    }

    /// Moves the clock: the service window, URL lives, rate limits and retries all follow.
    ///
    /// # Errors
    /// When the database cannot keep the new time.
    pub fn advance(&self, by: Duration) -> Result<()> {
        self.engine.advance(by)
    }

    /// Now, on the simulator's clock.
    pub fn now(&self) -> crate::Millis {
        self.engine.clock.now()
    }

    /// Sends any text as a correctly signed webhook: JSON nobody expected, or no JSON at all.
    ///
    /// # Errors
    /// When it cannot be queued.
    pub fn raw_webhook(&self, body: &str) -> Result<()> {
        self.engine.raw_webhook(body)
    }

    /// The signature this simulator would put over a body.
    pub fn sign(&self, body: &[u8]) -> String {
        webhook::payload::signature(&self.engine.config.app_secret, body)
    }

    /// # Errors
    /// When the queue cannot be counted.
    pub fn counts(&self) -> Result<Counts> {
        self.engine.counts()
    }

    /// Waits until every webhook was answered with 200 (or given up).
    ///
    /// # Errors
    /// [`SimError::StillSending`] at the deadline.
    pub async fn settled(&self, patience: Duration) -> Result<()> {
        self.engine.settled(patience).await
    }

    /// Resolves when a script asked for `POST /_sim/shutdown`.
    pub async fn stopped(&self) {
        self.engine.stopped().await;
    }

    /// What a caller of the Graph surface needs to know, as one JSON object.
    pub fn addresses(&self) -> Value {
        script::addresses(&self.engine)
    }

    /// Stops listening and delivering. What was not acknowledged stays in the database.
    pub async fn shutdown(mut self) {
        for task in std::mem::take(&mut self.tasks) {
            task.abort();
            let _ = task.await;
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn subscribe(engine: Arc<Engine>, url: String) {
    let mut last = String::new();
    while let Err(error) = engine.subscribe(&url).await {
        if error.to_string() != last {
            last = error.to_string();
            tracing::warn!("{last}");
        }
        tokio::time::sleep(VERIFY_EVERY).await;
    }
}

fn router(engine: &Arc<Engine>) -> Result<Router> {
    Ok(Router::new()
        .merge(phone::surface(Arc::clone(engine))?)
        .nest("/_sim", script::surface(Arc::clone(engine)))
        .layer(DefaultBodyLimit::max(20 * 1024 * 1024))
        .fallback_service(graph::surface(Arc::clone(engine))))
}
