//! From a letter of the outbox to the words that are sent. Nothing is sent here.

use super::conversation::{Known, LINK, health_choices, questions, slot_choices};
use super::outbound::{BODY, Choice, Turn};
use super::sender::WINDOW;
use crate::app::App;
use crate::cases::outbox::Letter;
use crate::cases::{Loaded, Outgoing};
use crate::error::Error;
use crate::handover::Purpose;
use crate::incidents;
use crate::texts;
use jiff::Timestamp;
use procedure::{ContactId, EventBody, Fault, Language, Mark, Ticket};
use std::collections::BTreeMap;

/// What is to be sent, and how often it was tried under other ids.
pub struct Words {
    pub turn: Turn,
    pub language: Language,
    pub tries: i64,
    pub kind: Kind,
    /// The marked page that is shown above the words.
    pub picture: Option<Mark>,
    /// Marked pages that follow, a message each.
    pub following: Vec<Mark>,
}

/// When a message may go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An answer of the conversation: stale once the 24-hour window has closed.
    Answer,
    /// As a template too; never to those who asked for no more messages.
    News,
    /// With news, and inside the window only.
    Picture,
}

/// None where there is nothing to tell any more: its case was purged, or what it shows was mended.
pub async fn words(app: &App, letter: &Letter) -> Result<Option<Words>, Error> {
    let loaded = match &letter.ticket {
        Some(ticket) => app.cases.load(app.office(), ticket).await?,
        None => None,
    };
    let language = loaded.as_ref().map_or(Language::Id, |l| l.case.applicant.language);
    let plain = |body: String| Turn { body, ..Turn::default() };
    let made =
        |turn, tries, kind| Some(Words { turn, language, tries, kind, picture: None, following: Vec::new() });
    Ok(match &letter.body {
        Outgoing::Turn { turn } => {
            let turn = serde_json::from_value(turn.clone()).map_err(|e| Error::Broken(e.to_string()))?;
            made(turn, 0, Kind::Answer)
        }
        Outgoing::Repeat { text, tries } => made(plain(without_picture(text)), *tries, Kind::News),
        Outgoing::Say { text, by } => {
            let args =
                [("text", text.clone()), ("by", by.clone()), ("office", app.config.office.name.clone())];
            made(plain(texts::text_with(language, "say-signature", &args)), 0, Kind::News)
        }
        Outgoing::Notice { text, args } => match (&loaded, &letter.ticket) {
            (Some(loaded), Some(ticket)) if text == incidents::NOTICE => {
                let body = incidents::letters::message(app, loaded, ticket, args).await?;
                body.and_then(|body| made(plain(body), 0, Kind::News))
            }
            (Some(loaded), Some(ticket)) => {
                // Where documents are given by link, a returned request asks for one: it would be over before
                // everybody has read this.
                if let Some(turn) = visit(app, loaded, ticket, text, args).await? {
                    return Ok(made(turn, 0, Kind::News));
                }
                let by_link = text == "notice-returned" && app.config.whatsapp.by_link();
                let text = if by_link { "notice-returned-link" } else { text.as_str() };
                let body = notice(app, loaded, ticket.as_str(), text, args);
                let title = texts::text(language, "chat-link-mend");
                let choice = Choice { id: LINK.to_owned(), title };
                let choices = if by_link { vec![choice] } else { Vec::new() };
                made(Turn { choices, ..plain(body) }, 0, Kind::News).map(|w| with_pictures(w, text, loaded))
            }
            _ => None,
        },
        Outgoing::Picture { mark } => loaded.as_ref().and_then(|l| {
            let shown = faults(l).find(|f| f.mark.as_ref() == Some(mark))?;
            let words = made(plain(told(l, shown)), 0, Kind::Picture)?;
            Some(Words { picture: Some(mark.clone()), ..words })
        }),
    })
}

