//! The SOP document: on paper and on screen it says all that its source says, and versions can be held against one
//! another.

use crate::support::server::{ADMINISTRATOR, KADIS, KASI, OPERATOR, Server};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PROCEDURE: &str = "procedures/penggantian-ktp-el.toml";
/// The text of the office's own document.
const SOURCE: &str = include_str!("../../../procedure/tests/it/source.txt");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The source cell by cell, list items apart, with single spaces.
fn phrases() -> Vec<String> {
    let plain = SOURCE.replace("<u>", "\t").replace("</u>", "\t");
    let mut phrases = Vec::new();
    for cell in plain.split(['\t', '\n']) {
        let mut phrase: Vec<&str> = Vec::new();
        for word in cell.split_whitespace() {
            if word.len() == 2 && word.ends_with('.') && word.starts_with(|c: char| c.is_ascii_digit()) {
                phrases.push(phrase.join(" "));
                phrase.clear();
            } else {
                phrase.push(word);
            }
        }
        phrases.push(phrase.join(" "));
    }
    phrases.retain(|p| !p.is_empty());
    phrases
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What another program reads in a PDF, cell by cell.
fn said_by(pdf: &Path) -> String {
    let read = Command::new("pdftotext").arg("-raw").arg(pdf).arg("-").output().expect("pdftotext");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    spaced(&String::from_utf8_lossy(&read.stdout))
}

fn pdf(file: &str, out: &Path, lang: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rancak"));
    command.current_dir(root()).args(["procedure", "pdf", file]).arg(out).args(["--lang", lang]);
    command.output().expect("it runs")
}

#[test]
fn the_pdf_of_the_shipped_sop_lacks_nothing_that_its_source_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("sop.pdf");
    let made = pdf(PROCEDURE, &out, "id");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let said = said_by(&out);
    let phrases = phrases();
    assert!(phrases.len() > 60, "only {} phrases", phrases.len());
    for phrase in phrases {
        assert!(said.contains(&phrase), "{phrase:?} is missing from: {said}");
    }
    for symbol in ["Mulai", "Selesai", "Ya", "Tidak"] {
        assert!(said.contains(symbol), "{symbol}");
    }
}

#[test]
fn the_same_file_gives_the_same_bytes_and_another_language_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = |name: &str, lang: &str| {
        let out = folder.path().join(name);
        assert!(pdf(PROCEDURE, &out, lang).status.success());
        std::fs::read(out).expect("a file")
    };
    assert_eq!(made("a.pdf", "id"), made("b.pdf", "id"));
    assert_ne!(made("a.pdf", "id"), made("c.pdf", "en"));
}

#[test]
fn whoever_asks_for_a_pdf_that_cannot_be_is_told_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let nowhere = folder.path().join("tidak-ada").join("sop.pdf");
    let failed = pdf(PROCEDURE, &nowhere, "id");
    let said = String::from_utf8_lossy(&failed.stderr);
    assert!(failed.status.code() == Some(1) && said.contains("tidak dapat ditulis"), "{said}");
    let missing = pdf("procedures/tidak-ada.toml", &folder.path().join("a.pdf"), "en");
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("tidak-ada.toml"));
    assert!(std::fs::read_dir(folder.path()).expect("a folder").next().is_none(), "nothing is left behind");
}

#[tokio::test]
async fn everybody_may_read_the_sop_in_force_as_a_page_and_as_a_pdf() {
    let server = Server::start().await;
    let page = server.stranger().get("/sop").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let text = page.body.replace("&#38;", "&");
    let words =
        spaced(&text.split('<').filter_map(|t| t.split_once('>')).map(|t| t.1).collect::<Vec<_>>().join(" "));
    for phrase in phrases() {
        assert!(words.contains(&phrase), "{phrase:?}");
    }
    assert!(!page.has("style="), "no style stands in the page");
    let pdf = server.stranger().get("/sop.pdf").await;
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    assert!(pdf.header("content-disposition").contains("sop-penggantian-ktp-el-2020-04-22.pdf"));
}

