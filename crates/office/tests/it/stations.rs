//! Stations over HTTP: pairing, signed reports and what is refused of them, and the desk of whoever binds chips.

use crate::support::browser::{Answer, Browser};
use crate::support::server::{ADMINISTRATOR, CETAK, KABID, KASI, OPERATOR, Server};
use crate::support::stations::{OTHER_UID, Reporter, UID, card, report};
use jiff::SignedDuration;
use office::stations::Seen;
use procedure::Ticket;
use ring::rand::SystemRandom;
use ring::signature::Ed25519KeyPair;

/// An office whose cards go on only with their chips, and its people.
struct Desk {
    server: Server,
    operator: Browser,
    kasi: Browser,
    printer: Browser,
    station: Reporter,
}

impl Desk {
    async fn open() -> Self {
        let server = Server::start_with(|c| c.stations.required = true).await;
        let station = server.station("Loket cetak 1").await;
        Self {
            operator: server.bearer(OPERATOR).await,
            kasi: server.bearer(KASI).await,
            printer: server.bearer(CETAK).await,
            station,
            server,
        }
    }

    async fn card(&self, name: &str) -> (Ticket, String) {
        self.server.printed_card(name, [&self.operator, &self.kasi, &self.printer]).await
    }

    async fn sit(&self, ticket: &Ticket) {
        let path = format!("/meja/perkara/{ticket}/stasiun");
        let answer = self.printer.post(&path, &[("station", &self.station.id)]).await;
        assert_eq!((answer.status, answer.location()), (303, &*format!("/meja/perkara/{ticket}#chip")));
    }

    async fn page(&self, ticket: &Ticket) -> Answer {
        self.printer.get(&format!("/meja/perkara/{ticket}")).await
    }

    async fn lies(&self, ticket: &Ticket) -> Answer {
        self.printer.get(&format!("/meja/perkara/{ticket}/chip")).await
    }

    async fn binds(&self, ticket: &Ticket, serial: &str, seen: &str) -> Answer {
        act(&self.printer, ticket, "ikat-chip", &[("serial", serial), ("seen", seen)]).await
    }
}

/// The same form sent twice, as by a hasty hand.
async fn twice(by: &Browser, ticket: &Ticket, fields: &[(&str, &str)]) -> [Answer; 2] {
    let all = [&[("form", "sama")], fields].concat();
    let path = format!("/meja/perkara/{ticket}/ikat-chip");
    [by.post(&path, &all).await, by.post(&path, &all).await]
}

async fn act(by: &Browser, ticket: &Ticket, act: &str, fields: &[(&str, &str)]) -> Answer {
    let token = office::web::form_token();
    let all = [&[("form", token.as_str())], fields].concat();
    by.post(&format!("/meja/perkara/{ticket}/{act}"), &all).await
}

#[tokio::test]
async fn the_administrator_makes_a_code_that_is_shown_once_pairs_one_station_and_ends_it() {
    let server = Server::start().await;
    let administrator = server.bearer(ADMINISTRATOR).await;
    assert!(administrator.get("/meja/stasiun").await.has("Belum ada stasiun"));
    let nameless = administrator.post("/meja/stasiun", &[("name", "  ")]).await;
    assert_eq!(nameless.status, 422);
    assert!(nameless.has("Isi nama stasiun, paling banyak 60 huruf."));
    let long = "Loket ".repeat(12);
    let long = administrator.post("/meja/stasiun", &[("name", &long)]).await;
    assert!(long.status == 422 && long.has("value=\"Loket Loket"), "what was typed is kept");
    let made = administrator.post("/meja/stasiun", &[("name", "Loket cetak 1")]).await;
    let code = made.field("code");
    assert!(made.has("Berlaku 10 menit, sekali pakai") && code.len() == 11, "{}", made.body);
    let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
    let key = Ed25519KeyPair::from_pkcs8(key.as_ref()).expect("a key");
    assert_eq!(server.pair("AAAAA-AAAAA", &key).await.status, 422);
    assert_eq!(server.pair(&code, &key).await.status, 200);
    assert_eq!(server.pair(&code, &key).await.status, 422, "once");
    let listed = administrator.get("/meja/stasiun").await;
    assert!(listed.has("Loket cetak 1") && listed.has("dipasangkan oleh Orang administrator"));
    assert!(listed.has("Belum pernah terdengar") && !listed.has(&code));
    let id = server.app.stations.all().await.expect("stations")[0].id.to_string();
    assert_eq!(administrator.post(&format!("/meja/stasiun/{id}/akhiri"), &[]).await.status, 303);
    assert!(administrator.get("/meja/stasiun").await.has("Belum ada stasiun"));
    let log = administrator.get("/meja/pengguna/catatan").await;
    for words in ["kode untuk stasiun Loket cetak 1 dibuat", "stasiun Loket cetak 1 diakhiri"] {
        assert!(log.has(words), "who lets a station in or ends it stands in the record: {}", log.body);
    }
    assert_eq!(administrator.post(&format!("/meja/stasiun/{id}/akhiri"), &[]).await.status, 404);
}

