//! The pages and their data: what the templates under `templates/phone` print.
//! Nothing here changes anything: a page is drawn from the engine as it stands.
use std::sync::Arc;

use askama::Template;

use super::bubble::{self, Bubble};
use super::markup::Span;
use super::words::Words;
use super::{LONGEST_TEXT, Problem};
use crate::engine::Engine;
use crate::error::Result;
use crate::faults::Fault;
use crate::message::{Direction, Message, Status};
use crate::samples::Sample;
use crate::store::ResidentRow;

/// How many residents the first page lists.
const MOST_PEOPLE: usize = 100;
/// How many messages a phone shows.
const MOST_MESSAGES: u32 = 200;
/// Errors a person can set; scripts can set any code.
const CODES: [u32; 9] = [131_000, 131_016, 130_429, 131_056, 131_047, 131_026, 131_053, 131_031, 190];
const ENDPOINTS: [&str; 5] = ["messages", "media_upload", "media_info", "media_download", "any"];
const HOWS: [&str; 3] = ["answer", "status", "lost_answer"];

/// Who holds a phone here, and a form for one more.
#[derive(Template)]
#[template(path = "phone/people.html")]
pub(super) struct People {
    words: Words,
    people: Vec<Person>,
    most: usize,
    problem: Option<String>,
    name: String,
    phone: String,
}

struct Person {
    key: String,
    name: String,
}

impl People {
    pub(super) fn of(engine: &Engine, words: Words) -> Result<Self> {
        let residents = engine.store.residents(u32::try_from(MOST_PEOPLE).unwrap_or(u32::MAX))?;
        let people = residents.iter().map(|row| Person { key: key(row), name: row.name.clone() }).collect();
        let (name, phone) = Default::default();
        Ok(Self { words, people, most: MOST_PEOPLE, problem: None, name, phone })
    }

    /// The same page, with what was typed and why it was refused.
    pub(super) fn refused(mut self, problem: String, name: String, phone: String) -> Self {
        (self.problem, self.name, self.phone) = (Some(problem), name, phone);
        self
    }
}

/// A conversation: a fragment of its own, fetched again whenever something happened.
#[derive(Template)]
#[template(path = "phone/chat.html")]
pub(super) struct Chat {
    words: Words,
    office: String,
    /// Names the resident and the language in addresses.
    query: String,
    bubbles: Vec<Bubble>,
    /// Messages of the office that wait for the phone to be switched on.
    waiting: usize,
    typing: Option<i64>,
}

impl Chat {
    pub(super) fn of(engine: &Engine, resident: &ResidentRow, words: Words) -> Result<Self> {
        let messages = engine.store.conversation(resident.no, 0, MOST_MESSAGES)?;
        let waits = |m: &Message| m.direction == Direction::Outbound && m.status == Status::Sent;
        let answered = |m: &Message| {
            let id = m.context.as_deref()?;
            messages.iter().find(|other| other.id == id)
        };
        Ok(Self {
            words,
            office: engine.config.business_name.clone(),
            query: query(resident, words),
            waiting: messages.iter().filter(|m| waits(m)).count(),
            bubbles: messages
                .iter()
                .filter(|m| !waits(m))
                .map(|m| Bubble::of(m, answered(m), words))
                .collect(),
            typing: bubble::typing_left(resident.typing_until, engine.clock.now()),
        })
    }
}

/// One resident's phone.
#[derive(Template)]
#[template(path = "phone/phone.html")]
pub(super) struct Phone {
    words: Words,
    resident: ResidentRow,
    key: String,
    chat: Chat,
    samples: Vec<Pick>,
    faults: Vec<Active>,
    codes: [u32; 9],
    endpoints: [&'static str; 5],
    hows: [&'static str; 3],
    longest: usize,
    problem: Option<String>,
    text: String,
    attaching: bool,
    rehearsing: bool,
}

/// A sample in the picker.
struct Pick {
    name: &'static str,
    extension: &'static str,
    /// Has a thumbnail: it is a picture that is not empty.
    picture: bool,
}

struct Active {
    id: u64,
    words: String,
}

impl Phone {
    pub(super) fn of(engine: &Arc<Engine>, resident: ResidentRow, words: Words) -> Result<Self> {
        let faults = engine.faults.list();
        Ok(Self {
            words,
            key: key(&resident),
            chat: Chat::of(engine, &resident, words)?,
            resident,
            samples: Sample::all().map(pick).collect(),
            faults: faults
                .iter()
                .map(|(id, fault)| Active { id: *id, words: active(fault, words) })
                .collect(),
            codes: CODES,
            endpoints: ENDPOINTS,
            hows: HOWS,
            longest: LONGEST_TEXT,
            problem: None,
            text: String::new(),
            attaching: false,
            rehearsing: !faults.is_empty(),
        })
    }

    /// What can be ticked about the handset, and what is.
    fn boxes(&self) -> [(&'static str, bool); 4] {
        let row = &self.resident;
        [
            ("online", row.online),
            ("reads", row.reads),
            ("reachable", row.reachable),
            ("hide_phone", row.hide_phone),
        ]
    }

    /// The same page, with why the last thing was refused and what was typed.
    pub(super) fn refused(mut self, problem: &Problem, text: String) -> Self {
        self.problem = Some(problem.say(self.words));
        self.attaching = problem.is_about_files();
        self.text = text;
        self
    }
}

/// What names a resident in addresses.
pub(super) fn key(resident: &ResidentRow) -> String {
    resident.phone.clone().unwrap_or_else(|| resident.user_id.clone())
}

/// The query of every address that concerns this phone.
pub(super) fn query(resident: &ResidentRow, words: Words) -> String {
    format!("resident={}&lang={}", key(resident), words.code())
}

fn pick(sample: Sample) -> Pick {
    let (_, extension) = sample.file_name().rsplit_once('.').unwrap_or_default();
    Pick { name: sample.name(), extension, picture: image_type(sample.bytes()).is_some() }
}

/// The type of a picture that a browser may show, judged by its content.
pub(super) fn image_type(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    match bytes {
        _ if starts(b"\x89PNG\r\n\x1a\n") => Some("image/png"),
        _ if starts(&[0xFF, 0xD8, 0xFF]) => Some("image/jpeg"),
        _ if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => Some("image/webp"),
        _ => None,
    }
}

fn active(fault: &Fault, words: Words) -> String {
    let name = |value: serde_json::Result<serde_json::Value>| {
        value.ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let place = words.say(format!("where-{}", name(serde_json::to_value(fault.endpoint))));
    let how = words.say(format!("how-{}", name(serde_json::to_value(fault.how))));
    let times = match fault.times {
        Some(times) => words.with_one("fault-left", "count", times),
        None => words.say("fault-until"),
    };
    let whom =
        if fault.recipient.is_some() { format!(", {}", words.say("fault-one")) } else { String::new() };
    words.with(
        "fault-active",
        &[("code", &fault.code), ("where", &place), ("how", &how), ("times", &format!("{times}{whom}"))],
    )
}
