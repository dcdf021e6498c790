//! The program as people start it: what it prints, and with which code it ends.

use crate::support::browser::Browser;
use crate::support::installation::{Installation, rancak, root, said, written};
use crate::support::{databases, story};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const PROCEDURE: &str = "procedures/penggantian-ktp-el.toml";

#[test]
fn serve_without_settings_lists_everything_that_is_missing_and_ends_with_2() {
    let folder = tempfile::tempdir().expect("folder");
    let empty = written(folder.path(), "rancak.toml", "");
    for (lang, heading) in [("id", "tidak dijalankan"), ("en", "was not started")] {
        let output = rancak(&["serve", "--lang", lang, "--config", &empty]).output().expect("it runs");
        let said = said(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(heading), "{said}");
        for setting in [
            "office.id",
            "office.name",
            "server.public_url",
            "whatsapp.phone_number_id",
            "RANCAK_WHATSAPP_ACCESS_TOKEN",
            "RANCAK_WHATSAPP_APP_SECRET",
            "RANCAK_WHATSAPP_VERIFY_TOKEN",
            "RANCAK_DOCUMENTS_MASTER_KEY",
            "RANCAK_AUDIT_SIGNING_KEY",
            "rancak keys new",
        ] {
            assert!(said.contains(setting), "{setting} is missing from: {said}");
        }
    }
}

#[test]
fn the_terminals_language_is_taken_unless_another_is_asked_for() {
    let check = |lang: &str, more: &[&str]| {
        let mut args = vec!["procedure", "check", PROCEDURE];
        args.extend(more);
        said(&rancak(&args).env("LANG", lang).output().expect("it runs").stdout)
    };
    assert!(check("en_GB.UTF-8", &[]).contains("4 steps, 45 minutes"));
    assert!(check("C.UTF-8", &[]).contains("4 langkah, 45 menit"));
    assert!(check("en_GB.UTF-8", &["--lang", "id"]).contains("4 langkah, 45 menit"));
}

#[test]
fn a_bad_procedure_file_is_told_fault_by_fault_with_its_line() {
    let folder = tempfile::tempdir().expect("folder");
    let good = std::fs::read_to_string(root().join(PROCEDURE)).expect("the procedure");
    let bad = good.replacen("leads = \"step:verifikasi\"", "leads = \"step:verifikasih\"", 1).replacen(
        "minutes = 10",
        "minutes = 0",
        1,
    );
    let line_of = |text: &str| bad.lines().position(|l| l == text).map_or(0, |i| i + 1);
    let lines = [line_of("minutes = 0"), line_of("leads = \"step:verifikasih\"")];
    let file = written(folder.path(), "buruk.toml", &bad);
    let output = rancak(&["procedure", "check", &file, "--lang", "en"]).output().expect("it runs");
    let said = said(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("{file}:{}: This number must be above 0; it is 0.", lines[0])), "{said}");
    let unknown = format!("{file}:{}: There is no step \"verifikasih\".", lines[1]);
    assert!(said.contains(&unknown), "{said}");
    assert!(said.contains("penerimaan, verifikasi, pencetakan, penyerahan"), "{said}");
}

#[test]
fn a_procedure_file_that_is_not_there_is_named() {
    let output = rancak(&["procedure", "show", "tidak-ada.toml"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output.stderr).contains("tidak-ada.toml tidak dapat dibaca"));
}

#[test]
fn a_procedure_is_shown_in_the_sources_own_words_within_80_columns() {
    let output = rancak(&["procedure", "show", PROCEDURE]).output().expect("it runs");
    let shown = said(&output.stdout);
    assert!(output.status.success(), "{shown}");
    assert_eq!(shown.lines().find(|l| l.chars().count() > 80), None);
    let flowing = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "470/ /DKPS-PS/2020",
        "Disahkan oleh Kepala Dinas",
        "Hand hone, Jaringan GSM, Paket Data, dokumen online.",
        "Kasi. Melakukan verifikasi bahan dokumen Kartu Keluarga.",
        "3. Pencetakan dan aktivasi (15 menit)",
        "Kabid Kabid Pelayanan Pendaftaran Penduduk (kabid), melihat semua permohonan",
        "Rekomendasikan untuk dicetak -> ke langkah 3, Pencetakan dan aktivasi",
        "Tolak permohonan -> selesai: ditolak",
        "KTP-el hilang (hilang) Kartu Keluarga (KK) Surat Keterangan Hilang dari kepolisian",
        "Senin 07:30-12:00, 13:00-16:00",
        "Minggu tutup Ramadan 1447 H: 19 Feb 2026 sampai 20 Mar 2026",
        "Seluruh permohonan: 45 menit kerja; terancam sesudah 80%",
        "langkah lewat, 60 menit kerja kemudian: Kabid Pelayanan Pendaftaran Penduduk",
        "JANJI PENGAMBILAN DAN PROTOKOL KESEHATAN",
        "orang di ruang tunggu",
        "Kartu ambil berlaku 60 hari, hasil sidik jari 5 menit. Cara: Di loket, Kurir, Kantor nagari",
        "Wajah sama dengan foto",
        "U9 Sarana",
    ] {
        assert!(flowing.contains(words), "{words} is missing from: {shown}");
    }
}

