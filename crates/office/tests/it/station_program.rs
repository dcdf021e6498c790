//! `rancak station` as a process of its own before a real office: paired, reading a SIMULATED card, unplugged, cut
//! off, ended.

use crate::support::browser::Browser;
use crate::support::rehearsal::PATIENCE;
use crate::support::server::{CETAK, KASI, OPERATOR, Server};
use crate::support::station_process::{Program, answers, paired};
use crate::support::stations::{OTHER_UID, UID};
use office::stations::{Seen, Station};
use std::time::{Duration, Instant};

/// The office's only station, once it is as wanted.
async fn station(server: &Server, what: &str, wanted: impl Fn(&Station) -> bool) -> Station {
    let begun = Instant::now();
    loop {
        let now = server.app.stations.all().await.expect("stations");
        if let Some(station) = now.into_iter().find(|s| wanted(s)) {
            return station;
        }
        assert!(begun.elapsed() < PATIENCE, "never: {what}");
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

fn lies(uid: &'static str) -> impl Fn(&Station) -> bool {
    move |s| matches!(&s.seen, Seen::Card { uid: u, .. } if u.as_str() == uid)
}

async fn act(by: &Browser, path: &str, fields: &[(&str, &str)]) -> u16 {
    let token = office::web::form_token();
    by.post(path, &[&[("form", token.as_str())], fields].concat()).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simulated_card_laid_on_the_reader_is_bound_at_the_desk() {
    let server = Server::start_with(|c| c.stations.required = true).await;
    let folder = tempfile::tempdir().expect("folder");
    let key = paired(&server, &folder, "Loket cetak 1").await;
    let mut program = Program::start(&key, &["--simulator", "--card", UID]);
    program.says("SIMULATOR").await;
    let found = station(&server, "a card", lies(UID)).await;
    assert!(found.simulator && found.reader == "SIMULATOR");
    let staff = [server.bearer(OPERATOR).await, server.bearer(KASI).await, server.bearer(CETAK).await];
    let [operator, kasi, printer] = &staff;
    let (ticket, serial) = server.printed_card("Upik Percobaan", [operator, kasi, printer]).await;
    let path = format!("/meja/perkara/{ticket}");
    act(printer, &format!("{path}/stasiun"), &[("station", found.id.as_str())]).await;
    let page = printer.get(&path).await;
    assert!(page.has("SIMULATOR: pembaca contoh, bukan kartu sungguhan."), "{}", page.body);
    assert_eq!(act(printer, &format!("{path}/ikat-chip"), &[("serial", &serial), ("seen", UID)]).await, 303);
    assert_eq!(server.case(&ticket).await.chip.map(|c| c.uid.as_str().to_owned()).as_deref(), Some(UID));
    for (line, what, wanted) in [
        ("remove", "an empty reader", Seen::Empty),
        ("mute", "a mute card", Seen::Mute),
        ("unplug", "no reader", Seen::NoReader),
    ] {
        program.hears(line);
        station(&server, what, |s| s.seen == wanted).await;
    }
    program.says("Pembaca kartu tercabut").await;
    program.hears(&format!("card {OTHER_UID}"));
    station(&server, "another card", lies(OTHER_UID)).await;
    program.hears("letakkan kartu");
    program.says("Ketik: card UID, remove, mute, unplug atau plug.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_station_whose_office_is_away_says_so_tries_on_and_is_heard_again() {
    let server = Server::start().await;
    let folder = tempfile::tempdir().expect("folder");
    let key = paired(&server, &folder, "Loket cetak 1").await;
    let address = server.base.clone();
    // Nobody is at this address until the office moves there.
    let elsewhere = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = elsewhere.local_addr().expect("an address").port();
    drop(elsewhere);
    let kept = std::fs::read_to_string(&key).expect("a key");
    std::fs::write(&key, kept.replace(&address, &format!("http://127.0.0.1:{port}"))).expect("written");
    let mut program = Program::start(&key, &["--simulator", "--card", UID]);
    program.says("Kantor tidak terjangkau").await;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("the port");
    let app = server.app.clone();
    tokio::spawn(office::app::serve(app, listener, std::future::pending()));
    program.says("Kantor terjangkau lagi.").await;
    station(&server, "the card", lies(UID)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_station_whose_clock_is_wrong_reports_all_the_same() {
    let server = Server::start().await;
    // The office's clock is an hour ahead of the one that the program reads.
    server.minutes_later(60);
    let folder = tempfile::tempdir().expect("folder");
    let key = paired(&server, &folder, "Loket cetak 1").await;
    let _program = Program::start(&key, &["--simulator", "--card", UID]);
    station(&server, "a card", lies(UID)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_station_that_was_ended_says_so_and_stops() {
    let server = Server::start().await;
    let folder = tempfile::tempdir().expect("folder");
    let key = paired(&server, &folder, "Loket cetak 1").await;
    let mut program = Program::start(&key, &["--simulator"]);
    let found = station(&server, "an empty reader", |s| s.heard_at.is_some()).await;
    server.app.stations.end(found.id.as_str(), server.app.clock.now(), None).await.expect("ended");
    program.hears(&format!("card {UID}"));
    program.says("Kantor tidak (lagi) mengenal stasiun ini.").await;
    assert_eq!(program.ended().await.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_kept_where_only_its_owner_reads_it_and_never_overwritten() {
    let server = Server::start().await;
    let folder = tempfile::tempdir().expect("folder");
    let key = paired(&server, &folder, "Loket cetak 1").await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&key).expect("a file").permissions().mode() & 0o777, 0o600);
    }
    let before = std::fs::read_to_string(&key).expect("a key");
    let code =
        server.app.stations.make_code("Lagi", "Admin", server.app.clock.now(), None).await.expect("a code");
    let again = answers(&key, &["--server", &server.base, "--pair", &code]).await;
    assert!(again.contains("sudah memuat sebuah kunci") && !again.contains(&before));
    assert_eq!(std::fs::read_to_string(&key).expect("a key"), before);
    let fresh = folder.path().join("lain.key");
    let used = answers(&fresh, &["--server", &server.base, "--pair", &code]).await;
    assert!(used.contains("dipasangkan dengan Dinas Dukcapil Percobaan"), "the code was not used up: {used}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_keeps_a_station_from_starting_is_said_with_what_to_do() {
    let server = Server::start().await;
    let folder = tempfile::tempdir().expect("folder");
    let key = folder.path().join("stasiun.key");
    let unpaired = answers(&key, &["--simulator"]).await;
    assert!(unpaired.contains("Pasangkan dengan: rancak station --server"), "{unpaired}");
    let wrong = answers(&key, &["--server", &server.base, "--pair", "22222-22222"]).await;
    assert!(wrong.contains("Kode itu salah, sudah terpakai, atau sudah lewat waktunya."), "{wrong}");
    for unsafe_address in ["http://192.168.1.5:8080", "http://localhost.example", "ftp://kantor"] {
        let told = answers(&key, &["--server", unsafe_address, "--pair", "22222-22222"]).await;
        assert!(told.contains("alamatnya harus https://"), "{told}");
    }
    std::fs::write(&key, "server = 1").expect("written");
    assert!(answers(&key, &["--simulator"]).await.contains("no key in the file"));
    std::fs::remove_file(&key).expect("removed");
    let good = paired(&server, &folder, "Loket").await;
    let no_uid = answers(&good, &["--simulator", "--card", "12"]).await;
    assert!(no_uid.contains("UID chip terdiri dari 4, 7 atau 10 bita"), "{no_uid}");
    if cfg!(not(feature = "smartcard")) {
        assert!(answers(&good, &[]).await.contains("--features smartcard"));
        assert!(answers(&good, &["--list"]).await.contains("--features smartcard"));
    }
}
