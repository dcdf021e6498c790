//! An office with places for its copies, and machines on which nothing is yet. No expectation stands here.

use super::people::{PNG, applicant, came, grounds};
use super::postgres;
use super::server::settings;
use jiff::Timestamp;
use office::app::{App, Shared, install_tls};
use office::backup::{BackupError, Opener, Restored, Taken, Wanted, fresh_pair, restore, take};
use office::cases::Order;
use office::clock::Clock;
use office::config::Config;
use office::db::Row;
use office::db::tables::{Source, Span};
use office::documents::{Holder, Size};
use office::procedures::Procedures;
use procedure::{Actor, Channel, Command, Consent, FileId, Ticket};
use secrecy::ExposeSecret;
use std::path::{Path, PathBuf};

/// An office, its copies, and the secret key that nobody there has.
pub struct Office {
    pub folder: tempfile::TempDir,
    pub app: Shared,
    pub opener: Opener,
    people: std::cell::Cell<u32>,
}

impl Office {
    pub async fn on(url: Option<String>) -> Self {
        Self::with(url, |_| {}).await
    }

    pub async fn with(url: Option<String>, change: impl FnOnce(&mut Config)) -> Self {
        install_tls();
        let folder = tempfile::tempdir().expect("folder");
        let mut config = settings(folder.path(), 1);
        if let Some(url) = url {
            config.database.url = url;
        }
        let (public, secret) = fresh_pair();
        let at = |name: &str| folder.path().join(name).display().to_string();
        config.backup.store = at("copies");
        config.backup.keys = at("copied-keys");
        config.backup.recipients = vec![public];
        config.backup.every_minutes = 0;
        change(&mut config);
        let app = App::open(config, procedures(), Clock::default(), false).await.expect("the office opens");
        let opener = Opener::parse(secret.expose_secret()).expect("a key");
        Self { folder, app, opener, people: std::cell::Cell::new(0) }
    }

    /// A draft with a photo.
    pub async fn case(&self) -> (Ticket, FileId) {
        self.people.set(self.people.get() + 1);
        let applicant = applicant(&format!("Warga Contoh {}", self.people.get()));
        let at = self.app.clock.now();
        let actor = Actor::Applicant { contact: applicant.contact.clone().expect("a contact") };
        let consent = Some(Consent { at, text_version: "1".to_owned() });
        let grounds = grounds("hilang");
        let command = Command::Open { channel: Channel::Whatsapp, applicant, grounds, consent };
        let order = Order::new(None, actor, at, command);
        let ticket = self.app.cases.dispatch(self.app.office(), order).await.expect("opened").ticket;
        let file = FileId::new(format!("photo-{}", self.people.get()));
        let kept = self
            .app
            .documents
            .keep(file.clone(), Holder::Case(&ticket), came(&self.app.documents, PNG).await)
            .await;
        kept.expect("kept");
        (ticket, file)
    }

    pub async fn take(&self) -> Taken {
        self.take_at(self.app.clock.now()).await.expect("a copy")
    }

    pub async fn take_at(&self, at: Timestamp) -> Result<Taken, BackupError> {
        take(&self.app.config, at).await
    }

    /// Settings of a machine on which nothing is yet.
    pub fn elsewhere(&self, name: &str, url: Option<String>) -> Config {
        let mut config = self.app.config.clone();
        let at = |what: &str| self.folder.path().join(name).join(what).display().to_string();
        config.database.url = url.unwrap_or_else(|| format!("sqlite:{}", at("office.db")));
        config.documents.store = at("documents");
        config.documents.keys = at("keys");
        config
    }

    pub async fn back(&self, config: &Config, wanted: Wanted<'_>) -> Result<Restored, BackupError> {
        restore(config, &self.opener, wanted, self.app.clock.now(), |_, _| {}).await
    }

    pub async fn sign(&self) {
        self.app.audit.sign(&self.app.db, self.app.clock.now()).await.expect("signed");
    }
}

pub fn procedures() -> Procedures {
    let shelf = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures");
    Procedures::read(Path::new(shelf), "penggantian-ktp-el").expect("procedures")
}

pub async fn empty_postgres() -> Option<String> {
    Some(tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("a database"))
}

/// Every row of the office, by table.
pub async fn rows_of(config: &Config) -> Vec<(String, Vec<Row>)> {
    let source = Source::open(&config.database, None).await.expect("opened");
    let mut found = Vec::new();
    for table in source.tables().await.expect("tables") {
        let span = Span { office: Some(&config.office.id), after: None, most: 1_000_000 };
        found.push((table.name.clone(), source.rows(&table, span).await.expect("rows")));
    }
    found
}

pub async fn opens(config: Config, file: &FileId) -> bool {
    let app = App::open(config, procedures(), Clock::default(), false).await.expect("an office");
    app.documents.page(file, 1, Size::Whole).await.is_ok_and(|page| page.is_some())
}

pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
