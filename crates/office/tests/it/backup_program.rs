//! Copies as people make them: by a command, by the program itself every few minutes, and by one of several nodes.

use crate::support::installation::{Installation, said, written};
use crate::support::postgres;
use crate::support::server::Server;
use age::secrecy::ExposeSecret;
use office::backup::{manifests, schedule};
use std::path::Path;
use std::time::Duration;

/// An office whose settings name places for copies; the secret key's file.
fn with_copies(office: &Installation) -> String {
    let folder = office.folder.path();
    let pair = said(&office_free(&["backup", "key"]).stdout);
    let public =
        pair.lines().find_map(|line| line.strip_prefix("# public key: ")).expect("a public half").to_owned();
    let identity = written(folder, "identity", &pair);
    let settings = std::fs::read_to_string(folder.join("rancak.toml")).expect("settings");
    let at = |name: &str| folder.join(name).display().to_string();
    let copies = format!(
        "[backup]\nstore = \"{}\"\nkeys = \"{}\"\nrecipients = [\"{public}\"]\n",
        at("copies"),
        at("copied-keys")
    );
    written(folder, "rancak.toml", &(settings + &copies));
    identity
}

fn office_free(args: &[&str]) -> std::process::Output {
    crate::support::installation::rancak(args).output().expect("it runs")
}

/// What was said where it went well.
fn ok(office: &Installation, args: &[&str]) -> String {
    let done = office.rancak(&[&["--lang", "en"], args].concat());
    assert!(done.status.success(), "{args:?}: {}", said(&done.stderr));
    said(&done.stdout)
}

fn refused(office: &Installation, args: &[&str], code: i32) -> String {
    let done = office.rancak(&[&["--lang", "en"], args].concat());
    assert_eq!(done.status.code(), Some(code), "{args:?}: {}", said(&done.stderr));
    said(&done.stderr)
}

#[test]
fn an_office_is_copied_tried_lost_and_brought_back_by_commands() {
    let office = Installation::new();
    let identity = with_copies(&office);
    ok(&office, &["user", "add", "kasi", "--name", "Kasi Contoh", "--role", "kasi"]);
    ok(&office, &["audit", "sign"]);
    let made = ok(&office, &["backup", "now"]);
    assert!(made.contains("new parts"), "{made}");
    assert!(ok(&office, &["backup", "list"]).contains("rancak 0.1.0"));
    let tried = ok(&office, &["backup", "drill", "--identity", &identity]);
    assert!(tried.contains("RPO") && tried.contains("RTO") && tried.contains("broken: 0"), "{tried}");
    let left: Vec<_> = std::fs::read_dir(office.folder.path())
        .expect("read")
        .map(|e| e.expect("an entry").file_name())
        .collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("drill-")), "{left:?}");
    let late = refused(
        &office,
        &["backup", "drill", "--identity", &identity, "--rto-minutes", "0", "--rpo-minutes", "0"],
        1,
    );
    assert!(late.contains("RTO"), "{late}");
    for lost in ["office.db", "office.db-wal", "office.db-shm"] {
        let _ = std::fs::remove_file(office.folder.path().join(lost));
    }
    std::fs::remove_dir_all(office.folder.path().join("documents")).expect("removed");
    let back = ok(&office, &["restore", "--identity", &identity]);
    assert!(back.contains("held against 1 checkpoints") && back.contains("sign in again"), "{back}");
    assert!(ok(&office, &["audit", "verify"]).contains("checkpoint"));
    let again = refused(&office, &["restore", "--identity", &identity], 2);
    assert!(again.contains("not empty"), "{again}");
    let serving = office.serve();
    assert!(serving.base.starts_with("http://"), "the office begins");
}

