//! What the program counts again on demand: the stock, numbered reports, figures.

use crate::support::installation::{Installation, said};
use crate::support::stock::supply;
use crate::support::{databases, story};

#[tokio::test]
async fn the_stock_is_recomputed_and_what_was_changed_behind_its_back_is_named() {
    let office = Installation::new();
    let url = format!("sqlite:{}", office.folder.path().join("office.db").display());
    let database = databases::open("SQLite", url, tempfile::tempdir().expect("folder")).await;
    let stock = story::cases(&database.db).stock(story::OFFICE);
    let printer = story::officer("operator_cetak", "A");
    supply(&stock, &printer, story::minute(0), ("AB100001", "AB100042")).await;
    let output = office.rancak(&["stock", "verify"]);
    let told = said(&output.stdout);
    assert!(output.status.success() && told.contains("diterima 42") && told.contains("= 42"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    let behind = rusqlite::Connection::open(database.file()).expect("opened");
    behind.execute("DELETE FROM blanks WHERE serial = 'AB100007'", []).expect("deleted");
    let output = office.rancak(&["stock", "verify", "--lang", "en"]);
    let told = said(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("Blank AB100007") && told.contains("Differences: 1."), "{told}");
}

#[tokio::test]
async fn numbered_reports_are_counted_again_and_one_that_says_something_else_is_named() {
    let office = Installation::new();
    let url = format!("sqlite:{}", office.folder.path().join("office.db").display());
    let database = databases::open("SQLite", url, tempfile::tempdir().expect("folder")).await;
    story::reached(&story::cases(&database.db), story::OFFICE, 1, "lengkap").await;
    let output = office.rancak(&["report", "verify"]);
    let told = said(&output.stdout);
    assert!(output.status.success() && told.contains("0 laporan bernomor"), "{}{told}", said(&output.stderr));
    let frame = r#"{"lang":"id","head":["P","D"],"address":"","place":"","signed_on":"2026-11-24",
        "signs":["K","N",""],"number":"LAP-H/0001/2026","procedure":"penggantian-ktp-el",
        "version":"2020-04-22","watermark":99}"#;
    let behind = rusqlite::Connection::open(database.file()).expect("opened");
    let sql = "INSERT INTO reports VALUES
        ('13.01', 'harian', 2026, 1, '2026-11-23', '2026-11-23', 0, 'x', 99, ?1, 'a', 'b', 'c')";
    behind.execute(sql, [frame]).expect("inserted");
    let output = office.rancak(&["report", "verify", "--lang", "en"]);
    let told = said(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("LAP-H/0001/2026") && told.contains("1 differ"), "{told}");
}

#[tokio::test]
async fn figures_that_were_changed_behind_their_back_are_right_again_once_they_are_rebuilt() {
    let office = Installation::new();
    let url = format!("sqlite:{}", office.folder.path().join("office.db").display());
    let database = databases::open("SQLite", url, tempfile::tempdir().expect("folder")).await;
    let cases = story::cases(&database.db);
    story::reached(&cases, story::OFFICE, 1, "lengkap").await;
    let sent = || {
        let read = rusqlite::Connection::open(database.file()).expect("opened");
        let sql = "SELECT coalesce(sum(counted), 0) FROM figures WHERE grain = 'day' AND figure = 'submitted'
            AND district = '*' AND reasons = '*'";
        read.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("a number")
    };
    assert!(office.rancak(&["figures", "rebuild"]).status.success());
    assert_eq!(sent(), 1);
    let behind = rusqlite::Connection::open(database.file()).expect("opened");
    behind.execute("UPDATE figures SET counted = 99", []).expect("changed");
    let output = office.rancak(&["figures", "rebuild"]);
    assert!(output.status.success() && said(&output.stdout).contains("dari 1 permohonan"), "{output:?}");
    assert_eq!(sent(), 1);
}
