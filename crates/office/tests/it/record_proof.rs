//! What an administrator and an inspector do with the record on a terminal; the inspector has Python and no Rancak.

use crate::support::installation::{Installation, said};
use crate::support::stock::supply;
use crate::support::{databases, story};
use office::db::{Statement, Write};
use office::params;
use procedure::Ticket;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An office with two cases, of which the first is under a checkpoint.
struct Office {
    installation: Installation,
    database: databases::Backend,
    ticket: Ticket,
    later: Ticket,
}

impl Office {
    async fn new() -> Self {
        let installation = Installation::new();
        let url = format!("sqlite:{}", installation.folder.path().join("office.db").display());
        let database = databases::open("SQLite", url, tempfile::tempdir().expect("folder")).await;
        let cases = story::cases(&database.db);
        let ticket = story::reached(&cases, story::OFFICE, 1, "rekomendasi").await;
        let signed = installation.rancak(&["audit", "sign"]);
        assert!(signed.status.success() && said(&signed.stdout).contains("Titik periksa"), "{signed:?}");
        let later = story::reached(&cases, story::OFFICE, 2, "lengkap").await;
        Self { installation, database, ticket, later }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.installation.folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    fn proof(&self) -> Value {
        let output = self.installation.rancak(&["audit", "prove", self.ticket.as_str()]);
        assert!(output.status.success(), "{}", said(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("a proof")
    }

    fn key(&self) -> String {
        said(&self.installation.rancak(&["audit", "key"]).stdout).trim().to_owned()
    }

    fn checked(&self, proof: &Value, more: &[&str]) -> Output {
        let file = self.file("proof.json", &proof.to_string());
        let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/verify_proof.py");
        Command::new("python3").arg("-I").arg(tool).arg(file).args(more).output().expect("python3")
    }
}

#[tokio::test]
async fn a_second_verifier_that_shares_no_line_with_us_accepts_a_proof_and_nothing_that_was_changed_in_it() {
    let office = Office::new().await;
    let (proof, key) = (office.proof(), office.key());
    let accepted = office.checked(&proof, &["--key", &key]);
    let told = said(&accepted.stdout);
    assert!(accepted.status.success(), "{told}{}", said(&accepted.stderr));
    let events = proof["events"].as_array().expect("events").len();
    assert!(told.contains("PROVEN") && told.contains(office.ticket.as_str()), "{told}");
    assert_eq!(told.lines().count(), 3 + events, "{told}");
    let mut changes: Vec<(&str, Value)> = vec![
        ("/office", json!("13.71")),
        ("/stream", json!(office.later.as_str())),
        ("/log", json!("blank")),
        ("/events", json!([])),
        ("/format", json!("rancak proof 2")),
    ];
    for (field, value) in [
        ("seq", json!(2)),
        ("at", json!(1)),
        ("kind", json!("approved")),
        ("body_sha256", json!("00".repeat(32))),
        ("index", json!(3)),
        ("path", json!([])),
    ] {
        changes.push((Box::leak(format!("/events/0/{field}").into_boxed_str()), value));
    }
    for (place, value) in changes {
        let mut changed = proof.clone();
        *changed.pointer_mut(place).expect("it is there") = value;
        let refused = office.checked(&changed, &["--key", &key]);
        assert_eq!(refused.status.code(), Some(1), "{place}");
        assert!(said(&refused.stderr).contains("NOT PROVEN"), "{place}: {}", said(&refused.stderr));
    }
    let mut shorter = proof.clone();
    shorter["events"].as_array_mut().expect("events").remove(1);
    assert_eq!(office.checked(&shorter, &["--key", &key]).status.code(), Some(1), "an event left out");
    // Whoever leaves out the last one shows the first ones, and no more is said.
    let mut shorter = proof.clone();
    shorter["events"].as_array_mut().expect("events").pop();
    let told = said(&office.checked(&shorter, &["--key", &key]).stdout);
    let first = format!("the first {} events", events - 1);
    assert!(told.contains(&first) && told.contains("may have been left out"), "{told}");
    let mut note = proof["checkpoint"].as_str().expect("a note").to_owned();
    note = note.replacen("time 2", "time 1", 1);
    let forged = json!({ "checkpoint": note });
    let mut changed = proof.clone();
    changed["checkpoint"] = forged["checkpoint"].clone();
    assert_eq!(office.checked(&changed, &["--key", &key]).status.code(), Some(1), "a forged checkpoint");
}

#[tokio::test]
async fn a_proof_holds_against_the_checkpoint_on_paper_and_against_no_other_key() {
    let office = Office::new().await;
    let (proof, key) = (office.proof(), office.key());
    let paper = office.file("paper", proof["checkpoint"].as_str().expect("a note")).display().to_string();
    assert!(office.checked(&proof, &["--key", &key, "--checkpoint", &paper]).status.success());
    assert!(office.installation.rancak(&["audit", "sign"]).status.success());
    let newer = office.proof();
    assert_ne!(newer["checkpoint"], proof["checkpoint"]);
    let against = office.checked(&newer, &["--key", &key, "--checkpoint", &paper]);
    assert_eq!(against.status.code(), Some(1), "paths to another tree's root");
    office.file("signing", &"3d".repeat(32));
    let other = office.key();
    assert_ne!(other, key);
    assert_eq!(office.checked(&proof, &["--key", &other]).status.code(), Some(1));
}

#[tokio::test]
async fn a_proof_is_refused_for_a_case_that_no_checkpoint_covers_and_for_one_that_never_was() {
    let office = Office::new().await;
    for ticket in [office.later.as_str(), "AAAA-2222", "x"] {
        let output = office.installation.rancak(&["audit", "prove", ticket, "--lang", "en"]);
        assert_eq!(output.status.code(), Some(1), "{ticket}");
        assert!(said(&output.stderr).contains(ticket), "{}", said(&output.stderr));
    }
}

#[tokio::test]
async fn an_insider_who_deletes_an_event_by_hand_is_named_by_the_verifier() {
    let office = Office::new().await;
    let whole = office.installation.rancak(&["audit", "verify"]);
    assert!(whole.status.success() && said(&whole.stdout).contains("Temuan: 0"), "{whole:?}");
    let behind = rusqlite::Connection::open(office.database.file()).expect("opened");
    let sql = "DELETE FROM events WHERE stream = ?1 AND kind = 'verified'";
    assert_eq!(behind.execute(sql, [office.ticket.as_str()]).expect("deleted"), 1);
    let found = office.installation.rancak(&["audit", "verify"]);
    let told = said(&found.stderr);
    assert_eq!(found.status.code(), Some(1), "{told}");
    assert!(told.contains(&format!("Dihapus: case/{}/", office.ticket)), "{told}");
    let unsigned = office.installation.rancak(&["audit", "sign"]);
    assert_eq!(unsigned.status.code(), Some(1), "nothing is signed on top of it");
}

#[tokio::test]
async fn an_office_whose_database_is_older_than_its_checkpoint_does_not_start_until_somebody_says_why() {
    let office = Office::new().await;
    assert!(office.installation.rancak(&["audit", "sign"]).status.success());
    let behind = rusqlite::Connection::open(office.database.file()).expect("opened");
    for sql in ["DELETE FROM events WHERE stream = ?1", "DELETE FROM cases WHERE ticket = ?1"] {
        behind.execute(sql, [office.later.as_str()]).expect("deleted");
    }
    let refused = office.installation.rancak(&["serve"]);
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    assert!(said(&refused.stderr).contains("rancak audit resume"), "{}", said(&refused.stderr));
    let empty = office.installation.rancak(&["audit", "resume", "--reason", " "]);
    assert_eq!(empty.status.code(), Some(1), "{empty:?}");
    let resumed = office.installation.rancak(&["audit", "resume", "--reason", "cakram rusak"]);
    assert!(resumed.status.success(), "{}", said(&resumed.stderr));
    assert!(office.installation.rancak(&["audit", "sign"]).status.success());
    let verified = office.installation.rancak(&["audit", "verify"]);
    assert!(verified.status.success(), "{}", said(&verified.stderr));
}

#[tokio::test]
async fn a_checkpoint_from_elsewhere_is_held_against_the_record_and_one_of_another_office_is_refused() {
    let office = Office::new().await;
    let paper =
        office.file("paper", office.proof()["checkpoint"].as_str().expect("a note")).display().to_string();
    let found = office.installation.rancak(&["audit", "verify", "--checkpoint", &paper]);
    assert!(found.status.success(), "{}", said(&found.stderr));
    // The store is gone, and with it the list of events: the paper alone still tells that something was rewritten.
    std::fs::remove_dir_all(office.installation.folder.path().join("record")).expect("removed");
    let behind = rusqlite::Connection::open(office.database.file()).expect("opened");
    behind
        .execute("DELETE FROM events WHERE stream = ?1 AND seq > 3", [office.ticket.as_str()])
        .expect("deleted");
    let found = office.installation.rancak(&["audit", "verify", "--checkpoint", &paper, "--lang", "en"]);
    assert_eq!(found.status.code(), Some(1));
    assert!(said(&found.stderr).contains("rewritten"), "{}", said(&found.stderr));
    let foreign =
        office.file("foreign", "rancak/13.71\n1\nAAAA\ntime 2026-01-01T00:00:00Z\n\n\u{2014} x AAAA\n");
    let foreign = foreign.display().to_string();
    let refused = office.installation.rancak(&["audit", "verify", "--checkpoint", &foreign]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
}

/// What `events` says, put where it was kept before there was one table of events.
async fn as_before(b: &databases::Backend, tickets: &[Ticket]) {
    let cases = story::cases(&b.db);
    let mut statements = Vec::new();
    for ticket in tickets {
        let events = cases.log().events(story::OFFICE, ticket).await.expect("read").expect("events");
        for (event, seq) in events.iter().zip(1..) {
            let body = serde_json::to_string(event).expect("json");
            let sql = "INSERT INTO events_before (office, ticket, seq, at, kind, body) VALUES (?1, ?2, ?3, ?4, 'x', ?5)";
            let values = params![story::OFFICE, ticket.as_str(), seq, event.at, body];
            statements.push(Statement::new(sql, values));
        }
    }
    let sql = "SELECT stream, seq, at, kind, body FROM events WHERE office = ?1 AND log = 'blank' ORDER BY position";
    for row in b.db.query(sql, params![story::OFFICE]).await.expect("rows") {
        let body = String::from_utf8(row.bytes(4).expect("bytes").to_vec()).expect("json");
        let sql = "INSERT INTO blank_log_before (office, serial, seq, period, at, kind, body)
            VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6)";
        let (serial, seq, at) =
            (row.text(0).expect("text"), row.int(1).expect("a number"), row.int(2).expect("a number"));
        statements.push(Statement::new(
            sql,
            params![story::OFFICE, serial, seq, at, row.text(3).expect("text"), body],
        ));
    }
    for sql in ["DELETE FROM events WHERE office = ?1", "DELETE FROM case_keys WHERE office = ?1"] {
        statements.push(Statement::new(sql, params![story::OFFICE]));
    }
    b.db.write(Write { statements, touches: Vec::new() }).await.expect("written");
}

#[tokio::test]
async fn what_was_written_before_there_was_one_record_is_brought_into_it_once_and_says_the_same() {
    databases::on_both(|b| async move {
        let cases = story::cases(&b.db);
        let printer = story::officer("operator_cetak", "A");
        supply(&cases.stock(story::OFFICE), &printer, story::minute(0), ("AB100001", "AB100009")).await;
        let tickets = [
            story::reached(&cases, story::OFFICE, 1, "rekomendasi").await,
            story::reached(&cases, story::OFFICE, 2, "lengkap").await,
        ];
        let told = async |ticket: &Ticket| cases.log().events(story::OFFICE, ticket).await.expect("read");
        let before = [told(&tickets[0]).await, told(&tickets[1]).await];
        as_before(&b, &tickets).await;
        assert_eq!([told(&tickets[0]).await, told(&tickets[1]).await], [None, None], "{}", b.name);
        let count = cases.bring_over(story::OFFICE).await.expect("brought over");
        assert!(count > 20, "{}: {count}", b.name);
        assert_eq!(cases.bring_over(story::OFFICE).await.expect("nothing"), 0, "{}: once", b.name);
        assert_eq!([told(&tickets[0]).await, told(&tickets[1]).await], before, "{}", b.name);
        let forged = Ticket::from_random(77);
        let body = serde_json::to_string(&before[0].as_ref().expect("events")[0]).expect("JSON");
        let sql = "INSERT INTO events_before (office, ticket, seq, at, kind, body) VALUES (?1, ?2, 1, 0, 'opened', ?3)";
        let put = Statement::new(sql, params![story::OFFICE, forged.as_str(), body]);
        b.db.write(Write { statements: vec![put], touches: Vec::new() }).await.expect("put in by hand");
        assert_eq!(cases.bring_over(story::OFFICE).await.expect("left"), 0, "{}", b.name);
        assert_eq!(told(&forged).await, None, "{}: nobody's forgery is sealed for them", b.name);
        let found = cases.stock(story::OFFICE).verify().await.expect("verified");
        assert_eq!((found.serials, found.differences.as_slice()), (9, [].as_slice()), "{}", b.name);
        let folder = tempfile::tempdir().expect("folder");
        let audit =
            office::audit::Audit::open(&crate::support::server::settings(folder.path(), 1)).expect("a store");
        assert_eq!(
            audit.verify(&b.db).await.expect("verified").findings,
            [],
            "{}: every chain is whole",
            b.name
        );
    })
    .await;
}
