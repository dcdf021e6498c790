//! Stations that tests play themselves: paired with the office, and reporting what a test says.

use super::browser::{Answer, Browser};
use super::server::Server;
use jiff::Timestamp;
use office::stations::Stations;
use office::stations::report::{PAIR, REPORT, Report, SIGNATURE, STAMP, STATION, Seen, signed};
use procedure::{Atr, ChipUid, Command, Form, StationId, Ticket};
use reqwest::Method;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};

pub const UID: &str = "04A1B2C3D4E5F6";
pub const OTHER_UID: &str = "04FFEEDDCCBBAA";
pub const ATR: &str = "3B8980014A434F503431";

pub fn card(uid: &str) -> Seen {
    Seen::Card { uid: ChipUid::parse(uid).expect("a UID"), atr: Atr::parse(ATR).expect("an ATR") }
}

pub fn report(seen: Seen) -> Report {
    Report { seen, reader: "Pembaca contoh".to_owned(), simulator: false }
}

fn fresh_key() -> Ed25519KeyPair {
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
    Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).expect("a key")
}

/// A station without a network: paired, and its reader as it was told at `at`.
pub async fn told(stations: &Stations, seen: Seen, at: Timestamp) -> StationId {
    let code = stations.make_code("Loket", "Administrator", at, None).await.expect("a code");
    let (id, _) = stations.pair(&code, &"0".repeat(64), at).await.expect("asked").expect("paired");
    assert!(stations.hear(&id, at, &report(seen), at).await.expect("heard"));
    id
}

/// A station that reports over HTTP.
pub struct Reporter {
    pub id: String,
    key: Ed25519KeyPair,
    browser: Browser,
}

impl Server {
    /// What comes of trying to pair with this code.
    pub async fn pair(&self, code: &str, key: &Ed25519KeyPair) -> Answer {
        let browser = self.stranger();
        let asked = serde_json::json!({"code": code, "public_key": hex::encode(key.public_key().as_ref())});
        browser.send(browser.request(Method::POST, PAIR).json(&asked)).await
    }

    pub async fn station(&self, name: &str) -> Reporter {
        let now = self.app.clock.now();
        let code = self.app.stations.make_code(name, "Administrator", now, None).await.expect("a code");
        let key = fresh_key();
        let paired = self.pair(&code, &key).await;
        let paired: serde_json::Value = serde_json::from_str(&paired.body).expect("paired");
        let id = paired["station"].as_str().expect("a station").to_owned();
        Reporter { id, key, browser: self.stranger() }
    }

    /// A card of this applicant's, printed and lying before this printer, and its serial.
    pub async fn printed_card(&self, name: &str, staff: [&Browser; 3]) -> (Ticket, String) {
        let [operator, kasi, printer] = staff;
        let ticket = self.open_case(name).await;
        let blank = self.blank(printer).await;
        let serial = blank.blangko.clone().expect("a serial");
        self.decide(&ticket, operator, "penerimaan", "lengkap", Form::default()).await;
        self.decide(&ticket, kasi, "verifikasi", "rekomendasi", Form::default()).await;
        self.decide(&ticket, printer, "pencetakan", "perintah_cetak", Form::default()).await;
        self.decide(&ticket, printer, "pencetakan", "tercetak", blank).await;
        (ticket, serial)
    }
}

impl Reporter {
    pub fn station(&self) -> StationId {
        StationId::new(self.id.as_str())
    }

    pub async fn tells(&self, server: &Server, seen: Seen) {
        let answer = self.sends(&report(seen), server.app.clock.now()).await;
        assert_eq!(answer.status, 204, "{}", answer.body);
    }

    /// Signed for this instant, whatever comes of it.
    pub async fn sends(&self, report: &Report, stamp: Timestamp) -> Answer {
        let body = serde_json::to_vec(report).expect("JSON");
        let stamp = stamp.as_millisecond();
        self.posts(&self.id, &stamp.to_string(), &self.sign(stamp, &body), body).await
    }

    pub fn sign(&self, stamp: i64, body: &[u8]) -> String {
        hex::encode(self.key.sign(&signed(&self.id, stamp, body)))
    }

    pub async fn posts(&self, id: &str, stamp: &str, signature: &str, body: Vec<u8>) -> Answer {
        let request = self.browser.request(Method::POST, REPORT).header(STATION, id);
        let request = request.header(STAMP, stamp).header(SIGNATURE, signature);
        self.browser.send(request.body(body)).await
    }
}

pub fn binds(station: &StationId, serial: &str, uid: &str) -> Command {
    Command::BindChip { station: station.clone(), serial: serial.to_owned(), seen: uid.to_owned() }
}
