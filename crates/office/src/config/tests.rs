//! Given a file and an environment, when read, then settings or every fault at once.

use super::*;
use secrecy::ExposeSecret;

const ENOUGH: &str = r#"
[office]
id = "13.01"
name = "Dinas Dukcapil Contoh"
[server]
public_url = "https://rancak.example"
[whatsapp]
phone_number_id = "1055"
"#;

fn secrets(name: &str) -> Option<String> {
    name.starts_with("RANCAK_WHATSAPP_")
        .then(|| name.rsplit('_').next().map(str::to_lowercase))
        .flatten()
        .filter(|_| {
            ["RANCAK_WHATSAPP_ACCESS_TOKEN", "RANCAK_WHATSAPP_APP_SECRET", "RANCAK_WHATSAPP_VERIFY_TOKEN"]
                .contains(&name)
        })
}

fn keys(result: Result<Config, Vec<ConfigProblem>>) -> Vec<&'static str> {
    result.err().unwrap_or_default().iter().map(ConfigProblem::key).collect()
}

#[test]
fn an_empty_file_is_refused_with_everything_that_is_missing_at_once() {
    let problems = Config::parse("", "rancak.toml", &|_| None).unwrap_err();
    let named: Vec<String> = problems.iter().map(|p| p.args()[0].1.clone()).collect();
    assert_eq!(
        named,
        [
            "whatsapp.access_token_file",
            "whatsapp.app_secret_file",
            "whatsapp.verify_token_file",
            "office.id",
            "office.name",
            "server.public_url",
            "whatsapp.phone_number_id"
        ]
    );
}

#[test]
fn a_file_with_the_required_settings_and_secrets_from_the_environment_is_enough() {
    let config = Config::parse(ENOUGH, "rancak.toml", &secrets).unwrap();
    assert_eq!(config.server.listen, "127.0.0.1:8080");
    assert_eq!(config.secrets.app_secret.expose_secret(), "secret");
}

#[test]
fn the_environment_wins_over_the_file() {
    let env = |name: &str| match name {
        "RANCAK_SERVER_LISTEN" => Some("0.0.0.0:9000".to_owned()),
        "RANCAK_WHATSAPP_MEDIA_HOSTS" => Some("a.example, b.example".to_owned()),
        "RANCAK_DATABASE_READERS" => Some("9".to_owned()),
        other => secrets(other),
    };
    let config = Config::parse(ENOUGH, "rancak.toml", &env).unwrap();
    assert_eq!(config.server.listen, "0.0.0.0:9000");
    assert_eq!(config.whatsapp.media_hosts, ["a.example", "b.example"]);
    assert_eq!(config.database.readers, 9);
}

#[test]
fn unknown_keys_wrong_types_and_bad_values_are_each_named() {
    let text = format!(
        "{ENOUGH}\nqite_ms = 1\n[database]\nreaders = \"four\"\nurl = \"mysql://x\"\n[pinter]\nx = 1\n"
    );
    assert_eq!(
        keys(Config::parse(&text, "rancak.toml", &secrets)),
        ["config-wrong-type", "config-unknown-key", "config-unknown-key", "config-bad-value"]
    );
}

#[test]
fn a_secret_file_that_cannot_be_read_or_is_empty_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty");
    std::fs::write(&empty, " \n").unwrap();
    let text = format!(
        "{ENOUGH}\naccess_token_file = \"/nowhere/token\"\napp_secret_file = \"{}\"\n",
        empty.display()
    );
    assert_eq!(
        keys(Config::parse(&text, "rancak.toml", &|_| None)),
        ["config-unreadable-secret", "config-unreadable-secret", "config-missing-secret"]
    );
}

#[test]
fn secrets_do_not_show_in_debug_output() {
    let config =
        Config::parse(ENOUGH, "rancak.toml", &|n| secrets(n).map(|_| "hunter2hunter2".into())).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
}