#[test]
fn a_person_with_an_unknown_role_is_not_added_and_the_known_roles_are_told() {
    let office = Installation::new();
    let output = office.rancak(&["user", "add", "sari", "--name", "Sari", "--role", "kasii"]);
    let said = said(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("\"kasii\"") && said.contains("operator_pelayanan, kasi,"), "{said}");
    assert!(said.contains("administrator"), "{said}");
}

#[tokio::test]
async fn the_first_person_follows_the_link_that_was_printed_and_is_signed_in() {
    let office = Installation::new();
    let added = office.rancak(&["user", "add", "sari", "--name", "Sari", "--role", "administrator"]);
    let printed = said(&added.stdout);
    assert!(added.status.success(), "{printed}{}", said(&added.stderr));
    let link = printed.lines().last().and_then(|l| l.strip_prefix("http://localhost:8080"));
    let link = link.unwrap_or_else(|| panic!("no link in {printed}")).to_owned();

    let serving = office.serve();
    let sari = Browser::new(&serving.base);
    let invitation = sari.get(&link).await;
    assert!(invitation.has("Sari"), "{}", invitation.body);
    let password = "enam kata yang mudah diingat";
    let chosen = sari.post(&link, &[("password", password), ("again", password)]).await;
    assert_eq!(chosen.status, 303, "{}", chosen.body);
    let stranger = Browser::new(&serving.base);
    let signed_in = stranger.post("/masuk", &[("login", "sari"), ("password", password)]).await;
    // As it goes live, an office asks everybody for a second factor.
    let factor = "/masuk/faktor/daftar";
    assert_eq!((signed_in.status, signed_in.location()), (303, factor), "{}", signed_in.body);
}

#[test]
fn the_same_name_is_not_given_twice() {
    let office = Installation::new();
    let add = || office.rancak(&["user", "add", "sari", "--name", "Sari", "--role", "kasi"]);
    assert!(add().status.success());
    let again = add();
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again.stderr).contains("sudah dipakai"));
}

#[cfg(unix)]
#[test]
fn a_served_office_stops_in_order_when_it_is_told_to() {
    let mut serving = Installation::new().serve();
    let pid = serving.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
    assert_eq!(serving.child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn an_address_that_is_taken_is_told_and_nothing_starts() {
    let office = Installation::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("address").to_string();
    let output = office.command(&["serve"]).env("RANCAK_SERVER_LISTEN", &address).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output.stderr).contains(&address));
}

#[test]
fn a_new_master_key_is_64_hexadecimal_digits_and_never_the_same() {
    let new = || said(&rancak(&["keys", "new"]).output().expect("it runs").stdout);
    let (one, other) = (new(), new());
    assert_ne!(one, other);
    assert!(one.trim().len() == 64 && one.trim().bytes().all(|b| b.is_ascii_hexdigit()), "{one}");
    assert_eq!(one.lines().count(), 1);
}