#[tokio::test]
async fn codes_are_good_for_ten_minutes_and_guessing_them_is_slowed() {
    let server = Server::start().await;
    let code =
        server.app.stations.make_code("Loket", "Admin", server.app.clock.now(), None).await.expect("a code");
    server.minutes_later(11);
    let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
    let key = Ed25519KeyPair::from_pkcs8(key.as_ref()).expect("a key");
    assert_eq!(server.pair(&code, &key).await.status, 422);
    for _ in 0..4 {
        assert_eq!(server.pair("22222-22222", &key).await.status, 422);
    }
    let fresh =
        server.app.stations.make_code("Loket", "Admin", server.app.clock.now(), None).await.expect("a code");
    assert_eq!(server.pair(&fresh, &key).await.status, 429, "the right one too, for a while");
    assert_eq!(server.app.stations.all().await.expect("stations").len(), 0);
}

#[tokio::test]
async fn nobody_but_the_administrator_sees_the_stations() {
    let server = Server::start().await;
    let station = server.station("Loket rahasia").await;
    for role in [OPERATOR, KASI, CETAK, KABID] {
        let browser = server.bearer(role).await;
        let seen = browser.get("/meja/stasiun").await;
        let made = browser.post("/meja/stasiun", &[("name", "Loket")]).await;
        let ended = browser.post(&format!("/meja/stasiun/{}/akhiri", station.id), &[]).await;
        for answer in [seen, made, ended] {
            assert_eq!(answer.status, 404, "{role}");
            assert!(!answer.has("Loket rahasia"));
        }
    }
    assert!(server.app.stations.station(&station.id).await.expect("read").is_some());
}

#[tokio::test]
async fn a_report_that_is_not_signed_by_a_station_in_use_writes_nothing() {
    let server = Server::start().await;
    let (station, other) = (server.station("Loket 1").await, server.station("Loket 2").await);
    let body = serde_json::to_vec(&report(card(UID))).expect("JSON");
    let stamp = server.app.clock.now().as_millisecond();
    let right = station.sign(stamp, &body);
    let at = stamp.to_string();
    let by_other = other.sign(stamp, &body);
    let another_body = serde_json::to_vec(&report(card(OTHER_UID))).expect("JSON");
    let not_json = b"{".to_vec();
    let tries = [
        ("no signature", &*station.id, &*at, "", body.clone()),
        ("truncated", &station.id, &at, &right[..126], body.clone()),
        ("no hex", &station.id, &at, "signature", body.clone()),
        ("another station's key", &station.id, &at, &by_other, body.clone()),
        ("another station's name", &other.id, &at, &right, body.clone()),
        ("nobody's name", "tidak-ada", &at, &right, body.clone()),
        ("another instant", &station.id, "1", &right, body.clone()),
        ("no instant", &station.id, "kemarin", &right, body.clone()),
        ("another body", &station.id, &at, &right, another_body),
        ("no JSON under a wrong signature", &station.id, &at, &right, not_json.clone()),
    ];
    for (what, id, at, signature, body) in tries {
        let answer = station.posts(id, at, signature, body).await;
        assert_eq!((answer.status, answer.body.as_str()), (401, ""), "{what}");
    }
    let signed = station.sign(stamp, &not_json);
    assert_eq!(station.posts(&station.id, &at, &signed, not_json).await.status, 400);
    let big = vec![b' '; 10_000];
    assert_eq!(station.posts(&station.id, &at, &station.sign(stamp, &big), big.clone()).await.status, 413);
    for id in [&station.id, &other.id] {
        let heard = server.app.stations.station(id).await.expect("read").expect("a station").heard_at;
        assert_eq!(heard, None);
    }
    assert_eq!(station.posts(&station.id, &at, &right, body.clone()).await.status, 204);
    server.app.stations.end(&station.id, server.app.clock.now(), None).await.expect("ended");
    let ended = station.sends(&report(card(UID)), server.app.clock.now()).await;
    assert_eq!((ended.status, ended.body.as_str()), (401, ""), "ended");
}

