//! Secrets, each from the file that the settings name or from its own environment variable.

use super::{Config, ConfigProblem, Env, variable};
use secrecy::SecretString;

#[derive(Debug, Clone, Default)]
pub struct Secrets {
    pub access_token: SecretString,
    pub app_secret: SecretString,
    pub verify_token: SecretString,
    pub database_password: Option<SecretString>,
}

impl Secrets {
    pub(super) fn read(config: &Config, env: Env<'_>, problems: &mut Vec<ConfigProblem>) -> Self {
        let mut required = |setting: &str, file: &str| {
            read(setting, file, env, problems).unwrap_or_else(|| {
                if file.is_empty() {
                    let variable = variable(setting.trim_end_matches("_file"));
                    problems.push(ConfigProblem::MissingSecret { setting: setting.to_owned(), variable });
                }
                SecretString::default()
            })
        };
        let whatsapp = &config.whatsapp;
        Self {
            access_token: required("whatsapp.access_token_file", &whatsapp.access_token_file),
            app_secret: required("whatsapp.app_secret_file", &whatsapp.app_secret_file),
            verify_token: required("whatsapp.verify_token_file", &whatsapp.verify_token_file),
            database_password: read("database.password_file", &config.database.password_file, env, problems),
        }
    }
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