/// News about a visit that can be answered by a tap; none where these are other news, or no time is free.
async fn visit(
    app: &App,
    loaded: &Loaded,
    ticket: &Ticket,
    text: &str,
    args: &BTreeMap<String, String>,
) -> Result<Option<Turn>, Error> {
    let (case, p, language) = (&loaded.case, &loaded.procedure, loaded.case.applicant.language);
    let open = texts::text(language, "chat-open-list");
    let turn = |body, choices| Some(Turn { body, choices, open, link: None });
    if p.appointments.is_none() || !case.is_ready() {
        return Ok(None);
    }
    match text {
        "notice-ready" if case.appointment.is_none() => {
            let offer = app.visits.offer(app.clock.now()).await?.filter(|o| !o.slots.is_empty());
            let Some(offer) = offer else { return Ok(None) };
            let mut body = notice(app, loaded, ticket.as_str(), "notice-ready-slots", args);
            let active = app.cases.procedures().active();
            let settings = active.appointments.as_ref();
            if settings.and_then(|s| s.protocol(offer.level)).is_some_and(|l| l.delivery_preferred) {
                body = format!("{body}\n{}", texts::text(language, "notice-ready-deliver"));
            }
            Ok(turn(body, slot_choices(ticket, &offer, language, p.calendar.offset)))
        }
        "notice-missed" if case.appointment.is_none() => {
            let offer = app.visits.offer(app.clock.now()).await?.filter(|o| !o.slots.is_empty());
            let Some(offer) = offer else { return Ok(None) };
            let choices = slot_choices(ticket, &offer, language, p.calendar.offset);
            Ok(turn(notice(app, loaded, ticket.as_str(), text, args), choices))
        }
        "notice-reminder-screening" => {
            let level = loaded.events.iter().rev().find_map(|e| match e.body {
                EventBody::AppointmentReminded { level } => Some(level),
                _ => None,
            });
            let mut args = args.clone();
            args.insert("questions".to_owned(), questions(p, level.unwrap_or_default(), language));
            Ok(turn(notice(app, loaded, ticket.as_str(), text, &args), health_choices(ticket, language)))
        }
        _ => Ok(None),
    }
}

/// One bubble a turn: the first marked page carries the words, unless they are too long for that.
fn with_pictures(words: Words, text: &str, loaded: &Loaded) -> Words {
    let mut marks: Vec<Mark> = match text {
        "notice-returned" | "notice-returned-link" => faults(loaded).filter_map(|f| f.mark.clone()).collect(),
        _ => Vec::new(),
    };
    let fits = words.turn.body.chars().count() <= BODY;
    let picture = (fits && !marks.is_empty()).then(|| marks.remove(0));
    Words { picture, following: marks, ..words }
}

/// Marked pages whose notice found the window closed, and went without them: they come with the first answer
/// after it. What was mended meanwhile is not shown.
pub fn late_pictures(contact: &ContactId, cases: &[Known], heard_before: Timestamp) -> Vec<Letter> {
    let late = |k: &&Known| {
        let since = k.case.correction.as_ref().map(|c| c.since);
        since.is_some_and(|since| heard_before.duration_until(since) >= WINDOW)
    };
    let marks = |k: &Known| -> Vec<_> {
        let marks = k.case.open_faults().into_iter().filter_map(|f| f.mark.clone());
        marks.map(|mark| (k.ticket.clone(), Outgoing::Picture { mark })).collect()
    };
    let letter =
        |(ticket, body)| Letter { contact: contact.clone(), ticket: Some(ticket), notice: None, body };
    cases.iter().filter(late).flat_map(marks).map(letter).collect()
}

fn faults(loaded: &Loaded) -> impl Iterator<Item = &Fault> {
    loaded.case.correction.iter().flat_map(|c| &c.faults)
}