#[tokio::test]
async fn a_report_told_before_or_held_back_is_refused_with_the_offices_time() {
    let server = Server::start().await;
    let station = server.station("Loket 1").await;
    let now = server.app.clock.now();
    let first = report(card(UID));
    assert_eq!(station.sends(&first, now).await.status, 204);
    let kept = async || server.app.stations.station(&station.id).await.expect("read").expect("a station");
    let heard_at = kept().await.heard_at;
    let replayed = station.sends(&first, now).await;
    assert!(replayed.status == 401 && replayed.has("\"now\":"), "{}", replayed.body);
    let earlier = station.sends(&report(Seen::Empty), now - SignedDuration::from_secs(1)).await;
    assert_eq!(earlier.status, 401);
    server.minutes_later(2);
    let held_back = station.sends(&report(Seen::Empty), now + SignedDuration::from_secs(1)).await;
    assert!(held_back.status == 401 && held_back.has("\"now\":"));
    let from_tomorrow = station.sends(&report(Seen::Empty), now + SignedDuration::from_hours(24)).await;
    assert_eq!(from_tomorrow.status, 401);
    let kept = kept().await;
    assert_eq!((kept.heard_at, kept.seen), (heard_at, card(UID)));
}

#[tokio::test]
async fn the_operator_says_once_where_they_sit_and_sees_what_lies_on_the_reader_there() {
    let desk = Desk::open().await;
    let (ticket, serial) = desk.card("Upik Percobaan").await;
    let page = desk.page(&ticket).await;
    assert!(page.has("Pilih stasiun Anda") && page.has("Loket cetak 1") && !page.has("id=\"chip-lies\""));
    assert!(page.has("Chip kartu belum diikat"), "the activation says what it waits for");
    let nowhere = desk.printer.post(&format!("/meja/perkara/{ticket}/stasiun"), &[("station", "x")]).await;
    assert!(nowhere.status == 422 && nowhere.has("Pilih dahulu stasiun"), "{}", nowhere.body);
    let unseated = desk.binds(&ticket, &serial, UID).await;
    assert!(unseated.status == 422 && unseated.has("Pilih dahulu stasiun tempat Anda bekerja."));
    desk.sit(&ticket).await;
    assert!(desk.page(&ticket).await.has("Stasiun belum pernah terdengar"));
    let states = [
        (Seen::NoService, "Layanan pembaca kartu (pcscd) tidak berjalan"),
        (Seen::NoReader, "Pembaca kartu tercabut"),
        (Seen::Empty, "Tidak ada kartu di pembaca"),
        (Seen::Mute, "Kartu tidak terbaca"),
    ];
    for (seen, words) in states {
        desk.server.app.clock.advance(std::time::Duration::from_secs(1));
        desk.station.tells(&desk.server, seen).await;
        let lies = desk.lies(&ticket).await;
        assert!(lies.has(words) && !lies.has("<button"), "{}", lies.body);
    }
    desk.server.app.clock.advance(std::time::Duration::from_secs(1));
    desk.station.tells(&desk.server, card(UID)).await;
    let lies = desk.lies(&ticket).await;
    assert!(lies.has("Kartu di pembaca: 04A1B2C3D4E5F6.") && lies.has("Ikat ke kartu ini (04A1B2C3D4E5F6)"));
    assert_eq!(lies.field("seen"), UID);
    desk.server.minutes_later(2);
    let silent = desk.lies(&ticket).await;
    assert!(silent.has("Stasiun tidak terdengar sejak") && !silent.has(UID), "{}", silent.body);
    for other in [&desk.kasi, &desk.operator] {
        assert_eq!(other.get(&format!("/meja/perkara/{ticket}/chip")).await.status, 404);
        assert!(!other.get(&format!("/meja/perkara/{ticket}")).await.has("Pilih stasiun Anda"));
    }
}

#[tokio::test]
async fn a_chip_is_bound_by_the_form_of_the_page_and_the_card_goes_on_only_then() {
    let desk = Desk::open().await;
    let (ticket, serial) = desk.card("Upik Percobaan").await;
    desk.sit(&ticket).await;
    desk.station.tells(&desk.server, card(UID)).await;
    let activates = [("step", "pencetakan"), ("outcome", "aktif")];
    let early = act(&desk.printer, &ticket, "putuskan", &activates).await;
    assert!(early.status == 409 && early.has("Chip kartu belum diikat."), "{}", early.body);
    let empty = desk.binds(&ticket, "", UID).await;
    assert_eq!(empty.status, 422);
    let exchanged = desk.binds(&ticket, &serial, OTHER_UID).await;
    assert!(exchanged.status == 422 && exchanged.has("Kartu di pembaca sudah lain dari yang ditampilkan."));
    assert!(exchanged.has(&format!("value=\"{serial}\"")), "what was typed is kept");
    let bound = desk.binds(&ticket, &serial, UID).await;
    assert_eq!(bound.status, 303, "{}", bound.body);
    let page = desk.page(&ticket).await;
    assert!(page.has(&format!("Chip {UID} terikat pada kartu {serial}.")), "{}", page.body);
    assert!(page.has(&format!("chip {UID} diikat pada kartu {serial}")), "the history tells");
    assert_eq!(act(&desk.printer, &ticket, "putuskan", &activates).await.status, 303);
}

