//! An office whose residents give data and documents by a one-time link; a resident who has one, and the browser
//! that they open it with. Expects nothing of a page but that it lets them go on.

use super::browser::{Answer, Browser};
use super::databases::Backend;
use super::people::LETTER;
use super::rehearsal::{Rehearsal, Talker};
use office::config::Config;
use reqwest::Method;
use serde_json::Value;
use whatsapp_sim::{Message, Sample};

pub const NIK: &str = "1301054506900001";

/// A photo that goes in several parts: each `n` from 1 to 4 is another document.
pub fn photo(n: u8) -> Vec<u8> {
    let samples = [Sample::KtpRusak, Sample::Ijazah, Sample::BukuNikah, Sample::AktaKelahiran];
    let png = samples[usize::from(n) - 1].bytes();
    // Before its end, a chunk that no reader knows and every reader passes over.
    let (picture, end) = png.split_at(png.len() - 12);
    let chunk = [b"raNc".as_slice(), &[n; 300_000]].concat();
    let length = u32::try_from(chunk.len() - 4).expect("small").to_be_bytes();
    [picture, &length, &chunk, &crc(&chunk).to_be_bytes(), end].concat()
}

/// The check value of a PNG's chunk.
fn crc(bytes: &[u8]) -> u32 {
    let bit = |c: u32, _| if c & 1 == 1 { 0xEDB8_8320 ^ (c >> 1) } else { c >> 1 };
    let byte = |c: u32, b: &u8| (0..8).fold(c ^ u32::from(*b), bit);
    !bytes.iter().fold(u32::MAX, byte)
}

/// The settings of such an office, on this database.
pub fn by_link(config: &mut Config, on: &Backend) {
    "secure_link".clone_into(&mut config.whatsapp.capture);
    config.database = on.settings.clone();
}

pub async fn office(on: &Backend) -> Rehearsal {
    Rehearsal::start_with(|config| by_link(config, on)).await
}

/// The path of the page that a message leads to.
pub fn path(message: &Message) -> String {
    let links = message.links();
    let (_, url) = links.first().unwrap_or_else(|| panic!("no link in: {}", message.text()));
    let (_, rest) = url.split_once("://").expect("an address");
    format!("/{}", rest.split_once('/').expect("a path").1)
}

impl Talker {
    /// From the first word to the link.
    pub async fn asks_for_link(&self, reason: &str) -> String {
        let mut answer = self.say("halo").await;
        if !answer.text().contains("setuju") {
            answer = self.tap(&answer, "Permohonan baru").await;
        }
        let reasons = self.tap(&answer, "Setuju").await;
        path(&self.tap(&reasons, reason).await)
    }
}

/// A file that the office has begun to receive.
pub struct Begun {
    pub id: String,
    pub part: usize,
    pub had: Vec<usize>,
}

impl Browser {
    /// Opens the link as the first one.
    pub async fn opens(&self, link: &str) {
        let page = self.get(link).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let opened = self.post(link, &[]).await;
        assert_eq!((opened.status, opened.location()), (303, "/kirim"), "{}", opened.body);
    }

    /// Says whose card it is.
    pub async fn tells(&self, name: &str) -> Answer {
        let told = self.post("/kirim/data", &[("nik", NIK), ("name", name), ("nomor_kk", "")]).await;
        assert_eq!(told.status, 303, "{}", told.body);
        self.get("/kirim").await
    }

    pub async fn announces(&self, document: &str, bytes: &[u8]) -> Answer {
        let size = bytes.len().to_string();
        self.post(
            "/kirim/unggah",
            &[("document", document), ("size", &size), ("fingerprint", &format!("{document}{size}"))],
        )
        .await
    }

    pub async fn begins(&self, document: &str, bytes: &[u8]) -> Begun {
        let answer = self.announces(document, bytes).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let json: Value = serde_json::from_str(&answer.body).expect("JSON");
        let number = |v: &Value| usize::try_from(v.as_u64().expect("a number")).expect("small");
        Begun {
            id: json["id"].as_str().expect("an id").to_owned(),
            part: number(&json["part"]),
            had: json["had"].as_array().expect("parts").iter().map(number).collect(),
        }
    }

    pub async fn puts(&self, begun: &Begun, number: usize, bytes: &[u8]) -> u16 {
        let part = bytes.chunks(begun.part).nth(number).expect("a part").to_vec();
        self.puts_raw(begun, number, part).await
    }

    pub async fn puts_raw(&self, begun: &Begun, number: usize, part: Vec<u8>) -> u16 {
        let request = self.request(Method::PUT, &format!("/kirim/unggah/{}/{number}", begun.id));
        self.send(request.body(part)).await.status
    }

    pub async fn completes(&self, begun: &Begun) -> u16 {
        self.post(&format!("/kirim/unggah/{}", begun.id), &[]).await.status
    }

    /// A whole file, part by part.
    pub async fn sends(&self, document: &str, bytes: &[u8]) -> Begun {
        let begun = self.begins(document, bytes).await;
        for number in 0..bytes.len().div_ceil(begun.part) {
            assert_eq!(self.puts(&begun, number, bytes).await, 204);
        }
        assert_eq!(self.completes(&begun).await, 204);
        begun
    }

    /// One document's form, as a browser without scripts sends it.
    pub async fn sends_form(&self, document: &str, bytes: &[u8]) -> Answer {
        let file = reqwest::multipart::Part::bytes(bytes.to_vec()).file_name("foto.png");
        let form = reqwest::multipart::Form::new()
            .text("document", document.to_owned())
            .text("form", "satu")
            .part("file", reqwest::multipart::Part::bytes(Vec::new()).file_name(""))
            .part("file", file);
        self.upload("/kirim/berkas", form).await
    }
}

/// Another document, small enough for one part.
pub fn small() -> Vec<u8> {
    LETTER.to_vec()
}

/// A photo of a family card that nobody can read; each `n` is another file.
pub fn blurred(n: u8) -> Vec<u8> {
    [Sample::KkBuram.bytes(), &[n]].concat()
}