#[test]
fn keys_are_rotated_beside_a_running_office_and_the_former_master_key_is_done_with() {
    let office = Installation::new();
    let at = |name: &str| office.folder.path().join(name).display().to_string();
    let serving = office.command(&["serve"]).stdout(Stdio::piped()).spawn();
    let mut serving = serving.expect("it starts");
    let mut ready = String::new();
    BufReader::new(serving.stdout.take().expect("its output")).read_line(&mut ready).expect("a line");
    std::fs::rename(at("master"), at("former")).expect("renamed");
    written(
        office.folder.path(),
        "master",
        &said(&rancak(&["keys", "new"]).output().expect("it runs").stdout),
    );

    let refused = office.rancak(&["keys", "rotate", "--lang", "en"]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused.stdout));
    assert!(said(&refused.stderr).contains("former_master_key_files"), "{}", said(&refused.stderr));
    let rotate = || {
        let mut command = office.command(&["keys", "rotate"]);
        command.env("RANCAK_DOCUMENTS_FORMER_MASTER_KEY_FILES", at("former")).output().expect("it runs")
    };
    for expected in ["2 kunci dipindahkan", "0 kunci dipindahkan"] {
        let done = rotate();
        assert!(done.status.success() && said(&done.stdout).contains(expected), "{}", said(&done.stdout));
    }
    let _ = serving.kill();
    let _ = serving.wait();
    std::fs::remove_file(at("former")).expect("removed");
    drop(office.serve());
}

#[test]
fn an_office_whose_master_key_is_another_does_not_start_and_says_which_is_wanted() {
    let office = Installation::new();
    let mut first = office.command(&["serve"]).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut ready = String::new();
    BufReader::new(first.stdout.take().expect("its output")).read_line(&mut ready).expect("a line");
    let _ = first.kill();
    let _ = first.wait();
    written(office.folder.path(), "master", &"2e".repeat(32));
    let output = office.rancak(&["serve", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output.stderr).contains("not the one that this office's document keys lie under"));
    assert!(!said(&output.stderr).contains("2e2e"), "the key itself is never shown");
}

#[tokio::test]
async fn an_office_whose_running_cases_lack_their_version_does_not_start_and_says_which_is_wanted() {
    let office = Installation::new();
    let url = format!("sqlite:{}", office.folder.path().join("office.db").display());
    let database = databases::open("SQLite", url, tempfile::tempdir().expect("folder")).await;
    story::reached(&story::cases(&database.db), story::OFFICE, 1, "lengkap").await;
    let behind = rusqlite::Connection::open(database.file()).expect("opened");
    behind.execute("UPDATE cases SET version = '1999-01-01'", []).expect("changed");
    let output = office.rancak(&["serve"]);
    let told = said(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("1999-01-01") && told.contains("1 permohonan"), "{told}");
}

#[test]
fn inspect_says_of_each_file_in_order_what_the_office_would_make_of_it() {
    let folder = tempfile::tempdir().expect("folder");
    let samples = root().join("crates/whatsapp_sim/samples");
    let card = specimen::Specimen::draw(specimen::Order {
        page: Some(specimen::PageKind::Ktp),
        size: Some((1600, 1200)),
        ..specimen::Order::fair(5)
    });
    let photo = folder.path().join("ktp.jpg");
    std::fs::write(&photo, &card.bytes).expect("written");
    let (photo, again) = (photo.display().to_string(), photo.display().to_string());
    let (blurred, text) = (samples.join("kk-buram.jpg"), samples.join("teks.jpg"));
    let (blurred, text) = (blurred.display().to_string(), text.display().to_string());
    let args = ["document", "inspect", "--json", &photo, &blurred, &text, &again];
    let output = rancak(&args).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output.stderr));
    let lines: Vec<serde_json::Value> =
        said(&output.stdout).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let words = |line: &serde_json::Value| line["findings"].to_string();
    assert_eq!(
        lines.iter().map(|l| l["file"].as_str()).collect::<Vec<_>>(),
        [&photo, &blurred, &text, &again].map(|f| Some(&**f))
    );
    assert_eq!(
        (&lines[0]["kind"], &lines[0]["pages"], &lines[0]["readable"]),
        (&"jpeg".into(), &1.into(), &true.into())
    );
    let nik = &card.content.as_ref().expect("a card").niks[0];
    assert_eq!(lines[0]["nik"], serde_json::json!({"value": nik, "certain": true}));
    assert!(lines[0]["milliseconds"].as_u64().is_some());
    assert!(words(&lines[1]).contains("blurred") && lines[1]["readable"] == false, "{}", lines[1]);
    assert!(words(&lines[2]).contains("foreign") && lines[2]["kind"].is_null(), "{}", lines[2]);
    assert!(words(&lines[3]).contains("same_photo"), "{}", lines[3]);
    for bad in [&["document", "inspect"][..], &["document", "inspect", "/nowhere.jpg"]] {
        assert_eq!(rancak(bad).output().expect("it runs").status.code(), Some(2), "{bad:?}");
    }
}
