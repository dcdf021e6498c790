//! Secrets, each from the file that the settings name or from its own environment variable.

use super::{Config, ConfigProblem, Documents, Env, variable};
use seal::{Key, Masters, SealError};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

#[derive(Debug, Clone, Default)]
pub struct Secrets {
    pub access_token: SecretString,
    pub app_secret: SecretString,
    pub verify_token: SecretString,
    pub database_password: Option<SecretString>,
    pub s3_secret_access_key: Option<SecretString>,
    /// Of the buckets that copies go to.
    pub backup_secret_access_key: Option<SecretString>,
    pub oidc_client_secret: Option<SecretString>,
    /// Wraps the documents' keys; there is none only while the settings are refused.
    pub master_key: Option<Key256>,
    pub former_master_keys: Vec<Key256>,
    /// Signs checkpoints of the record; there is none only while the settings are refused.
    pub signing_key: Option<Key256>,
}

/// 256 bits that no log and no `Debug` shows, wiped from memory when they are let go of.
#[derive(Clone)]
pub struct Key256(Key);

impl Key256 {
    /// From 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut key = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text.trim(), &mut *key).ok()?;
        Some(Self(key))
    }

    pub fn key(&self) -> Key {
        self.0.clone()
    }
}

impl std::fmt::Debug for Key256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key256")
    }
}

impl Secrets {
    /// The keys that wrap the others.
    pub fn masters(&self) -> Result<Masters, SealError> {
        let present = self.master_key.as_ref().ok_or(SealError::NoMaster)?;
        Ok(Masters::new(present.key(), self.former_master_keys.iter().map(Key256::key)))
    }

    pub(super) fn read(config: &Config, env: Env<'_>, problems: &mut Vec<ConfigProblem>) -> Self {
        let mut required = |setting: &str, file: &str| {
            read(setting, file, env, problems).unwrap_or_else(|| {
                if file.is_empty() {
                    problems.push(missing(setting));
                }
                SecretString::default()
            })
        };
        let whatsapp = &config.whatsapp;
        let (access_token, app_secret, verify_token) = (
            required("whatsapp.access_token_file", &whatsapp.access_token_file),
            required("whatsapp.app_secret_file", &whatsapp.app_secret_file),
            required("whatsapp.verify_token_file", &whatsapp.verify_token_file),
        );
        let s3 = &config.s3.secret_access_key_file;
        let s3 = of_a_bucket("s3.secret_access_key_file", s3, config.uses_a_bucket(), env, problems);
        let copies = &config.backup.s3.secret_access_key_file;
        let is_asked = config.backup.uses_a_bucket();
        let copies = of_a_bucket("backup.secret_access_key_file", copies, is_asked, env, problems);
        Self {
            access_token,
            app_secret,
            verify_token,
            database_password: read("database.password_file", &config.database.password_file, env, problems),
            s3_secret_access_key: s3,
            backup_secret_access_key: copies,
            oidc_client_secret: read(
                "oidc.client_secret_file",
                &config.oidc.client_secret_file,
                env,
                problems,
            ),
            master_key: key("documents.master_key_file", &config.documents.master_key_file, env, problems),
            former_master_keys: former_master_keys(&config.documents, problems),
            signing_key: key("audit.signing_key_file", &config.audit.signing_key_file, env, problems),
        }
    }
}

/// The secret of a bucket, which must be there where one is used.
fn of_a_bucket(
    setting: &str,
    file: &str,
    is_used: bool,
    env: Env<'_>,
    problems: &mut Vec<ConfigProblem>,
) -> Option<SecretString> {
    let secret = read(setting, file, env, problems);
    if is_used && secret.is_none() && file.is_empty() {
        problems.push(missing(setting));
    }
    secret
}

fn missing(setting: &str) -> ConfigProblem {
    let variable = variable(setting.trim_end_matches("_file"));
    ConfigProblem::MissingSecret { setting: setting.to_owned(), variable }
}

fn key(setting: &str, file: &str, env: Env<'_>, problems: &mut Vec<ConfigProblem>) -> Option<Key256> {
    let given = read(setting, file, env, problems);
    if given.is_none() && file.is_empty() {
        let variable = variable(setting.trim_end_matches("_file"));
        problems.push(ConfigProblem::MissingKey { setting: setting.to_owned(), variable });
    }
    parsed(setting, given, problems)
}

/// Former keys come from files only: a list of secrets has no place in one variable.
fn former_master_keys(settings: &Documents, problems: &mut Vec<ConfigProblem>) -> Vec<Key256> {
    let setting = "documents.former_master_key_files";
    let mut keys = Vec::new();
    for file in &settings.former_master_key_files {
        let given = read(setting, file, &|_| None, problems);
        keys.extend(parsed(setting, given, problems));
    }
    keys
}

fn parsed(setting: &str, given: Option<SecretString>, problems: &mut Vec<ConfigProblem>) -> Option<Key256> {
    let given = given?;
    let key = Key256::parse(given.expose_secret());
    if key.is_none() {
        problems.push(ConfigProblem::BadKey { setting: setting.to_owned() });
    }
    key
}

fn read(setting: &str, file: &str, env: Env<'_>, problems: &mut Vec<ConfigProblem>) -> Option<SecretString> {
    let given = env(&variable(setting.trim_end_matches("_file")));
    if let Some(value) = given.filter(|v| !v.trim().is_empty()) {
        return Some(value.trim().to_owned().into());
    }
    if file.is_empty() {
        return None;
    }
    let why = match std::fs::read_to_string(file) {
        Ok(text) if !text.trim().is_empty() => return Some(text.trim().to_owned().into()),
        Ok(_) => "empty".to_owned(),
        Err(e) => e.to_string(),
    };
    let (setting, file) = (setting.to_owned(), file.to_owned());
    problems.push(ConfigProblem::UnreadableSecret { setting, file, why });
    None
}