#[tokio::test]
async fn a_form_cannot_say_what_lies_on_the_reader() {
    let desk = Desk::open().await;
    let (ticket, serial) = desk.card("Upik Percobaan").await;
    desk.sit(&ticket).await;
    let silent = desk.binds(&ticket, &serial, UID).await;
    assert!(silent.status == 422 && silent.has("Tidak ada kartu yang terbaca di stasiun Anda."));
    desk.station.tells(&desk.server, card(OTHER_UID)).await;
    let invented = act(
        &desk.printer,
        &ticket,
        "ikat-chip",
        &[("serial", &serial), ("seen", UID), ("uid", UID), ("station", "lain")],
    )
    .await;
    assert_eq!(invented.status, 422);
    assert_eq!(desk.server.case(&ticket).await.chip, None);
}

#[tokio::test]
async fn a_known_chip_is_refused_with_words_raised_to_superiors_and_settled_by_one_of_them() {
    let desk = Desk::open().await;
    let (first, serial) = desk.card("Upik Percobaan").await;
    let (second, second_serial) = desk.card("Buyung Percobaan").await;
    desk.sit(&first).await;
    desk.station.tells(&desk.server, card(UID)).await;
    assert_eq!(desk.binds(&first, &serial, UID).await.status, 303);
    let mixed_up = desk.binds(&second, &serial, UID).await;
    assert!(
        mixed_up.status == 422 && mixed_up.has(&format!("Kartu di tangan tercetak untuk permohonan {first}"))
    );
    let words = format!("Chip {UID} sudah terikat pada permohonan {first} dan tidak dapat diikat lagi.");
    for known in twice(&desk.printer, &second, &[("serial", &second_serial), ("seen", UID)]).await {
        assert!(known.status == 409 && known.has(&words), "{}", known.body);
        assert!(known.has(&format!("value=\"{second_serial}\"")), "what was typed is kept");
    }
    let kabid = desk.server.bearer(KABID).await;
    for superior in [&desk.kasi, &kabid] {
        let inbox = superior.get("/meja").await;
        assert!(inbox.has("Chip yang sudah terikat hendak diikat lagi: Buyung Percobaan"), "{}", inbox.body);
    }
    assert!(!desk.printer.get("/meja").await.has("hendak diikat lagi"));
    let page = desk.page(&second).await;
    assert!(page.has("Orang operator_cetak mencoba mengikat chip") && !page.has("periksa-chip\" class"));
    assert!(page.has(&format!("chip {UID} ditolak: sudah terikat pada permohonan {first}")));
    assert_eq!(act(&desk.printer, &second, "periksa-chip", &[("why", "Tidak apa-apa")]).await.status, 409);
    assert!(desk.kasi.get(&format!("/meja/perkara/{second}")).await.has("Catat hasil pemeriksaan"));
    assert_eq!(act(&desk.kasi, &second, "periksa-chip", &[("why", " ")]).await.status, 422);
    let settled = act(&desk.kasi, &second, "periksa-chip", &[("why", "Tertukar di meja")]).await;
    assert_eq!(settled.status, 303, "{}", settled.body);
    let page = desk.kasi.get(&format!("/meja/perkara/{second}")).await;
    assert!(page.has("Tertukar di meja") && !page.has("mencoba mengikat chip"));
    assert!(!kabid.get("/meja").await.has("hendak diikat lagi"));
}

#[tokio::test]
async fn an_office_without_stations_goes_on_as_before_and_one_that_must_have_them_says_so() {
    let server = Server::start().await;
    let staff = [server.bearer(OPERATOR).await, server.bearer(KASI).await, server.bearer(CETAK).await];
    let [operator, kasi, printer] = &staff;
    let (ticket, _) = server.printed_card("Upik Percobaan", [operator, kasi, printer]).await;
    assert!(!printer.get(&format!("/meja/perkara/{ticket}")).await.has("Chip kartu"));
    let activates = [("step", "pencetakan"), ("outcome", "aktif")];
    assert_eq!(act(printer, &ticket, "putuskan", &activates).await.status, 303);
    let must = Server::start_with(|c| c.stations.required = true).await;
    let staff = [must.bearer(OPERATOR).await, must.bearer(KASI).await, must.bearer(CETAK).await];
    let [operator, kasi, printer] = &staff;
    let (ticket, _) = must.printed_card("Upik Percobaan", [operator, kasi, printer]).await;
    let page = printer.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(page.has("Belum ada stasiun pembaca kartu. Minta administrator memasangkannya."));
}