#[test]
fn whoever_asks_for_what_cannot_be_is_told_why() {
    let office = Installation::new();
    assert!(refused(&office, &["backup", "now"], 2).contains("no place for copies"));
    let identity = with_copies(&office);
    assert!(refused(&office, &["restore", "--identity", &identity], 2).contains("no copy of this office"));
    ok(&office, &["backup", "now"]);
    let empty = written(office.folder.path(), "empty", "# nothing\n");
    assert!(
        refused(&office, &["restore", "--identity", &empty], 1).contains("cannot be used as a secret key")
    );
    let other =
        written(office.folder.path(), "other", age::x25519::Identity::generate().to_string().expose_secret());
    std::fs::remove_file(office.folder.path().join("office.db")).expect("removed");
    let told = refused(&office, &["restore", "--identity", &other], 2);
    assert!(told.contains("was not made for that secret key"), "{told}");
    let told = refused(&office, &["restore", "--identity", &identity, "--copy", "20200101T000000000Z"], 2);
    assert!(told.contains("none of that name"), "{told}");
    let told = refused(&office, &["restore", "--identity", &identity, "--lost", " "], 1);
    assert!(told.contains("Say why"), "{told}");
}

#[test]
fn settings_with_which_a_copy_would_be_none_are_refused() {
    let office = Installation::new();
    with_copies(&office);
    let file = office.folder.path().join("rancak.toml");
    let good = std::fs::read_to_string(&file).expect("settings");
    let at = |name: &str| office.folder.path().join(name).display().to_string();
    let cases = [
        ("backup.recipients", good.replace("recipients = [\"age1", "recipients = [\"age2")),
        ("backup.keys", good.replace(&at("copied-keys"), &at("copies/keys"))),
        ("backup.access_key_id", good.replace(&at("copied-keys"), "s3://bucket/keys")),
    ];
    for (setting, text) in cases {
        std::fs::write(&file, text).expect("written");
        let told = refused(&office, &["backup", "now"], 2);
        assert!(told.contains(setting), "{setting}: {told}");
    }
}

async fn copies_are_made(of: &Server, at_least: usize) {
    let begun = std::time::Instant::now();
    while manifests(&of.app.config).await.expect("read").len() < at_least {
        assert!(begun.elapsed() < Duration::from_secs(60), "no copy was made");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn serving(folder: &Path, url: Option<&str>) -> Server {
    let public = age::x25519::Identity::generate().to_public().to_string();
    Server::start_with(|config| {
        config.backup.store = folder.join("copies").display().to_string();
        config.backup.keys = folder.join("copied-keys").display().to_string();
        config.backup.recipients = vec![public];
        config.backup.every_minutes = 5;
        if let Some(url) = url {
            config.database.url = url.to_owned();
            // Both know the same keys and documents.
            config.documents.store = folder.join("documents").display().to_string();
            config.documents.keys = folder.join("keys").display().to_string();
            config.audit.store = folder.join("record").display().to_string();
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_is_served_an_office_is_copied_every_few_minutes_and_trouble_is_remembered_until_it_is_over()
{
    let folder = tempfile::tempdir().expect("folder");
    let server = serving(folder.path(), None).await;
    copies_are_made(&server, 1).await;
    let account = async || schedule::account(&server.app.db, server.app.office()).await.expect("read");
    let until = async |failing: bool| {
        let begun = std::time::Instant::now();
        while account().await.is_none_or(|a| a.failing.is_some() != failing) {
            assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", account().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    until(false).await;
    let first = account().await.expect("an account");
    // Where copies went is a file now.
    let (copies, aside) = (folder.path().join("copies"), folder.path().join("aside"));
    std::fs::rename(&copies, &aside).expect("renamed");
    std::fs::write(&copies, "in the way").expect("written");
    server.minutes_later(6);
    server.app.cases.timers_set().notify_one();
    until(true).await;
    let trouble = account().await.expect("an account");
    assert_eq!(
        (&trouble.name, trouble.taken_at),
        (&first.name, first.taken_at),
        "the last whole one stays known"
    );
    std::fs::remove_file(&copies).expect("removed");
    std::fs::rename(&aside, &copies).expect("renamed");
    server.minutes_later(6);
    server.app.cases.timers_set().notify_one();
    until(false).await;
    assert_ne!(account().await.expect("an account").name, first.name);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_nodes_one_makes_each_copy() {
    let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("a database");
    let folder = tempfile::tempdir().expect("folder");
    let nodes = [serving(folder.path(), Some(&url)).await, serving(folder.path(), Some(&url)).await];
    copies_are_made(&nodes[0], 1).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(manifests(&nodes[0].app.config).await.expect("read").len(), 1);
}
