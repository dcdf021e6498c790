//! One message as the phone shows it. Turns the simulator's messages into what a template can print.
//! Nothing is sent, stored or escaped here.
use jiff::Timestamp;
use jiff::tz::{TimeZone, offset};
use serde_json::Value;

use super::markup::{self, Span};
use super::words::Words;
use crate::clock::Millis;
use crate::message::{Choice, ChoiceKind, Direction, MEDIA_KINDS, Message, Status};

/// A message, ready to be printed.
pub(super) struct Bubble {
    pub(super) seq: i64,
    pub(super) id: String,
    /// The resident's own.
    pub(super) mine: bool,
    pub(super) quote: Option<String>,
    pub(super) header: Option<String>,
    pub(super) attachment: Option<Attachment>,
    pub(super) spans: Vec<Span>,
    pub(super) footer: Option<String>,
    pub(super) buttons: Vec<Choice>,
    pub(super) list: Option<List>,
    pub(super) links: Vec<(String, String)>,
    /// `14:05`, in western Indonesian time.
    pub(super) time: String,
    pub(super) date: String,
    pub(super) status: &'static str,
    /// Code and words, when it failed.
    pub(super) failure: Option<String>,
}

/// A file in a bubble.
pub(super) struct Attachment {
    pub(super) media_id: String,
    /// One of `MEDIA_KINDS`.
    pub(super) kind: String,
    /// What it is, in words.
    pub(super) label: String,
    pub(super) name: Option<String>,
}

/// Rows behind one button, in titled sections.
pub(super) struct List {
    pub(super) button: String,
    pub(super) sections: Vec<(String, Vec<Choice>)>,
}

impl Bubble {
    /// `answered` is the message this one answers, if it is known.
    pub(super) fn of(message: &Message, answered: Option<&Message>, words: Words) -> Self {
        let zone = TimeZone::fixed(offset(7));
        let at = Timestamp::from_millisecond(message.at).unwrap_or_default().to_zoned(zone);
        let part =
            |pointer: &str| message.content.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let choices = message.choices();
        let list = list(message, &choices);
        Self {
            seq: message.seq,
            id: message.id.clone(),
            mine: message.direction == Direction::Inbound,
            quote: answered.map(|answered| quote(answered, words)),
            header: part("/header/text").or_else(|| part("/rendered/header")),
            attachment: attachment(message, words),
            spans: markup::spans(&readable(message, words)),
            footer: part("/footer/text").or_else(|| part("/rendered/footer")),
            buttons: choices.into_iter().filter(|choice| choice.kind != ChoiceKind::Row).collect(),
            list,
            links: links(message),
            time: at.strftime("%H:%M").to_string(),
            date: at.strftime("%Y-%m-%d").to_string(),
            status: message.status.as_str(),
            failure: (message.status == Status::Failed).then(|| failure(message)),
        }
    }
}

/// Milliseconds the typing indicator stays.
pub(super) fn typing_left(until: Millis, now: Millis) -> Option<Millis> {
    (until > now).then_some(until - now)
}

fn links(message: &Message) -> Vec<(String, String)> {
    let safe = message.links().into_iter().filter(|(_, url)| markup::is_web_address(url));
    safe.map(|(words, url)| (words.to_owned(), url.to_owned())).collect()
}

fn list(message: &Message, choices: &[Choice]) -> Option<List> {
    let sections = message.content["action"]["sections"].as_array()?;
    let mut rows = choices.iter().filter(|choice| choice.kind == ChoiceKind::Row).cloned();
    let sections = sections.iter().map(|section| {
        let count = section["rows"].as_array().map_or(0, Vec::len);
        let title = section["title"].as_str().unwrap_or_default().to_owned();
        (title, rows.by_ref().take(count).collect())
    });
    let sections = sections.collect();
    let button = message.content["action"]["button"].as_str().unwrap_or_default().to_owned();
    Some(List { button, sections })
}

fn attachment(message: &Message, words: Words) -> Option<Attachment> {
    let media_id = message.media_id()?.to_owned();
    let own = MEDIA_KINDS.contains(&message.kind.as_str());
    let kind = if own { message.kind.as_str() } else { message.content["header"]["type"].as_str()? };
    let object = if own { &message.content } else { &message.content["header"][kind] };
    let name = object["filename"].as_str().map(str::to_owned);
    Some(Attachment { media_id, kind: kind.to_owned(), label: words.say(kind_key(kind)), name })
}

/// The words of a message, or what it is when it has none.
fn readable(message: &Message, words: Words) -> String {
    let text = message.text();
    if !text.is_empty() || message.media_id().is_some() {
        return text.to_owned();
    }
    let named = |key: &str, name: &Value| format!("{}: {}", words.say(key), name.as_str().unwrap_or("–"));
    match message.kind.as_str() {
        "location" => named("location", &message.content["name"]),
        "contacts" => named("contact", &message.content[0]["name"]["formatted_name"]),
        "reaction" => format!("{}: –", words.say("reaction")),
        kind => words.with_one("no-words", "kind", kind),
    }
}

fn failure(message: &Message) -> String {
    let error = message.error.as_ref();
    let code = error.and_then(|error| error["code"].as_i64()).unwrap_or_default();
    let title = error.and_then(|error| error["title"].as_str()).unwrap_or_default();
    format!("{code} {title}")
}

/// The words under which the texts name a kind of media.
fn kind_key(kind: &str) -> &str {
    match kind {
        "image" => "photo",
        "audio" => "voice",
        kind => kind,
    }
}

fn quote(message: &Message, words: Words) -> String {
    const MOST: usize = 80;
    let text = readable(message, words);
    if text.is_empty() {
        return words.say(kind_key(&message.kind));
    }
    if text.chars().count() <= MOST {
        return text;
    }
    text.chars().take(MOST).chain(std::iter::once('…')).collect()
}