/// A folder with the shipped version and a later one.
fn two_versions() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let first = std::fs::read_to_string(root().join(PROCEDURE)).expect("the procedure");
    let second = first
        .replacen("version = \"2020-04-22\"", "version = \"2026-12-01\"", 1)
        .replacen("effective = \"\"", "effective = \"1 Desember 2026\"", 1)
        .replacen("output = \"Rekomendasi bahan untuk", "output = \"Persetujuan bahan untuk", 1)
        .replacen("minutes = 15", "minutes = 12", 1);
    std::fs::write(folder.path().join("a.toml"), first).expect("written");
    std::fs::write(folder.path().join("b.toml"), second).expect("written");
    folder
}

#[tokio::test]
async fn the_desk_lists_every_version_with_its_date_its_approver_and_the_cases_that_run_under_it() {
    let folder = two_versions();
    let server = Server::start_with(|c| c.office.procedures = folder.path().to_owned()).await;
    server.open_case("Upik Percobaan").await;
    let kadis = server.bearer(KADIS).await;
    let page = kadis.get("/meja/sop").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let (new, old) = page.body.split_once("2020-04-22</a>").expect("both versions");
    assert!(new.contains("2026-12-01</a>") && new.contains("Berlaku") && new.contains("1 Desember 2026"));
    assert!(new.contains("<td class=\"number\">1</td>"), "the case runs under the newer: {new}");
    assert!(old.contains("Disimpan") && old.contains("<td class=\"number\">0</td>"));
    assert!(old.contains("EVAFAUZA YULIASMAN"));
    for version in ["2020-04-22", "2026-12-01"] {
        let path = format!("/meja/sop/versi/penggantian-ktp-el/{version}");
        assert_eq!(kadis.get(&path).await.status, 200, "{path}");
        assert!(kadis.get(&format!("{path}/pdf")).await.bytes.starts_with(b"%PDF-"));
    }
    assert_eq!(kadis.get("/meja/sop/versi/penggantian-ktp-el/1999").await.status, 404);
}

#[tokio::test]
async fn two_versions_stand_side_by_side_and_each_difference_is_said_in_a_word() {
    let folder = two_versions();
    let server = Server::start_with(|c| c.office.procedures = folder.path().to_owned()).await;
    let kasi = server.bearer(KASI).await;
    let (old, new) = ("penggantian-ktp-el/2020-04-22", "penggantian-ktp-el/2026-12-01");
    let page = kasi.get(&format!("/meja/sop/beda?kiri={old}&kanan={new}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.has("3 bagian berbeda"), "{}", page.body);
    assert_eq!(page.body.matches("diubah</span>").count(), 2, "{}", page.body);
    assert_eq!(page.body.matches("ditambah</span>").count(), 1, "the effective date");
    let back = kasi.get(&format!("/meja/sop/beda?kiri={new}&kanan={old}")).await;
    assert_eq!(back.body.matches("dihapus</span>").count(), 1);
    let same = kasi.get(&format!("/meja/sop/beda?kiri={old}&kanan={old}")).await;
    assert!(same.has("Kedua versi sama"));
    for query in ["", "?kiri=x&kanan=y", "?kiri=penggantian-ktp-el/1999&kanan=penggantian-ktp-el/2020-04-22"]
    {
        let page = kasi.get(&format!("/meja/sop/beda{query}")).await;
        assert!(page.status == 422 && page.has("Versi itu tidak ada"), "{query}: {}", page.status);
    }
}

#[tokio::test]
async fn versions_are_for_those_who_work_on_cases() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    assert_eq!(operator.get("/meja/sop").await.status, 200);
    let administrator = server.bearer(ADMINISTRATOR).await;
    for path in ["/meja/sop", "/meja/sop/beda", "/meja/sop/versi/penggantian-ktp-el/2020-04-22"] {
        assert_eq!(administrator.get(path).await.status, 404, "{path}");
        assert_eq!(server.stranger().get(path).await.status, 303, "{path}");
    }
}
