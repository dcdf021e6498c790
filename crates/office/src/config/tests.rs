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
    if ["RANCAK_DOCUMENTS_MASTER_KEY", "RANCAK_AUDIT_SIGNING_KEY"].contains(&name) {
        return Some("0a".repeat(32));
    }
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
            "documents.master_key_file",
            "audit.signing_key_file",
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
        [
            "config-unreadable-secret",
            "config-unreadable-secret",
            "config-missing-secret",
            "config-missing-key",
            "config-missing-key"
        ]
    );
}

#[test]
fn secrets_do_not_show_in_debug_output() {
    let env = |n: &str| secrets(n).map(|known| if known.len() == 64 { known } else { "hunter2".to_owned() });
    let config = Config::parse(ENOUGH, "rancak.toml", &env).unwrap();
    let shown = format!("{config:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("0a0a") && !shown.contains("10, 10"), "{shown}");
}

#[test]
fn a_master_key_that_is_not_64_hexadecimal_digits_is_refused_and_never_repeated() {
    for bad in ["hunter2", &"0a".repeat(31), &"0g".repeat(32), &"0a".repeat(33)] {
        let env =
            |n: &str| if n == "RANCAK_DOCUMENTS_MASTER_KEY" { Some(bad.to_owned()) } else { secrets(n) };
        let problems = Config::parse(ENOUGH, "rancak.toml", &env).unwrap_err();
        assert_eq!(problems[0].key(), "config-bad-key");
        assert!(!format!("{problems:?}").contains(bad), "{problems:?}");
    }
}

#[test]
fn former_master_keys_are_read_from_their_files_and_a_bad_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name).display().to_string()
    };
    let (good, bad) = (file("good", &"0b".repeat(32)), file("bad", "0b"));
    let with = |files: &[&String]| format!("{ENOUGH}\n[documents]\nformer_master_key_files = {files:?}\n");
    let config = Config::parse(&with(&[&good]), "rancak.toml", &secrets).unwrap();
    assert_eq!(*config.secrets.former_master_keys[0].key(), [11; 32]);
    assert_eq!(keys(Config::parse(&with(&[&good, &bad]), "rancak.toml", &secrets)), ["config-bad-key"]);
}

#[test]
fn a_bucket_asks_for_who_opens_it_and_keys_never_lie_among_the_documents() {
    let bucket = format!("{ENOUGH}\n[documents]\nkeys = \"s3://kunci\"\n[s3]\nendpoint = \"http://x\"\n");
    assert_eq!(
        keys(Config::parse(&bucket, "rancak.toml", &secrets)),
        ["config-missing-secret", "config-missing", "config-bad-value"]
    );
    let within = format!("{ENOUGH}\n[documents]\nstore = \"var/d\"\nkeys = \"var/d/keys\"\n");
    assert_eq!(keys(Config::parse(&within, "rancak.toml", &secrets)), ["config-bad-value"]);
    let hour = format!("{ENOUGH}\n[retention]\nhour = 24\n");
    assert_eq!(keys(Config::parse(&hour, "rancak.toml", &secrets)), ["config-bad-value"]);
}

#[test]
fn the_shipped_thresholds_are_those_that_were_calibrated_and_each_can_be_set() {
    let text = format!("{ENOUGH}[thresholds]\nsoft_letters = 0.5\n");
    let set = Config::parse(&text, "rancak.toml", &secrets).expect("settings");
    assert_eq!(set.thresholds, reader::Thresholds { soft_letters: 0.5, ..reader::Thresholds::default() });
    let shipped: toml::Table = toml::from_str(DEFAULTS).expect("TOML");
    let known = toml::Value::try_from(reader::Thresholds::default()).expect("TOML");
    let keys = |table: &toml::Value| table.as_table().expect("a table").keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&shipped["thresholds"]), keys(&known));
}

#[test]
fn a_page_for_complaints_that_is_no_address_is_refused() {
    let text = format!("{ENOUGH}\n[complaints]\nlapor = \"javascript:alert(1)\"\n");
    assert_eq!(keys(Config::parse(&text, "rancak.toml", &secrets)), ["config-bad-value"]);
    let text = format!("{ENOUGH}\n[complaints]\nlapor = \"https://lapor.example\"\nphone = \"0756 21234\"\n");
    assert_eq!(Config::parse(&text, "rancak.toml", &secrets).unwrap().complaints.phone, "0756 21234");
}

#[test]
fn periods_that_contradict_one_another_are_refused_by_name_and_what_is_shipped_does_not() {
    let fault = |retention: &str| {
        let text = format!("{ENOUGH}\n[retention]\n{retention}\n");
        let problems = Config::parse(&text, "rancak.toml", &secrets).err().unwrap_or_default();
        let named = |p: &ConfigProblem| match p {
            ConfigProblem::BadValue { setting, .. } => setting.clone(),
            other => format!("{other:?}"),
        };
        problems.iter().map(named).collect::<Vec<_>>()
    };
    assert_eq!(fault(""), [] as [String; 0]);
    assert_eq!(fault("case = 0\nmessages = 0\nlooks = 0\nhanded_over = 0"), [] as [String; 0]);
    assert_eq!(fault("case = 400000\nlooks = 0"), ["retention.case"], "a thousand years");
    assert_eq!(fault("looks = 364"), ["retention.looks"], "shorter than the case");
    assert_eq!(fault("messages = 2000"), ["retention.messages"], "longer than the case");
    assert_eq!(fault("handed_over = 0"), ["retention.handed_over"], "files for ever of a case that ends");
    assert_eq!(fault("rejected = 1826"), ["retention.rejected"]);
    let week = "case = 7\nmessages = 7\nhanded_over = 7\nrejected = 7\nwithdrawn = 7\nnot_collected = 7";
    assert_eq!(fault(week), ["retention.case"], "a complaint must find it there");
}

#[test]
fn a_platform_without_tls_is_refused_outside_a_rehearsal() {
    let env = |simulator: &'static str| {
        move |name: &str| match name {
            "RANCAK_WHATSAPP_BASE_URL" => Some("http://penyedia.test".to_owned()),
            "RANCAK_WHATSAPP_SIMULATOR" => Some(simulator.to_owned()),
            other => secrets(other),
        }
    };
    assert_eq!(keys(Config::parse(ENOUGH, "rancak.toml", &env("false"))), ["config-bad-value"]);
    assert!(Config::parse(ENOUGH, "rancak.toml", &env("true")).is_ok());
}

#[test]
fn numbers_and_traces_are_told_to_nobody_unless_it_is_asked_for_and_never_in_the_clear_across_a_net() {
    let shipped = Config::parse(ENOUGH, "rancak.toml", &secrets).expect("shipped").telemetry;
    assert_eq!((&*shipped.metrics, &*shipped.traces, shipped.trust_traceparent), ("", "", false));
    for (metrics, traces, faults) in [
        ("127.0.0.1:9464", "http://127.0.0.1:4318", 0),
        ("[::1]:9464", "https://collector.example", 0),
        ("9464", "", 1),
        ("localhost", "collector:4318", 2),
        ("", "http://collector.example:4318", 1),
        ("", "http://127.0.0.1.example:4318", 1),
    ] {
        let text = format!("{ENOUGH}\n[telemetry]\nmetrics = \"{metrics}\"\ntraces = \"{traces}\"\n");
        assert_eq!(keys(Config::parse(&text, "f", &secrets)).len(), faults, "{metrics} {traces}");
    }
}
