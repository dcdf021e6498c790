//! From a letter of the outbox to the words that are sent. Nothing is sent here.

use super::conversation::LINK;
use super::outbound::{Choice, Turn};
use crate::app::App;
use crate::cases::outbox::Letter;
use crate::cases::{Loaded, Outgoing};
use crate::error::Error;
use crate::texts;
use procedure::Language;
use std::collections::BTreeMap;

/// What is to be sent, and how often it was tried under other ids.
pub struct Words {
    pub turn: Turn,
    pub language: Language,
    pub tries: i64,
    /// An answer of the conversation: stale once the 24-hour window has closed.
    pub answer: bool,
}

/// None where there is nothing to tell any more: its case was purged.
pub async fn words(app: &App, letter: &Letter) -> Result<Option<Words>, Error> {
    let loaded = match &letter.ticket {
        Some(ticket) => app.cases.load(app.office(), ticket).await?,
        None => None,
    };
    let language = loaded.as_ref().map_or(Language::Id, |l| l.case.applicant.language);
    let plain = |body: String| Turn { body, ..Turn::default() };
    let made = |turn, tries, answer| Some(Words { turn, language, tries, answer });
    Ok(match &letter.body {
        Outgoing::Turn { turn } => {
            let turn = serde_json::from_value(turn.clone()).map_err(|e| Error::Broken(e.to_string()))?;
            made(turn, 0, true)
        }
        Outgoing::Repeat { text, tries } => made(plain(text.clone()), *tries, false),
        Outgoing::Say { text, by } => {
            let args =
                [("text", text.clone()), ("by", by.clone()), ("office", app.config.office.name.clone())];
            made(plain(texts::text_with(language, "say-signature", &args)), 0, false)
        }
        Outgoing::Notice { text, args } => match (&loaded, &letter.ticket) {
            (Some(loaded), Some(ticket)) => {
                // Where documents are given by link, a returned request asks for one: it would be over before
                // everybody has read this.
                let by_link = text == "notice-returned" && app.config.whatsapp.by_link();
                let text = if by_link { "notice-returned-link" } else { text.as_str() };
                let body = notice(app, loaded, ticket.as_str(), text, args);
                let title = texts::text(language, "chat-link-mend");
                let choice = Choice { id: LINK.to_owned(), title };
                let choices = if by_link { vec![choice] } else { Vec::new() };
                made(Turn { choices, ..plain(body) }, 0, false)
            }
            _ => None,
        },
    })
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
    let faults = case.correction.iter().flat_map(|c| &c.faults).map(|f| {
        let name = p.document(&f.document).map_or(f.document.as_str(), |d| texts::of(language, &d.name));
        format!("- {name}: {}", f.why)
    });
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
    args.extend(given.iter().map(|(k, v)| (k.as_str(), v.clone())));
    texts::text_with(language, key, &args)
}
