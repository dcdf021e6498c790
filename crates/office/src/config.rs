//! Settings: the shipped default file, then the office's file, then the environment, then a list of
//! everything that is missing or wrong. Secrets come from files or the environment, never from the file.

mod backup;
mod limits;
mod overlay;
mod periods;
mod problem;
mod secret;
mod telemetry;
mod together;

pub use backup::Backup;
pub use limits::Limits;
pub use problem::ConfigProblem;
pub use secret::{Key256, Secrets};
pub use telemetry::Telemetry;

use crate::accounts::relying_party;
use crate::production;
use overlay::{overlay, overlay_env};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The commented default file; it lists every key there is.
pub const DEFAULTS: &str = include_str!("../../../rancak.toml");

#[derive(Debug, Clone, Deserialize)]
pub struct Config {
    pub office: Office,
    pub server: Server,
    pub limits: Limits,
    pub database: Database,
    pub documents: Documents,
    pub audit: Audit,
    pub backup: Backup,
    pub s3: S3,
    pub retention: Retention,
    pub thresholds: reader::Thresholds,
    pub whatsapp: Whatsapp,
    pub printing: Printing,
    pub operator_proof: OperatorProof,
    pub stations: Stations,
    pub accounts: Accounts,
    pub oidc: Oidc,
    pub complaints: Complaints,
    pub session: Session,
    pub log: Log,
    pub telemetry: Telemetry,
    #[serde(skip)]
    pub secrets: Secrets,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Office {
    pub id: String,
    pub name: String,
    pub address: String,
    /// Where reports are signed.
    pub place: String,
    pub opening_hours: String,
    pub procedures: PathBuf,
    pub procedure: String,
    /// The ministry's own address: figures of all offices are shown here.
    pub nation: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Server {
    pub listen: String,
    pub public_url: String,
    pub frame_ancestors: Vec<String>,
    pub trusted_proxies: usize,
    /// For how long a program that is asked to stop still takes requests, and says that it is not ready.
    pub drain_seconds: u64,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Database {
    pub url: String,
    pub password_file: String,
    /// Whose certificates a server on another machine may show; empty: whom this machine trusts.
    pub ca_file: String,
    pub readers: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Documents {
    pub store: String,
    pub keys: String,
    pub master_key_file: String,
    pub former_master_key_files: Vec<String>,
    pub max_bytes: u64,
    /// The program that looks at documents in a process of its own; empty: this program.
    pub reader: PathBuf,
    /// The folder of the models that read numbers from pages; empty: numbers are not read.
    pub models: PathBuf,
}

/// What makes the record verifiable.
#[derive(Debug, Clone, Deserialize)]
pub struct Audit {
    /// Where checkpoints are kept, apart from the database: a folder, or `s3://BUCKET/PREFIX`.
    pub store: String,
    pub signing_key_file: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct S3 {
    pub endpoint: String,
    pub region: String,
    pub access_key_id: String,
    pub secret_access_key_file: String,
    pub allow_http: bool,
}

/// Days for which the files of an ended case are kept, by how it ended, and then what else there is; 0 keeps them.
#[derive(Debug, Clone, Deserialize)]
pub struct Retention {
    pub handed_over: u32,
    pub rejected: u32,
    pub withdrawn: u32,
    pub not_collected: u32,
    /// Everything that says whose an ended case was.
    pub case: u32,
    /// What was written with residents.
    pub messages: u32,
    /// Who looked at whose data.
    pub looks: u32,
    /// Files in the store that are nobody's.
    pub orphans: u32,
    pub hour: i8,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Whatsapp {
    pub base_url: String,
    pub version: String,
    pub phone_number_id: String,
    pub display_number: String,
    pub phone_id_in_path: bool,
    pub auth_header: String,
    pub access_token_file: String,
    pub app_secret_file: String,
    pub verify_token_file: String,
    pub media_hosts: Vec<String>,
    pub simulator: bool,
    pub quiet_ms: u64,
    pub template: String,
    /// `in_chat` or `secure_link`: where residents give their data and documents.
    pub capture: String,
    pub link_minutes: u32,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Printing {
    /// Each `NAME=ADDRESS`.
    pub printers: Vec<String>,
    pub simulator: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub struct OperatorProof {
    pub required: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Stations {
    /// A card goes on only with its chip bound.
    pub required: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Accounts {
    /// `required` or `optional`: whether everybody signs in with a second factor.
    pub second_factor: String,
}

/// The office's identity provider, by which people may sign in; no issuer: there is none.
#[derive(Debug, Clone, Deserialize)]
pub struct Oidc {
    pub issuer: String,
    pub client_id: String,
    pub client_secret_file: String,
    /// As people call it.
    pub name: String,
}

/// Where residents complain, for the public page; empty where the office has no such way.
#[derive(Debug, Clone, Deserialize)]
pub struct Complaints {
    pub phone: String,
    pub email: String,
    pub address: String,
    pub lapor: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Session {
    pub idle_minutes: u32,
    pub absolute_hours: u32,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Log {
    pub format: String,
    pub level: String,
}

/// Reads environment variables; a test passes its own.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Whatsapp {
    /// Whether data and documents are given on a page of ours, by a one-time link, and not in the chat.
    pub fn by_link(&self) -> bool {
        self.capture == "secure_link"
    }
}

impl Config {
    /// Reads files, each over those before it and the first over the defaults, and the environment over all.
    pub fn load(files: &[PathBuf], env: Env<'_>) -> Result<Self, Vec<ConfigProblem>> {
        let mut texts = Vec::new();
        for path in files {
            let file = path.display().to_string();
            let text = std::fs::read_to_string(path)
                .map_err(|e| vec![ConfigProblem::Unreadable { file: file.clone(), why: e.to_string() }])?;
            texts.push((file, text));
        }
        Self::over(&texts, env)
    }

    /// `file` names the text in messages.
    pub fn parse(text: &str, file: &str, env: Env<'_>) -> Result<Self, Vec<ConfigProblem>> {
        Self::over(&[(file.to_owned(), text.to_owned())], env)
    }

    fn over(texts: &[(String, String)], env: Env<'_>) -> Result<Self, Vec<ConfigProblem>> {
        let syntax = |file: &str, why: toml::de::Error| ConfigProblem::Syntax {
            file: file.to_owned(),
            why: why.to_string(),
        };
        let mut problems = Vec::new();
        let mut table: Table = toml::from_str(DEFAULTS).unwrap_or_default();
        for (file, text) in texts {
            let given: Table = toml::from_str(text).map_err(|e| vec![syntax(file, e)])?;
            overlay(&mut table, &given, &mut problems);
        }
        overlay_env(&mut table, env, &mut problems);
        let mut config = match Value::Table(table).try_into::<Self>() {
            Ok(config) => config,
            Err(e) => {
                let last = texts.last().map_or("", |(file, _)| file);
                problems.push(syntax(last, e));
                return Err(problems);
            }
        };
        config.secrets = Secrets::read(&config, env, &mut problems);
        config.validate(&mut problems);
        if problems.is_empty() { Ok(config) } else { Err(problems) }
    }

    fn validate(&self, problems: &mut Vec<ConfigProblem>) {
        let required = [
            ("office.id", &self.office.id),
            ("office.name", &self.office.name),
            ("server.public_url", &self.server.public_url),
            ("whatsapp.phone_number_id", &self.whatsapp.phone_number_id),
        ];
        let of_buckets = [("s3.region", &self.s3.region), ("s3.access_key_id", &self.s3.access_key_id)];
        let of_buckets = of_buckets.into_iter().filter(|_| self.uses_a_bucket());
        let copies = &self.backup.s3;
        let of_copies = [("backup.region", &copies.region), ("backup.access_key_id", &copies.access_key_id)];
        let of_copies = of_copies.into_iter().filter(|_| self.backup.uses_a_bucket());
        for (setting, value) in required.into_iter().chain(of_buckets).chain(of_copies) {
            if value.trim().is_empty() {
                problems
                    .push(ConfigProblem::Missing { setting: setting.into(), variable: variable(setting) });
            }
        }
        let mut bad = |setting: &str, value: &str, expected| {
            problems.push(ConfigProblem::BadValue {
                setting: setting.to_owned(),
                value: value.to_owned(),
                expected,
            });
        };
        let url = &self.server.public_url;
        if !url.is_empty() && !url.starts_with("https://") && !url.starts_with("http://localhost") {
            bad("server.public_url", url, "https://… (http://localhost…)");
        }
        let lapor = &self.complaints.lapor;
        if !lapor.is_empty() && !lapor.starts_with("https://") {
            bad("complaints.lapor", lapor, "https://…");
        }
        if self.operator_proof.required && relying_party(url, &self.office.name).is_none() && !url.is_empty()
        {
            bad("server.public_url", url, "https://NAME (operator_proof)");
        }
        let database = &self.database.url;
        if !database.starts_with("sqlite:") && !database.starts_with("postgres://") {
            bad("database.url", database, "sqlite:FILE, postgres://USER@HOST/NAME");
        }
        if self.server.listen.parse::<std::net::SocketAddr>().is_err() {
            bad("server.listen", &self.server.listen, "127.0.0.1:8080");
        }
        for (setting, given, expected) in self.telemetry.faults() {
            bad(setting, given, expected);
        }
        let drain = self.server.drain_seconds;
        if drain > 300 {
            bad("server.drain_seconds", &drain.to_string(), "0 … 300");
        }
        for (setting, place) in [
            ("documents.store", &self.documents.store),
            ("documents.keys", &self.documents.keys),
            ("audit.store", &self.audit.store),
        ] {
            if place.trim().is_empty() || place.trim_end_matches('/') == "s3:" {
                bad(setting, place, "var/…, s3://BUCKET/PREFIX");
            }
        }
        // A copy of the documents must not hold the keys, or it would bring back what was destroyed.
        if Path::new(&self.documents.keys).starts_with(&self.documents.store) {
            bad("documents.keys", &self.documents.keys, "apart from documents.store");
        }
        if self.s3.endpoint.starts_with("http://") && !self.s3.allow_http {
            bad("s3.endpoint", &self.s3.endpoint, "https://…");
        }
        for (setting, given, expected) in self.retention.faults().into_iter().chain(self.backup.faults()) {
            bad(setting, &given, expected);
        }
        let platform = &self.whatsapp.base_url;
        if !platform.starts_with("https://") && !self.whatsapp.simulator {
            bad("whatsapp.base_url", platform, "https://…");
        }
        let capture = &self.whatsapp.capture;
        if !["in_chat", "secure_link"].contains(&capture.as_str()) {
            bad("whatsapp.capture", capture, "in_chat, secure_link");
        }
        let issuer = &self.oidc.issuer;
        if !issuer.is_empty() && !issuer.starts_with("https://") && !issuer.starts_with("http://localhost") {
            bad("oidc.issuer", issuer, "https://… (http://localhost…)");
        }
        let factor = &self.accounts.second_factor;
        if !["required", "optional"].contains(&factor.as_str()) {
            bad("accounts.second_factor", factor, "required, optional");
        }
        let minutes = self.whatsapp.link_minutes;
        if !(5..=360).contains(&minutes) {
            bad("whatsapp.link_minutes", &minutes.to_string(), "5 … 360");
        }
        for (setting, given) in self.limits.faults() {
            bad(setting, &given, "1 …");
        }
        for printer in &self.printing.printers {
            if production::parse(printer).is_none() {
                bad("printing.printers", printer, "NAME=ipp://…, NAME=ipps://…");
            }
        }
        if !["text", "json"].contains(&self.log.format.as_str()) {
            bad("log.format", &self.log.format, "text, json");
        }
    }
}

impl Config {
    fn uses_a_bucket(&self) -> bool {
        let places = [&self.documents.store, &self.documents.keys, &self.audit.store];
        places.iter().any(|place| place.starts_with("s3://"))
    }
}

/// `server.listen` → `RANCAK_SERVER_LISTEN`.
fn variable(setting: &str) -> String {
    format!("RANCAK_{}", setting.replace('.', "_").to_uppercase())
}

#[cfg(test)]
mod tests;
