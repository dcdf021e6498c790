//! What the program leaves behind beside its database and its vault: its log at its most talkative, and the folder of
//! temporary files. A whole request is played by WhatsApp and at the desk, with mistakes, and nobody's data is in either.

use crate::support::process::{AFTER_A_KILL, Process, STEPS};
use crate::support::reader::Reader;
use std::path::Path;

const NIK: &str = "1301054506900001";
const PHONE: &str = "6281234509876";
/// Whose request it is, as the conversation's script tells it.
const NAME: &str = "Sari Contoh";

/// Every file below a folder, as text.
fn all_below(folder: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.push_str(&all_below(&path));
        } else {
            all.push_str(&path.display().to_string());
            all.push_str(&String::from_utf8_lossy(&std::fs::read(&path).expect("read")));
        }
    }
    all
}

/// Without what stands between letters and digits, in small letters: as somebody would search who wants to find it.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Every way in that holds data of a person, with something wrong about it.
async fn mistakes(office: &Process) {
    let stranger = crate::support::browser::Browser::new(&office.base);
    let (phone, wrong) = ("081234509876", "Sari Contoh");
    stranger.post("/lacak", &[("ticket", NIK), ("phone", phone)]).await;
    stranger.post("/masuk", &[("login", wrong), ("password", NIK)]).await;
    stranger.post("/webhook", &[("entry", NIK)]).await;
    stranger.post("/stasiun/laporan", &[("nik", NIK)]).await;
    for path in ["/lacak", "/kirim", "/tanda", "/undangan", "/survei", "/meja/perkara", "/tidak-ada"] {
        stranger.get(&format!("{path}/{NIK}?nama=Sari%20Contoh&hp={phone}")).await;
        let forged = [("sec-fetch-site", "cross-site")];
        let path = format!("{path}/{NIK}");
        stranger.forged(reqwest::Method::POST, &path, &forged, "name=Sari+Contoh").await;
    }
    let operator = &office.staff.operator;
    for query in [NIK, NAME, phone, "' OR 1=1 --"] {
        assert_eq!(operator.post("/meja/cari", &[("q", query)]).await.status, 200);
    }
    operator.post("/meja/loket", &[("name", NAME), ("nik", "1301054506900002x"), ("phone", phone)]).await;
    operator.get(&format!("/meja/perkara/{NIK}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_name_number_or_phone_is_in_the_log_or_left_in_a_temporary_file() {
    let mut office = Process::start_telling(None).await;
    let mut sari = Reader::new(office.resident(PHONE));
    let ticket = sari.request(NIK).await;
    mistakes(&office).await;
    for step in 0..STEPS {
        office.staff.record(&ticket, step, "AB12345678").await;
    }
    for page in ["/meja", "/meja/register", "/meja/register.csv", "/meja/register.xlsx"] {
        assert_eq!(office.staff.register.get(page).await.status, 200, "{page}");
    }
    let notice = sari.read().await;
    assert!(notice.text().contains("sudah dicetak"), "{}", notice.text());
    // The platform goes away while there is something to say: errors of the line are told to the log as well.
    office.whatsapp_down();
    office.staff.operator.post("/meja/cari", &[("q", NIK)]).await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let temporary = all_below(&office.temporary());
    // Ended in the middle of its work, and started on the same files: what a crash and a start tell.
    office.kill();
    assert!(office.up().await < AFTER_A_KILL);
    office.terminate();
    assert!(office.ended().await.success());
    let log = office.said();
    assert!(log.contains("a form from elsewhere was refused"), "the log was not heard: {log}");
    assert!(log.contains("TRACE") || log.contains("DEBUG"), "it tells little: {log}");
    for (what, heard) in [("the log", log), ("a temporary file", temporary + &all_below(&office.temporary()))]
    {
        let heard = squeezed(&heard);
        for marker in [NIK, "1301054506900002", NAME, PHONE, "81234509876"] {
            let at = heard.find(&squeezed(marker));
            let near = at.map(|at| heard[at.saturating_sub(200)..(at + 60).min(heard.len())].to_owned());
            assert_eq!(near, None, "{marker} stands in {what}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_line_of_the_log_is_one_object_that_says_when_and_how_grave_whatever_was_sent() {
    let mut office = Process::start_telling(None).await;
    let stranger = crate::support::browser::Browser::new(&office.base);
    for path in ["/tidak-ada%0A%7B%22level%22:%22ERROR%22%7D", "/lacak%0D%0Apalsu"] {
        let forged = [("sec-fetch-site", "cross-site"), ("user-agent", "a\tb\u{85}c")];
        stranger.forged(reqwest::Method::POST, path, &forged, "a=%0A").await;
    }
    stranger.post("/webhook", &[("entry", "x")]).await;
    stranger.post("/stasiun/laporan", &[("x", "y")]).await;
    assert_eq!(office.staff.operator.get("/meja/pengguna").await.status, 404);
    office.terminate();
    assert!(office.ended().await.success());
    let log = office.said();
    for line in log.lines() {
        let said: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert!(said["timestamp"].is_string() && said["level"].is_string(), "{line}");
        // A line is found by the trace that it belongs to.
        if line.contains("a webhook without the right signature") {
            let (trace, piece) = (said["span"]["trace"].as_str(), said["span"]["piece"].as_str());
            assert!(trace.is_some_and(|t| t.len() == 32) && piece == Some("POST /webhook"), "{line}");
        }
    }
    for refused in [
        "a form from elsewhere",
        "a webhook without the right signature",
        "a report that no station of ours signed",
        "an officer was told that nothing is there",
    ] {
        assert!(log.contains(refused), "{refused}: {log}");
    }
}
