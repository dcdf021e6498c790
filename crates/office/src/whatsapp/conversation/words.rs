//! What people type: words that work everywhere, answers where a button was expected, and the
//! one-message format. Nothing here knows where the conversation stands.

use super::stage::Form;
use procedure::{Language, Nik, NomorKk, Procedure, Ticket};

/// A word that works at any point, when it is the whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Global {
    Status(Option<String>),
    Cancel,
    Help,
    Staff,
    Menu,
    Again,
    Stop,
    Start,
    Speak(Language),
    /// A new link to the page on which documents are given.
    Link,
    /// The appointment.
    Visit,
    /// Who has looked at the sender's data.
    Looked,
}

/// The word for it; also the id of the button that asks for it, whatever was asked last.
pub const LINK: &str = "tautan";

/// The word for an appointment; also how the ids of buttons about one begin.
pub const VISIT: &str = "janji";

/// Lower case, without the marks people put around words.
pub fn plain(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn global(text: &str) -> Option<Global> {
    let words = plain(text);
    let (first, rest) = words.split_once(' ').unwrap_or((&words, ""));
    if matches!(first, "status" | "cek") && (rest.is_empty() || is_ticket_like(rest)) {
        return Some(Global::Status((!rest.is_empty()).then(|| rest.to_owned())));
    }
    Some(match words.as_str() {
        "cek status" => Global::Status(None),
        "batal" | "cancel" => Global::Cancel,
        "bantuan" | "help" | "tolong" => Global::Help,
        "petugas" | "staff" => Global::Staff,
        LINK | "link" => Global::Link,
        VISIT | "jadwal" | "appointment" => Global::Visit,
        "siapa melihat"
        | "siapa yang melihat"
        | "siapa melihat data saya"
        | "siapa yang melihat data saya"
        | "who looked" => Global::Looked,
        "menu" => Global::Menu,
        "ulang" | "restart" => Global::Again,
        "stop" | "berhenti" => Global::Stop,
        "mulai" | "start" => Global::Start,
        "english" => Global::Speak(Language::En),
        "indonesia" | "bahasa indonesia" => Global::Speak(Language::Id),
        _ => return None,
    })
}

/// Whether it asks who has looked at the sender's data: that is read only for whoever asks.
pub fn asks_who_looked(text: &str) -> bool {
    global(text) == Some(Global::Looked)
}

fn is_ticket_like(rest: &str) -> bool {
    let letters = rest.chars().filter(|c| !c.is_whitespace()).count();
    Ticket::parse(rest).is_ok() || (letters == 8 && rest.split(' ').count() <= 2)
}

/// One thing that can be chosen, and the other words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub key: String,
    pub title: String,
    pub words: Vec<String>,
}

impl Offer {
    pub fn new(key: impl Into<String>, title: impl Into<String>) -> Self {
        Self { key: key.into(), title: title.into(), words: Vec::new() }
    }

    /// Other words, separated by commas, as the message files hold them.
    pub fn or(mut self, words: &str) -> Self {
        self.words.extend(words.split(',').map(plain));
        self
    }
}

/// The offer that a typed answer means: its number, its title, or one of its words.
pub fn chosen<'a>(offers: &'a [Offer], answer: &str) -> Option<&'a Offer> {
    let said = plain(answer);
    if said.is_empty() {
        return None;
    }
    if let Ok(number) = said.parse::<usize>() {
        return offers.get(number.checked_sub(1)?);
    }
    offers
        .iter()
        .find(|o| plain(&o.title) == said)
        .or_else(|| offers.iter().find(|o| o.words.contains(&said)))
}

/// Several offers in one answer: `1, 8` or `alamat dan pekerjaan`.
pub fn several<'a>(offers: &'a [Offer], answer: &str) -> Vec<&'a Offer> {
    if let Some(one) = chosen(offers, answer) {
        return vec![one];
    }
    let lower = answer.to_lowercase().replace(" dan ", ",").replace(" and ", ",");
    let mut all = Vec::new();
    for part in lower.split([',', ';', '+', '&', '\n']).map(str::trim).filter(|p| !p.is_empty()) {
        // `1 8` without a comma is two numbers.
        let numbers = part.split_whitespace().all(|w| w.parse::<usize>().is_ok());
        let pieces: Vec<&str> = if numbers { part.split_whitespace().collect() } else { vec![part] };
        for piece in pieces {
            match chosen(offers, piece) {
                Some(offer) if !all.contains(&offer) => all.push(offer),
                Some(_) => {}
                None => return Vec::new(),
            }
        }
    }
    all
}

/// Whether this is meant to be `#KTP#NIK#NoKK#Nama#Desa#Kecamatan#Alasan`.
pub fn is_format(text: &str) -> bool {
    text.trim_start().to_lowercase().starts_with("#ktp#")
}

/// The key of a text that says what is wrong, and the values of its placeholders.
pub type Fault = (&'static str, Vec<(&'static str, String)>);

/// The fields of the one-message format, or what is wrong with each.
pub fn format(p: &Procedure, text: &str) -> Result<Form, Vec<Fault>> {
    let fields: Vec<&str> = text.trim().trim_matches('#').split('#').map(str::trim).collect();
    let [_, nik, kk, name, village, district, reason] = fields.as_slice() else {
        return Err(vec![("chat-format-fields", vec![])]);
    };
    let mut faults: Vec<Fault> = Vec::new();
    let nik = Nik::parse(nik).map_err(|e| faults.push((e.key(), e.args()))).ok();
    let kk = NomorKk::parse(kk).map_err(|e| faults.push((e.key(), e.args()))).ok();
    if !is_name(name) {
        faults.push(("chat-name-bad", vec![]));
    }
    let reasons = reasons(p, reason);
    if reasons.is_empty() {
        faults.push(("chat-format-reason", vec![]));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(Form {
        nik,
        nomor_kk: kk,
        name: some(name),
        village: some(village),
        district: some(district),
        reasons,
        ..Form::default()
    })
}

/// `Hilang`, `Rusak+UbahData`: reasons by their names and words, if they may be asked for together.
fn reasons(p: &Procedure, typed: &str) -> Vec<procedure::ReasonId> {
    let offers: Vec<Offer> = p
        .reasons
        .iter()
        .map(|r| Offer { key: r.id.as_str().to_owned(), title: r.name.id.clone(), words: r.words.clone() })
        .collect();
    let found: Vec<_> = several(&offers, &typed.replace('/', ","))
        .iter()
        .map(|o| procedure::ReasonId::new(&*o.key))
        .collect();
    if p.allows(&found) { found } else { Vec::new() }
}

/// A name has letters and no more digits than a title could bring.
pub fn is_name(text: &str) -> bool {
    let text = text.trim();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && text.chars().count() <= 120 && !text.chars().any(|c| c.is_ascii_digit() || c.is_control())
}

#[cfg(test)]
mod tests;