/// A fault in words: the document and what is wrong with it.
fn told(loaded: &Loaded, fault: &Fault) -> String {
    let (p, language) = (&loaded.procedure, loaded.case.applicant.language);
    let name = p.document(&fault.document).map_or(fault.document.as_str(), |d| texts::of(language, &d.name));
    format!("{name}: {}", fault.why)
}

/// What the office reads where a message carried a picture.
pub fn with_picture(words: &str) -> String {
    format!("{words}\n{}", texts::text(Language::Id, "message-marked"))
}

/// The words of such a message, for once more without the picture.
fn without_picture(text: &str) -> String {
    let mark = texts::text(Language::Id, "message-marked");
    text.strip_suffix(&mark).unwrap_or(text).trim_end().to_owned()
}

/// Where the pass is shown, in words; empty where there is none.
fn pass(app: &App, loaded: &Loaded, ticket: &str) -> String {
    let pass = loaded.case.gate.pass.as_ref().filter(|_| loaded.procedure.handover.is_some());
    let (Some(pass), Ok(ticket)) = (pass, Ticket::parse(ticket)) else { return String::new() };
    let token = app.cases.passes().token(Purpose::Collect, app.office(), &ticket, pass.no);
    said_with(app, loaded, "notice-pass", &format!("tanda/{token}"))
}

/// Where to say what one thinks of the service; empty before the product was handed over.
fn survey(app: &App, loaded: &Loaded, ticket: &str) -> String {
    let handed = |e: &procedure::Event| matches!(e.body, EventBody::HandedOver { .. });
    let at = loaded.events.iter().rposition(handed).filter(|_| !loaded.procedure.survey.is_empty());
    let (Some(at), Ok(ticket)) = (at, Ticket::parse(ticket)) else { return String::new() };
    let no = u64::try_from(at).unwrap_or(0) + 1;
    let token = app.cases.passes().token(Purpose::Survey, app.office(), &ticket, no);
    said_with(app, loaded, "notice-survey", &format!("survei/{token}"))
}

fn said_with(app: &App, loaded: &Loaded, key: &str, path: &str) -> String {
    let address = format!("{}/{path}", app.config.server.public_url.trim_end_matches('/'));
    texts::text_with(loaded.case.applicant.language, key, &[("address", address)])
}

fn notice(app: &App, loaded: &Loaded, ticket: &str, key: &str, given: &BTreeMap<String, String>) -> String {
    let (case, p) = (&loaded.case, &loaded.procedure);
    let language = case.applicant.language;
    let office = &app.config.office;
    let reasons: Vec<_> = case
        .grounds
        .reasons
        .iter()
        .filter_map(|r| p.reason(r))
        .map(|r| texts::of(language, &r.name))
        .collect();
    let faults = faults(loaded).map(|f| format!("- {}", told(loaded, f)));
    let surrenders = p.required(&case.grounds).iter().any(|d| d.surrendered);
    let bring = if surrenders { "notice-bring-surrender" } else { "notice-bring-nothing" };
    let mut args = vec![
        ("ticket", ticket.to_owned()),
        ("name", case.applicant.name.clone()),
        ("reasons", reasons.join(" + ")),
        ("faults", faults.collect::<Vec<_>>().join("\n")),
        ("bring", texts::text(language, bring)),
        ("office", office.name.clone()),
        ("address", office.address.clone()),
        ("hours", office.opening_hours.clone()),
        ("fee", texts::of(language, &p.fee).to_owned()),
        ("track", format!("{}/lacak", app.config.server.public_url.trim_end_matches('/'))),
    ];
    args.extend([("pass", pass(app, loaded, ticket)), ("survey", survey(app, loaded, ticket))]);
    let worded = |k: &str, v: &String| match (k, v.parse::<Timestamp>()) {
        ("slot", Ok(at)) => texts::visit(language, p.calendar.offset, at),
        _ => v.clone(),
    };
    args.extend(given.iter().map(|(k, v)| (k.as_str(), worded(k, v))));
    texts::text_with(language, key, &args)
}
